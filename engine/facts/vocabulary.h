/* The lexicon as one hash table, made once per register: what a word means in one look-up. */
#ifndef PARLEY_FACTS_VOCABULARY_H
#define PARLEY_FACTS_VOCABULARY_H

#include <parley/arena.h>
#include <parley/slice.h>

struct entry {
    struct slice word;
    uint32_t group, marks;
    int32_t opposite;
    bool is_common; /* carries no content of its own */
};

struct vocabulary;

struct vocabulary *vocabulary_create(struct arena *arena);
const struct entry *vocabulary_find(const struct vocabulary *v, struct slice word); /* NULL: nothing known */

uint64_t word_hash(struct slice word);

#endif
