/* Lengths of time, and how often: 14 days, a fortnight, 24h, three working days; a month, per night, weekly. */
#ifndef PARLEY_FACTS_DURATIONS_H
#define PARLEY_FACTS_DURATIONS_H

#include "number.h"
#include "unit.h"

bool duration_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past, const struct number *n);
/* A unit of time without a number: "hora y media", "the past year". */
bool lone_span_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past);
/* a lifetime, for ever, indefinitely */
bool lifetime_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past);
bool rate_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past);

#endif
