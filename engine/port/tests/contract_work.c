/* What is accepted is claimed by one, in order, and ended once. */
#include "contract_steps.h"

static void accepts_a_message_once_for_ever(struct fixture *f)
{
    struct inbound batch[5] = {said(f, "a", "447700900001", "hello", 0), said(f, "b", "447700900001", "hello", 1),
                               said(f, "a", "447700900001", "hello", 2), said(f, "a", "447700900001", "hello", 3),
                               said(f, "c", "447700900001", "x", 4)};
    enum accept_result r[5];
    batch[3].channel = CHANNEL_EMAIL;
    batch[4].tenant.n = 77;
    GOOD(ON(f->store)->accept(f->store, batch, 5, r, e));
    cr_assert_eq(r[0], ACCEPT_NEW);
    cr_assert_eq(r[1], ACCEPT_NEW, "the same words under another id are another message");
    cr_assert_eq(r[2], ACCEPT_DUPLICATE);
    cr_assert_eq(r[3], ACCEPT_NEW, "ids are unique per channel");
    cr_assert_eq(r[4], ACCEPT_UNKNOWN_TENANT);
    reply_to_all(f, "one", 10);
    reply_to_all(f, "two", 20);
    if (f->target->again != NULL)
        f->store = f->other = f->target->again(f->target);
    GOOD(ON(f->store)->accept(f->store, batch, 5, r, e));
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(r[i], ACCEPT_DUPLICATE, "answered long ago, still known");
    counted(f, OUTCOME_PENDING, 0);
}

static void claims_the_oldest_conversation_first(struct fixture *f)
{
    says(f, "1", "anna", "first", 5);
    says(f, "2", "bert", "second", 6);
    says(f, "3", "anna", "third", 7);
    struct work a = claim(f, 10), b = claim(f, 11);
    cr_assert(slice_eq(private_reveal(a.snapshot.contact.address, REVEAL_STORE), SLICE("anna")));
    cr_assert_eq(a.burst_count, 2);
    cr_assert(slice_eq(private_reveal(a.burst[1].text, REVEAL_STORE), SLICE("third")));
    cr_assert(slice_eq(private_reveal(b.snapshot.contact.address, REVEAL_STORE), SLICE("bert")));
    cr_assert_neq(a.turn.n, b.turn.n);
    struct wall next;
    nothing_to_claim(f, 12, &next);
    cr_assert_eq(next.ms, at(10 + 10000).ms, "when the first lease ends");
}

static void fences_off_who_lost_the_lease(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    struct work slow = claim(f, 0);
    struct work quick = claim_on(f, f->other, 10000);
    cr_assert_gt(quick.fence, slow.fence);
    cr_assert_eq(quick.turn.n, slow.turn.n, "the same burst is the same turn");
    cr_assert_eq(slow.unended, 0);
    cr_assert_eq(quick.unended, 1, "counted before it is tried again");
    struct commit late = reply(f, &slow, "late", 10001), good = reply(f, &quick, "good", 10002);
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &late, e));
    GIVES(CONFLICT, ON(f->store)->reload(f->store, &slow, &f->arena, e));
    GIVES(CONFLICT, ON(f->store)->release(f->store, &slow, at(0), unspent, e));
    GOOD(ON(f->other)->commit(f->other, &good, e));
    GIVES(CONFLICT, ON(f->other)->commit(f->other, &good, e));
    counted(f, OUTCOME_REPLIED, 1);
    struct send s = begin(f, 10003);
    cr_assert(slice_eq(private_reveal(s.text, REVEAL_STORE), SLICE("good")));
    struct wall next;
    nothing_to_send(f, 10004, &next);
}

/* A death inside a marked step is the burst's own, and so is the one before it; other deaths it was merely there at. */
static void blames_a_burst_only_for_its_own_steps(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    int64_t now = 0;
    struct work w = claim(f, now);
    w = claim(f, now += 10000);
    GOOD(ON(f->store)->mark(f->store, &w, true, e));
    GOOD(ON(f->store)->mark(f->store, &w, false, e));
    w = claim(f, now += 10000);
    cr_assert_eq(w.unended, 2);
    cr_assert_eq(w.attempts, 0, "it died beside its steps");
    GOOD(ON(f->store)->mark(f->store, &w, true, e));
    struct work next = claim(f, now += 10000);
    cr_assert_eq(next.attempts, 2, "the marked one and the one that made us look");
    GIVES(CONFLICT, ON(f->store)->mark(f->store, &w, false, e));
    GIVES(CONFLICT, ON(f->store)->mark(f->store, &w, true, e));
    GOOD(ON(f->store)->mark(f->store, &next, true, e));
    next = claim(f, now += 10000);
    cr_assert_eq(next.attempts, 3, "a sleeper that wakes takes no mark away");
    struct commit c = reply(f, &next, "at last", now + 1);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    says(f, "2", "anna", "hello again", now + 2);
    w = claim(f, now + 3);
    cr_assert_eq(w.unended + w.attempts, 0, "the next burst begins afresh");
}

/* The store was away when the step was left: whoever marks the next step lives. */
static void makes_a_lost_end_of_a_step_good(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 0);
    w = claim(f, 10000);
    GOOD(ON(f->store)->mark(f->store, &w, true, e));
    GOOD(ON(f->store)->mark(f->store, &w, true, e));
    GOOD(ON(f->store)->mark(f->store, &w, false, e));
    w = claim(f, 20000);
    cr_assert(w.unended == 2 && w.attempts == 0, "%u attempts", w.attempts);
}

static void tries_nothing_for_ever(struct fixture *f)
{
    struct work w;
    says(f, "1", "anna", "hello", 0);
    for (unsigned i = 0; i <= STORE_UNENDED_MAX; i++) {
        w = claim(f, (int64_t)i * 10000);
        cr_assert_eq(w.attempts, i < STORE_UNENDED_MAX ? 0 : STORE_UNENDED_MAX);
    }
}

static void does_not_count_what_was_given_back(struct fixture *f)
{
    struct wall next;
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 0);
    GOOD(ON(f->store)->release(f->store, &w, at(500), unspent, e));
    nothing_to_claim(f, 499, &next);
    cr_assert_eq(next.ms, at(500).ms);
    w = claim_on(f, f->other, 500);
    cr_assert_eq(w.unended, 0);
}

/* Whoever read it to its end and lived: kills from outside do not add up over the waits of a burst (fault 35). */
static void blames_nothing_that_was_read_to_its_end(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    int64_t now = 0;
    struct work w = claim(f, now);
    w = claim(f, now += 10000);
    GOOD(ON(f->store)->mark(f->store, &w, true, e));
    w = claim(f, now += 10000);
    cr_assert(w.unended == 2 && w.attempts == 2);
    GOOD(ON(f->store)->release(f->store, &w, (struct wall){0}, unspent, e));
    w = claim(f, now += 1);
    cr_assert(w.unended == 2 && w.attempts == 2, "given back unread: the blame stays");
    GOOD(ON(f->store)->release(f->store, &w, at(now + 500), unspent, e));
    w = claim(f, now + 500);
    cr_assert(w.unended == 0 && w.attempts == 0, "%u unended, %u attempts", w.unended, w.attempts);
}

static void refuses_a_commit_on_old_facts(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 0);
    struct commit c = reply(f, &w, "sent after all", 1);
    struct consent_change stop = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("said stop")};
    GOOD(ON(f->other)->consent(f->other, w.snapshot.contact.id, &stop, at(1), e));
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &c, e));
    counted(f, OUTCOME_PENDING, 1);
    GOOD(ON(f->store)->reload(f->store, &w, &f->arena, e));
    cr_assert(w.snapshot.contact.opted_out);
    cr_assert_eq(w.snapshot.contact.consent[CHANNEL_WHATSAPP].state, CONSENT_WITHDRAWN);
    c = reply(f, &w, "you will hear no more", 2);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    audit_holds(f);
}

static void gives_one_outcome_each(struct fixture *f)
{
    says(f, "1", "anna", "one", 0);
    says(f, "2", "anna", "two", 1);
    struct work w = claim(f, 2);
    struct commit c = reply(f, &w, "both", 3);
    says(f, "3", "anna", "three", 3);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    counted(f, OUTCOME_COALESCED, 1);
    counted(f, OUTCOME_REPLIED, 1);
    counted(f, OUTCOME_PENDING, 1);
    w = claim(f, 4);
    cr_assert_eq(w.burst_count, 1);
    cr_assert_eq(w.attempts, 0);
    cr_assert_eq(w.snapshot.conversation.history_count, 3);
    cr_assert_eq(w.snapshot.conversation.history[2].author, AUTHOR_BOT, "history keeps the order in which the engine saw things");
    cr_assert(slice_eq(private_reveal(w.snapshot.conversation.history[2].text, REVEAL_STORE), SLICE("both")));
    struct commit second = reply(f, &w, "three", 5);
    ((struct inbound_outcome *)(uintptr_t)second.outcomes)[0].message = c.outcomes[0].message;
    GOOD(ON(f->store)->commit(f->store, &second, e));
    counted(f, OUTCOME_COALESCED, 1);
    counted(f, OUTCOME_REPLIED, 1);
    counted(f, OUTCOME_PENDING, 1);
}

static void keeps_what_a_turn_learned(struct fixture *f)
{
    says(f, "1", "anna", "one", 0);
    struct work w = claim(f, 2);
    struct commit c = reply(f, &w, "hi", 3);
    struct consent_change one = {CHANNEL_EMAIL, CONSENT_SOFT_OPT_IN, SLICE("asked in chat")};
    c.contact.flags = CONTACT_VULNERABLE_HEALTH | CONTACT_COMPLAINED;
    c.contact.unanswered = 2;
    c.contact.last_inbound_at = at(0);
    c.consents = &one;
    c.consent_count = 1;
    c.conversation.brain_version = SLICE("sha256:abc");
    c.conversation.path_step = SLICE("step-2");
    c.conversation.confusions = 3;
    c.conversation.greeted = true;
    c.conversation.obligation_count = 3;
    memcpy(c.conversation.obligations, "\x01\x02\x03", 3);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    says(f, "2", "anna", "two", 4);
    if (f->target->again != NULL)
        f->store = f->other = f->target->again(f->target);
    w = claim(f, 5);
    cr_assert_eq(w.snapshot.contact.flags, CONTACT_VULNERABLE_HEALTH | CONTACT_COMPLAINED);
    cr_assert_eq(w.snapshot.contact.unanswered, 2);
    cr_assert_eq(w.snapshot.contact.last_inbound_at.ms, at(0).ms);
    cr_assert_eq(w.snapshot.contact.consent[CHANNEL_EMAIL].state, CONSENT_SOFT_OPT_IN);
    cr_assert(slice_eq(w.snapshot.conversation.brain_version, SLICE("sha256:abc")));
    cr_assert(slice_eq(w.snapshot.conversation.path_step, SLICE("step-2")));
    cr_assert_eq(w.snapshot.conversation.confusions, 3);
    cr_assert(w.snapshot.conversation.greeted);
    cr_assert_eq(w.snapshot.conversation.obligation_count, 3);
    cr_assert_eq(w.snapshot.conversation.obligations[2], 3);
}

static void gives_a_conversation_to_one_of_two(struct fixture *f)
{
    struct wall next;
    struct audit_head before, after;
    says(f, "1", "anna", "hello", 0);
    says(f, "2", "bert", "hello", 1);
    struct work a = claim(f, 2), b = claim_on(f, f->other, 2);
    cr_assert_neq(a.snapshot.conversation.id.n, b.snapshot.conversation.id.n);
    nothing_to_claim(f, 3, &next);
    says(f, "3", "anna", "and", 3);
    nothing_to_claim(f, 4, &next); /* what comes during the turn belongs to whoever has it */
    GOOD(ON(f->store)->reload(f->store, &a, &f->arena, e));
    cr_assert_eq(a.burst_count, 2);
    struct commit slow = reply(f, &a, "slow", 10003);
    struct work taken = claim_on(f, f->other, 10002);
    cr_assert_eq(taken.snapshot.conversation.id.n, a.snapshot.conversation.id.n);
    GOOD(ON(f->store)->audit_head(f->store, f->tenant, &before, e));
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &slow, e));
    GOOD(ON(f->store)->audit_head(f->store, f->tenant, &after, e));
    cr_assert_eq(before.sequence, after.sequence, "what lost the race leaves no trace");
    counted(f, OUTCOME_PENDING, 3);
    nothing_to_send(f, 10004, &next);
    struct commit good = reply(f, &taken, "good", 10005);
    GOOD(ON(f->other)->commit(f->other, &good, e));
    counted(f, OUTCOME_PENDING, 1);
    struct commit beaten = reply(f, &b, "late but never overtaken", 10006);
    GOOD(ON(f->other)->commit(f->other, &beaten, e)); /* the time is over, the fence still holds */
    counted(f, OUTCOME_PENDING, 0);
}

static void orders_work_by_its_oldest_message(struct fixture *f)
{
    bool is_new;
    struct wall next;
    struct opening o = {.tenant = f->tenant,
                        .channel = CHANNEL_WHATSAPP,
                        .address = private_hide(SLICE("dora")),
                        .reference = SLICE("r"),
                        .consent = {CONSENT_GIVEN, at(0), SLICE("form"), SLICE("site")},
                        .at = at(0)};
    GOOD(ON(f->store)->open(f->store, &o, &is_new, e));
    says(f, "1", "anna", "late", 90);
    says(f, "2", "bert", "middle", 50);
    says(f, "3", "anna", "came later, written earlier", 10);
    says(f, "4", "carl", "as old as bert", 50);
    static const char *const order[] = {"anna", "bert", "carl", "dora"};
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        struct work w = claim(f, 100);
        cr_assert(slice_eq(private_reveal(w.snapshot.contact.address, REVEAL_STORE), slice_from(order[i])), "%s", order[i]);
        GOOD(ON(f->store)->release(f->store, &w, at(1000 - 100 * (int64_t)i), unspent, e));
    }
    nothing_to_claim(f, 100, &next);
    cr_assert_eq(next.ms, at(700).ms);
    struct work w = claim(f, 800); /* carl and dora are due */
    cr_assert(slice_eq(private_reveal(w.snapshot.contact.address, REVEAL_STORE), SLICE("carl")));
    nothing_to_claim(f, 650, &next); /* on a node whose clock is behind */
    cr_assert_eq(next.ms, at(700).ms);
    w = claim(f, 1000);
    cr_assert(slice_eq(private_reveal(w.snapshot.contact.address, REVEAL_STORE), SLICE("anna")));
}

static void goes_on_with_a_turn_that_did_not_end(struct fixture *f)
{
    struct wall next;
    says(f, "1", "anna", "one", 0);
    says(f, "2", "anna", "two", 1);
    struct work w = claim_for(f, f->store, 300, 500, 2);
    struct commit c = reply(f, &w, "wait a moment", 3);
    struct inbound_outcome *outcomes = (struct inbound_outcome *)(uintptr_t)c.outcomes, first = outcomes[0];
    outcomes[0] = outcomes[1];
    outcomes[1] = first;
    c.ends_turn = false;
    c.settle.micros = 100;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->reload(f->store, &w, &f->arena, e));
    cr_assert(w.reserved.micros == 200 && spent(&w) == 300);
    nothing_to_claim(f, 4, &next);
    struct work again = claim_on(f, f->other, 10002);
    cr_assert_eq(again.burst_count, 0);
    cr_assert_eq(again.turn.n, w.turn.n);
    cr_assert_eq(again.unended, 1);
    cr_assert(again.reserved.micros == 0 && spent(&again) == 300);
    cr_assert_eq(again.snapshot.conversation.history_count, 3);
    cr_assert(slice_eq(private_reveal(again.snapshot.conversation.history[0].text, REVEAL_STORE), SLICE("two")),
              "in the order of their outcomes");
    struct commit end = reply(f, &again, "done", 10003);
    GIVES(CONFLICT, ON(f->other)->commit(f->other, &end, e)); /* one attempt a key, for ever */
    nothing_to_claim(f, 10004, &next);
    ((struct send_intent *)(uintptr_t)end.sends)->key = SLICE_NONE;
    end.send_count = 0;
    GOOD(ON(f->other)->commit(f->other, &end, e));
    nothing_to_claim(f, 99999, &next);
    says(f, "3", "anna", "three", 100000);
    w = claim(f, 100001);
    cr_assert_eq(spent(&w), 300, "the first claim of that turn never ended");
}

const struct contract_case contract_work[] = {
    CONTRACT_CASE(accepts_a_message_once_for_ever),
    CONTRACT_CASE(claims_the_oldest_conversation_first),
    CONTRACT_CASE(fences_off_who_lost_the_lease),
    CONTRACT_CASE(blames_a_burst_only_for_its_own_steps),
    CONTRACT_CASE(makes_a_lost_end_of_a_step_good),
    CONTRACT_CASE(tries_nothing_for_ever),
    CONTRACT_CASE(does_not_count_what_was_given_back),
    CONTRACT_CASE(blames_nothing_that_was_read_to_its_end),
    CONTRACT_CASE(refuses_a_commit_on_old_facts),
    CONTRACT_CASE(gives_one_outcome_each),
    CONTRACT_CASE(keeps_what_a_turn_learned),
    CONTRACT_CASE(gives_a_conversation_to_one_of_two),
    CONTRACT_CASE(orders_work_by_its_oldest_message),
    CONTRACT_CASE(goes_on_with_a_turn_that_did_not_end),
    {NULL, NULL},
};
