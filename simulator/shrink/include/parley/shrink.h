/* The smallest part of a failing thing that still fails, by delta debugging.
 *
 * The thing is a list of items, known here by their indices only; the caller says whether a part of it still fails. First halves,
 * quarters and so on are left out, then items one by one, until no single one can go: the result is 1-minimal. What is left keeps
 * its order. The caller's answer must depend on the part alone; an answer is never asked for the whole or for a part tried before
 * in the same pass. */
#ifndef PARLEY_SHRINK_H
#define PARLEY_SHRINK_H

#include <stdbool.h>
#include <stddef.h>

#include <parley/arena.h>

/* Does this part (indices, ascending) still fail? */
typedef bool shrink_fails(void *context, const size_t *part, size_t count);

struct shrink {
    void *context;
    shrink_fails *fails;
    size_t tries_max; /* answers asked for at most; 0: as many as it takes */
    size_t tries;     /* asked so far; several runs may share one count */
};

/* Shrinks `part` (indices of `count` items, of which the caller knows that together they fail) in place; answers how many are
 * left. May end at none, when the failure needs no item at all. */
size_t shrink_least(struct shrink *s, struct arena *scratch, size_t *part, size_t count);

#endif
