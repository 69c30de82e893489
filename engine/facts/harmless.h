/* Sentences that state nothing checkable: greetings, thanks, sympathy, questions, talk about the talk, refusals, instructions. */
#ifndef PARLEY_FACTS_HARMLESS_H
#define PARLEY_FACTS_HARMLESS_H

#include "meaning.h"

enum harmless {
    HARMLESS_NOT,
    HARMLESS_TALK, /* a question, a refusal, an offer to explain: may mention what is registered */
    HARMLESS_WARM  /* a wish, a feeling, thanks, a request: harmless while it mentions nothing registered */
};
enum harmless harmless_as(const struct meaning *m, bool question);
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
