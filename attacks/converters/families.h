/* The families of converters; converters.c lists them all. */
#ifndef PARLEY_CONVERTER_FAMILIES_H
#define PARLEY_CONVERTER_FAMILIES_H

#include <parley/converters.h>

/* Letters and digits that stand for others. A letter without a stand-in stays. */
struct alphabet {
    uint32_t small, capital, digit; /* where runs of 26, 26 and 10 code points begin; 0: there is none */
    const char *small_list;         /* or 26 of them, in UTF-8 */
    const char *digit_list;         /* or 10 */
    bool folds_capitals;            /* capitals are written as small letters first */
};

typedef void apply_fn(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed);
typedef void undo_fn(struct buffer *out, struct slice text, const struct converter *c);

apply_fn alphabet_apply, between_apply, around_apply, case_apply, base64_apply, base32_apply, hex_apply, binary_apply,
    decimal_apply, rotate_apply, atbash_apply, reverse_apply, reverse_words_apply, morse_apply, url_apply, entity_apply,
    nato_apply, stretch_apply, vowels_apply, slips_apply, pig_apply, lines_apply, number_words_apply, marks_apply, caret_apply;
undo_fn alphabet_undo, between_undo, around_undo, base64_undo, base32_undo, hex_undo, binary_undo, decimal_undo, rotate_undo,
    atbash_undo, reverse_undo, reverse_words_undo, morse_undo, url_undo, entity_undo, nato_undo, stretch_undo, marks_undo;

#endif
