#include <parley/calendar.h>

/* Days from civil and back: Howard Hinnant's well-known era arithmetic (years from March, 400-year cycles). */
int64_t civil_days(struct civil_date d)
{
    int64_t y = (int64_t)d.year - (d.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct civil_date civil_from_days(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    int64_t month = shifted + (shifted < 10 ? 3 : -9);
    return (struct civil_date){(int32_t)(year_of_era + era * 400 + (month <= 2)), (uint8_t)month,
                               (uint8_t)(day_of_year - (153 * shifted + 2) / 5 + 1)};
}

bool civil_date_is_valid(struct civil_date d)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d.month < 1 || d.month > 12 || d.day < 1)
        return false;
    bool leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;
    return d.day <= days[d.month - 1] + (d.month == 2 && leap ? 1 : 0);
}

struct civil_time civil_from_wall(struct wall at, int32_t offset_s)
{
    int64_t ms = at.ms + (int64_t)offset_s * 1000;
    int64_t day = ms / 86400000, rest = ms % 86400000;
    if (rest < 0) {
        rest += 86400000;
        day--;
    }
    int64_t weekday = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (struct civil_time){.date = civil_from_days(day),
                               .hour = (uint8_t)(rest / 3600000),
                               .minute = (uint8_t)(rest / 60000 % 60),
                               .second = (uint8_t)(rest / 1000 % 60),
                               .ms = (uint16_t)(rest % 1000),
                               .weekday = (uint8_t)(weekday < 0 ? weekday + 7 : weekday)};
}

struct wall civil_to_wall(struct civil_time t, int32_t offset_s)
{
    int64_t seconds = civil_days(t.date) * 86400 + t.hour * 3600 + t.minute * 60 + t.second - offset_s;
    return (struct wall){seconds * 1000 + t.ms};
}

struct slice wall_format(struct arena *arena, struct wall at)
{
    struct civil_time t = civil_from_wall(at, 0);
    return arena_printf(arena, "%04d-%02u-%02uT%02u:%02u:%02u.%03uZ", (int)t.date.year, t.date.month, t.date.day, t.hour,
                        t.minute, t.second, t.ms);
}

/* `digits` decimal digits at *at, which moves on. */
static bool take(uint64_t *out, struct slice s, size_t *at, size_t digits)
{
    bool good = *at + digits <= s.len && slice_to_u64(out, slice_sub(s, *at, *at + digits));
    *at += digits;
    return good;
}

static bool sign(struct slice s, size_t *at, char c)
{
    return *at < s.len && s.at[(*at)++] == c;
}

static bool take_date(struct civil_date *out, struct slice s, size_t *at)
{
    uint64_t y, m, d;
    if (!take(&y, s, at, 4) || !sign(s, at, '-') || !take(&m, s, at, 2) || !sign(s, at, '-') || !take(&d, s, at, 2))
        return false;
    *out = (struct civil_date){(int32_t)y, (uint8_t)m, (uint8_t)d};
    return civil_date_is_valid(*out);
}

bool civil_date_parse(struct civil_date *out, struct slice s)
{
    size_t at = 0;
    struct civil_date d;
    if (!take_date(&d, s, &at) || at != s.len)
        return false;
    *out = d;
    return true;
}

static bool take_zone(int32_t *offset_s, struct slice s, size_t *at)
{
    if (*at >= s.len)
        return false;
    char c = s.at[(*at)++];
    uint64_t h, m;
    *offset_s = 0;
    if (c == 'Z')
        return true;
    if ((c != '+' && c != '-') || !take(&h, s, at, 2) || !sign(s, at, ':') || !take(&m, s, at, 2) || h > 23 || m > 59)
        return false;
    *offset_s = (int32_t)(h * 3600 + m * 60) * (c == '-' ? -1 : 1);
    return true;
}

bool wall_parse(struct wall *out, struct slice s)
{
    size_t at = 0;
    struct civil_time t = {0};
    uint64_t h, m, sec, ms = 0;
    int32_t offset_s;
    if (!take_date(&t.date, s, &at) || !sign(s, &at, 'T') || !take(&h, s, &at, 2) || !sign(s, &at, ':') || !take(&m, s, &at, 2) ||
        !sign(s, &at, ':') || !take(&sec, s, &at, 2) || h > 23 || m > 59 || sec > 60)
        return false;
    if (at < s.len && s.at[at] == '.') {
        at++;
        uint64_t scale = 100;
        size_t digits = 0;
        for (; at < s.len && s.at[at] >= '0' && s.at[at] <= '9'; at++, digits++, scale /= 10)
            ms += (uint64_t)(s.at[at] - '0') * scale;
        if (digits == 0)
            return false;
    }
    if (!take_zone(&offset_s, s, &at) || at != s.len)
        return false;
    t.hour = (uint8_t)h;
    t.minute = (uint8_t)m;
    t.second = (uint8_t)sec;
    t.ms = (uint16_t)ms;
    *out = civil_to_wall(t, offset_s);
    return true;
}
