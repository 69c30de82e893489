/* The table of word vectors as it lies in the program: made while the room is built, found by hashing. */
#ifndef PARLEY_TEXT_VECTORS_TABLE_H
#define PARLEY_TEXT_VECTORS_TABLE_H

#include <stdint.h>

enum { VECTORS_WORDS = 30000, VECTORS_SIZE = 64, VECTORS_SLOTS = 1 << 16, VECTORS_WORD_MAX = 24, VECTORS_BYTES = 1 << 18 };

struct vectors_table {
    uint32_t slots[VECTORS_SLOTS];     /* number of a word plus one, 0 for none; open addressing */
    uint32_t begin[VECTORS_WORDS + 1]; /* word i is bytes[begin[i]] up to bytes[begin[i + 1]]; the commonest word is first */
    int8_t at[VECTORS_WORDS][VECTORS_SIZE];
    char bytes[VECTORS_BYTES];
};

static inline uint32_t vectors_hash(const char *at, uint32_t len)
{
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)at[i]) * 16777619u;
    return h ^ h >> 15;
}

#endif
