#include "classifier.h"

#define MARGIN_ONE (INT64_C(1) << 20)

/* Products are at most 30 * 255 * 127, so that a batch of them fits 32 bits. The table is larger than what is close to a
 * processor: the rows of the next few features are fetched while this one is weighed. */
enum { BATCH = 1024, AHEAD = 8, ROW = 8 };

static const int8_t *row_of(const struct classifier *c, const struct features *f, size_t i)
{
    return c->weights + feature_bucket(f->at[i].hash) * c->room;
}

static void weigh_row(int32_t sums[LEARNED_MAX], const int8_t *weights, size_t room, int16_t value)
{
    for (size_t k = 0; k < room; k += ROW)
        for (size_t i = 0; i < ROW; i++)
            sums[k + i] += weights[k + i] * value;
}

static void weigh(int64_t margins[LEARNED_MAX], const struct classifier *c, const struct features *f)
{
    int64_t sums[LEARNED_MAX] = {0};
    for (size_t from = 0; from < f->count; from += BATCH) {
        int32_t batch[LEARNED_MAX] = {0};
        for (size_t i = from; i < f->count && i < from + BATCH; i++) {
            if (i + AHEAD < f->count)
                __builtin_prefetch(row_of(c, f, i + AHEAD));
            weigh_row(batch, row_of(c, f, i), c->room, (int16_t)(f->at[i].value * c->rarity[feature_bucket(f->at[i].hash)]));
        }
        for (size_t k = 0; k < c->count; k++)
            sums[k] += batch[k];
    }
    int64_t norm = (int64_t)features_norm(f, c->rarity);
    for (size_t k = 0; k < c->count; k++)
        margins[k] = c->kinds[k].bias + (norm == 0 ? 0 : sums[k] * c->kinds[k].scale / norm);
}

static int64_t bounded(int64_t v, int64_t least, int64_t most)
{
    return v < least ? least : v > most ? most : v;
}

struct stretch {
    size_t first, past; /* words */
};

static void margins_of(int64_t margins[LEARNED_MAX], const struct classifier *c, struct features *scratch, const struct text *t,
                       struct stretch words, const struct rule_view *rules)
{
    features_of(scratch, t, words.first, words.past);
    features_add_rules(scratch, rules->hit, rules->hit_words);
    weigh(margins, c, scratch);
}

/* The highest margin of each kind over the sentences that are read by themselves; false when there are none. */
static bool best_sentence(int64_t best[LEARNED_MAX], const struct classifier *c, struct features *scratch, const struct text *t,
                          const struct rule_view *rules, const bool *proven)
{
    bool any = false;
    for (size_t s = 0; s < t->sentence_count; s++) {
        int64_t part[LEARNED_MAX];
        if ((proven == NULL && !features_read_alone(t, s)) || (proven != NULL && proven[s]))
            continue;
        margins_of(part, c, scratch, t, (struct stretch){t->sentences[s].first, t->sentences[s].past}, rules);
        for (size_t k = 0; k < c->count; k++)
            best[k] = !any || part[k] > best[k] ? part[k] : best[k];
        any = true;
    }
    return any;
}

void classify(int32_t evidence[LEARNED_MAX], const struct classifier *c, struct features *scratch, const struct text *t,
              const struct rule_view *rules, const bool *proven)
{
    int64_t whole[LEARNED_MAX], best[LEARNED_MAX] = {0};
    bool some_proven = false;
    scratch->signs = c->signs;
    for (size_t s = 0; proven != NULL && s < t->sentence_count; s++)
        some_proven |= proven[s];
    bool any = best_sentence(best, c, scratch, t, rules, some_proven ? proven : NULL);
    if (!some_proven)
        margins_of(whole, c, scratch, t, (struct stretch){0, t->word_count}, rules);
    for (size_t k = 0; k < c->count; k++) {
        const struct classifier_kind *kind = &c->kinds[k];
        int64_t margin = some_proven ? best[k] : any ? (whole[k] + 3 * best[k]) / 4 : whole[k];
        margin += rule_view_start(rules, (enum signal_kind)(c->first + k)) * MARGIN_ONE / RULE_WEIGHT_MOST;
        int64_t share = (margin - kind->typical) * 500000 / (kind->threshold - kind->typical);
        evidence[k] = some_proven && !any ? -500000 : (int32_t)bounded(share, -500000, 1000000);
    }
}
