#include "baseline.h"

#include <parley/size.h>

enum { GROUPS_MAX = 512 };

struct group {
    struct slice name;
    uint64_t cases, failed;
};

struct scores {
    struct group groups[GROUPS_MAX];
    size_t group_count;
    struct slice classes[GROUPS_MAX];
    size_t class_count;
};

/* The class of a failure is what stands before its first quotation or number: "guarantee", "must: handover did not happen". */
static struct slice class_of(struct arena *arena, const struct run_case *c, struct slice failure)
{
    size_t from = 0, cut;
    if (slice_starts(failure, SLICE("turn ")) && slice_find(&cut, failure, SLICE(": ")))
        from = cut + 2;
    struct slice s = slice_after(failure, from);
    size_t end = 0;
    while (end < s.len && s.at[end] != '"' && s.at[end] != '(' && !(s.at[end] >= '0' && s.at[end] <= '9'))
        end++;
    s = slice_trim(slice_sub(s, 0, end));
    while (s.len > 0 && s.at[s.len - 1] == ':')
        s.len--;
    return arena_printf(arena, SLICE_FMT "/" SLICE_FMT, SLICE_ARG(c->run), SLICE_ARG(s));
}

static void add_class(struct scores *s, struct slice name)
{
    for (size_t i = 0; i < s->class_count; i++)
        if (slice_eq(s->classes[i], name))
            return;
    if (s->class_count < GROUPS_MAX)
        s->classes[s->class_count++] = name;
}

static struct scores *score(struct arena *arena, const struct runs *r)
{
    struct scores *s = ARENA_NEW(arena, struct scores);
    for (size_t i = 0; i < r->cases.count; i++) {
        const struct run_case *c = &r->cases.at[i];
        struct slice name = arena_printf(arena, SLICE_FMT "/" SLICE_FMT "/" SLICE_FMT, SLICE_ARG(c->run),
                                         SLICE_ARG(c->persona.len ? c->persona : c->kind), SLICE_ARG(c->model));
        size_t g = 0;
        while (g < s->group_count && !slice_eq(s->groups[g].name, name))
            g++;
        if (g == GROUPS_MAX)
            continue;
        if (g == s->group_count)
            s->groups[s->group_count++].name = name;
        s->groups[g].cases++;
        s->groups[g].failed += slice_eq(c->verdict, SLICE("fail"));
        for (size_t k = 0; k < c->failure_count && slice_eq(c->verdict, SLICE("fail")); k++)
            add_class(s, class_of(arena, c, c->failures[k]));
    }
    return s;
}

void baseline_write(struct buffer *out, const struct runs *r)
{
    const struct scores *s = score(r->arena, r);
    struct json_write w;
    json_begin(&w, out);
    json_object_begin(&w);
    json_key(&w, "groups");
    json_array_begin(&w);
    for (size_t i = 0; i < s->group_count; i++) {
        json_object_begin(&w);
        json_put_string(&w, "name", s->groups[i].name);
        json_put_u64(&w, "cases", s->groups[i].cases);
        json_put_u64(&w, "failed", s->groups[i].failed);
        json_object_end(&w);
    }
    json_array_end(&w);
    json_key(&w, "classes");
    json_array_begin(&w);
    for (size_t i = 0; i < s->class_count; i++)
        json_add_string(&w, s->classes[i]);
    json_array_end(&w);
    json_object_end(&w);
    buffer_byte(out, '\n');
}

static const struct json *group_of(const struct json *list, struct slice name)
{
    for (const struct json *g = list ? list->child : NULL; g != NULL; g = g->next)
        if (slice_eq(json_text(json_get(g, "name")), name))
            return g;
    return NULL;
}

static enum code check_baseline(const struct json *base, struct place at, struct error *e)
{
    static const struct json_member whole[] = {{"groups", JSON_KIND_ARRAY, true}, {"classes", JSON_KIND_ARRAY, true}};
    static const struct json_member group[] = {
        {"name", JSON_KIND_STRING, true}, {"cases", JSON_KIND_INTEGER, true}, {"failed", JSON_KIND_INTEGER, true}};
    enum code code = json_expect(base, "the baseline", whole, COUNT_OF(whole), at, e);
    if (code == OK && json_get(base, "groups")->count == 0)
        code = fail_at(e, BAD_INPUT, at, "the baseline.groups: is empty; write one with parley report --accept FILE");
    for (const struct json *g = code == OK ? json_get(base, "groups")->child : NULL; g != NULL && code == OK; g = g->next) {
        code = json_expect(g, "groups", group, COUNT_OF(group), at, e);
        if (code == OK &&
            (json_u64(json_get(g, "cases")) == 0 || json_u64(json_get(g, "failed")) > json_u64(json_get(g, "cases"))))
            code = fail_at(e, BAD_INPUT, at, "groups: " SLICE_FMT " has no cases, or more failed than there are",
                           SLICE_ARG(json_text(json_get(g, "name"))));
    }
    for (const struct json *c = code == OK ? json_get(base, "classes")->child : NULL; c != NULL && code == OK; c = c->next)
        if (c->kind != JSON_KIND_STRING)
            code = fail_at(e, BAD_INPUT, at, "the baseline.classes: holds what is not a string");
    return code;
}

enum code baseline_compare(struct comparison *out, struct arena *arena, const struct runs *r, struct slice bytes, struct place at,
                           struct error *e)
{
    struct json *base = NULL;
    enum code code = json_read(&base, arena, bytes, at, e);
    *out = (struct comparison){.has_baseline = true};
    if (code != OK)
        return code;
    code = check_baseline(base, at, e);
    if (code != OK)
        return code;
    const struct json *groups = json_get(base, "groups"), *classes = json_get(base, "classes");
    const struct scores *s = score(arena, r);
    for (size_t i = 0; i < s->class_count; i++) {
        bool known = false;
        for (const struct json *c = classes->child; c != NULL; c = c->next)
            known |= slice_eq(json_text(c), s->classes[i]);
        if (!known)
            *ARRAY_ADD(arena, &out->regressions) =
                arena_printf(arena, "a new class of failure: " SLICE_FMT, SLICE_ARG(s->classes[i]));
    }
    for (size_t i = 0; i < s->group_count; i++) {
        const struct group *g = &s->groups[i];
        const struct json *old = group_of(groups, g->name);
        uint64_t cases = json_u64(json_get(old, "cases")), failed = json_u64(json_get(old, "failed"));
        if (old != NULL && cases > 0 && g->failed * cases > failed * g->cases)
            *ARRAY_ADD(arena, &out->regressions) = arena_printf(
                arena, SLICE_FMT ": %llu of %llu failed, before %llu of %llu", SLICE_ARG(g->name), (unsigned long long)g->failed,
                (unsigned long long)g->cases, (unsigned long long)failed, (unsigned long long)cases);
    }
    for (const struct json *g = groups->child; g != NULL; g = g->next) {
        bool still = false;
        for (size_t i = 0; i < s->group_count; i++)
            still |= slice_eq(s->groups[i].name, json_text(json_get(g, "name")));
        if (!still)
            *ARRAY_ADD(arena, &out->regressions) = arena_printf(arena, SLICE_FMT ": was tested before and is not any more",
                                                                SLICE_ARG(json_text(json_get(g, "name"))));
    }
    return OK;
}
