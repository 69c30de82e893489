#include "index.h"

#include <parley/must.h>
#include <parley/size.h>
#include <stdlib.h>

enum { ROOM_MIN = 64 };

/* At most three of four slots are used. */
static bool is_full(size_t count, size_t room)
{
    return 4 * (count + 1) > 3 * room;
}

static size_t more_than(size_t room)
{
    size_t more = ROOM_MIN;
    if (room > 0)
        must(size_mul(&more, room, 2));
    return more;
}

struct index_walk memory_index_find(const struct index *x, uint64_t hash)
{
    return (struct index_walk){hash, x->room ? hash & (x->room - 1) : 0};
}

uint64_t memory_index_next(const struct index *x, struct index_walk *walk)
{
    if (x->room == 0)
        return 0;
    for (;;) {
        const struct index_slot *slot = &x->slots[walk->at];
        if (slot->row == 0)
            return 0;
        walk->at = (walk->at + 1) & (x->room - 1);
        if (slot->hash == walk->hash)
            return slot->row;
    }
}

static void put(struct index *x, struct index_slot slot)
{
    size_t at = slot.hash & (x->room - 1);
    while (x->slots[at].row != 0)
        at = (at + 1) & (x->room - 1);
    x->slots[at] = slot;
}

void memory_index_add(struct index *x, uint64_t hash, uint64_t row)
{
    must(row != 0);
    if (is_full(x->count, x->room)) {
        struct index grown = {NULL, x->count, more_than(x->room)};
        grown.slots = calloc(grown.room, sizeof *grown.slots);
        must(grown.slots != NULL);
        for (size_t i = 0; i < x->room; i++)
            if (x->slots[i].row != 0)
                put(&grown, x->slots[i]);
        free(x->slots);
        *x = grown;
    }
    put(x, (struct index_slot){hash, row});
    x->count++;
}

void memory_index_finish(struct index *x)
{
    free(x->slots);
    *x = (struct index){NULL, 0, 0};
}

/* The slot of this key, or the empty one where it belongs. */
static uint64_t *slot_of(uint64_t *keys, size_t room, uint64_t key)
{
    size_t at = key & (room - 1);
    while (keys[at] != 0 && keys[at] != key)
        at = (at + 1) & (room - 1);
    return &keys[at];
}

bool memory_seen_before(struct seen *s, uint64_t key)
{
    key = key ? key : 1;
    if (is_full(s->count, s->room)) {
        size_t room = more_than(s->room);
        uint64_t *keys = calloc(room, sizeof *keys);
        must(keys != NULL);
        for (size_t i = 0; i < s->room; i++)
            if (s->keys[i] != 0)
                *slot_of(keys, room, s->keys[i]) = s->keys[i];
        free(s->keys);
        s->keys = keys;
        s->room = room;
    }
    uint64_t *slot = slot_of(s->keys, s->room, key);
    if (*slot == key)
        return true;
    *slot = key;
    s->count++;
    return false;
}

void memory_seen_finish(struct seen *s)
{
    free(s->keys);
    *s = (struct seen){NULL, 0, 0};
}
