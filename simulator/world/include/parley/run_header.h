/* The first line of a run's journal: what was run, on what, and which rules stood to be tested. Two runs with the same header
 * give the same journal. */
#ifndef PARLEY_RUN_HEADER_H
#define PARLEY_RUN_HEADER_H

#include <parley/turn.h>

struct run_plan {
    const char *run, *model; /* "attack" or "bots"; "script" or "hostile" */
    uint64_t seed;
    uint64_t seeds; /* 0: the run has none of its own */
    uint64_t cases; /* that a whole run has: fewer in a journal, and it was cut off */
    struct slice only;
    struct slice converters; /* of an attack run; empty: none */
};

/* One JSON object in `arena`, with every id of docs/rules.md that the brain's rules and obligations keep, sorted. */
struct slice run_header_write(struct arena *arena, const struct run_plan *plan, const struct rules *rules);

#endif
