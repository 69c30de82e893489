#include "names.h"

#include <parley/buffer.h>

enum { TOKEN_RUN_MAX = 80 };

/* White space before token i? A word parted at a hyphen is none. */
static bool is_apart(const struct tokens *t, uint32_t i)
{
    struct slice gap = slice_sub(t->text->folded, t->at[i - 1].end, t->at[i].start);
    return gap.len != slice_trim(gap).len;
}

/* The end of the run of words without white space between. */
static uint32_t token_end(const struct tokens *t, uint32_t i, uint32_t past)
{
    uint32_t end = i + 1;
    while (end < past && end < i + TOKEN_RUN_MAX && !is_apart(t, end))
        end++;
    while (end > i + 1 && t->at[end - 1].kind == WORD_MARK && t->at[end - 1].folded.at[0] != '/')
        end--;
    return end;
}

static bool is_letters(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!(s.at[i] >= 'a' && s.at[i] <= 'z'))
            return false;
    return s.len > 0;
}

static bool is_known_ending(struct slice s)
{
    static const char endings[] =
        " com org net uk co io gov edu info biz eu my es de fr ie app dev me tv us ai shop online site club xyz example test ";
    struct slice rest = slice_from(endings), one;
    while (slice_next(&one, &rest, ' '))
        if (one.len > 0 && slice_eq(one, s))
            return true;
    return false;
}

static bool is_sign(const struct token *w, char c)
{
    return w->kind == WORD_MARK && w->folded.at[0] == c && w->folded.len == 1;
}

bool link_at(struct unit *out, struct arena *arena, const struct tokens *t, uint32_t i, uint32_t past)
{
    if (i > 0 && !t->at[i].space_before && t->at[i - 1].kind != WORD_MARK)
        return false;
    uint32_t end = token_end(t, i, past);
    struct slice token = slice_sub(t->text->folded, t->at[i].start, t->at[end - 1].end);
    size_t at;
    bool mail = slice_find(&at, token, SLICE("@")) && at > 0;
    bool scheme = slice_has(token, SLICE("://")) || slice_starts(token, SLICE("www."));
    bool domain = false;
    for (uint32_t k = i + 1; k + 1 < end; k++)
        domain |= is_sign(&t->at[k], '.') && is_letters(t->at[k + 1].folded) && is_known_ending(t->at[k + 1].folded);
    if (!mail && !scheme && !domain)
        return false;
    if (mail && !domain)
        return false;
    struct slice text = token;
    size_t cut;
    if (!mail) {
        if (slice_find(&cut, text, SLICE("://")))
            text = slice_after(text, cut + 3);
        if (slice_starts(text, SLICE("www.")))
            text = slice_after(text, 4);
        while (text.len > 0 && text.at[text.len - 1] == '/')
            text.len--;
        if (slice_find(&cut, text, SLICE("?")))
            text = slice_sub(text, 0, cut);
    }
    *out = (struct unit){.kind = mail ? FACT_EMAIL : FACT_LINK, .text = arena_copy(arena, text), .first = i, .past = end};
    return true;
}

/* Nine digits or more in groups, or five and more that begin with 0 or +; short codes stay counts. */
bool phone_at(struct unit *out, struct arena *arena, const struct tokens *t, uint32_t i, uint32_t past)
{
    struct buffer digits;
    uint32_t at = i, end = i;
    bool plus = is_sign(&t->at[i], '+');
    if (!plus && t->at[i].kind != WORD_DIGITS && !is_sign(&t->at[i], '('))
        return false;
    if (i > 0 && (is_sign(&t->at[i - 1], '$') || slice_eq(t->at[i - 1].folded, SLICE("\xc2\xa3"))))
        return false;
    if (plus)
        at++;
    buffer_init(&digits, arena, 64);
    unsigned groups = 0;
    while (at < past && groups < 6) {
        const struct token *w = &t->at[at];
        if (w->kind == WORD_DIGITS) {
            for (size_t k = 0; k < w->folded.len; k++) {
                if (w->folded.at[k] == ',' || w->folded.at[k] == ':' || w->folded.at[k] == '/')
                    return false;
                if (w->folded.at[k] != '.')
                    buffer_byte(&digits, w->folded.at[k]);
            }
            groups++;
            end = ++at;
        } else if (groups > 0 && (is_sign(w, '-') || is_sign(w, '(') || is_sign(w, ')')) && at + 1 < past)
            at++;
        else if (groups == 0 && is_sign(w, '(') && at <= i + plus) /* one, and not a row of them */
            at++;
        else
            break;
    }
    struct slice d = buffer_slice(&digits);
    bool trunk = plus || (d.len > 0 && d.at[0] == '0');
    if (groups == 0 || d.len > 15 || !(trunk ? d.len >= 9 : d.len >= 10))
        return false;
    if (slice_starts(d, SLICE("44")) && plus)
        d = arena_printf(arena, "0" SLICE_FMT, SLICE_ARG(slice_after(d, 2)));
    *out = (struct unit){.kind = FACT_PHONE, .text = arena_copy(arena, d), .first = i, .past = end};
    return true;
}

/* Current UK form AB12 CDE, with or without the space. */
bool plate_at(struct unit *out, struct arena *arena, const struct tokens *t, uint32_t i, uint32_t past)
{
    struct slice s = t->at[i].folded;
    uint32_t end = i + 1;
    if (t->at[i].kind != WORD_MIXED || (s.len != 4 && s.len != 7))
        return false;
    if (s.len == 4 && i + 1 < past && t->at[i + 1].folded.len == 3 && is_letters(t->at[i + 1].folded)) {
        s = arena_printf(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(s), SLICE_ARG(t->at[i + 1].folded));
        end = i + 2;
    }
    if (s.len != 7 || !is_letters(slice_sub(s, 0, 2)) || !is_letters(slice_after(s, 4)) || s.at[2] < '0' || s.at[2] > '9' ||
        s.at[3] < '0' || s.at[3] > '9')
        return false;
    *out = (struct unit){.kind = FACT_PLATE, .text = arena_copy(arena, s), .first = i, .past = end};
    return true;
}

static bool is_no_name(const struct tokens *t, uint32_t i)
{
    const struct lexeme *l = t->at[i].lex;
    return (l->marks & (MARK_NO_NAME | MARK_TITLE)) != 0 || l->day != 0 || l->span != 0 || l->rate != 0 || l->coin != 0 ||
           t->at[i].folded.len == 1;
}

/* A text in capitals throughout has no names to be seen. */
static bool shouts(const struct tokens *t, uint32_t first, uint32_t past)
{
    uint32_t capitals = 0, words = 0;
    for (uint32_t i = first; i < past; i++)
        if (t->at[i].kind == WORD_LETTERS && t->at[i].folded.len > 1) {
            words++;
            capitals += t->at[i].all_capital;
        }
    return words >= 3 && capitals * 10 > words * 7;
}

/* Is token i inside a unit? Units are sorted, i only grows: *at follows. */
static bool is_covered(const struct unit *units, size_t count, size_t *at, uint32_t i)
{
    while (*at < count && units[*at].past <= i)
        ++*at;
    return *at < count && units[*at].first <= i;
}

static bool is_name_word(const struct tokens *t, uint32_t i)
{
    return t->at[i].kind == WORD_LETTERS && t->at[i].capital && !is_no_name(t, i);
}

/* "Yes, Lena, ...", "No problem, Mr Okonjo.": a name between stops with nothing but courtesy before it. */
static bool is_called(const struct tokens *t, uint32_t first, uint32_t i, uint32_t end, uint32_t past)
{
    bool closed = end < past && t->at[end].kind == WORD_MARK && !token_is_mark(t, end, past, '-');
    if (end - i > 2 || i < first + 2 || !token_is_mark(t, i - 1, past, ',') || !closed)
        return false;
    for (uint32_t k = first; k < i; k++)
        if (t->at[k].kind != WORD_MARK && (t->at[k].kind != WORD_LETTERS ||
                                           !(t->at[k].lex->weight == 0 || (t->at[k].lex->marks & (MARK_HARMLESS | MARK_TITLE)))))
            return false;
    return true;
}

/* A name directly behind a greeting or thanks addresses the reader: "Hi Sarah", "Thanks, Tom". */
static bool is_address(const struct tokens *t, uint32_t first, uint32_t i, uint32_t end, uint32_t past)
{
    uint32_t before = i > first && token_is_mark(t, i - 1, past, ',') ? i - 1 : i;
    bool titled = before > first && token_has(t, before - 1, past, MARK_TITLE);
    if (titled)
        before--;
    if (is_called(t, first, before < i && titled ? before : i, end, past))
        return true;
    bool greeted = before > first && token_has(t, before - 1, past, MARK_GREETING) && before - 1 <= first + 3;
    bool closes = end >= past || t->at[end].kind == WORD_MARK || token_has(t, end, past, MARK_CLAUSE);
    return greeted && closes && end - i <= 2;
}

/* "Steady 24": a plain number directly behind a name is part of it. The end of the number; 0 when there is none. */
static uint32_t numbered_end(const struct unit *units, size_t count, const struct tokens *t, uint32_t i, uint32_t past)
{
    if (i >= past || t->at[i].kind != WORD_DIGITS || t->at[i].folded.len > 4)
        return 0;
    for (size_t k = 0; k < count; k++)
        if (units[k].first == i)
            return units[k].kind == FACT_COUNT && units[k].past == i + 1 && units[k].bound == BOUND_EXACT && units[k].value > 0 &&
                           !units[k].from_range && !units[k].is_storey
                       ? i + 1
                       : 0;
    return 0;
}

void names_of(struct units *out, struct arena *arena, const struct tokens *t, uint32_t first, uint32_t past)
{
    size_t before = out->count, at = 0;
    if (first >= past || shouts(t, first, past))
        return;
    for (uint32_t i = first; i < past;) {
        if (!is_name_word(t, i) || is_covered(out->at, before, &at, i)) {
            i++;
            continue;
        }
        uint32_t end = i + 1;
        while (end < past && is_name_word(t, end) && !is_covered(out->at, before, &at, end))
            end++;
        uint32_t begin = i, numbered = numbered_end(out->at, before, t, end, past);
        bool at_start = t->at[i].starts_sentence || (i > first && t->at[i - 1].kind == WORD_MARK &&
                                                     t->at[i - 1].folded.at[0] != ',' && t->at[i - 1].folded.at[0] != '&');
        bool lone = at_start && end == i + 1 && !t->at[i].all_capital;     /* one capital word at the beginning says nothing */
        bool is_new = t->at[i].lex->length == 0 && t->at[i].sense == NULL; /* no word of the language */
        if (numbered != 0 && (!lone || is_new)) {
            lone = false;
            end = numbered;
        }
        if (at_start && t->at[i].lex->length > 0 && t->at[i].lex->weight < 2)
            begin++;
        if (!lone && begin < end && !is_address(t, first, begin, end, past)) {
            struct unit *u = ARRAY_ADD(arena, out);
            u->kind = FACT_NAME;
            u->first = begin;
            u->past = end;
            u->is_numbered = numbered != 0 && end == numbered;
            u->text = slice_sub(t->text->folded, t->at[begin].start, t->at[end - 1].end);
        }
        i = end;
    }
}
