#include <parley/counted_store.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <parley/memory_store.h>
#include <parley/random.h>
#include <parley/size.h>
#include "store_contract.h"

static struct dice dice = {{1, 2, 3}, 0};

static void fill(struct entropy *r, void *at, size_t size)
{
    (void)r;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)at)[i] = (unsigned char)dice_below(&dice, 256);
}

static const struct entropy_ops entropy_ops = {fill};
static struct entropy entropy = {&entropy_ops};

/* -- it is a store ----------------------------------------------------------------------------------------------------------- */

static const struct counted_hooks no_hooks = {.context = NULL};

static struct store *again(struct contract_target *t)
{
    if (t->other != t->store)
        t->other->ops->close(t->other);
    t->store->ops->close(t->store);
    return t->store = t->other = counted_store_create(memory_store_open(t->context), &no_hooks);
}

ParameterizedTestParameters(counted_store, keeps_the_contract)
{
    static size_t rows[64];
    must(store_contract_count() <= COUNT_OF(rows));
    for (size_t i = 0; i < store_contract_count(); i++)
        rows[i] = i;
    return cr_make_param_array(size_t, rows, store_contract_count());
}

ParameterizedTest(size_t *index, counted_store, keeps_the_contract)
{
    struct memory_data *data = memory_data_create(&entropy);
    struct contract_target t = {.store = counted_store_create(memory_store_open(data), &no_hooks),
                                .other = counted_store_create(memory_store_open(data), &no_hooks),
                                .again = again,
                                .context = data};
    cr_log_info("%s", store_contract_name(*index));
    store_contract_run(*index, &t);
    if (t.other != t.store)
        t.other->ops->close(t.other);
    t.store->ops->close(t.store);
    memory_data_destroy(data);
}

/* -- a script, and a fault at one of its calls ----------------------------------------------------------------------------------
 */

enum fault { FAULT_NONE, FAULT_UNAVAILABLE, FAULT_CRASH_BEFORE, FAULT_CRASH_AFTER, FAULT_COUNT };
enum { CUSTOMERS = 3, SENT_MAX = 16, STEPS_MAX = 400 };

struct run {
    struct memory_data *data;
    struct store *store;
    struct arena arena;
    struct counted_hooks hooks;
    struct tenant_id tenant;
    struct wall now;
    uint64_t base, strike_at; /* numbers go on through restarts */
    uint64_t wrote, called[COUNTED_CALL_COUNT];
    enum fault fault;
    bool struck;
    struct slice sent[SENT_MAX]; /* what the outside has seen */
    size_t sent_count;
};

static enum counted_answer before(void *context, const struct counted_point *at)
{
    struct run *r = context;
    cr_assert_eq(at->of_call, r->called[at->call]++, "%s", counted_call_name(at->call));
    if (r->base + at->number != r->strike_at || r->fault == FAULT_NONE || r->fault == FAULT_CRASH_AFTER)
        return COUNTED_GO_ON;
    r->struck = true;
    return r->fault == FAULT_UNAVAILABLE ? COUNTED_UNAVAILABLE : COUNTED_CRASH;
}

static enum counted_answer after(void *context, const struct counted_point *at, enum code code, bool wrote)
{
    struct run *r = context;
    (void)code;
    r->wrote += wrote;
    if (r->base + at->number != r->strike_at || r->fault != FAULT_CRASH_AFTER)
        return COUNTED_GO_ON;
    r->struck = true;
    return COUNTED_CRASH;
}

static struct store *open_handle(struct run *r)
{
    memset(r->called, 0, sizeof r->called);
    return counted_store_create(memory_store_open(r->data), &r->hooks);
}

/* The process is started again; leases of the dead one have run out by then. */
static bool died(struct run *r)
{
    struct error e;
    struct tenant_record t;
    size_t count;
    if (!counted_store_crashed(r->store))
        return false;
    cr_assert_eq(r->store->ops->tenants(r->store, &t, 1, &count, &r->arena, &e), IO_FAILED, "the dead read nothing");
    r->base += counted_store_calls(r->store);
    r->store->ops->close(r->store);
    r->store = open_handle(r);
    r->now.ms += 60000;
    return true;
}

static void start_again(struct run *r)
{
    uint64_t changed;
    struct error e;
    while (r->store->ops->sends_recover(r->store, r->now, DURATION_S(900), true, &changed, &e) != OK)
        cr_assert(died(r) || r->fault == FAULT_UNAVAILABLE);
}

/* Tries a call again while the store is away. What a process knew goes with it: after a crash there is no second try. */
#define UNTIL_HEARD(r, code, call)                                                                                               \
    do {                                                                                                                         \
        struct error e_, *e = &e_;                                                                                               \
        (code) = (call);                                                                                                         \
        if (died(r))                                                                                                             \
            start_again(r);                                                                                                      \
    } while ((code) == UNAVAILABLE)

/* What somebody outside tries until it is acknowledged, by whichever process. */
#define UNTIL_DONE(r, code, call)                                                                                                \
    do                                                                                                                           \
        UNTIL_HEARD(r, code, call);                                                                                              \
    while ((code) == IO_FAILED)

static void customers_write(struct run *r)
{
    static const char *const ids[CUSTOMERS] = {"1", "2", "3"}, *const names[CUSTOMERS] = {"anna", "bert", "carl"};
    enum code code;
    for (size_t i = 0; i < CUSTOMERS; i++) {
        struct inbound in = {.tenant = r->tenant,
                             .provider_id = slice_from(ids[i]),
                             .address = private_hide(slice_from(names[i])),
                             .text = private_hide(SLICE("hello")),
                             .received_at = r->now};
        enum accept_result result;
        UNTIL_DONE(r, code, r->store->ops->accept(r->store, &in, 1, &result, e));
        cr_assert_eq(code, OK);
    }
}

static void bot_begins(struct run *r)
{
    bool is_new;
    enum code code;
    struct opening o = {.tenant = r->tenant,
                        .address = private_hide(SLICE("dora")),
                        .reference = SLICE("list/1"),
                        .consent = {CONSENT_GIVEN, r->now, SLICE("form"), SLICE("site")},
                        .at = r->now};
    UNTIL_DONE(r, code, r->store->ops->open(r->store, &o, &is_new, e));
    cr_assert_eq(code, OK);
}

static enum code answer(struct run *r, const struct work *w)
{
    struct error e;
    struct slice text = SLICE("hello too");
    struct inbound_outcome outcomes[CUSTOMERS];
    must(w->burst_count <= CUSTOMERS);
    for (size_t i = 0; i < w->burst_count; i++)
        outcomes[i] = (struct inbound_outcome){w->burst[i].id, OUTCOME_REPLIED, w->turn, SLICE("replied")};
    struct send_intent send = {.key = arena_printf(&r->arena, "%llu.%llu.1", (unsigned long long)w->snapshot.conversation.id.n,
                                                   (unsigned long long)w->turn.n),
                               .text = text,
                               .text_digest = digest_of(text)};
    struct audit_draft audit = {.kind = AUDIT_SEND_INTENT, .at = r->now, .contact = w->snapshot.contact.id, .facts = SLICE("{}")};
    struct commit c = {.fence = w->fence,
                       .tenant = r->tenant,
                       .conversation_id = w->snapshot.conversation.id,
                       .contact_version = w->snapshot.contact.version,
                       .conversation_version = w->snapshot.conversation.version,
                       .switches_version = w->snapshot.switches.version,
                       .at = r->now,
                       .turn = w->turn,
                       .contact = w->snapshot.contact,
                       .conversation = w->snapshot.conversation,
                       .outcomes = outcomes,
                       .outcome_count = w->burst_count,
                       .sends = &send,
                       .send_count = 1,
                       .audits = &audit,
                       .audit_count = 1,
                       .ends_turn = true};
    return r->store->ops->commit(r->store, &c, &e);
}

/* One that loses its lease, or does not know how its commit ended, claims again. */
static void bot_answers(struct run *r)
{
    for (size_t i = 0; i < STEPS_MAX; i++) {
        struct work w = {0};
        struct wall next;
        enum code code;
        UNTIL_DONE(r, code, r->store->ops->claim(r->store, &w, &next, &r->arena, r->now, DURATION_S(30), e));
        if (code == NOT_FOUND && next.ms == INT64_MAX)
            return;
        if (code == NOT_FOUND)
            r->now = next;
        else if (answer(r, &w) == IO_FAILED)
            (void)died(r);
    }
    cr_assert_fail("the work does not end");
}

static void outside_takes(struct run *r)
{
    for (size_t i = 0; i < STEPS_MAX; i++) {
        struct send s = {0};
        struct wall next;
        struct send_result accepted = {.state = SEND_ACCEPTED};
        enum code code;
        UNTIL_DONE(r, code, r->store->ops->send_began(r->store, &s, &next, &r->arena, r->now, e));
        if (code == NOT_FOUND)
            return;
        for (size_t k = 0; k < r->sent_count; k++)
            cr_assert_not(slice_eq(r->sent[k], s.key), "nothing is sent twice (I2)");
        must(r->sent_count < SENT_MAX);
        r->sent[r->sent_count++] = s.key;
        UNTIL_HEARD(r, code, r->store->ops->send_ended(r->store, s.key, &accepted, r->now, e));
    }
    cr_assert_fail("the outbox does not end");
}

/* The echo settles what was seen outside, a person the rest. */
static void doubt_ends(struct run *r)
{
    uint64_t changed;
    enum code code;
    UNTIL_DONE(r, code, r->store->ops->sends_recover(r->store, r->now, DURATION_S(900), true, &changed, e));
    for (size_t i = 0; i < r->sent_count; i++) {
        struct send_result echo = {.state = SEND_ACCEPTED};
        UNTIL_DONE(r, code, r->store->ops->send_ended(r->store, r->sent[i], &echo, r->now, e));
        cr_assert(code == OK || code == CONFLICT);
    }
    r->now.ms += 2 * 900000;
    UNTIL_DONE(r, code, r->store->ops->sends_recover(r->store, r->now, DURATION_S(900), false, &changed, e));
}

static void people_decide(struct run *r)
{
    struct error e_;
    struct contact anna;
    struct digest receipt;
    struct consent_change stop = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("said stop")};
    enum code code;
    cr_assert_eq(r->store->ops->contact_find(r->store, &anna, &r->arena, r->tenant, CHANNEL_WHATSAPP, SLICE("anna"), &e_), OK);
    UNTIL_DONE(r, code, r->store->ops->consent(r->store, anna.id, &stop, r->now, e));
    cr_assert_eq(code, OK);
    UNTIL_DONE(r, code, r->store->ops->kill(r->store, r->tenant, true, SLICE("op"), r->now, e));
    UNTIL_DONE(r, code, r->store->ops->kill(r->store, r->tenant, false, SLICE("op"), r->now, e));
    UNTIL_DONE(r, code, r->store->ops->erase(r->store, anna.id, SLICE("officer"), r->now, &receipt, e));
    cr_assert_eq(code, OK);
}

static bool check_link(void *context, const struct audit_record *record)
{
    struct error e;
    return audit_verify(context, record, &e) == OK;
}

static void all_is_well(struct run *r)
{
    struct error e;
    struct audit_head seen = {0}, head;
    uint64_t outcomes[OUTCOME_COUNT], sends[SEND_STATE_COUNT];
    cr_assert_eq(r->store->ops->count(r->store, outcomes, sends, &e), OK);
    cr_assert_eq(outcomes[OUTCOME_REPLIED], CUSTOMERS, "one outcome each (I1)");
    cr_assert_eq(outcomes[OUTCOME_PENDING], 0);
    cr_assert_eq(sends[SEND_ACCEPTED], r->sent_count, "what was seen is known to have been sent (I6)");
    cr_assert_eq(sends[SEND_ACCEPTED] + sends[SEND_HUMAN], CUSTOMERS + 1);
    cr_assert_leq(sends[SEND_HUMAN], r->struck ? 1 : 0);
    cr_assert_eq(r->store->ops->audit_each(r->store, r->tenant, 0, check_link, &seen, &e), OK);
    cr_assert_eq(r->store->ops->audit_head(r->store, r->tenant, &head, &e), OK);
    cr_assert_eq(seen.sequence, head.sequence, "the chain holds (I4)");
}

/* Gives the number of durable calls. */
static uint64_t play(enum fault fault, uint64_t strike_at, bool *struck, uint64_t *wrote)
{
    struct run r = {.data = memory_data_create(&entropy), .fault = fault, .strike_at = strike_at, .now = {1790000000000}};
    enum code code;
    r.hooks = (struct counted_hooks){&r, before, after, NULL};
    arena_init(&r.arena, ARENA_TURN_MAX);
    r.store = open_handle(&r);
    UNTIL_DONE(&r, code, r.store->ops->tenant_put(r.store, &r.tenant, SLICE("acme"), NULL, e));
    customers_write(&r);
    bot_begins(&r);
    bot_answers(&r);
    outside_takes(&r);
    doubt_ends(&r);
    people_decide(&r);
    all_is_well(&r);
    uint64_t calls = r.base + counted_store_calls(r.store);
    *struck = r.struck;
    *wrote = r.wrote;
    r.store->ops->close(r.store);
    memory_data_destroy(r.data);
    arena_finish(&r.arena);
    return calls;
}

Test(counted_store, breaks_a_script_at_every_call_and_nothing_is_lost_or_doubled)
{
    uint64_t wrote, calls, swept = 0;
    bool struck;
    calls = play(FAULT_NONE, 0, &struck, &wrote);
    cr_assert_not(struck);
    cr_assert_gt(wrote, 20);
    cr_assert_lt(wrote, calls, "some looks find nothing");
    for (enum fault fault = FAULT_UNAVAILABLE; fault < FAULT_COUNT; fault++)
        for (uint64_t k = 0; k < calls; k++) {
            uint64_t ignored;
            cr_log_info("fault %d at %llu", (int)fault, (unsigned long long)k);
            play(fault, k, &struck, &ignored);
            cr_assert(struck, "fault %d at %llu did not fire", (int)fault, (unsigned long long)k);
            swept++;
        }
    cr_assert_eq(swept, 3 * calls);
}

/* -- single promises
 * ------------------------------------------------------------------------------------------------------------- */

struct gate {
    struct counted_point at;
    enum counted_answer answer;
};

static enum counted_answer shut(void *context, const struct counted_point *at)
{
    struct gate *gate = context;
    gate->at = *at;
    return gate->answer;
}

static void tries(struct store *s, const struct gate *gate, enum code expected)
{
    struct error e;
    struct arena a;
    struct tenant_id t = {1};
    struct wall now = {0}, next;
    struct inbound in = {.tenant = t};
    struct opening o = {.tenant = t};
    struct work w = {0};
    struct commit k = {0};
    struct send send;
    struct send_result r = {0};
    struct consent_change change = {0};
    struct digest receipt;
    enum accept_result result;
    uint64_t changed;
    bool is_new;
    arena_init(&a, ARENA_TURN_MAX);
#define GIVES(name, tried)                                                                                                       \
    cr_assert_eq(tried, expected, name);                                                                                         \
    cr_assert(expected != UNAVAILABLE || slice_eq(slice_from(counted_call_name(gate->at.call)), SLICE(name)))
    GIVES("tenant_put", s->ops->tenant_put(s, &t, SLICE("acme"), NULL, &e));
    GIVES("accept", s->ops->accept(s, &in, 1, &result, &e));
    GIVES("open", s->ops->open(s, &o, &is_new, &e));
    GIVES("claim", s->ops->claim(s, &w, &next, &a, now, DURATION_S(1), &e));
    GIVES("release", s->ops->release(s, &w, now, &e));
    GIVES("commit", s->ops->commit(s, &k, &e));
    GIVES("send_began", s->ops->send_began(s, &send, &next, &a, now, &e));
    GIVES("send_ended", s->ops->send_ended(s, SLICE("1.1.1"), &r, now, &e));
    GIVES("sends_recover", s->ops->sends_recover(s, now, DURATION_S(1), true, &changed, &e));
    GIVES("ticket_move", s->ops->ticket_move(s, 1, TICKET_TAKEN, false, now, &e));
    GIVES("kill", s->ops->kill(s, t, true, SLICE("op"), now, &e));
    GIVES("consent", s->ops->consent(s, (struct contact_id){1}, &change, now, &e));
    GIVES("erase", s->ops->erase(s, (struct contact_id){1}, SLICE("op"), now, &receipt, &e));
    arena_finish(&a);
}

static size_t tenants_of(struct store *s)
{
    struct error e;
    struct arena a;
    struct tenant_record record;
    size_t count;
    arena_init(&a, ARENA_TURN_MAX);
    cr_assert_eq(s->ops->tenants(s, &record, 1, &count, &a, &e), OK);
    arena_finish(&a);
    return count;
}

Test(counted_store, asks_before_every_durable_call_and_does_not_make_it)
{
    struct gate gate = {.answer = COUNTED_UNAVAILABLE};
    struct counted_hooks hooks = {.context = &gate, .before = shut};
    struct store *s = counted_store_create(memory_store_create(&entropy), &hooks);
    tries(s, &gate, UNAVAILABLE);
    cr_assert_eq(gate.at.number, COUNTED_CALL_COUNT - 1);
    cr_assert_eq(counted_store_calls(s), COUNTED_CALL_COUNT);
    cr_assert_eq(tenants_of(s), 0, "reading goes on, and there is nothing");
    s->ops->close(s);
}

Test(counted_store, lets_the_dead_do_nothing)
{
    struct gate gate = {.answer = COUNTED_CRASH};
    struct counted_hooks hooks = {.context = &gate, .before = shut};
    struct memory_data *data = memory_data_create(&entropy);
    struct store *s = counted_store_create(memory_store_open(data), &hooks), *next;
    tries(s, &gate, IO_FAILED);
    gate.answer = COUNTED_GO_ON;
    tries(s, &gate, IO_FAILED);
    cr_assert_eq(counted_store_calls(s), 1, "it died at its first call and was not asked again");
    cr_assert(counted_store_crashed(s));
    s->ops->close(s);
    next = memory_store_open(data);
    cr_assert_eq(tenants_of(next), 0);
    next->ops->close(next);
    memory_data_destroy(data);
}

static enum counted_answer crash_after(void *context, const struct counted_point *at, enum code code, bool wrote)
{
    (void)context;
    cr_assert_eq(at->call, COUNTED_TENANT_PUT);
    cr_assert_eq(code, OK);
    cr_assert(wrote);
    return COUNTED_CRASH;
}

Test(counted_store, lets_the_dead_hear_nothing_of_what_they_did)
{
    struct counted_hooks hooks = {.after = crash_after};
    struct memory_data *data = memory_data_create(&entropy);
    struct store *s = counted_store_create(memory_store_open(data), &hooks), *next = memory_store_open(data);
    struct error e;
    struct tenant_id t;
    cr_assert_eq(s->ops->tenant_put(s, &t, SLICE("acme"), NULL, &e), IO_FAILED);
    s->ops->close(s);
    cr_assert_eq(tenants_of(next), 1);
    next->ops->close(next);
    memory_data_destroy(data);
}

static bool stale_while_positive(void *context, enum counted_read read)
{
    unsigned *left = context;
    (void)read;
    return *left > 0 && (*left)-- > 0;
}

Test(counted_store, reads_stale_facts_and_compares_true_ones)
{
    unsigned stale = 0;
    struct counted_hooks hooks = {.context = &stale, .stale = stale_while_positive};
    struct memory_data *data = memory_data_create(&entropy);
    struct store *s = counted_store_create(memory_store_open(data), &hooks), *primary = memory_store_open(data);
    struct run r = {.data = data, .store = s, .now = {1790000000000}};
    struct error e;
    struct work w = {0};
    struct wall next;
    struct contact anna;
    struct consent_change stop = {CHANNEL_KIND_COUNT, CONSENT_WITHDRAWN, SLICE("said stop")};
    arena_init(&r.arena, ARENA_TURN_MAX);
    cr_assert_eq(s->ops->tenant_put(s, &r.tenant, SLICE("acme"), NULL, &e), OK);
    customers_write(&r);
    cr_assert_eq(s->ops->claim(s, &w, &next, &r.arena, r.now, DURATION_S(30), &e), OK);
    cr_assert_eq(primary->ops->consent(primary, w.snapshot.contact.id, &stop, r.now, &e), OK);
    stale = 2;
    cr_assert_eq(s->ops->contact_find(s, &anna, &r.arena, r.tenant, CHANNEL_WHATSAPP, SLICE("anna"), &e), NOT_FOUND);
    cr_assert_eq(s->ops->reload(s, &w, &r.arena, &e), OK);
    cr_assert_not(w.snapshot.contact.opted_out, "what a replica that is behind says");
    cr_assert_eq(answer(&r, &w), CONFLICT, "and nobody acts on it");
    cr_assert_eq(s->ops->reload(s, &w, &r.arena, &e), OK);
    cr_assert(w.snapshot.contact.opted_out);
    cr_assert_eq(answer(&r, &w), OK);
    primary->ops->close(primary);
    s->ops->close(s);
    memory_data_destroy(data);
    arena_finish(&r.arena);
}
