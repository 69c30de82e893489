/* A queue ordered by (at, number): a binary heap whose members know their places, so that one can be moved or taken out. */
#ifndef PARLEY_MEMORY_QUEUE_H
#define PARLEY_MEMORY_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue;

struct queued {
    struct queue *in; /* NULL: in no queue */
    size_t place;
};

struct queue_slot { /* the order stands here, so that a look at a member's neighbours leaves their rows alone */
    int64_t at;
    uint64_t number; /* says which row this is, and no two members tie */
    struct queued *member;
};

struct queue {
    struct queue_slot *heap;
    size_t count, room;
};

static inline const struct queue_slot *memory_queue_first(const struct queue *q)
{
    return q->count > 0 ? &q->heap[0] : NULL;
}

void memory_queue_put(struct queue *q, struct queued *x, int64_t at, uint64_t number); /* from whatever queue it was in */
void memory_queue_drop(struct queued *x);                                              /* out of its queue, if it is in one */
void memory_queue_finish(struct queue *q);

#endif
