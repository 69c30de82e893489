/* What an operator and the machines that watch may ask: health, readiness, counters, the kill switch. */
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
