/* Numbers and streets, in the order of several countries. Each answers the word behind what begins at word i; 0 for none. */
#ifndef PARLEY_GUARDRAIL_PII_STREETS_H
#define PARLEY_GUARDRAIL_PII_STREETS_H

#include "pii/search.h"

enum { STREET_NUMBER_MAX = 5 }; /* digits */

size_t number_past(const struct search *s, size_t i);
/* Behind a number; `home`: small letters will do; *weak when only such are there. */
size_t street_past(const struct search *s, size_t i, bool home, bool *weak);
size_t lead_street_past(const struct search *s, size_t i, bool led, bool *number); /* *number when it ends with one */
size_t small_street_past(const struct search *s, size_t i);
size_t street_then_number_past(const struct search *s, size_t i);
bool is_name_word(const struct search *s, size_t i); /* may it stand in a street's name? */

#endif
