/* The scores of the last accepted run, to compare with: a new failure class blocks, a lower score is a regression. */
#ifndef PARLEY_JUDGE_BASELINE_H
#define PARLEY_JUDGE_BASELINE_H

#include "run_read.h"

struct comparison {
    bool has_baseline;
    ARRAY_OF(struct slice) regressions; /* each a sentence */
};

/* A baseline is one JSON object: {"groups": {"<run>/<kind or persona>/<model>": {"cases", "failed"}}, "classes": [...]}. */
void baseline_write(struct buffer *out, const struct runs *r);
MUST_USE enum code baseline_compare(struct comparison *out, struct arena *arena, const struct runs *r, struct slice bytes,
                                    struct place at, struct error *e);

#endif
