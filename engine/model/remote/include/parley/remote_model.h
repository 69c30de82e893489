/* A model behind HTTP, whoever sells it: keys, prices, deadlines, what a failure means, and when a provider is left alone. The
 * vendors' rooms (openai_model.h, anthropic_model.h) make one of this setup.
 *
 * An ask that fails before it costs anything is asked again at once with the next key (the tenant's own, then the platform's),
 * never otherwise: the ladder's next rung is the turn's business. One thread, the one of its `outgoing` (docs/adr/0025). */
#ifndef PARLEY_REMOTE_MODEL_H
#define PARLEY_REMOTE_MODEL_H

#include <parley/breaker.h>
#include <parley/model.h>
#include <parley/outgoing.h>
#include <parley/outside.h>

struct remote_key {
    struct slice tenant; /* id of tenant.yaml whose own key it is; empty: the platform's, for all */
    struct slice secret; /* copied, and wiped at close; never logged */
};

/* Micros of the currency for a million tokens. */
struct remote_prices {
    int64_t input, cached, cache_write, output;
    uint16_t currency;
};

enum remote_dialect_bits {
    REMOTE_OLD_TOKEN_LIMIT = 1 << 0, /* openai: "max_tokens" instead of "max_completion_tokens" */
    REMOTE_DEVELOPER_ROLE = 1 << 1,  /* openai: instructions as "developer" instead of "system" */
    REMOTE_NO_SCHEMA = 1 << 2,       /* the server knows no JSON schema: the checker is asked in words alone */
    REMOTE_NO_USAGE_OPTION = 1 << 3, /* openai: the server refuses "stream_options" */
    REMOTE_BEARER = 1 << 4,          /* anthropic: Authorization: Bearer instead of x-api-key */
    REMOTE_NO_CACHE = 1 << 5         /* anthropic: the server refuses cache_control */
};

struct remote_setup {
    struct slice name;     /* as packs call it: "a"; for notes and alerts */
    struct slice base_url; /* empty: the vendor's own; "http://127.0.0.1:11434/v1" */
    struct slice model;    /* the vendor's name of it */
    struct slice version;  /* anthropic-version; empty: 2023-06-01 */
    struct slice organisation, project;
    const struct remote_key *keys; /* none: a server that wants none */
    size_t key_count;
    struct remote_prices prices;
    uint32_t max_output_tokens; /* 0 = 1024 */
    struct slice extra; /* a JSON object whose members are added to each request: {"reasoning_effort":"none"}; may be empty */
    unsigned dialect;   /* remote_dialect_bits */
    bool streams;
    struct outgoing *outgoing;
    struct clock *clock;
    struct alert *alert;       /* NULL: nobody */
    struct notebook *notebook; /* NULL: nobody */
};

/* How it is now, for health pages: the breaker's state. `m` is one of ours. */
enum breaker_state remote_model_state(const struct model *m);

#endif
