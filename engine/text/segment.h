/* Words and sentences of a folded text. */
#ifndef PARLEY_TEXT_SEGMENT_H
#define PARLEY_TEXT_SEGMENT_H

#include <parley/text.h>

void segment_words(struct text *t, struct arena *arena);
void segment_sentences(struct text *t, struct arena *arena);

#endif
