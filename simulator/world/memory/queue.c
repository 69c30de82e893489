#include "queue.h"

#include <parley/must.h>
#include <parley/size.h>
#include <stdlib.h>

enum { ROOM_MIN = 16 };

static bool before(struct queue_slot a, struct queue_slot b)
{
    return a.at != b.at ? a.at < b.at : a.number < b.number;
}

static void place(struct queue *q, struct queue_slot x, size_t at)
{
    q->heap[at] = x;
    x.member->place = at;
}

static void rise(struct queue *q, struct queue_slot x, size_t at)
{
    for (; at > 0 && before(x, q->heap[(at - 1) / 2]); at = (at - 1) / 2)
        place(q, q->heap[(at - 1) / 2], at);
    place(q, x, at);
}

static void sink(struct queue *q, struct queue_slot x, size_t at)
{
    for (size_t child = 2 * at + 1; child < q->count; child = 2 * at + 1) {
        if (child + 1 < q->count && before(q->heap[child + 1], q->heap[child]))
            child++;
        if (!before(q->heap[child], x))
            break;
        place(q, q->heap[child], at);
        at = child;
    }
    place(q, x, at);
}

void memory_queue_drop(struct queued *x)
{
    struct queue *q = x->in;
    if (q == NULL)
        return;
    struct queue_slot last = q->heap[--q->count];
    size_t hole = x->place;
    x->in = NULL;
    if (last.member == x)
        return;
    if (hole > 0 && before(last, q->heap[(hole - 1) / 2]))
        rise(q, last, hole);
    else
        sink(q, last, hole);
}

void memory_queue_put(struct queue *q, struct queued *x, int64_t at, uint64_t number)
{
    memory_queue_drop(x);
    if (q->count == q->room) {
        size_t room = ROOM_MIN, whole;
        if (q->room > 0)
            must(size_mul(&room, q->room, 2));
        must(size_mul(&whole, room, sizeof *q->heap));
        struct queue_slot *heap = realloc(q->heap, whole);
        must(heap != NULL);
        q->heap = heap;
        q->room = room;
    }
    x->in = q;
    rise(q, (struct queue_slot){at, number, x}, q->count++);
}

void memory_queue_finish(struct queue *q)
{
    free(q->heap);
    *q = (struct queue){NULL, 0, 0};
}
