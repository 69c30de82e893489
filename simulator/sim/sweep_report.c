#include "sweep_report.h"

#include <parley/json_write.h>

enum { TIMELINE_SHOWN = 40 };

struct slice sweep_point_name(struct arena *arena, const struct sweep_point *p)
{
    static const char *const what[SWEEP_COUNT_COUNT] = {"write", "allocation", "disk operation"};
    struct buffer b;
    buffer_init(&b, arena, 256);
    for (size_t i = 0; i < p->count; i++)
        buffer_printf(&b, "%s%s %llu %s", i > 0 ? ", then " : "", what[sweep_counts(p->faults[i].fate)],
                      (unsigned long long)p->faults[i].at, sweep_fate_names[p->faults[i].fate]);
    return p->count > 0 ? buffer_slice(&b) : SLICE("without faults");
}

struct slice sweep_point_command(struct arena *arena, const struct sim_mode *m, const char *script, const struct sweep_point *p)
{
    struct buffer b;
    buffer_init(&b, arena, 256);
    buffer_printf(&b, "parley sim sweep --script %s%s", script, m->options->store == 1 ? " --store disk" : "");
    for (size_t i = 0; i < p->count; i++)
        buffer_printf(&b, "%s%llu", i > 0 ? "," : " --at ", (unsigned long long)p->faults[i].at);
    for (size_t i = 0; i < p->count; i++)
        buffer_printf(&b, "%s%s", i > 0 ? "," : " --fate ", sweep_fate_names[p->faults[i].fate]);
    buffer_add(&b, SLICE(" -v"));
    return buffer_slice(&b);
}

/* -- the table -----------------------------------------------------------------------------------------------------------------
 */

void sweep_print_head(const struct sim_mode *m)
{
    if (!m->in->json)
        fprintf(m->in->out, "%-14s %7s %7s %7s %7s %11s %7s  %10s %8s %9s %7s\n", "script", "calls", "durable", "node 0",
                "node 1", "allocations", "disk", "enumerated", "swept", "violated", "CPU s");
}

void sweep_print_sum(const struct sim_mode *m, const struct sweep_sum *s)
{
    FILE *out = m->in->out;
    if (!m->in->json) {
        fprintf(out, "%-14s %7llu %7llu %7llu %7llu %11llu %7llu  %10llu %8llu %9llu %7.2f\n", s->script,
                (unsigned long long)s->calls, (unsigned long long)s->writes, (unsigned long long)s->by_node[0],
                (unsigned long long)s->by_node[1], (unsigned long long)s->allocations, (unsigned long long)s->disk,
                (unsigned long long)s->enumerated, (unsigned long long)s->swept, (unsigned long long)s->violated, s->cpu_s);
        return;
    }
    struct buffer b;
    struct json_write w;
    buffer_init(&b, m->in->arena, 1 << 16);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "script", s->script);
    json_put_u64(&w, "store_calls", s->calls);
    json_put_u64(&w, "durable", s->writes);
    json_key(&w, "by_node");
    json_array_begin(&w);
    for (size_t i = 0; i <= SIM_NODES_MAX; i++)
        json_add_u64(&w, s->by_node[i]);
    json_array_end(&w);
    json_put_u64(&w, "allocations", s->allocations);
    json_put_u64(&w, "disk", s->disk);
    json_put_u64(&w, "enumerated", s->enumerated);
    json_put_u64(&w, "swept", s->swept);
    json_put_u64(&w, "violated", s->violated);
    json_put_u64(&w, "cpu_ms", (uint64_t)(s->cpu_s * 1000));
    json_object_end(&w);
    fprintf(out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

/* -- a failure -----------------------------------------------------------------------------------------------------------------
 */

static void print_failure_json(const struct sim_mode *m, const struct script *script, const struct sweep_point *p,
                               const struct simulation_result *r)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, m->in->arena, 1 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "violation", invariant_name(r->violations[0].invariant));
    json_put_cstr(&w, "script", script->name);
    json_put_string(&w, "point", sweep_point_name(m->in->arena, p));
    json_put_string(&w, "text", r->violations[0].text);
    json_put_string(&w, "repeat", sweep_point_command(m->in->arena, m, script->name, p));
    json_object_end(&w);
    fprintf(m->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

void sweep_print_failure(const struct sim_mode *m, struct arena *arena, const struct script *script, const struct sweep_point *p,
                         bool whole)
{
    FILE *out = m->in->out;
    struct sweep_result r;
    sweep_run(&r, arena, &m->stage, script, p, m->options->store == 1, true);
    size_t last = r.run.told_count, first = last > TIMELINE_SHOWN && !whole ? last - TIMELINE_SHOWN : 0;
    if (m->in->json && r.run.violation_count > 0)
        print_failure_json(m, script, p, &r.run);
    if (m->in->json)
        return;
    for (size_t i = first; i < last; i++)
        sim_print_told(m, &r.run.timeline[i]);
    if (r.struck < p->count)
        fprintf(out, "%s: there is no such point; %llu durable calls and %llu allocations were made\n", script->name,
                (unsigned long long)r.writes, (unsigned long long)r.allocations);
    if (r.run.violation_count == 0)
        return;
    fprintf(out, "%sVIOLATION%s %s, " SLICE_FMT ": %s, %s\n", m->in->color ? "\x1b[31m" : "", m->in->color ? "\x1b[0m" : "",
            script->name, SLICE_ARG(sweep_point_name(arena, p)), invariant_name(r.run.violations[0].invariant),
            invariant_words(r.run.violations[0].invariant));
    for (size_t i = 0; i < r.run.violation_count; i++)
        fprintf(out, "  %s: " SLICE_FMT "\n", invariant_name(r.run.violations[i].invariant), SLICE_ARG(r.run.violations[i].text));
    fprintf(out, "repeat it: " SLICE_FMT "\n", SLICE_ARG(sweep_point_command(arena, m, script->name, p)));
}
