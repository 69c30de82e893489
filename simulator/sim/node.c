#include "sim.h"

#include <parley/memory_store.h>

/* -- its clock -----------------------------------------------------------------------------------------------------------------
 */

static const struct simulation *sim_of(struct clock *c)
{
    return ((struct sim_clock *)(void *)c)->sim;
}

static struct instant clock_now(struct clock *c)
{
    return (struct instant){sim_of(c)->timeline.now_ns + ((struct sim_clock *)(void *)c)->spent_ns};
}

static struct wall clock_wall(struct clock *c)
{
    const struct sim_clock *own = (struct sim_clock *)(void *)c;
    return (struct wall){sim_now(own->sim).ms + own->skew_ms + (int64_t)(own->spent_ns / 1000000)};
}

enum { PUMPS_AT_ONCE_MAX = 300, POISON_READS = 3, HELD_MOST = 8 << 20 };
const struct slice sim_poison = SLICE_INIT("this message stops whoever reads it");

/* -- its store -----------------------------------------------------------------------------------------------------------------
 */

static enum store_fate fate(void *context, enum store_call call)
{
    struct sim_node *n = context;
    struct simulation *s = n->sim;
    const struct direction *d = s->plan.direction;
    bool writes = store_call_writes(call);
    if (n->died || stores_died(s, 0, s->desk_deaths) || stores_died(s, n->index + 1, n->deaths)) {
        n->died = true;
        return FATE_DIES_BEFORE;
    }
    s->writes += writes;
    n->clock.spent_ns += s->store_takes_ns;
    if (s->store_takes_ns > 0)
        ledger_trouble(s->ledger);
    enum store_fate directed = d != NULL && d->fate != NULL ? d->fate(d->context, s, n->index, call) : FATE_DONE;
    if (directed != FATE_DONE) {
        ledger_trouble(s->ledger);
        return directed;
    }
    if (s->timeline.now_ns < n->store_back_ns || fault_strikes(&s->faults, FAULT_STORE_FAILS, n->index)) {
        ledger_trouble(s->ledger);
        return FATE_NOT_DONE;
    }
    if (s->full && s->disk == NULL && writes) { /* SQLite says it itself */
        ledger_trouble(s->ledger);
        return FATE_NOT_DONE;
    }
    /* a death beside a mark is blamed on what is marked: whoever kills by chance hits a step too seldom to matter */
    if (!writes || call == CALL_MARK || !fault_strikes(&s->faults, FAULT_CRASH_AT_WRITE, n->index))
        return FATE_DONE;
    bool after = fault_size(&s->faults, FAULT_CRASH_AT_WRITE, n->index, 2) == 1;
    sim_tell(s, "node %u dies %s %s", n->index, after ? "right after" : "right before", store_call_name(call));
    return after ? FATE_DIES_AFTER : FATE_DIES_BEFORE;
}

static void allocates(void *context)
{
    struct sim_node *n = context;
    const struct direction *d = n->sim->plan.direction;
    if (!n->died && d->allocates(d->context, n->sim, n->index)) {
        n->died = true; /* from here on nothing that it does reaches anybody */
        sim_tell(n->sim, "node %u dies at an allocation", n->index);
    }
}

const struct arena_watch *node_memory(const struct sim_node *n)
{
    const struct direction *d = n->sim->plan.direction;
    return d != NULL && d->allocates != NULL ? &n->edge_memory : NULL;
}

static void reloaded(void *context, const struct work *w)
{
    ledger_reloaded(((struct sim_node *)context)->sim->ledger, w);
}

static void released(void *context, const struct work *w, struct wall not_before, struct money spent)
{
    struct sim_node *n = context;
    ledger_released(n->sim->ledger, w->snapshot.conversation.id, not_before);
    ledger_money_back(n->sim->ledger, w->snapshot.conversation.id, n->index, spent);
}

static void died(void *context)
{
    ((struct sim_node *)context)->died = true;
}

static void accepted(void *context, const struct inbound *batch, size_t count, const enum accept_result *results)
{
    ledger_accepted(((struct sim_node *)context)->sim->ledger, batch, count, results);
}

/* What reads a poison message dies of it; what has died of it three times must not read it again. */
static bool is_poisoned(const struct work *w)
{
    for (size_t i = 0; i < w->burst_count; i++)
        if (slice_eq(private_reveal(w->burst[i].text, REVEAL_SCREENING), sim_poison))
            return w->attempts < POISON_READS;
    return false;
}

static void die_of(struct sim_node *n, const struct work *w)
{
    ledger_died_of(n->sim->ledger, w->snapshot.conversation.id);
    sim_tell(n->sim, "node %u dies of what it reads", n->index);
    n->died = true;
}

static void marked(void *context, const struct work *w, bool begins)
{
    if (begins && is_poisoned(w))
        die_of(context, w);
}

static struct ledger_rules named_rules(const struct rules *r)
{
    return r == NULL ? (struct ledger_rules){SLICE_NONE, SLICE_NONE}
                     : (struct ledger_rules){slice_from(r->tenant->version.hex), r->brain->version};
}

static void tell_rules(const struct sim_node *n, const struct work *w)
{
    const struct runtime_tenant *t = &n->tenants[w->snapshot.conversation.tenant.n - 1];
    ledger_ruled(n->sim->ledger, w->snapshot.conversation.id, named_rules(t->rules), named_rules(t->canary));
}

static void claimed(void *context, const struct work *w)
{
    struct sim_node *n = context;
    const struct direction *d = n->sim->plan.direction;
    int64_t spent_ms = (int64_t)(n->clock.spent_ns / 1000000); /* a slow store: so much later than the timeline */
    ledger_claimed(n->sim->ledger, w, n->index, (struct wall){sim_now(n->sim).ms + spent_ms});
    tell_rules(n, w);
    struct wall at = {w->lease_until.ms - (int64_t)(n->lease.ns / 1000000)};
    ledger_set_aside(n->sim->ledger, w, n->index, at, n->tenants[w->snapshot.conversation.tenant.n - 1].rules->tenant);
    if (d != NULL && d->claimed != NULL)
        d->claimed(d->context, n->sim, w);
    sim_tell(n->sim, "node %u claims conversation %llu (fence %llu, %zu messages, attempt %u)", n->index,
             (unsigned long long)w->snapshot.conversation.id.n, (unsigned long long)w->fence, w->burst_count, w->attempts + 1);
    if (w->unended == 0 && is_poisoned(w)) /* the first reading is not marked */
        die_of(n, w);
    n->frozen |= fault_strikes(&n->sim->faults, FAULT_LEASE_STOLEN, n->index);
}

static void committed(void *context, const struct commit *c)
{
    struct sim_node *n = context;
    const struct direction *d = n->sim->plan.direction;
    ledger_committed(n->sim->ledger, c, n->index);
    if (d != NULL && d->committed != NULL)
        d->committed(d->context, n->sim, c);
    const char *purpose = c->send_count > 0 ? purpose_name(c->sends[0].purpose) : "nothing";
    sim_tell(n->sim, "node %u commits turn %llu of conversation %llu: %s, intends %s%s (cost %lld)", n->index,
             (unsigned long long)c->turn.n, (unsigned long long)c->conversation_id.n,
             c->outcome_count ? outcome_name(c->outcomes[c->outcome_count - 1].outcome) : "nobody wrote",
             c->send_count == 0                    ? ""
             : strchr("aeiou", purpose[0]) != NULL ? "an "
                                                   : "a ",
             purpose, (long long)c->settle.micros);
}

static void doubtful(void *context, const struct commit *c)
{
    struct sim_node *n = context;
    doubt_commit(n->sim, c, n->index);
}

static void accept_doubtful(void *context, const struct inbound *batch, size_t count)
{
    ledger_accept_doubtful(((struct sim_node *)context)->sim->ledger, batch, count);
}

static void claim_doubtful(void *context)
{
    struct sim_node *n = context;
    ledger_claim_doubtful(n->sim->ledger);
}

static void began(void *context, const struct send *send)
{
    struct sim_node *n = context;
    ledger_began(n->sim->ledger, send);
}

static void ended(void *context, struct slice key, const struct send_result *r)
{
    struct sim_node *n = context;
    ledger_ended(n->sim->ledger, key, r);
    sim_tell(n->sim, "node %u writes down that send " SLICE_FMT " is %s", n->index, SLICE_ARG(key), send_state_name(r->state));
}

static void lease_doubtful(void *context)
{
    ledger_node_lost(((struct sim_node *)context)->sim->ledger);
}

static void end_doubtful(void *context, struct slice key, const struct send_result *r)
{
    ledger_end_doubtful(((struct sim_node *)context)->sim->ledger, key, r);
}

static void looked(void *context)
{
    ((struct sim_node *)context)->told_away = false;
}

/* -- its bell ------------------------------------------------------------------------------------------------------------------
 */

static void rings(struct alert *a, enum alert_level level, struct slice what, struct slice text)
{
    struct sim_node *n = ((struct sim_bell *)(void *)a)->node;
    static const struct slice label = SLICE_INIT("conversation=");
    (void)level;
    if (n->died) /* nobody hears it */
        return;
    n->told_away |= slice_eq(what, SLICE("store.away"));
    for (struct slice word, rest = text; slice_next(&word, &rest, ' ');) {
        uint64_t conversation;
        if (slice_starts(word, label) && slice_to_u64(&conversation, slice_after(word, label.len)))
            ledger_called(n->sim->ledger, (struct conversation_id){conversation});
    }
}

/* -- its life ------------------------------------------------------------------------------------------------------------------
 */

static struct instant pump_channel(struct channel *c)
{
    (void)c;
    return INSTANT_NEVER;
}

static void close_channel(struct channel *c)
{
    (void)c;
}

void node_init(struct simulation *s, unsigned index)
{
    static const struct clock_ops clock_ops = {clock_now, clock_wall};
    static const struct channel_ops channel_ops = {"provider", provider_transmit, provider_forget, pump_channel, close_channel};
    static const struct alert_ops alert_ops = {rings};
    struct sim_node *n = &s->nodes[index];
    *n = (struct sim_node){.sim = s, .index = index, .state = NODE_DOWN, .wake_ns = UINT64_MAX};
    n->clock = (struct sim_clock){.base = {&clock_ops}, .sim = s};
    n->channel = (struct sim_channel){.base = {&channel_ops}, .node = n};
    n->bell = (struct sim_bell){{&alert_ops}, n};
    n->edge_memory = (struct arena_watch){.allocates = allocates, .context = n};
    if (fault_strikes(&s->faults, FAULT_LIMITS_NARROW, index + 1))
        n->release = 1 + fault_size(&s->faults, FAULT_LIMITS_NARROW, index + 1, 1000);
    models_init(n);
}

static const char *const model_names[MODELS_SIM] = {"a", "b", "c"};

void node_serves(struct sim_node *n, size_t tenant, const struct rules *rules)
{
    struct simulation *s = n->sim;
    const struct stage_tenant *t = &s->stage->tenants[tenant];
    const struct rules *canary = s->canary && rules != t->poor ? t->brain : NULL;
    n->tenants[tenant] = (struct runtime_tenant){s->tenant_ids[tenant], rules, canary, {500000}};
}

static void start_again(void *context, uint64_t life)
{
    struct sim_node *n = context;
    if (n->life == life && n->state == NODE_DOWN)
        node_start(n);
}

static void try_again(struct sim_node *n)
{
    struct simulation *s = n->sim;
    uint64_t back = s->faults.healed ? SIM_S(1) : SIM_S(1) + SIM_MS(sim_draw(s, "restart", n->index, n->life, 120000));
    timeline_plan(&s->timeline, s->timeline.now_ns + back, start_again, n, n->life);
}

/* Between `least` and `most`; a node of the common release has `usual`. */
static uint64_t tuned(const struct sim_node *n, uint64_t what, uint64_t least, uint64_t usual, uint64_t most)
{
    return n->release == 0 ? usual : least + sim_draw(n->sim, "release", n->release, what, most - least + 1);
}

static bool take_rare_path(void *context, enum volunteered what)
{
    struct sim_node *n = context;
    struct simulation *s = n->sim;
    if (!s->armed[what] || !fault_strikes(&s->faults, FAULT_BUGGIFY, (uint64_t)n->index << 8 | what))
        return false;
    s->volunteered[what]++;
    ledger_trouble(s->ledger);
    return true;
}

void node_start(struct sim_node *n)
{
    struct simulation *s = n->sim;
    struct error e = {0};
    ledger_node_starts(s->ledger, n->index);
    const struct store_eyes eyes = {.context = n,
                                    .fate = fate,
                                    .died = died,
                                    .accepted = accepted,
                                    .accept_doubtful = accept_doubtful,
                                    .claimed = claimed,
                                    .looked = looked,
                                    .claim_doubtful = claim_doubtful,
                                    .marked = marked,
                                    .reloaded = reloaded,
                                    .released = released,
                                    .lease_doubtful = lease_doubtful,
                                    .committed = committed,
                                    .doubtful = doubtful,
                                    .began = began,
                                    .ended = ended,
                                    .end_doubtful = end_doubtful};
    n->life++;
    n->died = n->frozen = n->told_away = false;
    n->calm_ns = s->timeline.now_ns;
    n->memory = (struct arena_watch){.allocates = node_memory(n) != NULL ? allocates : NULL, .context = n, .held = &n->held};
    if (n->release != 0)
        ledger_narrow(s->ledger);
    n->inner = stores_open(s, n->index + 1, &e);
    bool died_opening = stores_died(s, n->index + 1, n->deaths);
    n->deaths = stores_deaths(s, n->index + 1);
    if (n->inner == NULL || died_opening) {
        sim_tell(s, "node %u cannot open its store: %s", n->index, e.text);
        if (n->inner != NULL)
            n->inner->ops->close(n->inner);
        if (stores_died(s, 0, s->desk_deaths))
            nodes_power_cut(s);
        try_again(n);
        return;
    }
    n->store = observed_store_create(n->inner, &eyes);
    n->named[0] = (struct named_model){"script", &n->script.base};
    for (unsigned i = 0; i < MODELS_SIM; i++)
        n->named[i + 1] = (struct named_model){model_names[i], &n->models[i].base};
    for (size_t i = 0; i < s->stage->tenant_count; i++)
        node_serves(n, i, s->rules[i]);
    n->turns_most = tuned(n, 4, 0, 1, 1) ? tuned(n, 2, 1, TURNS_SIM, TURNS_SIM) : tuned(n, 5, 1, 1, 3);
    n->sends_most = tuned(n, 3, 1, SENDS_SIM, 8);
    n->lease = DURATION_S(tuned(n, 1, 45, 60, 120));
    struct runtime_setup setup = {.store = n->store,
                                  .clock = &n->clock.base,
                                  .alert = &n->bell.base,
                                  .models = n->named,
                                  .model_count = MODELS_SIM + 1,
                                  .tenants = n->tenants,
                                  .tenant_count = s->stage->tenant_count,
                                  .volunteer = {take_rare_path, n},
                                  .lease = n->lease,
                                  .unknown_patience = DURATION_S(900),
                                  .turns_max = n->turns_most,
                                  .sends_max = n->sends_most,
                                  .memory = &n->memory};
    for (unsigned i = 0; i < CHANNEL_KIND_COUNT; i++)
        setup.channels[i] = &n->channel.base;
    n->runtime = runtime_create(&setup, &e);
    must(n->runtime != NULL);
    n->state = NODE_UP;
    ledger_trouble(s->ledger);
    sim_tell(s, "node %u starts", n->index);
    node_wake(n, s->timeline.now_ns);
}

static void take_down(struct sim_node *n)
{
    runtime_destroy(n->runtime);
    n->store->ops->close(n->store);
    n->inner->ops->close(n->inner);
    n->runtime = NULL;
    n->store = NULL;
    n->busy_ns = n->clock.spent_ns = 0;
    n->state = NODE_DOWN;
    n->life++;
}

void node_stop(struct sim_node *n)
{
    if (n->state != NODE_DOWN)
        take_down(n);
}

void node_forgets(struct sim_node *n)
{
    if (n->state != NODE_UP)
        return;
    sim_tell(n->sim, "node %u forgets what it has beside the store", n->index);
    take_down(n);
    node_start(n);
}

void node_heal(struct sim_node *n)
{
    if (n->state == NODE_DOWN)
        node_start(n);
    n->state = NODE_UP;
    node_wake(n, n->sim->timeline.now_ns);
}

/* kill -9: nothing is closed in good order. */
void node_kill(struct sim_node *n)
{
    struct simulation *s = n->sim;
    if (n->state == NODE_DOWN)
        return;
    stores_process_died(s, n->index + 1);
    take_down(n);
    n->deaths = stores_deaths(s, n->index + 1);
    ledger_trouble(s->ledger);
    sim_tell(s, "node %u is dead", n->index);
    doubts_settle(s);
    try_again(n);
}

void nodes_power_cut(struct simulation *s)
{
    sim_tell(s, "the power is cut");
    stores_cut_power(s);
    for (size_t i = 0; i < s->plan.nodes; i++) {
        struct sim_node *n = &s->nodes[i];
        if (n->state == NODE_DOWN)
            continue;
        take_down(n);
        try_again(n);
    }
    stores_reopen_desk(s);
    for (size_t i = 0; i < s->plan.nodes; i++)
        s->nodes[i].deaths = stores_deaths(s, (unsigned)i + 1);
    ledger_trouble(s->ledger);
    doubts_settle(s);
}

/* The power went inside a call: the disk knows, and everybody is taken down. */
static bool power_went(struct simulation *s)
{
    if (!stores_died(s, 0, s->desk_deaths))
        return false;
    nodes_power_cut(s);
    return true;
}

bool node_has_died(struct sim_node *n)
{
    struct simulation *s = n->sim;
    if (power_went(s))
        return true;
    if (n->state == NODE_DOWN)
        return true;
    if (!n->died && !stores_died(s, n->index + 1, n->deaths) && !runtime_store_failed(n->runtime))
        return false;
    node_kill(n);
    return true;
}

static void go_on(void *context, uint64_t life)
{
    struct sim_node *n = context;
    if (n->life != life || n->state != NODE_PAUSED)
        return;
    n->state = NODE_UP;
    n->news = true;
    if (n->calm_ns < n->sim->timeline.now_ns)
        n->calm_ns = n->sim->timeline.now_ns;
    ledger_trouble(n->sim->ledger);
    sim_tell(n->sim, "node %u goes on", n->index);
    node_wake(n, n->sim->timeline.now_ns);
}

void node_pause(struct sim_node *n, struct duration d)
{
    if (n->state != NODE_UP)
        return;
    n->state = NODE_PAUSED;
    ledger_trouble(n->sim->ledger);
    sim_tell(n->sim, "node %u stands still for %llu s", n->index, (unsigned long long)(d.ns / SIM_S(1)));
    timeline_plan(&n->sim->timeline, n->sim->timeline.now_ns + d.ns, go_on, n, n->life);
}

/* Somebody hears within a minute that a node has lost its store (fault 12). */
enum { TOLD_S = 60, TOLD_SLACK_S = 5 };

static void is_told(void *context, uint64_t life)
{
    const struct sim_node *n = context;
    const struct simulation *s = n->sim;
    uint64_t now_ns = s->timeline.now_ns, since_ns = now_ns - SIM_S(TOLD_S + TOLD_SLACK_S);
    bool away = n->store_lost_ns <= since_ns && n->store_back_ns > now_ns;
    if (n->life != life || n->state != NODE_UP || node_is_busy(n) || !away || n->calm_ns > since_ns || n->told_away)
        return;
    ledger_untold(s->ledger, n->index, (now_ns - n->store_lost_ns) / SIM_S(1));
}

void node_loses_store(struct sim_node *n, uint64_t for_ns)
{
    struct simulation *s = n->sim;
    uint64_t now_ns = s->timeline.now_ns;
    if (n->store_back_ns <= now_ns)
        n->store_lost_ns = now_ns;
    n->store_back_ns = now_ns + for_ns;
    timeline_plan(&s->timeline, now_ns + SIM_S(TOLD_S + TOLD_SLACK_S), is_told, n, n->life);
}

/* -- its work ------------------------------------------------------------------------------------------------------------------
 */

/* The memory of a node is bounded while it works, and given back when it has done everything (I10). */
void node_is_within(struct sim_node *n, size_t bytes)
{
    if (n->held > bytes && !n->swollen)
        ledger_violated(n->sim->ledger, I10_BOUNDED, "node %u holds %zu bytes for its turns and sends", n->index, n->held);
    n->swollen = n->held > bytes; /* once is enough */
}

static void woken(void *context, uint64_t at_ns)
{
    struct sim_node *n = context;
    if (n->wake_ns != at_ns)
        return; /* a newer one is planned, or it was served */
    n->wake_ns = UINT64_MAX;
    node_pump(n);
}

void node_wake(struct sim_node *n, uint64_t at_ns)
{
    if (n->wake_ns != UINT64_MAX && n->wake_ns <= at_ns && n->wake_ns >= n->sim->timeline.now_ns)
        return;
    n->wake_ns = at_ns;
    timeline_plan(&n->sim->timeline, at_ns, woken, n, at_ns);
}

bool node_is_busy(const struct sim_node *n)
{
    return n->busy_ns > n->sim->timeline.now_ns;
}

/* What a node did took as long as its store took: until then it hears nothing. */
void node_took(struct sim_node *n)
{
    n->busy_ns = n->sim->timeline.now_ns + n->clock.spent_ns;
    n->clock.spent_ns = 0;
}

void node_pump(struct sim_node *n)
{
    if (n->state != NODE_UP)
        return;
    if (node_is_busy(n)) {
        node_wake(n, n->busy_ns);
        return;
    }
    if (n->news)
        runtime_news(n->runtime);
    n->news = false;
    if (n->pumped_ns != n->sim->timeline.now_ns)
        n->pumped = 0;
    n->pumped_ns = n->sim->timeline.now_ns;
    if (++n->pumped > PUMPS_AT_ONCE_MAX && !n->sim->stands_still) {
        n->sim->stands_still = true;
        ledger_violated(n->sim->ledger, I10_BOUNDED, "node %u is pumped again and again, and no time passes", n->index);
    }
    struct instant next = runtime_pump(n->runtime);
    node_took(n);
    node_is_within(n, HELD_MOST);
    if (node_has_died(n))
        return;
    if (n->frozen) {
        n->frozen = false;
        node_pause(n, (struct duration){SIM_S(61 + fault_size(&n->sim->faults, FAULT_LEASE_STOLEN, n->index, 240))});
    }
    if (n->state == NODE_UP && next.ns != UINT64_MAX)
        node_wake(n, next.ns);
}

struct sim_node *node_any_up(struct simulation *s, uint64_t entity)
{
    size_t first = (size_t)sim_draw(s, "node", entity, s->timeline.now_ns, s->plan.nodes);
    for (size_t i = 0; i < s->plan.nodes; i++) {
        struct sim_node *n = &s->nodes[(first + i) % s->plan.nodes];
        if (n->state == NODE_UP)
            return n;
    }
    return NULL;
}

void nodes_news(struct simulation *s)
{
    for (size_t i = 0; i < s->plan.nodes; i++) {
        s->nodes[i].news = true;
        if (s->nodes[i].state == NODE_UP)
            node_wake(&s->nodes[i], s->timeline.now_ns + SIM_MS(sim_draw(s, "news", i, s->timeline.now_ns, 20)));
    }
}
