/* Greetings, exclamations and good wishes to somebody by name: they state nothing. */
#ifndef PARLEY_FACTS_ADDRESS_H
#define PARLEY_FACTS_ADDRESS_H

#include "meaning.h"

/* "Hi Lena!", "Not at all, Mr Okonjo.": courtesy and a name behind it, and nothing else. */
bool is_address(const struct meaning *m);

/* "Exciting!", "Poor little thing.", "Chin up!": a feeling without a verb. */
bool is_exclamation(const struct meaning *m, uint32_t from);

/* "Give Hector a scratch from us." */
bool is_fondness(const struct meaning *m, uint32_t from);
/* A greeting or thanks with names in it, and nothing else. */
bool is_salutation(const struct meaning *m);

#endif
