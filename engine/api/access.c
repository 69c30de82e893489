/* Who may ask: keys, tokens, pages, twins. Comparisons of secrets take the same time wherever they differ. */
#include "parts.h"

static bool origin_fits(struct slice allowed, struct slice origin, bool is_twin)
{
    if (slice_eq(allowed, SLICE("*")))
        return is_twin;
    size_t star;
    if (!slice_find(&star, allowed, SLICE("://*.")))
        return slice_eq_fold(allowed, origin);
    struct slice scheme = slice_sub(allowed, 0, star + 3), rest = slice_after(allowed, star + 4); /* ".hotel.test" */
    return slice_starts(origin, scheme) && slice_ends(origin, rest) && origin.len > scheme.len + rest.len &&
           !slice_has(slice_sub(origin, scheme.len, origin.len - rest.len), SLICE("/"));
}

bool access_origin(const struct api *a, const struct api_site *site, struct slice origin)
{
    for (size_t i = 0; i < site->origins.count; i++)
        if (origin_fits(site->origins.at[i], origin, a->setup.is_twin))
            return true;
    return false;
}

const struct api_site *access_site(const struct api_tenant **tenant, const struct api *a, struct slice key)
{
    for (size_t i = 0; i < a->setup.tenant_count; i++)
        for (size_t k = 0; k < a->setup.tenants[i].site_count; k++)
            if (slice_eq(a->setup.tenants[i].sites[k].key, key)) {
                *tenant = &a->setup.tenants[i];
                return &a->setup.tenants[i].sites[k];
            }
    return NULL;
}

/* A browser asks before it asks. The page's key is not in the question, so any page of any site may put it; the answer to the
 * request itself depends on the key. */
bool access_preflight(struct call *c)
{
    struct slice origin = http_field_of(c->request, SLICE("origin"));
    if (origin.len == 0 || http_field_of(c->request, SLICE("access-control-request-method")).len == 0 ||
        !slice_starts(c->request->path, SLICE("/api/v1/widget/")))
        return false;
    bool known = false;
    for (size_t i = 0; i < c->api->setup.tenant_count && !known; i++)
        for (size_t k = 0; k < c->api->setup.tenants[i].site_count && !known; k++)
            known = access_origin(c->api, &c->api->setup.tenants[i].sites[k], origin);
    if (!known) {
        answer_problem(c, 403, "no site has this origin");
        return true;
    }
    struct http_field fields[] = {
        {SLICE("Access-Control-Allow-Origin"), origin},
        {SLICE("Vary"), SLICE("Origin")},
        {SLICE("Access-Control-Allow-Methods"), SLICE("GET, POST, DELETE")},
        {SLICE("Access-Control-Allow-Headers"), SLICE("Authorization, Content-Type, X-Parley-Key, Last-Event-ID")},
        {SLICE("Access-Control-Max-Age"), SLICE("7200")}};
    http_answer(c->x, &(struct http_answer){.status = 204, .fields = fields, .field_count = COUNT_OF(fields)});
    return true;
}

static struct slice bearer(const struct http_request *r)
{
    struct slice given = http_field_of(r, SLICE("authorization"));
    return given.len > 7 && slice_eq_fold(slice_sub(given, 0, 7), SLICE("bearer ")) ? slice_trim(slice_after(given, 7))
                                                                                    : SLICE_NONE;
}

/* Browsers cannot set a field on a WebSocket: the token is a further subprotocol. */
static struct slice offered_token(const struct http_request *r)
{
    struct slice rest = http_field_of(r, SLICE("sec-websocket-protocol")), one;
    while (slice_next(&one, &rest, ','))
        if (slice_starts(slice_trim(one), SLICE("tok.")))
            return slice_after(slice_trim(one), 4);
    return SLICE_NONE;
}

static bool given_site(struct call *c)
{
    struct slice origin = http_field_of(c->request, SLICE("origin"));
    c->site = access_site(&c->tenant, c->api, http_field_of(c->request, SLICE("x-parley-key")));
    if (c->site == NULL) {
        answer_problem(c, 401, "X-Parley-Key: is missing, or no site has this key");
        return false;
    }
    if (origin.len == 0 || !access_origin(c->api, c->site, origin)) {
        answer_problem(c, 403, "this page's origin is not one of the site's");
        return false;
    }
    c->origin = origin;
    return true;
}

static bool given_visitor(struct call *c)
{
    struct token t;
    const struct api_tenant *tenant;
    struct slice origin = http_field_of(c->request, SLICE("origin"));
    struct slice text = c->request->wants_websocket ? offered_token(c->request) : bearer(c->request);
    bool good = token_read(&t, c->arena, c->api->setup.token_secret, text, api_wall(c->api));
    c->site = good ? access_site(&tenant, c->api, t.site) : NULL;
    if (c->site != NULL && origin.len > 0 && access_origin(c->api, c->site, origin))
        c->origin = origin; /* also for the refusal below: the widget has to read it */
    if (c->site == NULL || tenant->id.n != t.tenant.n) {
        if (origin.len > 0 && c->origin.len == 0)
            c->origin = origin;
        answer_problem(c, 401, "the session's token is missing, was changed or has expired; ask for a new session");
        return false;
    }
    if (origin.len > 0 && c->origin.len == 0) {
        answer_problem(c, 403, "this page's origin is not one of the site's");
        return false;
    }
    c->tenant = tenant;
    c->visitor = t.visitor;
    c->expires = t.expires;
    return true;
}

static bool given_key(struct call *c, enum api_role least)
{
    struct digest hash = digest_of(bearer(c->request));
    for (size_t i = 0; i < c->api->setup.key_count; i++)
        if (digest_eq(hash, c->api->setup.keys[i].hash))
            c->key = &c->api->setup.keys[i];
    if (c->key == NULL)
        answer_problem(c, 401, "Authorization: a bearer key is missing, or nobody has this one");
    else if (c->key->role < least)
        answer_problem(c, 403, "this key's role may not do that");
    return c->key != NULL && c->key->role >= least;
}

bool access_given(struct call *c)
{
    switch (c->route->auth) {
    case AUTH_NONE:
    case AUTH_HOOK: return true; /* hooks are signed: their handlers look */
    case AUTH_SITE: return given_site(c);
    case AUTH_VISITOR: return given_visitor(c);
    case AUTH_VIEWER: return given_key(c, API_VIEWER);
    case AUTH_OPERATOR: return given_key(c, API_OPERATOR);
    case AUTH_ADMIN: return given_key(c, API_ADMIN);
    case AUTH_TWIN:
        if (!c->api->setup.is_twin)
            answer_problem(c, 404, "only a twin speaks here");
        return c->api->setup.is_twin;
    }
    return false;
}
