/* Cases: a number in a sentence that is the reader's own, or supposed, against a bound that the known sentence sets. */
#ifndef PARLEY_FACTS_CASES_H
#define PARLEY_FACTS_CASES_H

#include "objections.h"

enum case_sort {
    CASE_NONE,    /* no case, or the bound does not decide it */
    CASE_INSIDE,  /* "your nine-year-old pays", from 5 to 16: as the known sentence says */
    CASE_REVERSED /* "nine people is not enough", at least 12; "under 35 it is 3.45", free from 35: the other side of the bound */
};

/* What the bounds of the known sentence say of the unit `u`; CASE_REVERSED only when `said` says the contrary of it. */
enum case_sort case_of(const struct meaning *said, const struct unit *u, const struct meaning *known);
/* The bare value stands within what the known value bounds. */
bool stands_within(const struct unit *u, const struct meaning *known, const struct unit *k);
/* "With more than 48 hours to go you pay", when it is free until then: the right bound, and the contrary of what it says. */
bool crosses_bound(const struct meaning *said, const struct unit *u, const struct meaning *known);
/* "It's too late to claim", with no value that shows why, where the known sentence sets a bound and says no such thing. */
bool is_too_much_for(const struct meaning *said, const struct meaning *known);
/* One of the values of `said` is the other side of a bound. */
bool has_reversed_case(const struct meaning *said, const struct meaning *known);

#endif
