/* Which of a few languages a text is written in, by its commonest words. Made to be unsure: a short or mixed text has none. */
#ifndef PARLEY_LANGUAGE_H
#define PARLEY_LANGUAGE_H

#include <parley/text.h>

/* One of `languages` (ISO 639-1; known are en, es, ms), or empty when no one clearly leads. */
struct slice text_language(const struct text *t, const struct slice *languages, size_t count);

#endif
