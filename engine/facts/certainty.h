/* How sure, how much, who says so: promises, outcomes, quantity words, comparisons, attributions. */
#ifndef PARLEY_FACTS_CERTAINTY_H
#define PARLEY_FACTS_CERTAINTY_H

#include "meaning.h"

/* A future good thing for the reader: you will receive, you'll win. */
bool foretells(const struct meaning *m);

/* NULL when `said` is no surer than `known`, otherwise why not; *token is the place in `said`, + 1, or 0. */
const char *certainty_objection(uint32_t *token, const struct meaning *said, const struct meaning *known);

#endif
