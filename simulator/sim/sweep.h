/* The sweep: a script is run without faults to number what could go wrong, then once for every number and every way.
 *
 * Points: the durable calls of all nodes and of the desk, in order, each of which may fail without being done, or take its
 * process with it right before or right after; and the allocations of the nodes, at each of which a process may stop
 * (docs/adr/0003). Whatever a node still computes behind such an allocation reaches nobody, as if it had stopped there. */
#ifndef PARLEY_SIM_SWEEP_H
#define PARLEY_SIM_SWEEP_H

#include "script.h"

enum sweep_fate { SWEEP_FAILS, SWEEP_DIES_BEFORE, SWEEP_DIES_AFTER, SWEEP_DIES_ALLOCATING, SWEEP_FATE_COUNT };
extern const char *const sweep_fate_names[SWEEP_FATE_COUNT]; /* "dies-after" */

struct sweep_fault {
    enum sweep_fate fate;
    uint64_t at; /* the number of the durable call, or of the allocation, from 0 */
};

struct sweep_point {
    struct sweep_fault faults[2]; /* in order */
    size_t count;
};

struct sweep_result {
    struct simulation_result run;
    size_t struck;                               /* faults of the point that happened: all of them, or the point does not exist */
    uint64_t writes, by_node[SIM_NODES_MAX + 1]; /* durable calls; the last is the desk */
    uint64_t calls;                              /* of the store, all of them */
    uint64_t allocations;
};

/* In `arena`. */
void sweep_run(struct sweep_result *out, struct arena *arena, const struct stage *stage, const struct script *script,
               const struct sweep_point *point, bool tells);

#endif
