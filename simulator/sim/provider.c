#include "sim.h"

/* The provider's side of what the engine sends. It has the truth: what it took, it shows, once; the node may never hear of it. */

struct flight {
    struct simulation *sim;
    struct sim_node *node;
    channel_done *done; /* NULL: the node has forgotten it, or has been told */
    void *context;
    struct slice key, address, text;
    uint32_t attempts;
    struct send_result result;
};

enum { RESPONSE_DEADLINE_S = 10, ATTEMPTS_MAX = 8 };

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
    channel_done *done = f->done;
    for (size_t i = 0; i < n->channel.flight_count; i++)
        if (n->channel.flights[i] == f)
            forget(&n->channel, i);
    if (f->result.state == SEND_REFUSED || f->result.state == SEND_INTENT)
        ledger_refused(f->sim->ledger, f->key);
    if (f->result.state == SEND_INTENT)
        f->result.retry_at.ms =
            n->clock.base.ops->wall(&n->clock.base).ms + (INT64_C(1000) << (f->attempts < 9 ? f->attempts : 9));
    done(f->context, f->key, &f->result);
    if (n->died)
        node_kill(n);
    else
        node_wake(n, f->sim->timeline.now_ns);
}

static void show(void *context, uint64_t what)
{
    struct flight *f = context;
    (void)what;
    sim_tell(f->sim, "the phone " SLICE_FMT " shows send " SLICE_FMT, SLICE_ARG(f->address), SLICE_ARG(f->key));
    ledger_shown(f->sim->ledger, f->key, f->address, f->text);
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
    uint64_t entity = random_hash(send->key), way = SIM_MS(50 + sim_draw(s, "send", entity, send->attempts, 250));
    must(n->channel.flight_count < SENDS_SIM);
    n->channel.flights[n->channel.flight_count++] = f;
    ledger_transmitted(s->ledger, send, n->index);
    if (s->timeline.now_ns < s->number_back_ns || fault_strikes(&s->faults, FAULT_SEND_LATER, entity)) {
        bool last = send->attempts >= ATTEMPTS_MAX;
        answer(f, way, last ? SEND_REFUSED : SEND_INTENT, "the provider cannot take it now");
        return;
    }
    if (fault_strikes(&s->faults, FAULT_SEND_REFUSED, entity)) {
        answer(f, way, SEND_REFUSED, "the provider refuses it");
        return;
    }
    bool lost = false;
    if (fault_strikes(&s->faults, FAULT_SEND_AMBIGUOUS, entity)) {
        lost = fault_size(&s->faults, FAULT_SEND_AMBIGUOUS, entity, 2) == 0;
        sim_tell(s, "the response of send " SLICE_FMT " is lost, the provider %s it", SLICE_ARG(f->key),
                 lost ? "never got" : "has");
        answer(f, SIM_S(RESPONSE_DEADLINE_S), SEND_UNKNOWN, "no response in time");
    } else
        answer(f, way, SEND_ACCEPTED, "");
    if (!lost)
        timeline_plan(&s->timeline, s->timeline.now_ns + way + SIM_MS(200), show, f, 0);
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
