/* Light stems of Spanish and Malay words, so that inflections meet: abrimos and abrir, dibuka and buka. */
#ifndef PARLEY_FACTS_STEM_OTHER_H
#define PARLEY_FACTS_STEM_OTHER_H

#include <parley/slice.h>

enum { STEM_ROOM = 40 };
enum tongue { TONGUE_ENGLISH, TONGUE_SPANISH, TONGUE_MALAY };

/* The stem, written to `room`; the word itself when it is too long. */
struct slice stem_other(enum tongue tongue, struct slice folded_word, char room[STEM_ROOM]);

#endif
