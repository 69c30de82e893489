#include "register.h"

static bool is_stop(const struct tokens *t, uint32_t i, uint32_t past)
{
    return token_is_mark(t, i, past, ',') || token_is_mark(t, i, past, ';') || token_is_mark(t, i, past, ':') ||
           token_is_mark(t, i, past, '(') || token_is_mark(t, i, past, ')') ||
           (token_is_mark(t, i, past, '-') && t->at[i].space_before);
}

static bool is_joint(const struct tokens *t, uint32_t i, uint32_t past)
{
    return i < past && (t->at[i].lex->roles & ROLE_JOINT);
}

bool clause_begins(const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    if (i < first + 2 || i + 1 >= past)
        return false;
    if (t->at[i - 1].kind == WORD_MARK && is_stop(t, i - 1, past))
        return true;
    if (!is_joint(t, i, past))
        return false;
    bool plus_tax = TOKEN_IS(t, i, past, "plus") && TOKEN_IS(t, i + 1, past, "vat");
    return !plus_tax;
}

/* "between 5 and 11" is no place to cut either. */
static bool is_inside_unit(const struct tokens *t, const struct unit *units, size_t count, uint32_t i)
{
    for (size_t k = 0; k < count; k++) {
        if (units[k].kind != FACT_NAME && units[k].first < i && i < units[k].past)
            return true;
        bool range = k + 1 < count && units[k].past == i && units[k + 1].first == i + 1 && units[k].first > 0;
        if (range && (TOKEN_IS(t, units[k].first - 1, i, "between") || TOKEN_IS(t, units[k].first - 1, i, "entre")))
            return true;
    }
    return false;
}

uint32_t clauses_read(uint32_t *cuts, uint32_t room, const struct tokens *t, uint32_t first, uint32_t past,
                      const struct unit *units, size_t unit_count)
{
    uint32_t n = 0;
    cuts[n++] = first;
    for (uint32_t i = first; i < past && n < room; i++)
        if (clause_begins(t, cuts[n - 1], i, past) && !is_inside_unit(t, units, unit_count, i))
            cuts[n++] = i;
    cuts[n] = past;
    return n;
}
