#include "story_play.h"

#include "stage_load.h"

#include <parley/pack_dir.h>
#include <parley/size.h>
#include <sys/stat.h>

/* -- what strikes --------------------------------------------------------------------------------------------------------------
 */

struct storyteller {
    const struct story *story;
    struct telling {
        bool struck;
        uint64_t seen;        /* occasions that fit, so far */
        struct strike strike; /* what it came to */
    } * telling;
};

static bool fits(const struct story_fault *f, const struct strike *k, uint64_t at_ns)
{
    if (f->fault != k->fault)
        return false;
    if (f->exact)
        return f->entity == k->entity && f->occurrence == k->occurrence;
    return at_ns / 1000000 >= f->after_ms && (f->any_entity || f->entity == k->entity);
}

static bool strikes(void *context, const struct strike *k, uint64_t at_ns, bool drawn)
{
    struct storyteller *t = context;
    bool any = false;
    (void)drawn;
    for (size_t i = 0; i < t->story->fault_count && !any; i++) {
        const struct story_fault *f = &t->story->faults[i];
        struct telling *g = &t->telling[i];
        if (g->struck || !fits(f, k, at_ns) || (!f->exact && ++g->seen < f->nth))
            continue;
        g->struck = any = true;
        g->strike = *k;
    }
    return any;
}

static bool size_of(void *context, const struct strike *k, uint64_t limit, uint64_t *size)
{
    const struct storyteller *t = context;
    (void)limit;
    for (size_t i = 0; i < t->story->fault_count; i++) {
        const struct telling *g = &t->telling[i];
        if (!g->struck || g->strike.fault != k->fault || g->strike.entity != k->entity || g->strike.occurrence != k->occurrence)
            continue;
        *size = t->story->faults[i].size;
        return t->story->faults[i].sized;
    }
    return false;
}

/* -- the run -------------------------------------------------------------------------------------------------------------------
 */

static void write_lines(struct story_played *out, struct arena *arena)
{
    const struct simulation_result *r = &out->result;
    out->lines = (struct slice_list){ARENA_NEW_ARRAY(arena, struct slice, r->told_count + 1), r->told_count};
    for (size_t i = 0; i < r->told_count; i++)
        out->lines.at[i] = story_line(arena, (uint64_t)r->timeline[i].at_ms, r->timeline[i].text);
}

void story_play(struct story_played *out, struct arena *arena, const struct stage *stage, const struct story *s,
                const enum fault *occasions)
{
    struct storyteller t = {.story = s};
    t.telling = ARENA_NEW_ARRAY(arena, struct telling, s->fault_count + 1);
    struct fault_judge judge = {&t, strikes, size_of};
    struct simulation_plan plan = {.seed = s->seed,
                                   .nodes = s->nodes,
                                   .customers = s->customers,
                                   .messages = 1,
                                   .begin = s->begin,
                                   .horizon = s->horizon,
                                   .settling = s->settling,
                                   .disk = s->store == 1,
                                   .tells = true,
                                   .occasions = occasions,
                                   .play = &s->play,
                                   .judge = &judge};
    *out = (struct story_played){0};
    simulation_run(&out->result, arena, stage, &plan);
    write_lines(out, arena);
    bool *struck = ARENA_NEW_ARRAY(arena, bool, s->fault_count + 1);
    for (size_t i = 0; i < s->fault_count; i++)
        struck[i] = t.telling[i].struck;
    out->struck = struck;
    for (size_t i = 0; i < out->result.violation_count; i++)
        out->violates |= s->violates == I0_NONE || out->result.violations[i].invariant == s->violates;
}

/* -- loading -------------------------------------------------------------------------------------------------------------------
 */

struct slice this_build(void)
{
    return SLICE(PARLEY_VERSION);
}

bool story_is_of_this_build(const struct story *s)
{
    return slice_eq(s->build, this_build());
}

static bool is_directory(struct arena *arena, struct slice path)
{
    struct stat st;
    return stat(arena_cstr(arena, path), &st) == 0 && S_ISDIR(st.st_mode);
}

int stories_load(struct stories *out, const struct source_file **files, struct sim_mode *m, const char *standard)
{
    struct arena *arena = m->in->arena;
    ARRAY_OF(struct source_file) all = {0};
    struct problems *problems = ARENA_NEW(arena, struct problems);
    struct slice usual = slice_from(standard);
    const struct slice *named = m->in->operand_count > 1 ? m->in->operands + 1 : &usual;
    size_t count = m->in->operand_count > 1 ? m->in->operand_count - 1 : usual.len > 0;
    struct error e = {0};
    problems_init(problems, arena);
    for (size_t i = 0; i < count; i++) {
        struct source_file *found = NULL;
        size_t n = 0;
        enum code code;
        if (is_directory(arena, named[i]))
            code = files_read(&found, &n, arena, named[i], ".yaml", &e);
        else
            code = file_read(ARRAY_ADD(arena, &all), arena, named[i], (size_t)4 << 20, &e);
        if (code != OK)
            return command_fail(m->in, EXIT_STATUS_USAGE, &e);
        for (size_t k = 0; k < n; k++)
            *ARRAY_ADD(arena, &all) = found[k];
    }
    if (all.count == 0) {
        fail(&e, BAD_INPUT, "there is no story; name files or directories with .yaml files");
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    }
    stories_read(out, arena, all.at, all.count, problems);
    *files = all.at;
    if (problems->count > 0)
        return command_problems(m->in, problems);
    for (size_t i = 0; i < out->count; i++)
        if (!story_is_of_this_build(&out->at[i]))
            fprintf(m->in->err, "warning: " SLICE_FMT ": was written by build " SLICE_FMT ", this is " SLICE_FMT "\n",
                    SLICE_ARG(all.at[i].path), SLICE_ARG(out->at[i].build), SLICE_ARG(this_build()));
    return EXIT_STATUS_PASS;
}

int story_stage(struct sim_mode *m, const struct story *s)
{
    struct arena *arena = m->in->arena;
    bool same = m->stage_packs.count == s->tenants.count && s->tenants.count > 0;
    for (size_t i = 0; same && i < s->tenants.count; i++)
        same = slice_eq(m->stage_packs.at[i], s->tenants.at[i]);
    if (same)
        return EXIT_STATUS_PASS;
    struct slice_list packs = {ARENA_NEW_ARRAY(arena, struct slice, s->tenants.count + 1), s->tenants.count};
    for (size_t i = 0; i < s->tenants.count; i++)
        packs.at[i] = slice_has(s->tenants.at[i], SLICE("/"))
                          ? s->tenants.at[i]
                          : arena_printf(arena, "engine/packs/" SLICE_FMT, SLICE_ARG(s->tenants.at[i]));
    m->stage_packs = s->tenants;
    return stage_load(&m->stage, m->in, &(struct stage_sources){.packs = packs, .cast = m->options->cast});
}
