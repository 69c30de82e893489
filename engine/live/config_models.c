#include "config.h"

#include <parley/size.h>

static const char *const apis[] = {"openai", "anthropic", NULL};

struct model_fields {
    struct slice name, base_url, model, version, key, extra;
    unsigned api;
    struct money input, cached, cache_write, output;
    uint64_t max_output_tokens;
    bool streams, old_token_limit, developer_role, no_schema, bearer, no_cache;
};
#define AT(member) offsetof(struct model_fields, member)
static const struct field fields[] = {
    {"name", FIELD_TEXT, AT(name), true, 0, 0, NULL, NULL, "what brains call it: a"},
    {"api", FIELD_CHOICE, AT(api), true, 0, 0, NULL, apis,
     "Chat Completions of OpenAI and compatible servers, or Messages of Anthropic"},
    {"model", FIELD_TEXT, AT(model), true, 0, 0, NULL, NULL, "the vendor's name of it"},
    {"base_url", FIELD_TEXT, AT(base_url), false, 0, 0, NULL, NULL, "default: the vendor's own"},
    {"version", FIELD_TEXT, AT(version), false, 0, 0, NULL, NULL, "anthropic-version"},
    {"key", FIELD_TEXT, AT(key), false, 0, 0, NULL, NULL,
     "where the platform's key is: env:NAME or file:PATH; default: the server wants none"},
    {"extra", FIELD_TEXT, AT(extra), false, 0, 0, NULL, NULL, "a JSON object whose members go with every request"},
    {"prices.input", FIELD_MONEY, AT(input), false, 0, 0, NULL, NULL, "of a million tokens in: USD 3.00"},
    {"prices.cached", FIELD_MONEY, AT(cached), false, 0, 0, NULL, NULL, "of a million tokens read from the vendor's cache"},
    {"prices.cache_write", FIELD_MONEY, AT(cache_write), false, 0, 0, NULL, NULL, "of a million tokens written to it"},
    {"prices.output", FIELD_MONEY, AT(output), false, 0, 0, NULL, NULL, "of a million tokens out"},
    {"max_output_tokens", FIELD_U64, AT(max_output_tokens), false, 16, 100000, "1024", NULL,
     "of one answer; what an ask is taken to cost at most depends on it"},
    {"streams", FIELD_BOOL, AT(streams), false, 0, 0, "false", NULL, "ask for a stream: a late answer is noticed earlier"},
    {"old_token_limit", FIELD_BOOL, AT(old_token_limit), false, 0, 0, "false", NULL, "openai: the server knows max_tokens only"},
    {"developer_role", FIELD_BOOL, AT(developer_role), false, 0, 0, "false", NULL,
     "openai: instructions as developer instead of system"},
    {"no_schema", FIELD_BOOL, AT(no_schema), false, 0, 0, "false", NULL, "the server knows no JSON schema"},
    {"bearer", FIELD_BOOL, AT(bearer), false, 0, 0, "false", NULL, "anthropic: Authorization: Bearer instead of x-api-key"},
    {"no_cache", FIELD_BOOL, AT(no_cache), false, 0, 0, "false", NULL, "anthropic: the server refuses cache_control"},
};

static unsigned dialect_of(const struct model_fields *f)
{
    return (f->old_token_limit ? REMOTE_OLD_TOKEN_LIMIT : 0U) | (f->developer_role ? REMOTE_DEVELOPER_ROLE : 0U) |
           (f->no_schema ? REMOTE_NO_SCHEMA : 0U) | (f->bearer ? REMOTE_BEARER : 0U) | (f->no_cache ? REMOTE_NO_CACHE : 0U);
}

/* The platform's key, and those of tenants that pay for themselves: keys: [{tenant, key}]. */
static void read_keys(struct live_model *m, struct arena *arena, const struct node *n, struct slice platform, struct problems *p)
{
    const struct node *list = node_get(n, "keys");
    size_t most = list != NULL && list->kind == NODE_LIST ? list->count : 0;
    struct remote_key *keys = ARENA_NEW_ARRAY(arena, struct remote_key, most + 1);
    struct slice secret;
    for (const struct node *k = most > 0 ? list->child : NULL; k != NULL; k = k->next) {
        struct slice tenant = SLICE_NONE, where = SLICE_NONE;
        const struct node *of = node_get(k, "tenant"), *key = node_get(k, "key");
        if (of == NULL || key == NULL)
            problem_add(p, k->at, "models.keys: names no tenant or no key; write {tenant: dynamo-dave, key: \"env:NAME\"}");
        else if (node_text(&tenant, of, "models.keys.tenant", p) && node_text(&where, key, "models.keys.key", p) &&
                 live_secret(&secret, arena, key, where, "models.keys.key", p))
            keys[m->setup.key_count++] = (struct remote_key){tenant, secret};
    }
    if (platform.len > 0 && live_secret(&secret, arena, n, platform, "models.key", p))
        keys[m->setup.key_count++] = (struct remote_key){SLICE_NONE, secret};
    m->setup.keys = keys;
}

static void read_model(struct live_model *m, struct arena *arena, const struct node *n, struct problems *p)
{
    struct model_fields f = {0};
    schema_read(&f, arena, fields, COUNT_OF(fields), n, "models", p);
    *m = (struct live_model){
        .api = f.api,
        .setup = {.name = f.name,
                  .base_url = f.base_url,
                  .model = f.model,
                  .version = f.version,
                  .prices = {f.input.micros, f.cached.micros, f.cache_write.micros, f.output.micros, f.input.currency},
                  .max_output_tokens = (uint32_t)f.max_output_tokens,
                  .extra = f.extra,
                  .dialect = dialect_of(&f),
                  .streams = f.streams}};
    if (f.input.currency != f.output.currency)
        problem_add(p, n->at, "models.prices: input and output have different currencies");
    if (slice_eq(f.name, SLICE("script")))
        problem_add(p, n->at, "models.name: script is built in; call this one something else");
    read_keys(m, arena, n, f.key, p);
}

void live_models_read(struct live_config *c, struct arena *arena, const struct node *list, struct problems *p)
{
    size_t count = list != NULL && list->kind == NODE_LIST ? list->count : 0;
    if (count > LIVE_MODELS_MAX)
        problem_add(p, list->at, "models: %d at most", LIVE_MODELS_MAX);
    c->models = ARENA_NEW_ARRAY(arena, struct live_model, count + 1);
    for (const struct node *n = count > 0 ? list->child : NULL; n != NULL && c->model_count < LIVE_MODELS_MAX; n = n->next)
        read_model(&c->models[c->model_count++], arena, n, p);
}
