#include "cases.h"

#include "number.h"
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

/* Ages are counted in years, and a length of time may be one. */
static bool comparable(const struct unit *u, const struct unit *k)
{
    if (!is_measure(u) || u->kind != k->kind || u->value < 0 || k->value < 0)
        return false;
    if (u->is_age != k->is_age)
        return u->is_age ? k->from_range : u->is_bare && k->from_range;
    return u->kind == FACT_COUNT || u->scale == k->scale;
}

/* "Up to 48 hours before" is 48 hours before and more: what stands in advance is counted backwards. */
static bool is_least(const struct unit *k)
{
    return k->bound == BOUND_LEAST || (k->bound == BOUND_MOST && k->in_advance && !k->is_less);
}

static struct extent extent_of(const struct meaning *known, uint32_t i)
{
    const struct unit *k = &known->units[i];
    if (k->from_range) {
        bool first = i + 1 < known->unit_count && known->units[i + 1].from_range && known->units[i + 1].kind == k->kind;
        return (struct extent){k->value, first ? known->units[i + 1].value : 0, first};
    }
    bool starts = k->first > known->first && TOKEN_IS(known->tokens, k->first - 1, known->past, "from") &&
                  k->kind == FACT_DURATION; /* from 8 weeks of age */
    if (is_least(k) || starts)
        return (struct extent){k->value, INT64_MAX, true};
    if (k->bound == BOUND_MOST || k->bound == BOUND_WITHIN)
        return (struct extent){INT64_MIN, k->is_less ? k->value - 1 : k->value, true};
    return (struct extent){0};
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
        if (TOKEN_IS(m->tokens, i, m->past, "too") && m->tokens->at[i + 1].kind == WORD_LETTERS)
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

/* "your nine-year-old would", "a 40 pound order would": a supposed case of the reader's. */
static bool is_supposed(const struct meaning *said, const struct unit *u)
{
    const struct tokens *t = said->tokens;
    bool own =
        u->first > said->first && (TOKEN_IS(t, u->first - 1, said->past, "your") || TOKEN_IS(t, u->first - 1, said->past, "my"));
    bool article =
        u->first > said->first && (TOKEN_IS(t, u->first - 1, said->past, "a") || TOKEN_IS(t, u->first - 1, said->past, "an"));
    bool would = false;
    for (uint32_t i = said->first; i < said->past; i++)
        would |= TOKEN_IS(t, i, said->past, "would") || TOKEN_IS(t, i, said->past, "you'd") ||
                 TOKEN_IS(t, i, said->past, "he'd") || TOKEN_IS(t, i, said->past, "she'd") || TOKEN_IS(t, i, said->past, "it'd");
    bool child = false; /* "two children of 8 and 11" */
    for (uint32_t i = said->first; i < said->past && u->is_bare; i++)
        child |=
            TOKEN_IS(t, i, said->past, "children") || TOKEN_IS(t, i, said->past, "kids") || TOKEN_IS(t, i, said->past, "child");
    bool described = u->past < said->past && t->at[u->past].kind == WORD_LETTERS; /* a 40 pound order */
    return child || (own && (u->is_age || described)) || (article && described && would);
}

/* -- cases ------------------------------------------------------------------------------------------------------------- */

static enum case_sort case_under(const struct meaning *said, const struct unit *u, const struct meaning *known, uint32_t i)
{
    const struct unit *k = &known->units[i];
    struct extent e = extent_of(known, i);
    if (!e.there || !comparable(u, k) || (k->in_advance && !u->in_advance))
        return CASE_NONE;
    bool least = is_least(k);
    bool beyond = u->value == k->value && !k->from_range && !u->soft_bound &&
                  ((least && u->bound == BOUND_MOST && (u->is_less || k->in_advance)) || (!least && u->bound == BOUND_LEAST));
    if (beyond)
        return says_contrary(said, u, known, k) ? CASE_REVERSED : CASE_NONE;
    bool one = (u->bound == BOUND_EXACT || u->soft_bound) && !u->is_needed && !u->from_range && !u->is_after && u->denied_by == 0;
    if (!one || (u->kind == FACT_MONEY && !is_supposed(said, u))) /* a sum may be a price */
        return CASE_NONE;
    if (u->value >= e.from && u->value <= e.to)
        return u->bound == BOUND_EXACT && is_supposed(said, u) && !is_too_much(said) ? CASE_INSIDE : CASE_NONE;
    return says_contrary(said, u, known, k) ? CASE_REVERSED : CASE_NONE;
}

enum case_sort case_of(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    for (uint32_t i = 0; i < known->unit_count; i++) {
        enum case_sort sort = case_under(said, u, known, i);
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

bool crosses_bound(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    for (uint32_t i = u->bound == BOUND_LEAST ? 0 : known->unit_count; i < known->unit_count; i++) {
        const struct unit *k = &known->units[i];
        bool same_side = is_least(k) && u->denied_by == 0 && !k->from_range;
        if (same_side && comparable(u, k) && u->value == k->value && says_contrary(said, u, known, k))
            return true;
    }
    return false;
}

bool has_reversed_case(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (is_measure(&said->units[i]) && !has_agreeing(known, &said->units[i]) &&
            case_of(said, &said->units[i], known) == CASE_REVERSED)
            return true;
    return false;
}
