#include "modes.h"
#include "swarm_sum.h"

#include <parley/crew.h>
#include <parley/progress.h>
#include <parley/system.h>
#include <malloc.h>
#include <time.h>

enum { FAILURES_SHOWN = 3, TWICE_OF = 20 };

struct swarm {
    struct sim_mode *m;
    struct progress progress;
    struct swarm_sum all;
    clock_t began;
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
    progress_hide(&w->progress);
    if (r.violation_count > 0)
        sim_print_failure(w->m, &r);
}

static bool take(void *context, struct arena *arena, uint64_t seed, void *result)
{
    struct swarm *w = context;
    struct swarm_seed *s = result;
    const struct simulation_result *r = &s->result;
    swarm_add(&w->all, r);
    w->all.twice += s->twice;
    w->all.differing += s->differs;
    if (s->differs && !w->m->in->json)
        fprintf(w->m->in->out, "seed %llu gives two digests: the simulation is not deterministic\n", (unsigned long long)seed);
    if (r->violation_count > 0 && w->all.failed <= FAILURES_SHOWN && !w->m->in->json)
        show(w, arena, seed);
    progress_step(&w->progress, w->all.seeds, w->all.failed);
    return !interrupted() && (w->m->options->until == 0 || w->all.failed < w->m->options->until);
}

/* World after world takes the same memory: it is not given back to the system between them, page by page. */
static void keep_memory(void)
{
    enum { KEPT = 256 << 20, MAPPED_FROM = 32 << 20 };
    (void)mallopt(M_TRIM_THRESHOLD, KEPT);
    (void)mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
}

int sim_swarm(struct sim_mode *m)
{
    struct swarm w = {.m = m, .began = clock()};
    const struct sim_options *o = m->options;
    interrupts_watch();
    keep_memory();
    progress_begin(&w.progress, m->in->progress, "seeds", o->seeds);
    /* SQLite draws from one generator per process: on the disk one thread, or runs of one seed would differ */
    struct crew crew = {o->store == 1 ? 1 : (unsigned)o->jobs, o->seed, o->seed + o->seeds, (size_t)1 << 30, &w, work, take};
    (void)crew_run(&crew);
    progress_end(&w.progress);
    w.all.asked_seeds = o->seeds;
    w.all.interrupted = interrupted();
    w.all.cpu_s = (double)(clock() - w.began) / CLOCKS_PER_SEC;
    int status = swarm_conclude(m, &w.all);
    return interrupted() ? EXIT_STATUS_INTERRUPTED : status;
}
