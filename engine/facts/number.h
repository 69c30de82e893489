/* Numbers however they are written: digits, words, slang, split, with letters O for zeros. Values in millionths. */
#ifndef PARLEY_FACTS_NUMBER_H
#define PARLEY_FACTS_NUMBER_H

#include "tokens.h"

enum { MICRO = 1000000 };

struct number {
    int64_t micros; /* value x 1,000,000 */
    uint32_t past;  /* index of the first token behind it */
    bool is_ordinal;
    bool is_fraction; /* half, a quarter, 1/3 */
    bool is_article;  /* only "a" or "an": one, if a unit follows */
    bool from_words;
    bool is_slang_money; /* grand: thousand pounds; a fiver */
    bool is_grouped;     /* 1,200 */
    struct slice tail;   /* letters stuck to the digits that are no multiplier: pm, kg, st */
};

/* A number that begins at token i and ends before `past`? */
bool number_at(struct number *out, const struct tokens *t, uint32_t i, uint32_t past);

#endif
