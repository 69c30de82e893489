#include "run_read.h"

#include <parley/pack_dir.h>
#include <parley/size.h>

static size_t read_list(struct slice **out, struct arena *arena, const struct json *list)
{
    size_t n = 0;
    *out = ARENA_NEW_ARRAY(arena, struct slice, (list ? list->count : 0) + 1);
    for (const struct json *j = list ? list->child : NULL; j != NULL; j = j->next)
        (*out)[n++] = json_text(j);
    return n;
}

static enum code check_case(const struct runs *r, const struct json *j, struct place at, struct error *e)
{
    static const struct json_member members[] = {
        {"run", JSON_KIND_STRING, true},      {"id", JSON_KIND_STRING, true},      {"kind", JSON_KIND_STRING, false},
        {"persona", JSON_KIND_STRING, false}, {"title", JSON_KIND_STRING, false},  {"model", JSON_KIND_STRING, true},
        {"verdict", JSON_KIND_STRING, true},  {"file", JSON_KIND_STRING, false},   {"line", JSON_KIND_INTEGER, false},
        {"blocked", JSON_KIND_INTEGER, true}, {"goal", JSON_KIND_BOOL, false},     {"failures", JSON_KIND_ARRAY, true},
        {"keeps", JSON_KIND_ARRAY, false},    {"channel", JSON_KIND_STRING, true}, {"entries", JSON_KIND_ARRAY, true}};
    enum code code = json_expect(j, "the case", members, COUNT_OF(members), at, e);
    if (code != OK)
        return code;
    const struct run_header *h = r->headers.count ? &r->headers.at[r->headers.count - 1] : NULL;
    struct slice verdict = json_text(json_get(j, "verdict"));
    if (h == NULL || !slice_eq(h->path, at.file))
        return fail_at(e, BAD_INPUT, at, "a case stands before the first line that says what was run; take the whole journal");
    if (!slice_eq(h->run, json_text(json_get(j, "run"))) || !slice_eq(h->model, json_text(json_get(j, "model"))))
        return fail_at(e, BAD_INPUT, at, "is a case of another run than the first line says; take one journal a run");
    if (h->found >= h->cases)
        return fail_at(e, BAD_INPUT, at, "has more cases than the %llu that the first line tells", (unsigned long long)h->cases);
    if (!slice_eq(verdict, SLICE("pass")) && !slice_eq(verdict, SLICE("fail")) && !slice_eq(verdict, SLICE("void")))
        return fail_at(e, BAD_INPUT, at, "the case.verdict: \"" SLICE_FMT "\" is none of pass, fail and void",
                       SLICE_ARG(verdict));
    if (slice_eq(verdict, SLICE("pass")) && json_get(j, "failures")->count > 0)
        return fail_at(e, BAD_INPUT, at, "the case has failures and passes all the same; the journal was changed");
    return OK;
}

static enum code read_case(struct runs *r, const struct json *j, struct place at, struct error *e)
{
    enum code code = check_case(r, j, at, e);
    if (code != OK)
        return code;
    r->headers.at[r->headers.count - 1].found++;
    struct run_case *c = ARRAY_ADD(r->arena, &r->cases);
    *c = (struct run_case){.run = json_text(json_get(j, "run")),
                           .id = json_text(json_get(j, "id")),
                           .kind = json_text(json_get(j, "kind")),
                           .persona = json_text(json_get(j, "persona")),
                           .title = json_text(json_get(j, "title")),
                           .model = json_text(json_get(j, "model")),
                           .verdict = json_text(json_get(j, "verdict")),
                           .file = json_text(json_get(j, "file")),
                           .line = json_u64(json_get(j, "line")),
                           .blocked = json_u64(json_get(j, "blocked"))};
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

static enum code read_header(struct runs *r, const struct json *j, struct place at, struct error *e)
{
    static const struct json_member members[] = {{"run", JSON_KIND_STRING, true},    {"model", JSON_KIND_STRING, true},
                                                 {"tenant", JSON_KIND_STRING, true}, {"brain", JSON_KIND_STRING, true},
                                                 {"seed", JSON_KIND_INTEGER, true},  {"cases", JSON_KIND_INTEGER, true},
                                                 {"rules", JSON_KIND_ARRAY, true}};
    enum code code = json_expect(j, "the first line", members, COUNT_OF(members), at, e);
    if (code != OK)
        return code;
    if (at.line != 1)
        return fail_at(e, BAD_INPUT, at, "a run begins in the middle of a journal; take one journal a run");
    struct run_header *h = ARRAY_ADD(r->arena, &r->headers);
    const struct json *rules = json_get(j, "rules");
    *h = (struct run_header){.run = json_text(json_get(j, "run")),
                             .model = json_text(json_get(j, "model")),
                             .tenant = json_text(json_get(j, "tenant")),
                             .brain = json_text(json_get(j, "brain")),
                             .path = at.file,
                             .seed = json_u64(json_get(j, "seed")),
                             .cases = json_u64(json_get(j, "cases"))};
    h->rules = ARENA_NEW_ARRAY(r->arena, struct run_rule, rules->count + 1);
    for (const struct json *one = rules->child; one != NULL; one = one->next) {
        struct run_rule *rule = &h->rules[h->rule_count++];
        rule->id = json_text(json_get(one, "id"));
        rule->by_count = read_list(&rule->by, r->arena, json_get(one, "by"));
        if (rule->id.len == 0)
            return fail_at(e, BAD_INPUT, at, "the first line.rules: an entry has no id");
    }
    return OK;
}

static enum code take_line(struct runs *r, struct slice line, struct place at, struct error *e)
{
    struct json *j = NULL;
    enum code code = json_read(&j, r->arena, line, at, e);
    if (code != OK)
        return code;
    if (j->kind != JSON_KIND_OBJECT)
        return fail_at(e, BAD_INPUT, at, "is not a JSON object; a journal has one {...} a line");
    return json_get(j, "entries") != NULL ? read_case(r, j, at, e) : read_header(r, j, at, e);
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

struct slice runs_unfinished(const struct runs *r)
{
    struct buffer b;
    buffer_init(&b, r->arena, 4000);
    for (size_t i = 0; i < r->headers.count; i++) {
        const struct run_header *h = &r->headers.at[i];
        if (h->found < h->cases)
            buffer_printf(&b, "%s" SLICE_FMT " (%llu of %llu cases)", b.len ? ", " : "", SLICE_ARG(h->path),
                          (unsigned long long)h->found, (unsigned long long)h->cases);
    }
    return buffer_slice(&b);
}

const char *runs_verdict(const struct runs *r)
{
    uint64_t all, failed, voided;
    runs_count(r, NULL, &all, &failed, &voided);
    return failed ? "violation" : voided * 10 > all || all == 0 || runs_unfinished(r).len > 0 ? "inconclusive" : "pass";
}
