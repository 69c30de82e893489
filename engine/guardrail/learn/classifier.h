/* A linear classifier of what customers write, one margin for each inbound kind, trained at build time on data/ and nothing else
 * (make_classifier). Integers only at run time: the same text gives the same margins everywhere. */
#ifndef PARLEY_LEARN_CLASSIFIER_H
#define PARLEY_LEARN_CLASSIFIER_H

#include <parley/signal.h>

#include "text_features.h"

enum { LEARNED_KINDS = SIGNAL_UNDER_18 + 1, LEARNED_ROOM = 24 };

/* Weights of a bucket, one for each kind. */
extern const int8_t classifier_weights[FEATURE_BUCKETS][LEARNED_ROOM];
/* How rare a bucket is: the logarithm of texts over texts that have it, and one, in sixteenths. */
extern const uint8_t classifier_rarity[FEATURE_BUCKETS];
/* Which feature owns a bucket; 0: none. */
extern const uint8_t classifier_signs[FEATURE_BUCKETS];
struct classifier_kind {
    int64_t scale;     /* of a weight, 1/2^30; times the sum over the norm it gives a margin */
    int64_t bias;      /* 1/2^20, as margins are */
    int64_t typical;   /* the median margin of texts without the kind */
    int64_t threshold; /* above it the kind is seen: few texts without it came so far when they were not trained on */
};
extern const struct classifier_kind classifier_kinds[LEARNED_KINDS];

/* What the rules saw of a text: the classifier starts from it, adds what they do not know and takes off where they err. */
struct rule_view {
    int64_t weight[LEARNED_KINDS]; /* of the built-in rules that matched, in millionths */
    const uint64_t *hit;           /* bits of the built-in rules that matched */
    size_t hit_words;
};
enum { RULE_WEIGHT_MOST = 1000000 };
static inline int64_t rule_view_start(const struct rule_view *v, unsigned kind)
{
    return v->weight[kind] < 0 ? 0 : v->weight[kind] > RULE_WEIGHT_MOST ? RULE_WEIGHT_MOST : v->weight[kind];
}

/* Evidence in millionths for each kind: 0 at the typical margin, 500,000 at the threshold; -500,000 to 1,000,000. The margin is
 * that of the rules, half that of the whole text and half that of the sentence that shows the kind most. */
void classify(int32_t evidence[LEARNED_KINDS], struct features *scratch, const struct text *t, const struct rule_view *rules);

#endif
