/* Personas: simulated customers as state machines with facts, mood, patience, goal and channel habits. No model needed; seeded.
 */
#ifndef PARLEY_PERSONA_H
#define PARLEY_PERSONA_H

#include <parley/document.h>
#include <parley/message.h>
#include <parley/schema.h>

/* What a reply is, as the persona takes it; the first rule that fits decides. */
enum reply_class {
    REPLY_HANDOVER,
    REPLY_CARE,
    REPLY_OPT_OUT_ACK,
    REPLY_HUMAN_ANSWER,
    REPLY_LINK,
    REPLY_CLOSING,
    REPLY_ASKED_PATH,
    REPLY_CLAIM,
    REPLY_DEFLECTION,
    REPLY_FALLBACK,
    REPLY_DISCLOSURE,
    REPLY_HOLDING,
    REPLY_QUESTION,
    REPLY_ANY,
    REPLY_SILENCE,
    REPLY_CLASS_COUNT
};

struct persona_fact { /* drawn once per conversation */
    struct slice name;
    struct slice_list any;
    uint64_t from, to; /* a number, when `any` is empty */
};

struct persona_rule {
    enum reply_class reply;
    struct slice to;
    int32_t mood;
    struct place at;
};

struct persona_state {
    struct slice id;
    struct slice_list *say;
    size_t say_count; /* one line is drawn from each list */
    struct persona_rule *rules;
    size_t rule_count;
    struct place at;
};

struct persona {
    struct slice id, title, summary, goal;
    enum channel_kind channels[CHANNEL_KIND_COUNT];
    size_t channel_count;
    struct persona_fact *facts;
    size_t fact_count;
    int32_t mood, patience;
    uint32_t burst_ppm, typo_ppm, slip_ppm, silence_ppm;
    struct duration think_least, think_most;
    struct slice_list done_when;
    struct persona_state *states;
    size_t state_count;
    /* what must hold whatever the seed */
    uint64_t handover_within, max_turns;
    uint32_t must, never;
    struct slice_list must_show, never_says; /* groups of "word|word": what the persona must have shown, or the trial is void */
    struct place at;
};

struct cast {
    struct persona *at;
    size_t count;
};

void cast_read(struct cast *out, struct arena *arena, const struct source_file *files, size_t count, struct problems *problems);
const struct persona_state *persona_state(const struct persona *p, struct slice id);

#endif
