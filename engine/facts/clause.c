#include "register.h"

static bool is_stop(const struct tokens *t, uint32_t i, uint32_t past)
{
    return token_is_mark(t, i, past, ',') || token_is_mark(t, i, past, ';') || token_is_mark(t, i, past, ':') ||
           token_is_mark(t, i, past, '(') || token_is_mark(t, i, past, ')') ||
           (token_is_mark(t, i, past, '-') && t->at[i].space_before);
}

static bool is_joint(const struct tokens *t, uint32_t i, uint32_t past)
{
    return TOKEN_IS(t, i, past, "and") || TOKEN_IS(t, i, past, "but") || TOKEN_IS(t, i, past, "while") ||
           TOKEN_IS(t, i, past, "whereas") || TOKEN_IS(t, i, past, "because") || TOKEN_IS(t, i, past, "although") ||
           TOKEN_IS(t, i, past, "though") || TOKEN_IS(t, i, past, "plus") || TOKEN_IS(t, i, past, "so") ||
           TOKEN_IS(t, i, past, "however") || TOKEN_IS(t, i, past, "which") || TOKEN_IS(t, i, past, "pero") ||
           TOKEN_IS(t, i, past, "y") || TOKEN_IS(t, i, past, "dan") || TOKEN_IS(t, i, past, "then") ||
           TOKEN_IS(t, i, past, "along") || TOKEN_IS(t, i, past, "unless") || TOKEN_IS(t, i, past, "tetapi");
}

bool clause_begins(const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    if (i < first + 2 || i + 1 >= past)
        return false;
    if (is_stop(t, i - 1, past))
        return true;
    bool plus_tax = TOKEN_IS(t, i, past, "plus") && TOKEN_IS(t, i + 1, past, "vat");
    return is_joint(t, i, past) && !is_stop(t, i - 1, past) && !plus_tax;
}
