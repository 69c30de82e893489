#include <parley/sqlite_store.h>

#include <criterion/criterion.h>
#include "store_place.h"

static const int64_t tomorrow = 86400000, today = 0;
static const struct duration lease = {UINT64_C(60000000000)};

struct fixture {
    struct store_place place;
    struct store *store;
    struct arena arena;
    struct error e;
};

static void fixture_store(struct fixture *f)
{
    struct tenant_id tenant;
    enum accept_result result;
    place_make(&f->place);
    f->store = place_open(&f->place);
    arena_init(&f->arena, 1 << 26);
    cr_assert_eq(f->store->ops->tenant_put(f->store, &tenant, SLICE("t"), NULL, &f->e), OK);
    struct inbound in = {.tenant = tenant,
                         .channel = CHANNEL_CHAT,
                         .provider_id = SLICE("1"),
                         .address = private_hide(SLICE("anna")),
                         .text = private_hide(SLICE("hello")),
                         .received_at = {today}};
    cr_assert_eq(f->store->ops->accept(f->store, &in, 1, &result, &f->e), OK);
}

static enum code claim(struct fixture *f, struct work *w, int64_t ms)
{
    struct wall next;
    return f->store->ops->claim(f->store, w, &next, &f->arena, (struct wall){ms}, &(struct claim_terms){.lease = lease}, &f->e);
}

static void close_fixture(struct fixture *f)
{
    f->store->ops->close(f->store);
    arena_finish(&f->arena);
    place_remove(&f->place);
}

Test(store_clock, does_not_wait_for_a_lease_of_tomorrow)
{
    struct fixture f = {0};
    struct work w;
    fixture_store(&f);
    cr_assert_eq(claim(&f, &w, tomorrow), OK);
    uint64_t fence = w.fence;
    cr_assert_eq(claim(&f, &w, today), OK, "the clock was set since, and whoever claimed it died");
    cr_assert_gt(w.fence, fence, "if it did not die, it has lost the lease");
    close_fixture(&f);
}

Test(store_clock, respects_a_lease_of_a_clock_that_is_a_little_ahead)
{
    struct fixture f = {0};
    struct work w;
    fixture_store(&f);
    cr_assert_eq(claim(&f, &w, STORE_SKEW_MS_MAX), OK);
    cr_assert_eq(claim(&f, &w, today), NOT_FOUND);
    cr_assert_eq(claim(&f, &w, STORE_SKEW_MS_MAX + 60000), OK, "and then it is over");
    close_fixture(&f);
}

static struct slice reply_tomorrow(struct fixture *f)
{
    struct work w;
    cr_assert_eq(claim(f, &w, today), OK);
    struct inbound_outcome outcome = {w.burst[0].id, OUTCOME_REPLIED, w.turn, SLICE("test")};
    struct send_intent send = {.key = arena_printf(&f->arena, "%llu.1.1", (unsigned long long)w.snapshot.conversation.id.n),
                               .channel = CHANNEL_CHAT,
                               .purpose = PURPOSE_REPLY,
                               .text = SLICE("hi"),
                               .text_digest = digest_of(SLICE("hi"))};
    struct commit c = {.fence = w.fence,
                       .tenant = w.snapshot.conversation.tenant,
                       .conversation_id = w.snapshot.conversation.id,
                       .contact_version = w.snapshot.contact.version,
                       .conversation_version = w.snapshot.conversation.version,
                       .switches_version = w.snapshot.switches.version,
                       .at = {today},
                       .turn = w.turn,
                       .contact = w.snapshot.contact,
                       .conversation = w.snapshot.conversation,
                       .outcomes = &outcome,
                       .outcome_count = 1,
                       .sends = &send,
                       .send_count = 1,
                       .ends_turn = true};
    struct send begun;
    struct wall next;
    cr_assert_eq(f->store->ops->commit(f->store, &c, &f->e), OK, "%s", f->e.text);
    cr_assert_eq(f->store->ops->send_began(f->store, &begun, &next, &f->arena, (struct wall){tomorrow}, &f->e), OK);
    return send.key;
}

static enum send_state state_of(struct fixture *f, struct slice key)
{
    struct send s;
    cr_assert_eq(f->store->ops->send_find(f->store, &s, &f->arena, key, &f->e), OK);
    return s.state;
}

Test(store_clock, does_not_wait_until_tomorrow_to_try_again)
{
    struct fixture f = {0};
    struct send begun;
    struct wall next;
    fixture_store(&f);
    struct slice key = reply_tomorrow(&f);
    struct send_result later = {.state = SEND_INTENT, .retry_at = {tomorrow + 60000}};
    cr_assert_eq(f.store->ops->send_ended(f.store, key, &later, (struct wall){tomorrow}, &f.e), OK);
    cr_assert_eq(f.store->ops->send_began(f.store, &begun, &next, &f.arena, (struct wall){today}, &f.e), OK);
    close_fixture(&f);
}

Test(store_clock, counts_patience_from_when_the_clock_was_set)
{
    struct fixture f = {0};
    uint64_t changed;
    const struct duration patience = DURATION_S(900);
    fixture_store(&f);
    struct slice key = reply_tomorrow(&f);
    struct send_result lost = {.state = SEND_UNKNOWN};
    cr_assert_eq(f.store->ops->send_ended(f.store, key, &lost, (struct wall){tomorrow}, &f.e), OK);
    cr_assert_eq(f.store->ops->sends_recover(f.store, (struct wall){today}, patience, false, &changed, &f.e), OK);
    cr_assert_eq(state_of(&f, key), SEND_UNKNOWN, "a receipt still has its time");
    cr_assert_eq(f.store->ops->sends_recover(f.store, (struct wall){today + 900000}, patience, false, &changed, &f.e), OK);
    cr_assert_eq(state_of(&f, key), SEND_HUMAN);
    close_fixture(&f);
}

Test(store_clock, does_not_put_off_until_tomorrow_what_was_given_back)
{
    struct fixture f = {0};
    struct work w;
    fixture_store(&f);
    cr_assert_eq(claim(&f, &w, tomorrow), OK);
    cr_assert_eq(f.store->ops->release(f.store, &w, (struct wall){tomorrow + 60000}, (struct money){0}, &f.e), OK);
    cr_assert_eq(claim(&f, &w, today + 120000), OK, "the clock was set since");
    close_fixture(&f);
}
