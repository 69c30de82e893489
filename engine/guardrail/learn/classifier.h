/* A linear classifier of what customers write, one margin for each inbound kind, trained at build time on data/ and nothing else
 * (make_classifier). Integers only at run time: the same text gives the same margins everywhere. */
#ifndef PARLEY_LEARN_CLASSIFIER_H
#define PARLEY_LEARN_CLASSIFIER_H

#include <parley/signal.h>

#include "text_features.h"

enum { LEARNED_KINDS = SIGNAL_UNDER_18 + 1, LEARNED_ROOM = 24 };

/* Weights of a bucket, one for each kind. */
extern const int8_t classifier_weights[FEATURE_BUCKETS][LEARNED_ROOM];
struct classifier_kind {
    int64_t scale;     /* of a weight, 1/2^30; times the sum over the norm it gives a margin */
    int64_t bias;      /* 1/2^20, as margins are */
    int64_t typical;   /* the median margin of texts without the kind */
    int64_t threshold; /* above it the kind is seen: few texts without it came so far when they were not trained on */
};
extern const struct classifier_kind classifier_kinds[LEARNED_KINDS];

/* Evidence in millionths for each kind: 0 at the typical margin, 500,000 at the threshold; -500,000 to 1,000,000. */
void classify(int32_t evidence[LEARNED_KINDS], struct features *scratch, const struct text *t, size_t first, size_t past);

#endif
