/* From packs and personas on disk to a stage. */
#ifndef PARLEY_STAGE_LOAD_H
#define PARLEY_STAGE_LOAD_H

#include <parley/command.h>
#include <parley/simulation.h>

/* `packs`: one to SIM_TENANTS_MAX directories. The first tenant's brain asks a checker. An exit status; has told what is wrong.
 */
int stage_load(struct stage *out, const struct invocation *in, const struct slice_list *packs, struct slice cast);

#endif
