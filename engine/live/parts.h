/* What the parts of a serving process share. */
#ifndef PARLEY_LIVE_PARTS_H
#define PARLEY_LIVE_PARTS_H

#include "config.h"

#include <parley/lanes.h>
#include <parley/live.h>
#include <parley/outgoing.h>
#include <parley/pack_dir.h>
#include <parley/plugged.h>
#include <parley/size.h>
#include <parley/system.h>

enum { MODELS_MAX = LIVE_MODELS_MAX + 1 };

struct lane_parts {
    struct live *live;
    struct store *store;
    struct outgoing *outgoing;
    struct named_model models[MODELS_MAX];
    size_t model_count;
    struct channel *channels[CHANNEL_KIND_COUNT];
};

struct live {
    const struct invocation *in;
    struct live_config config;
    struct audit_key master;
    const char **model_names; /* NULL-terminated; the script first */
    struct runtime_tenant *tenants;
    struct api_tenant *api_tenants;
    struct api_number *numbers;
    size_t number_count;
    struct api_relay *relays;
    size_t relay_count;
    struct whatsapp_numbers *whatsapp;
    struct api *api;
    struct lanes *lanes;
    struct lane_parts parts[LANES_MAX];
};

/* tenants.c: packs are loaded, stores know them, numbers are theirs */
MUST_USE int live_tenants(struct live *l, struct store *s);
/* lane.c: lanes_setup's open, close, rest */
struct runtime *live_lane_open(void *live, size_t lane, struct error *e);
void live_lane_close(void *live, size_t lane, struct runtime *r);
void live_lane_rest(void *live, size_t lane, int news, struct duration most);
/* front.c: runs until somebody asks to stop; an exit status */
MUST_USE int live_front(struct live *l, struct store *s);

#endif
