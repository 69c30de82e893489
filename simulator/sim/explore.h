/* The exploration: every combination of states of what the engine stands on, held for a while, in which a fixed set of customers
 * writes; then everything heals. What the engine must answer in each state is worked out apart from it.
 *
 * There is no cache axis: beside the store a node keeps open turns and sends on their way, and hints of when to look again;
 * nothing of it answers anybody. */
#ifndef PARLEY_SIM_EXPLORE_H
#define PARLEY_SIM_EXPLORE_H

#include "script.h"

enum axis { AXIS_STORE, AXIS_A, AXIS_B, AXIS_CHECKER, AXIS_NUMBER, AXIS_SECOND, AXIS_COUNT };
extern const char *const axis_names[AXIS_COUNT];

/* Slow is walked twice: just within the deadline of what waits for it, and just beyond. */
enum level { LEVEL_UP, LEVEL_SLOW, LEVEL_TOO_SLOW, LEVEL_DOWN, LEVEL_COUNT };
extern const char *const level_names[LEVEL_COUNT];

struct world_state {
    enum level of[AXIS_COUNT];
};

/* Who answered: a rung of the ladder, or a signed line that needs no draft. */
enum rung { RUNG_A, RUNG_B, RUNG_SCRIPT, RUNG_FALLBACK, RUNG_SIGNED, RUNG_NONE, RUNG_COUNT };
extern const char *const rung_names[RUNG_COUNT];

/* What a level means in time, of the tenants of a stage. */
struct paces {
    uint64_t store_ms[LEVEL_COUNT], model_ms[LEVEL_COUNT], number_ms[LEVEL_COUNT];
};
struct paces paces_of(const struct stage *stage);

/* What has to answer a question that needs a draft, and when it is decided at the latest, in ms since it was read. `store_ms` is
 * what the store takes of that time. */
struct expected {
    enum rung rung;
    uint64_t decided_ms;
};
struct expected explore_expects(const struct world_state *w, const struct paces *p, const struct rules *rules, uint64_t gap_ms,
                                uint64_t store_ms);

/* The second number takes what the first one does not. */
enum level explore_number(const struct world_state *w);

enum { SITTINGS_MAX = 12, FAILURES_MAX = 8 };

/* Messages that somebody wrote in one breath. */
struct sitting {
    unsigned customer;
    uint32_t said_ms, last_said_ms;
    size_t messages;
    bool needs_draft;
    enum rung rung;               /* of its first answer */
    int64_t decided_ms, shown_ms; /* since the beginning; -1: never */
};

struct explored {
    struct simulation_result run;
    struct sitting sittings[SITTINGS_MAX];
    size_t sitting_count;
    uint64_t accepted_before_heal;
    int64_t drained_ms; /* since the healing */
    struct slice failures[FAILURES_MAX];
    size_t failure_count;
};

/* In `arena`. */
void explore_run(struct explored *out, struct arena *arena, const struct stage *stage, const struct world_state *w, bool tells);
/* The bounds, for people to read. */
const char *explore_bounds(void);

#endif
