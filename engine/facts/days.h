/* Days against stretches of days: one of them, or none of them. */
#ifndef PARLEY_FACTS_DAYS_H
#define PARLEY_FACTS_DAYS_H

#include "meaning.h"

/* The day lies in a stretch that the known sentence sets: Boxing Day in 24 to 26 December, a Tuesday in every day. */
bool is_day_within(const struct meaning *said, const struct unit *u, const struct meaning *known);
/* "We're not there on a Saturday", when it is Monday to Friday: a day outside all of them, and said that it is not. */
bool is_off_day(const struct meaning *said, const struct unit *u, const struct meaning *known);

#endif
