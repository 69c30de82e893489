#include "index.h"
#include "queue.h"

#include <criterion/criterion.h>
#include <parley/random.h>
#include <parley/size.h>

enum { MEMBERS = 200, STEPS = 20000 };

struct member {
    struct queued place;
    int64_t at;
    bool inside;
};

/* The first by looking at all of them. */
static size_t first_of(const struct member *all)
{
    size_t best = MEMBERS;
    for (size_t i = 0; i < MEMBERS; i++)
        if (all[i].inside && (best == MEMBERS || all[i].at < all[best].at))
            best = i;
    return best;
}

Test(memory_parts, a_queue_has_the_least_of_all_in_front)
{
    static struct member all[MEMBERS];
    struct queue q = {NULL, 0, 0};
    struct dice dice = {{1, 2, 3}, 0};
    for (size_t step = 0; step < STEPS; step++) {
        size_t i = (size_t)dice_below(&dice, MEMBERS);
        all[i].inside = dice_below(&dice, 3) > 0;
        all[i].at = (int64_t)dice_below(&dice, 50); /* many ties */
        if (all[i].inside)
            memory_queue_put(&q, &all[i].place, all[i].at, i);
        else
            memory_queue_drop(&all[i].place);
        size_t best = first_of(all);
        const struct queue_slot *first = memory_queue_first(&q);
        cr_assert_eq(first == NULL, best == MEMBERS);
        cr_assert(first == NULL || first->number == best, "step %zu: %llu instead of %zu", step,
                  (unsigned long long)first->number, best);
    }
    memory_queue_finish(&q);
}

Test(memory_parts, a_member_is_in_one_queue_at_a_time)
{
    struct queue a = {NULL, 0, 0}, b = {NULL, 0, 0};
    struct queued x = {NULL, 0};
    memory_queue_put(&a, &x, 1, 1);
    memory_queue_put(&b, &x, 2, 1);
    cr_assert_eq(a.count, 0);
    cr_assert_eq(memory_queue_first(&b)->at, 2);
    memory_queue_drop(&x);
    memory_queue_drop(&x);
    cr_assert_null(memory_queue_first(&b));
    memory_queue_finish(&a);
    memory_queue_finish(&b);
}

Test(memory_parts, an_index_finds_every_row_of_a_hash)
{
    struct index x = {NULL, 0, 0};
    struct index_walk walk = memory_index_find(&x, 7);
    cr_assert_eq(memory_index_next(&x, &walk), 0, "an empty one");
    for (uint64_t row = 1; row <= 3000; row++)
        memory_index_add(&x, row % 100 << 32 | row % 3, row); /* hashes that meet, and slots that meet */
    for (uint64_t h = 0; h < 300; h++) {
        size_t seen = 0;
        walk = memory_index_find(&x, h % 100 << 32 | h / 100);
        for (uint64_t row; (row = memory_index_next(&x, &walk)) != 0; seen++)
            cr_assert(row % 100 == h % 100 && row % 3 == h / 100);
        cr_assert_eq(seen, 10, "%llu: %zu", (unsigned long long)h, seen);
    }
    memory_index_finish(&x);
}

Test(memory_parts, a_key_is_new_once)
{
    struct seen s = {NULL, 0, 0};
    for (uint64_t round = 0; round < 2; round++)
        for (uint64_t key = 1; key < 5000; key++)
            cr_assert_eq(memory_seen_before(&s, key << 20), round == 1);
    cr_assert_not(memory_seen_before(&s, 0));
    cr_assert(memory_seen_before(&s, 0));
    memory_seen_finish(&s);
}
