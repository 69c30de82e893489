/* What the parts of `parley serve` share: the command that starts the lanes (serve.c) and the reader of lines (serve_input.c). */
#ifndef PARLEY_SERVING_H
#define PARLEY_SERVING_H

#include "keeping.h"

#include <parley/chat_channel.h>
#include <parley/json_write.h>
#include <parley/lanes.h>
#include <parley/pack_dir.h>
#include <parley/size.h>
#include <parley/system.h>

enum { READ_MAX = 1 << 20 };

struct serve_options {
    struct slice store, key, config;
    struct slice_list packs;
    uint64_t lanes, lease_s, deadline_s, patience_s;
    bool receipts;
};

struct lane_parts {
    struct store *store;
    struct named_model models[1];
};

struct serving {
    const struct invocation *in;
    const struct serve_options *options;
    struct audit_key master;
    struct runtime_tenant *tenants;
    struct slice *names;
    size_t tenant_count;
    struct store *store; /* of the thread that reads */
    struct channel *chat;
    struct lanes *lanes;
    struct lane_parts parts[LANES_MAX];
    struct arena scratch;
    char *text; /* what was read and has no newline yet */
    size_t len;
    unsigned line; /* of standard input */
    uint64_t bad;
    bool news;     /* a receipt came for which a lane waits */
    bool too_long; /* the rest of a line that is too long is skipped */
};

/* A line of our own: {"kind", "id", key: value}. */
void serving_tell(struct serving *s, const char *kind, struct slice id, const char *key, struct slice value);
/* Reads and accepts until the input ends or somebody asks to stop. */
MUST_USE enum code serving_listen(struct serving *s, bool *ended, struct error *e);

#endif
