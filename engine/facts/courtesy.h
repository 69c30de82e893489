/* Courtesy: fixed beginnings of sentences that state nothing, in English, Spanish and Malay. */
#ifndef PARLEY_FACTS_COURTESY_H
#define PARLEY_FACTS_COURTESY_H

#include "meaning.h"

/* Does the sentence begin, at its first word or at `from`, as courtesy and talk about the talk do, and say little behind that? */
bool is_courtesy(const struct meaning *m, uint32_t from);
/* The same with nothing behind it but words of talk, of life and of feeling. */
bool is_plain_courtesy(const struct meaning *m, uint32_t from);
/* "Please don't send me your card number": keeps personal things out of the talk, and says nothing else. */
bool is_privacy_request(const struct meaning *m, uint32_t from);
/* Content words from token `from` on that could state something: no greeting, no talk about the talk. */
uint32_t courtesy_content(const struct meaning *m, uint32_t from);

#endif
