/* The first line of a run's journal: what was run, on what, and which rules stood to be tested. Two runs with the same header
 * give the same journal. */
#ifndef PARLEY_RUN_HEADER_H
#define PARLEY_RUN_HEADER_H

#include <parley/turn.h>

/* One JSON object in `arena`. `rules`: every id of docs/rules.md that the brain's rules and obligations keep, sorted. */
struct slice run_header_write(struct arena *arena, const char *run, const char *model, uint64_t seed, uint64_t seeds,
                              struct slice only, const struct rules *rules);

#endif
