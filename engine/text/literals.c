#include "literals.h"

#include <parley/buffer.h>
#include <string.h>

/* A small reader of the plain part of PCRE2 syntax: a literal is only reported when every way through the pattern must pass it.
 * Where it meets syntax that it does not know (verbs, flags set inside, quoting, calls by name), it reports none at all, and the
 * pattern has to list its literals. */
struct reader {
    struct arena *arena;
    struct slice p;
    size_t at;
    bool lost;
};

static size_t shortest(const struct literals *l)
{
    size_t n = SIZE_MAX;
    for (size_t i = 0; i < l->count; i++)
        if (l->at[i].len < n)
            n = l->at[i].len;
    return l->count ? n : 0;
}

static void keep(struct literal_groups *groups, const struct literals *candidate)
{
    size_t at = groups->count;
    if (shortest(candidate) < LITERAL_MIN)
        return;
    while (at > 0 && shortest(candidate) > shortest(&groups->at[at - 1]))
        at--;
    if (at == LITERAL_GROUPS_MAX)
        return;
    groups->count += groups->count < LITERAL_GROUPS_MAX;
    memmove(&groups->at[at + 1], &groups->at[at], (groups->count - at - 1) * sizeof groups->at[0]);
    groups->at[at] = *candidate;
}

static void flush(struct literal_groups *groups, struct reader *r, struct buffer *run)
{
    if (run->len >= LITERAL_MIN) {
        struct literals one = {.count = 1};
        one.at[0] = arena_copy(r->arena, buffer_slice(run));
        keep(groups, &one);
    }
    run->len = 0;
}

static bool peek(const struct reader *r, char c)
{
    return r->at < r->p.len && r->p.at[r->at] == c;
}

static void skip_class(struct reader *r)
{
    r->at++; /* [ */
    if (peek(r, '^'))
        r->at++;
    if (peek(r, ']'))
        r->at++;
    for (; r->at < r->p.len && r->p.at[r->at] != ']'; r->at++)
        if (r->p.at[r->at] == '\\')
            r->at++;
        else if (slice_starts(slice_after(r->p, r->at), SLICE("[:"))) { /* [[:alpha:]] */
            size_t close;
            r->lost |= !slice_find(&close, slice_after(r->p, r->at), SLICE(":]"));
            r->at += r->lost ? 0 : close + 1;
        }
    r->at++;
}

/* Behind a backslash: what it takes with it. False for a sign that stands for itself. */
static bool is_escape(struct reader *r)
{
    char c = r->p.at[r->at];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
        return false;
    size_t close;
    bool plain = strchr("bBdDwWsSAzZhHvVRXnrtfae", c) != NULL, braced = r->at + 1 < r->p.len && r->p.at[r->at + 1] == '{';
    r->at++;
    if (plain)
        return true;
    if (strchr("pPxN", c) == NULL) { /* \Q, \k, \1, ... */
        r->lost = true;
        return true;
    }
    if (braced) {
        r->lost |= !slice_find(&close, slice_after(r->p, r->at), SLICE("}"));
        r->at += r->lost ? 0 : close + 1;
    } else if (c == 'x') {
        for (unsigned n = 0; n < 2 && r->at < r->p.len && strchr("0123456789abcdefABCDEF", r->p.at[r->at]) != NULL; n++)
            r->at++;
    } else if (c != 'N')
        r->at++;
    return true;
}

/* Reads a quantifier if one is there. optional: the thing before may be absent. */
static bool quantifier(struct reader *r, bool *optional)
{
    *optional = false;
    if (r->at >= r->p.len)
        return false;
    char c = r->p.at[r->at];
    if (c == '?' || c == '*') {
        *optional = true;
        r->at++;
    } else if (c == '+')
        r->at++;
    else if (c == '{' && r->at + 1 < r->p.len && r->p.at[r->at + 1] >= '0' && r->p.at[r->at + 1] <= '9') {
        *optional = r->p.at[r->at + 1] == '0';
        while (r->at < r->p.len && r->p.at[r->at] != '}')
            r->at++;
        r->at++;
    } else
        return false;
    if (peek(r, '?') || peek(r, '+'))
        r->at++;
    return true;
}

static void alternation(struct literal_groups *out, struct reader *r, unsigned depth);

/* At "(": reads the whole group. look: an assertion, which matches no text of its own. */
static void group(struct literals *out, struct reader *r, unsigned depth)
{
    bool look = false;
    r->at++;
    if (peek(r, '?')) {
        r->at++;
        r->lost |= r->at < r->p.len && strchr(":=!<>|P'", r->p.at[r->at]) == NULL; /* flags, comments, calls, conditions */
        if (peek(r, '=') || peek(r, '!'))
            look = true;
        else if (peek(r, '<'))
            look = r->at + 1 < r->p.len && (r->p.at[r->at + 1] == '=' || r->p.at[r->at + 1] == '!');
        while (r->at < r->p.len && r->p.at[r->at] != ':' && r->p.at[r->at] != '=' && r->p.at[r->at] != '!' &&
               r->p.at[r->at] != '>' && r->p.at[r->at] != ')')
            r->at++;
        if (!peek(r, ')'))
            r->at++;
    }
    struct literal_groups inner = {.count = 0};
    alternation(&inner, r, depth + 1);
    if (peek(r, ')'))
        r->at++;
    out->count = 0;
    if (!look && inner.count > 0)
        *out = inner.at[0];
}

/* At "(*": reads the verb. True when nothing gets past it. */
static bool verb_fails(struct reader *r)
{
    static const struct slice harmless[] = {SLICE_INIT("SKIP"), SLICE_INIT("PRUNE"), SLICE_INIT("COMMIT"),
                                            SLICE_INIT("THEN"), SLICE_INIT("UCP"),   SLICE_INIT("UTF")};
    size_t close;
    if (!slice_find(&close, slice_after(r->p, r->at), SLICE(")"))) {
        r->lost = true;
        r->at = r->p.len;
        return false;
    }
    struct slice name = slice_sub(r->p, r->at + 2, r->at + close);
    bool fails = slice_eq(name, SLICE("FAIL")) || slice_eq(name, SLICE("F")), known = fails;
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++)
        known |= slice_eq(name, harmless[i]);
    r->lost |= !known;
    r->at += close + 1;
    return fails;
}

static void drop_last_character(struct buffer *run)
{
    while (run->len > 0 && ((unsigned char)run->at[run->len - 1] & 0xc0) == 0x80)
        run->len--;
    if (run->len > 0)
        run->len--;
}

/* One branch: a run of things that all must be there, unless a quantifier says otherwise. False when it cannot match at all. */
static bool branch(struct literal_groups *groups, struct reader *r, unsigned depth)
{
    struct buffer run;
    bool optional, fails = false;
    buffer_init(&run, r->arena, 1 << 16);
    while (r->at < r->p.len && r->p.at[r->at] != '|' && r->p.at[r->at] != ')') {
        char c = r->p.at[r->at];
        if (slice_starts(slice_after(r->p, r->at), SLICE("(*"))) {
            flush(groups, r, &run);
            fails |= verb_fails(r);
            continue;
        }
        if (c == '(') {
            flush(groups, r, &run);
            struct literals inner;
            if (depth > 32) {
                r->at = r->p.len;
                return true;
            }
            group(&inner, r, depth);
            if (!quantifier(r, &optional) || !optional)
                keep(groups, &inner);
            continue;
        }
        bool literal = c != '[' && c != '.' && c != '^' && c != '$';
        if (c == '[')
            skip_class(r);
        else if (c == '\\' && r->at + 1 < r->p.len) {
            c = r->p.at[++r->at];
            literal = !is_escape(r);
            r->at += literal;
        } else
            r->at++;
        if (literal)
            buffer_byte(&run, c);
        bool zero_width = !literal && (c == 'b' || c == '^' || c == '$') && r->p.at[r->at - 1] != ']';
        while (literal && r->at < r->p.len && ((unsigned char)r->p.at[r->at] & 0xc0) == 0x80)
            buffer_byte(&run, r->p.at[r->at++]);
        if (quantifier(r, &optional)) {
            if (literal && optional)
                drop_last_character(&run);
            flush(groups, r, &run);
        } else if (!literal && !zero_width)
            flush(groups, r, &run);
    }
    flush(groups, r, &run);
    return !fails;
}

static void alternation(struct literal_groups *out, struct reader *r, unsigned depth)
{
    struct literals any = {.count = 0};
    bool all = true, matches = branch(out, r, depth);
    if (!peek(r, '|'))
        return;
    for (;;) {
        const struct literals *one = &out->at[0];
        if (matches)
            all = all && out->count > 0 && any.count + one->count <= LITERALS_MAX;
        for (size_t i = 0; matches && all && i < one->count; i++)
            any.at[any.count++] = one->at[i];
        out->count = 0;
        if (!peek(r, '|'))
            break;
        r->at++;
        matches = branch(out, r, depth);
    }
    if (all)
        keep(out, &any);
}

void literals_derive(struct literal_groups *out, struct arena *arena, struct slice pattern)
{
    struct reader r = {arena, pattern, 0, false};
    out->count = 0;
    alternation(out, &r, 0);
    if (r.lost || r.at != pattern.len) /* an unbalanced ")": the compiler will say so */
        out->count = 0;
}
