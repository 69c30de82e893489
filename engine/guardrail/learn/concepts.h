/* Concepts: words that do the same work in a sentence, from concepts.txt, as a hash table made at build time. */
#ifndef PARLEY_LEARN_CONCEPTS_H
#define PARLEY_LEARN_CONCEPTS_H

#include <parley/text.h>

enum { CONCEPTS_MAX = 127, CONCEPT_SLOTS = 1 << 14, CONCEPT_WORDS_MAX = 4, CONCEPT_PREFIX_LEAST = 3 };

/* Bit n is line n of concepts.txt. */
struct concept_set {
    uint64_t bits[2];
};
/* An entry goes on: a longer phrase begins with these words. The last bit of the second half. */
#define CONCEPT_MORE (UINT64_C(1) << 63)
/* Put into the hash of a beginning ("ignor*"), so that it differs from that of a word. */
#define CONCEPT_PREFIX_SALT UINT32_C(0x9e3779b9)

struct concept_slot {
    uint32_t key; /* hash of the word, phrase or beginning; 0: empty */
    struct concept_set set;
};
extern const struct concept_slot concept_table[CONCEPT_SLOTS]; /* written by make_concepts */

static inline uint32_t concept_hash(uint32_t hash, char c)
{
    return (hash ^ (unsigned char)c) * UINT32_C(16777619);
}
#define CONCEPT_HASH_START UINT32_C(2166136261)

/* The concepts that begin at words[first]. */
struct concept_set concepts_at(const struct word *words, size_t count, size_t first);

/* Takes the lowest concept out of the set; false when there is none. */
static inline bool concept_take(unsigned *one, struct concept_set *set)
{
    unsigned half = set->bits[0] == 0;
    if (set->bits[half] == 0)
        return false;
    *one = half * 64 + (unsigned)__builtin_ctzll(set->bits[half]);
    set->bits[half] &= set->bits[half] - 1;
    return true;
}

#endif
