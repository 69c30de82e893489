/* The words around a unit, as far as the stretch of tokens reaches. */
#ifndef PARLEY_FACTS_AROUND_H
#define PARLEY_FACTS_AROUND_H

#include "unit.h"

struct around {
    const struct tokens *t;
    uint32_t first, past;
};

#define IS(a, i, literal) ((i) >= (a)->first && token_is((a)->t, (i), (a)->past, "" literal, sizeof(literal) - 1))

static inline bool around_is(const struct around *a, uint32_t i, const char *word)
{
    return i >= a->first && token_is_word(a->t, i, a->past, word);
}

static inline bool around_two(const struct around *a, uint32_t i, const char *x, const char *y) /* directly before i */
{
    return i >= a->first + 2 && around_is(a, i - 2, x) && around_is(a, i - 1, y);
}

/* edges.c: the edge of an hour or a day: from nine, until nine, nine sharp. */
void edge_read(struct unit *u, const struct around *a);

#endif
