#include "run_read.h"

#include <parley/pack_dir.h>

static uint64_t number(const struct json *j)
{
    return j != NULL && j->kind == JSON_KIND_INTEGER && j->integer > 0 ? (uint64_t)j->integer : 0;
}

static size_t read_list(struct slice **out, struct arena *arena, const struct json *list)
{
    size_t n = 0;
    *out = ARENA_NEW_ARRAY(arena, struct slice, (list ? list->count : 0) + 1);
    for (const struct json *j = list ? list->child : NULL; j != NULL; j = j->next)
        (*out)[n++] = json_text(j);
    return n;
}

static enum code read_case(struct runs *r, const struct json *j, struct place at, struct error *e)
{
    struct run_case *c = ARRAY_ADD(r->arena, &r->cases);
    *c = (struct run_case){.run = json_text(json_get(j, "run")),
                           .id = json_text(json_get(j, "id")),
                           .kind = json_text(json_get(j, "kind")),
                           .persona = json_text(json_get(j, "persona")),
                           .title = json_text(json_get(j, "title")),
                           .model = json_text(json_get(j, "model")),
                           .verdict = json_text(json_get(j, "verdict")),
                           .file = json_text(json_get(j, "file")),
                           .line = number(json_get(j, "line")),
                           .blocked = number(json_get(j, "blocked"))};
    c->goal = json_get(j, "goal") != NULL && json_get(j, "goal")->truth;
    c->failure_count = read_list(&c->failures, r->arena, json_get(j, "failures"));
    c->keep_count = read_list(&c->keeps, r->arena, json_get(j, "keeps"));
    return transcript_read(&c->transcript, r->arena, j, at, e);
}

size_t run_name_index(struct run_names *n, struct slice name)
{
    for (size_t i = 0; i < n->count; i++)
        if (slice_eq(n->at[i], name))
            return i;
    if (n->count == RUN_NAMES_MAX)
        return RUN_NAMES_MAX - 1;
    n->at[n->count] = name;
    return n->count++;
}

int run_name_compare(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

bool run_case_failed(const struct run_case *c)
{
    return slice_eq(c->verdict, SLICE("fail"));
}

static void read_header(struct runs *r, const struct json *j, struct slice path)
{
    struct run_header *h = ARRAY_ADD(r->arena, &r->headers);
    const struct json *rules = json_get(j, "rules");
    *h = (struct run_header){.run = json_text(json_get(j, "run")),
                             .model = json_text(json_get(j, "model")),
                             .tenant = json_text(json_get(j, "tenant")),
                             .brain = json_text(json_get(j, "brain")),
                             .path = path,
                             .seed = number(json_get(j, "seed"))};
    h->rules = ARENA_NEW_ARRAY(r->arena, struct run_rule, (rules ? rules->count : 0) + 1);
    for (const struct json *one = rules ? rules->child : NULL; one != NULL; one = one->next) {
        struct run_rule *rule = &h->rules[h->rule_count++];
        rule->id = json_text(json_get(one, "id"));
        rule->by_count = read_list(&rule->by, r->arena, json_get(one, "by"));
    }
}

static enum code take_line(struct runs *r, struct slice line, struct place at, struct error *e)
{
    struct json *j = NULL;
    enum code code = json_read(&j, r->arena, line, at, e);
    if (code != OK)
        return code;
    if (j->kind != JSON_KIND_OBJECT)
        return fail_at(e, BAD_INPUT, at, "is not a JSON object; a journal has one {...} a line");
    if (json_get(j, "entries") != NULL)
        return read_case(r, j, at, e);
    read_header(r, j, at.file);
    return OK;
}

/* Every line that cannot be read is told, as far as the error's text goes. */
enum code runs_take(struct runs *r, struct slice path, struct slice journal, struct error *e)
{
    struct slice line, rest = journal;
    struct buffer told;
    struct place at = {path, 0, 1};
    enum code code = OK;
    buffer_init(&told, r->arena, ERROR_TEXT_MAX - 1);
    while (slice_next(&line, &rest, '\n')) {
        struct error one = {0};
        at.line++;
        if (slice_trim(line).len == 0 || take_line(r, line, at, &one) == OK)
            continue;
        code = BAD_INPUT;
        buffer_printf(&told, "%s%s", told.len ? "\n" : "", one.text);
    }
    return code == OK ? OK : fail(e, code, SLICE_FMT, SLICE_ARG(buffer_slice(&told)));
}

enum code runs_read(struct runs *r, struct slice path, struct error *e)
{
    struct source_file file;
    enum code code = file_read(&file, r->arena, path, (size_t)1 << 30, e);
    return code == OK ? runs_take(r, path, file.bytes, e) : code;
}

void runs_count(const struct runs *r, const char *run, uint64_t *all, uint64_t *failed, uint64_t *voided)
{
    *all = *failed = *voided = 0;
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct run_case *c = &r->cases.at[i];
        if (run != NULL && !slice_eq(c->run, slice_from(run)))
            continue;
        (*all)++;
        *failed += slice_eq(c->verdict, SLICE("fail"));
        *voided += slice_eq(c->verdict, SLICE("void"));
    }
}

const char *runs_verdict(const struct runs *r)
{
    uint64_t all, failed, voided;
    runs_count(r, NULL, &all, &failed, &voided);
    return failed ? "violation" : voided * 10 > all || all == 0 ? "inconclusive" : "pass";
}
