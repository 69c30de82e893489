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

/* As somebody who holds the secret would write it. */
static struct slice written(const char *head, const char *claims)
{
    struct slice parts[2] = {slice_from(head), slice_from(claims)}, text = SLICE_NONE;
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct digest d;
    for (size_t p = 0; p < 3; p++) {
        struct slice bytes = p < 2 ? parts[p] : (struct slice){(const char *)d.bytes, DIGEST_SIZE};
        char *at = arena_alloc(&arena, bytes.len * 2 + 4);
        size_t len = 0;
        for (size_t i = 0; i < bytes.len * 8; i += 6) {
            unsigned high = (unsigned char)bytes.at[i / 8], low = i / 8 + 1 < bytes.len ? (unsigned char)bytes.at[i / 8 + 1] : 0;
            at[len++] = letters[(high << 8 | low) >> (10 - i % 8) & 63];
        }
        text = p == 0 ? (struct slice){at, len}
                      : arena_printf(&arena, SLICE_FMT "." SLICE_FMT, SLICE_ARG(text), SLICE_ARG(((struct slice){at, len})));
        if (p == 1)
            d = digest_hmac((struct slice){(const char *)secret.bytes, DIGEST_SIZE}, text);
    }
    return text;
}

Test(tokens, that_are_rightly_signed_are_read_with_care)
{
#define HEAD "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
#define CLAIMS "\"iss\":\"parley\",\"sub\":\"ana\",\"tid\":7,\"site\":\"pk_1\",\"iat\":1790000000,\"exp\":1790000900"
    struct token t;
    cr_assert(token_read(&t, &arena, secret, written(HEAD, "{\"aud\":\"widget\"," CLAIMS "}"), noon));
    cr_assert(token_read(&t, &arena, secret, written(HEAD, "{\"aud\":\"widget\",\"nbf\":1790000000," CLAIMS "}"), noon));
    cr_assert(!token_read(&t, &arena, secret, written(HEAD, "{\"aud\":\"widget\",\"nbf\":1790000100," CLAIMS "}"), noon),
              "too early");
    cr_assert(!token_read(&t, &arena, secret, written(HEAD, "{\"aud\":\"staff\"," CLAIMS "}"), noon), "another audience");
    cr_assert(!token_read(&t, &arena, secret, written(HEAD, "{" CLAIMS "}"), noon), "no audience");
    cr_assert(!token_read(&t, &arena, secret, written("{\"alg\":\"none\"}", "{\"aud\":\"widget\"," CLAIMS "}"), noon));
    cr_assert(
        !token_read(&t, &arena, secret, written("{\"alg\":\"HS256\",\"crit\":[\"x\"]}", "{\"aud\":\"widget\"," CLAIMS "}"), noon),
        "asks for what we do not know");
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
