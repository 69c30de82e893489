/* What a clock on the wall shows, for the few zones that simulations use: written apart from engine/policy on purpose, by the
 * rules of the law instead of the tables of tzdata.
 *
 * London, Madrid: summer time from the last Sunday of March, 01:00 UTC, to the last Sunday of October, 01:00 UTC.
 * New York: from the second Sunday of March, 07:00 UTC, to the first Sunday of November, 06:00 UTC. Kuala Lumpur: none. */
#ifndef PARLEY_LOCAL_TIME_H
#define PARLEY_LOCAL_TIME_H

#include <parley/slice.h>
#include <parley/units.h>

struct local_minute {
    int64_t day;     /* since 1970-01-01, local */
    uint32_t minute; /* of the day */
};
/* False for a zone that is not known here. */
bool local_minute_of(struct local_minute *out, struct slice zone, struct wall at);

#endif
