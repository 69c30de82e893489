#define PCRE2_CODE_UNIT_WIDTH 8

#include <parley/patterns.h>

#include <parley/buffer.h>
#include <parley/size.h>
#include <pcre2.h>
#include <stdlib.h>

#include "automaton.h"
#include "literals.h"

enum { MATCH_LIMIT = 100000, DEPTH_LIMIT = 1000, HEAP_LIMIT_KIB = 1024, HITS_PER_PATTERN = 32 };

/* A group of literals, one of which must be there before a pattern is tried. */
struct need {
    struct slice literal;
    uint32_t pattern;
    uint8_t group;
};

/* What is left of a need when its literal was seen. */
struct meets {
    uint32_t pattern;
    uint8_t group;
};

struct pattern_set {
    pcre2_code **codes;
    uint32_t *ids;
    size_t count;
    struct automaton *automaton;
    size_t literal_count;
    uint32_t *first_need; /* of literal i: meets first_need[i] to first_need[i + 1] are what it is good for */
    struct meets *meets;
    struct need *needs; /* what they were made from, by literal */
    size_t need_count;
    uint8_t *needed; /* of a pattern: a bit for each group of literals */
    pcre2_match_context *limits;
};

static void free_code(void *code)
{
    pcre2_code_free(code);
}

static void free_limits(void *context)
{
    pcre2_match_context_free(context);
}

struct compile {
    struct arena *arena;
    struct pattern_set *set;
    ARRAY_OF(struct need) needs;
    struct buffer mistakes;
};

static void mistake(struct compile *c, const struct pattern_source *source, const char *text, size_t offset)
{
    struct error e;
    fail_at(&e, BAD_INPUT, source->at, "pattern: %s; at character %zu of \"" SLICE_FMT "\"", text, offset + 1,
            SLICE_ARG(slice_sub(source->pattern, 0, 100)));
    if (c->mistakes.len > 0)
        buffer_byte(&c->mistakes, '\n');
    buffer_add(&c->mistakes, slice_from(e.text));
}

static void listed(struct literal_groups *out, struct slice list)
{
    struct slice one;
    out->count = 1;
    out->at[0].count = 0;
    while (slice_next(&one, &list, '|') && out->at[0].count < LITERALS_MAX)
        out->at[0].at[out->at[0].count++] = one;
}

static void add_literals(struct compile *c, const struct pattern_source *source, uint32_t pattern)
{
    struct literal_groups *groups = ARENA_NEW(c->arena, struct literal_groups);
    if (source->literals.len > 0)
        listed(groups, source->literals);
    else
        literals_derive(groups, c->arena, source->pattern);
    bool long_enough = groups->count > 0 && groups->at[0].count > 0;
    for (size_t g = 0; g < groups->count; g++)
        for (size_t i = 0; i < groups->at[g].count; i++) {
            long_enough &= groups->at[g].at[i].len >= LITERAL_MIN;
            *ARRAY_ADD(c->arena, &c->needs) =
                (struct need){arena_copy(c->arena, groups->at[g].at[i]), pattern, (uint8_t)(1u << g)};
        }
    c->set->needed[pattern] = (uint8_t)((1u << groups->count) - 1);
    if (!long_enough)
        mistake(c, source, "no literal of two letters is in every match; write the pattern with one, or list them under literals",
                0);
}

static void compile_one(struct compile *c, const struct pattern_source *source, uint32_t pattern)
{
    int number;
    PCRE2_SIZE offset;
    if (source->pattern.len == 0) {
        mistake(c, source, "the pattern is empty", 0);
        return;
    }
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)source->pattern.at, source->pattern.len,
                      PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_CAPTURE, &number, &offset, NULL);
    if (code == NULL) {
        PCRE2_UCHAR text[256];
        pcre2_get_error_message(number, text, sizeof text);
        mistake(c, source, (const char *)text, offset);
        return;
    }
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without JIT the interpreter serves */
    arena_hook(c->arena, free_code, code);
    c->set->codes[pattern] = code;
    c->set->ids[pattern] = source->id;
    add_literals(c, source, pattern);
}

static int by_literal(const void *a, const void *b)
{
    const struct need *x = a, *y = b;
    int order = slice_compare(x->literal, y->literal);
    if (order != 0)
        return order;
    return x->pattern == y->pattern ? (x->group > y->group) - (x->group < y->group) : x->pattern < y->pattern ? -1 : 1;
}

/* Literals that several patterns need are looked for once. */
static enum code index_literals(struct pattern_set *set, struct arena *arena, struct error *e)
{
    const struct need *needs = set->needs;
    struct slice *literals = ARENA_NEW_ARRAY(arena, struct slice, set->need_count + 1);
    set->first_need = ARENA_NEW_ARRAY(arena, uint32_t, set->need_count + 1);
    set->meets = ARENA_NEW_ARRAY(arena, struct meets, set->need_count + 1);
    set->literal_count = 0;
    for (size_t i = 0; i < set->need_count; i++) {
        set->meets[i] = (struct meets){needs[i].pattern, needs[i].group};
        if (i == 0 || !slice_eq(needs[i - 1].literal, needs[i].literal)) {
            set->first_need[set->literal_count] = (uint32_t)i;
            literals[set->literal_count++] = needs[i].literal;
        }
    }
    set->first_need[set->literal_count] = (uint32_t)set->need_count;
    return automaton_build(&set->automaton, arena, literals, set->literal_count, e);
}

enum code patterns_compile(struct pattern_set **out, struct arena *arena, const struct pattern_source *sources, size_t count,
                           struct error *e)
{
    struct compile c = {.arena = arena, .set = ARENA_NEW(arena, struct pattern_set)};
    buffer_init(&c.mistakes, arena, 64 * 1024);
    c.set->codes = ARENA_NEW_ARRAY(arena, pcre2_code *, count + 1);
    c.set->ids = ARENA_NEW_ARRAY(arena, uint32_t, count + 1);
    c.set->needed = ARENA_NEW_ARRAY(arena, uint8_t, count + 1);
    c.set->count = count;
    for (size_t i = 0; i < count; i++)
        compile_one(&c, &sources[i], (uint32_t)i);
    if (c.mistakes.len > 0)
        return fail(e, BAD_INPUT, SLICE_FMT, SLICE_ARG(buffer_slice(&c.mistakes)));
    c.set->limits = pcre2_match_context_create(NULL);
    must(c.set->limits != NULL);
    arena_hook(arena, free_limits, c.set->limits);
    pcre2_set_match_limit(c.set->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(c.set->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(c.set->limits, HEAP_LIMIT_KIB);
    if (c.needs.count > 1)
        qsort(c.needs.at, c.needs.count, sizeof *c.needs.at, by_literal);
    c.set->needs = c.needs.at;
    c.set->need_count = c.needs.count;
    enum code code = index_literals(c.set, arena, e);
    if (code == OK)
        *out = c.set;
    return code;
}

enum code patterns_part(struct pattern_set **out, struct arena *arena, const struct pattern_set *set, const bool *wanted,
                        struct error *e)
{
    struct pattern_set *part = ARENA_NEW(arena, struct pattern_set);
    *part = *set;
    part->needs = ARENA_NEW_ARRAY(arena, struct need, set->need_count + 1);
    part->need_count = 0;
    for (size_t i = 0; i < set->need_count; i++)
        if (wanted[set->needs[i].pattern])
            part->needs[part->need_count++] = set->needs[i];
    enum code code = index_literals(part, arena, e);
    if (code == OK)
        *out = part;
    return code;
}

static void *from_arena(PCRE2_SIZE size, void *arena)
{
    return arena_alloc(arena, size);
}

static void to_arena(void *at, void *arena)
{
    (void)at;
    (void)arena;
}

struct search {
    struct pattern_hits *hits;
    struct arena *arena;
    const struct pattern_set *set;
    struct slice text;
    pcre2_match_data *data;
};

static void run_pattern(struct search *s, uint32_t pattern)
{
    size_t from = 0;
    if (s->data == NULL) {
        s->data = pcre2_match_data_create(1, pcre2_general_context_create(from_arena, to_arena, s->arena));
        must(s->data != NULL);
    }
    for (unsigned n = 0; n < HITS_PER_PATTERN && from <= s->text.len; n++) {
        int rc = pcre2_match(s->set->codes[pattern], (PCRE2_SPTR)s->text.at, s->text.len, from, PCRE2_NO_UTF_CHECK, s->data,
                             s->set->limits);
        if (rc == PCRE2_ERROR_NOMATCH)
            return;
        if (rc < 0) { /* a limit, or anything else unforeseen: never clean */
            s->hits->gave_up = true;
            return;
        }
        const PCRE2_SIZE *where = pcre2_get_ovector_pointer(s->data);
        *ARRAY_ADD(s->arena, s->hits) =
            (struct pattern_hit){s->set->ids[pattern], pattern, (uint32_t)where[0], (uint32_t)where[1]};
        if (where[1] <= from)
            return;
        from = where[1];
    }
}

/* A literal was seen: patterns that have now met all they need are tried. */
static void meet(struct search *s, uint8_t *met, size_t literal)
{
    const struct pattern_set *set = s->set;
    for (uint32_t i = set->first_need[literal]; i < set->first_need[literal + 1]; i++) {
        uint32_t pattern = set->meets[i].pattern;
        uint8_t before = met[pattern];
        met[pattern] |= set->meets[i].group;
        if (before != met[pattern] && met[pattern] == set->needed[pattern])
            run_pattern(s, pattern);
    }
}

static int by_start(const void *a, const void *b)
{
    const struct pattern_hit *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->pattern == y->pattern ? (x->end > y->end) - (x->end < y->end) : x->pattern < y->pattern ? -1 : 1;
}

void patterns_search(struct pattern_hits *out, struct arena *arena, const struct pattern_set *set, struct slice folded)
{
    *out = (struct pattern_hits){0};
    if (set->literal_count == 0 || folded.len == 0)
        return;
    uint64_t *seen = ARENA_NEW_ARRAY(arena, uint64_t, set->literal_count / 64 + 1);
    if (!automaton_scan(set->automaton, folded, seen))
        return;
    uint8_t *met = ARENA_NEW_ARRAY(arena, uint8_t, set->count + 1);
    struct search s = {out, arena, set, folded, NULL};
    for (size_t word = 0; word <= set->literal_count / 64; word++)
        for (uint64_t left = seen[word]; left != 0; left &= left - 1)
            meet(&s, met, word * 64 + (size_t)__builtin_ctzll(left));
    if (out->count > 1)
        qsort(out->at, out->count, sizeof *out->at, by_start);
}
