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

static const struct duration lease = {UINT64_C(10000000000)};
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

static struct work claim_on(struct fixture *f, struct store *s, int64_t ms)
{
    struct work w = {0};
    struct wall next;
    GOOD(ON(s)->claim(s, &w, &next, &f->arena, at(ms), lease, e));
    return w;
}

static struct work claim(struct fixture *f, int64_t ms)
{
    return claim_on(f, f->store, ms);
}

static void nothing_to_claim(struct fixture *f, int64_t ms, struct wall *next)
{
    struct work w;
    GIVES(NOT_FOUND, ON(f->other)->claim(f->other, &w, next, &f->arena, at(ms), lease, e));
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
    cr_assert_eq(slow.attempts, 0);
    cr_assert_eq(quick.attempts, 1, "counted before it is tried again");
    struct commit late = reply(f, &slow, "late", 10001), good = reply(f, &quick, "good", 10002);
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &late, e));
    GIVES(CONFLICT, ON(f->store)->reload(f->store, &slow, &f->arena, e));
    GIVES(CONFLICT, ON(f->store)->release(f->store, &slow, at(0), e));
    GOOD(ON(f->other)->commit(f->other, &good, e));
    GIVES(CONFLICT, ON(f->other)->commit(f->other, &good, e));
    counted(f, OUTCOME_REPLIED, 1);
    struct send s = begin(f, 10003);
    cr_assert(slice_eq(private_reveal(s.text, REVEAL_STORE), SLICE("good")));
    struct wall next;
    nothing_to_send(f, 10004, &next);
}

static void does_not_count_what_was_given_back(struct fixture *f)
{
    struct wall next;
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 0);
    GOOD(ON(f->store)->release(f->store, &w, at(500), e));
    nothing_to_claim(f, 499, &next);
    cr_assert_eq(next.ms, at(500).ms);
    w = claim_on(f, f->other, 500);
    cr_assert_eq(w.attempts, 0);
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

static void shows_doubt_to_a_person(struct fixture *f)
{
    uint64_t changed;
    struct ticket_row rows[4];
    size_t count;
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 1);
    begin(f, 2);
    if (f->target->again != NULL)
        f->store = f->other = f->target->again(f->target);
    GOOD(ON(f->store)->sends_recover(f->store, at(10), DURATION_S(900), true, &changed, e));
    cr_assert_eq(changed, 1);
    cr_assert_eq(state_of(f, key), SEND_UNKNOWN);
    GOOD(ON(f->store)->sends_recover(f->store, at(10 + 899999), DURATION_S(900), false, &changed, e));
    cr_assert_eq(changed, 0);
    GOOD(ON(f->store)->sends_recover(f->store, at(10 + 900000), DURATION_S(900), false, &changed, e));
    cr_assert_eq(changed, 1);
    cr_assert_eq(state_of(f, key), SEND_HUMAN);
    GOOD(ON(f->store)->tickets_due(f->store, rows, COUNT_OF(rows), &count, at(10 + 900000), e));
    cr_assert_eq(count, 1);
    cr_assert_eq(rows[0].ticket.reason, TICKET_UNKNOWN_SEND);
    audit_holds(f);
}

static void holds_spend_under_the_cap(struct fixture *f)
{
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "hi", 2);
    c.reserve.micros = 600;
    c.spend_cap.micros = 500;
    GIVES(LIMIT, ON(f->store)->commit(f->store, &c, e));
    counted(f, OUTCOME_PENDING, 1);
    c.reserve.micros = 0;
    c.settle.micros = 450;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    says(f, "2", "anna", "again", 3);
    w = claim(f, 4);
    cr_assert_eq(w.snapshot.switches.spent_today.micros, 450);
    c = reply(f, &w, "hi", 5);
    c.reserve.micros = 51;
    c.spend_cap.micros = 500;
    GIVES(LIMIT, ON(f->store)->commit(f->store, &c, e));
    c.reserve.micros = 50;
    GOOD(ON(f->store)->commit(f->store, &c, e));
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
    CASE(does_not_count_what_was_given_back),
    CASE(refuses_a_commit_on_old_facts),
    CASE(keeps_a_killed_tenants_words_in),
    CASE(sends_exactly_what_was_committed),
    CASE(moves_a_send_only_forward),
    CASE(waits_until_a_refused_send_may_be_tried),
    CASE(shows_doubt_to_a_person),
    CASE(holds_spend_under_the_cap),
    CASE(starts_a_campaign_row_once),
    CASE(never_brings_withdrawn_consent_back),
    CASE(forgets_whom_it_erases),
    CASE(opens_what_it_visits),
    CASE(gives_one_outcome_each),
    CASE(keeps_what_a_turn_learned),
    CASE(keeps_one_ticket_a_conversation),
    CASE(keeps_tenants_apart),
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
