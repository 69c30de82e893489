#include "sweep.h"

const char *const sweep_fate_names[SWEEP_FATE_COUNT] = {"fails", "dies-before", "dies-after", "dies-allocating"};

struct sweeper {
    const struct script *script;
    const struct sweep_point *point;
    struct sweep_result *out;
};

static void play(void *context, struct simulation *s)
{
    script_play(((struct sweeper *)context)->script, s);
}

/* The fault that is next, when this is its moment. */
static const struct sweep_fault *strikes(struct sweeper *w, uint64_t number, bool allocating)
{
    const struct sweep_fault *f = &w->point->faults[w->out->struck];
    if (w->out->struck == w->point->count || (f->fate == SWEEP_DIES_ALLOCATING) != allocating || f->at != number)
        return NULL;
    w->out->struck++;
    return f;
}

static enum store_fate fate(void *context, struct simulation *s, unsigned node, enum store_call call)
{
    struct sweeper *w = context;
    static const enum store_fate fates[] = {
        [SWEEP_FAILS] = FATE_NOT_DONE, [SWEEP_DIES_BEFORE] = FATE_DIES_BEFORE, [SWEEP_DIES_AFTER] = FATE_DIES_AFTER};
    w->out->calls++;
    if (!store_call_writes(call) || s->faults.healed)
        return FATE_DONE;
    w->out->by_node[node == THE_DESK ? SIM_NODES_MAX : node]++;
    const struct sweep_fault *f = strikes(w, w->out->writes++, false);
    if (f == NULL)
        return FATE_DONE;
    if (node != THE_DESK)
        sim_tell(s, "node %u: the store call %s %s", node, store_call_name(call), sweep_fate_names[f->fate]);
    return fates[f->fate];
}

static bool allocates(void *context, struct simulation *s, unsigned node)
{
    struct sweeper *w = context;
    (void)node;
    if (s->faults.healed)
        return false;
    return strikes(w, w->out->allocations++, true) != NULL;
}

void sweep_run(struct sweep_result *out, struct arena *arena, const struct stage *stage, const struct script *script,
               const struct sweep_point *point, bool tells)
{
    struct sweeper w = {.script = script, .point = point, .out = out};
    const struct direction direction = {.context = &w, .plan = play, .fate = fate, .allocates = allocates};
    struct simulation_plan plan = script_plan(script);
    plan.direction = &direction;
    plan.tells = tells;
    *out = (struct sweep_result){0};
    simulation_run(&out->run, arena, stage, &plan);
}
