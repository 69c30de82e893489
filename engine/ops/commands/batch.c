#include "batch.h"

#include <parley/system.h>

int batch_brain(struct pack *out, const struct invocation *in, struct slice directory)
{
    *out = (struct pack){0};
    if (directory.len == 0)
        return EXIT_STATUS_PASS;
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    struct clock *clock = system_clock();
    struct error e = {0};
    enum code code = pack_load_brain(out, in->arena, directory, clock->ops->wall(clock), problems, warnings, &e);
    if (code == OK)
        return EXIT_STATUS_PASS;
    command_problems(in, problems);
    return command_fail(in, EXIT_STATUS_USAGE, &e);
}

static struct slice text_of(const struct json *value, struct arena *arena)
{
    if (value->kind == JSON_KIND_INTEGER)
        return arena_printf(arena, "%lld", (long long)value->integer);
    if (value->kind == JSON_KIND_REAL)
        return arena_printf(arena, "%g", value->real);
    return json_text(value);
}

/* Values come as {"kind","text"}, as plain texts, or as an object name: value. */
static void read_values(struct known_text *known, const struct json *values, struct arena *arena)
{
    if (values == NULL || values->count == 0 || (values->kind != JSON_KIND_ARRAY && values->kind != JSON_KIND_OBJECT))
        return;
    struct known_value *list = ARENA_NEW_ARRAY(arena, struct known_value, values->count);
    size_t n = 0;
    for (const struct json *v = values->child; v != NULL; v = v->next) {
        if (v->kind == JSON_KIND_OBJECT) {
            const struct json *text = json_get(v, "text") ? json_get(v, "text") : json_get(v, "value");
            if (text != NULL)
                list[n++] = (struct known_value){json_text(json_get(v, "kind")), text_of(text, arena)};
        } else
            list[n++] = (struct known_value){v->key, text_of(v, arena)};
    }
    known->values = list;
    known->value_count = n;
}

static void add_paraphrases(struct known_text *list, size_t *n, const struct json *claim, struct slice id)
{
    const struct json *more = json_get(claim, "paraphrases");
    if (more == NULL || more->kind != JSON_KIND_ARRAY)
        return;
    for (const struct json *p = more->child; p != NULL; p = p->next)
        list[(*n)++] = (struct known_text){.kind = KNOWN_CLAIM, .id = id, .text = json_text(p)};
}

enum code batch_claims(struct known_text **out, size_t *count, const struct json *in, struct arena *arena, struct place at,
                       struct error *e)
{
    const struct json *claims = json_get(in, "claims");
    if (claims == NULL || claims->kind == JSON_KIND_NULL)
        return OK;
    if (claims->kind != JSON_KIND_ARRAY)
        return fail_at(e, BAD_INPUT, at, "claims: is not a list; write \"claims\": [{\"id\": \"...\", \"says\": \"...\"}]");
    size_t room = *count;
    for (const struct json *c = claims->child; c != NULL; c = c->next) {
        const struct json *more = json_get(c, "paraphrases");
        room += 1 + (more ? more->count : 0);
    }
    struct known_text *list = ARENA_NEW_ARRAY(arena, struct known_text, room + 1);
    for (size_t i = 0; i < *count; i++)
        list[i] = (*out)[i];
    size_t n = *count, position = 0;
    for (const struct json *c = claims->child; c != NULL; c = c->next, position++) {
        struct slice id = json_text(json_get(c, "id")),
                     says = c->kind == JSON_KIND_STRING ? c->text : json_text(json_get(c, "says"));
        if (says.len == 0)
            return fail_at(e, BAD_INPUT, at, "claims[%zu].says: is missing; write {\"id\": \"...\", \"says\": \"...\"}",
                           position);
        if (id.len == 0)
            id = arena_printf(arena, "%zu", position);
        list[n] = (struct known_text){.kind = KNOWN_CLAIM, .id = id, .text = says};
        read_values(&list[n++], json_get(c, "values"), arena);
        add_paraphrases(list, &n, c, id);
    }
    *out = list;
    *count = n;
    return OK;
}

static bool is_bot(struct slice role)
{
    static const char *const names[] = {"assistant", "bot", "agent", "system", "model", "ai", NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (slice_eq_fold(role, slice_from(names[i])))
            return true;
    return false;
}

enum code batch_history(struct said **out, size_t *count, const struct json *in, struct arena *arena, struct place at,
                        struct error *e)
{
    const struct json *history = json_get(in, "history");
    *out = NULL;
    *count = 0;
    if (history == NULL || history->kind == JSON_KIND_NULL)
        return OK;
    if (history->kind != JSON_KIND_ARRAY)
        return fail_at(e, BAD_INPUT, at, "history: is not a list; write \"history\": [{\"role\": \"user\", \"text\": \"...\"}]");
    struct said *list = ARENA_NEW_ARRAY(arena, struct said, history->count + 1);
    for (const struct json *h = history->child; h != NULL; h = h->next) {
        struct slice text = json_text(json_get(h, "text"));
        if (text.len == 0)
            text = json_text(json_get(h, "content"));
        if (h->kind == JSON_KIND_STRING)
            text = h->text;
        list[(*count)++] = (struct said){is_bot(json_text(json_get(h, "role"))), text};
    }
    *out = list;
    return OK;
}

void batch_put_span(struct json_write *out, struct point_counter *points, struct span span)
{
    json_put_u64(out, "start", text_count_points(points, span.start));
    json_put_u64(out, "end", text_count_points(points, span.end));
}
