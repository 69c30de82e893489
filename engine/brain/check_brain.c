#include "brain_read.h"

#include <parley/size.h>

static void suggest(struct brain_reader *r, struct place at, const char *what, struct slice wrong, bool steps)
{
    size_t count = steps ? r->brain->path_count : r->brain->line_count, n = 0;
    const char **names = ARENA_NEW_ARRAY(r->arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct slice id = steps ? r->brain->path[i].id : r->brain->lines[i].id;
        if (id.len > 0)
            names[n++] = arena_cstr(r->arena, id);
    }
    const char *near = nearest_name(wrong, names);
    problem_add(r->problems, at, "%s: \"" SLICE_FMT "\" is not a %s of this brain%s%s%s", what, SLICE_ARG(wrong),
                steps ? "path step" : "script line", near ? "; did you mean " : "; write one that exists", near ? near : "",
                near ? "?" : "");
}

static void check_line(struct brain_reader *r, struct place at, const char *what, struct slice id)
{
    if (id.len > 0 && brain_line(r->brain, id) == NULL)
        suggest(r, at, what, id, false);
}

static void check_path(struct brain_reader *r)
{
    static const char *const ends[] = {"done", "handover", "stop"};
    for (size_t i = 0; i < r->brain->path_count; i++) {
        const struct path_step *s = &r->brain->path[i];
        check_line(r, s->at, "path.line", s->line);
        for (size_t k = 0; k < s->branch_count; k++) {
            const struct path_branch *b = &s->branches[k];
            bool is_end = false;
            for (size_t e = 0; e < COUNT_OF(ends); e++)
                is_end |= slice_eq(b->to, slice_from(ends[e]));
            if (b->to.len > 0 && !is_end && brain_step(r->brain, b->to) == NULL)
                suggest(r, s->at, "path.branches.to", b->to, true);
            check_line(r, s->at, "path.branches.reply", b->reply);
        }
    }
}

static void reach(const struct brain *b, bool *reached, size_t step)
{
    if (reached[step])
        return;
    reached[step] = true;
    for (size_t k = 0; k < b->path[step].branch_count; k++) {
        const struct path_step *next = brain_step(b, b->path[step].branches[k].to);
        if (next != NULL)
            reach(b, reached, (size_t)(next - b->path));
    }
}

/* The path begins at its first step. */
static void check_reached(struct brain_reader *r)
{
    const struct brain *b = r->brain;
    bool *reached = ARENA_NEW_ARRAY(r->arena, bool, b->path_count + 1);
    if (b->path_count > 0)
        reach(b, reached, 0);
    for (size_t i = 0; i < b->path_count; i++)
        if (!reached[i])
            problem_add(r->problems, b->path[i].at,
                        "path." SLICE_FMT ": is never reached from the first step; lead a branch to it or take it away",
                        SLICE_ARG(b->path[i].id));
}

static bool path_says(const struct brain *b, struct slice line)
{
    for (size_t i = 0; i < b->path_count; i++) {
        if (slice_eq(b->path[i].line, line))
            return true;
        for (size_t k = 0; k < b->path[i].branch_count; k++)
            if (slice_eq(b->path[i].branches[k].reply, line))
                return true;
    }
    for (size_t i = 0; i < b->obligation_count; i++)
        if (slice_eq(b->obligations[i].repair, line))
            return true;
    return false;
}

/* Lines of the path are said by its steps only. */
static void check_said(struct brain_reader *r)
{
    for (size_t i = 0; i < r->brain->line_count; i++) {
        const struct script_line *l = &r->brain->lines[i];
        if (l->purpose == LINE_PATH && !path_says(r->brain, l->id))
            problem_add(r->warnings, l->at, "lines." SLICE_FMT ": no step of the path says it", SLICE_ARG(l->id));
    }
}

/* Without these the engine could be left with nothing allowed to say. */
static void check_purposes(struct brain_reader *r, struct place at)
{
    static const enum line_purpose needed[] = {LINE_DISCLOSURE, LINE_DEFLECTION, LINE_HANDOVER,     LINE_HOLDING,   LINE_FALLBACK,
                                               LINE_OPT_OUT,    LINE_CARE,       LINE_HUMAN_ANSWER, LINE_UNREADABLE};
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        bool found = false;
        for (size_t k = 0; k < r->brain->line_count && !found; k++)
            found = r->brain->lines[k].purpose == needed[i];
        if (!found)
            problem_add(r->problems, at, "lines: none has the purpose %s; the engine needs one it may always say",
                        line_purpose_name(needed[i]));
    }
}

void check_brain(struct brain_reader *r)
{
    const struct brain *b = r->brain;
    struct place script = {SLICE("script.yaml"), 1, 1};
    if (b->line_count > 0)
        script = (struct place){b->lines[0].at.file, 1, 1};
    check_purposes(r, script);
    check_path(r);
    check_reached(r);
    check_said(r);
    for (size_t i = 0; i < b->claim_count; i++)
        for (size_t k = 0; k < b->claims[i].never_without.count; k++)
            check_line(r, b->claims[i].at, "claims.never_without", b->claims[i].never_without.at[k]);
    for (size_t i = 0; i < b->obligation_count; i++)
        check_line(r, b->obligations[i].at, "obligations.repair", b->obligations[i].repair);
}
