/* A text being rewritten into a view: bytes with the place each came from. */
#ifndef PARLEY_TEXT_REWRITE_H
#define PARLEY_TEXT_REWRITE_H

#include <parley/views.h>

struct rewrite {
    char *at;
    uint32_t *source;
    size_t len, room;
    unsigned changes; /* how much of the disguise was undone */
};

void rewrite_begin(struct rewrite *r, struct arena *arena, size_t room);
void rewrite_put(struct rewrite *r, struct slice bytes, uint32_t source);
void rewrite_point(struct rewrite *r, uint32_t point, uint32_t source);

/* How many words of a list of common ones (English, some Malay and Spanish, the trade's own) are in the text, and how many
 * words it has. Decides whether a decoding reads as language. */
struct reading {
    unsigned known, words;
};
struct reading reading_of(struct slice folded);

/* Each makes its view of `t` when there is a sign of the disguise; false otherwise. */
typedef bool view_maker(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending);
view_maker view_skeleton, view_unleet, view_joined, view_reversed, view_rot13, view_base64, view_hex, view_url, view_morse,
    view_binary, view_emoji, view_markup, view_unaccented, view_mended, view_mended_other;

#endif
