/* Word stems by Snowball (libstemmer): english, spanish; any other language gives the word back unchanged.
 * A stemmer is not shared between threads; create one per arena. Created stemmers are released by the arena. */
#ifndef PARLEY_STEM_H
#define PARLEY_STEM_H

#include <parley/arena.h>
#include <parley/slice.h>

struct stemmer;

struct stemmer *stemmer_create_in(struct arena *arena, struct slice language); /* ISO 639-1: en es ms */
struct slice stem(struct stemmer *s, struct arena *arena, struct slice folded_word);
/* Words that carry little meaning in retrieval (the, of, and ...). */
bool stem_is_common(struct slice folded_word, struct slice language);

#endif
