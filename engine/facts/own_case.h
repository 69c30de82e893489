/* Own cases: a number that is the reader's own, or supposed, and sets no rule. */
#ifndef PARLEY_FACTS_OWN_CASE_H
#define PARLEY_FACTS_OWN_CASE_H

#include "meaning.h"

/* "your nine-year-old", "he's six", "two weeks ago", "at 52 you", "six months is fine", "a dog of eleven". */
bool is_own_number(const struct meaning *said, const struct unit *u);
/* "your order is 68 pounds", "with a pot of 60,000", "on 10,000 pounds": a sum that something of the reader's amounts to. */
bool is_own_sum(const struct meaning *said, const struct unit *u);

#endif
