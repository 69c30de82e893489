/* A crew: numbered jobs run on several threads, results handed over one by one in the order of their numbers, on the caller's
 * thread. So the result of a run does not depend on how many work on it. */
#ifndef PARLEY_CREW_H
#define PARLEY_CREW_H

#include <stdbool.h>
#include <stdint.h>

#include <parley/arena.h>

enum { CREW_MAX = 64, CREW_AHEAD = 4 }; /* each worker is at most CREW_AHEAD jobs ahead of the handing over */

/* On a worker's thread. What it returns lives in `arena`, which is this job's alone until it was handed over. */
typedef void *crew_work(void *context, struct arena *arena, uint64_t number);
/* On the caller's thread. False stops: jobs that are running end, their results are dropped. */
typedef bool crew_take(void *context, struct arena *arena, uint64_t number, void *result);

struct crew {
    unsigned workers; /* 1 to CREW_MAX; 0: as many as the machine has processors */
    uint64_t first, end;
    size_t arena_max; /* bytes of one job's arena */
    void *context;
    crew_work *work;
    crew_take *take;
};

/* True when everything was handed over. */
bool crew_run(const struct crew *c);

#endif
