#include "openapi.h"
#include "parts.h"

static void add_json(struct json_write *w, const struct json *j);

static void add_members(struct json_write *w, const struct json *j)
{
    for (const struct json *one = j->child; one != NULL; one = one->next) {
        if (j->kind == JSON_KIND_OBJECT) {
            char key[64];
            must(one->key.len < sizeof key);
            memcpy(key, one->key.at, one->key.len);
            key[one->key.len] = '\0';
            json_key(w, key);
        }
        add_json(w, one);
    }
}

static void add_json(struct json_write *w, const struct json *j)
{
    switch (j->kind) {
    case JSON_KIND_NULL: json_add_null(w); break;
    case JSON_KIND_BOOL: json_add_bool(w, j->truth); break;
    case JSON_KIND_INTEGER: json_add_i64(w, j->integer); break;
    case JSON_KIND_STRING: json_add_string(w, j->text); break;
    case JSON_KIND_REAL: must(false); break; /* there is none in our text */
    case JSON_KIND_ARRAY:
        json_array_begin(w);
        add_members(w, j);
        json_array_end(w);
        break;
    case JSON_KIND_OBJECT:
        json_object_begin(w);
        add_members(w, j);
        json_object_end(w);
        break;
    }
}

static void add_reference(struct json_write *w, struct arena *a, const char *kind, struct slice name)
{
    json_object_begin(w);
    json_put_string(w, "$ref", arena_printf(a, "#/components/%s/" SLICE_FMT, kind, SLICE_ARG(name)));
    json_object_end(w);
}

static void put_content(struct json_write *w, struct arena *a, const char *media, const char *schema)
{
    json_key(w, "content");
    json_object_begin(w);
    json_key(w, media);
    json_object_begin(w);
    json_key(w, "schema");
    add_reference(w, a, "schemas", slice_from(schema));
    json_object_end(w);
    json_object_end(w);
}

static void put_path_parameter(struct json_write *w, const struct json *parts, struct arena *a, struct slice name)
{
    json_object_begin(w);
    json_put_string(w, "name", name);
    json_put_cstr(w, "in", "path");
    json_put_bool(w, "required", true);
    json_put_string(w, "description", json_text(json_get(json_get(parts, "paths"), arena_cstr(a, name))));
    json_key(w, "schema");
    json_object_begin(w);
    json_put_cstr(w, "type", "string");
    json_object_end(w);
    json_object_end(w);
}

static void put_parameters(struct json_write *w, struct arena *a, const struct json *parts, const struct route *r,
                           const struct openapi_shape *s)
{
    struct slice path = slice_from(r->path), names = slice_from(s->parameters), one;
    json_key(w, "parameters");
    json_array_begin(w);
    while (slice_next(&one, &path, '/'))
        if (one.len > 2 && one.at[0] == '{')
            put_path_parameter(w, parts, a, slice_sub(one, 1, one.len - 1));
    while (slice_next(&one, &names, ' '))
        add_reference(w, a, "parameters", one);
    json_array_end(w);
}

static const char *security_of(enum route_auth auth)
{
    switch (auth) {
    case AUTH_SITE: return "siteKey";
    case AUTH_VISITOR: return "visitorToken";
    case AUTH_VIEWER:
    case AUTH_OPERATOR:
    case AUTH_ADMIN: return "apiKey";
    case AUTH_NONE:
    case AUTH_HOOK:
    case AUTH_TWIN: break;
    }
    return NULL;
}

static void put_security(struct json_write *w, enum route_auth auth)
{
    json_key(w, "security");
    json_array_begin(w);
    if (security_of(auth) != NULL) {
        json_object_begin(w);
        json_key(w, security_of(auth));
        json_array_begin(w);
        json_array_end(w);
        json_object_end(w);
    }
    json_array_end(w);
}

/* -- answers
 * -------------------------------------------------------------------------------------------------------------------------- */

static void put_success(struct json_write *w, struct arena *a, const struct openapi_shape *s)
{
    struct slice names = slice_from(s->fields), one;
    json_key(w, arena_cstr(a, arena_printf(a, "%u", s->status)));
    json_object_begin(w);
    json_put_cstr(w, "description", s->status == 101 ? "The WebSocket is open." : "It was done.");
    if (names.len > 0) {
        json_key(w, "headers");
        json_object_begin(w);
        while (slice_next(&one, &names, ' ')) {
            json_key(w, arena_cstr(a, one));
            add_reference(w, a, "headers", one);
        }
        json_object_end(w);
    }
    if (s->media != NULL)
        put_content(w, a, s->media, s->schema);
    json_object_end(w);
}

static const char *access_refusals(enum route_auth auth)
{
    return security_of(auth) != NULL ? "401 403" : auth == AUTH_TWIN ? "404" : "";
}

static bool is_named(struct slice list, struct slice name)
{
    struct slice one;
    while (slice_next(&one, &list, ' '))
        if (slice_eq(one, name))
            return true;
    return false;
}

/* In the order of their numbers; 400 is what the front itself answers to what is no HTTP. */
static void put_refusals(struct json_write *w, struct arena *a, const struct route *r, const struct openapi_shape *s)
{
    static const char *const all[] = {"400", "401", "403", "404", "409", "422", "429", "503", "504"};
    struct slice access = slice_from(access_refusals(r->auth)), more = slice_from(s->refusals);
    bool openai = slice_starts(slice_from(r->path), SLICE("/v1/"));
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        struct slice status = slice_from(all[i]);
        bool later = i == 6 || i == 7, own = is_named(more, status);
        if (i > 0 && !own && !is_named(access, status))
            continue;
        json_key(w, all[i]);
        add_reference(w, a, "responses",
                      i == 0 && !own ? SLICE("Malformed")
                      : openai       ? later ? SLICE("ErrorLater") : SLICE("Error")
                            : later ? SLICE("Later")
                                     : SLICE("Problem"));
    }
}

static void put_operation(struct json_write *w, struct arena *a, const struct json *parts, const struct route *r)
{
    static const char *const methods[HTTP_METHOD_COUNT] = {"get", "head", "post", "put", "patch", "delete", "options"};
    const struct openapi_shape *s = openapi_shape_of(r->id);
    must(s != NULL);
    json_key(w, methods[r->method]);
    json_object_begin(w);
    json_put_cstr(w, "operationId", r->id);
    json_key(w, "tags");
    json_array_begin(w);
    json_add_string(w, slice_from(s->tag));
    json_array_end(w);
    json_put_cstr(w, "summary", r->summary);
    json_put_cstr(w, "description", s->description);
    put_parameters(w, a, parts, r, s);
    if (s->request != NULL) {
        json_key(w, "requestBody");
        json_object_begin(w);
        json_put_bool(w, "required", true);
        put_content(w, a, "application/json", s->request);
        json_object_end(w);
    }
    put_security(w, r->auth);
    json_key(w, "responses");
    json_object_begin(w);
    put_success(w, a, s);
    put_refusals(w, a, r, s);
    json_object_end(w);
    json_object_end(w);
}

/* -- the whole
 * ------------------------------------------------------------------------------------------------------------------------ */

static bool is_first(size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (slice_eq(slice_from(api_routes[k].path), slice_from(api_routes[i].path)))
            return false;
    return true;
}

static void put_paths(struct json_write *w, struct arena *a, const struct json *parts)
{
    json_key(w, "paths");
    json_object_begin(w);
    for (size_t i = 0; i < api_route_count; i++) {
        if (!is_first(i))
            continue;
        json_key(w, api_routes[i].path);
        json_object_begin(w);
        for (size_t k = i; k < api_route_count; k++)
            if (slice_eq(slice_from(api_routes[k].path), slice_from(api_routes[i].path)))
                put_operation(w, a, parts, &api_routes[k]);
        json_object_end(w);
    }
    json_object_end(w);
}

void openapi_write(struct buffer *out, struct arena *a, struct slice version)
{
    struct json_write w;
    const struct json *parts = openapi_parts(a);
    json_begin(&w, out);
    json_object_begin(&w);
    json_put_cstr(&w, "openapi", "3.1.0");
    json_key(&w, "info");
    json_object_begin(&w);
    json_put_cstr(&w, "title", "parley");
    json_put_string(&w, "version", version);
    json_put_cstr(&w, "summary", "Regulated conversations: webhooks, the widget, operations.");
    json_object_end(&w);
    json_key(&w, "servers");
    json_array_begin(&w);
    json_object_begin(&w);
    json_put_cstr(&w, "url", "/");
    json_put_cstr(&w, "description", "The process that gave this description.");
    json_object_end(&w);
    json_array_end(&w);
    json_key(&w, "tags");
    add_json(&w, json_get(parts, "tags"));
    put_paths(&w, a, parts);
    json_key(&w, "components");
    add_json(&w, json_get(parts, "components"));
    json_object_end(&w);
}

void handle_openapi(struct call *c)
{
    struct buffer b;
    buffer_init(&b, c->arena, 1 << 20);
    openapi_write(&b, c->arena, c->api->setup.version);
    answer_json(c, 200, buffer_slice(&b));
}
