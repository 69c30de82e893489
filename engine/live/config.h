/* The file of configuration of `parley serve --config`, read by schema: every mistake in one pass, with its place. Secrets are
 * never in it: "env:NAME" and "file:PATH" say where they are. */
#ifndef PARLEY_LIVE_CONFIG_H
#define PARLEY_LIVE_CONFIG_H

#include <parley/api.h>
#include <parley/remote_model.h>
#include <parley/schema.h>
#include <parley/whatsapp_channel.h>

enum environment { ENVIRONMENT_PRODUCTION, ENVIRONMENT_TWIN };

struct live_tenant {
    struct slice pack;
    struct place at;
    struct slice relay_path; /* 360dialog: secrets, as they are referred to */
    struct whatsapp_hook_secrets relay;
    struct api_site *sites;
    size_t site_count;
    struct whatsapp_number *numbers; /* tenant is filled in later */
    size_t number_count;
};

enum { LIVE_MODELS_MAX = 15 };
enum live_api { LIVE_OPENAI, LIVE_ANTHROPIC };
struct live_model {
    unsigned api;
    struct remote_setup setup; /* without the lane's own */
};

struct live_config {
    unsigned environment;
    struct slice address, certificate, certificate_key;
    uint64_t port, lanes;
    struct slice store, master_key;
    struct duration lease, unknown_patience;
    bool answers_at_once; /* twin: no wait for the rest of a burst */
    struct whatsapp_secrets app_secrets, verify_tokens;
    struct api_key *keys;
    struct place *key_tenants_at;
    struct slice *key_tenants;
    size_t key_count;
    struct live_tenant *tenants;
    size_t tenant_count;
    struct live_model *models;
    size_t model_count;
};

/* config_models.c */
void live_models_read(struct live_config *c, struct arena *arena, const struct node *list, struct problems *p);
/* False, and a problem, when there is none where it should be. */
bool live_secret(struct slice *out, struct arena *arena, const struct node *n, struct slice where, const char *what,
                 struct problems *p);

MUST_USE enum code live_config_read(struct live_config *out, struct arena *arena, struct slice path, struct problems *problems,
                                    struct error *e);
void live_config_help(struct buffer *out);

#endif
