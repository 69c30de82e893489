#include "story_play.h"

#include <errno.h>
#include <parley/json_write.h>
#include <string.h>

/* `parley sim story`: every story, and whether it goes as it is written. */

struct verdict {
    const struct story *story;
    const struct source_file *file;
    struct story_played *played;
    struct buffer wrong; /* why it fails, line by line; empty: it goes as written */
    bool updated;
};

static void judge(struct verdict *v, struct arena *arena)
{
    const struct story *s = v->story;
    const struct story_played *p = v->played;
    for (size_t i = 0; i < s->fault_count; i++)
        if (!p->struck[i])
            buffer_printf(&v->wrong,
                          "  " SLICE_FMT ":%u:%u: faults: %s never strikes there; parley sim replay --occasions %s shows where "
                          "it could\n",
                          SLICE_ARG(s->faults[i].at.file), s->faults[i].at.line, s->faults[i].at.col,
                          fault_rows[s->faults[i].fault].name, fault_rows[s->faults[i].fault].name);
    if (s->violates != I0_NONE && !p->violates)
        buffer_printf(&v->wrong, "  expect: it should violate %s, and does not\n", invariant_name(s->violates));
    for (size_t i = 0; s->violates == I0_NONE && i < p->result.violation_count; i++)
        buffer_printf(&v->wrong, "  expect: everything should hold, and %s does not: " SLICE_FMT "\n",
                      invariant_name(p->result.violations[i].invariant), SLICE_ARG(p->result.violations[i].text));
    struct buffer difference;
    buffer_init(&difference, arena, (size_t)1 << 20);
    if (!story_trace_matches(&difference, &s->trace, &p->lines, arena))
        buffer_printf(&v->wrong, "  trace: - is expected, + happened\n" SLICE_FMT, SLICE_ARG(buffer_slice(&difference)));
}

/* What happened, as the trace to write down; where a person was content with a beginning, the beginning stays. */
static struct slice_list new_trace(const struct verdict *v, struct arena *arena)
{
    const struct slice_list *lines = &v->played->lines, *old = &v->story->trace;
    struct slice_list list = {ARENA_NEW_ARRAY(arena, struct slice, lines->count + 1), lines->count};
    for (size_t i = 0; i < lines->count; i++) {
        list.at[i] = lines->at[i];
        for (size_t k = 0; k < old->count; k++)
            if (story_line_fits(old->at[k], lines->at[i]))
                list.at[i] = old->at[k];
    }
    return list;
}

static enum code write_back(struct verdict *v, struct arena *arena, struct error *e)
{
    struct buffer b;
    const char *path = arena_cstr(arena, v->file->path);
    buffer_init(&b, arena, (size_t)8 << 20);
    struct slice_list trace = new_trace(v, arena);
    enum code code = story_with_trace(&b, v->file->bytes, v->story, this_build(), &trace, e);
    if (code != OK)
        return code;
    FILE *f = fopen(path, "wb");
    if (f == NULL)
        return fail(e, IO_FAILED, "%s: could not write it: %s", path, strerror(errno));
    bool good = fwrite(b.at, 1, b.len, f) == b.len;
    good &= fclose(f) == 0;
    v->updated = true;
    return good ? OK : fail(e, IO_FAILED, "%s: could not write it whole", path);
}

static void show(struct sim_mode *m, const struct verdict *v, struct arena *arena)
{
    bool good = v->wrong.len == 0;
    if (!m->in->json) {
        fprintf(m->in->out, "%s - " SLICE_FMT ": " SLICE_FMT "%s\n", good ? "ok" : "not ok", SLICE_ARG(v->story->id),
                SLICE_ARG(v->story->title), v->updated ? " (rewritten)" : "");
        fprintf(m->in->out, SLICE_FMT, SLICE_ARG(buffer_slice(&v->wrong)));
        if (!good)
            fprintf(m->in->out, "  look: parley sim replay " SLICE_FMT "\n", SLICE_ARG(v->file->path));
        return;
    }
    struct buffer b;
    struct json_write w;
    buffer_init(&b, arena, (size_t)16 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "story", v->story->id);
    json_put_string(&w, "file", v->file->path);
    json_put_bool(&w, "passes", good);
    json_put_bool(&w, "rewritten", v->updated);
    json_put_string(&w, "wrong", buffer_slice(&v->wrong));
    json_object_end(&w);
    fprintf(m->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

static int tell(struct sim_mode *m, const struct story *s, const struct source_file *file)
{
    struct arena arena;
    struct error e;
    arena_init(&arena, (size_t)1 << 30);
    struct verdict v = {.story = s, .file = file, .played = ARENA_NEW(&arena, struct story_played)};
    buffer_init(&v.wrong, &arena, (size_t)4 << 20);
    story_play(v.played, &arena, &m->stage, s, NULL);
    enum code code = m->options->update ? write_back(&v, &arena, &e) : OK;
    if (code == OK && v.updated) { /* the trace is now what happens; all else still has to be right */
        struct story written = *s;
        written.trace = v.played->lines;
        v.story = &written;
        judge(&v, &arena);
        show(m, &v, &arena);
    } else if (code == OK) {
        judge(&v, &arena);
        show(m, &v, &arena);
    }
    int status = code != OK        ? command_fail(m->in, EXIT_STATUS_USAGE, &e)
                 : v.wrong.len > 0 ? EXIT_STATUS_VIOLATION
                                   : EXIT_STATUS_PASS;
    arena_finish(&arena);
    return status;
}

int sim_story(struct sim_mode *m)
{
    struct stories stories;
    const struct source_file *files;
    size_t failed = 0;
    int status = stories_load(&stories, &files, m, "simulator/stories");
    for (size_t i = 0; status == EXIT_STATUS_PASS && i < stories.count; i++) {
        status = story_stage(m, &stories.at[i]);
        int told = status == EXIT_STATUS_PASS ? tell(m, &stories.at[i], &files[i]) : EXIT_STATUS_PASS;
        if (told == EXIT_STATUS_VIOLATION)
            failed++;
        else if (told != EXIT_STATUS_PASS)
            status = told;
    }
    if (status != EXIT_STATUS_PASS)
        return status;
    if (!m->in->json)
        fprintf(m->in->out, "%zu stories, %zu failed\n", stories.count, failed);
    return failed > 0 ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
}
