#include "cases.h"

#include <parley/size.h>

#include "dates.h"
#include "days.h"
#include "number.h"
#include "own_case.h"
#include "polarity.h"

/* -- bounds as stretches ----------------------------------------------------------------------------------------------- */

/* The values for which a known sentence speaks; an open end is the least or the greatest number there is. */
struct extent {
    int64_t from, to;
    bool there;
};

static bool is_measure(const struct unit *u)
{
    return u->kind == FACT_MONEY || u->kind == FACT_DURATION || u->kind == FACT_COUNT || u->kind == FACT_PERCENT;
}

static bool is_calendar(const struct unit *u)
{
    return u->scale == SPAN_MINUTES || u->scale == SPAN_MONTHS || u->scale == SPAN_NIGHTS;
}

/* Ages are counted in years, and a length of time may be one; months and days are both lengths of time. */
static bool comparable(const struct unit *u, const struct unit *k)
{
    if (!is_measure(u) || u->kind != k->kind || u->value < 0 || k->value < 0)
        return false;
    if (u->is_age != k->is_age)
        return u->is_age ? k->from_range || k->is_bare : u->is_bare;
    return u->kind == FACT_COUNT || u->scale == k->scale || (u->kind == FACT_DURATION && is_calendar(u) && is_calendar(k));
}

/* "Up to 48 hours before" is 48 hours before and more: what stands in advance is counted backwards. */
static bool is_least(const struct unit *k)
{
    return k->bound == BOUND_LEAST || (k->bound == BOUND_MOST && k->in_advance && !k->is_less);
}

static bool stands_before(const struct meaning *known, const struct unit *k, const char *word)
{
    return k->first > known->first && token_is_word(known->tokens, k->first - 1, known->past, word);
}

/* "from 8 weeks of age", "from age 55" */
static bool starts_at(const struct meaning *known, const struct unit *k)
{
    bool from_age = k->is_age && stands_before(known, k, "age") && k->first > known->first + 1 &&
                    TOKEN_IS(known->tokens, k->first - 2, known->past, "from");
    return from_age || (k->kind == FACT_DURATION && stands_before(known, k, "from"));
}

static struct extent extent_of(const struct meaning *known, uint32_t i)
{
    const struct unit *k = &known->units[i];
    if (k->from_range) {
        bool first = i + 1 < known->unit_count && known->units[i + 1].from_range && known->units[i + 1].kind == k->kind;
        return (struct extent){k->value, first ? known->units[i + 1].value : 0, first};
    }
    if (is_least(k) || k->is_after || starts_at(known, k))
        return (struct extent){k->value, INT64_MAX, true};
    if (k->bound == BOUND_MOST || k->bound == BOUND_WITHIN)
        return (struct extent){INT64_MIN, k->is_less ? k->value - 1 : k->value, true};
    bool lasts =
        k->kind == FACT_DURATION && k->scale < SPAN_RATE_MINUTES && stands_before(known, k, "for"); /* kept for 30 days */
    return (struct extent){INT64_MIN, k->value, lasts || stands_before(known, k, "last")};
}

/* The same stretch in minutes: a month has 28 days at least and 31 at most, and where that matters nobody knows. */
static struct extent in_minutes(struct extent e, bool inside)
{
    enum { SHORT_MONTH = 28 * 1440, LONG_MONTH = 31 * 1440 };
    if (e.from != INT64_MIN)
        e.from *= inside ? LONG_MONTH : SHORT_MONTH;
    if (e.to != INT64_MAX)
        e.to *= inside ? SHORT_MONTH : LONG_MONTH;
    return e;
}

enum side_of { PLACE_UNKNOWN, PLACE_INSIDE, PLACE_OUTSIDE };

static enum side_of place_in(struct extent e, const struct unit *u, const struct unit *k)
{
    if (u->kind != FACT_DURATION || (u->scale == SPAN_MONTHS) == (k->scale == SPAN_MONTHS))
        return u->value >= e.from && u->value <= e.to ? PLACE_INSIDE : PLACE_OUTSIDE;
    struct extent one = {u->value, u->value, true}, in = e, out = e;
    struct extent wide = u->scale == SPAN_MONTHS ? in_minutes(one, false) : one;
    if (k->scale == SPAN_MONTHS) {
        in = in_minutes(e, true);
        out = in_minutes(e, false);
    }
    if (wide.from >= in.from && wide.to <= in.to)
        return PLACE_INSIDE;
    return wide.from > out.to || wide.to < out.from ? PLACE_OUTSIDE : PLACE_UNKNOWN;
}

/* -- what the sentences say of it --------------------------------------------------------------------------------------- */

static bool ends_clause(const struct tokens *t, uint32_t i)
{
    return (t->at[i].kind == WORD_MARK && t->at[i].lex->coin == COIN_NONE && t->at[i].folded.at[0] != '-') ||
           TOKEN_IS(t, i, t->count, "and") || TOKEN_IS(t, i, t->count, "but");
}

/* The known sentence says no where the bound stands. */
static bool denies_beside(const struct meaning *known, const struct unit *k)
{
    const struct tokens *t = known->tokens;
    for (uint32_t i = k->first; i > known->first && !ends_clause(t, i - 1); i--)
        if (t->at[i - 1].lex->marks & MARK_NEGATION)
            return true;
    for (uint32_t i = k->past; i < known->past && !ends_clause(t, i); i++)
        if (t->at[i].lex->marks & MARK_NEGATION)
            return true;
    return false;
}

/* too young, too many */
static bool is_too_much(const struct meaning *m)
{
    for (uint32_t i = m->first; i + 1 < m->past; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "too") && m->tokens->at[i + 1].kind == WORD_LETTERS &&
            m->tokens->at[i + 1].lex->weight > 0)
            return true;
    return false;
}

static bool charges(const struct meaning *m)
{
    if (m->offers_free)
        return false;
    for (uint32_t i = 0; i < m->side_count; i++)
        if (m->sides[i].pair == -OPPOSITE_FREE && !m->sides[i].negated)
            return true;
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind == FACT_MONEY && m->units[i].bound == BOUND_EXACT)
            return true;
    return false;
}

/* An "only" that does not merely belong to a value: "only four days to go". */
static bool is_exclusive(const struct meaning *m)
{
    for (uint32_t i = (m->marks & MARK_ONLY) ? m->first : m->past; i < m->past; i++) {
        bool before_value = false;
        for (uint32_t k = 0; k < m->unit_count; k++)
            before_value |= m->units[k].first == i + 1;
        if ((m->tokens->at[i].lex->marks & MARK_ONLY) && !before_value)
            return true;
    }
    return false;
}

/* "...; after that it is not refunded": a part of its own that says no for the other side. */
static bool denies_behind(const struct meaning *known, const struct unit *k)
{
    return known->negations > 0 && known->first_negation > k->past && meaning_parts(known, k->first, known->first_negation);
}

/* The known sentence says itself what is beyond the bound, "after that we keep the deposit", and says it with a no or without one
 * as `said` does not. */
static bool tells_otherwise(const struct meaning *said, const struct meaning *known, const struct unit *k)
{
    for (uint32_t i = k->past; i + 1 < known->past; i++) {
        const struct tokens *t = known->tokens;
        bool other = TOKEN_IS(t, i, known->past, "otherwise") ||
                     ((TOKEN_IS(t, i, known->past, "after") || TOKEN_IS(t, i, known->past, "beyond")) &&
                      (TOKEN_IS(t, i + 1, known->past, "that") || TOKEN_IS(t, i + 1, known->past, "this")));
        if (!other)
            continue;
        uint32_t noes = 0;
        for (uint32_t s = 0; s < known->scope_count; s++)
            noes += known->scopes[s].token > i;
        return noes % 2 != said->negations % 2;
    }
    return false;
}

/* `said` says no where the known sentence says yes, or asks a price on the other side of the bound of what is free. */
static bool says_contrary(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k)
{
    if (denies_beside(known, k) || known->has_unless || known->exceptions > 0 || tells_otherwise(said, known, k))
        return false;
    if (known->offers_free && u->value == k->value)
        return charges(said);
    uint32_t token;
    bool bounded = u->bound != BOUND_EXACT && !u->soft_bound; /* "not limited to 11 hours" denies the bound and nothing else */
    bool denies = said->negations == 1 && !said->has_unless && said->exceptions == 0 && !is_exclusive(said) &&
                  (!bounded || said->first_negation >= u->past);
    return (!bounded && is_too_much(said)) ||
           (denies && (denies_behind(known, k) || polarity_objection(&token, said, known) != NULL));
}

/* -- cases ------------------------------------------------------------------------------------------------------------- */

/* A sum is what the known sentence speaks of, and no price: "on pots up to 100,000", "for orders of at least 30". */
static bool sets_condition(const struct meaning *known, const struct unit *k)
{
    static const char *const words[] = {"on", "for", "with", "if", "when"};
    for (uint32_t i = k->first, steps = 0; i > known->first && steps < 5; i--, steps++) {
        if (ends_clause(known->tokens, i - 1) || (known->tokens->at[i - 1].lex->roles & ROLE_VERB))
            return false;
        for (size_t w = 0; w < COUNT_OF(words); w++)
            if (token_is_word(known->tokens, i - 1, known->past, words[w]))
                return true;
    }
    return false;
}

static bool is_own(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k)
{
    return is_own_number(said, u) || (is_own_sum(said, u) && sets_condition(known, k));
}

static enum case_sort case_under(const struct meaning *said, const struct unit *u, const struct meaning *known, uint32_t i)
{
    const struct unit *k = &known->units[i];
    struct extent e = extent_of(known, i);
    if (!e.there || !comparable(u, k) || (k->in_advance && !u->in_advance))
        return CASE_NONE;
    bool least = is_least(k);
    bool beyond = u->value == k->value && u->scale == k->scale && !k->from_range && !u->soft_bound &&
                  ((least && u->bound == BOUND_MOST && (u->is_less || k->in_advance)) || (!least && u->bound == BOUND_LEAST));
    if (beyond)
        return says_contrary(said, u, known, k) ? CASE_REVERSED : CASE_NONE;
    bool one = (u->bound == BOUND_EXACT || u->soft_bound) && !u->is_needed && !u->from_range && !u->is_after && u->denied_by == 0;
    bool own = is_own(said, u, known, k);
    bool lasts = k->bound == BOUND_EXACT && !k->is_after && !k->from_range && !starts_at(known, k);
    bool may_be_fact = u->kind == FACT_MONEY || lasts || stands_before(said, u, "for"); /* no case then */
    if (!one || (may_be_fact && !own))
        return CASE_NONE;
    enum side_of place = place_in(e, u, k);
    bool refused = is_too_much(said) && !denies_beside(known, k); /* too old for what is open to that age */
    if (place == PLACE_INSIDE)
        return own && !refused ? CASE_INSIDE : CASE_NONE;
    return place == PLACE_OUTSIDE && says_contrary(said, u, known, k) ? CASE_REVERSED : CASE_NONE;
}

/* "At nine you pay": the hour of nine is an age, where the known sentence has ages and no hours. */
static struct unit as_age(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    struct unit age = *u;
    bool hours = false;
    for (uint32_t i = 0; i < known->unit_count; i++)
        hours |= known->units[i].kind == FACT_TIME;
    if (u->kind != FACT_TIME || hours || u->value < HOUR_UNCLEAR || u->value % HOUR_UNCLEAR % 60 != 0 || !is_own_number(said, u))
        return age;
    age.kind = FACT_COUNT;
    age.value = u->value % HOUR_UNCLEAR / 60 * MICRO;
    age.is_bare = true;
    return age;
}

enum case_sort case_of(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    struct unit age = as_age(said, u, known);
    for (uint32_t i = 0; i < known->unit_count; i++) {
        enum case_sort sort = case_under(said, &age, known, i);
        if (sort == CASE_REVERSED || (sort == CASE_INSIDE && shares_role(said, u, known, &known->units[i])))
            return sort;
    }
    return CASE_NONE;
}

bool stands_within(const struct unit *u, const struct meaning *known, const struct unit *k)
{
    struct extent e = extent_of(known, (uint32_t)(k - known->units));
    return u->bound == BOUND_EXACT && e.there && comparable(u, k) && u->value >= e.from && u->value <= e.to;
}

static bool has_case_outside(const struct meaning *said, const struct unit *u, const struct meaning *known, uint32_t i)
{
    for (uint32_t v = 0; v < said->unit_count; v++)
        if (&said->units[v] != u && is_own_number(said, &said->units[v]) &&
            case_under(said, &said->units[v], known, i) == CASE_REVERSED)
            return true;
    return false;
}

bool crosses_bound(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    for (uint32_t i = u->bound == BOUND_LEAST ? 0 : known->unit_count; i < known->unit_count; i++) {
        const struct unit *k = &known->units[i];
        bool same_side = is_least(k) && u->denied_by == 0 && !k->from_range;
        bool crossed = same_side && comparable(u, k) && u->value == k->value && says_contrary(said, u, known, k);
        if (crossed && !has_case_outside(said, u, known, i)) /* "he's six, so what is for nine and over does not apply" */
            return true;
    }
    return false;
}

bool has_reversed_case(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->unit_count; i++) {
        if (is_off_day(said, &said->units[i], known))
            return true;
        if ((is_measure(&said->units[i]) || said->units[i].kind == FACT_TIME) && !has_agreeing(known, &said->units[i]) &&
            case_of(said, &said->units[i], known) == CASE_REVERSED)
            return true;
    }
    return false;
}

bool is_too_much_for(const struct meaning *said, const struct meaning *known)
{
    bool bounded = false;
    for (uint32_t i = 0; i < known->unit_count; i++)
        bounded |= known->units[i].kind != FACT_MONEY && is_measure(&known->units[i]) && extent_of(known, i).there;
    return bounded && said->unit_count == 0 && is_too_much(said) && !is_too_much(known) && known->negations == 0 &&
           known->exceptions == 0;
}
