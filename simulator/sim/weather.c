#include "sim.h"

/* What strikes by the minute: nodes that die or stand still, clocks that jump, stores, models and numbers that are away. */

static uint64_t minutes(struct simulation *s, enum fault f, uint64_t entity, uint64_t most)
{
    return SIM_S(5) + SIM_MS(fault_size(&s->faults, f, entity, most * 60000));
}

static void weather_of_node(struct simulation *s, struct sim_node *n)
{
    if (fault_strikes(&s->faults, FAULT_NODE_DIES, n->index))
        node_kill(n);
    if (fault_strikes(&s->faults, FAULT_CACHE_LOST, n->index))
        node_forgets(n);
    if (fault_strikes(&s->faults, FAULT_BINARY_CHANGES, n->index)) {
        n->release = 1 + fault_size(&s->faults, FAULT_BINARY_CHANGES, n->index, 1000);
        node_kill(n);
    }
    if (fault_strikes(&s->faults, FAULT_NODE_PAUSES, n->index))
        node_pause(n, (struct duration){minutes(s, FAULT_NODE_PAUSES, n->index, 4)});
    if (fault_strikes(&s->faults, FAULT_CLOCK_JUMPS, n->index)) {
        int64_t before_ms = n->clock.skew_ms;
        ledger_clock_wrong(s->ledger);
        n->clock.skew_ms = (int64_t)fault_size(&s->faults, FAULT_CLOCK_JUMPS, n->index, 1200000) - 600000;
        sim_tell(s, "the clock of node %u is wrong by %lld s", n->index, (long long)n->clock.skew_ms / 1000);
        if (n->clock.skew_ms < before_ms)
            n->calm_ns = s->timeline.now_ns + SIM_MS(before_ms - n->clock.skew_ms);
    }
    if (fault_strikes(&s->faults, FAULT_STORE_DOWN, n->index)) {
        node_loses_store(n, minutes(s, FAULT_STORE_DOWN, n->index, 20));
        sim_tell(s, "node %u loses the store for %llu s", n->index,
                 (unsigned long long)((n->store_back_ns - s->timeline.now_ns) / SIM_S(1)));
    }
}

/* A configuration is offered in pieces, as a half-written file would be: it must be refused, and nothing may change. */
static void offer_broken(struct simulation *s, struct sim_node *n)
{
    size_t i = fault_size(&s->faults, FAULT_CONFIG_BROKEN, n->index, s->stage->tenant_count);
    struct source_file half = s->stage->tenants[i].settings;
    struct problems *problems = ARENA_NEW(&s->scratch, struct problems);
    half.bytes = slice_sub(half.bytes, 0, fault_size(&s->faults, FAULT_CONFIG_BROKEN, n->index, half.bytes.len - 2));
    problems_init(problems, &s->scratch);
    const struct tenant *read = tenant_read(&s->scratch, &half, problems);
    sim_tell(s, "node %u is offered half a configuration: %zu problems", n->index, problems->count);
    if (read != NULL)
        ledger_violated(s->ledger, I17_VALID_CONFIG, "a tenant's settings were taken though they were cut at byte %zu",
                        half.bytes.len);
    arena_reset(&s->scratch);
}

void node_reloads(struct sim_node *n, size_t tenant)
{
    const struct stage_tenant *t = &n->sim->stage->tenants[tenant];
    if (n->tenants[tenant].rules != t->poor)
        node_serves(n, tenant, n->tenants[tenant].rules == t->rules ? t->next : t->rules);
    sim_tell(n->sim, "node %u reloads the settings of tenant %zu", n->index, tenant + 1);
}

static void control(struct simulation *s, struct sim_node *n)
{
    if (fault_strikes(&s->faults, FAULT_CONFIG_RELOADS, n->index)) {
        size_t i = fault_size(&s->faults, FAULT_CONFIG_RELOADS, n->index, s->stage->tenant_count);
        node_reloads(n, i);
    }
    if (fault_strikes(&s->faults, FAULT_CONFIG_BROKEN, n->index))
        offer_broken(s, n);
}

static void flip_brain(struct simulation *s)
{
    s->canary = !s->canary;
    for (size_t n = 0; n < s->plan.nodes; n++)
        for (size_t i = 0; i < s->stage->tenant_count; i++)
            node_serves(&s->nodes[n], i, s->nodes[n].tenants[i].rules);
    sim_tell(s, "the canary brain is switched %s", s->canary ? "on" : "off");
}

/* Five seconds away, five seconds there, for a few minutes. */
static void flap(void *context, uint64_t what)
{
    struct simulation *s = context;
    uint64_t which = what & 0xff, left = what >> 8;
    if (s->faults.healed || left == 0)
        return;
    s->model_back_ns[which] = s->timeline.now_ns + SIM_S(5);
    timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(10), flap, s, (left - 1) << 8 | which);
}

static void make_room(void *context, uint64_t what)
{
    (void)what;
    stores_fill(context, false);
    sim_tell(context, "there is room on the disk again");
}

static void weather(void *context, uint64_t what)
{
    struct simulation *s = context;
    (void)what;
    if (s->faults.healed)
        return;
    for (size_t i = 0; i < s->plan.nodes; i++) {
        weather_of_node(s, &s->nodes[i]);
        control(s, &s->nodes[i]);
    }
    if (fault_strikes(&s->faults, FAULT_BRAIN_FLIPS, 1))
        flip_brain(s);
    if (fault_strikes(&s->faults, FAULT_POWER_CUT, 1))
        nodes_power_cut(s);
    if (fault_strikes(&s->faults, FAULT_DISK_FULL, 1)) {
        stores_fill(s, true);
        sim_tell(s, "the disk is full");
        timeline_plan(&s->timeline, s->timeline.now_ns + minutes(s, FAULT_DISK_FULL, 1, 30), make_room, s, 0);
    }
    for (unsigned i = 0; i < MODELS_SIM; i++)
        if (fault_strikes(&s->faults, FAULT_MODEL_FLAPS, i + 1))
            flap(s, (1 + fault_size(&s->faults, FAULT_MODEL_FLAPS, i + 1, 60)) << 8 | i);
    for (unsigned i = 0; i < MODELS_SIM; i++)
        if (fault_strikes(&s->faults, FAULT_MODEL_DOWN, i + 1))
            s->model_back_ns[i] = s->timeline.now_ns + minutes(s, FAULT_MODEL_DOWN, i + 1, 60);
    for (unsigned i = 0; i < 2; i++)
        if (fault_strikes(&s->faults, FAULT_NUMBER_DOWN, i + 1))
            s->number_back_ns[i] = s->timeline.now_ns + minutes(s, FAULT_NUMBER_DOWN, i + 1, 30);
    if (fault_strikes(&s->faults, FAULT_NUMBER_BUSY, 1)) { /* one time in eight for two days */
        uint64_t drawn = fault_size(&s->faults, FAULT_NUMBER_BUSY, 1, 8), took_s = drawn == 0 ? 48 * 3600 : drawn * 180;
        uint64_t free_ns = s->timeline.now_ns + SIM_S(took_s);
        s->number_free_ns = free_ns > s->number_free_ns ? free_ns : s->number_free_ns;
        sim_tell(s, "for %llu s the provider says to every send: again, at once", (unsigned long long)took_s);
    }
    timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(60), weather, s, 0);
}

void weather_plan(struct simulation *s)
{
    timeline_plan(&s->timeline, 0, weather, s, 0);
}
