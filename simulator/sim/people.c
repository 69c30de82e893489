#include "sim.h"

/* Staff and operators, through the store as a console would: taking conversations over and giving them back, the kill switch,
 * erasures. */

enum { TICKETS_MAX = 32 };

struct store *sim_desk(struct simulation *s)
{
    return s->desk; /* a process of its own, which is well */
}

/* -- the kill switch -----------------------------------------------------------------------------------------------------------
 */

static void set_free(void *context, uint64_t tenant);

static struct slice what_is_stopped(struct simulation *s, struct tenant_id t)
{
    return t.n == 0 ? SLICE("everything") : arena_printf(&s->arena, "tenant %llu", (unsigned long long)t.n);
}

/* An operator who could not do it does not know whether it is done. To free is tried again at once. */
static void in_doubt(struct simulation *s, struct tenant_id t, bool on, const struct error *e)
{
    enum { AGAIN_S = 5 };
    sim_tell(s, "an operator cannot %s " SLICE_FMT ": %s", on ? "stop" : "free", SLICE_ARG(what_is_stopped(s, t)), e->text);
    ledger_trouble(s->ledger);
    if (e->code == IO_FAILED) /* a console that does not trust its file is begun anew */
        stores_reopen_desk(s);
    if (on) { /* perhaps it holds: who stopped it frees it later */
        s->stopped[t.n] = true;
        return;
    }
    ledger_killed(s->ledger, t, false);
    timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(AGAIN_S), set_free, s, t.n);
}

void people_switch(struct simulation *s, struct tenant_id t, bool on)
{
    struct error e;
    struct store *d = sim_desk(s);
    if (d->ops->kill(d, t, on, SLICE("operator"), sim_now(s), &e) != OK) {
        in_doubt(s, t, on, &e);
        return;
    }
    s->stopped[t.n] = on;
    ledger_killed(s->ledger, t, on);
    ledger_trouble(s->ledger);
    sim_tell(s, "an operator %s " SLICE_FMT, on ? "stops" : "frees", SLICE_ARG(what_is_stopped(s, t)));
    nodes_news(s);
}

void people_heal(struct simulation *s)
{
    for (uint64_t t = 0; t <= s->stage->tenant_count; t++)
        if (s->stopped[t])
            people_switch(s, (struct tenant_id){t}, false);
}

static void set_free(void *context, uint64_t tenant)
{
    const struct simulation *s = context;
    if (s->stopped[tenant])
        people_switch(context, (struct tenant_id){tenant}, false);
}

void people_stop_for(struct simulation *s, struct tenant_id t, uint64_t ns)
{
    people_switch(s, t, true);
    timeline_plan(&s->timeline, s->timeline.now_ns + ns, set_free, s, t.n);
}

static void operators(struct simulation *s)
{
    if (!fault_strikes(&s->faults, FAULT_KILL_SWITCH, 1))
        return;
    struct tenant_id t = {fault_size(&s->faults, FAULT_KILL_SWITCH, 1, s->stage->tenant_count + 1)};
    people_stop_for(s, t, SIM_S(30) + SIM_S(fault_size(&s->faults, FAULT_KILL_SWITCH, 1, 7200)));
}

/* -- the inbox of people -------------------------------------------------------------------------------------------------------
 */

struct hold {
    struct simulation *sim;
    struct ticket_row row;
};

bool people_move_ticket(struct simulation *s, const struct ticket_row *r, enum ticket_state to)
{
    struct error e;
    struct store *d = sim_desk(s);
    if (d->ops->ticket_move(d, r->ticket.id, to, false, sim_now(s), &e) != OK)
        return false;
    ledger_ticket_moved(s->ledger, r->conversation, to);
    struct ticket_row row = *r;
    for (size_t i = 0; i < s->taken.count; i++)
        if (s->taken.at[i].ticket.id == row.ticket.id) /* `r` may stand here */
            s->taken.at[i--] = s->taken.at[--s->taken.count];
    if (to == TICKET_TAKEN)
        *ARRAY_ADD(&s->arena, &s->taken) = row;
    sim_tell(s, "staff %s conversation %llu", to == TICKET_TAKEN ? "take over" : "give back",
             (unsigned long long)row.conversation.n);
    nodes_news(s);
    return true;
}

static void give_back(void *context, uint64_t what)
{
    struct hold *h = context;
    (void)what;
    (void)people_move_ticket(h->sim, &h->row, TICKET_CLOSED);
}

/* Most are given back, minutes or hours later, or at once when it was a slip; one in five stays with its person. */
static void take_over(struct simulation *s, const struct ticket_row *r)
{
    struct hold *h = ARENA_NEW(&s->arena, struct hold);
    *h = (struct hold){s, *r};
    uint64_t held_ns = SIM_S(20 + sim_draw(s, "hold", r->ticket.id, 0, 5400));
    if (sim_draw(s, "a slip", r->ticket.id, 0, 4) == 0)
        held_ns = SIM_MS(1 + sim_draw(s, "hold", r->ticket.id, 0, 20000));
    if (people_move_ticket(s, r, TICKET_TAKEN) && sim_draw(s, "keep", r->ticket.id, 0, 5) > 0)
        timeline_plan(&s->timeline, s->timeline.now_ns + held_ns, give_back, h, 0);
}

enum code people_tickets(struct simulation *s, struct ticket_row *out, size_t most, size_t *count)
{
    struct store *d = sim_desk(s);
    struct error e;
    enum code code = OK;
    *count = 0;
    for (size_t i = 0; i < s->stage->tenant_count && code == OK && *count < most; i++) {
        size_t found = 0;
        code = d->ops->tickets_due(d, s->tenant_ids[i], out + *count, most - *count, &found, sim_now(s), DURATION_S(0),
                                   UINT64_MAX, &e);
        *count += found;
    }
    return code;
}

/* Whoever waits has had somebody called, when there is a process that can. */
static void check_calls(struct simulation *s, const struct ticket_row *rows, size_t count)
{
    for (size_t i = 0; i < s->plan.nodes; i++)
        if (s->nodes[i].state != NODE_UP || s->nodes[i].store_back_ns > s->timeline.now_ns)
            return;
    for (size_t i = 0; i < count; i++)
        ledger_ticket_waits(s->ledger, &rows[i]);
}

/* One waiting ticket in `takes` is taken. */
static void staff(struct simulation *s, uint64_t takes)
{
    struct ticket_row rows[TICKETS_MAX];
    size_t count = 0;
    enum code code = people_tickets(s, rows, TICKETS_MAX, &count);
    if (code == IO_FAILED)
        stores_reopen_desk(s);
    if (code == OK)
        check_calls(s, rows, count);
    for (size_t i = 0; code == OK && i < count; i++)
        if (rows[i].ticket.state == TICKET_OPEN && sim_draw(s, "take", rows[i].ticket.id, s->timeline.now_ns, takes) == 0)
            take_over(s, &rows[i]);
}

static void hurry(void *context, uint64_t what)
{
    (void)what;
    staff(context, 1);
}

void staff_hurry(struct simulation *s, uint64_t after_ns)
{
    timeline_plan(&s->timeline, s->timeline.now_ns + after_ns, hurry, s, 0);
}

/* -- erasure, and what the tenant starts ---------------------------------------------------------------------------------------
 */

bool people_erase(struct simulation *s, struct contact_id contact)
{
    struct digest receipt;
    struct error e;
    struct store *d = sim_desk(s);
    if (d->ops->erase(d, contact, SLICE("officer"), sim_now(s), &receipt, &e) != OK) {
        ledger_perhaps_erased(s->ledger, contact); /* the key may be gone, and an old page of a log not yet */
        return false;
    }
    ledger_erased(s->ledger, contact);
    sim_tell(s, "contact %llu is erased", (unsigned long long)contact.n);
    return true;
}

static void officers(struct simulation *s)
{
    struct store *d = sim_desk(s);
    for (size_t i = 0; i < s->plan.customers; i++) {
        struct contact c;
        struct error e;
        const struct customer *who = &s->customers[i];
        arena_reset(&s->scratch);
        if (fault_strikes(&s->faults, FAULT_ERASURE, i + 1) &&
            d->ops->contact_find(d, &c, &s->scratch, who->tenant, CHANNEL_WHATSAPP, who->address, &e) == OK &&
            people_erase(s, c.id))
            ledger_forgotten(s->ledger, who->tenant, who->address);
    }
}

static const char *const zones[] = {"Europe/London", "Europe/Madrid", "Asia/Kuala_Lumpur", "America/New_York"};

void people_open(struct simulation *s, size_t customer)
{
    struct store *d = sim_desk(s);
    const struct customer *who = &s->customers[customer];
    struct error e;
    bool is_new;
    bool moved = fault_strikes(&s->faults, FAULT_ZONE_CHANGES, customer + 1);
    struct slice zone = slice_from(moved ? zones[fault_size(&s->faults, FAULT_ZONE_CHANGES, customer + 1, 4)] : zones[0]);
    struct opening o = {.tenant = who->tenant,
                        .channel = CHANNEL_CHAT,
                        .address = private_hide(who->address),
                        .reference = arena_printf(&s->arena, "campaign-%llu", (unsigned long long)s->openings++),
                        .consent = {CONSENT_GIVEN, sim_now(s), SLICE("form 17"), SLICE("list 4")},
                        .time_zone = zone,
                        .at = sim_now(s)};
    if (d->ops->open(d, &o, &is_new, &e) != OK)
        return;
    ledger_zone(s->ledger, who->tenant, who->address, zone);
    sim_tell(s, "tenant %llu starts a conversation with " SLICE_FMT " (" SLICE_FMT ")", (unsigned long long)who->tenant.n,
             SLICE_ARG(who->address), SLICE_ARG(zone));
    nodes_news(s);
}

/* The auditors are shown where each chain stands. What a node wrote while it died is not durable before somebody has opened the
 * files anew: nothing of it is shown. */
static void publish(struct simulation *s)
{
    struct store *d = sim_desk(s);
    struct audit_head head;
    struct error e;
    for (size_t i = 0; i < s->plan.nodes; i++)
        if (s->nodes[i].state == NODE_DOWN)
            return;
    for (size_t i = 0; i < s->stage->tenant_count; i++)
        if (d->ops->audit_head(d, s->tenant_ids[i], &head, &e) == OK)
            ledger_published(s->ledger, s->tenant_ids[i], &head);
}

static void minute(void *context, uint64_t what)
{
    struct simulation *s = context;
    (void)what;
    if (!s->written.staff_idle && s->timeline.now_ns / SIM_S(60) % 5 == 0)
        staff(s, 4);
    operators(s);
    if (s->timeline.now_ns / SIM_S(60) % 10 == 0)
        officers(s);
    if (s->timeline.now_ns / SIM_S(60) % 10 == 5)
        publish(s);
    if (!s->faults.healed)
        timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(60), minute, s, 0);
}

void people_plan(struct simulation *s)
{
    timeline_plan(&s->timeline, SIM_S(30), minute, s, 0);
}
