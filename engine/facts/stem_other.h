/* Light stems of Spanish and Malay words, so that inflections meet: abrimos and abrir, dibuka and buka. */
#ifndef PARLEY_FACTS_STEM_OTHER_H
#define PARLEY_FACTS_STEM_OTHER_H

#include <parley/slice.h>

enum { STEM_ROOM = 40 };
enum tongue { TONGUE_ENGLISH, TONGUE_SPANISH, TONGUE_MALAY };

/* Which of the three a word betrays; English when it betrays none. */
enum tongue tongue_of(struct slice folded_word);
/* The stem, written to `room`; the word itself when it is too long. */
struct slice stem_other(enum tongue tongue, struct slice folded_word, char room[STEM_ROOM]);

#endif
