#include <parley/remote_vendor.h>

#include "reading.h"

#include <criterion/criterion.h>

Test(trouble, of_a_status_says_who_has_to_act)
{
    static const struct {
        unsigned status;
        enum trouble trouble;
    } rows[] = {{400, TROUBLE_REQUEST}, {401, TROUBLE_SETUP}, {402, TROUBLE_MONEY}, {403, TROUBLE_SETUP},
                {404, TROUBLE_SETUP},   {408, TROUBLE_AWAY},  {409, TROUBLE_AWAY},  {413, TROUBLE_REQUEST},
                {422, TROUBLE_REQUEST}, {429, TROUBLE_BUSY},  {500, TROUBLE_AWAY},  {502, TROUBLE_AWAY},
                {503, TROUBLE_AWAY},    {504, TROUBLE_AWAY},  {529, TROUBLE_AWAY},  {302, TROUBLE_GARBAGE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(trouble_of_status(rows[i].status), rows[i].trouble, "%u", rows[i].status);
}

static struct duration wait_of(const char *name, const char *value)
{
    struct outgoing_field f = {slice_from(name), slice_from(value)};
    struct outgoing_answer a = {.fields = &f, .field_count = 1};
    return retry_after(&a, DURATION_S(2));
}

Test(trouble, waits_as_long_as_it_is_asked_within_reason)
{
    cr_assert_eq(wait_of("retry-after", "7").ns, DURATION_S(7).ns);
    cr_assert_eq(wait_of("retry-after", "1.5").ns, DURATION_MS(1500).ns);
    cr_assert_eq(wait_of("retry-after-ms", "1234").ns, DURATION_MS(1234).ns);
    cr_assert_eq(wait_of("retry-after", "0").ns, DURATION_MS(500).ns);
    cr_assert_eq(wait_of("retry-after", "99999999999").ns, DURATION_S(300).ns);
    cr_assert_eq(wait_of("retry-after", "99999999999999999999999").ns, DURATION_S(2).ns);
    cr_assert_eq(wait_of("retry-after", "-5").ns, DURATION_S(2).ns);
    cr_assert_eq(wait_of("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT").ns, DURATION_S(2).ns);
    cr_assert_eq(wait_of("x", "7").ns, DURATION_S(2).ns);
}

Test(trouble, money_is_rounded_up_and_never_overflows)
{
    struct remote_prices p = {
        .input = 3000000, .cached = 300000, .cache_write = 3750000, .output = 15000000, .currency = CURRENCY_USD};
    struct usage u = {true, 1000, 2000, 100, 10};
    cr_assert_eq(usage_cost(&u, &p).micros, 3000 + 600 + 375 + 150);
    cr_assert_eq(usage_cost(&u, &p).currency, CURRENCY_USD);
    u = (struct usage){true, 0, 1, 0, 0};
    p.cached = 1;
    cr_assert_eq(usage_cost(&u, &p).micros, 1);
    u.input = UINT64_MAX;
    cr_assert(usage_cost(&u, &p).micros > 0);
    cr_assert_eq(cost_most(1000, 100, &p).micros, 3750 + 1500, "the dearest kind of input");
}
