#include <criterion/criterion.h>

#include <dirent.h>
#include <parley/quiet_hours.h>
#include <sys/stat.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 30);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(zone, .init = set_up, .fini = tear_down, .timeout = 200);

static const char root[] = "/usr/share/zoneinfo";

static const struct zone *load(const char *name)
{
    char path[1024];
    static char bytes[1 << 17];
    const struct zone *z = NULL;
    struct error e;
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *f = fopen(path, "rb");
    cr_assert_not_null(f, "%s", path);
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    return zone_read(&z, &a, slice_from(name), arena_copy(&a, (struct slice){bytes, n}), &e) == OK ? z : NULL;
}

static long zones, instants, wrong;
static char example[200];

static void compare(const struct zone *z, time_t t)
{
    struct tm libc;
    localtime_r(&t, &libc);
    struct civil_time own = zone_local(z, (struct wall){(int64_t)t * 1000});
    instants++;
    bool same = libc.tm_year + 1900 == own.date.year && libc.tm_mon + 1 == own.date.month && libc.tm_mday == own.date.day &&
                libc.tm_hour == own.hour && libc.tm_min == own.minute && libc.tm_sec == own.second;
    if (!same && wrong++ == 0)
        snprintf(example, sizeof example, SLICE_FMT " at %lld", SLICE_ARG(zone_name(z)), (long long)t);
}

/* Finds libc's own changes of offset by halving, so that transitions of either side are met. */
static long offset_of(time_t t)
{
    struct tm m;
    localtime_r(&t, &m);
    struct civil_date d = {m.tm_year + 1900, (uint8_t)(m.tm_mon + 1), (uint8_t)m.tm_mday};
    return (long)(civil_days(d) * 86400 + m.tm_hour * 3600 + m.tm_min * 60 + m.tm_sec - (int64_t)t);
}

static void compare_zone(const char *name)
{
    const struct zone *z = load(name);
    char tz[1100];
    if (z == NULL)
        return;
    zones++;
    snprintf(tz, sizeof tz, ":%s/%s", root, name);
    setenv("TZ", tz, 1);
    tzset();
    enum { STEP = 86400 * 5 };
    const time_t end = 2871763200; /* 2061-01-01 */
    for (time_t t = -2208988800; t < end; t += STEP) {
        compare(z, t);
        time_t low = t, high = t + STEP;
        if (offset_of(low) == offset_of(high))
            continue;
        while (high - low > 1) {
            time_t mid = low + (high - low) / 2;
            if (offset_of(mid) == offset_of(low))
                low = mid;
            else
                high = mid;
        }
        for (time_t k = -2; k <= 2; k++)
            compare(z, high + k);
    }
}

static void walk(const char *within)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", root, within);
    DIR *d = opendir(path);
    cr_assert_not_null(d);
    for (struct dirent *entry; (entry = readdir(d)) != NULL;) {
        char name[600];
        struct stat st;
        if (entry->d_name[0] < 'A' || entry->d_name[0] > 'Z')
            continue;
        snprintf(name, sizeof name, "%s%s%s", within, within[0] ? "/" : "", entry->d_name);
        snprintf(path, sizeof path, "%s/%s", root, name);
        if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
            walk(name);
        else
            compare_zone(name);
    }
    closedir(d);
}

Test(zone, agrees_with_libc_for_every_transition_of_every_zone_until_2060)
{
    walk("");
    cr_log_info("%ld zones, %ld instants", zones, instants);
    cr_assert(zones > 300 && instants > 3000000, "%ld zones, %ld instants", zones, instants);
    cr_assert_eq(wrong, 0, "%ld of %ld differ, first %s", wrong, instants, example);
}

Test(zone, refuses_damaged_files)
{
    const struct zone *z = NULL;
    struct error e;
    cr_assert_eq(zone_read(&z, &a, SLICE("x"), SLICE(""), &e), BAD_INPUT);
    cr_assert_eq(zone_read(&z, &a, SLICE("x"), SLICE("TZif2"), &e), BAD_INPUT);
}

/* RULE-HOURS-1 across both changes of the clock: a minute-by-minute oracle that knows only local minutes. */
Test(zone, quiet_hours_end_at_the_first_open_minute_on_every_day_of_three_years)
{
    static const char *const names[] = {"Europe/London", "America/St_Johns", "Asia/Kuala_Lumpur", "Australia/Lord_Howe",
                                        "Africa/Casablanca"};
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
        const struct zone *z = load(names[n]);
        for (int64_t minute = 29190240; minute < 29190240 + 3 * 366 * 1440; minute += 37) {
            struct wall now = {minute * 60000 + 1234}, end = quiet_hours_end(20 * 60, 9 * 60, z, now);
            struct civil_time at_end = zone_local(z, end), just_before = zone_local(z, (struct wall){end.ms - 1});
            cr_assert(!quiet_hours_now(20 * 60, 9 * 60, at_end));
            if (end.ms != now.ms)
                cr_assert(quiet_hours_now(20 * 60, 9 * 60, just_before), "%s minute %lld", names[n], (long long)minute);
        }
    }
}
