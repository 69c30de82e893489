/* Tenants are kept apart: their names, switches and money. */
#include "contract_steps.h"

static void knows_a_tenant_by_its_name(struct fixture *f)
{
    struct tenant_id same, second;
    struct tenant_record all[4];
    size_t count;
    GOOD(ON(f->other)->tenant_put(f->other, &same, SLICE("acme"), NULL, e));
    GOOD(ON(f->store)->tenant_put(f->store, &second, SLICE("globex"), NULL, e));
    GOOD(ON(f->other)->tenants(f->other, all, COUNT_OF(all), &count, &f->arena, e));
    cr_assert_eq(same.n, f->tenant.n);
    cr_assert_neq(second.n, f->tenant.n);
    cr_assert_eq(count, 2);
    cr_assert(slice_eq(all[1].name, SLICE("globex")));
}

static void keeps_a_killed_tenants_words_in(struct fixture *f)
{
    struct wall next;
    says(f, "1", "anna", "hello", 0);
    says(f, "2", "bert", "hello", 1);
    struct work w = claim(f, 2), waits = claim(f, 2);
    struct commit c = reply(f, &w, "hi", 3), never = reply(f, &waits, "hi", 3);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->other)->kill(f->other, f->tenant, true, SLICE("op"), at(4), e));
    nothing_to_send(f, 5, &next);
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &never, e));
    GOOD(ON(f->store)->reload(f->store, &waits, &f->arena, e));
    cr_assert(waits.snapshot.switches.killed_tenant);
    GOOD(ON(f->other)->kill(f->other, (struct tenant_id){0}, true, SLICE("op"), at(6), e));
    GOOD(ON(f->other)->kill(f->other, f->tenant, false, SLICE("op"), at(7), e));
    nothing_to_send(f, 8, &next);
    GOOD(ON(f->other)->kill(f->other, (struct tenant_id){0}, false, SLICE("op"), at(9), e));
    cr_assert(slice_eq(begin(f, 10).key, c.sends[0].key));
    audit_holds(f);
}

static void ends_paid(struct fixture *f, struct store *s, const struct work *w, int64_t paid, int64_t ms)
{
    struct commit c = reply(f, w, "hi", ms);
    c.settle.micros = paid;
    GOOD(ON(s)->commit(s, &c, e));
}

/* RULE-SPEND-1: what one turn may spend another one sees, and what it did not spend the next one gets. */
static void sets_money_aside_with_the_claim(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    says(f, "2", "bert", "hello", 1);
    says(f, "3", "carl", "hello", 2);
    says(f, "4", "dora", "hello", 3);
    struct work a = claim_for(f, f->store, 300, 500, 4), b = claim_for(f, f->other, 201, 500, 4);
    cr_assert(a.reserved.micros == 300 && spent(&a) == 300);
    cr_assert(b.reserved.micros == 0 && spent(&b) == 300, "no room: it holds the lease and no money");
    struct work c = claim_for(f, f->other, 200, 500, 5);
    cr_assert(c.reserved.micros == 200 && spent(&c) == 500, "up to the cap");
    struct work d = claim_for(f, f->other, 1, 500, 6);
    cr_assert(d.reserved.micros == 0 && spent(&d) == 500);
    ends_paid(f, f->store, &a, 120, 7);
    ends_paid(f, f->other, &b, 0, 7);
    GOOD(ON(f->other)->release(f->other, &c, at(0), (struct money){.micros = 30}, e));
    c = claim_for(f, f->store, 350, 500, 8);
    cr_assert(c.reserved.micros == 350 && spent(&c) == 120 + 30 + 350);
    GOOD(ON(f->other)->reload(f->other, &d, &f->arena, e));
    cr_assert(d.reserved.micros == 0 && spent(&d) == 500);
    ends_paid(f, f->store, &c, 400, 9); /* a model that took more than it said */
    GOOD(ON(f->store)->reload(f->store, &d, &f->arena, e));
    cr_assert_eq(spent(&d), 550);
}

/* Nobody knows what it paid before it died: for this day it has spent its share. */
static void keeps_what_was_set_aside_for_a_dead_turn(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    struct work dead = claim_for(f, f->store, 300, 900, 1), w = claim_for(f, f->other, 300, 900, 10002);
    cr_assert(w.reserved.micros == 300 && spent(&w) == 600);
    struct commit late = reply(f, &dead, "hi", 10003);
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &late, e));
    GIVES(CONFLICT, ON(f->store)->release(f->store, &dead, at(0), unspent, e));
    ends_paid(f, f->other, &w, 100, 10004);
    says(f, "2", "bert", "hello", 10005);
    w = claim_for(f, f->store, 300, 900, 10006);
    cr_assert(w.reserved.micros == 300 && spent(&w) == 700);
    struct digest receipt;
    GOOD(ON(f->store)->erase(f->store, w.snapshot.contact.id, SLICE("op"), at(10007), &receipt, e));
    says(f, "3", "carl", "hello", 10008);
    w = claim_for(f, f->store, 300, 900, 10009);
    cr_assert(w.reserved.micros == 0 && spent(&w) == 700, "an erased contact's turn may still be paying");
}

static void keeps_tenants_apart(struct fixture *f)
{
    struct tenant_id second;
    struct contact c;
    struct audit_head head;
    GOOD(ON(f->store)->tenant_put(f->store, &second, SLICE("globex"), NULL, e));
    says(f, "1", "anna", "hello", 0);
    struct inbound in = said(f, "1", "anna", "hello", 1);
    enum accept_result r;
    in.tenant = second;
    GOOD(ON(f->store)->accept(f->store, &in, 1, &r, e));
    cr_assert_eq(r, ACCEPT_NEW, "ids are unique per tenant");
    struct work a = claim(f, 2), b = claim(f, 3);
    cr_assert_eq(a.snapshot.conversation.tenant.n, f->tenant.n);
    cr_assert_eq(b.snapshot.conversation.tenant.n, second.n);
    cr_assert_neq(a.snapshot.contact.id.n, b.snapshot.contact.id.n);
    struct commit k = reply(f, &a, "hi", 4), mixed = reply(f, &b, "hi", 4);
    mixed.tenant = f->tenant;
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &mixed, e));
    GOOD(ON(f->store)->kill(f->store, second, true, SLICE("op"), at(4), e));
    GOOD(ON(f->store)->audit_head(f->store, second, &head, e));
    cr_assert_eq(head.sequence, 1);
    GOOD(ON(f->store)->reload(f->store, &a, &f->arena, e));
    k = reply(f, &a, "hi", 5);
    GOOD(ON(f->store)->commit(f->store, &k, e));
    cr_assert(slice_eq(begin(f, 6).key, k.sends[0].key), "another tenant's switch holds nothing back here");
    GIVES(NOT_FOUND,
          ON(f->store)->contact_find(f->store, &c, &f->arena, (struct tenant_id){99}, CHANNEL_WHATSAPP, SLICE("anna"), e));
}

static void counts_spend_by_the_day(struct fixture *f)
{
    const int64_t length = INT64_C(86400000), day = length - at(0).ms % length; /* the next midnight */
    says(f, "1", "anna", "hello", 0);
    says(f, "2", "bert", "hello", 1);
    struct work a = claim_for(f, f->store, 300, 500, day - 2), b = claim_for(f, f->other, 300, 500, day);
    cr_assert(b.reserved.micros == 300 && spent(&b) == 300, "a new day");
    ends_paid(f, f->store, &a, 250, day + 1); /* of the day of its claim */
    says(f, "3", "anna", "hello", day + 2);
    a = claim_for(f, f->store, 200, 500, day + 3);
    cr_assert(a.reserved.micros == 200 && spent(&a) == 500);
    GOOD(ON(f->store)->release(f->store, &a, at(day + 4), unspent, e));
    a = claim_for(f, f->store, 200, 500, day + 4);
    cr_assert(a.reserved.micros == 200 && spent(&a) == 500);
    says(f, "4", "carl", "hello", day + 5);
    a = claim_for(f, f->other, 200, 500, day - 1); /* by a clock that is behind */
    cr_assert(a.reserved.micros == 200 && spent(&a) == 450, "the day before");
}

static void kills_what_is_on_its_way_to_the_outbox(struct fixture *f)
{
    struct wall next;
    struct tenant_id later;
    struct tenant_id everybody = {0};
    struct send_result again = {.state = SEND_INTENT, .retry_at = at(50)};
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 1);
    GOOD(ON(f->other)->kill(f->other, everybody, true, SLICE("op"), at(2), e));
    nothing_to_send(f, 3, &next); /* between the intent and its beginning */
    GOOD(ON(f->other)->tenant_put(f->other, &later, SLICE("later"), NULL, e));
    struct inbound in = said(f, "2", "bert", "hello", 4);
    enum accept_result r;
    in.tenant = later;
    GOOD(ON(f->store)->accept(f->store, &in, 1, &r, e));
    struct work w = claim(f, 5);
    cr_assert(w.snapshot.switches.killed_global, "who comes later is killed too");
    struct commit c = reply(f, &w, "hi", 6);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    nothing_to_send(f, 7, &next);
    GOOD(ON(f->other)->kill(f->other, everybody, false, SLICE("op"), at(8), e));
    cr_assert(slice_eq(begin(f, 9).key, key));
    GOOD(ON(f->other)->kill(f->other, f->tenant, true, SLICE("op"), at(10), e));
    GOOD(ON(f->store)->send_ended(f->store, key, &again, at(11), e)); /* begun before: its end is heard */
    struct send theirs = begin(f, 60);
    cr_assert_eq(theirs.tenant.n, later.n);
    nothing_to_send(f, 61, &next);
    cr_assert_eq(state_of(f, key), SEND_INTENT);
    GIVES(NOT_FOUND, ON(f->store)->kill(f->store, (struct tenant_id){99}, true, SLICE("op"), at(12), e));
}

static void keeps_another_tenants_switch_out(struct fixture *f)
{
    struct tenant_id second;
    GOOD(ON(f->store)->tenant_put(f->store, &second, SLICE("globex"), NULL, e));
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "hi", 2);
    GOOD(ON(f->other)->kill(f->other, second, true, SLICE("op"), at(2), e));
    GOOD(ON(f->store)->commit(f->store, &c, e)); /* no reason to decide again */
}

const struct contract_case contract_tenants[] = {
    CONTRACT_CASE(knows_a_tenant_by_its_name),
    CONTRACT_CASE(keeps_a_killed_tenants_words_in),
    CONTRACT_CASE(sets_money_aside_with_the_claim),
    CONTRACT_CASE(keeps_what_was_set_aside_for_a_dead_turn),
    CONTRACT_CASE(keeps_tenants_apart),
    CONTRACT_CASE(counts_spend_by_the_day),
    CONTRACT_CASE(kills_what_is_on_its_way_to_the_outbox),
    CONTRACT_CASE(keeps_another_tenants_switch_out),
    {NULL, NULL},
};
