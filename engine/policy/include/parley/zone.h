/* Time zones without the process: a reader of TZif (RFC 8536) version 2 and later with the POSIX footer rule, from bytes that
 * the shell read out of tzdata. Immutable, shared. 15-20 ns a look-up. */
#ifndef PARLEY_ZONE_H
#define PARLEY_ZONE_H

#include <parley/arena.h>
#include <parley/calendar.h>
#include <parley/error.h>

struct zone;

MUST_USE enum code zone_read(const struct zone **out, struct arena *arena, struct slice name, struct slice tzif, struct error *e);
int32_t zone_offset_s(const struct zone *z, struct wall at); /* seconds east of UTC */
struct civil_time zone_local(const struct zone *z, struct wall at);
struct slice zone_name(const struct zone *z);

/* A set of zones by name, given to the engine at start. */
struct zones {
    const struct zone *const *at;
    size_t count;
};
const struct zone *zones_find(const struct zones *zones, struct slice name); /* NULL when unknown: policy answers HOLD */

#endif
