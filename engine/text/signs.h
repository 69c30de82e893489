/* What has to be in a text before a disguise can be: one pass over the bytes, so that honest messages pay for no view. Each is a
 * necessary condition of its view maker, never a sufficient one. */
#ifndef PARLEY_TEXT_SIGNS_H
#define PARLEY_TEXT_SIGNS_H

#include <parley/views.h>

struct signs {
    bool high;                 /* a byte over 127 */
    bool leet;                 /* a sign that stands for a letter, beside a letter */
    size_t singles;            /* letters that stand alone */
    bool token;                /* many base64 signs in a row */
    size_t hex_digits;         /* 2 to 7, the first half of every readable byte, with nothing but hex between them */
    size_t per_cents;          /* % */
    size_t standing_dots;      /* dots and dashes that begin a token */
    size_t bits;               /* 0 and 1 */
    size_t emphasis;           /* * _ ~ ` */
    bool tags;                 /* < or & */
    bool mostly_plain_english; /* more than a third of the words are common ones */
};

void signs_of(struct signs *out, const struct text *t);
bool signs_allow(const struct signs *s, enum view_kind kind);

#endif
