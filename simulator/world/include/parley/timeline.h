/* What is going to happen, in the order of (time, sequence): the only clock of a simulation. Virtual time moves when the next
 * moment is taken, and never otherwise. Deterministic: two moments of one time happen in the order in which they were planned. */
#ifndef PARLEY_TIMELINE_H
#define PARLEY_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void moment_call(void *context, uint64_t what);

struct moment {
    uint64_t at_ns, sequence;
    moment_call *call;
    void *context;
    uint64_t what; /* for the call: an index, an id */
};

struct timeline {
    struct moment *heap;
    size_t count, room;
    uint64_t now_ns, sequence;
};

/* A zeroed timeline is empty and stands at 0. */
void timeline_finish(struct timeline *t);
void timeline_clear(struct timeline *t); /* empty, at 0 again; keeps its memory */
void timeline_plan(struct timeline *t, uint64_t at_ns, moment_call *call, void *context, uint64_t what); /* the past means now */
uint64_t timeline_next_ns(const struct timeline *t); /* UINT64_MAX when nothing is planned */
/* Moves the time to the next moment and lets it happen. False when nothing is planned at or before `until_ns`. */
bool timeline_step(struct timeline *t, uint64_t until_ns);

#endif
