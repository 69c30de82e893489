/* What one registered claim allows to be said; for the tests of this directory. The arena is each test's own. */
#ifndef PARLEY_FACTS_TESTS_ONE_CLAIM_H
#define PARLEY_FACTS_TESTS_ONE_CLAIM_H

#include <criterion/criterion.h>

#include <parley/facts.h>
#include <parley/size.h>

static struct arena a;
static inline void set_up(void)
{
    arena_init(&a, (size_t)1 << 27);
}
static inline void tear_down(void)
{
    arena_finish(&a);
}

static inline struct facts_result said_against(const char *known, const char *said)
{
    struct known_text source = {.kind = KNOWN_CLAIM, .id = SLICE("k"), .text = slice_from(known)};
    struct text t;
    struct facts_result r;
    cr_assert_eq(text_read(&t, &a, slice_from(said), NULL), OK);
    facts_check(&r, &a, facts_register_create(&a, &source, 1), &t, NULL);
    return r;
}

static inline bool allowed(const char *known, const char *said)
{
    return !said_against(known, said).unregistered;
}

#endif
