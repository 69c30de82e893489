/* Dates without a zone: the proleptic Gregorian calendar by arithmetic alone. */
#ifndef PARLEY_CALENDAR_H
#define PARLEY_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include <parley/arena.h>
#include <parley/slice.h>
#include <parley/units.h>

struct civil_date {
    int32_t year;
    uint8_t month, day; /* from 1 */
};

struct civil_time {
    struct civil_date date;
    uint8_t hour, minute, second;
    uint16_t ms;
    uint8_t weekday; /* 0 = Monday */
};

int64_t civil_days(struct civil_date d); /* days since 1970-01-01 */
struct civil_date civil_from_days(int64_t days);
bool civil_date_is_valid(struct civil_date d);
struct civil_time civil_from_wall(struct wall at, int32_t offset_s); /* offset east of UTC in seconds */
struct wall civil_to_wall(struct civil_time t, int32_t offset_s);

struct slice wall_format(struct arena *arena, struct wall at);          /* 2026-11-20T22:04:05.123Z */
MUST_USE bool wall_parse(struct wall *out, struct slice s);             /* that form; fraction optional; Z or +hh:mm */
MUST_USE bool civil_date_parse(struct civil_date *out, struct slice s); /* YYYY-MM-DD */

#endif
