#include "local_time.h"

enum { DAY_MIN = 1440 };

static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t leaps = (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 - 477; /* 477 leap days before 1970 */
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return (year - 1970) * 365 + leaps + before[month - 1] + (leap && month > 2) + day - 1;
}

static int64_t year_of(int64_t minutes)
{
    int64_t year = 1970 + minutes / DAY_MIN / 366;
    while (days_of(year + 1, 1, 1) * DAY_MIN <= minutes)
        year++;
    return year;
}

/* The day of the nth Sunday of a month; n = 0: the last one of a month with 31 days. 1970-01-01 was a Thursday. */
static int64_t sunday(int64_t year, int64_t month, int64_t n)
{
    int64_t from = n == 0 ? days_of(year, month, 25) : days_of(year, month, 1 + 7 * (n - 1));
    return from + (10 - from % 7) % 7;
}

bool local_minute_of(struct local_minute *out, struct slice zone, struct wall at)
{
    int64_t utc = at.ms / 60000, year = year_of(utc), local;
    if (slice_eq(zone, SLICE("Asia/Kuala_Lumpur")))
        local = utc + 480;
    else if (slice_eq(zone, SLICE("Europe/London")) || slice_eq(zone, SLICE("Europe/Madrid"))) {
        bool summer = utc >= sunday(year, 3, 0) * DAY_MIN + 60 && utc < sunday(year, 10, 0) * DAY_MIN + 60;
        local = utc + (summer ? 60 : 0) + (slice_eq(zone, SLICE("Europe/Madrid")) ? 60 : 0);
    } else if (slice_eq(zone, SLICE("America/New_York"))) {
        bool summer = utc >= sunday(year, 3, 2) * DAY_MIN + 420 && utc < sunday(year, 11, 1) * DAY_MIN + 360;
        local = utc - 300 + (summer ? 60 : 0);
    } else
        return false;
    *out = (struct local_minute){local / DAY_MIN, (uint32_t)(local % DAY_MIN)};
    return true;
}
