/* Aho-Corasick over bytes: which of many literals occur in a text, in one pass. */
#ifndef PARLEY_TEXT_AUTOMATON_H
#define PARLEY_TEXT_AUTOMATON_H

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/slice.h>

struct automaton;

/* Literal i answers as output i. LIMIT when there are too many bytes of literals. */
MUST_USE enum code automaton_build(struct automaton **out, struct arena *arena, const struct slice *literals, size_t count,
                                   struct error *e);
/* Sets bit i of `seen` (count bits, zeroed by the caller) for each literal that occurs. True when any did. */
bool automaton_scan(const struct automaton *a, struct slice text, uint64_t *seen);

#endif
