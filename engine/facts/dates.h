/* Dates and times of day. A date is yyyymmdd with zeros for the parts that are not said; weekdays are 90,000,000 + 1..7. */
#ifndef PARLEY_FACTS_DATES_H
#define PARLEY_FACTS_DATES_H

#include "unit.h"

bool date_at(struct unit *out, const struct text *t, uint32_t i, uint32_t past);
bool time_at(struct unit *out, const struct text *t, uint32_t i, uint32_t past); /* minutes of the day; 12-hour without am or pm + 10,000 */
bool date_agrees(const struct unit *said, const struct unit *known);

#endif
