#include "number.h"

#include <parley/size.h>
#include <string.h>

enum { MICRO = 1000000 };

static const struct {
    struct slice word;
    int64_t value;
} units[] = {
    {SLICE_INIT("zero"), 0}, {SLICE_INIT("nought"), 0}, {SLICE_INIT("nil"), 0}, {SLICE_INIT("one"), 1}, {SLICE_INIT("two"), 2}, {SLICE_INIT("three"), 3},
    {SLICE_INIT("four"), 4}, {SLICE_INIT("five"), 5}, {SLICE_INIT("six"), 6}, {SLICE_INIT("seven"), 7}, {SLICE_INIT("eight"), 8}, {SLICE_INIT("nine"), 9},
    {SLICE_INIT("ten"), 10}, {SLICE_INIT("eleven"), 11}, {SLICE_INIT("twelve"), 12}, {SLICE_INIT("thirteen"), 13}, {SLICE_INIT("fourteen"), 14},
    {SLICE_INIT("fifteen"), 15}, {SLICE_INIT("sixteen"), 16}, {SLICE_INIT("seventeen"), 17}, {SLICE_INIT("eighteen"), 18}, {SLICE_INIT("nineteen"), 19},
    {SLICE_INIT("twenty"), 20}, {SLICE_INIT("thirty"), 30}, {SLICE_INIT("forty"), 40}, {SLICE_INIT("fourty"), 40}, {SLICE_INIT("fifty"), 50},
    {SLICE_INIT("sixty"), 60}, {SLICE_INIT("seventy"), 70}, {SLICE_INIT("eighty"), 80}, {SLICE_INIT("ninety"), 90}, {SLICE_INIT("couple"), 2},
    {SLICE_INIT("dozen"), 12}, {SLICE_INIT("satu"), 1}, {SLICE_INIT("dua"), 2}, {SLICE_INIT("tiga"), 3}, {SLICE_INIT("empat"), 4}, {SLICE_INIT("lima"), 5},
    {SLICE_INIT("enam"), 6}, {SLICE_INIT("tujuh"), 7}, {SLICE_INIT("lapan"), 8}, {SLICE_INIT("sembilan"), 9}, {SLICE_INIT("sepuluh"), 10},
    {SLICE_INIT("uno"), 1}, {SLICE_INIT("dos"), 2}, {SLICE_INIT("tres"), 3}, {SLICE_INIT("cuatro"), 4}, {SLICE_INIT("cinco"), 5}, {SLICE_INIT("seis"), 6},
    {SLICE_INIT("siete"), 7}, {SLICE_INIT("ocho"), 8}, {SLICE_INIT("nueve"), 9}, {SLICE_INIT("diez"), 10}, {SLICE_INIT("quince"), 15},
    {SLICE_INIT("veinte"), 20}, {SLICE_INIT("treinta"), 30}, {SLICE_INIT("cien"), 100}, {SLICE_INIT("mil"), 1000}, {SLICE_INIT("seratus"), 100},
    {SLICE_INIT("seribu"), 1000}};

static const struct {
    struct slice word;
    int64_t value;
} ordinals[] = {{SLICE_INIT("first"), 1}, {SLICE_INIT("second"), 2}, {SLICE_INIT("third"), 3}, {SLICE_INIT("fourth"), 4}, {SLICE_INIT("fifth"), 5},
                {SLICE_INIT("sixth"), 6}, {SLICE_INIT("seventh"), 7}, {SLICE_INIT("eighth"), 8}, {SLICE_INIT("ninth"), 9}, {SLICE_INIT("tenth"), 10},
                {SLICE_INIT("eleventh"), 11}, {SLICE_INIT("twelfth"), 12}, {SLICE_INIT("thirtieth"), 30}, {SLICE_INIT("twentieth"), 20}};

static const struct {
    struct slice word;
    int64_t factor;
} scales[] = {{SLICE_INIT("hundred"), 100}, {SLICE_INIT("thousand"), 1000}, {SLICE_INIT("grand"), 1000}, {SLICE_INIT("million"), 1000000},
              {SLICE_INIT("billion"), 1000000000}, {SLICE_INIT("puluh"), 10}, {SLICE_INIT("ratus"), 100}, {SLICE_INIT("ribu"), 1000},
              {SLICE_INIT("juta"), 1000000}, {SLICE_INIT("k"), 1000}, {SLICE_INIT("mille"), 1000}};

static bool unit_of(int64_t *out, struct slice w)
{
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (slice_eq(units[i].word, w)) {
            *out = units[i].value;
            return true;
        }
    return false;
}

static bool scale_of(int64_t *out, struct slice w)
{
    for (size_t i = 0; i < COUNT_OF(scales); i++)
        if (slice_eq(scales[i].word, w) || (w.len == scales[i].word.len + 1 && w.at[w.len - 1] == 's' && slice_starts(w, scales[i].word) && w.len > 4)) {
            *out = scales[i].factor;
            return true;
        }
    return false;
}

static bool ordinal_of(int64_t *out, struct slice w)
{
    for (size_t i = 0; i < COUNT_OF(ordinals); i++)
        if (slice_eq(ordinals[i].word, w)) {
            *out = ordinals[i].value;
            return true;
        }
    return false;
}


static bool is(const struct text *t, uint32_t i, const char *word)
{
    return i < t->word_count && slice_eq(t->words[i].folded, slice_from(word));
}

static bool multiply(int64_t *n, int64_t by)
{
    if (*n > INT64_C(9000000000000) / by)
        return false;
    *n *= by;
    return true;
}

/* Words: "twelve hundred and five", "two and a half thousand", "a hundred", "half a million". */
static bool words_at(struct number *out, const struct text *t, uint32_t i)
{
    int64_t whole = 0, group = 0, v;
    bool any = false;
    uint32_t at = i, past = i;
    bool article = is(t, i, "a") || is(t, i, "an");
    if (article)
        at++;
    while (at < t->word_count && t->words[at].kind == WORD_LETTERS) {
        struct slice rest = t->words[at].folded, part;
        bool good = true, used = false, ordinal = false;
        int64_t g = group, w = whole;
        while (good && slice_next(&part, &rest, '-')) {
            if (unit_of(&v, part)) {
                good = !any || g % 10 == 0 || g >= 100 ? true : false;
                if (good && any && g != 0 && g % 100 != 0 && !(g % 10 == 0 && v < 10))
                    good = false;
                g += v;
                used = true;
            } else if (scale_of(&v, part)) {
                if (slice_eq(part, SLICE("grand")))
                    out->is_slang_money = any || article;
                if (!any && !used && !article)
                    good = false;
                if (g == 0 && !any && !used)
                    g = 1;
                if (v == 100 || v == 10)
                    good = good && multiply(&g, v);
                else {
                    int64_t sum = g == 0 ? 1 : g;
                    good = good && multiply(&sum, v);
                    w += sum;
                    g = 0;
                }
                used = true;
            } else if (used && ordinal_of(&v, part)) { /* twenty-first */
                g += v;
                ordinal = true;
            } else
                good = false;
        }
        if (!good || !used) {
            if (any && slice_eq(t->words[at].folded, SLICE("and")) && at + 1 < t->word_count) {
                if (is(t, at + 1, "half") || (is(t, at + 1, "a") && is(t, at + 2, "half"))) {
                    uint32_t behind = is(t, at + 1, "half") ? at + 2 : at + 3;
                    out->micros = (whole + group) * MICRO + MICRO / 2;
                    if (behind < t->word_count && scale_of(&v, t->words[behind].folded)) {
                        out->micros = out->micros * v;
                        behind++;
                    }
                    out->past = behind;
                    out->from_words = true;
                    return true;
                }
                struct slice next = t->words[at + 1].folded;
                if (group % 100 == 0 && (group > 0 || whole > 0) && unit_of(&v, next)) {
                    at++;
                    continue;
                }
            }
            break;
        }
        group = g;
        whole = w;
        any = true;
        past = ++at;
        if (ordinal) {
            out->is_ordinal = true;
            break;
        }
    }
    if (!any)
        return false;
    if (is(t, past, "of") && out->is_slang_money)
        out->is_slang_money = false;
    out->micros = (whole + group) * MICRO;
    out->past = past;
    out->from_words = true;
    return true;
}

static bool fraction_at(struct number *out, const struct text *t, uint32_t i)
{
    static const struct {
        struct slice word;
        int64_t micros;
    } names[] = {{SLICE_INIT("half"), 500000}, {SLICE_INIT("quarter"), 250000}, {SLICE_INIT("third"), 333333}, {SLICE_INIT("quarters"), 250000},
                 {SLICE_INIT("thirds"), 333333}, {SLICE_INIT("fifth"), 200000}, {SLICE_INIT("fifths"), 200000}, {SLICE_INIT("tenth"), 100000},
                 {SLICE_INIT("separuh"), 500000}, {SLICE_INIT("setengah"), 500000}, {SLICE_INIT("mitad"), 500000}};
    uint32_t at = i;
    int64_t times = 1;
    bool counted = false;
    if (is(t, at, "a") || is(t, at, "one"))
        at++;
    else if (at < t->word_count && unit_of(&times, t->words[at].folded) && times > 0 && times < 20) {
        at++;
        counted = true;
    } else
        times = 1;
    if (at >= t->word_count)
        return false;
    for (size_t k = 0; k < COUNT_OF(names); k++) {
        if (!slice_eq(t->words[at].folded, names[k].word))
            continue;
        bool plain_half = k == 0 || k >= 8;
        if (counted && (plain_half || names[k].word.at[names[k].word.len - 1] != 's'))
            return false;
        if (!counted && at == i && !plain_half)
            return false; /* "third" alone is an ordinal, "quarter" a place or a season */
        out->micros = names[k].micros * times + (names[k].micros == 333333 && times == 2 ? 1 : 0);
        out->past = at + 1;
        if (is(t, at + 1, "a") && is(t, at + 2, "million")) {
            out->micros *= 1000000;
            out->past = at + 3;
            return true;
        }
        out->is_fraction = true;
        out->from_words = true;
        return true;
    }
    return false;
}

static bool is_digitish(char c)
{
    return (c >= '0' && c <= '9') || c == 'o';
}

/* Digits of one word: 1,200.50  5,OOO  1.2k  20th  3pm. */
static bool digits_at(struct number *out, const struct text *t, uint32_t i)
{
    struct slice s = t->words[i].folded;
    int64_t whole = 0, part = 0, scale = MICRO;
    size_t k = 0, digits = 0;
    bool point = false;
    if (!(s.at[0] >= '0' && s.at[0] <= '9'))
        return false;
    for (; k < s.len; k++) {
        char c = s.at[k];
        bool digit = is_digitish(c) && !(c == 'o' && (digits == 0 || (k + 1 < s.len && !is_digitish(s.at[k + 1]) && s.at[k + 1] != ',')));
        if (digit) {
            int64_t d = c == 'o' ? 0 : c - '0';
            if (point && scale > 1) {
                scale /= 10;
                part += d * scale;
            } else if (!point) {
                if (whole > INT64_C(900000000000))
                    return false;
                whole = whole * 10 + d;
            }
            digits++;
        } else if (c == ',' && k + 1 < s.len && is_digitish(s.at[k + 1])) {
            size_t run = 0;
            while (k + 1 + run < s.len && is_digitish(s.at[k + 1 + run]))
                run++;
            if (run != 3 && !point)
                point = true; /* 12,50: a decimal comma */
        } else if (c == '.' && !point && k + 1 < s.len && is_digitish(s.at[k + 1])) {
            size_t run = 0;
            while (k + 1 + run < s.len && is_digitish(s.at[k + 1 + run]))
                run++;
            point = run != 3 || whole == 0; /* 1.200 is twelve hundred where a comma is a point; money never has three places */
            if (run == 3 && k > 3)
                point = true;
        } else
            break;
    }
    if (k < s.len && (s.at[k] == ':' || s.at[k] == '/' || s.at[k] == '.'))
        return false; /* a time or a date */
    out->micros = whole * MICRO + part;
    out->past = i + 1;
    out->tail = slice_after(s, k);
    int64_t factor;
    if (slice_eq(out->tail, SLICE("k")) || slice_eq(out->tail, SLICE("m")) || slice_eq(out->tail, SLICE("bn")) || slice_eq(out->tail, SLICE("mn"))) {
        factor = out->tail.at[0] == 'k' ? 1000 : out->tail.at[0] == 'b' ? 1000000000 : 1000000;
        if (out->micros > INT64_MAX / factor)
            return false;
        out->micros *= factor;
        out->tail = SLICE_NONE;
    } else if (slice_eq(out->tail, SLICE("st")) || slice_eq(out->tail, SLICE("nd")) || slice_eq(out->tail, SLICE("rd")) || slice_eq(out->tail, SLICE("th"))) {
        out->is_ordinal = true;
        out->tail = SLICE_NONE;
    }
    if (out->tail.len == 0 && out->past < t->word_count && scale_of(&factor, t->words[out->past].folded) && out->micros < INT64_MAX / factor) {
        out->is_slang_money = slice_eq(t->words[out->past].folded, SLICE("grand"));
        out->micros *= factor;
        out->past++;
    }
    return digits > 0;
}

/* 5 0 0 0: three or more single digits, each a word, with nothing between. */
static bool spaced_at(struct number *out, const struct text *t, uint32_t i)
{
    int64_t n = 0;
    uint32_t at = i;
    while (at < t->word_count && t->words[at].kind == WORD_DIGITS && t->words[at].folded.len == 1 && at - i < 12)
        n = n * 10 + (t->words[at++].folded.at[0] - '0');
    if (at - i < 3)
        return false;
    out->micros = n * MICRO;
    out->past = at;
    return true;
}

/* 5,OOO: the letter O for zeros parts the word. */
static bool letter_zeros_at(struct number *out, const struct text *t, uint32_t i)
{
    uint64_t n;
    uint32_t at = i + 1;
    if (!slice_to_u64(&n, t->words[i].folded) || n > 999)
        return false;
    while (at + 1 < t->word_count && !t->words[at].space_before && slice_eq(t->words[at].folded, SLICE(",")) && !t->words[at + 1].space_before &&
           (slice_eq(t->words[at + 1].folded, SLICE("ooo")) || slice_eq(t->words[at + 1].folded, SLICE("o00")))) {
        n *= 1000;
        at += 2;
    }
    if (at == i + 1 || n > UINT64_C(999000000))
        return false;
    out->micros = (int64_t)n * MICRO;
    out->past = at;
    return true;
}

bool number_at(struct number *out, const struct text *t, uint32_t i)
{
    *out = (struct number){0};
    if (i >= t->word_count)
        return false;
    const struct word *w = &t->words[i];
    if (w->kind == WORD_DIGITS && letter_zeros_at(out, t, i))
        return true;
    if (w->kind == WORD_DIGITS || w->kind == WORD_MIXED) {
        if (w->kind == WORD_DIGITS && spaced_at(out, t, i))
            return true;
        struct slice s = w->folded, a;
        uint64_t top, bottom;
        struct slice rest = s;
        if (w->kind == WORD_DIGITS && slice_next(&a, &rest, '/') && rest.at != NULL && slice_to_u64(&top, a) && slice_to_u64(&bottom, rest) && bottom > 1 &&
            bottom <= 10 && top < bottom) {
            out->micros = (int64_t)(top * MICRO / bottom);
            out->is_fraction = true;
            out->past = i + 1;
            return true;
        }
        return digits_at(out, t, i);
    }
    if (w->kind != WORD_LETTERS)
        return false;
    if (fraction_at(out, t, i) || words_at(out, t, i))
        return true;
    int64_t v;
    *out = (struct number){0};
    if (ordinal_of(&v, w->folded)) {
        out->micros = v * MICRO;
        out->is_ordinal = out->from_words = true;
        out->past = i + 1;
        return true;
    }
    if (slice_eq(w->folded, SLICE("a")) || slice_eq(w->folded, SLICE("an"))) {
        out->micros = MICRO;
        out->is_article = true;
        out->past = i + 1;
        return true;
    }
    return false;
}
