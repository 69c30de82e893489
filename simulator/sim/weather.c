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
    if (fault_strikes(&s->faults, FAULT_NODE_PAUSES, n->index))
        node_pause(n, (struct duration){minutes(s, FAULT_NODE_PAUSES, n->index, 4)});
    if (fault_strikes(&s->faults, FAULT_CLOCK_JUMPS, n->index)) {
        n->clock.skew_ms = (int64_t)fault_size(&s->faults, FAULT_CLOCK_JUMPS, n->index, 1200000) - 600000;
        sim_tell(s, "the clock of node %u is wrong by %lld s", n->index, (long long)n->clock.skew_ms / 1000);
    }
    if (fault_strikes(&s->faults, FAULT_STORE_DOWN, n->index)) {
        n->store_back_ns = s->timeline.now_ns + minutes(s, FAULT_STORE_DOWN, n->index, 20);
        sim_tell(s, "node %u loses the store for %llu s", n->index,
                 (unsigned long long)((n->store_back_ns - s->timeline.now_ns) / SIM_S(1)));
    }
}

static void weather(void *context, uint64_t what)
{
    struct simulation *s = context;
    (void)what;
    if (s->faults.healed)
        return;
    for (size_t i = 0; i < s->plan.nodes; i++)
        weather_of_node(s, &s->nodes[i]);
    for (unsigned i = 0; i < MODELS_SIM; i++)
        if (fault_strikes(&s->faults, FAULT_MODEL_DOWN, i + 1))
            s->model_back_ns[i] = s->timeline.now_ns + minutes(s, FAULT_MODEL_DOWN, i + 1, 60);
    if (fault_strikes(&s->faults, FAULT_NUMBER_DOWN, 1))
        s->number_back_ns = s->timeline.now_ns + minutes(s, FAULT_NUMBER_DOWN, 1, 30);
    timeline_plan(&s->timeline, s->timeline.now_ns + SIM_S(60), weather, s, 0);
}

void weather_plan(struct simulation *s)
{
    timeline_plan(&s->timeline, 0, weather, s, 0);
}
