#include <criterion/criterion.h>
#include <parley/retry.h>
#include <parley/size.h>

static const struct wall noon = {INT64_C(1784548800000)};
enum { DAY_MS = 24 * 60 * 60 * 1000 };

static struct retry_facts facts(uint32_t attempts)
{
    return (struct retry_facts){.key = SLICE("17.3.1"), .attempts = attempts, .since = noon};
}

Test(retry, pauses_longer_each_time_up_to_a_ceiling)
{
    int64_t least = RETRY_PAUSE_MS_MIN;
    for (uint32_t attempts = 1; attempts <= 20; attempts++) {
        struct retry_facts f = facts(attempts);
        struct wall at;
        cr_assert(retry_at(&at, &f, noon), "attempt %u", attempts);
        cr_assert(at.ms - noon.ms <= least && at.ms - noon.ms >= least - least / 4, "attempt %u: %lld ms", attempts,
                  (long long)(at.ms - noon.ms));
        least = 2 * least < RETRY_PAUSE_MS_MAX ? 2 * least : RETRY_PAUSE_MS_MAX;
    }
}

Test(retry, answers_the_same_twice_and_keeps_those_apart_that_were_refused_together)
{
    enum { SENDS = 64 };
    int64_t pauses[SENDS];
    size_t alike = 0;
    for (size_t i = 0; i < SENDS; i++) {
        char key[32];
        struct wall at, again;
        struct retry_facts f = facts(9);
        snprintf(key, sizeof key, "%zu.1.1", i);
        f.key = slice_from(key);
        cr_assert(retry_at(&at, &f, noon) && retry_at(&again, &f, noon));
        cr_assert_eq(at.ms, again.ms);
        pauses[i] = at.ms;
        for (size_t k = 0; k < i; k++)
            alike += pauses[k] / 1000 == pauses[i] / 1000;
    }
    cr_assert_lt(alike, SENDS, "a minute has seconds enough: %zu pairs", alike);
}

Test(retry, waits_as_long_as_the_provider_asks_and_never_less_than_its_own_pause)
{
    struct retry_facts f = facts(1);
    struct wall at;
    f.asked.ms = noon.ms + 3600000;
    cr_assert(retry_at(&at, &f, noon));
    cr_assert_eq(at.ms, f.asked.ms);
    f.asked.ms = noon.ms; /* "again, at once" */
    cr_assert(retry_at(&at, &f, noon));
    cr_assert_geq(at.ms, noon.ms + RETRY_PAUSE_MS_MIN * 3 / 4);
    f.asked.ms = INT64_MAX;
    cr_assert_not(retry_at(&at, &f, noon), "a provider that asks for the end of time gets a person");
}

/* What a provider costs that says "again, at once" for as long as it is asked. */
static uint32_t attempts_until_a_person(struct duration window, int64_t *waited_ms)
{
    struct wall now = noon;
    struct retry_facts f = facts(1);
    f.window = window;
    while (retry_at(&now, &f, now))
        f.attempts++;
    *waited_ms = now.ms - noon.ms;
    return f.attempts;
}

Test(retry, asks_a_person_at_the_end_of_the_reply_window)
{
    int64_t ms;
    uint32_t attempts = attempts_until_a_person((struct duration){0}, &ms);
    cr_assert(ms >= DAY_MS && ms < DAY_MS + RETRY_PAUSE_MS_MAX, "a day, when the tenant has no window: %lld ms", (long long)ms);
    cr_assert(attempts >= 144 && attempts <= 220, "%u attempts", attempts);
    attempts = attempts_until_a_person(DURATION_S(3600), &ms);
    cr_assert(ms >= 3600000 && ms < 3600000 + RETRY_PAUSE_MS_MAX, "%lld ms", (long long)ms);
    cr_assert(attempts >= 12 && attempts <= 20, "%u attempts", attempts);
    attempts = attempts_until_a_person(DURATION_S(7 * 86400), &ms);
    cr_assert_geq(ms, (int64_t)7 * DAY_MS, "the count of attempts ends nothing early");
    cr_assert_lt(attempts, 1500);
}

Test(retry, does_not_wait_for_ever_under_a_clock_that_stands)
{
    struct retry_facts f = facts(1);
    struct wall at;
    f.since.ms = noon.ms + INT64_C(3000) * DAY_MS; /* decided on under a clock that was wrong by years */
    while (f.attempts < 1000 && retry_at(&at, &f, noon))
        f.attempts++;
    cr_assert_lt(f.attempts, 400);
}
