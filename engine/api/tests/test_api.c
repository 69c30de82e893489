#include "parts.h"

#include <criterion/criterion.h>

/* Tokens of visitors: only what was signed here, for whom and until when it says. */

static struct arena arena;
static const struct digest secret = {{1, 2, 3}};
static const struct wall noon = {INT64_C(1790000000000)};
static const struct token ana = {.visitor = SLICE_INIT("abcdefghijklmnopqrstuv"), .tenant = {7}, .site = SLICE_INIT("pk_1")};

static void begin(void)
{
    arena_init(&arena, 1 << 20);
}
TestSuite(tokens, .init = begin);

Test(tokens, open_what_was_signed)
{
    struct token t;
    cr_assert(token_read(&t, &arena, secret, token_make(&arena, secret, &ana, noon), noon));
    cr_assert(slice_eq(t.visitor, ana.visitor) && t.tenant.n == 7 && slice_eq(t.site, ana.site));
}

Test(tokens, end_after_a_quarter_of_an_hour)
{
    struct token t;
    struct slice text = token_make(&arena, secret, &ana, noon);
    cr_assert(token_read(&t, &arena, secret, text, (struct wall){noon.ms + 899 * 1000}));
    cr_assert(!token_read(&t, &arena, secret, text, (struct wall){noon.ms + 931 * 1000}));
    cr_assert(!token_read(&t, &arena, secret, text, (struct wall){noon.ms - 31 * 1000}), "issued in the future");
}

Test(tokens, are_refused_when_any_byte_was_changed)
{
    struct token t;
    struct slice text = token_make(&arena, secret, &ana, noon);
    for (size_t i = 0; i < text.len; i++) {
        struct slice changed = arena_copy(&arena, text);
        ((char *)(uintptr_t)changed.at)[i] ^= 1;
        cr_assert(!token_read(&t, &arena, secret, changed, noon), "byte %zu", i);
    }
    for (size_t len = 0; len < text.len; len++)
        cr_assert(!token_read(&t, &arena, secret, slice_sub(text, 0, len), noon), "%zu bytes", len);
    cr_assert(!token_read(&t, &arena, (struct digest){{9}}, text, noon), "another secret");
}

Test(tokens, are_refused_without_a_signature)
{
    struct token t;
    cr_assert(!token_read(&t, &arena, secret, SLICE("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0."), noon));
}

Test(limiter, lets_so_many_a_minute_through_and_says_when_the_next)
{
    struct limiter *l = limiter_create();
    struct instant now = {UINT64_C(5000000000000)};
    for (unsigned i = 0; i < 20; i++)
        cr_assert_eq(limiter_take(l, SLICE("say"), SLICE("anna"), 20, now), 0, "number %u", i);
    uint64_t wait_s = limiter_take(l, SLICE("say"), SLICE("anna"), 20, now);
    cr_assert(wait_s >= 3 && wait_s <= 4, "%llu s", (unsigned long long)wait_s);
    cr_assert_eq(limiter_take(l, SLICE("say"), SLICE("bert"), 20, now), 0, "one visitor does not use up another's");
    cr_assert_eq(limiter_take(l, SLICE("say"), SLICE("anna"), 20, instant_plus(now, DURATION_S(wait_s))), 0);
    limiter_destroy(l);
}
