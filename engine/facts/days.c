#include "days.h"

#include <parley/size.h>

#include "dates.h"
#include "number.h"
#include "polarity.h"

static bool is_weekday(const struct unit *u)
{
    return u->kind == FACT_DATE && u->value >= WEEKDAYS && u->value < RELATIVE_DAYS;
}

static bool is_calendar_day(const struct unit *u)
{
    return u->kind == FACT_DATE && u->value > 0 && u->value < WEEKDAYS;
}

/* -- within ------------------------------------------------------------------------------------------------------------- */

/* Month and day of a date, for the first or the last day that it may mean. */
static int64_t day_of_year(const struct unit *u, bool last)
{
    int64_t day = u->value % 10000;
    return day % 100 == 0 ? day + (last ? 31 : 1) : day;
}

/* From 1 November to 31 March goes over the end of the year. */
static bool lies_between(const struct unit *u, const struct unit *from, const struct unit *to)
{
    int64_t a = day_of_year(from, false), b = day_of_year(to, true), first = day_of_year(u, false), last = day_of_year(u, true);
    bool years = u->value >= 10000 || from->value >= 10000 || to->value >= 10000;
    if (years || u->value < 100)
        return u->value >= from->value && u->value <= to->value;
    return a <= b ? first >= a && last <= b : (first >= a) == (last >= a) && (first >= a || last <= b);
}

static bool is_of_every_day(const struct meaning *known)
{
    for (uint32_t i = 0; i < known->unit_count; i++)
        if (known->units[i].kind == FACT_DURATION && known->units[i].scale == SPAN_RATE_MINUTES &&
            known->units[i].value == 1440 * (int64_t)MICRO)
            return known->exceptions == 0;
    return false;
}

/* "Opens its doors on 17 March": the day is said to be the first or the last one. */
static bool sets_edge(const struct meaning *said)
{
    static const char *const verbs[] = {"opens", "starts", "start",    "begins", "begin",    "launches", "ends",
                                        "end",   "closes", "finishes", "finish", "deadline", "expires",  "stops"};
    for (uint32_t i = said->first; i < said->past; i++)
        for (size_t k = 0; k < COUNT_OF(verbs); k++)
            if (token_is_word(said->tokens, i, said->past, verbs[k]))
                return true;
    return false;
}

static bool is_month(const struct unit *u)
{
    return u->value % 100 == 0;
}

/* A feast has its day whatever is said of it; any other day of a stretch may be meant for its first or last one. */
static bool is_feast(const struct meaning *said, const struct unit *u)
{
    for (uint32_t i = u->first; i < u->past; i++)
        if (said->tokens->at[i].lex->roles & ROLE_FEAST)
            return true;
    return false;
}

bool is_day_within(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    bool edge = u->edge != EDGE_NONE || (is_calendar_day(u) && sets_edge(said));
    if (edge || u->bound != BOUND_EXACT || (!is_weekday(u) && !is_calendar_day(u)))
        return false;
    for (uint32_t i = 0; i + 1 < known->unit_count && is_calendar_day(u) && (is_feast(said, u) || is_month(u)); i++) {
        const struct unit *from = &known->units[i], *to = from + 1;
        bool stretch = is_calendar_day(from) && is_calendar_day(to) && from->edge == EDGE_START && to->edge == EDGE_END;
        if (stretch && lies_between(u, from, to))
            return true;
    }
    return (is_weekday(u) || u->is_named_stretch) && !(said->marks & MARK_ONLY) && is_of_every_day(known);
}

/* -- outside ------------------------------------------------------------------------------------------------------------ */

static bool ends_clause(const struct tokens *t, uint32_t i)
{
    return (t->at[i].kind == WORD_MARK && t->at[i].folded.at[0] != '-') || TOKEN_IS(t, i, t->count, "but");
}

/* The clause of the known day says no: closed on Mondays. */
static bool is_closed_there(const struct meaning *known, const struct unit *k)
{
    const struct tokens *t = known->tokens;
    for (uint32_t i = k->first; i > known->first && !ends_clause(t, i - 1); i--) {
        const struct token *w = &t->at[i - 1];
        bool closed = w->sense != NULL && (w->sense->opposite[0] == -OPPOSITE_OPEN || w->sense->opposite[1] == -OPPOSITE_OPEN);
        if (closed || (w->lex->marks & MARK_NEGATION))
            return true;
    }
    return false;
}

static bool lies_in(int64_t day, int64_t from, int64_t to)
{
    return from <= to ? day >= from && day <= to : day >= from || day <= to;
}

/* No day of the one is a day of the other. */
static bool is_apart(const struct unit *u, const struct unit *k)
{
    int64_t first = (u->value - WEEKDAYS) / 10, last = (u->value - WEEKDAYS) % 10;
    int64_t from = (k->value - WEEKDAYS) / 10, to = (k->value - WEEKDAYS) % 10;
    return !lies_in(first, from, to) && !lies_in(last, from, to) && !lies_in(from, first, last);
}

bool is_off_day(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    uint32_t days = 0, token;
    if (!is_weekday(u) || u->edge != EDGE_NONE || said->negations != 1 || said->has_unless || said->exceptions > 0 ||
        known->exceptions > 0 || is_of_every_day(known))
        return false;
    for (uint32_t i = 0; i < known->unit_count; i++) {
        const struct unit *k = &known->units[i];
        if (!is_weekday(k))
            continue;
        days++;
        if (!is_apart(u, k) || is_closed_there(known, k))
            return false;
    }
    return days > 0 && polarity_objection(&token, said, known) != NULL;
}
