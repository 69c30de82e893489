/* The tables that make_lexemes writes. Open addressing; row 0 is the unknown word. */
#ifndef PARLEY_FACTS_LEXEME_TABLES_H
#define PARLEY_FACTS_LEXEME_TABLES_H

#include "lexeme.h"

enum { LEXEME_SLOTS = 8192, SENSE_SLOTS = 8192, NEAR_SLOTS = 4096 };

extern const struct lexeme lexeme_rows[];
extern const uint16_t lexeme_slots[LEXEME_SLOTS];
extern const struct sense sense_slots[SENSE_SLOTS];
extern const struct near near_slots[NEAR_SLOTS];
extern const uint64_t near_row_keys[];
extern const uint16_t near_row_first[];

#endif
