#include "sweep.h"

const char *const sweep_fate_names[SWEEP_FATE_COUNT] = {"fails",      "dies-before", "dies-after", "dies-allocating",
                                                        "disk-fails", "disk-torn",   "sync-fails", "disk-full",
                                                        "cut-before", "cut-after",   "dies-during"};

static const enum disk_fault disk_faults[SWEEP_FATE_COUNT] = {
    [SWEEP_DISK_FAILS] = DISK_ERROR,       [SWEEP_DISK_TORN] = DISK_TORN,        [SWEEP_SYNC_FAILS] = DISK_SYNC_FAILS,
    [SWEEP_DISK_FULL] = DISK_FULL,         [SWEEP_CUT_BEFORE] = DISK_CUT_BEFORE, [SWEEP_CUT_AFTER] = DISK_CUT_AFTER,
    [SWEEP_DIES_DURING] = DISK_DIES_DURING};

enum sweep_count sweep_counts(enum sweep_fate fate)
{
    return fate < SWEEP_CALL_FATES ? COUNT_CALLS : fate == SWEEP_DIES_ALLOCATING ? COUNT_ALLOCATIONS : COUNT_DISK;
}

bool sweep_fits(enum sweep_fate fate, enum disk_op op)
{
    return sweep_counts(fate) == COUNT_DISK && disk_fault_fits(disk_faults[fate], op);
}

struct sweeper {
    const struct script *script;
    const struct sweep_point *point;
    struct sweep_result *out;
    struct arena *arena;
    ARRAY_OF(uint8_t) disk_ops;
};

static void play(void *context, struct simulation *s)
{
    script_play(((struct sweeper *)context)->script, s);
}

/* The fault that is next, when this is its moment. */
static const struct sweep_fault *strikes(struct sweeper *w, uint64_t number, enum sweep_count counted)
{
    const struct sweep_fault *f = &w->point->faults[w->out->struck];
    if (w->out->struck == w->point->count || sweep_counts(f->fate) != counted || f->at != number)
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
    const struct sweep_fault *f = strikes(w, w->out->writes++, COUNT_CALLS);
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
    return strikes(w, w->out->allocations++, COUNT_ALLOCATIONS) != NULL;
}

static enum disk_fault disk(void *context, struct simulation *s, const struct disk_request *r)
{
    struct sweeper *w = context;
    if (r->op < DISK_WRITE)
        return DISK_FINE;
    *ARRAY_ADD(w->arena, &w->disk_ops) = (uint8_t)r->op;
    const struct sweep_fault *f = strikes(w, w->out->disk++, COUNT_DISK);
    if (f == NULL)
        return DISK_FINE;
    ledger_trouble(s->ledger); /* what was being written is done again when the lease has run out */
    sim_tell(s, "node %u: the disk's %s of " SLICE_FMT ": %s", r->node - 1, disk_op_name(r->op), SLICE_ARG(r->file),
             sweep_fate_names[f->fate]);
    return disk_faults[f->fate];
}

void sweep_run(struct sweep_result *out, struct arena *arena, const struct stage *stage, const struct script *script,
               const struct sweep_point *point, bool on_disk, bool tells)
{
    struct sweeper w = {.script = script, .point = point, .out = out, .arena = arena};
    const struct direction direction = {.context = &w, .plan = play, .fate = fate, .allocates = allocates, .disk = disk};
    struct simulation_plan plan = script_plan(script);
    plan.direction = &direction;
    plan.tells = tells;
    plan.disk = on_disk;
    *out = (struct sweep_result){0};
    simulation_run(&out->run, arena, stage, &plan);
    out->disk_ops = w.disk_ops.at;
}
