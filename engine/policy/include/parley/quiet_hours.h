/* Quiet hours: a span of the local day, possibly across midnight. Source: RULE-HOURS-1. */
#ifndef PARLEY_QUIET_HOURS_H
#define PARLEY_QUIET_HOURS_H

#include <parley/zone.h>

/* start inclusive, end exclusive, minutes of the local day; equal means never quiet. */
bool quiet_hours_now(uint32_t start, uint32_t end, struct civil_time local);
/* The first moment after `now` that is not quiet; `now` itself when it is not quiet. */
struct wall quiet_hours_end(uint32_t start, uint32_t end, const struct zone *zone, struct wall now);

#endif
