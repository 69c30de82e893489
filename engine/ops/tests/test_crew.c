#include <criterion/criterion.h>

#include <parley/crew.h>
#include <stdatomic.h>

struct seen {
    uint64_t next, stop_at;
    atomic_uint_fast64_t begun;
    bool in_order, right;
};

static void *work(void *context, struct arena *a, uint64_t number)
{
    struct seen *s = context;
    uint64_t *out = ARENA_NEW(a, uint64_t);
    atomic_fetch_add(&s->begun, 1);
    for (uint64_t i = 0; i < (number * 7919) % 5000; i++) /* jobs end in another order than they begin */
        *out += i ^ number;
    *out = number * number;
    return out;
}

static bool take(void *context, struct arena *a, uint64_t number, void *result)
{
    struct seen *s = context;
    (void)a;
    s->in_order = s->in_order && number == s->next;
    s->right = s->right && *(uint64_t *)result == number * number;
    s->next++;
    return s->next != s->stop_at;
}

static bool run(struct seen *s, unsigned workers, uint64_t first, uint64_t end)
{
    *s = (struct seen){.next = first, .stop_at = s->stop_at, .in_order = true, .right = true};
    struct crew c = {workers, first, end, (size_t)1 << 20, s, work, take};
    return crew_run(&c);
}

Test(crew, hands_every_result_over_in_order_whatever_the_number_of_workers)
{
    for (unsigned workers = 0; workers < 9; workers++) {
        struct seen s = {.stop_at = UINT64_MAX};
        cr_assert(run(&s, workers, 3, 503));
        cr_expect(s.in_order && s.right, "%u workers", workers);
        cr_expect_eq(s.next, 503);
        cr_expect_eq(atomic_load(&s.begun), 500);
    }
}

Test(crew, stops_when_the_taker_says_so_and_runs_little_more)
{
    struct seen s = {.stop_at = 10};
    cr_assert_not(run(&s, 4, 0, 100000));
    cr_expect_eq(s.next, 10);
    cr_expect_lt(atomic_load(&s.begun), 10 + 4 * CREW_AHEAD + 1);
}

Test(crew, has_nothing_to_do_with_no_jobs)
{
    struct seen s = {.stop_at = UINT64_MAX};
    cr_assert(run(&s, 2, 5, 5));
    cr_expect_eq(atomic_load(&s.begun), 0);
}
