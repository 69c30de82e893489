/* From 64-bit ids to indices: open addressing, grows by doubling. A zeroed map is empty. Ids are never 0. */
#ifndef PARLEY_ID_MAP_H
#define PARLEY_ID_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct id_map {
    struct id_map_slot {
        uint64_t id;
        size_t value;
    } * slots;
    size_t room, count;
};

size_t *id_map_find(const struct id_map *m, uint64_t id); /* NULL when it is not there */
/* The value's place; *is_new when it was not there. Valid until the next put. */
size_t *id_map_put(struct id_map *m, uint64_t id, bool *is_new);
void id_map_finish(struct id_map *m);

#endif
