/* The store in memory and SQLite's live through the same random days, two handles each, and must say the same at every step: what
 * is claimed, in which order, on which facts, what leaves, who is called, what is refused. Numbers of rows differ; everything
 * else is compared. A failure prints its seed and step. */
#include <criterion/criterion.h>
#include <parley/memory_store.h>
#include <parley/random.h>
#include <parley/size.h>

#include "store_place.h"

enum { SEEDS = 4, STEPS = 300, TENANTS = 2, PEOPLE = 5, OPEN_MAX = 12, SENDS_MAX = 8 };
enum { MEMORY, SQLITE, SIDES };

struct pair {
    struct work of[SIDES];
};

struct both {
    struct memory_data *data;
    struct store_place place;
    struct store *handles[SIDES][2];
    struct arena arena;
    struct dice dice;
    struct wall now;
    struct tenant_id tenants[TENANTS]; /* the same numbers on both sides */
    struct pair works[OPEN_MAX];
    size_t work_count;
    struct slice sends[SENDS_MAX][SIDES]; /* keys */
    size_t send_count;
    uint64_t seed;
    size_t step, done[16];
};

static uint64_t below(struct both *b, uint64_t limit)
{
    return dice_below(&b->dice, limit);
}

static void fill(struct entropy *r, void *at, size_t size)
{
    (void)r;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)at)[i] = (unsigned char)(i * 7);
}

#define AGREE(b, one, two, what)                                                                                                 \
    cr_assert((one) == (two), "seed %llu step %zu: %s: in memory %lld, in SQLite %lld", (unsigned long long)(b)->seed,           \
              (b)->step, what, (long long)(one), (long long)(two))
#define AGREE_TEXT(b, one, two, what)                                                                                            \
    cr_assert(slice_eq(one, two), "seed %llu step %zu: %s: in memory \"" SLICE_FMT "\", in SQLite \"" SLICE_FMT "\"",            \
              (unsigned long long)(b)->seed, (b)->step, what, SLICE_ARG(one), SLICE_ARG(two))

/* `s` is the store of each side in turn; both answers must be the same code, which is left in `code`. */
#define BOTH(b, code, handle, call)                                                                                              \
    do {                                                                                                                         \
        enum code codes_[SIDES];                                                                                                 \
        for (size_t side = 0; side < SIDES; side++) {                                                                            \
            struct error e_ = {0}, *e = &e_;                                                                                     \
            struct store *s = (b)->handles[side][handle];                                                                        \
            codes_[side] = (call);                                                                                               \
        }                                                                                                                        \
        (code) = codes_[MEMORY];                                                                                                 \
        AGREE(b, codes_[MEMORY], codes_[SQLITE], #call);                                                                         \
    } while (0)

static struct slice person(struct both *b)
{
    static const char *const names[PEOPLE] = {"anna", "bert", "carl", "dora", "emil"};
    return slice_from(names[below(b, PEOPLE)]);
}

static struct tenant_id tenant(struct both *b)
{
    return b->tenants[below(b, TENANTS)];
}

static enum channel_kind channel(struct both *b)
{
    return below(b, 4) ? CHANNEL_WHATSAPP : CHANNEL_EMAIL;
}

/* -- comparing what was loaded
 * --------------------------------------------------------------------------------------------------- */

static void compare_messages(struct both *b, const struct message *m, size_t mn, const struct message *s, size_t sn,
                             const char *what)
{
    AGREE(b, mn, sn, what);
    for (size_t i = 0; i < mn; i++) {
        AGREE_TEXT(b, private_reveal(m[i].text, REVEAL_STORE), private_reveal(s[i].text, REVEAL_STORE), what);
        AGREE(b, m[i].author, s[i].author, what);
        AGREE(b, m[i].at.ms, s[i].at.ms, what);
        AGREE_TEXT(b, m[i].said, s[i].said, what);
    }
}

static void compare_contacts(struct both *b, const struct contact *m, const struct contact *s)
{
    AGREE_TEXT(b, private_reveal(m->address, REVEAL_STORE), private_reveal(s->address, REVEAL_STORE), "address");
    AGREE(b, m->version, s->version, "contact's version");
    AGREE(b, m->opted_out, s->opted_out, "opted out");
    AGREE(b, m->flags, s->flags, "flags");
    AGREE(b, m->unanswered, s->unanswered, "unanswered");
    AGREE(b, m->started_today, s->started_today, "started today");
    AGREE(b, m->started_this_week, s->started_this_week, "started this week");
    AGREE_TEXT(b, m->language, s->language, "language");
    for (size_t i = 0; i < CHANNEL_KIND_COUNT; i++) {
        AGREE(b, m->consent[i].state, s->consent[i].state, "consent");
        AGREE(b, m->consent[i].at.ms, s->consent[i].at.ms, "consent's time");
        AGREE_TEXT(b, m->consent[i].evidence, s->consent[i].evidence, "consent's evidence");
        AGREE_TEXT(b, m->consent[i].lead_source, s->consent[i].lead_source, "consent's source");
    }
}

static void compare_tickets(struct both *b, const struct ticket *m, const struct ticket *s)
{
    AGREE(b, m->id != 0, s->id != 0, "ticket");
    AGREE(b, m->reason, s->reason, "ticket's reason");
    AGREE(b, m->state, s->state, "ticket's state");
    AGREE(b, m->alerted_at.ms, s->alerted_at.ms, "ticket's last call");
    AGREE(b, m->alerts, s->alerts, "ticket's calls");
}

static void compare_works(struct both *b, const struct pair *p)
{
    const struct work *m = &p->of[MEMORY], *s = &p->of[SQLITE];
    const struct conversation *mc = &m->snapshot.conversation, *sc = &s->snapshot.conversation;
    compare_contacts(b, &m->snapshot.contact, &s->snapshot.contact);
    compare_messages(b, m->burst, m->burst_count, s->burst, s->burst_count, "burst");
    compare_messages(b, mc->history, mc->history_count, sc->history, sc->history_count, "history");
    compare_tickets(b, &mc->ticket, &sc->ticket);
    AGREE(b, mc->tenant.n, sc->tenant.n, "tenant");
    AGREE(b, mc->channel, sc->channel, "channel");
    AGREE(b, mc->version, sc->version, "conversation's version");
    AGREE(b, mc->holder, sc->holder, "holder");
    AGREE(b, m->attempts, s->attempts, "attempts");
    AGREE(b, m->fence, s->fence, "fence");
    AGREE(b, m->lease_until.ms, s->lease_until.ms, "lease");
    AGREE(b, m->snapshot.switches.killed_global, s->snapshot.switches.killed_global, "killed globally");
    AGREE(b, m->snapshot.switches.killed_tenant, s->snapshot.switches.killed_tenant, "killed");
    AGREE(b, m->snapshot.switches.spent_today.micros, s->snapshot.switches.spent_today.micros, "spent");
    AGREE(b, m->reserved.micros, s->reserved.micros, "reserved");
}

/* -- steps
 * ------------------------------------------------------------------------------------------------------------------------ */

static void step_accept(struct both *b)
{
    struct inbound batch[3];
    enum accept_result results[SIDES][3];
    enum code code;
    size_t count = 1 + below(b, COUNT_OF(batch));
    for (size_t i = 0; i < count; i++)
        batch[i] = (struct inbound){.tenant = below(b, 30) ? tenant(b) : (struct tenant_id){9},
                                    .channel = channel(b),
                                    .provider_id = arena_printf(&b->arena, "m%llu", (unsigned long long)below(b, 400)),
                                    .address = private_hide(person(b)),
                                    .text = private_hide(arena_printf(&b->arena, "words %zu.%zu", b->step, i)),
                                    .received_at = {b->now.ms - (int64_t)below(b, 5000)}};
    BOTH(b, code, 0, s->ops->accept(s, batch, count, results[side], e));
    for (size_t i = 0; i < count; i++)
        AGREE(b, results[MEMORY][i], results[SQLITE][i], "accept");
    cr_assert_eq(code, OK);
}

static void step_open(struct both *b)
{
    bool is_new[SIDES] = {false};
    enum code code;
    struct opening o = {.tenant = tenant(b),
                        .channel = channel(b),
                        .address = private_hide(person(b)),
                        .reference = arena_printf(&b->arena, "row %llu", (unsigned long long)below(b, 20)),
                        .consent = {CONSENT_GIVEN, b->now, SLICE("form"), SLICE("site")},
                        .language = SLICE("en"),
                        .at = b->now};
    BOTH(b, code, 1, s->ops->open(s, &o, &is_new[side], e));
    AGREE(b, is_new[MEMORY], is_new[SQLITE], "open");
    cr_assert_eq(code, OK);
}

static struct allowance allowance_of(void *context, struct tenant_id tenant)
{
    struct both *b = context;
    return (struct allowance){{.micros = (int64_t)(b->step % 4 + tenant.n % 2) * 50}, {.micros = 600}};
}

static void step_claim(struct both *b)
{
    struct pair p = {0};
    struct wall next[SIDES];
    enum code code;
    size_t h = below(b, 2);
    const struct claim_terms terms = {DURATION_S(30), allowance_of, b};
    BOTH(b, code, h, s->ops->claim(s, &p.of[side], &next[side], &b->arena, b->now, &terms, e));
    if (code == NOT_FOUND)
        AGREE(b, next[MEMORY].ms, next[SQLITE].ms, "when to look again");
    if (code != OK)
        return;
    compare_works(b, &p);
    b->works[b->work_count < OPEN_MAX ? b->work_count++ : below(b, OPEN_MAX)] = p;
    b->done[0]++;
    b->done[3] += p.of[MEMORY].reserved.micros < allowance_of(b, p.of[MEMORY].snapshot.conversation.tenant).per_turn.micros;
}

static struct commit commit_for(struct both *b, const struct work *w, const struct commit *shape, size_t side)
{
    struct commit c = *shape;
    struct inbound_outcome *outcomes = ARENA_NEW_ARRAY(&b->arena, struct inbound_outcome, w->burst_count + 1);
    struct send_intent *sends = ARENA_NEW_ARRAY(&b->arena, struct send_intent, c.send_count + 1);
    (void)side;
    for (size_t i = 0; i < c.outcome_count; i++) /* the newest first, to see that the order counts */
        outcomes[i] = (struct inbound_outcome){w->burst[w->burst_count - 1 - i].id, OUTCOME_REPLIED, w->turn, SLICE("because")};
    for (size_t i = 0; i < c.send_count; i++) {
        sends[i] = shape->sends[i];
        sends[i].key = arena_printf(&b->arena, "%llu.%llu.%zu", (unsigned long long)w->snapshot.conversation.id.n,
                                    (unsigned long long)w->turn.n, i);
    }
    c.outcomes = outcomes;
    c.sends = sends;
    c.fence = w->fence;
    c.tenant = w->snapshot.conversation.tenant;
    c.conversation_id = w->snapshot.conversation.id;
    c.contact_version = w->snapshot.contact.version;
    c.conversation_version = w->snapshot.conversation.version;
    c.switches_version = w->snapshot.switches.version;
    c.turn = w->turn;
    c.contact = w->snapshot.contact;
    c.contact.flags ^= shape->contact.flags;
    c.contact.unanswered = shape->contact.unanswered;
    c.conversation = w->snapshot.conversation;
    if (shape->conversation.ticket.reason != TICKET_NONE && c.conversation.ticket.id == 0)
        c.conversation.ticket = shape->conversation.ticket;
    return c;
}

static void step_commit(struct both *b)
{
    if (b->work_count == 0)
        return;
    size_t at = below(b, b->work_count), h = below(b, 2);
    const struct pair p = b->works[at];
    struct slice text = arena_printf(&b->arena, "answer %zu", b->step);
    struct send_intent sends[2];
    struct consent_change consent = {channel(b), below(b, 2) ? CONSENT_GIVEN : CONSENT_WITHDRAWN, SLICE("said so")};
    struct audit_draft audit = {.kind = AUDIT_CHECK, .at = b->now, .rule = SLICE("RULE-X"), .facts = SLICE("{}")};
    struct commit shape = {.at = b->now,
                           .outcome_count = below(b, 4) ? p.of[MEMORY].burst_count : p.of[MEMORY].burst_count / 2,
                           .sends = sends,
                           .send_count = below(b, 3),
                           .consents = &consent,
                           .consent_count = below(b, 8) == 0,
                           .audits = &audit,
                           .audit_count = 1,
                           .settle = {.micros = (int64_t)below(b, 3) * 50},
                           .ends_turn = below(b, 5) != 0};
    for (size_t i = 0; i < COUNT_OF(sends); i++)
        sends[i] = (struct send_intent){.channel = CHANNEL_WHATSAPP,
                                        .purpose = below(b, 4) ? PURPOSE_REPLY : PURPOSE_FOLLOW_UP,
                                        .text = text,
                                        .text_digest = digest_of(text),
                                        .said = SLICE("script:x")};
    shape.contact.flags = below(b, 12) ? 0 : CONTACT_STRUCK_OUT;
    shape.contact.unanswered = (uint32_t)below(b, 4);
    if (below(b, 6) == 0)
        shape.conversation.ticket = (struct ticket){0, TICKET_WANTS_HUMAN, TICKET_OPEN, b->now, b->now, 1};
    struct commit commits[SIDES];
    for (size_t side = 0; side < SIDES; side++)
        commits[side] = commit_for(b, &p.of[side], &shape, side);
    enum code code;
    BOTH(b, code, h, s->ops->commit(s, &commits[side], e));
    b->done[code == OK ? 2 : 4]++;
    if (code == OK && shape.ends_turn)
        b->works[at] = b->works[--b->work_count];
}

static void step_reload(struct both *b)
{
    if (b->work_count == 0)
        return;
    size_t at = below(b, b->work_count), h = below(b, 2);
    struct pair p = b->works[at];
    enum code code;
    BOTH(b, code, h, s->ops->reload(s, &p.of[side], &b->arena, e));
    if (code != OK)
        return;
    compare_works(b, &p);
    b->works[at] = p;
    b->done[5]++;
}

static void step_release(struct both *b)
{
    if (b->work_count == 0)
        return;
    size_t at = below(b, b->work_count);
    const struct pair p = b->works[at];
    struct wall not_before = {b->now.ms + (int64_t)below(b, 20000)};
    struct money paid = {.micros = (int64_t)below(b, 3) * 50};
    enum code code;
    BOTH(b, code, 0, s->ops->release(s, &p.of[side], not_before, paid, e));
    b->done[1] += code == OK;
    b->works[at] = b->works[--b->work_count];
}

static void step_send(struct both *b)
{
    struct send sends[SIDES] = {0};
    struct wall next[SIDES];
    enum code code;
    size_t h = below(b, 2);
    BOTH(b, code, h, s->ops->send_began(s, &sends[side], &next[side], &b->arena, b->now, e));
    if (code == NOT_FOUND)
        AGREE(b, next[MEMORY].ms, next[SQLITE].ms, "when to send again");
    if (code != OK)
        return;
    AGREE_TEXT(b, private_reveal(sends[MEMORY].text, REVEAL_STORE), private_reveal(sends[SQLITE].text, REVEAL_STORE), "sent");
    AGREE_TEXT(b, private_reveal(sends[MEMORY].address, REVEAL_STORE), private_reveal(sends[SQLITE].address, REVEAL_STORE), "to");
    AGREE(b, sends[MEMORY].attempts, sends[SQLITE].attempts, "attempts of a send");
    AGREE(b, sends[MEMORY].at.ms, sends[SQLITE].at.ms, "time of a send");
    size_t at = b->send_count < SENDS_MAX ? b->send_count++ : below(b, SENDS_MAX);
    b->sends[at][MEMORY] = sends[MEMORY].key;
    b->sends[at][SQLITE] = sends[SQLITE].key;
    b->done[6]++;
}

static void step_ended(struct both *b)
{
    static const enum send_state states[] = {SEND_ACCEPTED, SEND_ACCEPTED, SEND_REFUSED, SEND_UNKNOWN, SEND_INTENT, SEND_HUMAN};
    if (b->send_count == 0)
        return;
    size_t at = below(b, b->send_count), h = below(b, 2);
    struct send_result r = {.state = states[below(b, COUNT_OF(states))], .reason = SLICE("it said so")};
    struct send found[SIDES] = {0};
    enum code code;
    if (r.state == SEND_INTENT)
        r.retry_at.ms = b->now.ms + (int64_t)below(b, 60000);
    BOTH(b, code, h, s->ops->send_ended(s, b->sends[at][side], &r, b->now, e));
    b->done[code == OK ? 7 : 8]++;
    BOTH(b, code, h, s->ops->send_find(s, &found[side], &b->arena, b->sends[at][side], e));
    AGREE(b, found[MEMORY].state, found[SQLITE].state, "state of a send");
    AGREE(b, found[MEMORY].at.ms, found[SQLITE].at.ms, "its time");
}

static void step_recover(struct both *b)
{
    uint64_t changed[SIDES] = {0};
    enum code code;
    size_t h = below(b, 2);
    bool at_start = below(b, 2);
    BOTH(b, code, h, s->ops->sends_recover(s, b->now, DURATION_S(60), at_start, &changed[side], e));
    AGREE(b, changed[MEMORY], changed[SQLITE], "doubts");
    b->done[9] += code == OK && changed[MEMORY] > 0;
}

static void step_tickets(struct both *b)
{
    struct ticket_row rows[SIDES][4];
    size_t counts[SIDES];
    enum code code;
    struct wall then = {b->now.ms - (int64_t)below(b, 60000)};
    size_t most = 1 + below(b, 4);
    struct tenant_id t = b->tenants[b->step % TENANTS];
    uint64_t calls = b->step % 3 ? UINT64_MAX : b->step % 5;
    BOTH(b, code, 1, s->ops->tickets_due(s, t, rows[side], most, &counts[side], then, DURATION_S(0), calls, e));
    AGREE(b, counts[MEMORY], counts[SQLITE], "tickets due");
    for (size_t i = 0; i < counts[MEMORY]; i++)
        compare_tickets(b, &rows[MEMORY][i].ticket, &rows[SQLITE][i].ticket);
    if (counts[MEMORY] == 0)
        return;
    enum ticket_state to = (enum ticket_state)below(b, 3);
    bool alerted = below(b, 2);
    size_t i = below(b, counts[MEMORY]);
    BOTH(b, code, 0, s->ops->ticket_move(s, rows[side][i].ticket.id, to, alerted, b->now, e));
    b->done[10] += code == OK;
}

static void step_kill(struct both *b)
{
    struct tenant_id t = below(b, 3) ? tenant(b) : (struct tenant_id){below(b, 2) * 9};
    bool on = below(b, 3) == 0;
    enum code code;
    BOTH(b, code, 1, s->ops->kill(s, t, on, SLICE("op"), b->now, e));
    b->done[11] += code == OK && on;
}

static bool both_find(struct both *b, struct contact *out)
{
    struct tenant_id t = tenant(b);
    struct slice who = person(b);
    enum code code;
    BOTH(b, code, 0, s->ops->contact_find(s, &out[side], &b->arena, t, CHANNEL_WHATSAPP, who, e));
    if (code == OK)
        compare_contacts(b, &out[MEMORY], &out[SQLITE]);
    return code == OK;
}

static void step_consent(struct both *b)
{
    struct contact contacts[SIDES] = {0};
    struct consent_change change = {below(b, 2) ? CHANNEL_KIND_COUNT : channel(b), (enum consent_state)below(b, 4),
                                    SLICE("told")};
    enum code code;
    if (!both_find(b, contacts))
        return;
    BOTH(b, code, 1, s->ops->consent(s, contacts[side].id, &change, b->now, e));
    b->done[12] += code == OK;
}

static void step_erase(struct both *b)
{
    struct contact contacts[SIDES] = {0};
    struct digest receipts[SIDES];
    enum code code;
    if (below(b, 4) || !both_find(b, contacts))
        return;
    BOTH(b, code, 0, s->ops->erase(s, contacts[side].id, SLICE("officer"), b->now, &receipts[side], e));
    b->done[13] += code == OK;
}

static void step_time(struct both *b)
{
    static const int64_t jumps[] = {1, 1000, 20000, 31000, 61000, -40000, 86400000};
    b->now.ms += jumps[below(b, below(b, 4) ? COUNT_OF(jumps) - 2 : COUNT_OF(jumps))];
}

static void step_restart(struct both *b)
{
    size_t h = below(b, 2);
    for (size_t side = 0; side < SIDES; side++) {
        b->handles[side][h]->ops->close(b->handles[side][h]);
        b->handles[side][h] = side == MEMORY ? memory_store_open(b->data) : place_open(&b->place);
    }
}

/* -- the end
 * ------------------------------------------------------------------------------------------------------------------------ */

struct heard {
    struct buffer text;
    struct audit_head head;
};

static bool hear_message(void *context, struct conversation_id id, const struct message *m)
{
    struct heard *h = context;
    (void)id;
    buffer_printf(&h->text, "%s %lld " SLICE_FMT "\n", author_name(m->author), (long long)m->at.ms,
                  SLICE_ARG(private_reveal(m->text, REVEAL_STORE)));
    return true;
}

static bool hear_record(void *context, const struct audit_record *r)
{
    struct heard *h = context;
    struct error e;
    cr_assert_eq(audit_verify(&h->head, r, &e), OK, "%s", e.text);
    buffer_printf(&h->text, "%s %lld " SLICE_FMT "\n", audit_kind_name(r->kind), (long long)r->at.ms, SLICE_ARG(r->rule));
    return true;
}

static void compare_all(struct both *b)
{
    struct heard heard[SIDES] = {0};
    uint64_t outcomes[SIDES][OUTCOME_COUNT], sends[SIDES][SEND_STATE_COUNT];
    enum code code;
    for (size_t side = 0; side < SIDES; side++)
        buffer_init(&heard[side].text, &b->arena, (size_t)4 << 20);
    BOTH(b, code, 0, s->ops->count(s, outcomes[side], sends[side], e));
    for (size_t i = 0; i < OUTCOME_COUNT; i++)
        AGREE(b, outcomes[MEMORY][i], outcomes[SQLITE][i], "outcomes");
    for (size_t i = 0; i < SEND_STATE_COUNT; i++)
        AGREE(b, sends[MEMORY][i], sends[SQLITE][i], "sends");
    BOTH(b, code, 0, s->ops->messages_each(s, (struct conversation_id){0}, hear_message, &heard[side], &b->arena, e));
    for (size_t t = 0; t < TENANTS; t++) {
        heard[MEMORY].head = heard[SQLITE].head = (struct audit_head){0};
        BOTH(b, code, 0, s->ops->audit_each(s, b->tenants[t], 0, hear_record, &heard[side], e));
    }
    AGREE_TEXT(b, buffer_slice(&heard[MEMORY].text), buffer_slice(&heard[SQLITE].text), "messages and records");
    cr_assert_eq(code, OK);
}

static void live(uint64_t seed, size_t done[16])
{
    static void (*const steps[])(struct both *) = {
        step_accept,  step_accept,  step_accept, step_open,    step_claim, step_claim, step_claim, step_commit,
        step_commit,  step_commit,  step_reload, step_release, step_send,  step_send,  step_ended, step_ended,
        step_recover, step_tickets, step_kill,   step_consent, step_erase, step_time,  step_time,  step_restart};
    static const struct entropy_ops ops = {fill};
    static const char *const names[TENANTS] = {"acme", "globex"};
    struct entropy entropy = {&ops};
    struct both b = {
        .data = memory_data_create(&entropy), .dice = {{seed, 1, 2}, 0}, .now = {INT64_C(1790000000000)}, .seed = seed};
    enum code code;
    arena_init(&b.arena, ARENA_TURN_MAX);
    place_make(&b.place);
    for (size_t h = 0; h < 2; h++) {
        b.handles[MEMORY][h] = memory_store_open(b.data);
        b.handles[SQLITE][h] = place_open(&b.place);
    }
    for (size_t t = 0; t < TENANTS; t++)
        BOTH(&b, code, 0, s->ops->tenant_put(s, &b.tenants[t], slice_from(names[t]), NULL, e));
    cr_assert_eq(code, OK);
    for (b.step = 0; b.step < STEPS; b.step++)
        steps[below(&b, COUNT_OF(steps))](&b);
    compare_all(&b);
    for (size_t i = 0; i < COUNT_OF(b.done); i++)
        done[i] += b.done[i];
    for (size_t side = 0; side < SIDES; side++)
        for (size_t h = 0; h < 2; h++)
            b.handles[side][h]->ops->close(b.handles[side][h]);
    memory_data_destroy(b.data);
    place_remove(&b.place);
    arena_finish(&b.arena);
}

Test(memory_store, agrees_with_sqlite_through_random_days)
{
    const char *from = getenv("PARLEY_AGREEMENT_SEED"), *many = getenv("PARLEY_AGREEMENT_SEEDS");
    uint64_t first = from ? strtoull(from, NULL, 10) : 1, count = many ? strtoull(many, NULL, 10) : SEEDS;
    size_t done[16] = {0};
    for (uint64_t seed = first; seed < first + count; seed++)
        live(seed, done);
    for (size_t i = 0; count >= SEEDS && i < 14; i++)
        cr_assert(done[i] > 0, "kind %zu of step never happened", i);
}
