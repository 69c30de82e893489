/* Lanes: threads that each own one runtime; they share data through the store's leases and nothing else.
 *
 * Threads: lanes_wake and lanes_failed may be called from any thread; the other functions belong to the thread that started the
 * lanes. */
#ifndef PARLEY_LANES_H
#define PARLEY_LANES_H

#include <parley/runtime.h>

enum { LANES_MAX = 64 };

struct lanes;

struct lanes_setup {
    struct clock *clock; /* safe from every thread */
    size_t count;        /* 1 to LANES_MAX */
    void *context;
    /* Both run on the lane's own thread, so that what belongs to one thread is made and ended there. */
    struct runtime *(*open)(void *context, size_t lane, struct error *e);
    void (*close)(void *context, size_t lane, struct runtime *r); /* destroys it */
    /* Waits on the lane's own thread for `news` (an eventfd, which it empties) or for what else the lane listens to, `most` at
     * the longest; answers of models and channels may be heard in it. NULL: waits for the news only. */
    void (*rest)(void *context, size_t lane, int news, struct duration most);
    struct duration stop_patience; /* a lane that stops waits so long for its sends and its store; 0 = 15 s */
    bool (*hurried)(void);         /* somebody asks again while it drains: it stops instead. From any thread; NULL: nobody does */
};

/* NULL with the first lane's error when one could not be opened; the others are closed then. Signals stay with the caller. */
struct lanes *lanes_start(const struct lanes_setup *setup, struct error *e);
/* A lane's store failed for good (runtime_store_failed). The lane begins nothing more; stop them all and open the store again. */
bool lanes_failed(const struct lanes *l);
/* There is news: something was accepted, a ticket moved, a switch was set. */
void lanes_wake(struct lanes *l);
/* Finishes what can be done now (open turns and the sends they lead to), begins nothing that is due later, and ends the lanes. */
struct runtime_left lanes_drain(struct lanes *l);
/* Parks open turns and ends the lanes; what was accepted stays in the store. Both free `l`, take little longer than the patience
 * once they stop, and answer what could not be written down by then. */
struct runtime_left lanes_stop(struct lanes *l);

#endif
