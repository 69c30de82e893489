/* What a set of runs tested: rule x who talked x channel. A rule counts as tested in a conversation when an attack names it, or
 * when it, or a brain's rule or obligation that keeps it, decided something there. */
#ifndef PARLEY_COVERAGE_H
#define PARLEY_COVERAGE_H

#include "run_read.h"

enum { COVERAGE_CHANNELS = 4 }; /* whatsapp webchat email voice */
_Static_assert(CHANNEL_VOICE == COVERAGE_CHANNELS - 1, "the channels that are shown come first");

struct coverage_cell {
    uint64_t tested[COVERAGE_CHANNELS], failed[COVERAGE_CHANNELS];
};

struct coverage {
    struct run_names rules;  /* sorted: those the brain keeps and those attacks name */
    struct run_names actors; /* "attacks" and the personas, in the order of the runs */
    struct coverage_cell *cells;
};

const struct coverage *coverage_of(struct arena *arena, const struct runs *r);
const struct coverage_cell *coverage_cell(const struct coverage *v, size_t rule, size_t actor);
/* Rules that no conversation tested, separated by spaces; empty when there is none. */
struct slice coverage_holes(struct arena *arena, const struct coverage *v);

#endif
