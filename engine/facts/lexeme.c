#include "lexeme.h"

#include "lexeme_tables.h"

const struct lexeme *lexeme_of(struct slice word)
{
    for (size_t i = word_hash(word) & (LEXEME_SLOTS - 1); lexeme_slots[i] != 0; i = (i + 1) & (LEXEME_SLOTS - 1)) {
        const struct lexeme *l = &lexeme_rows[lexeme_slots[i]];
        if (slice_eq((struct slice){l->word, l->length}, word))
            return l;
    }
    return &lexeme_rows[0];
}

const struct near *near_of(uint64_t stem)
{
    for (size_t i = stem & (NEAR_SLOTS - 1); near_slots[i].stem != 0; i = (i + 1) & (NEAR_SLOTS - 1))
        if (near_slots[i].stem == stem)
            return &near_slots[i];
    return NULL;
}

const uint64_t *near_keys(uint16_t row)
{
    return near_row_keys + near_row_first[row - 1];
}

const struct sense *sense_of(uint64_t stem)
{
    for (size_t i = stem & (SENSE_SLOTS - 1); sense_slots[i].stem != 0; i = (i + 1) & (SENSE_SLOTS - 1))
        if (sense_slots[i].stem == stem)
            return &sense_slots[i];
    return NULL;
}
