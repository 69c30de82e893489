/* Undertakings: what we bind ourselves to do, and what the reader gets by it. */
#ifndef PARLEY_FACTS_UNDERTAKING_H
#define PARLEY_FACTS_UNDERTAKING_H

#include "meaning.h"

/* "We'll credit your account", where the known text does not: the token of the verb, + 1; 0 when nothing new is undertaken. */
uint32_t undertakes(const struct meaning *said, const struct meaning *known);
/* "You'll get a text", where one is sent: the same deal from the reader's side. */
bool gives_alike(const struct meaning *said, const struct meaning *known);

#endif
