#include <parley/json_lines.h>

#include <jansson.h>

enum { JSON_DEPTH = 64 };

static bool convert(struct json **out, struct arena *arena, json_t *from, unsigned depth);

static bool convert_children(struct json *to, struct arena *arena, json_t *from, unsigned depth)
{
    struct json **end = &to->child;
    if (json_is_array(from)) {
        to->kind = JSON_KIND_ARRAY;
        for (size_t i = 0; i < json_array_size(from); i++, end = &(*end)->next, to->count++)
            if (!convert(end, arena, json_array_get(from, i), depth + 1))
                return false;
        return true;
    }
    to->kind = JSON_KIND_OBJECT;
    for (void *i = json_object_iter(from); i != NULL; i = json_object_iter_next(from, i), end = &(*end)->next, to->count++) {
        if (!convert(end, arena, json_object_iter_value(i), depth + 1))
            return false;
        (*end)->key = arena_copy(arena, slice_from(json_object_iter_key(i)));
    }
    return true;
}

static bool convert(struct json **out, struct arena *arena, json_t *from, unsigned depth)
{
    struct json *j = *out = ARENA_NEW(arena, struct json);
    if (depth > JSON_DEPTH)
        return false;
    if (json_is_object(from) || json_is_array(from))
        return convert_children(j, arena, from, depth);
    if (json_is_string(from)) {
        j->kind = JSON_KIND_STRING;
        j->text = arena_copy(arena, (struct slice){json_string_value(from), json_string_length(from)});
    } else if (json_is_integer(from)) {
        j->kind = JSON_KIND_INTEGER;
        j->integer = json_integer_value(from);
    } else if (json_is_real(from)) {
        j->kind = JSON_KIND_REAL;
        j->real = json_real_value(from);
    } else if (json_is_boolean(from)) {
        j->kind = JSON_KIND_BOOL;
        j->truth = json_is_true(from);
    }
    return true;
}

static struct place inside(struct place at, const json_error_t *why)
{
    if (at.line == 0)
        at.line = 1;
    at.line += why->line > 1 ? (unsigned)why->line - 1 : 0;
    at.col = why->column > 0 ? (unsigned)why->column : 1;
    return at;
}

enum code json_read(struct json **out, struct arena *arena, struct slice bytes, struct place at, struct error *e)
{
    json_error_t why;
    if (bytes.len > JSON_LINE_MAX)
        return fail_at(e, BAD_INPUT, at, "the line is longer than 4 MiB; split it");
    json_t *root = json_loadb(bytes.at ? bytes.at : "", bytes.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
    if (root == NULL)
        return fail_at(e, BAD_INPUT, inside(at, &why), "cannot be read as JSON: %s; mend the line", why.text);
    bool good = convert(out, arena, root, 0);
    json_decref(root);
    return good ? OK : fail_at(e, BAD_INPUT, at, "nested deeper than %d levels; make it flatter", JSON_DEPTH);
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (object == NULL || object->kind != JSON_KIND_OBJECT)
        return NULL;
    for (const struct json *j = object->child; j != NULL; j = j->next)
        if (slice_eq(j->key, slice_from(key)))
            return j;
    return NULL;
}

uint64_t json_u64(const struct json *value)
{
    return value != NULL && value->kind == JSON_KIND_INTEGER && value->integer > 0 ? (uint64_t)value->integer : 0;
}

static const char *kind_name(enum json_kind kind)
{
    switch (kind) {
    case JSON_KIND_NULL: return "null";
    case JSON_KIND_BOOL: return "true or false";
    case JSON_KIND_INTEGER: return "a whole number, 0 or more";
    case JSON_KIND_REAL: return "a number";
    case JSON_KIND_STRING: return "a string";
    case JSON_KIND_ARRAY: return "an array";
    case JSON_KIND_OBJECT: return "an object";
    }
    return "";
}

enum code json_expect(const struct json *object, const char *what, const struct json_member *members, size_t count,
                      struct place at, struct error *e)
{
    if (object == NULL || object->kind != JSON_KIND_OBJECT)
        return fail_at(e, BAD_INPUT, at, "%s: is not an object; write {...}", what);
    for (size_t i = 0; i < count; i++) {
        const struct json_member *m = &members[i];
        const struct json *j = json_get(object, m->key);
        bool good = j == NULL ? !m->required : j->kind == m->kind && (j->kind != JSON_KIND_INTEGER || j->integer >= 0);
        if (!good)
            return fail_at(e, BAD_INPUT, at, "%s.%s: %s; it is %s", what, m->key, j ? "is of another kind" : "is missing",
                           kind_name(m->kind));
    }
    return OK;
}

struct slice json_text(const struct json *value)
{
    return value != NULL && value->kind == JSON_KIND_STRING ? value->text : SLICE_NONE;
}
