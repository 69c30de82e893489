/* Is a word in the English dictionary of the machine that built this (Debian's wbritish), written small? Proper nouns are not. */
#ifndef PARLEY_ENGLISH_H
#define PARLEY_ENGLISH_H

#include <parley/slice.h>

bool english_has(struct slice folded_word);

#endif
