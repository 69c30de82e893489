/* The English words of the machine that built this: a constant table made from Debian's list (package wbritish), so that a slip
 * of the fingers can be told from a word. */
#ifndef PARLEY_TEXT_LEXICON_H
#define PARLEY_TEXT_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEXICON_WORD_MAX = 20, LEXICON_SLOTS = 1 << 18 };

/* Word i is the bytes from begin[i] to begin[i + 1], in byte order. */
extern const size_t lexicon_count;
extern const uint32_t lexicon_begin[];
extern const unsigned char lexicon_bytes[];
/* A hash table with open addresses: number of a word plus one, 0 for none. */
extern const uint32_t lexicon_slots[LEXICON_SLOTS];

static inline uint32_t lexicon_hash(const char *at, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)at[i]) * 16777619u;
    return h ^ h >> 15;
}

/* Used by the generator too, which has no slices. */
#ifndef PARLEY_MAKES_LEXICON
#include <parley/slice.h>

bool lexicon_has(struct slice folded_word);
/* The first word that is not before `prefix`; those that begin with it follow one another from there. */
size_t lexicon_from(struct slice prefix);
struct slice lexicon_word(size_t i); /* static */
#endif

#endif
