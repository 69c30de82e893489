/* The modes of `parley sim`: each a file, an exit status. */
#ifndef PARLEY_SIM_MODES_H
#define PARLEY_SIM_MODES_H

#include <parley/command.h>
#include <parley/json_write.h>
#include <parley/simulation.h>

struct sim_options {
    struct slice_list packs, replay;
    struct slice cast;
    struct slice only_invariant, out, occasions;
    uint64_t seed, seeds, until, jobs, nodes, customers, messages, twice;
    unsigned store;                /* 0 memory, 1 disk */
    struct slice script, at, fate; /* sweep */
    uint64_t stride;
    bool pairs, verbose, update;
};

struct sim_mode {
    const struct invocation *in;
    const struct sim_options *options;
    struct stage stage;
    struct slice_list stage_packs; /* of which tenants the stage is, when a story loaded it */
};

int sim_run(struct sim_mode *m);
int sim_swarm(struct sim_mode *m);
int sim_probes(struct sim_mode *m);
int sim_sweep(struct sim_mode *m);
int sim_explore(struct sim_mode *m);
int sim_shrink(struct sim_mode *m);
int sim_replay(struct sim_mode *m);
int sim_story(struct sim_mode *m);

/* What all modes print the same way. */
struct simulation_plan sim_plan(const struct sim_mode *m, uint64_t seed);
void sim_print_failure(const struct sim_mode *m, const struct simulation_result *r);
void sim_print_told(const struct sim_mode *m, const struct told *t);
void json_put_violations(struct json_write *w, const struct simulation_result *r); /* "violations": [{invariant, text}] */
/* The options that make this run again: the seed, and what was not left as it is. */
void sim_print_options(const struct sim_mode *m, uint64_t seed);

#endif
