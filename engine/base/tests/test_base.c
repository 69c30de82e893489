#include <criterion/criterion.h>

#include <parley/arena.h>
#include <parley/calendar.h>
#include <parley/digest.h>
#include <parley/error.h>
#include <parley/json_write.h>
#include <parley/random.h>
#include <parley/size.h>

#include <signal.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, 1 << 24);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(base, .init = set_up, .fini = tear_down);

Test(base, reads_numbers_and_refuses_overflow)
{
    uint64_t n = 7;
    cr_assert(slice_to_u64(&n, SLICE("18446744073709551615")) && n == UINT64_MAX);
    cr_assert(!slice_to_u64(&n, SLICE("18446744073709551616")));
    cr_assert(!slice_to_u64(&n, SLICE("")));
    cr_assert(!slice_to_u64(&n, SLICE("1 ")));
    int64_t i;
    cr_assert(slice_to_i64(&i, SLICE("-12")) && i == -12);
    cr_assert(!slice_to_i64(&i, SLICE("-")));
}

Test(base, finds_a_needle_at_both_ends)
{
    size_t where = 99;
    cr_assert(slice_find(&where, SLICE("abcabd"), SLICE("abd")) && where == 3);
    cr_assert(slice_find(&where, SLICE("abc"), SLICE("abc")) && where == 0);
    cr_assert(!slice_find(&where, SLICE("ab"), SLICE("abc")));
    cr_assert(!slice_find(&where, SLICE_NONE, SLICE("a")));
}

Test(base, splits_into_pieces_and_keeps_the_empty_ones)
{
    struct slice rest = SLICE("a,,b"), piece;
    size_t n = 0;
    while (slice_next(&piece, &rest, ','))
        n++;
    cr_assert_eq(n, 3);
}

Test(base, sizes_report_overflow)
{
    size_t out = 1;
    cr_assert(!size_add(&out, SIZE_MAX, 1) && out == 1);
    cr_assert(!size_mul(&out, SIZE_MAX / 2 + 1, 2) && out == 1);
    cr_assert(size_mul(&out, 3, 4) && out == 12);
}

static int ran[3], ran_count;
static void note(void *object)
{
    ran[ran_count++] = *(int *)object;
}

Test(base, arena_runs_its_hooks_in_reverse)
{
    struct arena b;
    int one = 1, two = 2;
    arena_init(&b, 1 << 20);
    arena_hook(&b, note, &one);
    arena_hook(&b, note, &two);
    arena_reset(&b);
    cr_assert(ran_count == 2 && ran[0] == 2 && ran[1] == 1);
    arena_finish(&b);
    cr_assert_eq(ran_count, 2);
}

Test(base, arena_stops_at_its_ceiling, .signal = SIGABRT)
{
    struct arena b;
    arena_init(&b, 1000);
    arena_alloc(&b, 1001);
}

Test(base, arena_counts_what_it_has_handed_out)
{
    size_t held = 0;
    struct arena_watch watch = {.held = &held};
    struct arena one, two;
    arena_init(&one, 1 << 20);
    arena_init(&two, 1 << 20);
    one.watch = two.watch = &watch;
    (void)arena_alloc(&one, 1000);
    (void)arena_alloc(&two, 100);
    cr_assert_geq(held, 1100);
    arena_reset(&one);
    cr_assert_lt(held, 1000);
    arena_finish(&one);
    arena_finish(&two);
    cr_assert_eq(held, 0);
}

Test(base, arena_hands_out_zeroed_memory_again_after_reset)
{
    char *p = arena_alloc(&a, 64);
    for (int i = 0; i < 64; i++)
        p[i] = 'x';
    arena_reset(&a);
    p = arena_alloc(&a, 64);
    for (int i = 0; i < 64; i++)
        cr_assert_eq(p[i], 0);
}

Test(base, error_text_is_cut_between_characters)
{
    struct error e;
    char long_text[3000];
    for (size_t i = 0; i + 1 < sizeof long_text; i += 2) {
        long_text[i] = (char)0xc3;
        long_text[i + 1] = (char)0xa9;
    }
    long_text[sizeof long_text - 2] = 0;
    cr_assert_eq(fail(&e, BAD_INPUT, "x%s", long_text), BAD_INPUT);
    size_t len = strlen(e.text);
    cr_assert(len < ERROR_TEXT_MAX && len % 2 == 1);
}

Test(base, error_names_its_place)
{
    struct error e;
    fail_at(&e, BAD_INPUT, (struct place){SLICE("a.yaml"), 3, 7}, "caps: wrong");
    cr_assert_str_eq(e.text, "a.yaml:3:7: caps: wrong");
    error_within(&e, BAD_INPUT, "pack \"x\"");
    cr_assert_str_eq(e.text, "pack \"x\": a.yaml:3:7: caps: wrong");
}

Test(base, writes_json_that_is_always_the_same)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, &a, 4096);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "t", SLICE("a\"b\\\n\x01\xff\xc3\xa9"));
    json_put_i64(&w, "i", INT64_MIN);
    json_put_ratio(&w, "r", (struct ratio_ppm){50000});
    json_key(&w, "l");
    json_array_begin(&w);
    json_add_u64(&w, 1);
    json_add_null(&w);
    json_array_end(&w);
    json_object_end(&w);
    struct slice s = buffer_slice(&b),
                 want = SLICE("{\"t\":\"a\\\"b\\\\\\n\\u0001\xef\xbf\xbd\xc3\xa9\",\"i\":-9223372036854775808,"
                              "\"r\":0.050000,\"l\":[1,null]}");
    cr_assert(slice_eq(s, want), SLICE_FMT, SLICE_ARG(s));
}

Test(base, a_key_outside_an_object_is_our_own_bug, .signal = SIGABRT)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, &a, 64);
    json_begin(&w, &b);
    json_array_begin(&w);
    json_key(&w, "x");
}

Test(base, a_buffer_past_its_ceiling_is_cut_not_grown)
{
    struct buffer b;
    buffer_init(&b, &a, 4);
    buffer_add(&b, SLICE("abc"));
    buffer_add(&b, SLICE("de"));
    cr_assert(b.cut && slice_eq(buffer_slice(&b), SLICE("abc")));
}

Test(base, randomness_depends_on_its_key_alone)
{
    struct random_key k = {1, random_hash(SLICE("drop")), 5}, other = {1, random_hash(SLICE("drop")), 6};
    uint64_t first = random_at(k, 3);
    random_at(k, 4);
    cr_assert_eq(random_at(k, 3), first);
    cr_assert_neq(random_at(other, 3), first);
    uint64_t hits = 0;
    for (uint64_t i = 0; i < 100000; i++)
        hits += random_chance(k, i, (struct ratio_ppm){250000});
    cr_assert(hits > 24000 && hits < 26000);
}

Test(base, digests_match_the_published_ones)
{
    cr_assert(slice_eq(digest_hex(&a, digest_of(SLICE("abc"))),
                       SLICE("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
    cr_assert(slice_eq(digest_hex(&a, digest_hmac(SLICE("key"), SLICE("The quick brown fox jumps over the lazy dog"))),
                       SLICE("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")));
    struct digest d;
    cr_assert(!digest_from_hex(&d, SLICE("zz")));
}

Test(base, framed_digests_do_not_run_together)
{
    struct digest_parts p;
    digest_begin(&p);
    digest_part(&p, SLICE("ab"));
    digest_part(&p, SLICE("c"));
    struct digest x = digest_end(&p);
    digest_begin(&p);
    digest_part(&p, SLICE("a"));
    digest_part(&p, SLICE("bc"));
    cr_assert(!digest_eq(x, digest_end(&p)));
}

Test(base, every_day_of_four_centuries_comes_back)
{
    for (int64_t day = -150000; day < 150000; day++) {
        struct civil_date d = civil_from_days(day);
        cr_assert(civil_date_is_valid(d));
        cr_assert_eq(civil_days(d), day);
    }
}

Test(base, reads_and_writes_wall_times)
{
    struct wall w;
    cr_assert(wall_parse(&w, SLICE("2026-11-20T22:04:05.123Z")));
    cr_assert(slice_eq(wall_format(&a, w), SLICE("2026-11-20T22:04:05.123Z")));
    cr_assert(wall_parse(&w, SLICE("2026-11-20T22:04:05+08:00")));
    cr_assert(slice_eq(wall_format(&a, w), SLICE("2026-11-20T14:04:05.000Z")));
    cr_assert(!wall_parse(&w, SLICE("2026-02-29T00:00:00Z")));
    cr_assert(!wall_parse(&w, SLICE("2026-11-20T24:00:00Z")));
    cr_assert(!wall_parse(&w, SLICE("2026-11-20T22:04:05")));
    cr_assert_eq(civil_from_wall(w, 0).weekday, 4); /* a Friday */
}
