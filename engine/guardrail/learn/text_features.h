/* The features of a text that the classifier weighs: word stems, pairs of them within four words, letter groups of three to five
 * inside words, concepts, pairs of concepts within six words, and a concept beside a word. Each is hashed into a bucket and
 * counts once; rare ones weigh more. Source: hashed linear text classification (Weinberger et al. 2009), subword groups as in
 * fastText. */
#ifndef PARLEY_LEARN_FEATURES_H
#define PARLEY_LEARN_FEATURES_H

#include <parley/text.h>

enum { FEATURE_BUCKETS = 1 << 16, FEATURES_MAX = 6000, FEATURE_WORDS_MAX = 400 };

struct feature {
    uint16_t bucket;
    uint16_t value; /* tenths */
};

struct features {
    struct feature at[FEATURES_MAX];
    size_t count;
    uint64_t taken[FEATURE_BUCKETS / 64];
};

/* Of words[first..past); the first FEATURE_WORDS_MAX of them. */
void features_of(struct features *out, const struct text *t, size_t first, size_t past);

/* That a rule matched is a feature too: adds one for each bit of `rules` (`words` of 64). */
void features_add_rules(struct features *f, const uint64_t *rules, size_t words);

/* The Euclidean length of the values, each times the rarity of its bucket, in 1/1024. */
uint64_t features_norm(const struct features *f, const uint8_t rarity[FEATURE_BUCKETS]);

/* A sentence of a longer text is read by itself too when it has so many words. */
enum { SENTENCE_LEAST = 3 };
bool features_read_alone(const struct text *t, size_t sentence);

#endif
