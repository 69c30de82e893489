/* One line on a terminal that tells how far a long run is; nothing when stderr is not a terminal. */
#ifndef PARLEY_PROGRESS_H
#define PARLEY_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
    FILE *to;         /* NULL: silent */
    const char *what; /* "attacks" */
    uint64_t done, total, failed;
    uint64_t drawn_ns, began_ns;
};

void progress_begin(struct progress *p, bool show, const char *what, uint64_t total);
void progress_step(struct progress *p, uint64_t done, uint64_t failed); /* draws at most ten times a second */
void progress_end(struct progress *p);                                  /* takes the line away */

#endif
