/* One simulated stretch of bad luck: the real engine (turns, guardrails, store) on several nodes, with customers, providers,
 * models and staff around it, faults from a seed, and the ledger that checks what truly happened.
 *
 *   safety     faults strike until the horizon
 *   liveness   everything heals; what is left must come to rest within the settling time, and then be as the invariants say
 *
 * Deterministic: the same stage, plan and seed give the same digest. One thread; several simulations may run on several. */
#ifndef PARLEY_SIMULATION_H
#define PARLEY_SIMULATION_H

#include <parley/faults.h>
#include <parley/ledger.h>
#include <parley/play.h>
#include <parley/traffic.h>
#include <parley/turn.h>
#include <parley/volunteer.h>

enum { SIM_TENANTS_MAX = 4, SIM_NODES_MAX = 4 };

/* What is the same for all seeds of a run; borrowed by every simulation. */
struct stage {
    struct stage_tenant {
        const struct rules *rules;   /* as the pack has them, with models a and b above the script and a checker c */
        const struct rules *next;    /* a later version of the tenant's settings */
        const struct rules *poor;    /* with very little money a day */
        const struct rules *brain;   /* another version of the brain: a canary */
        struct source_file settings; /* tenant.yaml, to be offered in pieces */
    } tenants[SIM_TENANTS_MAX];
    size_t tenant_count;
    struct traffic traffic;
};

struct simulation_plan {
    uint64_t seed;
    size_t nodes, customers, messages; /* messages per customer, on average */
    struct wall begin;
    struct duration horizon, settling; /* of faults; of healing */
    bool disk;                         /* SQLite on a simulated disk under the nodes; else the store in memory */
    bool tells;                        /* keeps a timeline for people */
    const enum fault *occasions;       /* when it tells: also when and where this fault could strike; NULL: none */
    const struct strike *only;         /* as in struct faults */
    size_t only_count;
    const struct strike *never;
    size_t never_count;
    const struct play *play;                        /* NULL: customers and texts as the seed draws them */
    const struct fault_judge *judge;                /* as in struct faults */
    void (*rates)(void *context, struct faults *f); /* may change what the seed drew; NULL: as drawn */
    void *context;
    const struct direction *direction; /* says what happens instead of chance; NULL: chance (simulator/sim/direction.h) */
};

/* What a seed gets unless somebody asks for more: two nodes, twelve customers, a time of its own. */
struct simulation_plan simulation_plan_default(uint64_t seed);

/* The messages that the seed draws for a plan without a play: with it the run is the same. */
void simulation_play(struct play *out, struct arena *arena, const struct stage *stage, const struct simulation_plan *plan);

struct told {
    int64_t at_ms; /* virtual, since the beginning */
    struct slice text;
};

struct simulation_result {
    uint64_t seed, digest;
    const struct violation *violations; /* in the arena given to run */
    size_t violation_count;
    struct ledger_sum sum;
    uint64_t asked[FAULT_COUNT], struck[FAULT_COUNT];
    uint64_t volunteered[VOLUNTEER_COUNT]; /* rare paths of the engine that were taken */
    const struct strike *strikes;
    size_t strike_count;
    uint64_t virtual_ms, writes; /* simulated time; durable store calls of all nodes */
    const struct told *timeline; /* when the plan tells */
    size_t told_count;
    const struct play_message *said; /* when the plan tells: also what followed from customer-repeats, customer-burst, opt-out */
    size_t said_count;
};

/* Everything in the result lives in `arena`. */
void simulation_run(struct simulation_result *out, struct arena *arena, const struct stage *stage,
                    const struct simulation_plan *plan);

#endif
