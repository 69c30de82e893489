/* Concepts: words that do the same work in a sentence, from concepts.txt, as a hash table made at build time. */
#ifndef PARLEY_LEARN_CONCEPTS_H
#define PARLEY_LEARN_CONCEPTS_H

#include <parley/text.h>

enum { CONCEPTS_MAX = 62, CONCEPT_SLOTS = 1 << 13, CONCEPT_WORDS_MAX = 4, CONCEPT_PREFIX_LEAST = 3 };

/* An entry goes on: a longer phrase begins with these words. */
#define CONCEPT_MORE (UINT64_C(1) << 62)
/* Put into the hash of a beginning ("ignor*"), so that it differs from that of a word. */
#define CONCEPT_PREFIX_SALT UINT32_C(0x9e3779b9)

struct concept_slot {
    uint32_t key; /* hash of the word, phrase or beginning; 0: empty */
    uint64_t mask;
};
extern const struct concept_slot concept_table[CONCEPT_SLOTS]; /* written by make_concepts */

static inline uint32_t concept_hash(uint32_t hash, char c)
{
    return (hash ^ (unsigned char)c) * UINT32_C(16777619);
}
#define CONCEPT_HASH_START UINT32_C(2166136261)

/* The concepts that begin at words[first]; bit n is line n of concepts.txt. */
uint64_t concepts_at(const struct word *words, size_t count, size_t first);

#endif
