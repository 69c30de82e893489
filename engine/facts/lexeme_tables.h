/* The tables that make_lexemes writes. Open addressing; row 0 is the unknown word. */
#ifndef PARLEY_FACTS_LEXEME_TABLES_H
#define PARLEY_FACTS_LEXEME_TABLES_H

#include "lexeme.h"

enum { LEXEME_SLOTS = 8192, SENSE_SLOTS = 8192 };

extern const struct lexeme lexeme_rows[];
extern const uint16_t lexeme_slots[LEXEME_SLOTS];
extern const struct sense sense_slots[SENSE_SLOTS];

#endif
