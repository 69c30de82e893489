/* The features of a text that the classifier weighs: word stems, pairs of them within four words, letter groups of three to five
 * inside words, concepts, pairs of concepts within six words, and a concept beside a word. Each is hashed into a bucket, which
 * one of them owns, and counts once; rare ones weigh more. Source: hashed linear text classification (Weinberger et al. 2009),
 * subword groups as in fastText. */
#ifndef PARLEY_LEARN_FEATURES_H
#define PARLEY_LEARN_FEATURES_H

#include <parley/text.h>

enum { FEATURE_BUCKETS = 1 << 17, FEATURES_MAX = 8000, FEATURE_WORDS_MAX = 400 };

struct feature {
    uint32_t hash;  /* its bucket and its sign, see below */
    uint16_t value; /* tenths */
};

static inline uint32_t feature_bucket(uint32_t hash)
{
    return hash % FEATURE_BUCKETS;
}

/* What tells the features of one bucket apart; never 0. */
static inline uint8_t feature_sign(uint32_t hash)
{
    return (uint8_t)(hash >> 24 | 1);
}

struct features {
    struct feature *at;
    size_t count, room;
    const uint8_t *signs; /* of the buckets that are in use: every other feature is left out. NULL: all are kept, some twice */
    uint64_t taken[FEATURE_BUCKETS / 64]; /* zero at first; features_of leaves the bits of its own features */
};

/* Room for the features of a text of so many words. */
struct features *features_create(struct arena *arena, size_t words);

/* Of words[first..past); the first FEATURE_WORDS_MAX of them. `signs` is the caller's. */
void features_of(struct features *out, const struct text *t, size_t first, size_t past);

/* That a rule matched is a feature too: adds one for each bit of `rules` (`words` of 64). */
void features_add_rules(struct features *f, const uint64_t *rules, size_t words);

/* The Euclidean length of the values, each times the rarity of its bucket, in 1/1024. */
uint64_t features_norm(const struct features *f, const uint8_t rarity[FEATURE_BUCKETS]);

/* A sentence of a longer text is read by itself too when it has so many words. */
enum { SENTENCE_LEAST = 3 };
bool features_read_alone(const struct text *t, size_t sentence);

#endif
