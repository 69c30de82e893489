/* What the speaker cannot say, does not know or leaves to others: a refusal may mention what it refuses, and states nothing. */
#ifndef PARLEY_FACTS_REFUSAL_H
#define PARLEY_FACTS_REFUSAL_H

#include "meaning.h"

/* I can't say ..., we cannot predict ..., I'm not able to give ..., I have no information about ... */
bool is_refusal(const struct meaning *m, uint32_t i);

/* "I can't tell you how busy it'll be on Saturday", "that isn't something I can advise on". */
bool leaves_unanswered(const struct meaning *m, uint32_t from);

/* "I can't promise it'll be there after 30 days", said by the one at token `from`. */
bool refuses_promise(const struct meaning *m, uint32_t from);

/* I can't book it for you, I don't have an opinion, I won't hurry you: what the speaker does not do. */
bool is_inability(const struct meaning *m, uint32_t i);

/* "Your approved loan", "how many we've approved": an outcome that is taken for given. */
bool takes_for_given(const struct meaning *m);

#endif
