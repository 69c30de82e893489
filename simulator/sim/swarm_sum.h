/* What many seeds add up to, and what is said of it. */
#ifndef PARLEY_SWARM_SUM_H
#define PARLEY_SWARM_SUM_H

#include "modes.h"

enum { FAILED_SEEDS_TOLD = 100 };

struct swarm_sum {
    uint64_t seeds, failed, twice, differing, virtual_ms;
    uint64_t digest; /* of all of them in their order: two builds that should behave alike are compared by it */
    uint64_t struck[FAULT_COUNT], asked[FAULT_COUNT], volunteered[VOLUNTEER_COUNT];
    uint64_t by_invariant[INVARIANT_COUNT];
    uint64_t failed_seeds[FAILED_SEEDS_TOLD]; /* the first ones */
    struct ledger_sum sum;
    double cpu_s;
    uint64_t asked_seeds;
    bool interrupted;
};

void swarm_add(struct swarm_sum *all, const struct simulation_result *r);
/* Prints, for people or as JSON, with every probe that never fired; an exit status. Of COVERED_SEEDS or more every probe has to
 * fire. */
enum { COVERED_SEEDS = 2000 };
int swarm_conclude(const struct sim_mode *m, const struct swarm_sum *all);

#endif
