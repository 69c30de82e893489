#include "dates.h"

#include <parley/size.h>

#include "number.h"

enum { WEEKDAYS = 90000000, RELATIVE = 91000000, UNCLEAR_HALF = 10000 };

static bool is(const struct text *t, uint32_t i, uint32_t past, const char *word)
{
    return i < past && slice_eq(t->words[i].folded, slice_from(word));
}

static int month_of(struct slice w)
{
    static const char *const names[12] = {
        "january jan enero januari", "february feb febrero februari", "march mar marzo mac", "april apr abril", "may mayo mei", "june jun junio",
        "july jul julio julai", "august aug agosto ogos", "september sep sept septiembre", "october oct octubre oktober",
        "november nov noviembre", "december dec diciembre disember"};
    for (int m = 0; m < 12; m++) {
        struct slice rest = slice_from(names[m]), one;
        while (slice_next(&one, &rest, ' '))
            if (slice_eq(one, w))
                return m + 1;
    }
    return 0;
}

static int weekday_of(struct slice w)
{
    static const char *const names[7] = {"monday mondays lunes isnin", "tuesday tuesdays martes selasa", "wednesday wednesdays mi\xc3\xa9rcoles rabu",
                                         "thursday thursdays jueves khamis", "friday fridays viernes jumaat", "saturday saturdays s\xc3\xa1" "bado sabtu",
                                         "sunday sundays domingo ahad"};
    for (int d = 0; d < 7; d++) {
        struct slice rest = slice_from(names[d]), one;
        while (slice_next(&one, &rest, ' '))
            if (slice_eq(one, w))
                return d + 1;
    }
    return 0;
}

static bool digits(uint64_t *out, const struct text *t, uint32_t i, uint32_t past)
{
    return i < past && t->words[i].kind == WORD_DIGITS && slice_to_u64(out, t->words[i].folded);
}

static int64_t date_value(uint64_t y, uint64_t m, uint64_t d)
{
    if (y > 0 && y < 100)
        y += y < 70 ? 2000 : 1900;
    return (int64_t)(y * 10000 + m * 100 + d);
}

static bool done(struct unit *out, uint32_t i, uint32_t end, int64_t value)
{
    *out = (struct unit){.kind = FACT_DATE, .value = value, .first = i, .past = end};
    return true;
}

static bool year_at(uint64_t *y, const struct text *t, uint32_t i, uint32_t past)
{
    if (!digits(y, t, i, past))
        return false;
    return *y >= 1900 && *y <= 2100 && t->words[i].folded.len == 4;
}

/* 2026-11-20 and 20-11-2026: three words of digits with dashes, close together. */
static bool dashed(struct unit *out, const struct text *t, uint32_t i, uint32_t past)
{
    uint64_t a, b, c;
    if (i + 4 >= past || !is(t, i + 1, past, "-") || !is(t, i + 3, past, "-") || t->words[i + 1].space_before || t->words[i + 2].space_before ||
        !digits(&a, t, i, past) || !digits(&b, t, i + 2, past) || !digits(&c, t, i + 4, past))
        return false;
    if (t->words[i].folded.len == 4 && b >= 1 && b <= 12 && c >= 1 && c <= 31)
        return done(out, i, i + 5, date_value(a, b, c));
    if (a >= 1 && a <= 31 && b >= 1 && b <= 12 && (t->words[i + 4].folded.len == 4 || t->words[i + 4].folded.len == 2))
        return done(out, i, i + 5, date_value(c, b, a));
    return false;
}

/* 20/11/2026, 20.11.26: one word, the day first. */
static bool slashed(struct unit *out, const struct text *t, uint32_t i)
{
    struct slice s = t->words[i].folded, part;
    uint64_t n[3];
    size_t k = 0;
    char sign = slice_has(s, SLICE("/")) ? '/' : '.';
    struct slice rest = s;
    while (k < 3 && slice_next(&part, &rest, sign)) {
        if (!slice_to_u64(&n[k], part))
            return false;
        k++;
    }
    if (k != 3 || rest.at != NULL)
        return false;
    if (n[0] >= 1900 && n[1] >= 1 && n[1] <= 12 && n[2] >= 1 && n[2] <= 31)
        return done(out, i, i + 1, date_value(n[0], n[1], n[2]));
    if (n[0] >= 1 && n[0] <= 31 && n[1] >= 1 && n[1] <= 12 && n[2] <= 2100)
        return done(out, i, i + 1, date_value(n[2], n[1], n[0]));
    if (n[1] >= 13 && n[1] <= 31 && n[0] >= 1 && n[0] <= 12)
        return done(out, i, i + 1, date_value(n[2], n[0], n[1]));
    return false;
}

/* "20 November 2026", "20th of Nov", "November 20, 2026", "November 2026", "November". */
static bool named(struct unit *out, const struct text *t, uint32_t i, uint32_t past)
{
    struct number n;
    uint64_t y = 0;
    int m;
    if (number_at(&n, t, i) && n.micros >= 1000000 && n.micros <= 31000000 && n.micros % 1000000 == 0 && n.tail.len == 0 && !n.is_article) {
        uint32_t at = n.past;
        if (is(t, at, past, "of") || is(t, at, past, "de"))
            at++;
        if (at < past && (m = month_of(t->words[at].folded)) != 0) {
            uint32_t end = at + 1;
            if (is(t, end, past, ",") || is(t, end, past, "de"))
                end++;
            bool year = year_at(&y, t, end, past);
            return done(out, i, year ? end + 1 : at + 1, date_value(year ? y : 0, (uint64_t)m, (uint64_t)(n.micros / 1000000)));
        }
    }
    if ((m = month_of(t->words[i].folded)) == 0)
        return false;
    if (year_at(&y, t, i + 1, past))
        return done(out, i, i + 2, date_value(y, (uint64_t)m, 0));
    if (number_at(&n, t, i + 1) && n.past <= past && n.micros >= 1000000 && n.micros <= 31000000 && n.tail.len == 0 && !n.is_article) {
        uint32_t end = n.past;
        if (is(t, end, past, ","))
            end++;
        bool year = year_at(&y, t, end, past);
        return done(out, i, year ? end + 1 : n.past, date_value(year ? y : 0, (uint64_t)m, (uint64_t)(n.micros / 1000000)));
    }
    bool verb = is(t, i, past, "may") || is(t, i, past, "mar") || is(t, i, past, "march") || is(t, i, past, "mac") || is(t, i, past, "sep") || is(t, i, past, "mei");
    char c = t->original.at[t->origin[t->words[i].start]];
    if (verb && (!(c >= 'A' && c <= 'Z') || i == t->sentences[t->words[i].sentence].first || is(t, i, past, "may")))
        return false;
    return done(out, i, i + 1, date_value(0, (uint64_t)m, 0));
}

bool date_at(struct unit *out, const struct text *t, uint32_t i, uint32_t past)
{
    static const struct {
        const char *word;
        int64_t value;
    } relative[] = {{"today", 0}, {"tonight", 0}, {"tomorrow", 1}, {"yesterday", 2}, {"hoy", 0}, {"ma\xc3\xb1" "ana", 1}, {"esok", 1}, {"semalam", 2}};
    uint64_t y;
    if (dashed(out, t, i, past) || (t->words[i].kind == WORD_DIGITS && slashed(out, t, i)) || named(out, t, i, past))
        return true;
    int d = t->words[i].kind == WORD_LETTERS ? weekday_of(t->words[i].folded) : 0;
    if (d != 0)
        return done(out, i, i + 1, WEEKDAYS + d);
    for (size_t k = 0; k < COUNT_OF(relative); k++)
        if (is(t, i, past, relative[k].word))
            return done(out, i, i + 1, RELATIVE + relative[k].value);
    bool money = i > 0 && (is(t, i - 1, past, "\xc2\xa3") || is(t, i - 1, past, "$") || is(t, i - 1, past, "\xe2\x82\xac") || is(t, i - 1, past, "rm"));
    bool unit = is(t, i + 1, past, "pounds") || is(t, i + 1, past, "quid") || is(t, i + 1, past, "euros") || is(t, i + 1, past, "dollars") ||
                is(t, i + 1, past, "days") || is(t, i + 1, past, "%") || is(t, i + 1, past, "percent");
    if (!money && !unit && year_at(&y, t, i, past))
        return done(out, i, i + 1, date_value(y, 0, 0));
    return false;
}

/* What is said may leave parts out, but not add or change any. */
bool date_agrees(const struct unit *said, const struct unit *known)
{
    if (said->bound != known->bound)
        return false;
    if (said->value == known->value)
        return true;
    if (said->value >= WEEKDAYS || known->value >= WEEKDAYS)
        return false;
    int64_t parts[3][2] = {{said->value / 10000, known->value / 10000},
                           {said->value / 100 % 100, known->value / 100 % 100},
                           {said->value % 100, known->value % 100}};
    for (size_t i = 0; i < 3; i++)
        if (parts[i][0] != 0 && parts[i][0] != parts[i][1])
            return false;
    return true;
}

/* -- times of day ---------------------------------------------------------------------------------------------------- */

static bool time_done(struct unit *out, uint32_t i, uint32_t end, int64_t minutes)
{
    *out = (struct unit){.kind = FACT_TIME, .value = minutes, .first = i, .past = end};
    return true;
}

/* am, pm, a.m., p.m. behind word `at`: 1 am, 2 pm; *end moves behind it. */
static int half_of_day(const struct text *t, uint32_t at, uint32_t past, struct slice tail, uint32_t *end)
{
    if (slice_eq(tail, SLICE("am")) || slice_eq(tail, SLICE("pm")))
        return tail.at[0] == 'a' ? 1 : 2;
    if (tail.len > 0)
        return 0;
    if (is(t, at, past, "am") || is(t, at, past, "pm")) {
        *end = at + 1;
        return is(t, at, past, "am") ? 1 : 2;
    }
    if ((is(t, at, past, "a") || is(t, at, past, "p")) && is(t, at + 1, past, ".") && is(t, at + 2, past, "m")) {
        *end = at + 3;
        return is(t, at, past, "a") ? 1 : 2;
    }
    if (is(t, at, past, "in") && is(t, at + 1, past, "the") && at + 2 < past) {
        *end = at + 3;
        if (is(t, at + 2, past, "morning"))
            return 1;
        if (is(t, at + 2, past, "afternoon") || is(t, at + 2, past, "evening"))
            return 2;
        *end = at;
    }
    return 0;
}

static int64_t minutes_of(uint64_t h, uint64_t m, int half)
{
    if (half == 1)
        return (int64_t)((h % 12) * 60 + m);
    if (half == 2)
        return (int64_t)((h % 12 + 12) * 60 + m);
    return (int64_t)(h * 60 + m);
}

bool time_at(struct unit *out, const struct text *t, uint32_t i, uint32_t past)
{
    struct slice s = t->words[i].folded, h_text, rest = s, tail = SLICE_NONE;
    uint64_t h, m = 0;
    uint32_t end = i + 1;
    if (is(t, i, past, "noon") || is(t, i, past, "midday"))
        return time_done(out, i, i + 1, 720);
    if (is(t, i, past, "midnight"))
        return time_done(out, i, i + 1, 0);
    if (is(t, i, past, "24/7"))
        return time_done(out, i, i + 1, 99999);
    char sign = slice_has(s, SLICE(":")) ? ':' : '.';
    if ((t->words[i].kind == WORD_DIGITS || t->words[i].kind == WORD_MIXED) && slice_has(s, (struct slice){&sign, 1}) && slice_next(&h_text, &rest, sign) &&
        slice_to_u64(&h, h_text) && h <= 24 && rest.len >= 2 && slice_to_u64(&m, slice_sub(rest, 0, 2)) && m < 60) {
        tail = slice_after(rest, 2);
        int half = half_of_day(t, end, past, tail, &end);
        if (sign == ':' ? tail.len == 0 || half : half != 0)
            return time_done(out, i, end, minutes_of(h, m, half));
        return false;
    }
    struct number n;
    if ((is(t, i, past, "half") || is(t, i, past, "quarter")) && i + 1 < past) {
        bool to = is(t, i + 1, past, "to"), over = is(t, i + 1, past, "past");
        uint32_t at = to || over ? i + 2 : i + 1;
        bool half_hour = is(t, i, past, "half");
        if ((to || over || half_hour) && number_at(&n, t, at) && n.past <= past && n.micros >= 1000000 && n.micros <= 12000000 && n.micros % 1000000 == 0 &&
            !n.is_article && !n.is_ordinal && (to || over || (n.past >= past || t->words[n.past].kind == WORD_MARK))) {
            h = (uint64_t)(n.micros / 1000000);
            end = n.past;
            int half = half_of_day(t, end, past, n.tail, &end);
            int64_t value = minutes_of(h, 0, half) + (half_hour ? 30 : to ? -15 : 15);
            return time_done(out, i, end, half ? value : value + UNCLEAR_HALF);
        }
    }
    if (!number_at(&n, t, i) || n.past > past || n.micros < 0 || n.micros > 12000000 || n.micros % 1000000 != 0 || n.is_article || n.is_ordinal)
        return false;
    end = n.past;
    h = (uint64_t)(n.micros / 1000000);
    if (is(t, end, past, "o'clock"))
        return time_done(out, i, end + 1, (int64_t)h * 60 + UNCLEAR_HALF);
    int half = half_of_day(t, n.past, past, n.tail, &end);
    return half != 0 && time_done(out, i, end, minutes_of(h, 0, half));
}
