/* Dates of birth: a date behind a word of birth, or right behind a name. */
#include "pii/search.h"

#include <parley/size.h>

enum { CUE_REACH = 7, BARE_REACH = 4, YEAR_LEAST = 1900, YEAR_MOST = 2029, YEAR_OF_A_PERSON = 2012 };

static unsigned number_of(struct slice s)
{
    unsigned n = 0;
    for (size_t i = 0; i < s.len && is_digit(s.at[i]) && n < 100000000; i++)
        n = n * 10 + (unsigned)(s.at[i] - '0');
    return n;
}

static bool is_year(unsigned n, size_t digits)
{
    return digits == 2 || (digits == 4 && n >= YEAR_LEAST && n <= YEAR_MOST);
}

static bool is_day_month(unsigned a, unsigned b)
{
    return (a >= 1 && a <= 31 && b >= 1 && b <= 12) || (a >= 1 && a <= 12 && b >= 1 && b <= 31);
}

struct date {
    size_t end;    /* folded byte; 0 for no date */
    size_t past;   /* the word behind it */
    unsigned year; /* 0 when it is of two digits or not there */
    bool bare;     /* six digits and nothing between them */
};

/* 12/03/1980, 1980-03-12, 12.3.80, 12 03 1980, 12031980 */
static struct date in_figures(const struct search *s, size_t w)
{
    struct slice f = s->t->folded;
    unsigned parts[3] = {0};
    size_t lens[3] = {0}, n = 0, at = s->t->words[w].start;
    char sign = '\0';
    for (; n < 3; n++) {
        size_t from = at;
        while (at < f.len && is_digit(f.at[at]))
            at++;
        lens[n] = at - from;
        parts[n] = number_of(slice_sub(f, from, at));
        if (lens[n] == 0)
            break;
        if (n == 2 || at >= f.len || strchr("/.- ", f.at[at]) == NULL || f.at[at] == '\0' || (sign != '\0' && f.at[at] != sign)) {
            n++;
            break;
        }
        sign = f.at[at++];
        while (sign != ' ' && at < f.len && f.at[at] == ' ')
            at++;
    }
    struct date d = {at, search_word_at(s, w, at - 1) + 1, 0, false};
    bool joined =
        at < f.len && (is_alnum(f.at[at]) || ((f.at[at] == '/' || f.at[at] == '-') && at + 1 < f.len && is_digit(f.at[at + 1])));
    if (joined)
        return (struct date){0};
    if (n == 1 && lens[0] == 8 && is_day_month(parts[0] / 1000000, parts[0] / 10000 % 100) && is_year(parts[0] % 10000, 4)) {
        d.year = parts[0] % 10000;
        return d;
    }
    if (n == 1 && lens[0] == 8 && is_year(parts[0] / 10000, 4) && is_day_month(parts[0] / 100 % 100, parts[0] % 100)) {
        d.year = parts[0] / 10000;
        return d;
    }
    d.bare = n == 1 && lens[0] == 6 &&
             (is_day_month(parts[0] / 10000, parts[0] / 100 % 100) || is_day_month(parts[0] % 100, parts[0] / 100 % 100));
    if (d.bare)
        return d;
    if (n != 3)
        return (struct date){0};
    if (lens[0] == 4 && is_year(parts[0], 4) && is_day_month(parts[1], parts[2])) {
        d.year = parts[0];
        return d;
    }
    if (lens[0] > 2 || lens[1] > 2 || !is_day_month(parts[0], parts[1]) || !is_year(parts[2], lens[2]))
        return (struct date){0};
    d.year = lens[2] == 4 ? parts[2] : 0;
    return d;
}

static bool is_among(struct slice word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_eq(word, slice_from(list[i])))
            return true;
    return false;
}

/* first to thirty-first */
static bool is_ordinal(const struct search *s, size_t i)
{
    static const char *const ordinals[] = {
        "first",         "second",        "third",        "fourth",        "fifth",        "sixth",        "seventh",
        "eighth",        "ninth",         "tenth",        "eleventh",      "twelfth",      "thirteenth",   "fourteenth",
        "fifteenth",     "sixteenth",     "seventeenth",  "eighteenth",    "nineteenth",   "twentieth",    "thirtieth",
        "twenty-first",  "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh",
        "twenty-eighth", "twenty-ninth",  "thirty-first"};
    return i < s->t->word_count && s->t->words[i].kind == WORD_LETTERS &&
           is_among(s->t->words[i].folded, ordinals, COUNT_OF(ordinals));
}

/* "nineteen eighty-one", "two thousand and four" at word i: the word behind it, or i */
static size_t spoken_year_past(const struct search *s, size_t i)
{
    static const char *const begins[] = {"nineteen", "two", "twenty"};
    static const char *const words[] = {"thousand",  "and",      "hundred", "oh",       "twenty",   "thirty",  "forty",
                                        "fifty",     "sixty",    "seventy", "eighty",   "ninety",   "one",     "two",
                                        "three",     "four",     "five",    "six",      "seven",    "eight",   "nine",
                                        "ten",       "eleven",   "twelve",  "thirteen", "fourteen", "fifteen", "sixteen",
                                        "seventeen", "eighteen", "nineteen"};
    size_t past = i;
    if (i >= s->t->word_count || !is_among(s->t->words[i].folded, begins, COUNT_OF(begins)))
        return i;
    for (past++; past < s->t->word_count && past < i + 5; past++) {
        struct slice rest = s->t->words[past].folded, first;
        if (!slice_next(&first, &rest, '-') || !is_among(first, words, COUNT_OF(words)))
            break;
    }
    while (past > i && word_is(s, past - 1, "and"))
        past--;
    return past > i + 1 ? past : i;
}

static bool is_day(const struct search *s, size_t i)
{
    if (i >= s->t->word_count)
        return false;
    if (is_ordinal(s, i))
        return true;
    const struct word *w = &s->t->words[i];
    unsigned n = number_of(w->folded);
    bool form =
        (w->kind == WORD_DIGITS && w->folded.len <= 2) ||
        (w->kind == WORD_MIXED && w->folded.len <= 4 && is_digit(w->folded.at[0]) && is_letter(w->folded.at[w->folded.len - 1]));
    return form && n >= 1 && n <= 31;
}

static size_t skip(const struct search *s, size_t i)
{
    while (word_is_mark(s, i, ',') || word_is_mark(s, i, '.') || word_is_mark(s, i, '-') || word_is(s, i, "of") ||
           word_is(s, i, "de") || word_is(s, i, "the") || word_is(s, i, "del") || word_is_mark(s, i, '/') ||
           word_is_mark(s, i, '\''))
        i++;
    return i;
}

/* 21st March 1938, the 3rd of May, July 19, 1966, 06 JUL 2015, 17-Sept-34 */
static struct date in_words(const struct search *s, size_t w)
{
    bool day_first = is_day(s, w), month_first = word_is_any(s, w, IS_MONTH);
    size_t month = day_first ? skip(s, w + 1) : w;
    if ((!day_first && !month_first) || !word_is_any(s, month, IS_MONTH))
        return (struct date){0};
    size_t last = month, next = skip(s, month + 1);
    bool day = day_first;
    if (!day_first && is_day(s, next)) {
        day = true;
        last = next;
        next = skip(s, next + 1);
    }
    struct date d = {.year = 0};
    if (next < s->t->word_count && s->t->words[next].kind == WORD_DIGITS) {
        size_t digits = s->t->words[next].folded.len;
        unsigned year = number_of(s->t->words[next].folded);
        if ((digits == 2 || digits == 4) && is_year(year, digits)) {
            last = next;
            d.year = digits == 4 ? year : 0;
            day = true;
        }
    }
    size_t spoken = spoken_year_past(s, next);
    if (spoken > next) {
        last = spoken - 1;
        day = true;
    }
    if (!day)
        return (struct date){0};
    d.end = s->t->words[last].end;
    d.past = last + 1;
    return d;
}

/* "Edna Crabtree, 29/02/1940": nothing but a comma or a bracket between them. */
static bool behind_a_name(const struct search *s, size_t start)
{
    for (size_t i = 0; i < s->found.count; i++) {
        const struct finding *f = &s->found.at[i];
        if (f->type != PII_NAME || f->span.end > start || start - f->span.end > 3)
            continue;
        bool marks = start > f->span.end;
        for (size_t at = f->span.end; at < start; at++)
            marks &= strchr(" ,(-;", s->t->folded.at[at]) != NULL;
        if (marks)
            return true;
    }
    return false;
}

void search_births(struct search *s)
{
    bool told = (s->all & IS_BIRTH) != 0;
    if (!told && (!s->has_digit || s->found.count == 0)) /* neither a word of birth nor a name */
        return;
    for (size_t w = 0, since = 0; w < s->t->word_count; w++) {
        enum word_kind kind = s->t->words[w].kind;
        if (kind == WORD_MARK || (kind == WORD_LETTERS && !(s->classes[w] & IS_MONTH) && !(told && is_ordinal(s, w))))
            continue;
        struct date d = kind == WORD_DIGITS ? in_figures(s, w) : (struct date){0};
        if (d.end == 0)
            d = in_words(s, w);
        if (d.end == 0)
            continue;
        unsigned cue = search_led(s, w, IS_BIRTH, IS_DATED, CUE_REACH) ? search_back(s, w, IS_BIRTH, CUE_REACH) : 0;
        size_t from = w, words = 0; /* no other date between the cue and this one */
        while (from > since && words < cue)
            words += s->t->words[--from].kind != WORD_MARK;
        bool led = cue > 0 && words == cue;
        if ((d.bare || is_ordinal(s, w)) && (!led || cue > BARE_REACH))
            continue;
        bool two = w > 0 && is_ordinal(s, w) && (word_is(s, w - 1, "twenty") || word_is(s, w - 1, "thirty"));
        if (led || (d.year != 0 && d.year <= YEAR_OF_A_PERSON && behind_a_name(s, s->t->words[w].start)))
            search_add(s, s->t->words[two ? w - 1 : w].start, d.end, PII_BIRTH_DATE, 8);
        since = d.past;
        w = d.past - 1;
    }
}
