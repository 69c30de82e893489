#include "number.h"

static const struct lexeme *lex(const struct tokens *t, uint32_t i, uint32_t past)
{
    static const struct lexeme none = {.word = "", .weight = 2};
    return i < past ? t->at[i].lex : &none;
}

static bool multiply(int64_t *n, int64_t by)
{
    if (*n > INT64_C(9000000000000) / by)
        return false;
    *n *= by;
    return true;
}

/* -- words ------------------------------------------------------------------------------------------------------------ */

struct sum {
    int64_t whole, group; /* whole thousands and up; what stands below */
    uint32_t at, past;
    bool any, article, slang;
};

/* Takes a small number into the group: "twenty" "five", "hundred" "five", but not "five" "six". */
static bool take_small(struct sum *s, int64_t v)
{
    bool free_place = s->group == 0         ? !s->any || s->whole > 0
                      : s->group % 100 == 0 ? v < 100
                                            : s->group % 10 == 0 && v < 10 && v > 0 && s->group % 100 != 10;
    if (!free_place || v >= 1000)
        return false;
    s->group += v;
    return true;
}

static bool take_scale(struct sum *s, int64_t v, bool article)
{
    if (!s->any && !article)
        return false;
    if (v < 1000) {
        if (s->group == 0)
            s->group = 1;
        return multiply(&s->group, v);
    }
    int64_t n = s->group == 0 ? (s->whole ? s->whole : 1) : s->group;
    if (!multiply(&n, v))
        return false;
    if (s->group == 0)
        s->whole = n;
    else
        s->whole += n;
    s->group = 0;
    return true;
}

/* "two and a half", "two and a half thousand": the half behind the words. */
static bool and_a_half(struct number *out, const struct sum *s, const struct tokens *t, uint32_t past)
{
    uint32_t at = s->at + 1;
    if (TOKEN_IS(t, at, past, "a"))
        at++;
    const struct lexeme *part = lex(t, at, past);
    if (part->number_word != NUMBER_PART)
        return false;
    int64_t n = (s->whole + s->group) * MICRO + part->number;
    const struct lexeme *scale = lex(t, ++at, past);
    if (scale->number_word == NUMBER_SCALE && n < INT64_MAX / scale->number / 2) {
        n *= scale->number;
        at++;
    }
    *out = (struct number){.micros = n, .past = at, .from_words = true};
    return true;
}

static bool words_at(struct number *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    struct sum s = {.at = i, .article = TOKEN_IS(t, i, past, "a") || TOKEN_IS(t, i, past, "an")};
    bool ordinal = false;
    if (s.article)
        s.at++;
    for (; s.at < past && t->at[s.at].kind == WORD_LETTERS && !ordinal; s.at++) {
        const struct lexeme *l = t->at[s.at].lex;
        bool stuck = s.at > i && t->at[s.at - 1].kind == WORD_MARK;
        if (stuck)
            break;
        if (l->number_word == NUMBER_SMALL && l->number >= 1000 && !s.any)
            s.whole = l->number;
        else if (l->number_word == NUMBER_SMALL && take_small(&s, l->number))
            s.slang |= l->coin == COIN_GBP;
        else if (l->number_word == NUMBER_SCALE && take_scale(&s, l->number, s.article || l->number == 1000))
            s.slang |= TOKEN_IS(t, s.at, past, "grand");
        else if (l->number_word == NUMBER_ORDINAL && s.any && s.group >= 20 && s.group % 10 == 0 && l->number < 10 && !l->span) {
            s.group += l->number;
            ordinal = true;
        } else if (s.any && (TOKEN_IS(t, s.at, past, "and") || TOKEN_IS(t, s.at, past, "y"))) {
            if (and_a_half(out, &s, t, past))
                return true;
            const struct lexeme *next = lex(t, s.at + 1, past);
            bool joins = next->number_word == NUMBER_SMALL &&
                         (s.group % 100 == 0 || (s.group % 10 == 0 && TOKEN_IS(t, s.at, past, "y"))) && s.group + s.whole >= 20 &&
                         next->number < 100;
            if (!joins)
                break;
            continue;
        } else
            break;
        s.any = true;
        s.past = s.at + 1;
    }
    if (!s.any)
        return false;
    if (s.past == i + 2 && s.article && lex(t, i + 1, past)->number_word == NUMBER_SMALL && lex(t, i + 1, past)->number != 2 &&
        lex(t, i + 1, past)->number != 12 && !s.slang)
        return false; /* "a one", "a five" */
    if (s.article && (TOKEN_IS(t, i + 1, past, "dos") || TOKEN_IS(t, i + 1, past, "doce")))
        return false; /* "de nueve a dos" */
    *out = (struct number){.micros = (s.whole + s.group) * MICRO,
                           .past = s.past,
                           .from_words = true,
                           .is_ordinal = ordinal,
                           .is_slang_money = s.slang && !TOKEN_IS(t, s.past, past, "of")};
    return true;
}

/* "half", "a quarter", "two thirds", "half a million". */
static bool fraction_at(struct number *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    uint32_t at = i;
    int64_t times = 1;
    const struct lexeme *l = lex(t, at, past);
    bool article = TOKEN_IS(t, at, past, "a") || TOKEN_IS(t, at, past, "one") || TOKEN_IS(t, at, past, "an") ||
                   TOKEN_IS(t, at, past, "un") || TOKEN_IS(t, at, past, "una");
    bool counted = l->number_word == NUMBER_SMALL && l->number > 1 && l->number < 20;
    if (article || counted) {
        times = counted ? l->number : 1;
        l = lex(t, ++at, past);
    }
    static const struct {
        struct slice word;
        int64_t micros;
    } plain[] = {{SLICE_INIT("third"), 333333}, {SLICE_INIT("fifth"), 200000}, {SLICE_INIT("tenth"), 100000}};
    int64_t part = l->number_word == NUMBER_PART ? l->number : 0;
    for (size_t k = 0; k < 3 && part == 0 && at < past; k++)
        if (slice_eq(plain[k].word, t->at[at].folded))
            part = plain[k].micros;
    bool is_half = part == 500000, plural = at < past && t->at[at].folded.at[t->at[at].folded.len - 1] == 's';
    bool spanish_half = TOKEN_IS(t, at, past, "media") || TOKEN_IS(t, at, past, "medio"); /* "media hora"; "social media" */
    if (spanish_half && (article || lex(t, at + 1, past)->span == SPAN_NONE))
        return false;
    if (part == 0 || (counted && !plural) || (!counted && plural) || (!counted && !article && !is_half) || (counted && is_half))
        return false;
    bool of_it = TOKEN_IS(t, at + 1, past, "of") || TOKEN_IS(t, at + 1, past, "off") || TOKEN_IS(t, at + 1, past, "on") ||
                 TOKEN_IS(t, at + 1, past, "less") || TOKEN_IS(t, at + 1, past, "cheaper");
    if (article && l->number_word == NUMBER_ORDINAL && !of_it)
        return false; /* "a third person" */
    *out = (struct number){
        .micros = part * times + (part == 333333 && times == 2), .past = at + 1, .from_words = true, .is_fraction = true};
    if ((TOKEN_IS(t, at + 1, past, "a") || TOKEN_IS(t, at + 1, past, "an")) && at + 2 < past) {
        const struct lexeme *scale = lex(t, at + 2, past);
        if (scale->number_word == NUMBER_SCALE || (scale->number_word == NUMBER_SMALL && scale->number == 12)) {
            out->micros *= scale->number;
            out->past = at + 3;
            out->is_fraction = false;
        } else if (scale->span != SPAN_NONE) { /* half an hour */
            out->past = at + 2;
            out->is_fraction = false;
        }
    }
    return true;
}

/* -- digits ----------------------------------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A digit, or a letter that stands for one inside a number. */
static int digit_of(struct slice s, size_t k, size_t digits)
{
    char c = s.at[k];
    if (is_digit(c))
        return c - '0';
    if (c != 'o' || digits == 0)
        return -1;
    bool end = k + 1 == s.len;
    return end || is_digit(s.at[k + 1]) || s.at[k + 1] == 'o' || s.at[k + 1] == ',' || s.at[k + 1] == '.' ? 0 : -1;
}

static size_t run_of_digits(struct slice s, size_t k)
{
    size_t n = 0;
    while (k + n < s.len && (is_digit(s.at[k + n]) || s.at[k + n] == 'o'))
        n++;
    return n;
}

/* Digits of one token: 1,200.50  5,OOO  1.2k  20th  3pm. */
static bool digits_at(struct number *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    struct slice s = t->at[i].folded;
    int64_t whole = 0, part = 0, scale = MICRO;
    size_t k = 0, digits = 0;
    bool point = false;
    if (!is_digit(s.at[0]))
        return false;
    for (; k < s.len; k++) {
        int d = digit_of(s, k, digits);
        if (d >= 0) {
            if (point && scale > 1) {
                scale /= 10;
                part += d * scale;
            } else if (!point) {
                if (whole > INT64_C(90000000000))
                    return false;
                whole = whole * 10 + d;
            }
            digits++;
            continue;
        }
        size_t run = k + 1 < s.len ? run_of_digits(s, k + 1) : 0;
        if (run == 0 || point)
            break;
        if (s.at[k] == ',') {
            point = run != 3; /* 12,50: a decimal comma */
            out->is_grouped = !point;
        } else if (s.at[k] == '.')
            point = run != 3 || whole == 0 || k > 3; /* 1.200 is twelve hundred where a comma is a point */
        else
            break;
    }
    if (k < s.len && (s.at[k] == ':' || s.at[k] == '/' || s.at[k] == '.' || s.at[k] == ','))
        return false; /* a time or a date */
    out->micros = whole * MICRO + part;
    out->past = i + 1;
    out->tail = slice_after(s, k);
    const struct lexeme *tail = out->tail.len > 0 ? lexeme_of(out->tail) : lex(t, i + 1, past);
    int64_t factor = tail->number_word == NUMBER_SCALE ? tail->number : 0;
    if (factor == 0 && out->tail.len == 1 && out->tail.at[0] == 'm')
        factor = 1000000;
    if (factor > 0 && factor != 10 && out->micros <= INT64_MAX / factor) {
        out->micros *= factor;
        if (out->tail.len == 0) {
            out->is_slang_money = TOKEN_IS(t, i + 1, past, "grand");
            out->past++;
        }
        out->tail = SLICE_NONE;
    } else if (slice_eq(out->tail, SLICE("st")) || slice_eq(out->tail, SLICE("nd")) || slice_eq(out->tail, SLICE("rd")) ||
               slice_eq(out->tail, SLICE("th"))) {
        out->is_ordinal = true;
        out->tail = SLICE_NONE;
    } else if (slice_eq(out->tail, SLICE("s"))) /* under-16s */
        out->tail = SLICE_NONE;
    return digits > 0;
}

/* "5 0 0 0" and "5,OOO": digits or letters O, each a token, in one row. Three at least. */
static bool spaced_at(struct number *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    int64_t n = 0;
    uint32_t at = i;
    while (at < past && at - i < 12 && t->at[at].folded.len == 1 &&
           (is_digit(t->at[at].folded.at[0]) || (at > i && t->at[at].folded.at[0] == 'o'))) {
        n = n * 10 + (is_digit(t->at[at].folded.at[0]) ? t->at[at].folded.at[0] - '0' : 0);
        at++;
    }
    if (at - i < 3)
        return false;
    *out = (struct number){.micros = n * MICRO, .past = at};
    return true;
}

/* 5,OOO: the comma before a letter parts the word. 5 000 and 12 500: groups parted by a space. */
static bool grouped_at(struct number *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    uint64_t n, more;
    uint32_t at = i + 1;
    if (t->at[i].folded.len > 3 || !slice_to_u64(&n, t->at[i].folded) || n == 0)
        return false;
    while (at < past && n < UINT64_C(1000000000)) {
        bool comma = token_is_mark(t, at, past, ',') && !t->at[at].space_before && at + 1 < past && !t->at[at + 1].space_before;
        uint32_t digits = comma ? at + 1 : at;
        if (comma && (TOKEN_IS(t, digits, past, "ooo") || TOKEN_IS(t, digits, past, "o00") || TOKEN_IS(t, digits, past, "oo0")))
            more = 0;
        else if (comma || t->at[digits].folded.len != 3 || t->at[digits].kind != WORD_DIGITS ||
                 !slice_to_u64(&more, t->at[digits].folded) ||
                 (!TOKEN_IS(t, digits, past, "000") && !TOKEN_IS(t, digits, past, "500")))
            break;
        n = n * 1000 + more;
        at = digits + 1;
    }
    if (at == i + 1)
        return false;
    *out = (struct number){.micros = (int64_t)n * MICRO, .past = at, .is_grouped = true};
    return true;
}

/* 1/3, and the one sign for it, which folding parts with U+2044. */
static bool slashed_at(struct number *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    struct slice a, rest = t->at[i].folded;
    uint64_t top, bottom;
    uint32_t end = i + 1;
    if (i + 2 < past && TOKEN_IS(t, i + 1, past, "\xe2\x81\x84")) {
        a = rest;
        rest = t->at[i + 2].folded;
        end = i + 3;
    } else if (!slice_next(&a, &rest, '/') || rest.at == NULL)
        return false;
    if (!slice_to_u64(&top, a) || !slice_to_u64(&bottom, rest) || bottom < 2 || bottom > 10 || top == 0 || top >= bottom)
        return false;
    *out = (struct number){.micros = (int64_t)(top * MICRO / bottom), .past = end, .is_fraction = true};
    return true;
}

/* II, III, IV ... XII behind a noun, in capitals. */
static bool roman_at(struct number *out, const struct tokens *t, uint32_t i)
{
    static const char *const forms[] = {"ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"};
    static const int values[] = {2, 3, 4, 6, 7, 8, 9, 11, 12};
    if (!t->at[i].all_capital || t->at[i].folded.len > 4)
        return false;
    for (size_t k = 0; k < sizeof values / sizeof values[0]; k++)
        if (slice_eq(t->at[i].folded, slice_from(forms[k]))) {
            *out = (struct number){.micros = values[k] * (int64_t)MICRO, .past = i + 1};
            return true;
        }
    return false;
}

bool number_at(struct number *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    *out = (struct number){0};
    if (i >= past)
        return false;
    const struct token *k = &t->at[i];
    if (k->kind == WORD_DIGITS || k->kind == WORD_MIXED) {
        if (k->kind == WORD_DIGITS && (spaced_at(out, t, i, past) || slashed_at(out, t, i, past) || grouped_at(out, t, i, past)))
            return true;
        if (!digits_at(out, t, i, past))
            return false;
        if (out->tail.len == 0 && TOKEN_IS(t, out->past, past, "and") && TOKEN_IS(t, out->past + 1, past, "a") &&
            TOKEN_IS(t, out->past + 2, past, "half")) {
            out->micros += MICRO / 2;
            out->past += 3;
        }
        return true;
    }
    if (k->kind != WORD_LETTERS)
        return false;
    bool article = TOKEN_IS(t, i, past, "a") || TOKEN_IS(t, i, past, "an");
    bool part_follows = TOKEN_IS(t, i, past, "un") && lex(t, i + 1, past)->number_word == NUMBER_PART;
    if (part_follows)
        return fraction_at(out, t, i, past);
    if ((TOKEN_IS(t, i, past, "un") || TOKEN_IS(t, i, past, "una")) && lex(t, i + 1, past)->span != SPAN_NONE) {
        *out = (struct number){.micros = MICRO, .past = i + 1, .is_article = true}; /* "un mes" */
        return true;
    }
    if (k->lex->number_word == NUMBER_NONE && !article)
        return roman_at(out, t, i);
    if (fraction_at(out, t, i, past) || words_at(out, t, i, past))
        return true;
    *out = (struct number){.micros = MICRO, .past = i + 1};
    if (k->lex->number_word == NUMBER_ORDINAL) {
        out->micros = k->lex->number * MICRO;
        out->is_ordinal = out->from_words = true;
        return true;
    }
    out->is_article = true;
    return article;
}
