/* Units that are texts: names, links, mail addresses, phones, registration plates. */
#ifndef PARLEY_FACTS_NAMES_H
#define PARLEY_FACTS_NAMES_H

#include "unit.h"

bool link_at(struct unit *out, struct arena *arena, const struct tokens *t, uint32_t i, uint32_t past); /* and mail addresses */
bool phone_at(struct unit *out, struct arena *arena, const struct tokens *t, uint32_t i, uint32_t past);
bool plate_at(struct unit *out, struct arena *arena, const struct tokens *t, uint32_t i, uint32_t past);
/* Adds the capitalised names of a stretch, behind the units that are there, leaving out words those cover. */
void names_of(struct units *out, struct arena *arena, const struct tokens *t, uint32_t first, uint32_t past);

#endif
