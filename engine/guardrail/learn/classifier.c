#include "classifier.h"

#define MARGIN_ONE (INT64_C(1) << 20)

/* Sums of at most FEATURES_MAX * 127 * 10 * 255 each. */
static void weigh(int64_t margins[LEARNED_KINDS], const struct features *f)
{
    int64_t sums[LEARNED_ROOM] = {0};
    for (size_t i = 0; i < f->count; i++) {
        uint32_t bucket = feature_bucket(f->at[i].hash);
        const int8_t *weights = classifier_weights[bucket];
        int32_t value = f->at[i].value * classifier_rarity[bucket];
        for (size_t k = 0; k < LEARNED_ROOM; k++)
            sums[k] += weights[k] * value;
    }
    int64_t norm = (int64_t)features_norm(f, classifier_rarity);
    for (size_t k = 0; k < LEARNED_KINDS; k++)
        margins[k] = classifier_kinds[k].bias + (norm == 0 ? 0 : sums[k] * classifier_kinds[k].scale / norm);
}

static int64_t bounded(int64_t v, int64_t least, int64_t most)
{
    return v < least ? least : v > most ? most : v;
}

void classify(int32_t evidence[LEARNED_KINDS], struct features *scratch, const struct text *t, const struct rule_view *rules)
{
    int64_t whole[LEARNED_KINDS], part[LEARNED_KINDS], best[LEARNED_KINDS];
    bool any = false;
    scratch->signs = classifier_signs;
    features_of(scratch, t, 0, t->word_count);
    features_add_rules(scratch, rules->hit, rules->hit_words);
    weigh(whole, scratch);
    for (size_t s = 0; s < t->sentence_count; s++) {
        if (!features_read_alone(t, s))
            continue;
        features_of(scratch, t, t->sentences[s].first, t->sentences[s].past);
        features_add_rules(scratch, rules->hit, rules->hit_words);
        weigh(part, scratch);
        for (size_t k = 0; k < LEARNED_KINDS; k++)
            best[k] = !any || part[k] > best[k] ? part[k] : best[k];
        any = true;
    }
    for (unsigned k = 0; k < LEARNED_KINDS; k++) {
        const struct classifier_kind *c = &classifier_kinds[k];
        int64_t start = rule_view_start(rules, k) * MARGIN_ONE / RULE_WEIGHT_MOST;
        int64_t margin = start + (any ? (whole[k] + best[k]) / 2 : whole[k]);
        int64_t share = (margin - c->typical) * 500000 / (c->threshold - c->typical);
        evidence[k] = (int32_t)bounded(share, -500000, 1000000);
    }
}
