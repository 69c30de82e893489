#include "sim.h"

/* What operators and staff do because the play says so. */

enum { TICKETS_MAX = 64 };

/* The ticket of a customer's conversation, when one is open or taken. */
static bool find_ticket(struct simulation *s, struct ticket_row *out, const struct customer *c, enum ticket_state to)
{
    struct ticket_row rows[TICKETS_MAX];
    const struct ticket_row *list = rows;
    struct contact contact;
    struct store *d = sim_desk(s);
    struct error e;
    size_t count = 0;
    arena_reset(&s->scratch);
    if (d->ops->contact_find(d, &contact, &s->scratch, c->tenant, CHANNEL_WHATSAPP, c->address, &e) != OK ||
        people_tickets(s, rows, TICKETS_MAX, &count) != OK)
        return false;
    if (to == TICKET_CLOSED) {
        list = s->taken.at;
        count = s->taken.count;
    }
    for (size_t i = 0; i < count; i++)
        if (list[i].contact.n == contact.id.n) {
            *out = list[i];
            return true;
        }
    return false;
}

static void move_ticket(struct simulation *s, size_t customer, enum ticket_state to)
{
    struct ticket_row row;
    if (customer >= s->plan.customers)
        return;
    if (find_ticket(s, &row, &s->customers[customer], to))
        (void)people_move_ticket(s, &row, to);
    else
        sim_tell(s, "staff find no ticket of customer " SLICE_FMT, SLICE_ARG(s->customers[customer].address));
}

static void happen(void *context, uint64_t index)
{
    struct simulation *s = context;
    const struct play_act *a = &s->written.acts[index];
    switch (a->act) {
    case DEED_STOP: people_switch(s, (struct tenant_id){a->who}, true); break;
    case DEED_FREE: people_switch(s, (struct tenant_id){a->who}, false); break;
    case DEED_TAKE_OVER: move_ticket(s, a->who, TICKET_TAKEN); break;
    case DEED_GIVE_BACK: move_ticket(s, a->who, TICKET_CLOSED); break;
    case DEED_OPENS:
        if (a->who < s->plan.customers)
            people_open(s, a->who);
        break;
    case DEED_NODE_DIES:
        if (a->who < s->plan.nodes)
            node_kill(&s->nodes[a->who]);
        break;
    case DEED_NODE_PAUSES:
        if (a->who < s->plan.nodes)
            node_pause(&s->nodes[a->who], a->lasts);
        break;
    case DEED_COUNT: break;
    }
}

void acts_plan(struct simulation *s)
{
    for (size_t i = 0; i < s->written.act_count; i++)
        timeline_plan(&s->timeline, SIM_MS(s->written.acts[i].at_ms), happen, s, i);
}
