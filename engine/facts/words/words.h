/* The word tables as people write them; read by make_lexemes only. */
#ifndef PARLEY_FACTS_WORDS_H
#define PARLEY_FACTS_WORDS_H

#include <stddef.h>
#include <stdint.h>

enum word_field {
    FIELD_MARK,
    FIELD_WEIGHT,
    FIELD_SMALL,
    FIELD_SCALE,
    FIELD_ORDINAL,
    FIELD_PART,
    FIELD_MONTH,
    FIELD_DAY,
    FIELD_SPAN,
    FIELD_RATE,
    FIELD_COIN,
    FIELD_BOUND,
    FIELD_ROLE
};

struct word_row {
    enum word_field field;
    int64_t value;
    const char *words; /* space-separated, folded */
};

extern const struct word_row word_rows[];
extern const size_t word_row_count;
extern const char *const synonym_rows[]; /* one group a line; all inflections meet by their stem */
extern const size_t synonym_row_count;
extern const char *const near_rows[]; /* words to try when a register lacks one; a word may be in several */
extern const size_t near_row_count;
extern const char *const opposite_rows[][2]; /* some of the first are named in lexeme.h */
extern const size_t opposite_row_count;

#endif
