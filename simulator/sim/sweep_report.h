/* What the sweep prints. */
#ifndef PARLEY_SIM_SWEEP_REPORT_H
#define PARLEY_SIM_SWEEP_REPORT_H

#include "modes.h"
#include "sweep.h"

struct sweep_sum {
    const char *script;
    uint64_t calls, writes, by_node[SIM_NODES_MAX + 1], allocations, disk;
    uint64_t enumerated, swept, violated; /* points; swept: those whose faults all happened */
    double cpu_s;
};

struct slice sweep_point_name(struct arena *arena, const struct sweep_point *p); /* "12 dies-after" */
struct slice sweep_point_command(struct arena *arena, const struct sim_mode *m, const char *script, const struct sweep_point *p);
void sweep_print_head(const struct sim_mode *m);
void sweep_print_sum(const struct sim_mode *m, const struct sweep_sum *s);
/* Runs the point once more to tell it. */
void sweep_print_failure(const struct sim_mode *m, struct arena *arena, const struct script *script, const struct sweep_point *p,
                         bool whole);

#endif
