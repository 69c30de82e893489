/* From a seed that fails to the smallest run that still breaks the same invariant. */
#ifndef PARLEY_SHRINKING_H
#define PARLEY_SHRINKING_H

#include <parley/progress.h>
#include <parley/simulation.h>
#include <parley/story.h>

/* A fault that struck, and where it strikes now that less happens around it. */
struct anchor {
    struct strike first; /* as the seed drew it: its size stays the same */
    struct strike now;
    uint64_t at_ns, nth;  /* when, and as which occasion of this fault and entity at that very moment */
    uint64_t size_period; /* its size is used modulo this; 0: it has none */
};

struct shrinking {
    const struct stage *stage;
    struct simulation_plan plan;                       /* as it failed */
    enum invariant invariant;                          /* I0_NONE: that of the first violation */
    bool (*breaks)(const struct simulation_result *r); /* NULL: the invariant is broken; or whatever else is looked for */
    struct arena arena;
    struct progress progress;
    uint64_t runs;
    struct play_message *messages;
    struct play_act *acts;
    struct anchor *anchors;
    size_t message_count, act_count, anchor_count;
    /* What is left, as indices. */
    struct run_part {
        const size_t *messages, *acts, *anchors;
        size_t message_count, act_count, anchor_count;
        size_t nodes;
        struct duration horizon;
        bool staff_idle;
    } left;
    size_t faults_before, customers_before, messages_before;
};

/* Runs the seed and shrinks what fails. False when it does not break `invariant` (or anything). `k` is zeroed but for stage,
 * plan, invariant and progress; shrinking_finish frees it. */
bool shrinking_run(struct shrinking *k);
void shrinking_finish(struct shrinking *k);
size_t shrinking_customers(const struct shrinking *k); /* how many of them still write */
/* What is left as a story without id, title, build and trace. In the arena of `k`. */
struct story shrinking_story(struct shrinking *k);

#endif
