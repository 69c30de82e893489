#include "modes.h"

enum { TIMELINE_SHOWN = 40 };

struct simulation_plan sim_plan(const struct sim_mode *m, uint64_t seed)
{
    struct simulation_plan p = simulation_plan_default(seed);
    p.nodes = m->options->nodes;
    p.customers = m->options->customers;
    p.messages = m->options->messages;
    p.disk = m->options->store == 1;
    return p;
}

void sim_print_told(const struct sim_mode *m, const struct told *t)
{
    int64_t s = t->at_ms / 1000;
    fprintf(m->in->out, "  %lldd %02lld:%02lld:%02lld.%03lld  " SLICE_FMT "\n", (long long)(s / 86400),
            (long long)(s / 3600 % 24), (long long)(s / 60 % 60), (long long)(s % 60), (long long)(t->at_ms % 1000),
            SLICE_ARG(t->text));
}

/* The last things that happened before the violation, and how to see it again. */
void sim_print_failure(const struct sim_mode *m, const struct simulation_result *r)
{
    FILE *out = m->in->out;
    const struct violation *v = &r->violations[0];
    int64_t begin = sim_plan(m, r->seed).begin.ms;
    fprintf(out, "%sVIOLATION%s seed %llu: %s, %s\n", m->in->color ? "\x1b[31m" : "", m->in->color ? "\x1b[0m" : "",
            (unsigned long long)r->seed, invariant_name(v->invariant), invariant_words(v->invariant));
    for (size_t i = 0; i < r->violation_count; i++)
        fprintf(out, "  %s: " SLICE_FMT "\n", invariant_name(r->violations[i].invariant), SLICE_ARG(r->violations[i].text));
    size_t last = 0;
    while (last < r->told_count && r->timeline[last].at_ms + begin <= v->at_ms)
        last++;
    for (size_t i = last > TIMELINE_SHOWN ? last - TIMELINE_SHOWN : 0; i < last; i++)
        sim_print_told(m, &r->timeline[i]);
    fprintf(out, "repeat it: parley sim run --seed %llu%s -v\n", (unsigned long long)r->seed,
            m->options->store == 1 ? " --store disk" : "");
}

int sim_run(struct sim_mode *m)
{
    struct simulation_result r;
    struct simulation_plan plan = sim_plan(m, m->options->seed);
    plan.tells = true;
    simulation_run(&r, m->in->arena, &m->stage, &plan);
    for (size_t i = 0; m->options->verbose && i < r.told_count; i++)
        sim_print_told(m, &r.timeline[i]);
    if (r.violation_count > 0)
        sim_print_failure(m, &r);
    fprintf(m->in->out, "seed %llu: %llu messages, %llu turns, %llu sends, %zu faults, digest %016llx\n",
            (unsigned long long)r.seed, (unsigned long long)r.sum.accepted, (unsigned long long)r.sum.commits,
            (unsigned long long)r.sum.transmitted, r.strike_count, (unsigned long long)r.digest);
    return r.violation_count > 0 ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
}
