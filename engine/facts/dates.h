/* Dates and times of day. A date is yyyymmdd with zeros for the parts that are not said; weekdays are WEEKDAYS + 10 x first +
 * last (Monday is 1); relative days follow. Times are minutes of the day, + HOUR_UNCLEAR when morning or evening is not said. */
#ifndef PARLEY_FACTS_DATES_H
#define PARLEY_FACTS_DATES_H

#include "number.h"
#include "unit.h"

enum { WEEKDAYS = 90000000, RELATIVE_DAYS = 91000000, HOUR_UNCLEAR = 10000, ALL_HOURS = 99999 };

/* Christmas Day, Boxing Day, New Year's Eve: days with a name. */
bool feast_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past);
bool date_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past);
/* day and night, around the clock, at any hour, open 24 hours */
bool all_hours_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past);
bool time_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past);
bool date_agrees(const struct unit *said, const struct unit *known);
bool time_agrees(const struct unit *said, const struct unit *known);

#endif
