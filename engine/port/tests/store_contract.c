#include "store_contract.h"

#include <criterion/criterion.h>
#include <parley/size.h>
#include <string.h>

#define GOOD(call)                                                                                                               \
    do {                                                                                                                         \
        struct error e_ = {0};                                                                                                   \
        struct error *e = &e_;                                                                                                   \
        enum code code_ = (call);                                                                                                \
        cr_assert(code_ == OK, "%s: %s: %s", #call, code_name(code_), e->text);                                                  \
    } while (0)
#define GIVES(expected, call)                                                                                                    \
    do {                                                                                                                         \
        struct error e_ = {0};                                                                                                   \
        struct error *e = &e_;                                                                                                   \
        enum code code_ = (call);                                                                                                \
        cr_assert(code_ == (expected), "%s: %s instead of %s: %s", #call, code_name(code_), #expected, e->text);                 \
    } while (0)
#define ON(s) (s)->ops

struct fixture {
    struct contract_target *target;
    struct store *store, *other;
    struct arena arena;
    struct tenant_id tenant;
};

static const struct claim_terms terms = {.lease = {UINT64_C(10000000000)}};
static const struct money unspent = {0};
static const int64_t t0 = INT64_C(1790000000000);

static struct wall at(int64_t ms)
{
    return (struct wall){t0 + ms};
}

static struct inbound said(struct fixture *f, const char *id, const char *who, const char *text, int64_t ms)
{
    return (struct inbound){.tenant = f->tenant,
                            .channel = CHANNEL_WHATSAPP,
                            .provider_id = slice_from(id),
                            .address = private_hide(slice_from(who)),
                            .text = private_hide(slice_from(text)),
                            .sent_at = at(ms),
                            .received_at = at(ms)};
}

static void says(struct fixture *f, const char *id, const char *who, const char *text, int64_t ms)
{
    struct inbound in = said(f, id, who, text, ms);
    enum accept_result result = ACCEPT_DUPLICATE;
    GOOD(ON(f->store)->accept(f->store, &in, 1, &result, e));
    cr_assert_eq(result, ACCEPT_NEW);
}

static struct allowance as_given(void *context, struct tenant_id tenant)
{
    (void)tenant;
    return *(const struct allowance *)context;
}

static struct work claim_for(struct fixture *f, struct store *s, int64_t per_turn, int64_t per_day, int64_t ms)
{
    struct work w = {0};
    struct wall next;
    struct allowance a = {{.micros = per_turn}, {.micros = per_day}};
    struct claim_terms paid = {terms.lease, as_given, &a};
    GOOD(ON(s)->claim(s, &w, &next, &f->arena, at(ms), &paid, e));
    return w;
}

static struct work claim_on(struct fixture *f, struct store *s, int64_t ms)
{
    struct work w = {0};
    struct wall next;
    GOOD(ON(s)->claim(s, &w, &next, &f->arena, at(ms), &terms, e));
    return w;
}

static struct work claim(struct fixture *f, int64_t ms)
{
    return claim_on(f, f->store, ms);
}

static void nothing_to_claim(struct fixture *f, int64_t ms, struct wall *next)
{
    struct work w;
    GIVES(NOT_FOUND, ON(f->other)->claim(f->other, &w, next, &f->arena, at(ms), &terms, e));
}

/* A commit that answers the whole burst with one text. */
static struct commit reply(struct fixture *f, const struct work *w, const char *text, int64_t ms)
{
    struct inbound_outcome *outcomes = ARENA_NEW_ARRAY(&f->arena, struct inbound_outcome, w->burst_count + 1);
    struct send_intent *send = ARENA_NEW(&f->arena, struct send_intent);
    struct audit_draft *audit = ARENA_NEW(&f->arena, struct audit_draft);
    for (size_t i = 0; i < w->burst_count; i++)
        outcomes[i] = (struct inbound_outcome){w->burst[i].id, i + 1 == w->burst_count ? OUTCOME_REPLIED : OUTCOME_COALESCED,
                                               w->turn, SLICE("test")};
    *send = (struct send_intent){.key = arena_printf(&f->arena, "%llu.%llu.1", (unsigned long long)w->snapshot.conversation.id.n,
                                                     (unsigned long long)w->turn.n),
                                 .channel = w->snapshot.conversation.channel,
                                 .purpose = PURPOSE_REPLY,
                                 .text = slice_from(text),
                                 .text_digest = digest_of(slice_from(text)),
                                 .said = SLICE("script:test")};
    *audit = (struct audit_draft){.kind = AUDIT_SEND_INTENT,
                                  .at = at(ms),
                                  .contact = w->snapshot.contact.id,
                                  .conversation = w->snapshot.conversation.id,
                                  .turn = w->turn,
                                  .rule = SLICE("RULE-TEST"),
                                  .facts = SLICE("{}"),
                                  .sealed = slice_from(text)};
    return (struct commit){.fence = w->fence,
                           .tenant = w->snapshot.conversation.tenant,
                           .conversation_id = w->snapshot.conversation.id,
                           .contact_version = w->snapshot.contact.version,
                           .conversation_version = w->snapshot.conversation.version,
                           .switches_version = w->snapshot.switches.version,
                           .at = at(ms),
                           .turn = w->turn,
                           .contact = w->snapshot.contact,
                           .conversation = w->snapshot.conversation,
                           .outcomes = outcomes,
                           .outcome_count = w->burst_count,
                           .sends = send,
                           .send_count = 1,
                           .audits = audit,
                           .audit_count = 1,
                           .ends_turn = true};
}

static struct slice reply_to_all(struct fixture *f, const char *text, int64_t ms)
{
    struct work w = claim(f, ms);
    struct commit c = reply(f, &w, text, ms);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    return c.sends[0].key;
}

static struct send begin(struct fixture *f, int64_t ms)
{
    struct send s = {0};
    struct wall next;
    GOOD(ON(f->store)->send_began(f->store, &s, &next, &f->arena, at(ms), e));
    return s;
}

static void nothing_to_send(struct fixture *f, int64_t ms, struct wall *next)
{
    struct send s;
    GIVES(NOT_FOUND, ON(f->other)->send_began(f->other, &s, next, &f->arena, at(ms), e));
}

static enum send_state state_of(struct fixture *f, struct slice key)
{
    struct send s = {0};
    GOOD(ON(f->store)->send_find(f->store, &s, &f->arena, key, e));
    return s.state;
}

static void ends(struct fixture *f, struct slice key, enum send_state to, enum code expected)
{
    struct send_result r = {.state = to, .provider_id = SLICE("provider-1"), .reason = SLICE("because")};
    GIVES(expected, ON(f->store)->send_ended(f->store, key, &r, at(900), e));
}

static bool check_link(void *context, const struct audit_record *r)
{
    GOOD(audit_verify(context, r, e));
    return true;
}

static void audit_holds(struct fixture *f)
{
    struct audit_head seen = {0}, head = {0};
    GOOD(ON(f->store)->audit_each(f->store, f->tenant, 0, check_link, &seen, e));
    GOOD(ON(f->store)->audit_head(f->store, f->tenant, &head, e));
    cr_assert_eq(seen.sequence, head.sequence);
    cr_assert(digest_eq(seen.hash, head.hash));
}

static void counted(struct fixture *f, enum outcome outcome, uint64_t expected)
{
    uint64_t outcomes[OUTCOME_COUNT], sends[SEND_STATE_COUNT];
    GOOD(ON(f->store)->count(f->store, outcomes, sends, e));
    cr_assert_eq(outcomes[outcome], expected, "%s: %llu instead of %llu", outcome_name(outcome),
                 (unsigned long long)outcomes[outcome], (unsigned long long)expected);
}

static struct contact who(struct fixture *f, const char *address)
{
    struct contact c = {0};
    GOOD(ON(f->store)->contact_find(f->store, &c, &f->arena, f->tenant, CHANNEL_WHATSAPP, slice_from(address), e));
    return c;
}

/* -- cases
 * ------------------------------------------------------------------------------------------------------------------------- */

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
    (void)!ON(f->store)->mark(f->store, &w, false, &(struct error){0});
    GOOD(ON(f->store)->mark(f->store, &next, true, e));
    next = claim(f, now += 10000);
    cr_assert_eq(next.attempts, 3, "a sleeper that wakes takes no mark away");
    struct commit c = reply(f, &next, "at last", now + 1);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    says(f, "2", "anna", "hello again", now + 2);
    w = claim(f, now + 3);
    cr_assert_eq(w.unended + w.attempts, 0, "the next burst begins afresh");
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

static void sends_exactly_what_was_committed(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f,
                                    "caf\xc3\xa9 \xe2\x82\xac"
                                    "20",
                                    1);
    cr_assert_eq(state_of(f, key), SEND_INTENT);
    struct send s = begin(f, 2);
    cr_assert(slice_eq(s.key, key));
    cr_assert(slice_eq(private_reveal(s.text, REVEAL_STORE), slice_from("caf\xc3\xa9 \xe2\x82\xac"
                                                                        "20")));
    cr_assert(slice_eq(private_reveal(s.address, REVEAL_STORE), SLICE("anna")));
    cr_assert(digest_eq(s.text_digest, digest_of(private_reveal(s.text, REVEAL_STORE))));
    cr_assert_eq(s.attempts, 1);
    cr_assert_eq(s.state, SEND_SENDING);
    cr_assert_eq(state_of(f, key), SEND_SENDING, "written down before it leaves");
}

static void moves_a_send_only_forward(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 1);
    ends(f, key, SEND_ACCEPTED, CONFLICT); /* nobody began it */
    ends(f, SLICE("no.such.key"), SEND_ACCEPTED, NOT_FOUND);
    begin(f, 2);
    ends(f, key, SEND_HUMAN, CONFLICT);
    ends(f, key, SEND_INTENT, OK); /* known to be refused: may be tried again */
    cr_assert_eq(begin(f, 901).attempts, 2);
    for (unsigned to = SEND_REFUSED; to <= SEND_UNKNOWN;
         to++) { /* what is known of the first attempt says nothing of the second */
        struct send_result first = {.state = (enum send_state)to, .attempt = 1};
        GIVES(CONFLICT, ON(f->store)->send_ended(f->store, key, &first, at(902), e));
    }
    ends(f, key, SEND_UNKNOWN, OK);
    ends(f, key, SEND_INTENT, CONFLICT); /* never resent blindly */
    struct wall next;
    nothing_to_send(f, 902, &next);
    ends(f, key, SEND_ACCEPTED, OK);
    ends(f, key, SEND_REFUSED, CONFLICT);
    ends(f, key, SEND_UNKNOWN, CONFLICT);
    audit_holds(f);
}

static void waits_until_a_refused_send_may_be_tried(struct fixture *f)
{
    struct wall next;
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 1);
    begin(f, 2);
    struct send_result later = {.state = SEND_INTENT, .retry_at = at(5000)};
    GOOD(ON(f->store)->send_ended(f->store, key, &later, at(3), e));
    nothing_to_send(f, 4999, &next);
    cr_assert_eq(next.ms, at(5000).ms);
    cr_assert(slice_eq(begin(f, 5000).key, key));
}

/* Whoever begins from here on is not the owner of what was begun so far. False when the target knows one owner only. */
static bool another_owner(struct fixture *f)
{
    if (f->target->again != NULL)
        f->store = f->other = f->target->again(f->target);
    else if (f->other == f->store)
        return false;
    else
        f->store = f->other;
    return true;
}

static uint64_t recovered(struct store *s, int64_t ms, bool at_start)
{
    uint64_t changed = 99;
    GOOD(ON(s)->sends_recover(s, at(ms), DURATION_S(900), at_start, &changed, e));
    return changed;
}

static void shows_doubt_to_a_person(struct fixture *f)
{
    struct ticket_row rows[4];
    size_t count;
    int64_t doubted = 10;
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 1);
    begin(f, 2);
    cr_assert_eq(recovered(f->store, 5, true), 0, "what a handle has on its way is no doubt of its own");
    cr_assert_eq(state_of(f, key), SEND_SENDING);
    if (another_owner(f))
        cr_assert_eq(recovered(f->store, doubted, true), 1);
    else {
        struct send_result lost = {.state = SEND_UNKNOWN};
        GOOD(ON(f->store)->send_ended(f->store, key, &lost, at(doubted), e));
    }
    cr_assert_eq(state_of(f, key), SEND_UNKNOWN);
    cr_assert_eq(recovered(f->store, doubted + 899999, false), 0);
    cr_assert_eq(recovered(f->store, doubted + 900000, false), 1);
    cr_assert_eq(state_of(f, key), SEND_HUMAN);
    GOOD(ON(f->store)->tickets_due(f->store, rows, COUNT_OF(rows), &count, at(doubted + 900000), e));
    cr_assert_eq(count, 1);
    cr_assert_eq(rows[0].ticket.reason, TICKET_UNKNOWN_SEND);
    says(f, "2", "anna", "hello?", doubted + 900001);
    struct work w = claim(f, doubted + 900002);
    cr_assert_eq(w.snapshot.conversation.ticket.id, rows[0].ticket.id);
    ends(f, key, SEND_ACCEPTED, CONFLICT); /* a person has it now */
    audit_holds(f);
}

static void doubts_what_takes_longer_than_patience(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 1);
    begin(f, 1000);
    cr_assert_eq(recovered(f->store, 1000 + 899999, false), 0, "counted from its beginning, not from the commit");
    cr_assert_eq(recovered(f->store, 1000 + 900000, false), 1);
    cr_assert_eq(state_of(f, key), SEND_HUMAN, "who has waited that long waits no second time");
    says(f, "2", "anna", "and?", 1000000);
    key = reply_to_all(f, "yes", 1000001);
    begin(f, 1000002);
    struct send_result lost = {.state = SEND_UNKNOWN};
    GOOD(ON(f->store)->send_ended(f->store, key, &lost, at(1500000), e));
    cr_assert_eq(recovered(f->store, 1500000 + 899999, false), 0, "counted from the doubt");
    cr_assert_eq(recovered(f->store, 1500000 + 900000, false), 1);
    cr_assert_eq(state_of(f, key), SEND_HUMAN);
}

static void calls_a_person_when_an_accepted_send_fails(struct fixture *f)
{
    struct ticket_row rows[4];
    size_t count;
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 1);
    begin(f, 2);
    ends(f, key, SEND_HUMAN, CONFLICT); /* not before it was accepted or is in doubt */
    ends(f, key, SEND_ACCEPTED, OK);
    ends(f, key, SEND_HUMAN, OK);
    cr_assert_eq(state_of(f, key), SEND_HUMAN);
    ends(f, key, SEND_HUMAN, CONFLICT);
    GOOD(ON(f->store)->tickets_due(f->store, rows, COUNT_OF(rows), &count, at(100000000), e));
    cr_assert_eq(count, 1);
    cr_assert_eq(rows[0].ticket.reason, TICKET_UNKNOWN_SEND);
    audit_holds(f);
}

static void keeps_an_opt_out_through_a_withdrawal(struct fixture *f)
{
    struct consent_change all = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("console")},
                          one = {CHANNEL_EMAIL, CONSENT_WITHDRAWN, SLICE("console")};
    struct digest receipt;
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 1);
    GOOD(ON(f->store)->consent(f->store, w.snapshot.contact.id, &all, at(2), e));
    GOOD(ON(f->store)->consent(f->store, w.snapshot.contact.id, &one, at(3), e));
    GOOD(ON(f->store)->reload(f->store, &w, &f->arena, e));
    cr_assert(w.snapshot.contact.opted_out, "taking back more gives nothing back");
    GOOD(ON(f->store)->erase(f->store, w.snapshot.contact.id, SLICE("officer"), at(4), &receipt, e));
    GIVES(NOT_FOUND, ON(f->store)->consent(f->store, w.snapshot.contact.id, &all, at(5), e));
}

static void lets_nothing_leave_after_an_opt_out_or_a_takeover(struct fixture *f)
{
    struct consent_change all = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("console")};
    struct send_result later = {.state = SEND_INTENT, .retry_at = at(20)};
    struct ticket_row row;
    struct wall next;
    struct send send;
    size_t count;
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "hi", 1);
    struct slice key = c.sends[0].key;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    begin(f, 2);
    GOOD(ON(f->store)->send_ended(f->store, key, &later, at(3), e));
    GOOD(ON(f->store)->consent(f->store, w.snapshot.contact.id, &all, at(4), e));
    GIVES(NOT_FOUND, ON(f->store)->send_began(f->store, &send, &next, &f->arena, at(1000), e));
    cr_assert_eq(state_of(f, key), SEND_REFUSED, "a retry is an attempt like the first");
    says(f, "2", "bert", "a person please", 1001);
    w = claim(f, 1002);
    c = reply(f, &w, "somebody will call", 1003);
    c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(1003), at(1003), 1};
    key = c.sends[0].key;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->tickets_due(f->store, &row, 1, &count, at(1003), e));
    GOOD(ON(f->store)->ticket_move(f->store, row.ticket.id, TICKET_TAKEN, false, at(1004), e));
    GIVES(NOT_FOUND, ON(f->store)->send_began(f->store, &send, &next, &f->arena, at(1005), e));
    cr_assert_eq(state_of(f, key), SEND_REFUSED);
    audit_holds(f);
}

static void tries_nothing_again_for_the_erased(struct fixture *f)
{
    struct digest receipt;
    struct send_result later = {.state = SEND_INTENT, .retry_at = at(20)};
    struct wall next;
    struct send send;
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "hi", 1);
    struct slice key = c.sends[0].key;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    begin(f, 2);
    GOOD(ON(f->store)->erase(f->store, w.snapshot.contact.id, SLICE("officer"), at(3), &receipt, e));
    GOOD(ON(f->store)->send_ended(f->store, key, &later, at(4), e));
    cr_assert_eq(state_of(f, key), SEND_REFUSED);
    GIVES(NOT_FOUND, ON(f->store)->send_began(f->store, &send, &next, &f->arena, at(1000), e));
    audit_holds(f);
}

static void settles_doubt_by_an_echo(struct fixture *f)
{
    struct wall next;
    struct send_result echo = {.state = SEND_ACCEPTED, .provider_id = SLICE("wamid.1")}, no = {.state = SEND_REFUSED};
    says(f, "1", "anna", "hello", 0);
    says(f, "2", "bert", "hello", 1);
    struct slice first = reply_to_all(f, "hi anna", 2), second = reply_to_all(f, "hi bert", 3);
    begin(f, 4);
    begin(f, 5);
    ends(f, first, SEND_UNKNOWN, OK);
    ends(f, second, SEND_UNKNOWN, OK);
    nothing_to_send(f, 6, &next);
    GOOD(ON(f->other)->send_ended(f->other, first, &echo, at(1000), e)); /* whoever hears it */
    GOOD(ON(f->other)->send_ended(f->other, second, &no, at(1000), e));
    GIVES(CONFLICT, ON(f->store)->send_ended(f->store, first, &echo, at(1001), e));
    cr_assert_eq(state_of(f, first), SEND_ACCEPTED);
    cr_assert_eq(state_of(f, second), SEND_REFUSED);
    cr_assert_eq(recovered(f->other, 10000000, true), 0, "nothing is left in doubt");
    nothing_to_send(f, 10000001, &next);
    audit_holds(f);
}

static void lets_a_living_owner_settle_its_own(struct fixture *f)
{
    if (f->other == f->store)
        return; /* one owner */
    struct wall next;
    struct send s = {0};
    struct send_result accepted = {.state = SEND_ACCEPTED}, again = {.state = SEND_INTENT}, lost = {.state = SEND_UNKNOWN};
    says(f, "1", "anna", "hello", 0);
    says(f, "2", "bert", "hello", 1);
    struct slice ours = reply_to_all(f, "hi anna", 2), theirs = reply_to_all(f, "hi bert", 3);
    cr_assert(slice_eq(begin(f, 4).key, ours));
    GOOD(ON(f->other)->send_began(f->other, &s, &next, &f->arena, at(5), e));
    cr_assert(slice_eq(s.key, theirs));
    cr_assert_eq(recovered(f->other, 6, true), 1, "the other one starts: ours is in doubt, its own is not");
    cr_assert_eq(state_of(f, ours), SEND_UNKNOWN);
    cr_assert_eq(state_of(f, theirs), SEND_SENDING);
    nothing_to_send(f, 7, &next);
    GIVES(CONFLICT, ON(f->store)->send_ended(f->store, ours, &lost, at(8), e));
    GIVES(CONFLICT, ON(f->store)->send_ended(f->store, ours, &again, at(8), e)); /* a doubt is never tried again */
    GOOD(ON(f->store)->send_ended(f->store, ours, &accepted, at(9), e));
    cr_assert_eq(state_of(f, ours), SEND_ACCEPTED);
    cr_assert_eq(recovered(f->store, 10, true), 1, "and the other way round");
    GOOD(ON(f->other)->send_ended(f->other, theirs, &accepted, at(11), e));
    cr_assert_eq(recovered(f->store, 10000000, true), 0);
    audit_holds(f);
}

static int64_t spent(const struct work *w)
{
    return w->snapshot.switches.spent_today.micros;
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

static void starts_a_campaign_row_once(struct fixture *f)
{
    bool is_new;
    struct wall next;
    struct opening o = {.tenant = f->tenant,
                        .channel = CHANNEL_WHATSAPP,
                        .address = private_hide(SLICE("anna")),
                        .reference = SLICE("spring/7"),
                        .consent = {CONSENT_GIVEN, at(0), SLICE("form 12"), SLICE("site")},
                        .time_zone = SLICE("Europe/London"),
                        .language = SLICE("en"),
                        .at = at(0)};
    GOOD(ON(f->store)->open(f->store, &o, &is_new, e));
    cr_assert(is_new);
    GOOD(ON(f->other)->open(f->other, &o, &is_new, e));
    cr_assert_not(is_new);
    struct work w = claim(f, 1);
    cr_assert_eq(w.burst_count, 0);
    cr_assert_eq(w.snapshot.contact.consent[CHANNEL_WHATSAPP].state, CONSENT_GIVEN);
    cr_assert(slice_eq(w.snapshot.contact.consent[CHANNEL_WHATSAPP].evidence, SLICE("form 12")));
    cr_assert(slice_eq(w.snapshot.contact.time_zone, SLICE("Europe/London")));
    struct commit c = reply(f, &w, "hi", 2);
    ((struct send_intent *)(uintptr_t)c.sends)->purpose = PURPOSE_OPENING;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    nothing_to_claim(f, 3, &next);
    says(f, "1", "anna", "who is this", 4);
    w = claim(f, 5);
    cr_assert_eq(w.snapshot.contact.started_today, 1);
    cr_assert_eq(w.snapshot.conversation.history_count, 1);
}

static void never_brings_withdrawn_consent_back(struct fixture *f)
{
    bool is_new;
    struct opening o = {.tenant = f->tenant,
                        .channel = CHANNEL_WHATSAPP,
                        .address = private_hide(SLICE("anna")),
                        .reference = SLICE("a"),
                        .consent = {CONSENT_GIVEN, at(0), SLICE("form"), SLICE("site")},
                        .at = at(0)};
    struct consent_change stop = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("said stop")};
    GOOD(ON(f->store)->open(f->store, &o, &is_new, e));
    GOOD(ON(f->store)->consent(f->store, who(f, "anna").id, &stop, at(1), e));
    o.reference = SLICE("b");
    GOOD(ON(f->store)->open(f->store, &o, &is_new, e));
    cr_assert_eq(who(f, "anna").consent[CHANNEL_WHATSAPP].state, CONSENT_WITHDRAWN);
    cr_assert(who(f, "anna").opted_out);
}

static bool has_no_text(void *context, struct conversation_id conversation, const struct message *m)
{
    (void)conversation;
    cr_assert_eq(private_reveal(m->text, REVEAL_STORE).len, 0);
    ++*(size_t *)context;
    return true;
}

static void forgets_whom_it_erases(struct fixture *f)
{
    struct digest receipt, again;
    struct audit_key key;
    struct audit_head head;
    struct wall next;
    struct contact c;
    size_t seen = 0;
    says(f, "1", "anna", "hello", 0);
    struct slice key1 = reply_to_all(f, "hi anna", 1);
    says(f, "2", "anna", "and another thing", 2);
    struct work open = claim(f, 3);
    struct commit late = reply(f, &open, "too late", 4);
    struct consent_change stop = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("said stop")};
    struct contact anna = who(f, "anna");
    GOOD(ON(f->store)->contact_key(f->store, anna.id, &key, e));
    GOOD(ON(f->store)->consent(f->store, anna.id, &stop, at(4), e));
    GOOD(ON(f->store)->erase(f->store, anna.id, SLICE("officer"), at(5), &receipt, e));
    GOOD(ON(f->store)->audit_head(f->store, f->tenant, &head, e));
    cr_assert(digest_eq(receipt, head.hash));
    GIVES(NOT_FOUND, ON(f->store)->contact_key(f->store, anna.id, &key, e));
    GIVES(NOT_FOUND, ON(f->store)->contact_find(f->store, &c, &f->arena, f->tenant, CHANNEL_WHATSAPP, SLICE("anna"), e));
    GOOD(ON(f->store)->messages_each(f->store, open.snapshot.conversation.id, has_no_text, &seen, &f->arena, e));
    cr_assert_eq(seen, 3);
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &late, e));
    cr_assert_eq(state_of(f, key1), SEND_REFUSED, "what had not left does not leave");
    nothing_to_send(f, 6, &next);
    nothing_to_claim(f, 20000, &next);
    counted(f, OUTCOME_PENDING, 0);
    counted(f, OUTCOME_SUPPRESSED, 1);
    GOOD(ON(f->store)->erase(f->store, anna.id, SLICE("officer"), at(7), &again, e));
    audit_holds(f);
    says(f, "3", "anna", "it is me again", 20001);
    struct contact back = who(f, "anna");
    cr_assert_neq(back.id.n, anna.id.n);
    cr_assert(back.opted_out, "who was silent stays silent");
}

struct opener {
    struct fixture *fixture;
    size_t opened;
};

static bool open_record(void *context, const struct audit_record *r)
{
    struct opener *o = context;
    struct audit_key key;
    struct slice plain;
    if (r->sealed.len == 0)
        return true;
    GOOD(ON(o->fixture->store)->contact_key(o->fixture->store, r->contact, &key, e));
    GOOD(audit_open_record(&plain, &o->fixture->arena, r, &key, e));
    o->opened++;
    return true;
}

static void opens_what_it_visits(struct fixture *f)
{
    struct opener o = {.fixture = f};
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "hi", 2);
    struct audit_draft sealed = {.kind = AUDIT_SCREEN_IN,
                                 .at = at(2),
                                 .contact = w.snapshot.contact.id,
                                 .conversation = w.snapshot.conversation.id,
                                 .facts = SLICE("{}"),
                                 .sealed = SLICE("{\"text\":\"hello\"}")};
    c.audits = &sealed;
    c.audit_count = 1;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->audit_each(f->store, f->tenant, 0, open_record, &o, e));
    cr_assert_eq(o.opened, 1);
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

static void keeps_one_ticket_a_conversation(struct fixture *f)
{
    struct ticket_row rows[4];
    size_t count;
    says(f, "1", "anna", "a person please", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "somebody will call", 2);
    c.conversation.holder = HOLDER_HANDED_OVER;
    c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(2), at(2), 1};
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->other)->tickets_due(f->other, rows, COUNT_OF(rows), &count, at(1), e));
    cr_assert_eq(count, 0);
    GOOD(ON(f->other)->tickets_due(f->other, rows, COUNT_OF(rows), &count, at(2), e));
    cr_assert_eq(count, 1);
    cr_assert_neq(rows[0].ticket.id, 0);
    uint64_t ticket = rows[0].ticket.id;
    GOOD(ON(f->store)->ticket_move(f->store, ticket, TICKET_OPEN, true, at(50), e));
    GOOD(ON(f->store)->tickets_due(f->store, rows, COUNT_OF(rows), &count, at(50), e));
    cr_assert_eq(rows[0].ticket.alerts, 2);
    says(f, "2", "anna", "hello?", 60);
    w = claim(f, 61);
    cr_assert_eq(w.snapshot.conversation.ticket.id, ticket);
    c = reply(f, &w, "still looking", 62);
    GOOD(ON(f->store)->ticket_move(f->store, ticket, TICKET_TAKEN, false, at(63), e));
    GIVES(CONFLICT, ON(f->other)->commit(f->other, &c, e)); /* a person took over while the engine was writing */
    GOOD(ON(f->store)->reload(f->store, &w, &f->arena, e));
    cr_assert_eq(w.snapshot.conversation.holder, HOLDER_STAFF);
    GOOD(ON(f->store)->ticket_move(f->store, ticket, TICKET_CLOSED, false, at(64), e));
    GOOD(ON(f->store)->reload(f->store, &w, &f->arena, e));
    cr_assert_eq(w.snapshot.conversation.holder, HOLDER_BOT);
    GIVES(NOT_FOUND, ON(f->store)->ticket_move(f->store, ticket + 99, TICKET_TAKEN, false, at(65), e));
    audit_holds(f);
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

static void sends_for_all_tenants_in_turn(struct fixture *f)
{
    struct tenant_id second;
    struct wall next;
    enum accept_result r;
    static const char *const who_asks[] = {"anna", "bert"};
    GOOD(ON(f->store)->tenant_put(f->store, &second, SLICE("globex"), NULL, e));
    for (size_t i = 0; i < COUNT_OF(who_asks); i++) {
        struct inbound in = said(f, who_asks[i], who_asks[i], "hello", (int64_t)i);
        in.tenant = second;
        GOOD(ON(f->store)->accept(f->store, &in, 1, &r, e));
        says(f, who_asks[i], who_asks[i], "hello", (int64_t)i);
    }
    uint64_t expected[] = {f->tenant.n, second.n, f->tenant.n, second.n};
    for (size_t i = 0; i < 4; i++) {
        struct work w = claim(f, 10);
        cr_assert_eq(w.snapshot.conversation.tenant.n, expected[i], "of two that wait as long, the first tenant's");
        struct commit c = reply(f, &w, "hi", 11);
        GOOD(ON(f->store)->commit(f->store, &c, e));
    }
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(begin(f, 12).tenant.n, expected[i]);
    nothing_to_send(f, 13, &next);
    cr_assert_eq(next.ms, INT64_MAX);
}

static void tries_again_in_the_order_of_commits(struct fixture *f)
{
    struct wall next;
    struct slice keys[3];
    static const char *const names[] = {"anna", "bert", "carl"};
    for (size_t i = 0; i < 3; i++) {
        says(f, names[i], names[i], "hello", (int64_t)i);
        keys[i] = reply_to_all(f, "hi", 10);
    }
    for (size_t i = 0; i < 3; i++) {
        struct send_result later = {.state = SEND_INTENT, .retry_at = at(3000 - 1000 * (int64_t)i)};
        cr_assert(slice_eq(begin(f, 11).key, keys[i]));
        GOOD(ON(f->store)->send_ended(f->store, keys[i], &later, at(12), e));
    }
    nothing_to_send(f, 999, &next);
    cr_assert_eq(next.ms, at(1000).ms);
    cr_assert(slice_eq(begin(f, 2000).key, keys[1]), "of two that are due the older");
    nothing_to_send(f, 500, &next); /* on a node whose clock is behind */
    cr_assert_eq(next.ms, at(1000).ms);
    struct send s = begin(f, 3000);
    cr_assert(slice_eq(s.key, keys[0]));
    cr_assert_eq(s.attempts, 2);
    cr_assert_eq(s.at.ms, at(3000).ms);
}

static void keeps_a_withdrawal_on_one_channel(struct fixture *f)
{
    bool is_new;
    struct opening o = {.tenant = f->tenant,
                        .channel = CHANNEL_WHATSAPP,
                        .address = private_hide(SLICE("anna")),
                        .reference = SLICE("a"),
                        .consent = {CONSENT_GIVEN, at(0), SLICE("form"), SLICE("site")},
                        .at = at(0)};
    struct consent_change stop = {CHANNEL_WHATSAPP, CONSENT_WITHDRAWN, SLICE("not here")};
    GOOD(ON(f->store)->open(f->store, &o, &is_new, e));
    GOOD(ON(f->store)->consent(f->store, who(f, "anna").id, &stop, at(1), e));
    cr_assert_not(who(f, "anna").opted_out);
    o.reference = SLICE("b");
    GOOD(ON(f->store)->open(f->store, &o, &is_new, e));
    struct contact anna = who(f, "anna");
    cr_assert_eq(anna.consent[CHANNEL_WHATSAPP].state, CONSENT_WITHDRAWN);
    cr_assert(slice_eq(anna.consent[CHANNEL_WHATSAPP].evidence, SLICE("form")), "what was agreed stays on record");
    GIVES(NOT_FOUND, ON(f->store)->consent(f->store, (struct contact_id){anna.id.n + 99}, &stop, at(2), e));
}

static void counts_what_the_bot_started(struct fixture *f)
{
    bool is_new;
    const int64_t day = INT64_C(86400000);
    struct opening o = {.tenant = f->tenant,
                        .channel = CHANNEL_WHATSAPP,
                        .address = private_hide(SLICE("anna")),
                        .reference = SLICE("a"),
                        .consent = {CONSENT_GIVEN, at(0), SLICE("form"), SLICE("site")},
                        .at = at(0)};
    GOOD(ON(f->store)->open(f->store, &o, &is_new, e));
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "hi", 2);
    ((struct send_intent *)(uintptr_t)c.sends)->purpose = PURPOSE_OPENING;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    begin(f, 3);
    struct send_result late = {.state = SEND_ACCEPTED};
    GOOD(ON(f->store)->send_ended(f->store, c.sends[0].key, &late, at(3 * day), e));
    static const struct {
        int64_t ms;
        uint32_t today, week;
    } rows[] = {{day + 1, 1, 1}, {day + 2, 0, 1}, {7 * day + 1, 0, 1}, {7 * day + 2, 0, 0}};
    says(f, "1", "anna", "hello", 4);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        w = claim(f, rows[i].ms);
        cr_assert_eq(w.snapshot.contact.started_today, rows[i].today, "row %zu", i);
        cr_assert_eq(w.snapshot.contact.started_this_week, rows[i].week, "row %zu", i);
        GOOD(ON(f->store)->release(f->store, &w, at(0), unspent, e));
    }
}

static void calls_first_whom_it_called_longest_ago(struct fixture *f)
{
    struct ticket_row rows[4];
    size_t count;
    static const char *const names[] = {"anna", "bert", "carl"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        says(f, names[i], names[i], "a person please", (int64_t)i);
        struct work w = claim(f, 10);
        struct commit c = reply(f, &w, "somebody will call", 11);
        c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(11), at(100 - 10 * (int64_t)i), 1};
        GOOD(ON(f->store)->commit(f->store, &c, e));
    }
    GOOD(ON(f->store)->tickets_due(f->store, rows, 2, &count, at(1000), e));
    cr_assert_eq(count, 2);
    cr_assert_eq(rows[0].ticket.alerted_at.ms, at(80).ms);
    cr_assert_eq(rows[1].ticket.alerted_at.ms, at(90).ms);
    GOOD(ON(f->store)->ticket_move(f->store, rows[0].ticket.id, TICKET_OPEN, true, at(500), e));
    GOOD(ON(f->store)->ticket_move(f->store, rows[1].ticket.id, TICKET_TAKEN, false, at(500), e));
    GOOD(ON(f->other)->tickets_due(f->other, rows, 4, &count, at(1000), e));
    cr_assert_eq(count, 2);
    cr_assert_eq(rows[0].ticket.alerted_at.ms, at(100).ms);
    cr_assert_eq(rows[1].ticket.alerted_at.ms, at(500).ms);
    GOOD(ON(f->store)->tickets_due(f->store, rows, 4, &count, at(99), e));
    cr_assert_eq(count, 0);
    GIVES(NOT_FOUND, ON(f->store)->ticket_move(f->store, 0, TICKET_TAKEN, false, at(65), e));
}

static void remembers_every_silence(struct fixture *f)
{
    struct digest receipt;
    struct consent_change stop = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("said stop")};
    says(f, "1", "anna", "stop", 0);
    struct contact anna = who(f, "anna");
    GOOD(ON(f->store)->consent(f->store, anna.id, &stop, at(1), e));
    GOOD(ON(f->store)->erase(f->store, anna.id, SLICE("officer"), at(2), &receipt, e));
    says(f, "2", "anna", "me again", 3);
    struct work w = claim(f, 4);
    struct commit c = reply(f, &w, "hi", 5);
    c.contact.opted_out = false;
    c.contact.flags |= CONTACT_STRUCK_OUT;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->erase(f->store, w.snapshot.contact.id, SLICE("officer"), at(6), &receipt, e));
    says(f, "3", "anna", "and again", 7);
    anna = who(f, "anna");
    cr_assert(anna.opted_out, "the first silence");
    cr_assert(anna.flags & CONTACT_STRUCK_OUT, "the second");
    cr_assert_not(anna.flags & CONTACT_ERASED);
    GIVES(NOT_FOUND, ON(f->store)->erase(f->store, (struct contact_id){anna.id.n + 99}, SLICE("o"), at(8), &receipt, e));
}

static bool count_kind(void *context, const struct audit_record *r)
{
    ((size_t *)context)[r->kind]++;
    return true;
}

static void writes_down_what_people_did(struct fixture *f)
{
    size_t kinds[AUDIT_KIND_COUNT] = {0};
    struct digest receipt;
    struct consent_change yes = {CHANNEL_EMAIL, CONSENT_GIVEN, SLICE("form")};
    says(f, "1", "anna", "a person please", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "somebody will call", 2);
    c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(2), at(2), 1};
    GOOD(ON(f->store)->commit(f->store, &c, e));
    struct ticket_row row;
    size_t count;
    GOOD(ON(f->store)->tickets_due(f->store, &row, 1, &count, at(2), e));
    GOOD(ON(f->store)->ticket_move(f->store, row.ticket.id, TICKET_OPEN, true, at(3), e)); /* a call, no change */
    begin(f, 3); /* before a person takes over: afterwards nothing of the bot's leaves */
    GOOD(ON(f->store)->ticket_move(f->store, row.ticket.id, TICKET_TAKEN, false, at(4), e));
    GOOD(ON(f->store)->consent(f->store, w.snapshot.contact.id, &yes, at(5), e));
    GOOD(ON(f->store)->kill(f->store, f->tenant, true, SLICE("op"), at(6), e));
    GOOD(ON(f->store)->kill(f->store, f->tenant, false, SLICE("op"), at(6), e));
    GOOD(ON(f->store)->kill(f->store, (struct tenant_id){0}, true, SLICE("op"), at(7), e));
    GOOD(ON(f->store)->kill(f->store, (struct tenant_id){0}, false, SLICE("op"), at(7), e));
    cr_assert_eq(recovered(f->store, 1000000, false), 1);
    cr_assert_eq(recovered(f->store, 2000000, false), 0);
    GOOD(ON(f->store)->erase(f->store, w.snapshot.contact.id, SLICE("officer"), at(9), &receipt, e));
    GOOD(ON(f->store)->audit_each(f->store, f->tenant, 0, count_kind, kinds, e));
    cr_assert_eq(kinds[AUDIT_SEND_INTENT], 1);
    cr_assert_eq(kinds[AUDIT_TICKET], 1);
    cr_assert_eq(kinds[AUDIT_CONSENT], 1);
    cr_assert_eq(kinds[AUDIT_KILL], 4);
    cr_assert_eq(kinds[AUDIT_SEND_RESULT], 2);
    cr_assert_eq(kinds[AUDIT_ERASURE], 1);
    audit_holds(f);
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

static const struct {
    const char *name;
    void (*run)(struct fixture *);
} cases[] = {
#define CASE(name)                                                                                                               \
    {                                                                                                                            \
#name, name                                                                                                              \
    }
    CASE(knows_a_tenant_by_its_name),
    CASE(accepts_a_message_once_for_ever),
    CASE(claims_the_oldest_conversation_first),
    CASE(fences_off_who_lost_the_lease),
    CASE(blames_a_burst_only_for_its_own_steps),
    CASE(tries_nothing_for_ever),
    CASE(does_not_count_what_was_given_back),
    CASE(blames_nothing_that_was_read_to_its_end),
    CASE(refuses_a_commit_on_old_facts),
    CASE(keeps_a_killed_tenants_words_in),
    CASE(sends_exactly_what_was_committed),
    CASE(moves_a_send_only_forward),
    CASE(waits_until_a_refused_send_may_be_tried),
    CASE(shows_doubt_to_a_person),
    CASE(doubts_what_takes_longer_than_patience),
    CASE(settles_doubt_by_an_echo),
    CASE(calls_a_person_when_an_accepted_send_fails),
    CASE(tries_nothing_again_for_the_erased),
    CASE(lets_nothing_leave_after_an_opt_out_or_a_takeover),
    CASE(keeps_an_opt_out_through_a_withdrawal),
    CASE(lets_a_living_owner_settle_its_own),
    CASE(sets_money_aside_with_the_claim),
    CASE(keeps_what_was_set_aside_for_a_dead_turn),
    CASE(starts_a_campaign_row_once),
    CASE(never_brings_withdrawn_consent_back),
    CASE(forgets_whom_it_erases),
    CASE(opens_what_it_visits),
    CASE(gives_one_outcome_each),
    CASE(keeps_what_a_turn_learned),
    CASE(keeps_one_ticket_a_conversation),
    CASE(keeps_tenants_apart),
    CASE(gives_a_conversation_to_one_of_two),
    CASE(orders_work_by_its_oldest_message),
    CASE(goes_on_with_a_turn_that_did_not_end),
    CASE(counts_spend_by_the_day),
    CASE(kills_what_is_on_its_way_to_the_outbox),
    CASE(sends_for_all_tenants_in_turn),
    CASE(tries_again_in_the_order_of_commits),
    CASE(keeps_a_withdrawal_on_one_channel),
    CASE(counts_what_the_bot_started),
    CASE(calls_first_whom_it_called_longest_ago),
    CASE(remembers_every_silence),
    CASE(writes_down_what_people_did),
    CASE(keeps_another_tenants_switch_out),
#undef CASE
};

size_t store_contract_count(void)
{
    return COUNT_OF(cases);
}

const char *store_contract_name(size_t index)
{
    return cases[index].name;
}

void store_contract_run(size_t index, struct contract_target *target)
{
    struct fixture f = {.target = target, .store = target->store, .other = target->other};
    arena_init(&f.arena, ARENA_TURN_MAX);
    GOOD(ON(f.store)->tenant_put(f.store, &f.tenant, SLICE("acme"), NULL, e));
    cases[index].run(&f);
    arena_finish(&f.arena);
}
