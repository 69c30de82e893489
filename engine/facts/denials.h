/* The denials of a sentence: which words they turn round, which are values, and which say when instead of no. */
#ifndef PARLEY_FACTS_DENIALS_H
#define PARLEY_FACTS_DENIALS_H

#include "meaning.h"

/* Does the negation at token i deny anything? "No doubt", "not only" and "no more than 5" do not. */
bool negates(const struct meaning *m, uint32_t i);

/* Reads sides, scopes, negations and exceptions; `any_side` when a word has an opposite. */
void polarity_read(struct meaning *m, bool any_side);

#endif
