/* Sentences that are written, sign for sign, as a known text has them: what they say was read when the register was made. */
#ifndef PARLEY_FACTS_VERBATIM_H
#define PARLEY_FACTS_VERBATIM_H

#include "register.h"

void verbatim_index(struct facts_register *r, struct arena *arena);
/* The known sentence that sentence `index` of the text repeats; NULL when it repeats none. */
const struct known_sentence *register_verbatim(const struct facts_register *r, const struct text *text, size_t index);

#endif
