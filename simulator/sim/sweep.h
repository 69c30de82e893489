/* The sweep: a script is run without faults to number what could go wrong, then once for every number and every way.
 *
 * Points: the durable calls of all nodes and of the desk, in order, each of which may fail without being done, or take its
 * process with it right before or right after; the allocations of the nodes, at each of which a process may stop (docs/adr/0003);
 * and, when SQLite on the simulated disk is under the nodes, every durable operation of it in every way in which a disk can fail
 * there. Whatever a node still computes behind such an allocation reaches nobody, as if it had stopped there. */
#ifndef PARLEY_SIM_SWEEP_H
#define PARLEY_SIM_SWEEP_H

#include "script.h"

enum sweep_fate {
    SWEEP_FAILS,
    SWEEP_DIES_BEFORE,
    SWEEP_DIES_AFTER,
    SWEEP_CALL_FATES,
    SWEEP_DIES_ALLOCATING = SWEEP_CALL_FATES,
    /* of operations of the simulated disk */
    SWEEP_DISK_FAILS,
    SWEEP_DISK_TORN,
    SWEEP_SYNC_FAILS,
    SWEEP_DISK_FULL,
    SWEEP_CUT_BEFORE,
    SWEEP_CUT_AFTER,
    SWEEP_DIES_DURING,
    SWEEP_FATE_COUNT
};
/* Counts durable calls, allocations or durable operations of the disk. */
enum sweep_count { COUNT_CALLS, COUNT_ALLOCATIONS, COUNT_DISK, SWEEP_COUNT_COUNT };
enum sweep_count sweep_counts(enum sweep_fate fate);
extern const char *const sweep_fate_names[SWEEP_FATE_COUNT]; /* "dies-after" */

struct sweep_fault {
    enum sweep_fate fate;
    uint64_t at; /* the number of the durable call, or of the allocation, the operation of the disk; from 0 */
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
    uint64_t allocations, disk;                  /* disk: durable operations of nodes, and what each of them is */
    const uint8_t *disk_ops;                     /* enum disk_op */
};

/* In `arena`. */
void sweep_run(struct sweep_result *out, struct arena *arena, const struct stage *stage, const struct script *script,
               const struct sweep_point *point, bool disk, bool tells);
bool sweep_fits(enum sweep_fate fate, enum disk_op op); /* can a disk do that at such an operation? */

#endif
