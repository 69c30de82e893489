/* Reckoning: sums that are worked out from the register and the numbers of the sentence, and come out exactly. */
#ifndef PARLEY_FACTS_RECKONING_H
#define PARLEY_FACTS_RECKONING_H

#include "objections.h"

/* `u` is such a sum, or a number that goes into one: five months at 12 pounds make 60; 14 pounds less 15 % are 11.90. Every other
 * part stands in the known sentence, or is an amount of the register that the sentence names. A word of reckoning must be said.
 */
bool is_reckoned(const struct facts_register *r, const struct meaning *said, const struct unit *u,
                 const struct known_sentence *known);

#endif
