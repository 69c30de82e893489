#include "id_map.h"

#include <parley/must.h>
#include <stdlib.h>

static struct id_map_slot *slot_of(struct id_map_slot *slots, size_t room, uint64_t id)
{
    uint64_t mixed = id * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(mixed ^ mixed >> 32) & (room - 1);
    while (slots[at].id != 0 && slots[at].id != id)
        at = (at + 1) & (room - 1);
    return &slots[at];
}

size_t *id_map_find(const struct id_map *m, uint64_t id)
{
    struct id_map_slot *s = m->room ? slot_of(m->slots, m->room, id) : NULL;
    return s != NULL && s->id == id ? &s->value : NULL;
}

static void grow(struct id_map *m)
{
    size_t room = m->room ? 2 * m->room : 64;
    struct id_map_slot *slots = calloc(room, sizeof *slots);
    must(slots != NULL);
    for (size_t i = 0; i < m->room; i++)
        if (m->slots[i].id != 0)
            *slot_of(slots, room, m->slots[i].id) = m->slots[i];
    free(m->slots);
    m->slots = slots;
    m->room = room;
}

size_t *id_map_put(struct id_map *m, uint64_t id, bool *is_new)
{
    must(id != 0);
    if (2 * (m->count + 1) > m->room)
        grow(m);
    struct id_map_slot *s = slot_of(m->slots, m->room, id);
    *is_new = s->id == 0;
    m->count += *is_new;
    s->id = id;
    return &s->value;
}

void id_map_finish(struct id_map *m)
{
    free(m->slots);
    *m = (struct id_map){0};
}
