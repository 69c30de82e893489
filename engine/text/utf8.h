/* Decoding without checks, for text that was checked on entry. */
#ifndef PARLEY_TEXT_UTF8_H
#define PARLEY_TEXT_UTF8_H

#include <parley/text.h>

/* How many bytes the valid character at s[at] takes; 0 when the bytes there are not one. */
size_t utf8_length(struct slice s, size_t at);

#endif
