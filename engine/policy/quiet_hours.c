#include <parley/quiet_hours.h>

static bool quiet_at(uint32_t start, uint32_t end, uint32_t minute)
{
    if (start == end)
        return false;
    return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

bool quiet_hours_now(uint32_t start, uint32_t end, struct civil_time local)
{
    return quiet_at(start, end, local.hour * 60u + local.minute);
}

/* Steps by the minute of UTC: zones change at whole minutes, and a jump of the clock inside the span is met as it comes.
 * At most 49 hours of steps, since a local day with its changes is shorter than that. */
struct wall quiet_hours_end(uint32_t start, uint32_t end, const struct zone *zone, struct wall now)
{
    if (!quiet_hours_now(start, end, zone_local(zone, now)))
        return now;
    int64_t minute = now.ms / 60000 + 1;
    for (unsigned i = 0; i < 49 * 60; i++, minute++)
        if (!quiet_hours_now(start, end, zone_local(zone, (struct wall){minute * 60000})))
            break;
    return (struct wall){minute * 60000};
}
