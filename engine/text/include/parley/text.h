/* Text on entry: checked once, normalised once, with a way back from every normalised byte to the original.
 *
 * struct text is what the rest of the house reads: the original (valid UTF-8), a folded form (NFKC, case
 * folded, typographic quotes, dashes and spaces made plain, zero-width and control characters gone), and the
 * words in it. Offsets of the folded form lead back to the original through `origin`. An ASCII message takes
 * a fast path. Pure; everything lives in the arena.
 *
 * Source: DESIGN section 4 (facts in whatever form they are written), section 8 (offsets count code points). */
#ifndef PARLEY_TEXT_H
#define PARLEY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/slice.h>

enum { TEXT_MAX = 64 * 1024 }; /* bytes of one message; longer is BAD_INPUT at the door */

enum word_kind {
    WORD_LETTERS, /* may hold an apostrophe or hyphen inside: don't, twenty-one */
    WORD_DIGITS,  /* digits with , . : / inside: 1,200.50 18:30 12/03/2026 */
    WORD_MIXED,   /* letters and digits: ab12cde, 3pm, 5k */
    WORD_MARK     /* one symbol: punctuation, currency sign, emoji */
};

struct word {
    struct slice folded; /* points into text.folded */
    uint32_t start, end; /* byte offsets into text.folded */
    enum word_kind kind;
    uint32_t sentence; /* index into text.sentences */
    bool space_before;
};

struct span {
    size_t start, end; /* byte offsets into the original text, end exclusive */
};

struct sentence {
    struct span span;     /* in the original, without surrounding white space */
    uint32_t first, past; /* words[first..past) */
    bool is_question;
};

struct text {
    struct slice original;
    struct slice folded;
    const uint32_t *origin; /* folded.len + 1 entries: byte of the original where this folded byte began */
    struct word *words;
    size_t word_count;
    struct sentence *sentences;
    size_t sentence_count;
};

/* Valid UTF-8 without NUL? *bad_at is the first offending byte when not. */
bool text_is_utf8(struct slice s, size_t *bad_at);
bool text_is_ascii(struct slice s);
/* Valid UTF-8 for certain: bad bytes become U+FFFD. Gives `s` itself when it is already valid. */
struct slice text_clean(struct arena *arena, struct slice s);

/* BAD_INPUT when not UTF-8 or over TEXT_MAX. */
MUST_USE enum code text_read(struct text *out, struct arena *arena, struct slice original, struct error *e);

struct span text_span(const struct text *t, uint32_t folded_start, uint32_t folded_end);
struct slice text_at(const struct text *t, struct span span); /* the original's bytes */

/* Folding alone, for keys and tables: what text_read would put into .folded. */
struct slice text_fold(struct arena *arena, struct slice s);
/* Folded, and accents left out: Latin letters only. */
struct slice text_unaccented(struct arena *arena, struct slice s);

/* Code points, for everything that leaves in JSON. */
size_t text_points(struct slice s);
size_t text_point_of_byte(struct slice s, size_t byte);
/* Many positions of one text: counts on from the last one asked for, in either direction. Begins with {.text = s}. */
struct point_counter {
    struct slice text;
    size_t byte, point;
};
size_t text_count_points(struct point_counter *c, size_t byte);
size_t text_byte_of_point(struct slice s, size_t point);

/* One code point at *at, which moves on; false at the end. The slice must be valid UTF-8. */
bool text_next_point(uint32_t *point, struct slice s, size_t *at);
size_t text_put_point(char out[4], uint32_t point);

#endif
