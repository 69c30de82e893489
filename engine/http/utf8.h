/* Is this text UTF-8? Told piece by piece: a character may be cut in two. No surrogates, nothing over U+10FFFF, no long forms. */
#ifndef PARLEY_HTTP_UTF8_H
#define PARLEY_HTTP_UTF8_H

#include <parley/slice.h>

struct utf8 {            /* zeroed: at the beginning of a text */
    uint8_t missing;     /* bytes of the character at hand */
    uint8_t least, most; /* what its next byte may be */
};

MUST_USE bool utf8_takes(struct utf8 *u, struct slice piece); /* false: can never become UTF-8 */
bool utf8_is_whole(const struct utf8 *u);

#endif
