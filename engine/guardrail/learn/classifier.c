#include "classifier.h"

#include <string.h>

/* At most FEATURES_MAX * 127 * 10 each. */
static void weigh(int32_t sums[LEARNED_ROOM], const struct features *f)
{
    memset(sums, 0, LEARNED_ROOM * sizeof *sums);
    for (size_t i = 0; i < f->count; i++) {
        const int8_t *weights = classifier_weights[f->at[i].bucket];
        int32_t value = f->at[i].value;
        for (size_t k = 0; k < LEARNED_ROOM; k++)
            sums[k] += weights[k] * value;
    }
}

static int64_t bounded(int64_t v, int64_t least, int64_t most)
{
    return v < least ? least : v > most ? most : v;
}

void classify(int32_t evidence[LEARNED_KINDS], struct features *scratch, const struct text *t, size_t first, size_t past)
{
    int32_t sums[LEARNED_ROOM];
    features_of(scratch, t, first, past);
    weigh(sums, scratch);
    for (size_t k = 0; k < LEARNED_KINDS; k++) {
        const struct classifier_kind *c = &classifier_kinds[k];
        int64_t margin = c->bias + (scratch->norm == 0 ? 0 : sums[k] * c->scale / (int64_t)scratch->norm);
        int64_t share = (margin - c->typical) * 500000 / (c->threshold - c->typical);
        evidence[k] = (int32_t)bounded(share, -500000, 1000000);
    }
}
