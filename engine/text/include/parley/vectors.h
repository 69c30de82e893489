/* What English words are like, as directions: words that stand in the same surroundings point the same way. Known are the 30,000
 * commonest words, in small letters; opposites are alike too (cheap, dear), so likeness finds what a text is about and proves
 * nothing.
 *
 * Integers only: every build ranks alike. Source: GloVe vectors (public domain) as an npm package carries them; ADR 0018. */
#ifndef PARLEY_VECTORS_H
#define PARLEY_VECTORS_H

#include <parley/slice.h>
#include <stdbool.h>
#include <stdint.h>

enum { VECTOR_SIZE = 64, VECTOR_PART_MAX = 2047 };

struct vector {
    int16_t at[VECTOR_SIZE]; /* each within VECTOR_PART_MAX */
    uint32_t length;         /* 0: not known */
};

/* False: parley was built without vectors, and no word is known. */
bool vectors_built_in(void);

/* False for a word that is not known. */
bool vector_of_word(struct vector *out, struct slice folded_word);

/* The sum of several vectors, each first brought to the same length and then weighed. Weights up to 2^20, up to 2^20 of them. */
struct vector_sum {
    int64_t at[VECTOR_SIZE];
};
void vector_sum_add(struct vector_sum *sum, const struct vector *v, uint32_t weight);
void vector_of_sum(struct vector *out, const struct vector_sum *sum);

/* The cosine, per mille: 1000 the same direction, 0 nothing in common (and when one is not known), below 0 the other way. */
int32_t vector_likeness(const struct vector *a, const struct vector *b);

#endif
