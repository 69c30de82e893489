/* Somebody who says what happens in a simulation, instead of chance: the sweep, which lets one call fail after the other, and the
 * exploration, which holds parts of the world in a state. Any hook but `plan` may be NULL. */
#ifndef PARLEY_SIM_DIRECTION_H
#define PARLEY_SIM_DIRECTION_H

#include <parley/disk.h>
#include <parley/model.h>
#include <parley/observed_store.h>

struct simulation;

enum { THE_DESK = 255 }; /* in place of a node: the process through which people work */

struct directed_answer { /* of a model, as a node hears it */
    unsigned model;
    enum model_role role;
    enum model_status status;
    struct conversation_id conversation;
};

struct direction {
    void *context;
    void (*plan)(void *context, struct simulation *s);  /* who says and does what; there are no others */
    void (*heals)(void *context, struct simulation *s); /* the faults end now */
    /* Before each store call; FATE_DONE lets it happen. */
    enum store_fate (*fate)(void *context, struct simulation *s, unsigned node, enum store_call call);
    /* Before each operation of a node on the simulated disk; its node is one more than ours. */
    enum disk_fault (*disk)(void *context, struct simulation *s, const struct disk_request *r);
    /* Before each allocation of a node; true: it dies there. */
    bool (*allocates)(void *context, struct simulation *s, unsigned node);
    void (*answered)(void *context, struct simulation *s, const struct directed_answer *a);
    void (*claimed)(void *context, struct simulation *s, const struct work *w);
    void (*committed)(void *context, struct simulation *s, const struct commit *c);
    void (*shown)(void *context, struct simulation *s, struct slice key, struct slice address);
};

#endif
