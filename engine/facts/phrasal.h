/* Phrasal verbs: a verb and its particle mean what one other word means, also when an object stands between them. */
#ifndef PARLEY_FACTS_PHRASAL_H
#define PARLEY_FACTS_PHRASAL_H

#include "tokens.h"

/* Reads the tokens from `first` on; the verb takes the sense of the other word and the particle means nothing by itself. */
void phrasal_verbs_read(struct tokens *t, uint32_t first);

#endif
