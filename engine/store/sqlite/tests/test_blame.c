#include <parley/sqlite_store.h>

#include <criterion/criterion.h>
#include "store_place.h"

static const struct duration lease = {UINT64_C(60000000000)};

static struct inbound from(const char *who, const char *id)
{
    return (struct inbound){.tenant = {1},
                            .channel = CHANNEL_CHAT,
                            .provider_id = slice_from(id),
                            .address = private_hide(slice_from(who)),
                            .text = private_hide(SLICE("hello"))};
}

static enum code claim(struct store *s, struct work *w, struct arena *a, int64_t ms)
{
    struct wall next;
    struct error e;
    return s->ops->claim(s, w, &next, a, (struct wall){ms}, &(struct claim_terms){.lease = lease}, &e);
}

/* Two bursts were inside a step when the process died, one of them to blame. */
Test(store_blame, opens_one_blamed_burst_at_a_time)
{
    struct store_place place;
    struct arena a;
    struct error e;
    struct tenant_id tenant;
    enum accept_result results[3];
    struct work first, second, third;
    struct inbound batch[] = {from("anna", "1"), from("bert", "2"), from("cleo", "3")};
    place_make(&place);
    arena_init(&a, 1 << 26);
    struct store *s = place_open(&place);
    cr_assert_eq(s->ops->tenant_put(s, &tenant, SLICE("t"), NULL, &e), OK);
    cr_assert_eq(s->ops->accept(s, batch, 2, results, &e), OK);
    cr_assert_eq(claim(s, &first, &a, 0), OK);
    cr_assert_eq(s->ops->mark(s, &first, true, &e), OK);
    cr_assert_eq(claim(s, &second, &a, 0), OK, "nobody is blamed yet: a step is being taken");
    cr_assert_eq(s->ops->mark(s, &second, true, &e), OK);
    cr_assert_eq(claim(s, &first, &a, 70000), OK);
    cr_assert_eq(claim(s, &second, &a, 70000), NOT_FOUND, "the other waits, or the next death blames both again");
    cr_assert_eq(s->ops->accept(s, &batch[2], 1, results, &e), OK);
    cr_assert_eq(claim(s, &third, &a, 70000), OK, "who is not blamed does not wait");
    cr_assert_eq(claim(s, &second, &a, 130000), OK, "and then it is its turn");
    s->ops->close(s);
    arena_finish(&a);
    place_remove(&place);
}
