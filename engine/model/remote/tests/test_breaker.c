#include <parley/breaker.h>

#include <criterion/criterion.h>

static struct breaker b;
static struct instant now;

static void set_up(void)
{
    breaker_init(&b);
    now = (struct instant){1000};
}
TestSuite(breaker, .init = set_up);

static void pass(unsigned s)
{
    now = instant_plus(now, DURATION_S(s));
}

static void outcomes(const char *good_and_bad)
{
    for (const char *c = good_and_bad; *c != '\0'; c++) {
        cr_assert(breaker_lets(&b, now), "at %s", c);
        breaker_tell(&b, now, *c == '+');
    }
}

Test(breaker, opens_when_half_of_what_it_saw_failed)
{
    outcomes("----");
    cr_assert_eq(b.state, BREAKER_CLOSED, "four say nothing yet");
    outcomes("-");
    cr_assert_eq(b.state, BREAKER_OPEN);
    cr_assert(!breaker_lets(&b, now));
}

Test(breaker, stays_closed_below_half)
{
    outcomes("++-+-+-++-+-+-++-+-+-+");
    cr_assert_eq(b.state, BREAKER_CLOSED);
    outcomes("-");
    cr_assert_eq(b.state, BREAKER_CLOSED, "9 of 20");
    outcomes("-");
    cr_assert_eq(b.state, BREAKER_OPEN, "10 of 20");
}

Test(breaker, forgets_what_is_long_past)
{
    outcomes("++++-++-++-++-++-++-++");
    outcomes("++++++++++++++++++++");
    outcomes("---------");
    cr_assert_eq(b.state, BREAKER_CLOSED);
    outcomes("-");
    cr_assert_eq(b.state, BREAKER_OPEN);
}

Test(breaker, lets_one_through_when_its_pause_is_over)
{
    outcomes("-----");
    pass(BREAKER_PAUSE_S - 1);
    cr_assert(!breaker_lets(&b, now));
    pass(1);
    cr_assert(breaker_lets(&b, now));
    cr_assert(!breaker_lets(&b, now), "one at a time");
    breaker_give_back(&b);
    cr_assert(breaker_lets(&b, now));
    cr_assert(!breaker_lets(&b, now));
}

Test(breaker, closes_after_several_good_ones_only)
{
    outcomes("-----");
    pass(BREAKER_PAUSE_S);
    outcomes("++");
    cr_assert_eq(b.state, BREAKER_TRYING);
    outcomes("+");
    cr_assert_eq(b.state, BREAKER_CLOSED);
    outcomes("----");
    cr_assert_eq(b.state, BREAKER_CLOSED, "it begins afresh");
}

Test(breaker, waits_twice_as_long_each_time_up_to_a_bound)
{
    unsigned pause = BREAKER_PAUSE_S;
    outcomes("-----");
    for (int i = 0; i < 10; i++) {
        pass(pause - 1);
        cr_assert(!breaker_lets(&b, now), "%d", i);
        pass(1);
        outcomes("-");
        pause = pause * 2 > BREAKER_PAUSE_MAX_S ? BREAKER_PAUSE_MAX_S : pause * 2;
    }
    cr_assert_eq(pause, BREAKER_PAUSE_MAX_S);
}

Test(breaker, remembers_the_pause_of_one_that_comes_and_goes)
{
    outcomes("-----");
    pass(BREAKER_PAUSE_S);
    outcomes("+++-----");
    pass(BREAKER_PAUSE_S);
    cr_assert(!breaker_lets(&b, now));
    pass(BREAKER_PAUSE_S);
    cr_assert(breaker_lets(&b, now));
}

Test(breaker, is_quick_again_after_a_calm_while)
{
    outcomes("-----");
    pass(BREAKER_PAUSE_S);
    outcomes("+++++++++++++++++++++++");
    outcomes("----------");
    cr_assert_eq(b.state, BREAKER_OPEN);
    pass(BREAKER_PAUSE_S);
    cr_assert(breaker_lets(&b, now));
}

Test(breaker, hears_no_more_of_asks_from_before)
{
    outcomes("-----");
    breaker_tell(&b, now, true);
    breaker_tell(&b, now, false);
    cr_assert_eq(b.state, BREAKER_OPEN);
    pass(BREAKER_PAUSE_S);
    cr_assert(breaker_lets(&b, now));
}
