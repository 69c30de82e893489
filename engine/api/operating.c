/* What an operator and the machines that watch may ask: health, readiness, counters, the kill switch, the description of it all.
 */
#include "parts.h"

static bool store_answers(struct api *a)
{
    uint64_t outcomes[OUTCOME_COUNT] = {0}, sends[SEND_STATE_COUNT] = {0};
    struct error e;
    (void)outcomes, (void)sends;
    struct tenant_record one;
    size_t count;
    return !a->store_away && a->setup.store->ops->tenants(a->setup.store, &one, 1, &count, &a->scratch, &e) == OK;
}

void handle_health(struct call *c)
{
    bool store = store_answers(c->api);
    answer_json(c, 200,
                arena_printf(c->arena,
                             "{\"status\":\"%s\",\"version\":\"" SLICE_FMT "\",\"twin\":%s,\"dependencies\":{\"store\":\"%s\"}}",
                             store ? "ok" : "degraded", SLICE_ARG(c->api->setup.version),
                             c->api->setup.is_twin ? "true" : "false", store ? "ok" : "away"));
}

void handle_ready(struct call *c)
{
    if (store_answers(c->api))
        answer_json(c, 200, SLICE("{\"ready\":true}"));
    else
        answer_later(c, 503, 5, "the store is away");
}

void handle_metrics(struct call *c)
{
    struct buffer b;
    buffer_init(&b, c->arena, 1 << 16);
    for (size_t i = 0; i < COUNT_COUNT; i++)
        buffer_printf(&b, "# HELP parley_%s_total Since the start.\n# TYPE parley_%s_total counter\nparley_%s_total %llu\n",
                      count_names[i], count_names[i], count_names[i], (unsigned long long)c->api->counts[i]);
    buffer_printf(
        &b, "# HELP parley_store_away Whether the last commit failed.\n# TYPE parley_store_away gauge\nparley_store_away %d\n",
        c->api->store_away);
    answer_text(c, 200, "text/plain; version=0.0.4; charset=utf-8", buffer_slice(&b));
}

void handle_kill(struct call *c)
{
    struct json *body;
    struct error e;
    static const struct json_member members[] = {{"on", JSON_KIND_BOOL, true}, {"tenant", JSON_KIND_STRING, false}};
    struct place at = {SLICE("body"), 1, 1};
    if (json_read(&body, c->arena, c->request->body, at, &e) != OK ||
        json_expect(body, "the body", members, COUNT_OF(members), at, &e) != OK) {
        answer_problem(c, 400, "%s", e.text);
        return;
    }
    struct tenant_id tenant = {0};
    struct slice name = json_text(json_get(body, "tenant"));
    for (size_t i = 0; i < c->api->setup.tenant_count; i++)
        if (name.len > 0 && slice_eq(c->api->setup.tenants[i].tenant->id, name))
            tenant = c->api->setup.tenants[i].id;
    if (name.len > 0 && tenant.n == 0) {
        answer_problem(c, 404, "tenant: \"" SLICE_FMT "\" is not served here", SLICE_ARG(name));
        return;
    }
    if (c->key->tenant.n != 0 && c->key->tenant.n != tenant.n) {
        answer_problem(c, 403, "this key is for one tenant; name that one");
        return;
    }
    struct store *s = c->api->setup.store;
    enum code code = s->ops->kill(s, tenant, json_get(body, "on")->truth, c->key->name, api_wall(c->api), &e);
    if (code != OK) {
        answer_later(c, 503, 1, "the switch could not be written; set it again");
        return;
    }
    c->api->setup.accepted(c->api->setup.context);
    api_note(c->api, "kill.set tenant=%llu on=%d", (unsigned long long)tenant.n, json_get(body, "on")->truth);
    answer_empty(c, 204);
}

/* -- the description
 * ------------------------------------------------------------------------------------------------------------- */

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

static void put_response(struct json_write *w, const char *status, const char *description)
{
    json_key(w, status);
    json_object_begin(w);
    json_put_cstr(w, "description", description);
    json_object_end(w);
}

static void put_parameters(struct json_write *w, struct slice path)
{
    struct slice part;
    json_key(w, "parameters");
    json_array_begin(w);
    while (slice_next(&part, &path, '/'))
        if (part.len > 2 && part.at[0] == '{') {
            json_object_begin(w);
            json_put_string(w, "name", slice_sub(part, 1, part.len - 1));
            json_put_cstr(w, "in", "path");
            json_put_bool(w, "required", true);
            json_key(w, "schema");
            json_object_begin(w);
            json_put_cstr(w, "type", "string");
            json_object_end(w);
            json_object_end(w);
        }
    json_array_end(w);
}

static void put_operation(struct json_write *w, struct arena *a, const struct route *r)
{
    static const char *const methods[HTTP_METHOD_COUNT] = {"get", "head", "post", "put", "patch", "delete", "options"};
    json_key(w, methods[r->method]);
    json_object_begin(w);
    json_put_cstr(w, "operationId", r->id);
    json_put_cstr(w, "summary", r->summary);
    put_parameters(w, slice_from(r->path));
    json_key(w, "security");
    json_array_begin(w);
    if (security_of(r->auth) != NULL) {
        json_object_begin(w);
        json_key(w, security_of(r->auth));
        json_array_begin(w);
        json_array_end(w);
        json_object_end(w);
    }
    json_array_end(w);
    json_key(w, "responses");
    json_object_begin(w);
    put_response(w, "2XX", "It was done.");
    put_response(w, "4XX", "application/problem+json says what is wrong.");
    put_response(w, "503", "Not now; Retry-After says when.");
    json_object_end(w);
    json_object_end(w);
    (void)a;
}

static void put_scheme(struct json_write *w, const char *name, const char *type, const char *key, const char *value,
                       const char *in)
{
    json_key(w, name);
    json_object_begin(w);
    json_put_cstr(w, "type", type);
    json_put_cstr(w, key, value);
    if (in != NULL)
        json_put_cstr(w, "in", in);
    json_object_end(w);
}

void handle_openapi(struct call *c)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, c->arena, 1 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "openapi", "3.1.0");
    json_key(&w, "info");
    json_object_begin(&w);
    json_put_cstr(&w, "title", "parley");
    json_put_string(&w, "version", c->api->setup.version);
    json_put_cstr(&w, "summary", "Regulated conversations: webhooks, the widget, operations.");
    json_object_end(&w);
    json_key(&w, "servers");
    json_array_begin(&w);
    json_object_begin(&w);
    json_put_cstr(&w, "url", "/");
    json_object_end(&w);
    json_array_end(&w);
    json_key(&w, "paths");
    json_object_begin(&w);
    for (size_t i = 0; i < api_route_count; i++) {
        bool first = i == 0 || !slice_eq(slice_from(api_routes[i].path), slice_from(api_routes[i - 1].path));
        if (first) {
            json_key(&w, api_routes[i].path);
            json_object_begin(&w);
        }
        put_operation(&w, c->arena, &api_routes[i]);
        if (i + 1 == api_route_count || !slice_eq(slice_from(api_routes[i].path), slice_from(api_routes[i + 1].path)))
            json_object_end(&w);
    }
    json_object_end(&w);
    json_key(&w, "components");
    json_object_begin(&w);
    json_key(&w, "securitySchemes");
    json_object_begin(&w);
    put_scheme(&w, "apiKey", "http", "scheme", "bearer", NULL);
    put_scheme(&w, "visitorToken", "http", "scheme", "bearer", NULL);
    put_scheme(&w, "siteKey", "apiKey", "name", "X-Parley-Key", "header");
    json_object_end(&w);
    json_object_end(&w);
    json_object_end(&w);
    answer_json(c, 200, buffer_slice(&b));
}
