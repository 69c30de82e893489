/* Sentences that state nothing checkable: greetings, thanks, sympathy, questions, talk about the talk, refusals, instructions. */
#ifndef PARLEY_FACTS_HARMLESS_H
#define PARLEY_FACTS_HARMLESS_H

#include "meaning.h"

bool is_harmless(const struct meaning *m, bool question);
/* "You said 2016": gives the reader's own words back and hangs nothing on them. */
bool is_recap(const struct meaning *m);
/* "You said ...", "you've told us ...": only the customer's own words can prove it. */
bool quotes_customer(const struct meaning *m);
/* A statement dressed as a question: did you know, ..., right? */
bool is_statement_in_question(const struct meaning *m);

/* A long sentence of hardly more than small words. Harmless when the register knows none of the others. */
bool is_mostly_talk(const struct meaning *m);

#endif
