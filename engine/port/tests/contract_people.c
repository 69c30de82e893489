/* Consent, tickets, erasure, and what people did. */
#include "contract_steps.h"

/* However many have called as often as they may: they do not stand in the way of one that has not. */
static void looks_past_tickets_that_have_called_enough(struct fixture *f)
{
    static const char *const names[] = {"anna", "bert", "carl", "dora"};
    struct ticket_row rows[4];
    size_t count;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        says(f, names[i], names[i], "a person please", (int64_t)i);
        struct work w = claim(f, 10);
        struct commit c = reply(f, &w, "somebody will call", 11);
        uint32_t calls = i < COUNT_OF(names) - 1 ? 8 : 7;
        c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(11), at(100 + 10 * (int64_t)i), calls};
        GOOD(ON(f->store)->commit(f->store, &c, e));
    }
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, rows, 2, &count, at(1000), DURATION_S(0), 8, e));
    cr_assert_eq(count, 1);
    cr_assert(rows[0].ticket.alerts == 7 && rows[0].ticket.alerted_at.ms == at(130).ms);
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, rows, COUNT_OF(rows), &count, at(1000), DURATION_S(0), UINT64_MAX, e));
    cr_assert_eq(count, COUNT_OF(names), "they are there for whoever looks");
}

/* A clock that was a day ahead noted the call; since it was set, nobody has been called for a day. */
static void does_not_wait_for_the_day_after_a_call_of_tomorrow(struct fixture *f)
{
    static const struct {
        const char *who;
        int64_t called_ms;
    } rows[] = {{"anna", 86400000 + 5000}, {"bert", 86400000}, {"carl", STORE_SKEW_MS_MAX / 2}, {"dora", 0}};
    struct ticket_row due[4];
    size_t count;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        says(f, rows[i].who, rows[i].who, "a person please", (int64_t)i);
        struct work w = claim(f, 10);
        struct commit c = reply(f, &w, "somebody will call", 11);
        c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(0), at(rows[i].called_ms), 1};
        GOOD(ON(f->store)->commit(f->store, &c, e));
    }
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, due, COUNT_OF(due), &count, at(1000), DURATION_S(2), 8, e));
    cr_assert_eq(count, 2, "%zu are due: within the skew of clocks a call is believed", count);
    cr_assert(due[0].ticket.alerted_at.ms == at(86400000).ms && due[1].ticket.alerted_at.ms == at(86405000).ms);
    GOOD(ON(f->store)->ticket_move(f->store, due[0].ticket.id, TICKET_OPEN, true, at(1000), e));
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, due, COUNT_OF(due), &count, at(3000), DURATION_S(2), 8, e));
    cr_assert_eq(count, 3, "and from then on by the clock that was set");
    cr_assert(due[0].ticket.alerted_at.ms == at(0).ms && due[1].ticket.alerted_at.ms == at(1000).ms);
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, due, 1, &count, at(1000), DURATION_S(1), 8, e));
    cr_assert(count == 1 && due[0].ticket.alerted_at.ms == at(0).ms, "who waits longest first");
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, due, COUNT_OF(due), &count, at(1000), DURATION_S(2), 1, e));
    cr_assert_eq(count, 0, "and who has called often enough calls no more");
}

static size_t due_at(struct fixture *f, int64_t ms, struct ticket_row *row)
{
    size_t count;
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, row, 1, &count, at(ms), DURATION_S(900), 8, e));
    return count;
}

/* Whoever heard of it eight times in vain has not heard that the answer was refused as well. */
static void calls_again_for_a_new_reason(struct fixture *f)
{
    struct ticket_row row;
    says(f, "1", "anna", "a person please", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "somebody will call", 2);
    c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(2), at(2), 8};
    GOOD(ON(f->store)->commit(f->store, &c, e));
    struct slice key = begin(f, 3).key;
    cr_assert_eq(due_at(f, 5000000, &row), 0, "it has called as often as it may");
    send_ends(f, key, SEND_REFUSED, OK);
    cr_assert_eq(due_at(f, 1000, &row), 1, "at once, and not after the pause");
    cr_assert(row.ticket.alerts == 0 && row.ticket.opened_at.ms == at(2).ms && row.ticket.reason == TICKET_WANTS_HUMAN);
    uint64_t ticket = row.ticket.id;
    GOOD(ON(f->store)->ticket_move(f->store, ticket, TICKET_OPEN, true, at(1000), e));
    cr_assert_eq(due_at(f, 2000, &row), 0);
    says(f, "2", "anna", "hello?", 3000);
    key = reply_to_all(f, "still looking", 3001);
    begin(f, 3002);
    GOOD(ON(f->store)->ticket_move(f->store, ticket, TICKET_TAKEN, false, at(3003), e));
    send_ends(f, key, SEND_REFUSED, OK);
    cr_assert_eq(due_at(f, 5000000, &row), 0, "a person has it");
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
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, &row, 1, &count, at(1003), DURATION_S(0), UINT64_MAX, e));
    GOOD(ON(f->store)->ticket_move(f->store, row.ticket.id, TICKET_TAKEN, false, at(1004), e));
    GIVES(NOT_FOUND, ON(f->store)->send_began(f->store, &send, &next, &f->arena, at(1005), e));
    cr_assert_eq(state_of(f, key), SEND_REFUSED);
    audit_holds(f);
}

/* A conversation of anna's on this channel, with a message that nobody has answered yet. */
static struct work asked(struct fixture *f, const char *id, enum channel_kind channel, int64_t ms)
{
    struct inbound in = said(f, id, "anna", "hello", ms);
    enum accept_result result;
    in.channel = channel;
    GOOD(ON(f->store)->accept(f->store, &in, 1, &result, e));
    return claim(f, ms + 1);
}

static struct slice answered(struct fixture *f, const char *id, enum channel_kind channel, enum purpose purpose, int64_t ms)
{
    struct work w = asked(f, id, channel, ms);
    struct commit c = reply(f, &w, id, ms + 2);
    ((struct send_intent *)(uintptr_t)c.sends)->purpose = purpose;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    return c.sends[0].key;
}

static void count_refusals(struct fixture *f, uint64_t expected)
{
    uint64_t outcomes[OUTCOME_COUNT], sends[SEND_STATE_COUNT];
    GOOD(ON(f->store)->count(f->store, outcomes, sends, e));
    cr_assert_eq(sends[SEND_REFUSED], expected);
}

/* Whatever way the contact's or the conversation's row got there: the last look is at the row. After an opt-out its notice leaves
 * and no reply, after a takeover crisis care and nothing else. */
static void looks_at_the_row_before_it_sends(struct fixture *f)
{
    for (unsigned staff = 0; staff < 2; staff++) {
        const char *who = staff ? "bert" : "anna";
        int64_t ms = 1000 * (int64_t)staff;
        struct wall next;
        struct send send;
        says(f, staff ? "3" : "1", who, "hello", ms);
        struct work w = claim(f, ms + 1);
        struct commit c = reply(f, &w, "hi", ms + 2);
        ((struct send_intent *)(uintptr_t)c.sends)->purpose = staff ? PURPOSE_OPT_OUT_NOTICE : PURPOSE_REPLY;
        struct slice key = c.sends[0].key;
        GOOD(ON(f->store)->commit(f->store, &c, e));
        says(f, staff ? "4" : "2", who, "and?", ms + 3);
        w = claim(f, ms + 4);
        c = reply(f, &w, "noted", ms + 5);
        ((struct send_intent *)(uintptr_t)c.sends)->purpose = staff ? PURPOSE_CARE : PURPOSE_OPT_OUT_NOTICE;
        c.contact.opted_out = !staff;
        c.conversation.holder = staff ? HOLDER_STAFF : c.conversation.holder;
        GOOD(ON(f->store)->commit(f->store, &c, e));
        cr_assert(slice_eq(begin(f, ms + 6).key, c.sends[0].key), "what is urgent leaves");
        GIVES(NOT_FOUND, ON(f->store)->send_began(f->store, &send, &next, &f->arena, at(ms + 7), e));
        cr_assert_eq(state_of(f, key), SEND_REFUSED);
    }
}

static enum holder held_by(struct fixture *f, const struct work *w)
{
    struct work fresh = *w;
    GOOD(ON(f->store)->reload(f->store, &fresh, &f->arena, e));
    return fresh.snapshot.conversation.holder;
}

/* Nobody was called, and a person takes it all the same; then what is decided on waits for nobody. */
static void is_taken_and_given_back_without_a_ticket(struct fixture *f)
{
    struct wall next;
    says(f, "1", "anna", "hello", 0);
    struct slice key = reply_to_all(f, "good day", 1);
    says(f, "2", "anna", "and?", 2);
    struct work w = claim(f, 3);
    struct conversation_id id = w.snapshot.conversation.id;
    GOOD(ON(f->other)->hold(f->other, id, true, SLICE("eva"), at(4), e));
    cr_assert_eq(held_by(f, &w), HOLDER_STAFF);
    cr_assert_eq(state_of(f, key), SEND_REFUSED, "what waited is recalled");
    nothing_to_send(f, 5, &next);
    struct commit c = reply(f, &w, "too late", 6);
    GIVES(CONFLICT, ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->other)->hold(f->other, id, true, SLICE("eva"), at(7), e));
    GOOD(ON(f->other)->hold(f->other, id, false, SLICE("eva"), at(8), e));
    cr_assert_eq(held_by(f, &w), HOLDER_BOT);
    GIVES(NOT_FOUND, ON(f->other)->hold(f->other, (struct conversation_id){id.n + 77}, true, SLICE("eva"), at(9), e));
    audit_holds(f);
}

static void moves_the_ticket_with_its_conversation(struct fixture *f)
{
    struct ticket_row rows[2];
    size_t count;
    says(f, "1", "anna", "a person please", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "of course", 2);
    c.conversation.holder = HOLDER_HANDED_OVER;
    c.conversation.ticket = (struct ticket){.reason = TICKET_WANTS_HUMAN, .opened_at = at(2)};
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->hold(f->store, w.snapshot.conversation.id, true, SLICE("eva"), at(3), e));
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, rows, 2, &count, at(100000), DURATION_MS(1), UINT64_MAX, e));
    cr_assert_eq(count, 0, "it is taken: nobody is called any more");
    GOOD(ON(f->store)->hold(f->store, w.snapshot.conversation.id, false, SLICE("eva"), at(4), e));
    says(f, "2", "anna", "thanks", 5);
    w = claim(f, 6);
    cr_assert_eq(w.snapshot.conversation.holder, HOLDER_BOT);
    cr_assert_eq(w.snapshot.conversation.ticket.state, TICKET_CLOSED);
}

static void is_silent_when_it_is_given_back_after_an_opt_out(struct fixture *f)
{
    says(f, "1", "anna", "stop", 0);
    struct work w = claim(f, 1);
    struct commit c = reply(f, &w, "noted", 2);
    c.contact.opted_out = true;
    c.conversation.holder = HOLDER_SILENT;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->hold(f->store, w.snapshot.conversation.id, true, SLICE("eva"), at(3), e));
    GOOD(ON(f->store)->hold(f->store, w.snapshot.conversation.id, false, SLICE("eva"), at(4), e));
    says(f, "2", "anna", "hm", 5);
    w = claim(f, 6);
    cr_assert_eq(w.snapshot.conversation.holder, HOLDER_SILENT);
}

/* Given back before the next try: what waited is not waiting any more. */
static void a_takeover_recalls_what_waits(struct fixture *f)
{
    struct send_result later = {.state = SEND_INTENT, .retry_at = at(5000)};
    struct ticket_row row;
    struct wall next;
    size_t count;
    struct slice flying = answered(f, "1", CHANNEL_WHATSAPP, PURPOSE_REPLY, 0);
    begin(f, 10);
    struct slice follow_up = answered(f, "2", CHANNEL_WHATSAPP, PURPOSE_FOLLOW_UP, 20);
    struct slice care = answered(f, "3", CHANNEL_WHATSAPP, PURPOSE_CARE, 30);
    struct slice elsewhere = answered(f, "4", CHANNEL_EMAIL, PURPOSE_REPLY, 40);
    struct work w = asked(f, "5", CHANNEL_WHATSAPP, 50);
    struct commit c = reply(f, &w, "somebody will call", 52);
    c.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, at(52), at(52), 1};
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, &row, 1, &count, at(1003), DURATION_S(0), UINT64_MAX, e));
    GOOD(ON(f->store)->ticket_move(f->store, row.ticket.id, TICKET_TAKEN, false, at(60), e));
    cr_assert_eq(state_of(f, follow_up), SEND_REFUSED);
    cr_assert_eq(state_of(f, c.sends[0].key), SEND_REFUSED);
    cr_assert(state_of(f, care) == SEND_INTENT && state_of(f, elsewhere) == SEND_INTENT);
    cr_assert_eq(state_of(f, flying), SEND_SENDING, "it may have arrived");
    GOOD(ON(f->store)->ticket_move(f->store, row.ticket.id, TICKET_CLOSED, false, at(61), e));
    GOOD(ON(f->store)->send_ended(f->store, flying, &later, at(62), e));
    cr_assert_eq(state_of(f, flying), SEND_REFUSED, "it did not arrive, and is not tried again");
    count_refusals(f, 3);
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, &row, 1, &count, at(100000), DURATION_S(0), UINT64_MAX, e));
    cr_assert_eq(count, 0, "a person had it: nobody is called");
    cr_assert(slice_eq(begin(f, 100).key, care));
    cr_assert(slice_eq(begin(f, 101).key, elsewhere));
    nothing_to_send(f, 100000, &next);
    audit_holds(f);
}

/* In whatever way it is withdrawn, and on whatever channel it waits: a later START does not bring it back. */
static void a_withdrawal_recalls_what_waits(struct fixture *f)
{
    struct consent_change stop = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("said stop")},
                          start = {CHANNEL_KIND_COUNT, CONSENT_GIVEN, SLICE("said start")},
                          no_email = {CHANNEL_EMAIL, CONSENT_WITHDRAWN, SLICE("console")};
    struct wall next;
    struct slice here = answered(f, "1", CHANNEL_WHATSAPP, PURPOSE_REPLY, 0);
    struct slice there = answered(f, "2", CHANNEL_EMAIL, PURPOSE_REPLY, 10);
    struct contact anna = who(f, "anna");
    GOOD(ON(f->store)->consent(f->store, anna.id, &no_email, at(20), e));
    cr_assert(state_of(f, here) == SEND_INTENT && state_of(f, there) == SEND_REFUSED, "on one channel");
    struct slice care = answered(f, "3", CHANNEL_EMAIL, PURPOSE_CARE, 30);
    struct slice letter = answered(f, "4", CHANNEL_EMAIL, PURPOSE_OPENING, 40);
    struct work w = asked(f, "5", CHANNEL_WHATSAPP, 50);
    struct commit c = reply(f, &w, "done: we will not write", 52);
    ((struct send_intent *)(uintptr_t)c.sends)->purpose = PURPOSE_OPT_OUT_NOTICE;
    c.contact.opted_out = true;
    c.consents = &stop;
    c.consent_count = 1;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    cr_assert(state_of(f, here) == SEND_REFUSED && state_of(f, letter) == SEND_REFUSED);
    cr_assert(state_of(f, care) == SEND_INTENT && state_of(f, c.sends[0].key) == SEND_INTENT);
    GOOD(ON(f->store)->consent(f->store, anna.id, &start, at(60), e));
    struct slice back = answered(f, "6", CHANNEL_WHATSAPP, PURPOSE_REPLY, 70);
    cr_assert(slice_eq(begin(f, 80).key, care));
    cr_assert(slice_eq(begin(f, 81).key, c.sends[0].key));
    send_ends(f, c.sends[0].key, SEND_ACCEPTED, OK);
    cr_assert(slice_eq(begin(f, 1000).key, back), "what was decided on since then leaves");
    GOOD(ON(f->store)->consent(f->store, anna.id, &stop, at(1001), e));
    GOOD(ON(f->store)->consent(f->store, anna.id, &start, at(1002), e));
    send_ends(f, back, SEND_INTENT, OK);
    cr_assert_eq(state_of(f, back), SEND_REFUSED);
    nothing_to_send(f, 100000, &next);
    count_refusals(f, 4);
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
    GOOD(ON(f->other)->tickets_due(f->other, f->tenant, rows, COUNT_OF(rows), &count, at(1), DURATION_S(0), UINT64_MAX, e));
    cr_assert_eq(count, 0);
    GOOD(ON(f->other)->tickets_due(f->other, f->tenant, rows, COUNT_OF(rows), &count, at(2), DURATION_S(0), UINT64_MAX, e));
    cr_assert_eq(count, 1);
    cr_assert_neq(rows[0].ticket.id, 0);
    uint64_t ticket = rows[0].ticket.id;
    GOOD(ON(f->store)->ticket_move(f->store, ticket, TICKET_OPEN, true, at(50), e));
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, rows, COUNT_OF(rows), &count, at(50), DURATION_S(0), UINT64_MAX, e));
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
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, rows, 2, &count, at(1000), DURATION_S(0), UINT64_MAX, e));
    cr_assert_eq(count, 2);
    cr_assert_eq(rows[0].ticket.alerted_at.ms, at(80).ms);
    cr_assert_eq(rows[1].ticket.alerted_at.ms, at(90).ms);
    GOOD(ON(f->store)->ticket_move(f->store, rows[0].ticket.id, TICKET_OPEN, true, at(500), e));
    GOOD(ON(f->store)->ticket_move(f->store, rows[1].ticket.id, TICKET_TAKEN, false, at(500), e));
    GOOD(ON(f->other)->tickets_due(f->other, f->tenant, rows, 4, &count, at(1000), DURATION_S(0), UINT64_MAX, e));
    cr_assert_eq(count, 2);
    cr_assert_eq(rows[0].ticket.alerted_at.ms, at(100).ms);
    cr_assert_eq(rows[1].ticket.alerted_at.ms, at(500).ms);
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, rows, 4, &count, at(99), DURATION_S(0), UINT64_MAX, e));
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
    cr_assert(who(f, "anna").opted_out, "the first silence");
    struct work w = claim(f, 4);
    struct commit c = reply(f, &w, "hi", 5);
    c.contact.opted_out = false;
    c.contact.flags |= CONTACT_STRUCK_OUT;
    GOOD(ON(f->store)->commit(f->store, &c, e));
    GOOD(ON(f->store)->erase(f->store, w.snapshot.contact.id, SLICE("officer"), at(6), &receipt, e));
    says(f, "3", "anna", "and again", 7);
    anna = who(f, "anna");
    cr_assert_not(anna.opted_out, "anna came back before the second erasure");
    cr_assert(anna.flags & CONTACT_STRUCK_OUT, "and was struck out then");
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
    GOOD(ON(f->store)->tickets_due(f->store, f->tenant, &row, 1, &count, at(2), DURATION_S(0), UINT64_MAX, e));
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

const struct contract_case contract_people[] = {
    CONTRACT_CASE(looks_past_tickets_that_have_called_enough),
    CONTRACT_CASE(does_not_wait_for_the_day_after_a_call_of_tomorrow),
    CONTRACT_CASE(calls_again_for_a_new_reason),
    CONTRACT_CASE(keeps_an_opt_out_through_a_withdrawal),
    CONTRACT_CASE(lets_nothing_leave_after_an_opt_out_or_a_takeover),
    CONTRACT_CASE(looks_at_the_row_before_it_sends),
    CONTRACT_CASE(is_taken_and_given_back_without_a_ticket),
    CONTRACT_CASE(moves_the_ticket_with_its_conversation),
    CONTRACT_CASE(is_silent_when_it_is_given_back_after_an_opt_out),
    CONTRACT_CASE(a_takeover_recalls_what_waits),
    CONTRACT_CASE(a_withdrawal_recalls_what_waits),
    CONTRACT_CASE(tries_nothing_again_for_the_erased),
    CONTRACT_CASE(never_brings_withdrawn_consent_back),
    CONTRACT_CASE(forgets_whom_it_erases),
    CONTRACT_CASE(opens_what_it_visits),
    CONTRACT_CASE(keeps_one_ticket_a_conversation),
    CONTRACT_CASE(keeps_a_withdrawal_on_one_channel),
    CONTRACT_CASE(counts_what_the_bot_started),
    CONTRACT_CASE(calls_first_whom_it_called_longest_ago),
    CONTRACT_CASE(remembers_every_silence),
    CONTRACT_CASE(writes_down_what_people_did),
    {NULL, NULL},
};
