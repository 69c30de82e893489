#define _POSIX_C_SOURCE 200809L

#include "config.h"

#include <parley/pack_dir.h>
#include <parley/size.h>

#include <stdlib.h>

enum { FILE_MAX = 1 << 20, SECRET_MAX = 4096 };

static const char *const environments[] = {"production", "twin", NULL};
static const char *const providers[] = {"cloud", "360dialog", NULL};
static const char *const roles[] = {"viewer", "operator", "admin", NULL};

#define AT(member) offsetof(struct live_config, member)
static const struct field fields[] = {
    {"environment", FIELD_CHOICE, AT(environment), true, 0, 0, NULL, environments,
     "what this process is for: production, or a twin that cannot reach a customer"},
    {"listen.address", FIELD_TEXT, AT(address), false, 0, 0, "127.0.0.1", NULL, "where the front listens"},
    {"listen.port", FIELD_U64, AT(port), false, 0, 65535, "8080", NULL, "0: a free one, told at the start"},
    {"listen.certificate", FIELD_TEXT, AT(certificate), false, 0, 0, NULL, NULL,
     "PEM file; without it the front speaks plain HTTP, for a proxy in front"},
    {"listen.certificate_key", FIELD_TEXT, AT(certificate_key), false, 0, 0, NULL, NULL, "PEM file of its key"},
    {"store", FIELD_TEXT, AT(store), true, 0, 0, NULL, NULL, "directory of the store"},
    {"master_key", FIELD_TEXT, AT(master_key), false, 0, 0, NULL, NULL,
     "file of the store's key; default: master.key in the store"},
    {"lanes", FIELD_U64, AT(lanes), false, 1, 64, "2", NULL, "threads that run turns"},
    {"lease", FIELD_DURATION, AT(lease), false, UINT64_C(1000000000), UINT64_C(3600000000000), "60s", NULL,
     "how long a conversation waits for a process that was killed"},
    {"unknown_patience", FIELD_DURATION, AT(unknown_patience), false, UINT64_C(1000000000), UINT64_C(86400000000000), "15m", NULL,
     "a send in doubt goes to a person after this"},
    {"answers_at_once", FIELD_BOOL, AT(answers_at_once), false, 0, 0, "false", NULL,
     "twin: answer each message without waiting for the rest of a burst"},
};

struct site_fields {
    struct slice key, accent, title, privacy_text, privacy_url;
    struct slice_list origins;
};
#define SITE(member) offsetof(struct site_fields, member)
static const struct field site_fields[] = {
    {"key", FIELD_TEXT, SITE(key), true, 0, 0, NULL, NULL, "public key that the page carries: pk_ and letters"},
    {"origins", FIELD_TEXTS, SITE(origins), true, 0, 0, NULL, NULL, "pages that may hold the widget: https://hotel.example"},
    {"accent", FIELD_TEXT, SITE(accent), false, 0, 0, NULL, NULL, "colour of the widget: #0b6e4f"},
    {"title", FIELD_TEXT, SITE(title), false, 0, 0, NULL, NULL, "its heading"},
    {"privacy_text", FIELD_TEXT, SITE(privacy_text), false, 0, 0, NULL, NULL, "what a visitor reads before the first message"},
    {"privacy_url", FIELD_TEXT, SITE(privacy_url), false, 0, 0, NULL, NULL, "the whole notice"},
};

struct number_fields {
    unsigned provider;
    struct slice id, display, account, base_url, version, token;
};
#define NUMBER(member) offsetof(struct number_fields, member)
static const struct field number_fields[] = {
    {"provider", FIELD_CHOICE, NUMBER(provider), false, 0, 0, "cloud", providers, "Meta's Cloud API, or 360dialog"},
    {"id", FIELD_TEXT, NUMBER(id), true, 0, 0, NULL, NULL, "phone_number_id, as it stands in deliveries"},
    {"display", FIELD_TEXT, NUMBER(display), false, 0, 0, NULL, NULL, "the number itself"},
    {"account", FIELD_TEXT, NUMBER(account), false, 0, 0, NULL, NULL, "the WhatsApp business account"},
    {"base_url", FIELD_TEXT, NUMBER(base_url), false, 0, 0, NULL, NULL, "default: the provider's own"},
    {"version", FIELD_TEXT, NUMBER(version), false, 0, 0, "v25.0", NULL, "of the Graph API"},
    {"token", FIELD_TEXT, NUMBER(token), true, 0, 0, NULL, NULL, "where the token is: env:NAME or file:PATH"},
};

struct key_fields {
    struct slice name, tenant, sha256;
    unsigned role;
};
#define KEY(member) offsetof(struct key_fields, member)
static const struct field key_fields[] = {
    {"name", FIELD_TEXT, KEY(name), true, 0, 0, NULL, NULL, "who holds it; stands in the audit"},
    {"role", FIELD_CHOICE, KEY(role), true, 0, 0, NULL, roles, "what it may do"},
    {"tenant", FIELD_TEXT, KEY(tenant), false, 0, 0, NULL, NULL, "the one tenant it is for; default: every one"},
    {"sha256", FIELD_TEXT, KEY(sha256), true, 0, 0, NULL, NULL, "hash of the key, 64 hexadecimal characters"},
};

bool live_secret(struct slice *out, struct arena *arena, const struct node *n, struct slice where, const char *what,
                 struct problems *p)
{
    struct error e;
    struct source_file file;
    *out = SLICE_NONE;
    if (slice_starts(where, SLICE("env:"))) {
        *out = arena_copy(arena, slice_from(getenv(arena_cstr(arena, slice_after(where, 4)))));
        if (out->len == 0)
            problem_add(p, n->at, "%s: the environment has no " SLICE_FMT, what, SLICE_ARG(slice_after(where, 4)));
    } else if (slice_starts(where, SLICE("file:"))) {
        if (file_read(&file, arena, slice_after(where, 5), SECRET_MAX, &e) != OK)
            problem_add(p, n->at, "%s: %s", what, e.text);
        else
            *out = slice_trim(file.bytes);
    } else
        problem_add(p, n->at, "%s: a secret never stands in this file; write env:NAME or file:PATH", what);
    return out->len > 0;
}

static void read_secrets(struct whatsapp_secrets *out, struct arena *arena, const struct node *map, const char *key,
                         struct problems *p)
{
    const struct node *n = map != NULL ? node_get(map, key) : NULL;
    size_t count = 0;
    if (n == NULL)
        return;
    for (const struct node *one = n->kind == NODE_LIST ? n->child : n; one != NULL;
         one = n->kind == NODE_LIST ? one->next : NULL) {
        struct slice where;
        if (count == WHATSAPP_SECRETS_MAX)
            problem_add(p, one->at, "%s: two at most, while one is being changed for the other", key);
        else if (node_text(&where, one, key, p))
            (void)live_secret(&out->at[count++], arena, one, where, key, p);
    }
}

static size_t count_of(const struct node *list)
{
    return list != NULL && list->kind == NODE_LIST ? list->count : 0;
}

static void read_sites(struct live_tenant *t, struct arena *arena, const struct node *list, bool twin, struct problems *p)
{
    t->sites = ARENA_NEW_ARRAY(arena, struct api_site, count_of(list) + 1);
    for (const struct node *n = count_of(list) ? list->child : NULL; n != NULL; n = n->next) {
        struct site_fields f = {0};
        schema_read(&f, arena, site_fields, COUNT_OF(site_fields), n, "widget", p);
        for (size_t i = 0; i < f.origins.count; i++)
            if (slice_eq(f.origins.at[i], SLICE("*")) && !twin)
                problem_add(p, n->at, "widget.origins: \"*\" is for a twin; name the pages");
        t->sites[t->site_count++] = (struct api_site){.key = f.key,
                                                      .origins = f.origins,
                                                      .accent = f.accent,
                                                      .title = f.title,
                                                      .privacy_text = f.privacy_text,
                                                      .privacy_url = f.privacy_url};
    }
}

static struct slice home_of(unsigned provider)
{
    return provider == WHATSAPP_CLOUD ? SLICE("https://graph.facebook.com") : SLICE("https://waba-v2.360dialog.io");
}

static bool is_near(struct slice url)
{
    return slice_starts(url, SLICE("http://127.0.0.1")) || slice_starts(url, SLICE("http://[::1]")) ||
           slice_starts(url, SLICE("http://localhost"));
}

/* A twin cannot reach a customer, and production does not speak to a fake. */
static void check_reach(const struct number_fields *f, const struct node *n, bool twin, struct problems *p)
{
    if (twin && !is_near(f->base_url))
        problem_add(p, n->at,
                    "whatsapp.base_url: \"" SLICE_FMT
                    "\" is not on this machine, and this is a twin; start its fakes and name them",
                    SLICE_ARG(f->base_url));
    if (!twin && is_near(f->base_url))
        problem_add(p, n->at, "whatsapp.base_url: \"" SLICE_FMT "\" is on this machine, and this is production",
                    SLICE_ARG(f->base_url));
}

static void read_numbers(struct live_tenant *t, struct arena *arena, const struct node *list, bool twin, struct problems *p)
{
    t->numbers = ARENA_NEW_ARRAY(arena, struct whatsapp_number, count_of(list) + 1);
    for (const struct node *n = count_of(list) ? list->child : NULL; n != NULL; n = n->next) {
        struct number_fields f = {0};
        struct slice token;
        schema_read(&f, arena, number_fields, COUNT_OF(number_fields), n, "whatsapp", p);
        if (f.base_url.len == 0)
            f.base_url = home_of(f.provider);
        check_reach(&f, n, twin, p);
        if (f.token.len > 0 && live_secret(&token, arena, n, f.token, "whatsapp.token", p))
            t->numbers[t->number_count++] = (struct whatsapp_number){.brand = SLICE("one"),
                                                                     .id = f.id,
                                                                     .display = f.display,
                                                                     .account = f.account,
                                                                     .provider = (enum whatsapp_provider)f.provider,
                                                                     .base_url = f.base_url,
                                                                     .version = f.version,
                                                                     .token = token};
    }
}

static void read_tenant(struct live_tenant *t, struct arena *arena, const struct node *n, bool twin, struct problems *p)
{
    t->at = n->at;
    const struct node *pack = node_get(n, "pack"), *relay = node_get(n, "relay");
    if (pack == NULL)
        problem_add(p, n->at, "tenants.pack: is missing; name the directory of the tenant's pack");
    else
        (void)node_text(&t->pack, pack, "tenants.pack", p);
    read_sites(t, arena, node_get(n, "widget"), twin, p);
    read_numbers(t, arena, node_get(n, "whatsapp"), twin, p);
    if (relay != NULL) {
        read_secrets(&t->relay.path, arena, relay, "path", p);
        read_secrets(&t->relay.header, arena, relay, "header", p);
        read_secrets(&t->relay.signing, arena, relay, "signing", p);
    }
}

static void read_keys(struct live_config *c, struct arena *arena, const struct node *list, struct problems *p)
{
    c->keys = ARENA_NEW_ARRAY(arena, struct api_key, count_of(list) + 1);
    c->key_tenants = ARENA_NEW_ARRAY(arena, struct slice, count_of(list) + 1);
    c->key_tenants_at = ARENA_NEW_ARRAY(arena, struct place, count_of(list) + 1);
    for (const struct node *n = count_of(list) ? list->child : NULL; n != NULL; n = n->next) {
        struct key_fields f = {0};
        struct digest hash = {{0}};
        schema_read(&f, arena, key_fields, COUNT_OF(key_fields), n, "api_keys", p);
        if (f.sha256.len > 0 && !digest_from_hex(&hash, f.sha256)) {
            problem_add(p, n->at, "api_keys.sha256: is no SHA-256; write what `printf %%s KEY | sha256sum` prints");
            continue;
        }
        c->key_tenants[c->key_count] = f.tenant;
        c->key_tenants_at[c->key_count] = n->at;
        c->keys[c->key_count++] = (struct api_key){.name = f.name, .role = (enum api_role)f.role, .hash = hash};
    }
}

enum code live_config_read(struct live_config *out, struct arena *arena, struct slice path, struct problems *problems,
                           struct error *e)
{
    struct source_file file;
    *out = (struct live_config){0};
    enum code code = file_read(&file, arena, path, FILE_MAX, e);
    if (code != OK)
        return code;
    struct node *root = document_read(arena, &file, problems);
    if (root != NULL && root->kind != NODE_MAP)
        problem_add(problems, root->at, "is no map; begin with environment: twin");
    if (root != NULL && root->kind == NODE_MAP) {
        schema_read(out, arena, fields, COUNT_OF(fields), root, "", problems);
        bool twin = out->environment == ENVIRONMENT_TWIN;
        const struct node *meta = node_get(root, "meta"), *tenants = node_get(root, "tenants");
        read_secrets(&out->app_secrets, arena, meta, "app_secrets", problems);
        read_secrets(&out->verify_tokens, arena, meta, "verify_tokens", problems);
        read_keys(out, arena, node_get(root, "api_keys"), problems);
        live_models_read(out, arena, node_get(root, "models"), problems);
        if (count_of(tenants) == 0)
            problem_add(problems, root->at, "tenants: is missing or empty; list a pack for each");
        out->tenants = ARENA_NEW_ARRAY(arena, struct live_tenant, count_of(tenants) + 1);
        for (const struct node *n = count_of(tenants) ? tenants->child : NULL; n != NULL; n = n->next)
            read_tenant(&out->tenants[out->tenant_count++], arena, n, twin, problems);
        if (out->answers_at_once && !twin)
            problem_add(problems, root->at, "answers_at_once: is for a twin");
        node_report_unread(root, problems);
    }
    return problems->count > 0 ? fail(e, BAD_INPUT, SLICE_FMT ": %zu mistakes", SLICE_ARG(path), problems->count) : OK;
}

void live_config_help(struct buffer *out)
{
    schema_help(fields, COUNT_OF(fields), out);
}
