#include "names.h"

#include <parley/buffer.h>
#include <parley/stem.h>

/* The end of the run of words without white space between. */
static uint32_t token_end(const struct text *t, uint32_t i, uint32_t past)
{
    uint32_t end = i + 1;
    while (end < past && !t->words[end].space_before)
        end++;
    while (end > i + 1 && t->words[end - 1].kind == WORD_MARK && t->words[end - 1].folded.at[0] != '/')
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
    static const char endings[] = " com org net uk co io gov edu info biz eu my es de fr ie app dev me tv us ai shop online site club xyz example test ";
    struct slice rest = slice_from(endings), one;
    while (slice_next(&one, &rest, ' '))
        if (one.len > 0 && slice_eq(one, s))
            return true;
    return false;
}

bool link_at(struct unit *out, struct arena *arena, const struct text *t, uint32_t i, uint32_t past)
{
    if (i > 0 && !t->words[i].space_before && t->words[i - 1].kind != WORD_MARK)
        return false;
    uint32_t end = token_end(t, i, past);
    struct slice token = slice_sub(t->folded, t->words[i].start, t->words[end - 1].end);
    size_t at;
    bool mail = slice_find(&at, token, SLICE("@")) && at > 0;
    bool scheme = slice_has(token, SLICE("://")) || slice_starts(token, SLICE("www."));
    bool domain = false;
    for (uint32_t k = i + 1; k + 1 < end + 0 || (k < end && k + 1 == end); k++) {
        if (k + 1 >= end + 1 || t->words[k].kind != WORD_MARK || t->words[k].folded.at[0] != '.' || k + 1 >= end)
            continue;
        domain |= is_letters(t->words[k + 1].folded) && is_known_ending(t->words[k + 1].folded);
    }
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

static bool is_sign(const struct word *w, char c)
{
    return w->kind == WORD_MARK && w->folded.at[0] == c && w->folded.len == 1;
}

/* Nine digits or more in groups, or five and more that begin with 0 or +; short codes stay counts. */
bool phone_at(struct unit *out, struct arena *arena, const struct text *t, uint32_t i, uint32_t past)
{
    struct buffer digits;
    uint32_t at = i, end = i;
    bool plus = is_sign(&t->words[i], '+');
    if (i > 0 && (is_sign(&t->words[i - 1], '$') || slice_eq(t->words[i - 1].folded, SLICE("\xc2\xa3"))))
        return false;
    if (plus)
        at++;
    buffer_init(&digits, arena, 64);
    unsigned groups = 0;
    while (at < past && groups < 6) {
        const struct word *w = &t->words[at];
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
        else if (groups == 0 && is_sign(w, '('))
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
bool plate_at(struct unit *out, struct arena *arena, const struct text *t, uint32_t i, uint32_t past)
{
    struct slice s = t->words[i].folded;
    uint32_t end = i + 1;
    if (s.len == 4 && i + 1 < past && t->words[i + 1].folded.len == 3 && is_letters(t->words[i + 1].folded)) {
        s = arena_printf(arena, SLICE_FMT SLICE_FMT, SLICE_ARG(s), SLICE_ARG(t->words[i + 1].folded));
        end = i + 2;
    }
    if (s.len != 7 || !is_letters(slice_sub(s, 0, 2)) || !is_letters(slice_after(s, 4)) || s.at[2] < '0' || s.at[2] > '9' || s.at[3] < '0' || s.at[3] > '9')
        return false;
    *out = (struct unit){.kind = FACT_PLATE, .text = arena_copy(arena, s), .first = i, .past = end};
    return true;
}

static bool is_capital(const struct text *t, uint32_t i)
{
    char c = t->original.at[t->origin[t->words[i].start]];
    return c >= 'A' && c <= 'Z';
}

static bool is_covered(const struct units *u, size_t from, size_t to, uint32_t word)
{
    for (size_t k = from; k < to; k++)
        if (word >= u->at[k].first && word < u->at[k].past)
            return true;
    return false;
}

/* Words that carry a capital for other reasons. */
static bool is_no_name(struct slice w)
{
    static const char list[] = " i i'm i'll i've i'd ok yes no please thanks thank hi hello dear mr mrs ms dr ai uk english stop whatsapp vat pdf id faq tv wifi wi-fi "
                               "monday tuesday wednesday thursday friday saturday sunday the a an we you they it this that if but and or so ";
    struct slice rest = slice_from(list), one;
    while (slice_next(&one, &rest, ' '))
        if (one.len > 0 && slice_eq(one, w))
            return true;
    return false;
}

/* A text in capitals throughout has no names to be seen. */
static bool shouts(const struct text *t, uint32_t first, uint32_t past)
{
    uint32_t capitals = 0, words = 0;
    for (uint32_t i = first; i < past; i++)
        if (t->words[i].kind == WORD_LETTERS && t->words[i].folded.len > 1) {
            words++;
            capitals += is_capital(t, i);
        }
    return words >= 3 && capitals * 10 > words * 7;
}

void names_of(struct units *out, struct arena *arena, const struct text *t, uint32_t first, uint32_t past)
{
    size_t before = out->count;
    if (first >= past || shouts(t, first, past))
        return;
    for (uint32_t i = first; i < past;) {
        if (t->words[i].kind != WORD_LETTERS || !is_capital(t, i) || is_covered(out, 0, before, i) || is_no_name(t->words[i].folded)) {
            i++;
            continue;
        }
        uint32_t end = i + 1;
        while (end < past && t->words[end].kind == WORD_LETTERS && is_capital(t, end) && !is_covered(out, 0, before, end) && !is_no_name(t->words[end].folded))
            end++;
        bool at_start = i == t->sentences[t->words[i].sentence].first || (i > first && t->words[i - 1].kind == WORD_MARK && t->words[i - 1].folded.at[0] != ',' && t->words[i - 1].folded.at[0] != '&');
        if (at_start && end == i + 1) { /* one capital word at the beginning says nothing */
            i = end;
            continue;
        }
        if (at_start && stem_is_common(t->words[i].folded, SLICE("en")))
            i++;
        struct unit *u = ARRAY_ADD(arena, out);
        u->kind = FACT_NAME;
        u->first = i;
        u->past = end;
        u->text = slice_sub(t->folded, t->words[i].start, t->words[end - 1].end);
        i = end;
    }
}
