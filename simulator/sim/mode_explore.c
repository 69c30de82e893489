#include "explore.h"
#include "modes.h"

#include <parley/crew.h>
#include <parley/json_write.h>
#include <parley/progress.h>
#include <parley/system.h>
#include <time.h>

enum { FAILURES_SHOWN = 3, TIMELINE_SHOWN = 60 };

struct exploring {
    struct sim_mode *m;
    struct progress progress;
    uint64_t walked, failed, answers[RUNG_COUNT], states_due;
    int64_t worst_ms[RUNG_COUNT]; /* first answer shown, while store and number are up or slow */
    int64_t drained_ms;
    uint64_t states[AXIS_COUNT][LEVEL_COUNT], failures[AXIS_COUNT][LEVEL_COUNT], rungs[AXIS_COUNT][LEVEL_COUNT][RUNG_COUNT];
    clock_t began;
};

static struct world_state state_of(uint64_t number)
{
    struct world_state w;
    for (unsigned i = AXIS_COUNT; i > 0; i--, number /= LEVEL_COUNT)
        w.of[i - 1] = (enum level)(number % LEVEL_COUNT);
    return w;
}

static uint64_t power(uint64_t base, unsigned n)
{
    uint64_t p = 1;
    while (n-- > 0)
        p *= base;
    return p;
}

static struct slice state_name(struct arena *a, const struct world_state *w)
{
    struct buffer b;
    buffer_init(&b, a, 512);
    for (unsigned i = 0; i < AXIS_COUNT; i++)
        buffer_printf(&b, "%s%s %s", i > 0 ? ", " : "", axis_names[i], level_names[w->of[i]]);
    return buffer_slice(&b);
}

/* -- one state -----------------------------------------------------------------------------------------------------------------
 */

static void *work(void *context, struct arena *arena, uint64_t number)
{
    struct exploring *x = context;
    struct world_state w = state_of(number * x->m->options->stride);
    struct explored *e = ARENA_NEW(arena, struct explored);
    explore_run(e, arena, &x->m->stage, &w, false);
    return e;
}

static void print_failure(const struct exploring *x, struct arena *arena, uint64_t number, const struct explored *e)
{
    FILE *out = x->m->in->out;
    struct world_state w = state_of(number);
    struct explored told;
    explore_run(&told, arena, &x->m->stage, &w, true);
    size_t last = told.run.told_count;
    for (size_t i = x->m->options->at.len > 0 || last <= TIMELINE_SHOWN ? 0 : last - TIMELINE_SHOWN; i < last; i++)
        sim_print_told(x->m, &told.run.timeline[i]);
    if (e->failure_count > 0)
        fprintf(out, "%sVIOLATION%s state %llu: " SLICE_FMT "\n", x->m->in->color ? "\x1b[31m" : "",
                x->m->in->color ? "\x1b[0m" : "", (unsigned long long)number, SLICE_ARG(state_name(arena, &w)));
    for (size_t i = 0; i < e->failure_count; i++)
        fprintf(out, "  " SLICE_FMT "\n", SLICE_ARG(e->failures[i]));
    fprintf(out, "repeat it: parley sim explore --at %llu\n", (unsigned long long)number);
}

static void print_state_json(const struct exploring *x, struct arena *arena, uint64_t number, const struct explored *e)
{
    struct world_state state = state_of(number);
    struct buffer b;
    struct json_write w;
    buffer_init(&b, arena, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_u64(&w, "state", number);
    for (unsigned i = 0; i < AXIS_COUNT; i++)
        json_put_cstr(&w, axis_names[i], level_names[state.of[i]]);
    json_key(&w, "answers");
    json_array_begin(&w);
    for (size_t i = 0; i < e->sitting_count; i++) {
        const struct sitting *t = &e->sittings[i];
        json_object_begin(&w);
        json_put_u64(&w, "customer", t->customer);
        json_put_cstr(&w, "rung", rung_names[t->rung]);
        json_put_i64(&w, "said_ms", t->said_ms);
        json_put_i64(&w, "decided_ms", t->decided_ms);
        json_put_i64(&w, "shown_ms", t->shown_ms);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_put_i64(&w, "drained_ms", e->drained_ms);
    json_key(&w, "violations");
    json_array_begin(&w);
    for (size_t i = 0; i < e->failure_count; i++)
        json_add_string(&w, e->failures[i]);
    json_array_end(&w);
    json_object_end(&w);
    fprintf(x->m->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

static void count(struct exploring *x, const struct world_state *w, const struct explored *e)
{
    bool timely = w->of[AXIS_STORE] < LEVEL_TOO_SLOW && explore_number(w) != LEVEL_DOWN;
    for (size_t i = 0; i < e->sitting_count; i++) {
        const struct sitting *t = &e->sittings[i];
        int64_t took_ms = t->shown_ms - t->said_ms;
        x->answers[t->rung]++;
        if (timely && took_ms > x->worst_ms[t->rung])
            x->worst_ms[t->rung] = took_ms;
        for (unsigned a = 0; a < AXIS_COUNT; a++)
            x->rungs[a][w->of[a]][t->rung]++;
    }
    for (unsigned a = 0; a < AXIS_COUNT; a++) {
        x->states[a][w->of[a]]++;
        x->failures[a][w->of[a]] += e->failure_count > 0;
    }
    x->drained_ms = e->drained_ms > x->drained_ms ? e->drained_ms : x->drained_ms;
}

static bool take(void *context, struct arena *arena, uint64_t number, void *result)
{
    struct exploring *x = context;
    const struct explored *e = result;
    number *= x->m->options->stride;
    struct world_state w = state_of(number);
    x->walked++;
    count(x, &w, e);
    if (x->m->in->json)
        print_state_json(x, arena, number, e);
    if (e->failure_count > 0 && x->failed++ < FAILURES_SHOWN && !x->m->in->json) {
        progress_end(&x->progress);
        print_failure(x, arena, number, e);
    }
    progress_step(&x->progress, x->walked, x->failed);
    return !interrupted();
}

/* -- the table -----------------------------------------------------------------------------------------------------------------
 */

static void print_table(const struct exploring *x)
{
    FILE *out = x->m->in->out;
    fprintf(out, "%-10s %-9s %7s", "axis", "level", "states");
    for (unsigned r = 0; r < RUNG_COUNT; r++)
        fprintf(out, " %9s", rung_names[r]);
    fprintf(out, " %10s\n", "violations");
    for (unsigned a = 0; a < AXIS_COUNT; a++)
        for (unsigned l = 0; l < LEVEL_COUNT; l++) {
            fprintf(out, "%-10s %-9s %7llu", axis_names[a], level_names[l], (unsigned long long)x->states[a][l]);
            for (unsigned r = 0; r < RUNG_COUNT; r++)
                fprintf(out, " %9llu", (unsigned long long)x->rungs[a][l][r]);
            fprintf(out, " %10llu\n", (unsigned long long)x->failures[a][l]);
        }
    fprintf(out, "%-20s %7llu", "all", (unsigned long long)x->walked);
    for (unsigned r = 0; r < RUNG_COUNT; r++)
        fprintf(out, " %9llu", (unsigned long long)x->answers[r]);
    fprintf(out, " %10llu\n%-28s", (unsigned long long)x->failed, "worst first answer, s");
    for (unsigned r = 0; r < RUNG_COUNT; r++)
        fprintf(out, " %9.1f", (double)x->worst_ms[r] / 1000);
    fprintf(out, "   (store up or slow, a number not down)\nbounds: %s\n", explore_bounds());
    fprintf(out, "no axis: a cache (a node keeps nothing beside the store that answers anybody)\n");
}

static int conclude(const struct exploring *x)
{
    uint64_t all = power(LEVEL_COUNT, AXIS_COUNT);
    double cpu_s = (double)(clock() - x->began) / CLOCKS_PER_SEC;
    if (!x->m->in->json) {
        print_table(x);
        fprintf(x->m->in->out,
                "%llu states of %u things up, slow or down (slow both within and beyond the deadline: %llu), %llu walked, %llu "
                "violated; "
                "drained %.1f s after healing at the latest; %.1f s on one core\n",
                (unsigned long long)power(3, AXIS_COUNT), AXIS_COUNT, (unsigned long long)all, (unsigned long long)x->walked,
                (unsigned long long)x->failed, (double)x->drained_ms / 1000, cpu_s);
    }
    if (interrupted())
        return EXIT_STATUS_INTERRUPTED;
    return x->failed > 0 || x->walked < x->states_due ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
}

int sim_explore(struct sim_mode *m)
{
    struct exploring x = {.m = m, .began = clock()};
    struct error e;
    uint64_t at, all = power(LEVEL_COUNT, AXIS_COUNT);
    x.states_due = (all + m->options->stride - 1) / m->options->stride;
    if (m->stage.tenant_count < 2) {
        fail(&e, BAD_INPUT, "--pack: the customers write to two tenants");
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    }
    if (m->options->at.len > 0) {
        if (!slice_to_u64(&at, m->options->at) || at >= all) {
            fail(&e, BAD_INPUT, "--at: \"" SLICE_FMT "\" is not the number of a state; 0 to %llu", SLICE_ARG(m->options->at),
                 (unsigned long long)all - 1);
            return command_fail(m->in, EXIT_STATUS_USAGE, &e);
        }
        struct explored one;
        struct world_state w = state_of(at);
        explore_run(&one, m->in->arena, &m->stage, &w, false);
        print_failure(&x, m->in->arena, at, &one);
        return one.failure_count > 0 ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
    }
    interrupts_watch();
    progress_begin(&x.progress, m->in->progress, "states", x.states_due);
    struct crew crew = {(unsigned)m->options->jobs, 0, x.states_due, (size_t)1 << 30, &x, work, take};
    (void)crew_run(&crew);
    progress_end(&x.progress);
    return conclude(&x);
}
