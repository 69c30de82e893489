#include "modes.h"

#include <parley/crew.h>
#include <parley/progress.h>
#include <parley/system.h>
#include <time.h>

enum { FAILURES_SHOWN = 3, TWICE_OF = 20 };

struct swarm {
    struct sim_mode *m;
    struct progress progress;
    uint64_t seeds, failed, twice, differing, struck[FAULT_COUNT], asked[FAULT_COUNT], virtual_ms;
    struct ledger_sum sum;
    clock_t began;
    uint64_t by_invariant[INVARIANT_COUNT];
};

struct swarm_seed {
    struct simulation_result result;
    bool twice, differs;
};

/* One in twenty runs twice: the same seed must give the same digest. */
static void *work(void *context, struct arena *arena, uint64_t seed)
{
    struct swarm *w = context;
    struct swarm_seed *s = ARENA_NEW(arena, struct swarm_seed);
    struct simulation_plan plan = sim_plan(w->m, seed);
    simulation_run(&s->result, arena, &w->m->stage, &plan);
    if (seed % TWICE_OF == 0) {
        struct simulation_result again;
        simulation_run(&again, arena, &w->m->stage, &plan);
        s->twice = true;
        s->differs = again.digest != s->result.digest;
    }
    return s;
}

static void show(struct swarm *w, struct arena *arena, uint64_t seed)
{
    struct simulation_result r;
    struct simulation_plan plan = sim_plan(w->m, seed);
    plan.tells = true;
    simulation_run(&r, arena, &w->m->stage, &plan);
    progress_end(&w->progress);
    if (r.violation_count > 0)
        sim_print_failure(w->m, &r);
}

static bool take(void *context, struct arena *arena, uint64_t seed, void *result)
{
    struct swarm *w = context;
    struct swarm_seed *s = result;
    const struct simulation_result *r = &s->result;
    w->seeds++;
    w->twice += s->twice;
    w->differing += s->differs;
    w->virtual_ms += r->virtual_ms;
    w->sum.accepted += r->sum.accepted;
    w->sum.commits += r->sum.commits;
    w->sum.transmitted += r->sum.transmitted;
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        w->sum.outcomes[i] += r->sum.outcomes[i];
    for (unsigned i = 0; i < SEND_STATE_COUNT; i++)
        for (unsigned k = 0; k < SEND_STATE_COUNT; k++)
            w->sum.edges[i][k] += r->sum.edges[i][k];
    for (unsigned i = 0; i < FAULT_COUNT; i++) {
        w->struck[i] += r->struck[i];
        w->asked[i] += r->asked[i];
    }
    if (s->differs)
        fprintf(w->m->in->out, "seed %llu gives two digests: the simulation is not deterministic\n", (unsigned long long)seed);
    if (r->violation_count > 0) {
        w->by_invariant[r->violations[0].invariant]++;
        if (w->failed++ < FAILURES_SHOWN)
            show(w, arena, seed);
    }
    progress_step(&w->progress, w->seeds, w->failed);
    return !interrupted() && (w->m->options->until == 0 || w->failed < w->m->options->until);
}

static int conclude(const struct swarm *w)
{
    FILE *out = w->m->in->out;
    double cpu_s = (double)(clock() - w->began) / CLOCKS_PER_SEC;
    fprintf(out, "%llu seeds, %llu failed; %llu run twice, %llu differed\n", (unsigned long long)w->seeds,
            (unsigned long long)w->failed, (unsigned long long)w->twice, (unsigned long long)w->differing);
    fprintf(out, "%.1f virtual years, %llu messages, %llu turns, %llu sends in %.1f CPU seconds: %.0f messages a CPU second\n",
            (double)w->virtual_ms / 3.15576e10, (unsigned long long)w->sum.accepted, (unsigned long long)w->sum.commits,
            (unsigned long long)w->sum.transmitted, cpu_s, (double)w->sum.accepted / cpu_s);
    for (unsigned i = 0; i < INVARIANT_COUNT; i++)
        if (w->by_invariant[i] > 0)
            fprintf(out, "  %s %llu seeds: %s\n", invariant_name((enum invariant)i), (unsigned long long)w->by_invariant[i],
                    invariant_words((enum invariant)i));
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        fprintf(out, "  %-20s %10llu of %12llu\n", fault_rows[i].name, (unsigned long long)w->struck[i],
                (unsigned long long)w->asked[i]);
    return w->failed || w->differing ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
}

int sim_swarm(struct sim_mode *m)
{
    struct swarm w = {.m = m, .began = clock()};
    const struct sim_options *o = m->options;
    interrupts_watch();
    progress_begin(&w.progress, m->in->progress, "seeds", o->seeds);
    struct crew crew = {(unsigned)o->jobs, o->seed, o->seed + o->seeds, (size_t)1 << 30, &w, work, take};
    (void)crew_run(&crew);
    progress_end(&w.progress);
    int status = conclude(&w);
    return interrupted() ? EXIT_STATUS_INTERRUPTED : status;
}
