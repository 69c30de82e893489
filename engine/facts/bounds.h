/* Bounds and edges: about, up to, at least, from, until. Read off the words around a unit. */
#ifndef PARLEY_FACTS_BOUNDS_H
#define PARLEY_FACTS_BOUNDS_H

#include "unit.h"

void bounds_read(struct unit *u, const struct tokens *t, uint32_t first, uint32_t past);

#endif
