#include "shrinking.h"
#include "story_play.h"

#include <errno.h>
#include <parley/json_write.h>
#include <string.h>

/* `parley sim shrink`: the smallest run that still breaks what a seed breaks, written down as a story. */

static bool invariant_of(enum invariant *out, struct slice name)
{
    for (unsigned i = 1; i < INVARIANT_COUNT; i++)
        if (slice_eq_fold(slice_from(invariant_name((enum invariant)i)), name)) {
            *out = (enum invariant)i;
            return true;
        }
    return false;
}

/* A pack under engine/packs goes by its name. */
static struct slice_list tenants_of(struct sim_mode *m)
{
    const struct slice_list *packs = &m->options->packs;
    struct slice_list list = {ARENA_NEW_ARRAY(m->in->arena, struct slice, packs->count + 1), packs->count};
    const struct slice usual = SLICE("engine/packs/");
    for (size_t i = 0; i < packs->count; i++) {
        struct slice name = slice_starts(packs->at[i], usual) ? slice_after(packs->at[i], usual.len) : packs->at[i];
        while (slice_ends(name, SLICE("/")))
            name.len--;
        list.at[i] = slice_has(name, SLICE("/")) || name.len < packs->at[i].len
                         ? name
                         : arena_printf(m->in->arena, "./" SLICE_FMT, SLICE_ARG(name));
    }
    return list;
}

static struct story tell(struct sim_mode *m, struct shrinking *k)
{
    struct arena *arena = m->in->arena;
    struct story s = shrinking_story(k);
    struct story_played played;
    s.tenants = tenants_of(m);
    s.build = this_build();
    s.id = arena_printf(arena, "seed-%llu-%s", (unsigned long long)k->plan.seed, invariant_name(k->invariant));
    story_play(&played, &k->arena, &m->stage, &s, NULL);
    for (size_t i = 0; i < played.result.violation_count && s.title.len == 0; i++)
        if (played.result.violations[i].invariant == k->invariant)
            s.title = played.result.violations[i].text;
    s.about = arena_printf(arena, "Breaks %s: %s.\nShrunk from seed %llu in %llu runs.", invariant_name(k->invariant),
                           invariant_words(k->invariant), (unsigned long long)k->plan.seed, (unsigned long long)k->runs);
    s.trace = played.lines;
    return s;
}

/* The file is read again and run: what is written down is what was found, or nobody may rely on it. */
static bool repeats(struct sim_mode *m, struct shrinking *k, struct slice path, struct slice bytes)
{
    struct stories stories;
    struct story_played played;
    struct problems *problems = ARENA_NEW(m->in->arena, struct problems);
    struct source_file file = {path, bytes};
    struct buffer ignored;
    problems_init(problems, m->in->arena);
    stories_read(&stories, m->in->arena, &file, 1, problems);
    if (problems->count > 0) {
        (void)command_problems(m->in, problems);
        return false;
    }
    buffer_init(&ignored, m->in->arena, (size_t)1 << 20);
    story_play(&played, &k->arena, &m->stage, &stories.at[0], NULL);
    return played.violates && story_trace_matches(&ignored, &stories.at[0].trace, &played.lines, m->in->arena);
}

enum { LINES_FIRST = 30, LINES_LAST = 30 };

/* All of it stands in the story; here a long one is cut in the middle. */
static void put_trace(struct sim_mode *m, const struct slice_list *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        if (i == LINES_FIRST && trace->count > LINES_FIRST + LINES_LAST) {
            i = trace->count - LINES_LAST;
            fprintf(m->in->out, "  ... %zu lines more ...\n", i - LINES_FIRST);
        }
        fprintf(m->in->out, "  " SLICE_FMT "\n", SLICE_ARG(trace->at[i]));
    }
}

static void put_text(struct sim_mode *m, const struct shrinking *k, const struct story *s, struct slice path)
{
    FILE *out = m->in->out;
    fprintf(out, "%sVIOLATION%s seed %llu: %s, %s\n", m->in->color ? "\x1b[31m" : "", m->in->color ? "\x1b[0m" : "",
            (unsigned long long)k->plan.seed, invariant_name(k->invariant), invariant_words(k->invariant));
    fprintf(out, "  " SLICE_FMT "\n", SLICE_ARG(s->title));
    fprintf(out,
            "%zu faults -> %zu, %zu customers -> %zu, %zu messages -> %zu, %zu nodes -> %zu, %llu min -> %llu min in %llu runs\n",
            k->faults_before, k->left.anchor_count, k->customers_before, shrinking_customers(k), k->messages_before,
            k->left.message_count, k->plan.nodes, k->left.nodes, (unsigned long long)(k->plan.horizon.ns / 60000000000),
            (unsigned long long)(k->left.horizon.ns / 60000000000), (unsigned long long)k->runs);
    put_trace(m, &s->trace);
    fprintf(out, "story: " SLICE_FMT "\nrepeat it: parley sim replay " SLICE_FMT "\n", SLICE_ARG(path), SLICE_ARG(path));
}

static void put_change(struct json_write *w, const char *key, uint64_t before, uint64_t after)
{
    json_key(w, key);
    json_array_begin(w);
    json_add_u64(w, before);
    json_add_u64(w, after);
    json_array_end(w);
}

static void put_json(struct sim_mode *m, const struct shrinking *k, const struct story *s, struct slice path)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, m->in->arena, (size_t)16 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_u64(&w, "seed", k->plan.seed);
    json_put_cstr(&w, "invariant", invariant_name(k->invariant));
    json_put_string(&w, "violation", s->title);
    json_put_u64(&w, "runs", k->runs);
    put_change(&w, "faults", k->faults_before, k->left.anchor_count);
    put_change(&w, "customers", k->customers_before, shrinking_customers(k));
    put_change(&w, "messages", k->messages_before, k->left.message_count);
    put_change(&w, "nodes", k->plan.nodes, k->left.nodes);
    put_change(&w, "horizon_s", k->plan.horizon.ns / 1000000000, k->left.horizon.ns / 1000000000);
    json_put_string(&w, "story", path);
    json_key(&w, "timeline");
    json_array_begin(&w);
    for (size_t i = 0; i < s->trace.count; i++)
        json_add_string(&w, s->trace.at[i]);
    json_array_end(&w);
    json_object_end(&w);
    fprintf(m->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

static enum code write_file(struct slice path, struct slice bytes, struct arena *arena, struct error *e)
{
    const char *name = arena_cstr(arena, path);
    FILE *f = fopen(name, "wb");
    if (f == NULL)
        return fail(e, IO_FAILED, "%s: could not write it: %s", name, strerror(errno));
    bool good = fwrite(bytes.at, 1, bytes.len, f) == bytes.len;
    good &= fclose(f) == 0;
    return good ? OK : fail(e, IO_FAILED, "%s: could not write it whole", name);
}

static int conclude(struct sim_mode *m, struct shrinking *k)
{
    struct arena *arena = m->in->arena;
    struct story s = tell(m, k);
    struct slice path = m->options->out.len > 0 ? m->options->out : arena_printf(arena, SLICE_FMT ".yaml", SLICE_ARG(s.id));
    struct buffer b;
    struct error e;
    buffer_init(&b, arena, (size_t)8 << 20);
    story_write(&b, &s);
    if (write_file(path, buffer_slice(&b), arena, &e) != OK)
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    if (m->in->json)
        put_json(m, k, &s, path);
    else
        put_text(m, k, &s, path);
    if (repeats(m, k, path, buffer_slice(&b)))
        return EXIT_STATUS_VIOLATION;
    fail(&e, CORRUPT, SLICE_FMT ": read again, it does not go as it was found", SLICE_ARG(path));
    return command_fail(m->in, EXIT_STATUS_INTERNAL, &e);
}

/* A seed says something only together with the build and the options it failed with. */
static void put_nothing(const struct sim_mode *m, const struct shrinking *k)
{
    fputs("nothing to shrink: ", m->in->out);
    sim_print_options(m, k->plan.seed);
    fprintf(m->in->out, " %s%s in this build; take the build and the options with which it failed\n",
            k->invariant == I0_NONE ? "breaks nothing" : "does not break ",
            k->invariant == I0_NONE ? "" : invariant_name(k->invariant));
}

int sim_shrink(struct sim_mode *m)
{
    struct shrinking k = {.stage = &m->stage, .plan = sim_plan(m, m->options->seed)};
    struct error e;
    if (m->options->only_invariant.len > 0 && !invariant_of(&k.invariant, m->options->only_invariant)) {
        fail(&e, BAD_INPUT, "--only-invariant: \"" SLICE_FMT "\" is not an invariant; write I1 to I%d",
             SLICE_ARG(m->options->only_invariant), INVARIANT_COUNT - 1);
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    }
    progress_begin(&k.progress, m->in->progress, "faults and messages left out", 0);
    bool failed = shrinking_run(&k);
    progress_end(&k.progress);
    int status = EXIT_STATUS_PASS;
    if (failed)
        status = conclude(m, &k);
    else
        put_nothing(m, &k);
    shrinking_finish(&k);
    return status;
}
