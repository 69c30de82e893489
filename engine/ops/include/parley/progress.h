/* How far a long run is, on stderr: one line on a terminal that is drawn again and again; in a log a line a minute. */
#ifndef PARLEY_PROGRESS_H
#define PARLEY_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
    FILE *to;         /* NULL: silent */
    bool is_drawn;    /* it is a terminal */
    const char *what; /* "attacks" */
    uint64_t done, total, failed;
    uint64_t shown_ns, began_ns;
};

void progress_begin(struct progress *p, bool show, const char *what, uint64_t total);
void progress_step(struct progress *p, uint64_t done, uint64_t failed); /* cheap: shows itself at most ten times a second */
void progress_hide(struct progress *p); /* takes the line away until the next step, to print something else */
void progress_end(struct progress *p);

#endif
