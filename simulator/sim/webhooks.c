#include "sim.h"

#include <parley/json_write.h>

/* The provider's side of what customers write: it keeps a message until a node has answered 200, for seven days; it may deliver
 * it again, late, and in another order; and others try their luck beside it. */

struct webhook {
    struct simulation *sim;
    uint64_t said;
    struct slice body;
    struct wall at; /* the customer pressed send */
    unsigned attempts;
    bool acked;
};

enum { QUIET_END_S = 900, REDELIVER_LONGEST_S = 3600, WEBHOOK_DEADLINE_S = 5 };

static struct slice body_of(struct simulation *s, uint64_t said, const struct customer *c, struct slice text)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, &s->arena, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "id", arena_printf(&s->arena, "m%llu", (unsigned long long)said));
    json_put_string(&w, "from", c->address);
    json_put_string(&w, "text", text);
    json_put_string(&w, "tenant", s->stage->tenants[c->tenant.n - 1].rules->tenant->id);
    json_object_end(&w);
    return buffer_slice(&b);
}

/* -- strangers and broken wires: none of it may change anything ----------------------------------------------------------------
 */

static void try_and_see(struct simulation *s, struct sim_node *n, struct slice body, struct slice signature, const char *what)
{
    uint64_t before = ledger_sum(s->ledger).accepted;
    unsigned status = edge_take(n, body, signature, sim_now(s));
    sim_tell(s, "%s: node %u answers %u", what, n->index, status);
    if (status == 200)
        ledger_violated(s->ledger, I12_AUTHENTICATED, "%s was answered 200", what);
    if (ledger_sum(s->ledger).accepted != before)
        ledger_violated(s->ledger, I12_AUTHENTICATED, "%s was accepted", what);
}

static void forge(struct simulation *s, struct sim_node *n, struct slice body)
{
    struct slice changed = arena_copy(&s->scratch, body), right = edge_sign(s, body);
    ((char *)(uintptr_t)changed.at)[sim_draw(s, "forge", s->timeline.now_ns, 0, changed.len)] ^= 1;
    switch (sim_draw(s, "forgery", s->timeline.now_ns, 0, 3)) {
    case 0: try_and_see(s, n, body, SLICE_NONE, "a webhook without signature"); break;
    case 1:
        try_and_see(s, n, body, digest_hex(&s->scratch, digest_hmac(SLICE("an old secret"), body)),
                    "a webhook signed with an old secret");
        break;
    default: try_and_see(s, n, changed, right, "a webhook changed after it was signed"); break;
    }
}

static struct slice torn(struct simulation *s, struct slice body)
{
    struct buffer b;
    buffer_init(&b, &s->scratch, (size_t)8 << 20);
    switch (sim_draw(s, "torn", s->timeline.now_ns, 0, 7)) {
    case 0: return slice_sub(body, 0, body.len / 2);
    case 1: return SLICE("{\"id\":\"x\",\"from\":\"y\",\"kind\":\"reaction\"}");
    case 2: return SLICE("\xff\xfe{\"id\":1}");
    case 3: return (struct slice){"{\"id\":\"a\0b\"", 11};
    case 4: return SLICE_NONE;
    case 5:
        for (unsigned i = 0; i < 20000; i++)
            buffer_byte(&b, '[');
        return buffer_slice(&b);
    default:
        buffer_add(&b, SLICE("{\"id\":\"big\",\"from\":\"x\",\"text\":"));
        for (unsigned i = 0; i < 100000; i++)
            buffer_byte(&b, 'a');
        return buffer_slice(&b);
    }
}

static void strangers(struct simulation *s, struct sim_node *n, const struct webhook *w)
{
    if (fault_strikes(&s->faults, FAULT_SIGNATURE_WRONG, w->said))
        forge(s, n, w->body);
    if (fault_strikes(&s->faults, FAULT_BODY_TORN, w->said)) {
        struct slice body = torn(s, w->body);
        try_and_see(s, n, body, edge_sign(s, body), "a broken body");
    }
}

/* -- deliveries ----------------------------------------------------------------------------------------------------------------
 */

static void deliver(void *context, uint64_t what);

static void deliver_in(struct webhook *w, uint64_t ns)
{
    struct simulation *s = w->sim;
    timeline_plan(&s->timeline, s->timeline.now_ns + ns, deliver, w, 0);
}

static void later(struct webhook *w)
{
    uint64_t wait_s = UINT64_C(2) << (w->attempts < 12 ? w->attempts : 12);
    w->attempts++;
    deliver_in(w, SIM_S(wait_s < REDELIVER_LONGEST_S ? wait_s : REDELIVER_LONGEST_S));
}

static void deliver(void *context, uint64_t what)
{
    struct webhook *w = context;
    struct simulation *s = w->sim;
    struct sim_node *n = node_any_up(s, w->said);
    (void)what;
    if (s->timeline.now_ns + SIM_S(QUIET_END_S) > s->plan.horizon.ns + s->plan.settling.ns)
        return; /* the run ends before anybody could answer: the provider keeps it, or sends it once more in vain */
    if (n == NULL) {
        later(w);
        return;
    }
    if (node_is_busy(n)) { /* it waits, but not for ever */
        if (n->busy_ns > s->timeline.now_ns + SIM_S(WEBHOOK_DEADLINE_S))
            later(w);
        else
            deliver_in(w, n->busy_ns - s->timeline.now_ns);
        return;
    }
    arena_reset(&s->scratch);
    strangers(s, n, w);
    if (node_has_died(n)) {
        later(w);
        return;
    }
    s->scratch.watch = node_memory(n);
    unsigned status = edge_take(n, w->body, edge_sign(s, w->body), w->at);
    s->scratch.watch = NULL;
    if (node_has_died(n)) {
        later(w);
        return;
    }
    bool in_time = n->clock.spent_ns <= SIM_S(WEBHOOK_DEADLINE_S);
    node_took(n);
    sim_tell(s, "message m%llu is delivered to node %u: %u%s", (unsigned long long)w->said, n->index, status,
             in_time ? "" : ", too late: the provider has hung up");
    if (!in_time) {
        nodes_news(s);
        later(w);
    } else if (status == 200) {
        ledger_acked(s->ledger, w->said);
        w->acked = true;
        nodes_news(s);
    } else
        later(w);
    if (status == 400 || status == 401 || status == 404)
        ledger_violated(s->ledger, I11_DEFINED_STATUS, "message m%llu, rightly signed, was answered %u",
                        (unsigned long long)w->said, status);
    if (fault_strikes(&s->faults, FAULT_WEBHOOK_DUPLICATE, w->said))
        deliver_in(w, SIM_MS(1) << fault_size(&s->faults, FAULT_WEBHOOK_DUPLICATE, w->said, 28));
}

void provider_receives(struct simulation *s, uint64_t said, const struct customer *c, struct slice text, struct wall at)
{
    struct webhook *w = ARENA_NEW(&s->arena, struct webhook);
    uint64_t ns = SIM_MS(20 + sim_draw(s, "webhook", said, 0, 200));
    *w = (struct webhook){.sim = s, .said = said, .at = at, .body = body_of(s, said, c, text)};
    if (fault_strikes(&s->faults, FAULT_WEBHOOK_REORDERED, said))
        ns += SIM_MS(fault_size(&s->faults, FAULT_WEBHOOK_REORDERED, said, 8000));
    if (fault_strikes(&s->faults, FAULT_WEBHOOK_DELAYED, said))
        ns += SIM_S(fault_size(&s->faults, FAULT_WEBHOOK_DELAYED, said, 30 * 3600));
    if (fault_strikes(&s->faults, FAULT_BACKLOG, said)) /* what was held back comes at the next full two hours, all at once */
        ns = SIM_S(2 * 3600) - s->timeline.now_ns % SIM_S(2 * 3600);
    deliver_in(w, ns);
    if (fault_strikes(&s->faults, FAULT_WEBHOOK_REPLAYED, said))
        deliver_in(w, SIM_S(60) + SIM_S(fault_size(&s->faults, FAULT_WEBHOOK_REPLAYED, said, 3 * 86400)));
}
