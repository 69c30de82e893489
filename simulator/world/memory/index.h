/* Where to find a row: hashes and row numbers, open addressing, growing by doubling. Hashes may meet; the caller looks at the
 * row. Nothing is ever taken out: a row that was renamed or erased no longer answers to its old hash. */
#ifndef PARLEY_MEMORY_INDEX_H
#define PARLEY_MEMORY_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct index_slot {
    uint64_t hash, row; /* row 0: the slot is empty */
};

struct index {
    struct index_slot *slots;
    size_t count, room;
};

struct index_walk {
    uint64_t hash;
    size_t at;
};

struct index_walk memory_index_find(const struct index *x, uint64_t hash);
uint64_t memory_index_next(const struct index *x,
                           struct index_walk *walk); /* the next row with this hash; 0 when there is no more */
void memory_index_add(struct index *x, uint64_t hash, uint64_t row);
void memory_index_finish(struct index *x);

/* Keys that were seen, half as large: a key is its hash. Two different keys of one store meet in one of 2^64 / n^2 runs. */
struct seen {
    uint64_t *keys; /* 0: the slot is empty */
    size_t count, room;
};

bool memory_seen_before(struct seen *s, uint64_t key); /* and remembers it for ever; key 0 counts as 1 */
void memory_seen_finish(struct seen *s);

#endif
