#include "story_play.h"

/* `parley sim replay FILE...`: what a story tells, now, with this build. */

/* A fault without its occasion: another story than the one that was written. */
static bool is_told(const struct story *s, const struct story_played *p)
{
    for (size_t i = 0; i < s->fault_count; i++)
        if (!p->struck[i])
            return false;
    return true;
}

static void put_json(struct sim_mode *m, const struct story *s, const struct story_played *p, struct arena *arena)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, arena, (size_t)64 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_string(&w, "story", s->id);
    json_put_string(&w, "build", s->build);
    json_put_string(&w, "digest", arena_printf(arena, "%016llx", (unsigned long long)p->result.digest));
    json_put_violations(&w, &p->result);
    json_key(&w, "never_struck");
    json_array_begin(&w);
    for (size_t i = 0; i < s->fault_count; i++)
        if (!p->struck[i])
            json_add_string(&w, arena_printf(arena, SLICE_FMT ":%u:%u: %s", SLICE_ARG(s->faults[i].at.file), s->faults[i].at.line,
                                             s->faults[i].at.col, fault_rows[s->faults[i].fault].name));
    json_array_end(&w);
    json_key(&w, "timeline");
    json_array_begin(&w);
    for (size_t i = 0; i < p->lines.count; i++)
        json_add_string(&w, p->lines.at[i]);
    json_array_end(&w);
    json_object_end(&w);
    fprintf(m->in->out, SLICE_FMT "\n", SLICE_ARG(buffer_slice(&b)));
}

static void put_text(struct sim_mode *m, const struct story *s, const struct story_played *p)
{
    FILE *out = m->in->out;
    fprintf(out, SLICE_FMT ": " SLICE_FMT "\n", SLICE_ARG(s->id), SLICE_ARG(s->title));
    for (size_t i = 0; i < p->lines.count; i++)
        fprintf(out, "  " SLICE_FMT "\n", SLICE_ARG(p->lines.at[i]));
    for (size_t i = 0; i < s->fault_count; i++)
        if (!p->struck[i])
            fprintf(out, "  " SLICE_FMT ":%u:%u: %s never struck; --occasions %s shows where it could\n",
                    SLICE_ARG(s->faults[i].at.file), s->faults[i].at.line, s->faults[i].at.col,
                    fault_rows[s->faults[i].fault].name, fault_rows[s->faults[i].fault].name);
    for (size_t i = 0; i < p->result.violation_count; i++) {
        const struct violation *v = &p->result.violations[i];
        fprintf(out, "  %sVIOLATION%s %s, %s: " SLICE_FMT "\n", m->in->color ? "\x1b[31m" : "", m->in->color ? "\x1b[0m" : "",
                invariant_name(v->invariant), invariant_words(v->invariant), SLICE_ARG(v->text));
    }
    fprintf(out, "%s, digest %016llx\n",
            p->result.violation_count > 0 ? "violated"
            : is_told(s, p)               ? "everything holds"
                                          : "not the story that was written: see what never struck",
            (unsigned long long)p->result.digest);
}

int sim_replay(struct sim_mode *m)
{
    struct stories stories;
    const struct source_file *files;
    enum fault occasions;
    struct error e;
    int worst = EXIT_STATUS_PASS;
    if (m->options->occasions.len > 0 && fault_named(&occasions, m->options->occasions, &e) != OK)
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    if (m->in->operand_count < 2) {
        fail(&e, BAD_INPUT, "replay what? name a story file, such as simulator/stories/redelivery-days-later.yaml");
        return command_fail(m->in, EXIT_STATUS_USAGE, &e);
    }
    int status = stories_load(&stories, &files, m, NULL);
    for (size_t i = 0; status == EXIT_STATUS_PASS && i < stories.count; i++) {
        struct story_played played;
        struct arena arena;
        if ((status = story_stage(m, &stories.at[i])) != EXIT_STATUS_PASS)
            break;
        arena_init(&arena, (size_t)1 << 30);
        story_play(&played, &arena, &m->stage, &stories.at[i], m->options->occasions.len > 0 ? &occasions : NULL);
        if (m->in->json)
            put_json(m, &stories.at[i], &played, &arena);
        else
            put_text(m, &stories.at[i], &played);
        if (played.result.violation_count > 0)
            worst = EXIT_STATUS_VIOLATION;
        else if (worst == EXIT_STATUS_PASS && !is_told(&stories.at[i], &played))
            worst = EXIT_STATUS_COVERAGE;
        arena_finish(&arena);
    }
    return status != EXIT_STATUS_PASS ? status : worst;
}
