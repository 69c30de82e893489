/* What a part of a claim denies, said as if it were so: "on Sundays too", when a clause of it says that Sundays are closed. */
#ifndef PARLEY_FACTS_DENIED_PART_H
#define PARLEY_FACTS_DENIED_PART_H

#include "objections.h"

/* Does a clause of the claim of `known` deny what `said` says without a denial? */
bool says_denied_part(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known);

/* "We don't guarantee a room", when a claim does. */
bool refuses_known_promise(const struct facts_register *r, const struct meaning *m);

#endif
