#include "script.h"

/* Minutes enough for a node that died to come back, and for its peer to take over its lease, before everything heals. */
enum { AFTER_S = 240, SETTLING_S = 2400, AGAIN_S = 5 };

static const struct wall by_day = {INT64_C(1784541600000)}; /* Monday 2026-07-20, 10:00 UTC */

struct duration script_length(const struct script *x)
{
    return DURATION_MS(x->steps[x->step_count - 1].at_ms + UINT64_C(1000) * AFTER_S);
}

static void all_quiet(void *context, struct faults *f)
{
    const struct script *x = context;
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        f->rate[i].ppm = 0;
    f->rate[FAULT_SEND_AMBIGUOUS].ppm = x->ambiguous ? 1000000 : 0;
}

struct simulation_plan script_plan(const struct script *x)
{
    struct simulation_plan p = simulation_plan_default(1);
    p.begin = by_day;
    p.horizon = script_length(x);
    p.settling = DURATION_S(SETTLING_S);
    p.rates = all_quiet;
    p.context = (void *)(uintptr_t)x;
    return p;
}

/* -- what people do through the desk, a process like the others: it may fail and die too ---------------------------------------
 */

struct staff {
    uint64_t ticket; /* the last one that was taken */
    struct conversation_id conversation;
};

struct doing {
    struct simulation *sim;
    const struct script_step *step;
    struct staff *staff;
};

static bool an_open_ticket(struct simulation *s, struct ticket_row *out)
{
    size_t count = 0;
    return people_tickets(s, out, 1, &count) == OK && count > 0 && out->ticket.state == TICKET_OPEN;
}

static void move_ticket(struct simulation *s, uint64_t ticket, struct conversation_id c, enum ticket_state to)
{
    struct error e;
    must(s->desk->ops->ticket_move(s->desk, ticket, to, false, sim_now(s), &e) == OK);
    ledger_ticket_moved(s->ledger, c, to);
}

static void set_switch(struct simulation *s, unsigned tenant, bool on)
{
    struct error e;
    must(s->desk->ops->kill(s->desk, (struct tenant_id){tenant}, on, SLICE("operator"), sim_now(s), &e) == OK);
    ledger_killed(s->ledger, (struct tenant_id){tenant}, on);
}

static void open_one(struct simulation *s, const struct script_step *step)
{
    const struct customer *c = &s->customers[step->customer];
    struct opening o = {.tenant = c->tenant,
                        .channel = CHANNEL_WHATSAPP,
                        .address = private_hide(c->address),
                        .reference = slice_from(step->text),
                        .consent = {CONSENT_GIVEN, sim_now(s), SLICE("form 12"), SLICE("the tenant's own form")},
                        .at = sim_now(s)};
    struct error e;
    bool is_new;
    must(s->desk->ops->open(s->desk, &o, &is_new, &e) == OK);
}

static enum store_call call_of(enum script_act act)
{
    return act == ACT_OPENS ? CALL_OPEN : act == ACT_STOPS || act == ACT_FREES ? CALL_KILL : CALL_TICKET_MOVE;
}

static const char *const doings[] = {[ACT_TAKES_OVER] = "staff take over",
                                     [ACT_GIVES_BACK] = "staff give back",
                                     [ACT_OPENS] = "the tenant begins",
                                     [ACT_STOPS] = "an operator stops a tenant",
                                     [ACT_FREES] = "an operator frees a tenant"};

static bool is_possible(struct doing *d)
{
    struct ticket_row row;
    if (d->step->act == ACT_GIVES_BACK)
        return d->staff->ticket != 0;
    if (d->step->act != ACT_TAKES_OVER)
        return true;
    if (!an_open_ticket(d->sim, &row))
        return false;
    *d->staff = (struct staff){row.ticket.id, row.conversation};
    return true;
}

static void act(const struct doing *d)
{
    switch (d->step->act) {
    case ACT_TAKES_OVER: move_ticket(d->sim, d->staff->ticket, d->staff->conversation, TICKET_TAKEN); break;
    case ACT_GIVES_BACK: move_ticket(d->sim, d->staff->ticket, d->staff->conversation, TICKET_CLOSED); break;
    case ACT_OPENS: open_one(d->sim, d->step); break;
    case ACT_STOPS: set_switch(d->sim, d->step->customer, true); break;
    case ACT_FREES: set_switch(d->sim, d->step->customer, false); break;
    case ACT_SAYS: break;
    }
}

/* A person who does not know that it was done does it again; who has a conversation sees so. */
static void doing(void *context, uint64_t what)
{
    struct doing *d = context;
    struct simulation *s = d->sim;
    const struct direction *way = s->plan.direction;
    (void)what;
    enum store_fate fate = FATE_DONE;
    bool done = is_possible(d);
    if (done && way->fate != NULL) {
        fate = way->fate(way->context, s, THE_DESK, call_of(d->step->act));
        done = fate == FATE_DONE || fate == FATE_DIES_AFTER;
    }
    if (done) {
        act(d);
        sim_tell(s, "%s", doings[d->step->act]);
        nodes_news(s);
    }
    if (fate != FATE_DONE)
        sim_tell(s, "the desk %s while %s", fate == FATE_NOT_DONE ? "fails" : "dies", doings[d->step->act]);
    bool unsure = fate == FATE_DIES_AFTER && call_of(d->step->act) != CALL_TICKET_MOVE;
    if ((!done || unsure) && s->timeline.now_ns < s->plan.horizon.ns)
        timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(AGAIN_S), doing, d, 0);
}

/* -- customers -----------------------------------------------------------------------------------------------------------------
 */

static void saying(void *context, uint64_t what)
{
    struct doing *d = context;
    struct simulation *s = d->sim;
    const struct customer *c = &s->customers[d->step->customer];
    struct slice text = slice_from(d->step->text);
    (void)what;
    uint64_t number = ledger_said(s->ledger, c->tenant, c->address, text, sim_now(s));
    sim_tell(s, "customer " SLICE_FMT " of tenant %llu writes m%llu: " SLICE_FMT, SLICE_ARG(c->address),
             (unsigned long long)c->tenant.n, (unsigned long long)number, SLICE_ARG(text));
    provider_receives(s, number, c, text, sim_now(s));
}

void script_play(const struct script *x, struct simulation *s)
{
    s->customers = ARENA_NEW_ARRAY(&s->arena, struct customer, SCRIPT_CUSTOMERS_MAX);
    for (size_t i = 0; i < SCRIPT_CUSTOMERS_MAX && x->tenants[i] > 0; i++) {
        must(x->tenants[i] <= s->stage->tenant_count);
        s->customers[i] =
            (struct customer){arena_printf(&s->arena, "+4477009%05zu", x->one_address ? 0 : i), s->tenant_ids[x->tenants[i] - 1]};
    }
    struct staff *staff = ARENA_NEW(&s->arena, struct staff);
    for (size_t i = 0; i < x->step_count; i++) {
        struct doing *d = ARENA_NEW(&s->arena, struct doing);
        *d = (struct doing){s, &x->steps[i], staff};
        timeline_plan(&s->timeline, SIM_MS(x->steps[i].at_ms), x->steps[i].act == ACT_SAYS ? saying : doing, d, 0);
    }
}
