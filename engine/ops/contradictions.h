/* Claims of one register that cannot both be true: nearly the same words, and another value or a "not" in one of them. */
#ifndef PARLEY_CONTRADICTIONS_H
#define PARLEY_CONTRADICTIONS_H

#include <parley/brain.h>

/* Adds a problem for each pair, at the later claim; gives how many there are. */
size_t contradictions_find(const struct brain *b, struct arena *arena, struct problems *problems);

#endif
