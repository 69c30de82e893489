#include "brain_read.h"

#include <parley/size.h>

static const char *const purposes[] = {"greeting", "disclosure", "deflection", "handover",   "holding",      "fallback",
                                       "path",     "opt_out",    "opt_in",     "care",       "human_answer", "small_talk",
                                       "closing",  "follow_up",  "link",       "staff_busy", "unreadable",   NULL};

const char *line_purpose_name(enum line_purpose purpose)
{
    must(purpose < LINE_PURPOSE_COUNT);
    return purposes[purpose];
}

static void check_variables(struct brain_reader *r, const struct script_line *l)
{
    static const char *const known[] = {"{ref}", "{staff_hours}", "{name}"};
    for (size_t i = 0; i < l->text.len; i++) {
        if (l->text.at[i] != '{')
            continue;
        bool good = false;
        for (size_t k = 0; k < COUNT_OF(known); k++)
            good |= slice_starts(slice_after(l->text, i), slice_from(known[k]));
        if (!good)
            problem_add(r->problems, l->at,
                        "lines." SLICE_FMT ".text: holds an unknown variable; only {ref}, {staff_hours} and {name} are filled in",
                        SLICE_ARG(l->id));
    }
}

static void read_line(struct brain_reader *r, struct script_line *l, const struct node *n)
{
    unsigned purpose = 0;
    l->at = n->at;
    if (n->kind != NODE_MAP) {
        problem_add(r->problems, n->at, "lines: an entry is not a map; write - {id: ..., purpose: ..., text: ...}");
        return;
    }
    text_of(r, &l->id, n, "id", "lines.id", true);
    text_of(r, &l->text, n, "text", "lines.text", true);
    text_of(r, &l->for_signal, n, "for", "lines.for", false);
    text_of(r, &l->language, n, "language", "lines.language", false);
    texts_of(r, &l->triggers, n, "triggers", "lines.triggers");
    const struct node *p = need(r, n, "purpose", "lines.purpose");
    if (p != NULL && node_choice(&purpose, p, "lines.purpose", purposes, r->problems))
        l->purpose = (enum line_purpose)purpose;
    l->text = slice_trim(l->text);
    check_variables(r, l);
}

static void read_branches(struct brain_reader *r, struct path_step *s, const struct node *list)
{
    if (list == NULL || list->kind != NODE_LIST || list->count == 0) {
        problem_add(r->problems, s->at, "path." SLICE_FMT ".branches: is missing; write - {when: [yes], to: ...}",
                    SLICE_ARG(s->id));
        return;
    }
    s->branches = ARENA_NEW_ARRAY(r->arena, struct path_branch, list->count);
    for (const struct node *n = list->child; n != NULL; n = n->next) {
        struct path_branch *b = &s->branches[s->branch_count++];
        texts_of(r, &b->when, n, "when", "path.branches.when");
        text_of(r, &b->to, n, "to", "path.branches.to", true);
        text_of(r, &b->reply, n, "reply", "path.branches.reply", false);
        if (b->when.count == 0)
            problem_add(r->problems, n->at, "path.branches.when: is empty; write yes, no, number, date, unsure, any or phrases");
    }
}

static void read_path(struct brain_reader *r, const struct node *list)
{
    if (list == NULL)
        return;
    if (list->kind != NODE_LIST) {
        problem_add(r->problems, list->at, "path: is not a list; write - id: steps");
        return;
    }
    struct brain *b = r->brain;
    b->path = ARENA_NEW_ARRAY(r->arena, struct path_step, list->count + 1);
    for (const struct node *n = list->child; n != NULL; n = n->next) {
        struct path_step *s = &b->path[b->path_count++];
        s->at = n->at;
        if (n->kind != NODE_MAP) {
            problem_add(r->problems, n->at, "path: a step is not a map; write - {id: ..., line: ..., branches: [...]}");
            continue;
        }
        text_of(r, &s->id, n, "id", "path.id", true);
        text_of(r, &s->line, n, "line", "path.line", true);
        read_branches(r, s, node_get(n, "branches"));
    }
}

void read_script(struct brain_reader *r, const struct node *root)
{
    struct brain *b = r->brain;
    const struct node *sign = need(r, root, "signed", "signed"), *list = node_get(root, "lines");
    if (sign != NULL) {
        text_of(r, &b->signed_by, sign, "by", "signed.by", true);
        text_of(r, &b->signed_digest, sign, "digest", "signed.digest", false);
        const struct node *day = need(r, sign, "at", "signed.at");
        if (day != NULL)
            (void)node_date(&b->signed_at, day, "signed.at", r->problems);
    }
    if (list == NULL || list->kind != NODE_LIST) {
        problem_add(r->problems, root->at, "lines: is missing or not a list; write lines: with - id: entries");
        return;
    }
    b->lines = ARENA_NEW_ARRAY(r->arena, struct script_line, list->count + 1);
    for (const struct node *n = list->child; n != NULL; n = n->next) {
        struct script_line *l = &b->lines[b->line_count++];
        read_line(r, l, n);
        for (size_t i = 0; i + 1 < b->line_count; i++)
            if (l->id.len > 0 && slice_eq(b->lines[i].id, l->id))
                problem_add(r->problems, l->at,
                            "lines.id: " SLICE_FMT " stands here a second time, first at line %u; ids are unique",
                            SLICE_ARG(l->id), b->lines[i].at.line);
    }
    read_path(r, node_get(root, "path"));
}
