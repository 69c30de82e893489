/* What was committed leaves as it stands, once; what is in doubt stays so until it is settled. */
#include "contract_steps.h"

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
    send_ends(f, key, SEND_ACCEPTED, CONFLICT); /* nobody began it */
    send_ends(f, SLICE("no.such.key"), SEND_ACCEPTED, NOT_FOUND);
    begin(f, 2);
    send_ends(f, key, SEND_HUMAN, CONFLICT);
    send_ends(f, key, SEND_INTENT, OK); /* known to be refused: may be tried again */
    cr_assert_eq(begin(f, 901).attempts, 2);
    for (unsigned to = SEND_REFUSED; to <= SEND_UNKNOWN;
         to++) { /* what is known of the first attempt says nothing of the second */
        struct send_result first = {.state = (enum send_state)to, .attempt = 1};
        GIVES(CONFLICT, ON(f->store)->send_ended(f->store, key, &first, at(902), e));
    }
    send_ends(f, key, SEND_UNKNOWN, OK);
    send_ends(f, key, SEND_INTENT, CONFLICT); /* never resent blindly */
    struct wall next;
    nothing_to_send(f, 902, &next);
    send_ends(f, key, SEND_ACCEPTED, OK);
    send_ends(f, key, SEND_REFUSED, CONFLICT);
    send_ends(f, key, SEND_UNKNOWN, CONFLICT);
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
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, rows, COUNT_OF(rows), &count, at(doubted + 900000), DURATION_S(0),
                                   UINT64_MAX, e));
    cr_assert_eq(count, 1);
    cr_assert_eq(rows[0].ticket.reason, TICKET_UNKNOWN_SEND);
    cr_assert(rows[0].ticket.alerts == 0 && rows[0].ticket.alerted_at.ms == 0, "nobody was called yet: it is due at once");
    says(f, "2", "anna", "hello?", doubted + 900001);
    struct work w = claim(f, doubted + 900002);
    cr_assert_eq(w.snapshot.conversation.ticket.id, rows[0].ticket.id);
    send_ends(f, key, SEND_ACCEPTED, CONFLICT); /* a person has it now */
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
    send_ends(f, key, SEND_HUMAN, CONFLICT); /* not before it was accepted or is in doubt */
    send_ends(f, key, SEND_ACCEPTED, OK);
    send_ends(f, key, SEND_HUMAN, OK);
    cr_assert_eq(state_of(f, key), SEND_HUMAN);
    send_ends(f, key, SEND_HUMAN, CONFLICT);
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, rows, COUNT_OF(rows), &count, at(100000000), DURATION_S(0), UINT64_MAX,
                                   e));
    cr_assert_eq(count, 1);
    cr_assert_eq(rows[0].ticket.reason, TICKET_UNKNOWN_SEND);
    audit_holds(f);
}

static size_t open_tickets(struct fixture *f, struct ticket_row *row)
{
    struct ticket_row rows[4];
    size_t count;
    GOOD(ON(f->other)->tickets_due(f->other, f->tenant, rows, COUNT_OF(rows), &count, at(100000000), DURATION_S(0), UINT64_MAX,
                                   e));
    *row = rows[0];
    return count;
}

/* Refused at once, or as the end of a doubt: the customer waits either way. */
static void calls_a_person_when_a_reply_is_refused(struct fixture *f)
{
    struct ticket_row row;
    struct send_result later = {.state = SEND_INTENT, .retry_at = at(10)};
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 1);
    begin(f, 2);
    GOOD(ON(f->store)->send_ended(f->store, key, &later, at(3), e));
    cr_assert_eq(open_tickets(f, &row), 0, "it is tried again");
    begin(f, 10);
    send_ends(f, key, SEND_REFUSED, OK);
    cr_assert_eq(open_tickets(f, &row), 1);
    cr_assert(row.ticket.reason == TICKET_REFUSED_SEND && row.ticket.state == TICKET_OPEN);
    cr_assert(row.ticket.alerts == 0 && row.ticket.alerted_at.ms == 0, "nobody was called yet: it is due at once");
    uint64_t first = row.ticket.id;
    says(f, "2", "anna", "hello?", 20);
    key = reply_to_all(f, "hi again", 21);
    begin(f, 22);
    send_ends(f, key, SEND_UNKNOWN, OK);
    send_ends(f, key, SEND_REFUSED, OK);
    cr_assert_eq(open_tickets(f, &row), 1, "one ticket a conversation");
    cr_assert_eq(row.ticket.id, first);
    GOOD(ON(f->store)->ticket_move(f->store, first, TICKET_CLOSED, false, at(30), e));
    says(f, "3", "anna", "and now?", 31);
    key = reply_to_all(f, "hi once more", 32);
    begin(f, 33);
    send_ends(f, key, SEND_REFUSED, OK);
    cr_assert_eq(open_tickets(f, &row), 1, "a new one");
    cr_assert_neq(row.ticket.id, first);
    audit_holds(f);
}

static void calls_nobody_when_nobody_waits_for_what_was_refused(struct fixture *f)
{
    struct ticket_row row;
    struct digest receipt;
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "are you still there?", 2);
    struct send_intent follow_up = c.sends[0];
    follow_up.purpose = PURPOSE_FOLLOW_UP;
    c.sends = &follow_up;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    begin(f, 3);
    send_ends(f, c.sends[0].key, SEND_REFUSED, OK);
    cr_assert_eq(open_tickets(f, &row), 0, "the bot started it");
    says(f, "2", "bert", "hello", 10);
    w = claim(f, 11);
    c = reply(f, &w, "hi", 12);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    begin(f, 13);
    GOOD(ON(f->store)->erase(f->store, w.snapshot.contact.id, SLICE("officer"), at(14), &receipt, e));
    send_ends(f, c.sends[0].key, SEND_REFUSED, OK);
    cr_assert_eq(open_tickets(f, &row), 0, "there is nobody any more");
    audit_holds(f);
}

static void tells_when_a_send_was_decided_on(struct fixture *f)
{
    struct send_result later = {.state = SEND_INTENT, .retry_at = at(50)};
    struct send send;
    struct wall next;
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "hi", 7);
    GOOD(ON(f->store)->send_began(f->store, &send, &next, &f->arena, at(20), e));
    GOOD(ON(f->store)->send_ended(f->store, key, &later, at(21), e));
    GOOD(ON(f->store)->send_began(f->store, &send, &next, &f->arena, at(50), e));
    cr_assert(send.attempts == 2 && send.since.ms == at(7).ms && send.at.ms == at(50).ms);
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
    send_ends(f, first, SEND_UNKNOWN, OK);
    send_ends(f, second, SEND_UNKNOWN, OK);
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

/* Quiet hours and caps were asked about when it was decided on. */
static void starts_nothing_late(struct fixture *f)
{
    struct ticket_row row;
    struct wall next;
    says(f, "1", "anna", "hello", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "are you still there?", 2);
    struct send_intent follow_up = c.sends[0];
    follow_up.purpose = PURPOSE_FOLLOW_UP;
    c.sends = &follow_up;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->kill(f->store, f->tenant, true, SLICE("op"), at(3), e));
    nothing_to_send(f, 4, &next);
    GOOD(ON(f->store)->kill(f->store, f->tenant, false, SLICE("op"), at(5), e));
    nothing_to_send(f, 3 + STORE_STARTED_MS_MAX, &next);
    cr_assert_eq(state_of(f, follow_up.key), SEND_REFUSED);
    cr_assert_eq(open_tickets(f, &row), 0, "nobody waits for it");
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

static void ends(struct fixture *f, struct slice key, enum send_state to, int64_t retry_ms, int64_t ms)
{
    struct send_result r = {.state = to, .retry_at = at(retry_ms)};
    GOOD(ON(f->store)->send_ended(f->store, key, &r, at(ms), e));
}

/* A reply of this purpose to a message that nobody has answered yet. */
static struct slice replies(struct fixture *f, const char *id, enum purpose purpose, int64_t ms)
{
    says(f, id, "anna", "hello", ms);
    struct work w = claim(f, ms + 1);
    struct commit c = reply(f, &w, id, ms + 2);
    ((struct send_intent *)(uintptr_t)c.sends)->purpose = purpose;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    return c.sends[0].key;
}

static void sends_of_one_conversation_leave_one_by_one(struct fixture *f)
{
    struct wall next;
    struct slice first = replies(f, "1", PURPOSE_REPLY, 0), second = replies(f, "2", PURPOSE_REPLY, 10);
    says(f, "3", "bert", "hello", 20);
    struct slice other = reply_to_all(f, "hi bert", 21);
    cr_assert(slice_eq(begin(f, 100).key, first));
    cr_assert(slice_eq(begin(f, 101).key, other), "others do not wait");
    nothing_to_send(f, 102, &next);
    cr_assert_eq(next.ms, at(102).ms + STORE_BEHIND_MS, "it may end in another process");
    ends(f, first, SEND_INTENT, 5000, 103);
    nothing_to_send(f, 104, &next);
    cr_assert_eq(next.ms, at(5000).ms, "while the first one waits, so does the second");
    struct slice third = replies(f, "4", PURPOSE_REPLY, 200);
    nothing_to_send(f, 300, &next);
    cr_assert(slice_eq(begin(f, 5000).key, first));
    ends(f, first, SEND_UNKNOWN, 0, 5001);
    cr_assert(slice_eq(begin(f, 5002).key, second), "a doubt holds nobody up");
    nothing_to_send(f, 5003, &next);
    ends(f, first, SEND_ACCEPTED, 0, 5004);
    nothing_to_send(f, 5005, &next);
    ends(f, second, SEND_REFUSED, 0, 5006);
    cr_assert(slice_eq(begin(f, 5007).key, third));
    ends(f, third, SEND_ACCEPTED, 0, 5008);
    nothing_to_send(f, 5009, &next);
    cr_assert_eq(next.ms, INT64_MAX);
    audit_holds(f);
}

static void lets_what_is_urgent_overtake(struct fixture *f)
{
    struct wall next;
    struct slice first = replies(f, "1", PURPOSE_REPLY, 0);
    begin(f, 9);
    struct slice care = replies(f, "2", PURPOSE_CARE, 10), last = replies(f, "3", PURPOSE_REPLY, 20),
                 notice = replies(f, "4", PURPOSE_OPT_OUT_NOTICE, 30);
    cr_assert(slice_eq(begin(f, 100).key, care), "while the first one is on its way");
    ends(f, first, SEND_INTENT, 9000, 101);
    cr_assert(slice_eq(begin(f, 102).key, notice), "while the first one waits");
    ends(f, notice, SEND_ACCEPTED, 0, 103);
    ends(f, care, SEND_INTENT, 20000, 104);
    nothing_to_send(f, 105, &next);
    cr_assert_eq(next.ms, at(9000).ms);
    cr_assert(slice_eq(begin(f, 9000).key, first));
    ends(f, first, SEND_ACCEPTED, 0, 9001);
    nothing_to_send(f, 9002, &next);
    cr_assert_eq(next.ms, at(20000).ms, "nobody overtakes what is urgent");
    cr_assert(slice_eq(begin(f, 20000).key, care));
    nothing_to_send(f, 20001, &next);
    ends(f, care, SEND_ACCEPTED, 0, 20002);
    cr_assert(slice_eq(begin(f, 20003).key, last));
}

const struct contract_case contract_sends[] = {
    CONTRACT_CASE(sends_exactly_what_was_committed),
    CONTRACT_CASE(moves_a_send_only_forward),
    CONTRACT_CASE(waits_until_a_refused_send_may_be_tried),
    CONTRACT_CASE(shows_doubt_to_a_person),
    CONTRACT_CASE(doubts_what_takes_longer_than_patience),
    CONTRACT_CASE(calls_a_person_when_an_accepted_send_fails),
    CONTRACT_CASE(calls_a_person_when_a_reply_is_refused),
    CONTRACT_CASE(calls_nobody_when_nobody_waits_for_what_was_refused),
    CONTRACT_CASE(tells_when_a_send_was_decided_on),
    CONTRACT_CASE(settles_doubt_by_an_echo),
    CONTRACT_CASE(lets_a_living_owner_settle_its_own),
    CONTRACT_CASE(starts_nothing_late),
    CONTRACT_CASE(starts_a_campaign_row_once),
    CONTRACT_CASE(sends_for_all_tenants_in_turn),
    CONTRACT_CASE(tries_again_in_the_order_of_commits),
    CONTRACT_CASE(sends_of_one_conversation_leave_one_by_one),
    CONTRACT_CASE(lets_what_is_urgent_overtake),
    {NULL, NULL},
};
