/* Views: other readings of the same text, made to undo disguises before anything is screened.
 *
 * Each view is a rewritten folded text with an origin map back to the original. A view is only made when the text
 * shows a sign of that disguise, so honest messages cost nothing. At most VIEWS_MAX views, bounded in size.
 * Views of views are made to depth 2 (base64 of rot13).
 *
 * plain      folded text itself; always first
 * skeleton   look-alike letters of other scripts made Latin (Cyrillic, Greek, full width, mathematical, small caps)
 * unleet     5 -> s, 0 -> o, @ -> a ... inside words that hold letters
 * joined     letters split by spaces, dots, dashes or zero-width signs put together: p r o m i s e, p.r.o.m.i.s.e
 * reversed   the whole text or each word backwards, when that reads as more known words
 * base64 hex rot13 url morse binary leading-letters emoji-letters   decoded where the whole or a part decodes to text
 * mended     slips of the fingers in words that matter: sotp, unsubscibe; other: the second guess where two words are near
 * markup     HTML tags and entities, markdown signs and comments taken away
 */
#ifndef PARLEY_VIEWS_H
#define PARLEY_VIEWS_H

#include <parley/mending.h>
#include <parley/text.h>

enum view_kind {
    VIEW_PLAIN,
    VIEW_SKELETON,
    VIEW_UNLEET,
    VIEW_JOINED,
    VIEW_REVERSED,
    VIEW_BASE64,
    VIEW_HEX,
    VIEW_ROT13,
    VIEW_URL,
    VIEW_MORSE,
    VIEW_BINARY,
    VIEW_EMOJI,
    VIEW_MARKUP,
    VIEW_UNACCENTED,
    VIEW_MENDED,
    VIEW_MENDED_OTHER,
    VIEW_KIND_COUNT
};

enum { VIEWS_MAX = 12 };

struct view {
    enum view_kind kind;
    struct text text;       /* .original is the rewritten text; its origin map is relative to that */
    const uint32_t *source; /* per byte of text.original (+1): byte of the real original */
};

struct views {
    struct view at[VIEWS_MAX];
    size_t count; /* >= 1 */
    bool cut;     /* there would have been more: the text is long and of many disguises */
};

/* `mending` may be NULL: then no view is mended. */
void views_of(struct views *out, struct arena *arena, const struct text *t, const struct mending *mending);
struct span view_span(const struct view *v, struct span in_view); /* to the real original */
const char *view_kind_name(enum view_kind kind);

#endif
