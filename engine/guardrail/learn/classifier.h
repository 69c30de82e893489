/* Linear classifiers of what customers write and of what is about to be said to them: one margin for each kind of signal, trained
 * at build time on data_in/ and data_out/ and nothing else (make_classifier). Integers only at run time: the same text gives the
 * same margins everywhere. */
#ifndef PARLEY_LEARN_CLASSIFIER_H
#define PARLEY_LEARN_CLASSIFIER_H

#include <parley/signal.h>

#include "text_features.h"

enum { LEARNED_MAX = 24 };

struct classifier_kind {
    int64_t scale;     /* of a weight, 1/2^30; times the sum over the norm it gives a margin */
    int64_t bias;      /* 1/2^20, as margins are */
    int64_t typical;   /* the median margin of texts without the kind */
    int64_t threshold; /* above it the kind is seen: few texts without it came so far when they were not trained on */
};

struct classifier {
    enum signal_kind first; /* of `count` kinds that follow one another */
    size_t count, room;     /* room: weights of a bucket, a multiple of 8 */
    const struct classifier_kind *kinds;
    const int8_t *weights;   /* room of each bucket, one for each kind */
    const uint8_t *rarity;   /* of a bucket: the logarithm of texts over texts that have it, and one, in sixteenths */
    const uint8_t *signs;    /* which feature owns a bucket; 0: none */
    const uint64_t *trusted; /* bits of the built-in rules that hardly ever erred over the texts it was trained on */
};
extern const struct classifier classifier_in, classifier_out; /* written by make_classifier */

/* What the rules saw of a text: the classifier starts from it, adds what they do not know and takes off where they err. */
struct rule_view {
    int64_t weight[SIGNAL_KIND_COUNT]; /* of the built-in rules that matched, in millionths */
    const uint64_t *hit;               /* bits of the built-in rules that matched */
    size_t hit_words;
};
enum { RULE_WEIGHT_MOST = 1000000 };
static inline int64_t rule_view_start(const struct rule_view *v, enum signal_kind kind)
{
    return v->weight[kind] < 0 ? 0 : v->weight[kind] > RULE_WEIGHT_MOST ? RULE_WEIGHT_MOST : v->weight[kind];
}

/* Evidence in millionths for each kind from classifier->first on: 0 at the typical margin, 500,000 at the threshold; -500,000 to
 * 1,000,000. The margin is that of the rules, a quarter of that of the whole text and three of the sentence that shows the kind
 * most. `proven` (may be NULL): sentences that are not read; then the others speak for themselves. */
void classify(int32_t evidence[LEARNED_MAX], const struct classifier *classifier, struct features *scratch, const struct text *t,
              const struct rule_view *rules, const bool *proven);

#endif
