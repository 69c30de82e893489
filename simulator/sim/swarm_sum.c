#include "swarm_sum.h"

#include <parley/json_write.h>
#include <parley/random.h>

void swarm_add(struct swarm_sum *all, const struct simulation_result *r)
{
    if (r->violation_count > 0 && all->failed < FAILED_SEEDS_TOLD)
        all->failed_seeds[all->failed] = r->seed;
    all->failed += r->violation_count > 0;
    if (r->violation_count > 0)
        all->by_invariant[r->violations[0].invariant]++;
    all->seeds++;
    all->digest = random_at((struct random_key){all->digest, r->digest, 0}, r->seed);
    all->virtual_ms += r->virtual_ms;
    all->sum.accepted += r->sum.accepted;
    all->sum.commits += r->sum.commits;
    all->sum.transmitted += r->sum.transmitted;
    all->sum.shown += r->sum.shown;
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        all->sum.outcomes[i] += r->sum.outcomes[i];
    for (unsigned i = 0; i < SEND_STATE_COUNT; i++)
        for (unsigned k = 0; k < SEND_STATE_COUNT; k++)
            all->sum.edges[i][k] += r->sum.edges[i][k];
    for (unsigned i = 0; i < FAULT_COUNT; i++) {
        all->struck[i] += r->struck[i];
        all->asked[i] += r->asked[i];
    }
    for (unsigned i = 0; i < VOLUNTEER_COUNT; i++)
        all->volunteered[i] += r->volunteered[i];
}

/* -- probes: what must be seen at least once -----------------------------------------------------------------------------------
 */

struct probe {
    const char *group;
    struct slice name;
    uint64_t fired;
};

typedef void probe_visit(void *context, const struct probe *p);

static const char *const volunteer_names[VOLUNTEER_COUNT] = {
#define VOLUNTEERED(constant, name, help) [VOLUNTEER_##constant] = name,
    VOLUNTEERED_ALL(VOLUNTEERED)
#undef VOLUNTEERED
};

/* The edges of I6 that an engine in trouble takes. */
static const struct {
    enum send_state from, to;
} edges[] = {{SEND_INTENT, SEND_SENDING},   {SEND_INTENT, SEND_REFUSED},  {SEND_SENDING, SEND_ACCEPTED},
             {SEND_SENDING, SEND_REFUSED},  {SEND_SENDING, SEND_UNKNOWN}, {SEND_SENDING, SEND_INTENT},
             {SEND_UNKNOWN, SEND_ACCEPTED}, {SEND_UNKNOWN, SEND_REFUSED}, {SEND_UNKNOWN, SEND_HUMAN},
             {SEND_ACCEPTED, SEND_HUMAN}};

/* A fault without an occasion here (the disk's, with the store in memory) is no probe. */
static void each_probe(const struct swarm_sum *all, struct arena *a, probe_visit *visit, void *context)
{
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        if (fault_rows[i].most_ppm > 0 && all->asked[i] > 0 && i != FAULT_BUGGIFY)
            visit(context, &(struct probe){"fault", slice_from(fault_rows[i].name), all->struck[i]});
    for (unsigned i = OUTCOME_PENDING + 1; i < OUTCOME_COUNT; i++)
        visit(context, &(struct probe){"outcome", slice_from(outcome_name((enum outcome)i)), all->sum.outcomes[i]});
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
        visit(context,
              &(struct probe){"send", arena_printf(a, "%s to %s", send_state_name(edges[i].from), send_state_name(edges[i].to)),
                              all->sum.edges[edges[i].from][edges[i].to]});
    for (unsigned i = 0; i < VOLUNTEER_COUNT && all->asked[FAULT_BUGGIFY] > 0; i++)
        visit(context, &(struct probe){"engine", slice_from(volunteer_names[i]), all->volunteered[i]});
}

static void count_silent(void *context, const struct probe *p)
{
    *(uint64_t *)context += p->fired == 0;
}

static void print_probe(void *context, const struct probe *p)
{
    const struct sim_mode *m = context;
    const char *red = m->in->color && p->fired == 0 ? "\x1b[31m" : "", *off = m->in->color && p->fired == 0 ? "\x1b[0m" : "";
    fprintf(m->in->out, "  %s%-8s %-24.*s %12llu%s\n", red, p->group, SLICE_ARG(p->name), (unsigned long long)p->fired, off);
}

static void write_probe(void *context, const struct probe *p)
{
    json_put_u64(context,
                 arena_printf(((struct json_write *)context)->out->arena, "%s " SLICE_FMT, p->group, SLICE_ARG(p->name)).at,
                 p->fired);
}

/* -- what is said --------------------------------------------------------------------------------------------------------------
 */

static void write_json(const struct sim_mode *m, const struct swarm_sum *all, const char *verdict)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, m->in->arena, 1 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "run", "swarm");
    json_put_cstr(&w, "verdict", verdict);
    json_put_u64(&w, "seeds", all->seeds);
    json_put_u64(&w, "seeds_asked", all->asked_seeds);
    json_put_u64(&w, "failed", all->failed);
    if (all->failed > 0)
        json_put_u64(&w, "first_failed", all->failed_seeds[0]);
    json_key(&w, "failed_seeds");
    json_array_begin(&w);
    for (uint64_t i = 0; i < all->failed && i < FAILED_SEEDS_TOLD; i++)
        json_add_u64(&w, all->failed_seeds[i]);
    json_array_end(&w);
    json_put_string(&w, "digest", arena_printf(m->in->arena, "%016llx", (unsigned long long)all->digest));
    json_put_u64(&w, "twice", all->twice);
    json_put_u64(&w, "differing", all->differing);
    json_put_u64(&w, "virtual_s", all->virtual_ms / 1000);
    json_put_u64(&w, "messages_in", all->sum.accepted);
    json_put_u64(&w, "messages_out", all->sum.shown);
    json_put_u64(&w, "turns", all->sum.commits);
    json_put_u64(&w, "cpu_ms", (uint64_t)(all->cpu_s * 1000));
    json_key(&w, "invariants");
    json_object_begin(&w);
    for (unsigned i = 0; i < INVARIANT_COUNT; i++)
        if (all->by_invariant[i] > 0)
            json_put_u64(&w, invariant_name((enum invariant)i), all->by_invariant[i]);
    json_object_end(&w);
    json_key(&w, "probes");
    json_object_begin(&w);
    each_probe(all, m->in->arena, write_probe, &w);
    json_object_end(&w);
    json_object_end(&w);
    fprintf(m->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

static void print_figures(const struct sim_mode *m, const struct swarm_sum *all, uint64_t silent)
{
    FILE *out = m->in->out;
    uint64_t messages = all->sum.accepted + all->sum.shown, strikes = 0;
    for (unsigned i = 0; i < FAULT_COUNT; i++)
        strikes += all->struck[i];
    if (all->failed == 0 || m->options->verbose) /* sixty lines more would hide what failed */
        each_probe(all, m->in->arena, print_probe, (void *)(uintptr_t)m);
    for (unsigned i = 0; i < INVARIANT_COUNT; i++)
        if (all->by_invariant[i] > 0)
            fprintf(out, "  %s broke in %llu seeds: %s\n", invariant_name((enum invariant)i),
                    (unsigned long long)all->by_invariant[i], invariant_words((enum invariant)i));
    for (uint64_t i = 0; i < all->failed && i < FAILED_SEEDS_TOLD; i++)
        fprintf(out, "%s%llu%s", i == 0 ? "  failed seeds: " : ", ", (unsigned long long)all->failed_seeds[i],
                i + 1 == all->failed || i + 1 == FAILED_SEEDS_TOLD ? "\n" : "");
    fprintf(out, "%llu seeds, %llu failed, %llu probes silent; %llu run twice, %llu differed; digest %016llx\n",
            (unsigned long long)all->seeds, (unsigned long long)all->failed, (unsigned long long)silent,
            (unsigned long long)all->twice, (unsigned long long)all->differing, (unsigned long long)all->digest);
    fprintf(out,
            "%.1f virtual years, %llu faults, %llu messages (%llu in, %llu out), %llu turns in %.1f CPU seconds: %.0f messages a "
            "CPU second\n",
            (double)all->virtual_ms / 3.15576e10, (unsigned long long)strikes, (unsigned long long)messages,
            (unsigned long long)all->sum.accepted, (unsigned long long)all->sum.shown, (unsigned long long)all->sum.commits,
            all->cpu_s, all->cpu_s > 0 ? (double)messages / all->cpu_s : 0);
}

int swarm_conclude(const struct sim_mode *m, const struct swarm_sum *all)
{
    uint64_t silent = 0;
    each_probe(all, m->in->arena, count_silent, &silent);
    bool broken = all->failed > 0 || all->differing > 0, hollow = silent > 0 && all->seeds >= COVERED_SEEDS;
    if (m->in->json)
        write_json(m, all, broken ? "violation" : all->interrupted ? "interrupted" : hollow ? "coverage" : "pass");
    else
        print_figures(m, all, silent);
    if (all->interrupted && !m->in->json)
        fprintf(m->in->out, "INTERRUPTED after %llu of %llu seeds\n", (unsigned long long)all->seeds,
                (unsigned long long)all->asked_seeds);
    return broken ? EXIT_STATUS_VIOLATION : hollow ? EXIT_STATUS_COVERAGE : EXIT_STATUS_PASS;
}
