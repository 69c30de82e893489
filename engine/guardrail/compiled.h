/* A compiled guardrail: every pattern of one direction in one set. */
#ifndef PARLEY_GUARDRAIL_COMPILED_H
#define PARLEY_GUARDRAIL_COMPILED_H

#include <parley/guardrail.h>
#include <parley/mending.h>
#include <parley/patterns.h>

enum { FIRES = 500000, RULES_MAX = 1024 };
static const enum signal_kind split_kind = SIGNAL_INJECTION; /* what is looked for over several messages */

struct compiled_rule {
    struct slice id, keeps;
    enum signal_kind kind;
    int32_t weight;
    enum rule_action action;
};

struct rule_set {
    struct compiled_rule *rules; /* the first are built in, the tenant's follow */
    size_t count, room, built_in;
    struct pattern_source *sources;
    size_t source_count, source_room;
    struct pattern_set *patterns;
    const struct mending *mending; /* the words of the patterns */
};

struct guardrail {
    struct rule_set in, out;
    struct rule_set split;             /* of `in`, what is looked for over several messages */
    struct slice_list hosts, canaries; /* folded */
    bool has_brain;
    struct proven *proven; /* proven.h */
    size_t proven_count, proven_slots;
};

/* Evidence for one text over all its views, by kind: that of its strongest sentence. */
struct evidence {
    int64_t weight[SIGNAL_KIND_COUNT];
    const struct compiled_rule *rule[SIGNAL_KIND_COUNT];
    struct span span[SIGNAL_KIND_COUNT];
    bool disguised[SIGNAL_KIND_COUNT];   /* seen only in a decoding view */
    int64_t built_in[SIGNAL_KIND_COUNT]; /* the share of weight that no tenant's rule gave */
    uint64_t hit[RULES_MAX / 64];        /* rules that matched in plain sight */
    bool gave_up;
};

/* Stretches of the original that no rule may bar: wording that a person signed, word for word. */
struct waivers {
    const struct span *at;
    size_t count;
};

/* Searches every view, sentence by sentence; a rule counts once per sentence and an excuse only in its own, so that honest words
 * in one sentence cannot hide what the next one says. `waivers` may be NULL; a disguise is never waived. */
void gather(struct evidence *out, struct arena *arena, const struct rule_set *set, const struct views *views,
            const struct waivers *waivers);

void add_signal(struct screen *out, struct arena *arena, const struct signal *s);
/* Turns evidence that fires into signals, strongest first, and sets label, score and action. */
void conclude(struct screen *out, struct arena *arena, const struct evidence *e);
void finish_screen(struct screen *out);

#endif
