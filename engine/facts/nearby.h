/* Words that no claim has, read as near words that one has. */
#ifndef PARLEY_FACTS_NEARBY_H
#define PARLEY_FACTS_NEARBY_H

#include "align.h"

/* A word of the sentence [first, past) that no claim has takes the key of a near word that stands in a claim together with other
 * words of the sentence: where most of them do. */
void nearby_read(struct tokens *t, uint32_t first, uint32_t past, const struct facts_register *r, struct align_room *room);

#endif
