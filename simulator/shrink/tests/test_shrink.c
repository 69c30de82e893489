#include <criterion/criterion.h>
#include <parley/random.h>
#include <parley/shrink.h>
#include <stdint.h>

enum { ITEMS = 100 };

/* Fails when all of `need` are there, and not when `poison` is there without its partner. */
struct thing {
    size_t need[8], need_count;
    size_t poison, partner; /* equal: none */
    size_t asked_whole;
    size_t whole;
};

static bool has(const size_t *part, size_t count, size_t item)
{
    for (size_t i = 0; i < count; i++)
        if (part[i] == item)
            return true;
    return false;
}

static bool fails(void *context, const size_t *part, size_t count)
{
    struct thing *t = context;
    t->asked_whole += count == t->whole;
    for (size_t i = 1; i < count; i++)
        cr_assert_lt(part[i - 1], part[i], "the order is kept");
    for (size_t i = 0; i < t->need_count; i++)
        if (!has(part, count, t->need[i]))
            return false;
    return t->poison == t->partner || !has(part, count, t->poison) || has(part, count, t->partner);
}

static size_t least(struct thing *t, size_t *part, size_t count, struct shrink *s)
{
    struct arena a;
    arena_init(&a, (size_t)1 << 20);
    for (size_t i = 0; i < count; i++)
        part[i] = i;
    t->whole = count;
    *s = (struct shrink){.context = t, .fails = fails, .tries_max = s->tries_max};
    size_t left = shrink_least(s, &a, part, count);
    arena_finish(&a);
    return left;
}

Test(shrink, ends_at_the_one_item_that_matters)
{
    for (size_t n = 1; n <= ITEMS; n++)
        for (size_t at = 0; at < n; at++) {
            struct thing t = {.need = {at}, .need_count = 1};
            struct shrink s = {0};
            size_t part[ITEMS];
            cr_assert_eq(least(&t, part, n, &s), 1);
            cr_assert_eq(part[0], at);
            cr_assert_lt(s.tries, 25, "%zu of %zu took %zu tries", at, n, s.tries);
        }
}

Test(shrink, keeps_three_that_are_needed_together_wherever_they_stand)
{
    struct random_key key = {7, 1, 0};
    for (uint64_t i = 0; i < 500; i++) {
        size_t a = (size_t)random_below(key, 3 * i, 30), b = 30 + (size_t)random_below(key, 3 * i + 1, 30),
               c = 60 + (size_t)random_below(key, 3 * i + 2, 40);
        struct thing t = {.need = {a, b, c}, .need_count = 3};
        struct shrink s = {0};
        size_t part[ITEMS];
        cr_assert_eq(least(&t, part, ITEMS, &s), 3);
        cr_assert(part[0] == a && part[1] == b && part[2] == c);
    }
}

Test(shrink, ends_at_nothing_when_nothing_is_needed)
{
    struct thing t = {0};
    struct shrink s = {0};
    size_t part[ITEMS];
    cr_assert_eq(least(&t, part, ITEMS, &s), 0);
    cr_assert_eq(s.tries, 1);
    cr_assert_eq(least(&t, part, 0, &s), 0);
    cr_assert_eq(s.tries, 0);
}

Test(shrink, keeps_all_when_all_are_needed_and_never_asks_for_the_whole)
{
    struct thing t = {.need = {0, 1, 2, 3, 4, 5, 6, 7}, .need_count = 8};
    struct shrink s = {0};
    size_t part[8];
    cr_assert_eq(least(&t, part, 8, &s), 8);
    cr_assert_eq(t.asked_whole, 0);
}

/* 40 may not be there unless 41 is: going front to back, 41 can only go after 40 has, so one pass by ones is not enough. */
Test(shrink, is_one_minimal_when_an_item_can_only_go_after_another)
{
    for (size_t poison = 1; poison < ITEMS - 1; poison++) {
        struct thing t = {.need = {99}, .need_count = 1, .poison = poison, .partner = poison - 1};
        struct shrink s = {0};
        size_t part[ITEMS];
        cr_assert_eq(least(&t, part, ITEMS, &s), 1, "poison %zu", poison);
        cr_assert_eq(part[0], 99);
    }
}

Test(shrink, stops_asking_at_its_bound_and_what_it_has_still_fails)
{
    struct thing t = {.need = {3, 50, 97}, .need_count = 3};
    for (size_t bound = 1; bound < 60; bound++) {
        struct shrink s = {.tries_max = bound};
        size_t part[ITEMS], left = least(&t, part, ITEMS, &s);
        cr_assert_leq(s.tries, bound);
        cr_assert(fails(&t, part, left));
    }
}
