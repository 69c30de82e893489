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
    for (size_t i = 0; i < b->claim_count; i++)
        for (size_t k = 0; k < b->claims[i].never_without.count; k++)
            check_line(r, b->claims[i].at, "claims.never_without", b->claims[i].never_without.at[k]);
    for (size_t i = 0; i < b->obligation_count; i++)
        check_line(r, b->obligations[i].at, "obligations.repair", b->obligations[i].repair);
}
