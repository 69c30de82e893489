#include <parley/zone.h>

#include <parley/size.h>

/* One end of daylight saving in a POSIX rule: Mm.w.d, Jn or n, at local seconds (which may be negative or past a day). */
struct turn_over {
    char kind; /* 'M' 'J' 'N' */
    int month, week, day;
    int32_t at_s;
};

struct zone {
    struct slice name;
    const int64_t *moments; /* transitions, UTC seconds, ascending */
    const uint8_t *types;   /* the type that begins at each */
    size_t moment_count;
    int32_t offsets[256];
    int32_t first_offset; /* before the first transition */
    bool has_footer, has_saving;
    int32_t standard_s, saving_s;
    struct turn_over begins, ends;
};

/* -- reading --------------------------------------------------------------------------------------------------------- */

struct cursor {
    struct slice s;
    size_t at;
    bool bad;
};

static int64_t big_endian(struct cursor *c, size_t bytes)
{
    if (c->bad || bytes > c->s.len - c->at) {
        c->bad = true;
        return 0;
    }
    uint64_t n = ((unsigned char)c->s.at[c->at] & 0x80) && bytes ? UINT64_MAX : 0;
    for (size_t i = 0; i < bytes; i++)
        n = n << 8 | (unsigned char)c->s.at[c->at++];
    return (int64_t)n;
}

static void skip(struct cursor *c, size_t bytes)
{
    if (c->bad || bytes > c->s.len - c->at)
        c->bad = true;
    else
        c->at += bytes;
}

struct header {
    char version;
    size_t utc, standard, leaps, moments, types, letters;
};

static void read_header(struct header *h, struct cursor *c)
{
    if (c->s.len - c->at < 44 || !slice_starts(slice_after(c->s, c->at), SLICE("TZif"))) {
        c->bad = true;
        return;
    }
    h->version = c->s.at[c->at + 4];
    c->at += 20;
    size_t *counts[] = {&h->utc, &h->standard, &h->leaps, &h->moments, &h->types, &h->letters};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        int64_t n = big_endian(c, 4);
        if (n < 0 || n > 1000000)
            c->bad = true;
        *counts[i] = n < 0 ? 0 : (size_t)n;
    }
}

/* -- the POSIX footer: "GMT0BST,M3.5.0/1,M10.5.0" ------------------------------------------------------------------- */

static bool at_end(const struct cursor *c)
{
    return c->at >= c->s.len;
}

static char here(const struct cursor *c)
{
    return at_end(c) ? '\0' : c->s.at[c->at];
}

static void skip_name(struct cursor *c)
{
    size_t from = c->at;
    if (here(c) == '<') {
        while (!at_end(c) && here(c) != '>')
            c->at++;
        skip(c, 1);
        return;
    }
    while ((here(c) >= 'A' && here(c) <= 'Z') || (here(c) >= 'a' && here(c) <= 'z'))
        c->at++;
    c->bad |= c->at - from < 3;
}

static int number(struct cursor *c, int most)
{
    int n = 0;
    size_t from = c->at;
    while (here(c) >= '0' && here(c) <= '9' && n <= most)
        n = n * 10 + (c->s.at[c->at++] - '0');
    if (c->at == from || n > most)
        c->bad = true;
    return n;
}

static int32_t clock_time(struct cursor *c)
{
    int sign = here(c) == '-' ? -1 : 1;
    if (here(c) == '-' || here(c) == '+')
        c->at++;
    int32_t s = number(c, 167) * 3600;
    if (here(c) == ':') {
        c->at++;
        s += number(c, 59) * 60;
        if (here(c) == ':') {
            c->at++;
            s += number(c, 59);
        }
    }
    return sign * s;
}

static struct turn_over turn_over(struct cursor *c)
{
    struct turn_over t = {.kind = 'N', .at_s = 7200};
    if (here(c) == 'M') {
        t.kind = 'M';
        c->at++;
        t.month = number(c, 12);
        skip(c, 1);
        t.week = number(c, 5);
        skip(c, 1);
        t.day = number(c, 6);
        c->bad |= t.month < 1 || t.week < 1;
    } else if (here(c) == 'J') {
        t.kind = 'J';
        c->at++;
        t.day = number(c, 365);
        c->bad |= t.day < 1;
    } else
        t.day = number(c, 365);
    if (here(c) == '/') {
        c->at++;
        t.at_s = clock_time(c);
    }
    return t;
}

static void read_footer(struct zone *z, struct cursor *c)
{
    if (at_end(c) || here(c) == '\n')
        return;
    z->has_footer = true;
    skip_name(c);
    z->standard_s = -clock_time(c);
    if (at_end(c) || here(c) == '\n')
        return;
    z->has_saving = true;
    skip_name(c);
    z->saving_s = z->standard_s + 3600;
    if (here(c) != ',' && here(c) != '\n')
        z->saving_s = -clock_time(c);
    if (here(c) != ',') {
        c->bad = true; /* a rule without days is not written by zic */
        return;
    }
    c->at++;
    z->begins = turn_over(c);
    c->bad |= here(c) != ',';
    skip(c, 1);
    z->ends = turn_over(c);
}

static void read_body(struct zone *z, struct arena *arena, struct cursor *c, const struct header *h)
{
    int64_t *moments = ARENA_NEW_ARRAY(arena, int64_t, h->moments + 1);
    uint8_t *types = ARENA_NEW_ARRAY(arena, uint8_t, h->moments + 1);
    for (size_t i = 0; i < h->moments && !c->bad; i++) {
        moments[i] = big_endian(c, 8);
        c->bad |= i > 0 && moments[i] <= moments[i - 1];
    }
    for (size_t i = 0; i < h->moments && !c->bad; i++) {
        types[i] = (uint8_t)big_endian(c, 1);
        c->bad |= types[i] >= h->types;
    }
    for (size_t i = 0; i < h->types && i < COUNT_OF(z->offsets) && !c->bad; i++) {
        int64_t offset = big_endian(c, 4);
        c->bad |= offset < -90000 || offset > 90000;
        z->offsets[i] = (int32_t)offset;
        skip(c, 2);
    }
    z->first_offset = z->offsets[0];
    z->moments = moments;
    z->types = types;
    z->moment_count = h->moments;
    skip(c, h->letters + h->leaps * 12 + h->standard + h->utc);
    if (here(c) == '\n') {
        c->at++;
        read_footer(z, c);
    }
}

enum code zone_read(const struct zone **out, struct arena *arena, struct slice name, struct slice tzif, struct error *e)
{
    struct zone *z = ARENA_NEW(arena, struct zone);
    struct cursor c = {.s = tzif};
    struct header h = {0};
    z->name = arena_copy(arena, name);
    read_header(&h, &c);
    if (!c.bad && h.version < '2')
        return fail(e, BAD_INPUT, "time zone " SLICE_FMT ": is in the old format without 64-bit times; install a newer tzdata",
                    SLICE_ARG(name));
    skip(&c, h.moments * 5 + h.types * 6 + h.letters + h.leaps * 8 + h.standard + h.utc);
    if (!c.bad)
        read_header(&h, &c);
    c.bad |= h.types == 0 || h.types > COUNT_OF(z->offsets);
    if (!c.bad)
        read_body(z, arena, &c, &h);
    if (c.bad)
        return fail(e, BAD_INPUT, "time zone " SLICE_FMT ": its file is damaged at byte %zu; install tzdata again",
                    SLICE_ARG(name), c.at);
    *out = z;
    return OK;
}

/* -- asking ---------------------------------------------------------------------------------------------------------- */

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Local seconds since 1970 at which a rule strikes in a year. */
static int64_t strikes_at(const struct turn_over *t, int64_t year)
{
    int64_t day;
    if (t->kind == 'M') {
        struct civil_date first = {(int32_t)year, (uint8_t)t->month, 1}, next = {(int32_t)year, (uint8_t)(t->month + 1), 1};
        if (t->month == 12)
            next = (struct civil_date){(int32_t)year + 1, 1, 1};
        int64_t start = civil_days(first), past = civil_days(next);
        int64_t weekday = ((start + 4) % 7 + 7) % 7; /* 0 = Sunday */
        day = start + (t->day - weekday + 7) % 7 + 7 * (t->week - 1);
        while (day >= past)
            day -= 7;
    } else {
        day = civil_days((struct civil_date){(int32_t)year, 1, 1}) + t->day;
        if (t->kind == 'J')
            day += (is_leap(year) && t->day > 59) - 1;
    }
    return day * 86400 + t->at_s;
}

static int32_t by_footer(const struct zone *z, int64_t utc_s)
{
    if (!z->has_saving)
        return z->standard_s;
    int64_t year = civil_from_wall((struct wall){utc_s * 1000}, z->standard_s).date.year;
    int64_t begins = strikes_at(&z->begins, year) - z->standard_s, ends = strikes_at(&z->ends, year) - z->saving_s;
    bool saving = begins < ends ? utc_s >= begins && utc_s < ends : utc_s >= begins || utc_s < ends;
    return saving ? z->saving_s : z->standard_s;
}

int32_t zone_offset_s(const struct zone *z, struct wall at)
{
    int64_t s = at.ms >= 0 ? at.ms / 1000 : -((999 - at.ms) / 1000);
    if (z->moment_count == 0)
        return z->has_footer ? by_footer(z, s) : z->first_offset;
    if (s >= z->moments[z->moment_count - 1])
        return z->has_footer ? by_footer(z, s) : z->offsets[z->types[z->moment_count - 1]];
    size_t low = 0, high = z->moment_count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (z->moments[mid] <= s)
            low = mid + 1;
        else
            high = mid;
    }
    return low == 0 ? z->first_offset : z->offsets[z->types[low - 1]];
}

struct civil_time zone_local(const struct zone *z, struct wall at)
{
    return civil_from_wall(at, zone_offset_s(z, at));
}

struct slice zone_name(const struct zone *z)
{
    return z->name;
}

const struct zone *zones_find(const struct zones *zones, struct slice name)
{
    for (size_t i = 0; i < zones->count; i++)
        if (slice_eq(zones->at[i]->name, name))
            return zones->at[i];
    return NULL;
}
