/* From packs and personas on disk to a stage. */
#ifndef PARLEY_STAGE_LOAD_H
#define PARLEY_STAGE_LOAD_H

#include <parley/command.h>
#include <parley/simulation.h>

struct stage_sources {
    struct slice_list packs;    /* one to SIM_TENANTS_MAX directories; the first tenant's brain asks a checker */
    struct slice cast;          /* a directory of personas */
    struct slice_list journals; /* of runs, whose customers write instead */
};

/* An exit status; has told what is wrong. */
int stage_load(struct stage *out, const struct invocation *in, const struct stage_sources *from);

#endif
