#include "stage_load.h"

#include <parley/hostile_model.h>
#include <parley/pack_dir.h>
#include <parley/size.h>
#include <parley/system.h>

/* Two models above the script and a checker beside them: what every tenant of a simulation has, whatever its pack says. */
static const char *const reachable[] = {"a", "b", "c", "script", NULL};
static struct slice ladder[] = {SLICE_INIT("a"), SLICE_INIT("b"), SLICE_INIT("script")};

static const struct rules *with_models(struct arena *arena, const struct rules *rules, bool checked)
{
    struct rules *r = ARENA_NEW(arena, struct rules);
    struct brain *b = ARENA_NEW(arena, struct brain);
    *b = *rules->brain;
    b->models.conversation = (struct slice_list){ladder, COUNT_OF(ladder)};
    b->models.checker = SLICE("c");
    b->checker_required = checked;
    *r = *rules;
    r->brain = b;
    r->models_configured = reachable;
    return r;
}

static struct rules *another(struct arena *arena, const struct rules *rules, struct tenant **tenant, char mark)
{
    struct rules *r = ARENA_NEW(arena, struct rules);
    *tenant = ARENA_NEW(arena, struct tenant);
    **tenant = *rules->tenant;
    (*tenant)->version.hex[0] = mark;
    *r = *rules;
    r->tenant = *tenant;
    return r;
}

static const struct rules *next_version(struct arena *arena, const struct rules *rules)
{
    struct tenant *t;
    struct rules *r = another(arena, rules, &t, 'n');
    t->coalesce_gap = DURATION_MS(900);
    return r;
}

static const struct rules *poor_version(struct arena *arena, const struct rules *rules)
{
    struct tenant *t;
    struct rules *r = another(arena, rules, &t, 'p');
    t->cap_per_day = 8; /* and it writes so often that strikes bite before caps do */
    t->cap_per_week = 16;
    t->spend_reserve_per_turn.micros = 6000; /* three answers of a model */
    t->spend_per_day.micros = 15000;         /* two turns at once, and a few more when they took less */
    return r;
}

static const struct rules *next_brain(struct arena *arena, const struct rules *rules)
{
    struct rules *r = ARENA_NEW(arena, struct rules);
    struct brain *b = ARENA_NEW(arena, struct brain);
    *b = *rules->brain;
    b->version = arena_join(arena, SLICE("canary-"), rules->brain->version);
    *r = *rules;
    r->brain = b;
    return r;
}

int stage_load(struct stage *out, const struct invocation *in, const struct stage_sources *from)
{
    const struct slice_list *packs = &from->packs;
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    struct error e = {0};
    struct clock *clock = system_clock();
    *out = (struct stage){0};
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    if (packs->count > SIM_TENANTS_MAX) {
        fail(&e, BAD_INPUT, "--pack: %zu packs; a simulation has %d tenants at most", packs->count, SIM_TENANTS_MAX);
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    for (size_t i = 0; i < packs->count; i++) {
        struct pack pack;
        enum code code =
            pack_load(&pack, in->arena, packs->at[i], clock->ops->wall(clock), &hostile_canaries, problems, warnings, &e);
        if (problems->count > 0)
            return command_problems(in, problems);
        if (code != OK)
            return command_fail(in, EXIT_STATUS_USAGE, &e);
        for (size_t k = 0; k < i; k++)
            if (slice_eq(out->tenants[k].rules->tenant->id, pack.rules->tenant->id)) {
                fail(&e, BAD_INPUT, "--pack: " SLICE_FMT " and " SLICE_FMT " are both of tenant " SLICE_FMT "; name each once",
                     SLICE_ARG(packs->at[k]), SLICE_ARG(packs->at[i]), SLICE_ARG(pack.rules->tenant->id));
                return command_fail(in, EXIT_STATUS_USAGE, &e);
            }
        struct stage_tenant *t = &out->tenants[out->tenant_count++];
        t->rules = with_models(in->arena, pack.rules, i == 0);
        t->next = next_version(in->arena, t->rules);
        t->poor = poor_version(in->arena, t->rules);
        t->brain = next_brain(in->arena, t->rules);
        struct slice settings = arena_printf(in->arena, SLICE_FMT "/tenant.yaml", SLICE_ARG(packs->at[i]));
        if (file_read(&t->settings, in->arena, settings, 1 << 20, &e) != OK)
            return command_fail(in, EXIT_STATUS_USAGE, &e);
        int status = traffic_attacks(&out->traffic, in, pack.attacks, pack.attack_count);
        if (status != EXIT_STATUS_PASS)
            return status;
    }
    int status = traffic_cast(&out->traffic, in, from->cast);
    return status == EXIT_STATUS_PASS ? traffic_recorded(&out->traffic, in, &from->journals) : status;
}
