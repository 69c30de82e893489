/* What a store on a disk holds, as digests that leave out what is random (keys, salts, sealed bytes) and what may lag behind
 * (which rows of the inbox were moved into a tenant's file, and the file's own marks). */
#ifndef PARLEY_DISK_STATE_H
#define PARLEY_DISK_STATE_H

#include "script.h"

enum { STATE_SHARED, STATE_FIRST, STATE_SECOND, STATE_TEXTS, STATE_PARTS };

struct state {
    struct digest parts[STATE_PARTS];
};

/* Reads everything through the port and, with a handle of its own, every table. False with words in `why` when a file is damaged,
 * the audit does not verify, or something cannot be read. */
bool state_read(struct state *out, struct run *r, const struct slice *keys, size_t key_count, char *why, size_t room);
bool state_eq(const struct state *a, const struct state *b);

#endif
