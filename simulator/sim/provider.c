#include "sim.h"

/* The provider's side of what the engine sends. It has the truth: what it took, it shows, once; the node may never hear of it.
 * Every send carries its key, and the provider says it again in each status: sent, delivered, read or failed, in any order. */

struct flight {
    struct simulation *sim;
    struct sim_node *node;
    channel_done *done; /* NULL: the node has forgotten it, or has been told */
    void *context;
    struct slice key, address, text;
    uint32_t attempts;
    struct send_result result;
    int64_t again_ms; /* that it should wait before the next attempt; -1: it was not told */
};

enum { RESPONSE_DEADLINE_S = 10 };

static void forget(struct sim_channel *c, size_t i)
{
    c->flights[i]->done = NULL;
    c->flights[i] = c->flights[--c->flight_count];
}

static void tell_node(void *context, uint64_t what)
{
    struct flight *f = context;
    struct sim_node *n = f->node;
    (void)what;
    if (f->done == NULL)
        return;
    if (n->state == NODE_PAUSED) { /* it hears when it goes on */
        timeline_plan(&f->sim->timeline, f->sim->timeline.now_ns + SIM_S(1), tell_node, f, 0);
        return;
    }
    if (node_is_busy(n)) {
        timeline_plan(&f->sim->timeline, n->busy_ns, tell_node, f, 0);
        return;
    }
    channel_done *done = f->done;
    for (size_t i = 0; i < n->channel.flight_count; i++)
        if (n->channel.flights[i] == f)
            forget(&n->channel, i);
    if (f->result.state == SEND_REFUSED)
        ledger_refused_for_good(f->sim->ledger, f->key);
    if (f->result.state == SEND_INTENT)
        ledger_refused(f->sim->ledger, f->key);
    if (f->result.state == SEND_INTENT) /* at once, or in a while, or without a word */
        f->result.retry_at.ms = f->again_ms < 0 ? 0 : n->clock.base.ops->wall(&n->clock.base).ms + f->again_ms;
    done(f->context, f->key, &f->result);
    node_took(n);
    if (!node_has_died(n))
        node_wake(n, f->sim->timeline.now_ns);
}

/* -- statuses: webhooks of their own, delivered until a node has taken them ----------------------------------------------------
 */

struct status {
    struct flight *flight;
    enum receipt receipt;
    unsigned attempts;
};

static void deliver_status(void *context, uint64_t what)
{
    struct status *x = context;
    struct simulation *s = x->flight->sim;
    struct sim_node *n = node_any_up(s, x->receipt);
    (void)what;
    if (n != NULL && node_is_busy(n)) {
        timeline_plan(&s->timeline, n->busy_ns, deliver_status, x, 0);
        return;
    }
    unsigned status = n != NULL ? edge_receipt(n, x->flight->key, x->receipt) : 503;
    if (n != NULL)
        node_took(n);
    if (n != NULL && node_has_died(n))
        status = 503;
    if (status == 200)
        ledger_told(s->ledger, x->flight->key, x->receipt == RECEIPT_FAILED);
    if (status == 200 || x->attempts++ > 40)
        return;
    timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(x->attempts < 8 ? UINT64_C(1) << x->attempts : 600), deliver_status, x,
                  0);
}

static void status_in(struct flight *f, enum receipt receipt, uint64_t ns)
{
    struct simulation *s = f->sim;
    struct status *x = ARENA_NEW(&s->arena, struct status);
    uint64_t entity = random_hash(f->key);
    *x = (struct status){f, receipt, 0};
    if (fault_strikes(&s->faults, FAULT_STATUS_EARLY, entity))
        ns = SIM_MS(fault_size(&s->faults, FAULT_STATUS_EARLY, entity, 300));
    timeline_plan(&s->timeline, s->timeline.now_ns + ns, deliver_status, x, 0);
}

/* What the provider tells about a send that it took and did not lose later. Three in a hundred echoes are never sent. */
static void statuses(struct flight *f, uint64_t late_ns)
{
    struct simulation *s = f->sim;
    uint64_t entity = random_hash(f->key);
    if (sim_draw(s, "echo", entity, f->attempts, 100) < 3)
        return;
    status_in(f, RECEIPT_SENT, late_ns + SIM_MS(400));
    status_in(f, RECEIPT_DELIVERED, late_ns + SIM_MS(900 + sim_draw(s, "delivered", entity, 0, 60000)));
    if (sim_draw(s, "read", entity, 1, 3) > 0)
        status_in(f, RECEIPT_READ, late_ns + SIM_S(5) + SIM_MS(sim_draw(s, "read", entity, 0, 600000)));
}

/* A provider that refuses for now means this message, or this customer for a while: a limit on the pair. */
static bool is_limited(struct simulation *s, uint64_t entity)
{
    uint64_t *until_ns = &s->limited_ns[entity % LIMITS_SIM];
    if (s->timeline.now_ns < *until_ns)
        return true;
    if (!fault_strikes(&s->faults, FAULT_SEND_LATER, entity))
        return false;
    uint64_t size = fault_size(&s->faults, FAULT_SEND_LATER, entity, 4 * 1200);
    if (size >= 3 * 1200)
        *until_ns = s->timeline.now_ns + SIM_S(size - 3 * 1200);
    return true;
}

/* -- sends ---------------------------------------------------------------------------------------------------------------------
 */

static void show(void *context, uint64_t what)
{
    struct flight *f = context;
    (void)what;
    sim_tell_text(f->sim, f->text, 240, "the phone " SLICE_FMT " shows send " SLICE_FMT, SLICE_ARG(f->address),
                  SLICE_ARG(f->key));
    ledger_shown(f->sim->ledger, f->key, f->address, f->text);
    const struct direction *d = f->sim->plan.direction;
    if (d != NULL && d->shown != NULL)
        d->shown(d->context, f->sim, f->key, f->address);
}

static void answer(struct flight *f, uint64_t after_ns, enum send_state state, const char *why)
{
    struct simulation *s = f->sim;
    f->result = (struct send_result){.state = state, .reason = slice_from(why)};
    if (state == SEND_ACCEPTED)
        f->result.provider_id = f->key;
    timeline_plan(&s->timeline, s->timeline.now_ns + after_ns, tell_node, f, 0);
}

void provider_transmit(struct channel *c, const struct send *send, channel_done *done, void *context)
{
    struct sim_node *n = ((struct sim_channel *)(void *)c)->node;
    struct simulation *s = n->sim;
    if (n->died) /* its last act was to write the send down */
        return;
    struct flight *f = ARENA_NEW(&s->arena, struct flight);
    *f = (struct flight){.sim = s,
                         .node = n,
                         .done = done,
                         .context = context,
                         .key = arena_copy(&s->arena, send->key),
                         .address = arena_copy(&s->arena, private_reveal(send->address, REVEAL_CHANNEL)),
                         .text = arena_copy(&s->arena, private_reveal(send->text, REVEAL_CHANNEL)),
                         .attempts = send->attempts};
    uint64_t entity = sim_person(f->address), way = SIM_MS(50 + sim_draw(s, "send", random_hash(send->key), send->attempts, 250));
    must(n->channel.flight_count < SENDS_SIM);
    n->channel.flights[n->channel.flight_count++] = f;
    if (n->channel.flight_count > n->sends_most)
        ledger_violated(s->ledger, I10_BOUNDED, "node %u has %zu sends on their way at once, its limit is %zu", n->index,
                        n->channel.flight_count, n->sends_most);
    ledger_transmitted(s->ledger, send, n->index);
    unsigned number = s->timeline.now_ns < s->number_back_ns[0];
    if (s->number_takes_ns[number] > 0)
        way = s->number_takes_ns[number];
    way += n->clock.spent_ns;
    /* The first number is down before a byte has left: the second one takes the send. Behind a byte that left there is no second.
     */
    if (number > 0)
        sim_tell(s, "the first number is down, send " SLICE_FMT " goes by the second", SLICE_ARG(f->key));
    bool down = s->timeline.now_ns < s->number_back_ns[number], busy = s->timeline.now_ns < s->number_free_ns;
    if (down || busy || is_limited(s, entity)) {
        answer(f, way, SEND_INTENT, "the provider cannot take it now");
        f->again_ms = busy ? 0 : (int64_t)sim_draw(s, "again", random_hash(f->key), f->attempts, 8000) - 2000;
        f->again_ms = f->again_ms < 0 && !busy ? -1 : f->again_ms;
        meanwhile(s, entity, send->tenant, send->contact, way + SIM_S(1));
        return;
    }
    if (fault_strikes(&s->faults, FAULT_SEND_REFUSED, entity)) {
        answer(f, way, SEND_REFUSED, "the provider refuses it");
        return;
    }
    bool lost = false, told = true;
    uint64_t late_ns = 0; /* a provider that cannot answer is slow to tell, too */
    if (s->number_takes_ns[number] > SIM_S(RESPONSE_DEADLINE_S))
        answer(f, SIM_S(RESPONSE_DEADLINE_S), SEND_UNKNOWN, "no response in time");
    else if (fault_strikes(&s->faults, FAULT_SEND_AMBIGUOUS, entity)) {
        lost = fault_size(&s->faults, FAULT_SEND_AMBIGUOUS, entity, 2) == 0;
        sim_tell(s, "the response of send " SLICE_FMT " is lost, the provider %s it", SLICE_ARG(f->key),
                 lost ? "never got" : "has");
        answer(f, SIM_S(RESPONSE_DEADLINE_S), SEND_UNKNOWN, "no response in time");
        late_ns = sim_draw(s, "late", entity, send->attempts, 2) * SIM_S(sim_draw(s, "late", entity, send->attempts + 1, 1200));
        told = false;
    } else
        answer(f, way, SEND_ACCEPTED, "");
    if (lost)
        return;
    if (fault_strikes(&s->faults, FAULT_SENT_THEN_FAILED, entity)) { /* taken, and given up hours later */
        if (told)
            status_in(f, RECEIPT_SENT, SIM_MS(400));
        uint64_t hours_ns = SIM_S(fault_size(&s->faults, FAULT_SENT_THEN_FAILED, entity, told ? 6 * 3600 : 1200));
        status_in(f, RECEIPT_FAILED, SIM_S(20) + hours_ns);
        return;
    }
    timeline_plan(&s->timeline, s->timeline.now_ns + way + SIM_MS(200), show, f, 0);
    statuses(f, late_ns);
}

void provider_forget(struct channel *c, void *context)
{
    struct sim_channel *channel = (struct sim_channel *)(void *)c;
    for (size_t i = 0; i < channel->flight_count; i++)
        if (channel->flights[i]->context == context) {
            forget(channel, i);
            return;
        }
}
