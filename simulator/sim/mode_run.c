#include "modes.h"

#include <parley/calendar.h>

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

/* What happened is one line, whatever a message holds. */
void sim_print_told(const struct sim_mode *m, const struct told *t)
{
    FILE *out = m->in->out;
    int64_t s = t->at_ms / 1000;
    fprintf(out, "  %lldd %02lld:%02lld:%02lld.%03lld  ", (long long)(s / 86400), (long long)(s / 3600 % 24),
            (long long)(s / 60 % 60), (long long)(s % 60), (long long)(t->at_ms % 1000));
    for (size_t i = 0; i < t->text.len; i++)
        if (t->text.at[i] == '\n')
            fputs("\\n", out);
        else
            fputc(t->text.at[i], out);
    fputc('\n', out);
}

static void put_number(FILE *out, const char *name, uint64_t n, uint64_t usual)
{
    if (n != usual)
        fprintf(out, " --%s %llu", name, (unsigned long long)n);
}

void sim_print_options(const struct sim_mode *m, uint64_t seed)
{
    const struct sim_options *asked = m->in->options;
    const struct simulation_plan usual = simulation_plan_default(seed);
    FILE *out = m->in->out;
    fprintf(out, "--seed %llu", (unsigned long long)seed);
    for (size_t i = 0; i < asked->packs.count; i++)
        fprintf(out, " --pack " SLICE_FMT, SLICE_ARG(asked->packs.at[i]));
    if (!slice_eq(asked->cast, SLICE("personas/cast")))
        fprintf(out, " --cast " SLICE_FMT, SLICE_ARG(asked->cast));
    for (size_t i = 0; i < asked->replay.count; i++)
        fprintf(out, " --replay " SLICE_FMT, SLICE_ARG(asked->replay.at[i]));
    put_number(out, "nodes", asked->nodes, usual.nodes);
    put_number(out, "customers", asked->customers, usual.customers);
    put_number(out, "messages", asked->messages, usual.messages);
    if (asked->store == 1)
        fputs(" --store disk", out);
}

void json_put_violations(struct json_write *w, const struct simulation_result *r)
{
    json_key(w, "violations");
    json_array_begin(w);
    for (size_t i = 0; i < r->violation_count; i++) {
        json_object_begin(w);
        json_put_cstr(w, "invariant", invariant_name(r->violations[i].invariant));
        json_put_string(w, "text", r->violations[i].text);
        json_object_end(w);
    }
    json_array_end(w);
}

/* The last things that happened before the violation, how to see it again, and how to see less of it. */
void sim_print_failure(const struct sim_mode *m, const struct simulation_result *r)
{
    FILE *out = m->in->out;
    const struct violation *v = &r->violations[0];
    int64_t begin = sim_plan(m, r->seed).begin.ms;
    fprintf(out, "%sVIOLATION%s seed %llu: %s, %s\n", m->in->color ? "\x1b[31m" : "", m->in->color ? "\x1b[0m" : "",
            (unsigned long long)r->seed, invariant_name(v->invariant), invariant_words(v->invariant));
    for (size_t i = 0; i < r->violation_count; i++)
        fprintf(out, "  %s: " SLICE_FMT "\n", invariant_name(r->violations[i].invariant), SLICE_ARG(r->violations[i].text));
    fprintf(out, "  times since " SLICE_FMT "\n", SLICE_ARG(wall_format(m->in->arena, sim_plan(m, r->seed).begin)));
    size_t last = 0;
    while (last < r->told_count && r->timeline[last].at_ms + begin <= v->at_ms)
        last++;
    for (size_t i = last > TIMELINE_SHOWN ? last - TIMELINE_SHOWN : 0; i < last; i++)
        sim_print_told(m, &r->timeline[i]);
    if (r->violation_count > 1)
        fprintf(out, "  here %s broke first; %zu more follow, sim run -v tells all\n", invariant_name(v->invariant),
                r->violation_count - 1);
    fputs("repeat it: parley sim run ", out);
    sim_print_options(m, r->seed);
    fputs(" -v\nshrink it: parley sim shrink ", out);
    sim_print_options(m, r->seed);
    fputc('\n', out);
}

static void put_json(const struct sim_mode *m, const struct simulation_result *r)
{
    struct buffer b;
    struct json_write w;
    struct arena *arena = m->in->arena;
    buffer_init(&b, arena, (size_t)64 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "run", "seed");
    json_put_cstr(&w, "verdict", r->violation_count > 0 ? "violation" : "pass");
    json_put_u64(&w, "seed", r->seed);
    json_put_string(&w, "digest", arena_printf(arena, "%016llx", (unsigned long long)r->digest));
    json_put_u64(&w, "messages_in", r->sum.accepted);
    json_put_u64(&w, "messages_out", r->sum.shown);
    json_put_u64(&w, "turns", r->sum.commits);
    json_put_u64(&w, "faults", r->strike_count);
    json_put_u64(&w, "virtual_s", r->virtual_ms / 1000);
    json_put_violations(&w, r);
    if (m->options->verbose) {
        json_key(&w, "timeline");
        json_array_begin(&w);
        for (size_t i = 0; i < r->told_count; i++) {
            json_object_begin(&w);
            json_put_i64(&w, "at_ms", r->timeline[i].at_ms);
            json_put_string(&w, "what", r->timeline[i].text);
            json_object_end(&w);
        }
        json_array_end(&w);
    }
    json_object_end(&w);
    fprintf(m->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

int sim_run(struct sim_mode *m)
{
    struct simulation_result r;
    struct simulation_plan plan = sim_plan(m, m->options->seed);
    plan.tells = true;
    simulation_run(&r, m->in->arena, &m->stage, &plan);
    if (m->in->json) {
        put_json(m, &r);
        return r.violation_count > 0 ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
    }
    for (size_t i = 0; m->options->verbose && i < r.told_count; i++)
        sim_print_told(m, &r.timeline[i]);
    if (r.violation_count > 0)
        sim_print_failure(m, &r);
    fprintf(m->in->out, "seed %llu: %llu messages, %llu turns, %llu sends, %zu faults, digest %016llx\n",
            (unsigned long long)r.seed, (unsigned long long)r.sum.accepted, (unsigned long long)r.sum.commits,
            (unsigned long long)r.sum.transmitted, r.strike_count, (unsigned long long)r.digest);
    return r.violation_count > 0 ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
}
