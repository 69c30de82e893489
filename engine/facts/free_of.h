/* Free of charge and free of a limit: values that are said like denials. "No charge" is a price, and "as much as you like" an
 * amount; neither turns what it stands in into a no. */
#ifndef PARLEY_FACTS_FREE_OF_H
#define PARLEY_FACTS_FREE_OF_H

#include "meaning.h"

/* Does the negation at token i say that nothing is paid? The token that says so, + 1: the word of the price, or the negation
 * itself ("for nothing"); 0 when it says something else. */
uint32_t free_of_charge(const struct meaning *m, uint32_t i);

/* Does token i speak of the same price as the token that is denied? */
bool is_same_price(const struct meaning *m, uint32_t price, uint32_t i);

/* Free of charge without a negation: on us, on the house. */
bool is_on_us(const struct meaning *m, uint32_t i);

/* Does the negation at token i say that there is no limit? The token of the limit, + 1. */
uint32_t free_of_limit(const struct meaning *m, uint32_t i);

/* No limit without a negation: unlimited, as much as you like. */
bool is_without_limit(const struct meaning *m, uint32_t i);

#endif
