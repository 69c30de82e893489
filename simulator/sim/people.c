#include "sim.h"

/* Staff and operators, through the store as a console would: taking conversations over and giving them back, the kill switch,
 * erasures. */

enum { TICKETS_MAX = 32 };

static struct store *desk(struct simulation *s)
{
    return s->desk; /* a process of its own, which is well */
}

/* -- the kill switch -----------------------------------------------------------------------------------------------------------
 */

static void set_switch(struct simulation *s, struct tenant_id t, bool on)
{
    struct error e;
    struct store *d = desk(s);
    if (d->ops->kill(d, t, on, SLICE("operator"), sim_now(s), &e) != OK)
        return;
    ledger_killed(s->ledger, t, on);
    sim_tell(s, "an operator %s %s", on ? "stops" : "frees", t.n == 0 ? "everything" : "a tenant");
    nodes_news(s);
}

static void set_free(void *context, uint64_t tenant)
{
    set_switch(context, (struct tenant_id){tenant}, false);
}

static void operators(struct simulation *s)
{
    if (!fault_strikes(&s->faults, FAULT_KILL_SWITCH, 1))
        return;
    struct tenant_id t = {fault_size(&s->faults, FAULT_KILL_SWITCH, 1, s->stage->tenant_count + 1)};
    set_switch(s, t, true);
    timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(30) + SIM_S(fault_size(&s->faults, FAULT_KILL_SWITCH, 1, 7200)),
                  set_free, s, t.n);
}

/* -- the inbox of people -------------------------------------------------------------------------------------------------------
 */

static void move_ticket(struct simulation *s, const struct ticket_row *r, enum ticket_state to)
{
    struct error e;
    struct store *d = desk(s);
    if (d->ops->ticket_move(d, r->ticket.id, to, false, sim_now(s), &e) != OK)
        return;
    ledger_ticket_moved(s->ledger, r->conversation, to);
    sim_tell(s, "staff %s conversation %llu", to == TICKET_TAKEN ? "take over" : "give back",
             (unsigned long long)r->conversation.n);
    nodes_news(s);
}

static void staff(struct simulation *s)
{
    struct ticket_row rows[TICKETS_MAX];
    struct error e;
    size_t count = 0;
    struct store *d = desk(s);
    if (d->ops->tickets_due(d, rows, TICKETS_MAX, &count, sim_now(s), &e) != OK)
        return;
    for (size_t i = 0; i < count; i++) {
        uint64_t minute = s->timeline.now_ns / SIM_S(60);
        if (rows[i].ticket.state == TICKET_OPEN && sim_draw(s, "take", rows[i].ticket.id, minute, 20) == 0)
            move_ticket(s, &rows[i], TICKET_TAKEN);
        else if (rows[i].ticket.state == TICKET_TAKEN && sim_draw(s, "give", rows[i].ticket.id, minute, 60) == 0)
            move_ticket(s, &rows[i], TICKET_CLOSED);
    }
}

static void minute(void *context, uint64_t what)
{
    struct simulation *s = context;
    (void)what;
    staff(s);
    operators(s);
    if (!s->faults.healed)
        timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(60), minute, s, 0);
}

void people_plan(struct simulation *s)
{
    timeline_plan(&s->timeline, SIM_S(30), minute, s, 0);
}
