/* What is done with a claim in another sentence: shut out, called a myth or a thing of the past, another verb put in its place.
 */
#ifndef PARLEY_FACTS_FRAMING_H
#define PARLEY_FACTS_FRAMING_H

#include "objections.h"

/* barred, kept out, off limits: a no in the tokens [first, past) without the word no. */
bool shuts_out(const struct meaning *m, uint32_t first, uint32_t past);

/* Why `said` frames what the known sentence says so that it is no longer said, or says it with another verb; NULL when it does
 * not. */
const char *framing_objection(const struct meaning *said, const struct known_sentence *known);

#endif
