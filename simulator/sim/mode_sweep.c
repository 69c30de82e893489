#include "sweep_report.h"

#include <parley/crew.h>
#include <parley/progress.h>
#include <parley/size.h>
#include <parley/system.h>
#include <time.h>

enum { FAILURES_SHOWN = 3, SHORTEST = 2 };

struct points {
    struct sweep_point *at;
    size_t count, room;
};

struct sweeping {
    struct sim_mode *m;
    const struct script *script;
    struct points points;
    uint64_t *writes; /* of the run of each point */
    struct sweep_sum sum;
    uint64_t shown;
    struct progress progress;
};

static void add(struct arena *a, struct points *p, struct sweep_point point)
{
    *ARRAY_ADD(a, p) = point;
}

static bool on_disk(const struct sim_mode *m)
{
    return m->options->store == 1;
}

/* -- running points ------------------------------------------------------------------------------------------------------------
 */

static void *work(void *context, struct arena *arena, uint64_t number)
{
    struct sweeping *w = context;
    const struct sweep_point *p = &w->points.at[number];
    struct sweep_result *r = ARENA_NEW(arena, struct sweep_result);
    sweep_run(r, arena, &w->m->stage, w->script, p, on_disk(w->m), false);
    return r;
}

static bool take(void *context, struct arena *arena, uint64_t number, void *result)
{
    struct sweeping *w = context;
    const struct sweep_result *r = result;
    const struct sweep_point *p = &w->points.at[number];
    bool struck = r->struck == p->count;
    w->sum.swept += struck;
    w->writes[number] = r->writes;
    w->sum.violated += r->run.violation_count > 0;
    if ((r->run.violation_count > 0 || !struck) && w->shown++ < FAILURES_SHOWN) {
        progress_end(&w->progress);
        sweep_print_failure(w->m, arena, w->script, p, false);
    }
    progress_step(&w->progress, number + 1, w->sum.violated);
    return !interrupted();
}

static void sweep_points(struct sweeping *w)
{
    const struct sim_options *o = w->m->options;
    w->writes = ARENA_NEW_ARRAY(w->m->in->arena, uint64_t, w->points.count + 1);
    w->sum.enumerated += w->points.count;
    progress_begin(&w->progress, w->m->in->progress, w->script->name, w->points.count);
    unsigned jobs = on_disk(w->m) ? 1 : (unsigned)o->jobs; /* SQLite's dice are one per process */
    struct crew crew = {jobs, 0, w->points.count, (size_t)1 << 30, w, work, take};
    (void)crew_run(&crew);
    progress_end(&w->progress);
}

/* -- which points there are ----------------------------------------------------------------------------------------------------
 */

static void single_points(struct sweeping *w, const struct sweep_result *base)
{
    struct arena *a = w->m->in->arena;
    for (uint64_t k = 0; k < base->writes; k++)
        for (unsigned f = 0; f < SWEEP_CALL_FATES; f++)
            add(a, &w->points, (struct sweep_point){{{(enum sweep_fate)f, k}}, 1});
    uint64_t stride = w->m->options->stride;
    for (uint64_t k = 0; k < base->allocations; k += stride)
        add(a, &w->points, (struct sweep_point){{{SWEEP_DIES_ALLOCATING, k}}, 1});
    for (uint64_t k = 0; k < base->disk; k++)
        for (unsigned f = SWEEP_DISK_FAILS; f < SWEEP_FATE_COUNT; f++)
            if (sweep_fits((enum sweep_fate)f, (enum disk_op)base->disk_ops[k]))
                add(a, &w->points, (struct sweep_point){{{(enum sweep_fate)f, k}}, 1});
}

/* Every second fault behind every first one: what the run with the first did is what can go wrong in it. */
static struct points pair_points(const struct sweeping *w)
{
    struct arena *a = w->m->in->arena;
    struct points pairs = {0};
    for (size_t i = 0; i < w->points.count; i++) {
        struct sweep_fault first = w->points.at[i].faults[0];
        for (uint64_t k = first.at + 1; first.fate < SWEEP_CALL_FATES && k < w->writes[i]; k++)
            for (unsigned f = 0; f < SWEEP_CALL_FATES; f++)
                add(a, &pairs, (struct sweep_point){{first, {(enum sweep_fate)f, k}}, 2});
    }
    return pairs;
}

static void sweep_script(struct sweeping *w, bool pairs)
{
    static const struct sweep_point nothing = {.count = 0};
    struct sweep_result base;
    clock_t began = clock();
    sweep_run(&base, w->m->in->arena, &w->m->stage, w->script, &nothing, on_disk(w->m), false);
    w->sum.script = w->script->name;
    w->sum.calls = base.calls;
    w->sum.writes = base.writes;
    w->sum.allocations = base.allocations;
    w->sum.disk = base.disk;
    for (size_t i = 0; i <= SIM_NODES_MAX; i++)
        w->sum.by_node[i] = base.by_node[i];
    w->sum.violated += base.run.violation_count > 0;
    if (base.run.violation_count > 0 || w->m->options->verbose)
        sweep_print_failure(w->m, w->m->in->arena, w->script, &nothing, w->m->options->verbose);
    single_points(w, &base);
    sweep_points(w);
    if (pairs) {
        w->points = pair_points(w);
        sweep_points(w);
    }
    w->sum.cpu_s = (double)(clock() - began) / CLOCKS_PER_SEC;
}

/* -- one point, told -----------------------------------------------------------------------------------------------------------
 */

static enum code read_point(struct sweep_point *out, const struct sim_options *o, struct error *e)
{
    struct slice ats = o->at, fates = o->fate, at, fate;
    *out = (struct sweep_point){.count = 0};
    while (slice_next(&at, &ats, ',')) {
        struct sweep_fault *f = &out->faults[out->count];
        unsigned known = 0;
        if (out->count == COUNT_OF(out->faults))
            return fail(e, BAD_INPUT, "--at: \"" SLICE_FMT "\" has more than two numbers", SLICE_ARG(o->at));
        if (!slice_next(&fate, &fates, ','))
            return fail(e, BAD_INPUT, "--fate: \"" SLICE_FMT "\" has fewer fates than --at has numbers", SLICE_ARG(o->fate));
        if (fate.len == 0)
            return fail(e, BAD_INPUT, "--fate: is missing; --at needs to know what happens there, such as --fate dies-after");
        if (!slice_to_u64(&f->at, at))
            return fail(e, BAD_INPUT, "--at: \"" SLICE_FMT "\" is not the number of a point", SLICE_ARG(at));
        while (known < SWEEP_FATE_COUNT && !slice_eq(fate, slice_from(sweep_fate_names[known])))
            known++;
        if (known == SWEEP_FATE_COUNT)
            return fail(e, BAD_INPUT, "--fate: \"" SLICE_FMT "\" is not a fate; `parley sim --help` lists them", SLICE_ARG(fate));
        f->fate = (enum sweep_fate)known;
        out->count++;
    }
    return OK;
}

static int show_point(struct sim_mode *m, const struct script *script)
{
    struct sweep_point point;
    struct sweep_result r;
    struct error e;
    if (script == NULL) {
        fail(&e, BAD_INPUT, "--at: is a point of one script; say which with --script");
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    }
    if (read_point(&point, m->options, &e) != OK)
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    sweep_print_failure(m, m->in->arena, script, &point, m->options->verbose);
    sweep_run(&r, m->in->arena, &m->stage, script, &point, on_disk(m), false);
    if (r.struck < point.count)
        return EXIT_STATUS_USAGE;
    return r.run.violation_count > 0 ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
}

/* -- outside -------------------------------------------------------------------------------------------------------------------
 */

static int conclude(const struct sim_mode *m, const struct sweep_sum *all)
{
    sweep_print_sum(m, all);
    if (interrupted())
        return EXIT_STATUS_INTERRUPTED;
    bool whole = all->swept == all->enumerated;
    if (!m->in->json)
        fprintf(m->in->out, "%llu points enumerated, %llu swept%s, %llu violated, %.1f s on one core\n",
                (unsigned long long)all->enumerated, (unsigned long long)all->swept, whole ? "" : ": POINTS WERE SKIPPED",
                (unsigned long long)all->violated, all->cpu_s);
    return whole && all->violated == 0 ? EXIT_STATUS_PASS : EXIT_STATUS_VIOLATION;
}

static void sum_up(struct sweep_sum *all, const struct sweep_sum *s)
{
    all->calls += s->calls;
    all->writes += s->writes;
    all->allocations += s->allocations;
    all->disk += s->disk;
    all->enumerated += s->enumerated;
    all->swept += s->swept;
    all->violated += s->violated;
    all->cpu_s += s->cpu_s;
    for (size_t i = 0; i <= SIM_NODES_MAX; i++)
        all->by_node[i] += s->by_node[i];
}

int sim_sweep(struct sim_mode *m)
{
    const struct sim_options *o = m->options;
    const struct script *only = script_named(o->script);
    struct sweep_sum all = {.script = "all"};
    struct error e;
    if (only == NULL && !slice_eq(o->script, SLICE("all"))) {
        struct buffer b;
        buffer_init(&b, m->in->arena, 4096);
        for (size_t i = 0; i < script_count; i++)
            buffer_printf(&b, "%s, ", scripts[i].name);
        fail(&e, BAD_INPUT, "--script: \"" SLICE_FMT "\" is not a script; " SLICE_FMT "or all", SLICE_ARG(o->script),
             SLICE_ARG(buffer_slice(&b)));
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    }
    if (m->stage.tenant_count < 2) {
        fail(&e, BAD_INPUT, "--pack: the scripts are about two tenants");
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    }
    if (o->at.len == 0 && o->fate.len > 0) {
        fail(&e, BAD_INPUT, "--fate: is of one point; say which with --at");
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    }
    if (o->at.len > 0)
        return show_point(m, only);
    interrupts_watch();
    sweep_print_head(m);
    for (size_t i = 0; i < script_count && !interrupted(); i++) {
        struct sweeping w = {.m = m, .script = &scripts[i]};
        if (only != NULL && only != w.script)
            continue;
        sweep_script(&w, o->pairs && (i < SHORTEST || only != NULL));
        sweep_print_sum(m, &w.sum);
        sum_up(&all, &w.sum);
    }
    return conclude(m, &all);
}
