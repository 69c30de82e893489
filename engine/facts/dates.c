#include "dates.h"

static bool digits(uint64_t *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    return i < past && t->at[i].kind == WORD_DIGITS && slice_to_u64(out, t->at[i].folded);
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

static bool is_day(uint64_t d)
{
    return d >= 1 && d <= 31;
}

static bool is_month(uint64_t m)
{
    return m >= 1 && m <= 12;
}

/* 2024, and '24 behind a month. */
static bool year_at(uint64_t *y, const struct tokens *t, uint32_t i, uint32_t past)
{
    return digits(y, t, i, past) && *y >= 1500 && *y <= 2100 && t->at[i].folded.len == 4;
}

static bool year_behind(uint64_t *y, const struct tokens *t, uint32_t i, uint32_t past, uint32_t *end)
{
    uint32_t at = i;
    if (token_is_mark(t, at, past, ',') || TOKEN_IS(t, at, past, "de") || TOKEN_IS(t, at, past, "of"))
        at++;
    if (year_at(y, t, at, past)) {
        *end = at + 1;
        return true;
    }
    if (token_is_mark(t, i, past, '\'') && digits(y, t, i + 1, past) && t->at[i + 1].folded.len == 2) {
        *end = i + 2;
        return true;
    }
    return false;
}

/* 2026-11-20 and 20-11-2026, with the same sign between, or with spaces. */
static bool dashed(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    uint64_t a, b, c;
    if (i + 4 >= past || t->at[i].kind != WORD_DIGITS || !slice_eq(t->at[i + 1].folded, t->at[i + 3].folded) ||
        t->at[i + 1].kind != WORD_MARK ||
        (t->at[i + 1].folded.at[0] != '-' && t->at[i + 1].folded.at[0] != '/' && t->at[i + 1].folded.at[0] != '.') ||
        !digits(&a, t, i, past) || !digits(&b, t, i + 2, past) || !digits(&c, t, i + 4, past))
        return false;
    if (t->at[i].folded.len == 4 && is_month(b) && is_day(c))
        return done(out, i, i + 5, date_value(a, b, c));
    size_t year = t->at[i + 4].folded.len;
    return is_day(a) && is_month(b) && (year == 4 || year == 2) && done(out, i, i + 5, date_value(c, b, a));
}

/* 20/11/2026, 20.11.26, and 12/03 behind on, by, from: one token, the day first unless it cannot be. */
static bool slashed(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    struct slice s = t->at[i].folded, part;
    uint64_t n[3];
    size_t k = 0;
    char sign = slice_has(s, SLICE("/")) ? '/' : '.';
    struct slice rest = s;
    while (k < 3 && slice_next(&part, &rest, sign))
        if (!slice_to_u64(&n[k++], part))
            return false;
    if (rest.at != NULL || k < 2)
        return false;
    if (k == 2) {
        bool asked =
            i > first && (token_has(t, i - 1, past, MARK_HOUR) || TOKEN_IS(t, i - 1, past, "on") || t->at[i - 1].lex->day != 0);
        return sign == '/' && asked && is_day(n[0]) && is_month(n[1]) && n[0] + n[1] > 4 &&
               done(out, i, i + 1, date_value(0, n[1], n[0]));
    }
    if (n[0] >= 1900 && n[0] <= 2100 && is_month(n[1]) && is_day(n[2]))
        return done(out, i, i + 1, date_value(n[0], n[1], n[2]));
    if (is_day(n[0]) && is_month(n[1]) && n[2] <= 2100)
        return done(out, i, i + 1, date_value(n[2], n[1], n[0]));
    return n[1] >= 13 && is_day(n[1]) && is_month(n[0]) && n[2] <= 2100 && done(out, i, i + 1, date_value(n[2], n[0], n[1]));
}

static bool is_day_number(const struct number *n)
{
    return n->micros >= MICRO && n->micros <= 31 * (int64_t)MICRO && n->micros % MICRO == 0 && n->tail.len == 0 &&
           !n->is_article && !n->is_fraction;
}

/* A month's name that is no verb or other word here. */
static int month_at(const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    if (i >= past || t->at[i].lex->month == 0)
        return 0;
    bool other = TOKEN_IS(t, i, past, "may") || TOKEN_IS(t, i, past, "mar") || TOKEN_IS(t, i, past, "march") ||
                 TOKEN_IS(t, i, past, "mac") || TOKEN_IS(t, i, past, "sep") || TOKEN_IS(t, i, past, "mei") ||
                 TOKEN_IS(t, i, past, "dec") || TOKEN_IS(t, i, past, "sept");
    if (other && (!t->at[i].capital || (i == first && TOKEN_IS(t, i, past, "may"))))
        return 0;
    return t->at[i].lex->month;
}

/* "24 to 26 December": the first day takes the month of the second. */
static int shared_month(const struct tokens *t, uint32_t first, uint32_t at, uint32_t past)
{
    struct number n;
    bool joined = token_is_mark(t, at, past, '-') || TOKEN_IS(t, at, past, "to") || TOKEN_IS(t, at, past, "until");
    return joined && at + 1 < past && number_at(&n, t, at + 1, past) && is_day_number(&n) ? month_at(t, first, n.past, past) : 0;
}

/* "20 November 2026", "20th of Nov", "the twentieth of November", "November 20, 2026", "November 2026", "November". */
static bool named(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    struct number n;
    uint64_t y = 0;
    uint32_t end;
    if (number_at(&n, t, i, past) && is_day_number(&n)) {
        uint32_t at = n.past;
        int month = shared_month(t, first, at, past);
        if (month != 0)
            return done(out, i, at, date_value(0, (uint64_t)month, (uint64_t)(n.micros / MICRO)));
        if (TOKEN_IS(t, at, past, "of") || TOKEN_IS(t, at, past, "de") ||
            (token_is_mark(t, at, past, '-') && !t->at[at].space_before))
            at++;
        bool year_follows = at < past && year_behind(&y, t, at + 1, past, &end);
        bool asked =
            n.is_ordinal || year_follows || (i > first && TOKEN_IS(t, i - 1, past, "on")) || month_at(t, first, at, past) != 0;
        if (at < past && t->at[at].lex->month != 0 && asked) {
            uint64_t m = t->at[at].lex->month;
            end = at + 1;
            bool year = year_behind(&y, t, at + 1, past, &end) ||
                        (token_is_mark(t, at + 1, past, '-') && year_at(&y, t, at + 2, past) && (end = at + 3));
            return done(out, i, end, date_value(year ? y : 0, m, (uint64_t)(n.micros / MICRO)));
        }
    }
    if (t->at[i].lex->month == 0)
        return false;
    uint64_t m = t->at[i].lex->month;
    if (year_behind(&y, t, i + 1, past, &end))
        return done(out, i, end, date_value(y, m, 0));
    uint32_t at = TOKEN_IS(t, i + 1, past, "the") ? i + 2 : i + 1;
    bool digit = at < past && (t->at[at].kind != WORD_LETTERS || at > i + 1 || t->at[at].lex->number_word == NUMBER_ORDINAL);
    if (digit && t->at[i].capital + t->at[at].kind != WORD_LETTERS && number_at(&n, t, at, past) && is_day_number(&n) &&
        !(n.past < past && t->at[n.past].lex->span != SPAN_NONE)) {
        end = n.past;
        bool year = year_behind(&y, t, n.past, past, &end);
        return done(out, i, end, date_value(year ? y : 0, m, (uint64_t)(n.micros / MICRO)));
    }
    return month_at(t, first, i, past) != 0 && done(out, i, i + 1, date_value(0, m, 0));
}

/* Monday; Monday to Friday, Mon-Fri; weekdays; weekend. */
static bool weekday(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    int d = t->at[i].lex->day;
    if (i > first && TOKEN_IS(t, i, past, "semana") && TOKEN_IS(t, i - 1, past, "entre"))
        return done(out, i, i + 1, WEEKDAYS + 15);
    if (d < 1 || d > 9)
        return false;
    if (t->at[i].folded.len == 3 && !t->at[i].capital)
        return false; /* sun, wed, sat, mon in small letters are something else */
    if (d == 8 || d == 9) {
        (void)done(out, i, i + 1, d == 8 ? WEEKDAYS + 15 : WEEKDAYS + 67);
        return out->is_named_stretch = true;
    }
    uint32_t at = i + 1;
    bool joins = token_is_mark(t, at, past, '-') || TOKEN_IS(t, at, past, "to") || TOKEN_IS(t, at, past, "through") ||
                 TOKEN_IS(t, at, past, "till") || TOKEN_IS(t, at, past, "until") || TOKEN_IS(t, at, past, "a") ||
                 TOKEN_IS(t, at, past, "hingga") || TOKEN_IS(t, at, past, "thru");
    bool both = d == 6 && (TOKEN_IS(t, at, past, "and") || TOKEN_IS(t, at, past, "&") || TOKEN_IS(t, at, past, "or"));
    bool between = i > first && TOKEN_IS(t, i - 1, past, "between") && TOKEN_IS(t, at, past, "and");
    if (TOKEN_IS(t, at, past, "through") && TOKEN_IS(t, at + 1, past, "to"))
        at++;
    int last = at + 1 < past ? t->at[at + 1].lex->day : 0;
    if ((joins || between || (both && last == 7)) && last >= 1 && last <= 7)
        return done(out, i, at + 2, WEEKDAYS + d * 10 + last);
    return done(out, i, i + 1, WEEKDAYS + d * 11);
}

bool feast_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    static const struct {
        const char *words[3];
        uint64_t month, day;
    } feasts[] = {
        {{"christmas", "day", NULL}, 12, 25}, {{"christmas", "eve", NULL}, 12, 24}, {{"boxing", "day", NULL}, 12, 26},
        {{"new", "year's", "day"}, 1, 1},     {{"new", "year's", "eve"}, 12, 31},   {{"new", "years", "day"}, 1, 1},
        {{"new", "years", "eve"}, 12, 31},    {{"navidad", NULL, NULL}, 12, 25},    {{"nochebuena", NULL, NULL}, 12, 24},
        {{"nochevieja", NULL, NULL}, 12, 31}, {{"a\xc3\xb1o", "nuevo", NULL}, 1, 1}};
    if (!(t->at[i].lex->roles & ROLE_FEAST))
        return false;
    for (size_t k = 0; k < sizeof feasts / sizeof feasts[0]; k++) {
        uint32_t n = 0;
        while (n < 3 && feasts[k].words[n] != NULL && token_is_word(t, i + n, past, feasts[k].words[n]))
            n++;
        if (n == 3 || (n > 0 && feasts[k].words[n] == NULL)) {
            (void)done(out, i, i + n, date_value(0, feasts[k].month, feasts[k].day));
            return out->is_named_stretch = true;
        }
    }
    return false;
}

bool date_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    uint64_t y;
    const struct token *k = &t->at[i];
    if (k->kind == WORD_MARK)
        return false;
    if (k->kind == WORD_DIGITS && (dashed(out, t, i, past) || slashed(out, t, first, i, past)))
        return true;
    if ((k->kind != WORD_LETTERS || k->lex->month != 0 || k->lex->number_word != NUMBER_NONE) && named(out, t, first, i, past))
        return true;
    if (weekday(out, t, first, i, past))
        return true;
    if (k->lex->day >= 10 && k->lex->day <= 12)
        return done(out, i, i + 1, RELATIVE_DAYS + k->lex->day);
    if (k->kind != WORD_DIGITS || !year_at(&y, t, i, past))
        return false;
    bool money = i > first && t->at[i - 1].lex->coin != COIN_NONE;
    bool unit = i + 1 < past && (t->at[i + 1].lex->coin != COIN_NONE || t->at[i + 1].lex->span != SPAN_NONE ||
                                 t->at[i + 1].lex->number_word == NUMBER_SCALE);
    bool after_noun = i > first && (token_has(t, i - 1, past, MARK_HOUR) || TOKEN_IS(t, i - 1, past, "in") ||
                                    TOKEN_IS(t, i - 1, past, "year") || t->at[i - 1].kind == WORD_MARK ||
                                    TOKEN_IS(t, i - 1, past, "of") || TOKEN_IS(t, i - 1, past, "the") ||
                                    token_has(t, i - 1, past, MARK_RECAP) || TOKEN_IS(t, i - 1, past, "since"));
    bool noun_behind = i + 1 < past && t->at[i + 1].kind == WORD_LETTERS && t->at[i + 1].key != 0 && !after_noun;
    return !money && !unit && !noun_behind && done(out, i, i + 1, date_value(y, 0, 0));
}

static bool is_within(int64_t day, int64_t from, int64_t to)
{
    return from <= to ? day >= from && day <= to : day >= from || day <= to;
}

/* A stretch of days must be the same stretch; a day may be one of it, and so may the weekend by its name. */
static bool weekdays_agree(const struct unit *said, const struct unit *known)
{
    int64_t s = said->value - WEEKDAYS, from = (known->value - WEEKDAYS) / 10, to = (known->value - WEEKDAYS) % 10;
    if (said->value == known->value)
        return true;
    bool one = s % 11 == 0;
    return (one || said->is_named_stretch) && is_within(s / 10, from, to) && is_within(s % 10, from, to);
}

/* What is said may leave parts out, but not add or change any. */
bool date_agrees(const struct unit *said, const struct unit *known)
{
    if (said->edge != EDGE_NONE && known->edge != EDGE_NONE && said->edge != known->edge)
        return false;
    if (said->value == known->value)
        return true;
    if (said->value >= RELATIVE_DAYS || known->value >= RELATIVE_DAYS)
        return false;
    if (said->value >= WEEKDAYS || known->value >= WEEKDAYS)
        return said->value >= WEEKDAYS && known->value >= WEEKDAYS && weekdays_agree(said, known);
    int64_t parts[3][2] = {{said->value / 10000, known->value / 10000},
                           {said->value / 100 % 100, known->value / 100 % 100},
                           {said->value % 100, known->value % 100}};
    for (size_t i = 0; i < 3; i++)
        if (parts[i][0] != 0 && parts[i][0] != parts[i][1] && !(i == 0 && parts[i][1] == 0 && parts[1][0] != 0))
            return false;
    return true;
}
