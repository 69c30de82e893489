/* Common words: a constant table, made at build time from words/common.txt, that tells which of its lists a word stands in. */
#ifndef PARLEY_TEXT_COMMON_H
#define PARLEY_TEXT_COMMON_H

#include "lexicon.h"

enum { COMMON_READING = 1, COMMON_EN = 2, COMMON_ES = 4, COMMON_MS = 8 };

/* A hash table with open addresses, by lexicon_hash; lists 0 is an empty slot. */
enum { COMMON_WORD_MAX = 14, COMMON_SLOTS = 2048 };
struct common_word {
    char word[COMMON_WORD_MAX];
    uint8_t len, lists;
};
extern const struct common_word common_words[COMMON_SLOTS];

#ifndef PARLEY_MAKES_LEXICON
unsigned common_lists(struct slice folded_word); /* bits of the lists */
#endif

#endif
