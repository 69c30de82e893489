/* Do two meanings say yes and no to the same things? */
#ifndef PARLEY_FACTS_POLARITY_H
#define PARLEY_FACTS_POLARITY_H

#include "meaning.h"

/* forbidden, closed, excluded: no without the word no. */
bool has_negative_side(const struct meaning *m);

/* NULL when they agree, otherwise why not; *token is the place in `said`, + 1, or 0. */
const char *polarity_objection(uint32_t *token, const struct meaning *said, const struct meaning *known);

#endif
