/* A lane: one thread with everything that belongs to it. */
#include "parts.h"

#include <parley/shown_channel.h>

enum { TURNS_MAX = 512 };

/* -- what it tells the front
 * -------------------------------------------------------------------------------------------------------- */

static void turn_done(void *context, const struct turn *t, const struct work *w, const struct commit *c, struct wall at)
{
    const struct lane_parts *p = context;
    (void)t, (void)at;
    struct api_event e = {.kind = API_TURN,
                          .ends = c->ends_turn,
                          .tenant = c->tenant,
                          .channel = w->snapshot.conversation.channel,
                          .address = w->snapshot.contact.address,
                          .turn = c->turn,
                          .send_count = c->send_count,
                          .holder = c->conversation.holder};
    if (c->outcome_count > 0)
        e.reason = c->outcomes[c->outcome_count - 1].reason;
    api_tell(p->live->api, &e);
}

static void send_done(void *context, const struct send *s, const struct send_result *r, struct wall at)
{
    const struct lane_parts *p = context;
    (void)at;
    struct api_event e = {
        .kind = API_SEND, .tenant = s->tenant, .channel = s->channel, .address = s->address, .state = r->state, .text = s->text};
    api_tell(p->live->api, &e);
}

/* -- its parts
 * ----------------------------------------------------------------------------------------------------------------------- */

static void close_parts(struct lane_parts *p)
{
    for (size_t i = 0; i < CHANNEL_KIND_COUNT; i++)
        if (p->channels[i] != NULL)
            p->channels[i]->ops->close(p->channels[i]);
    for (size_t i = 0; i < p->model_count; i++)
        p->models[i].model->ops->close(p->models[i].model);
    if (p->outgoing != NULL)
        outgoing_destroy(p->outgoing);
    if (p->store != NULL)
        p->store->ops->close(p->store);
}

static void open_channels(struct live *l, struct lane_parts *p)
{
    p->channels[CHANNEL_WEBCHAT] = shown_channel_create("webchat");
    if (l->config.environment == ENVIRONMENT_TWIN)
        p->channels[CHANNEL_CHAT] = shown_channel_create("endpoint");
    struct whatsapp_setup setup = {.numbers = l->whatsapp,
                                   .wire = whatsapp_wire_of(p->outgoing),
                                   .clock = system_clock(),
                                   .alert = system_alert(),
                                   .notebook = system_notebook()};
    if (l->whatsapp != NULL)
        p->channels[CHANNEL_WHATSAPP] = whatsapp_channel_create(&setup);
}

struct runtime *live_lane_open(void *context, size_t lane, struct error *e)
{
    struct live *l = context;
    struct lane_parts *p = &l->parts[lane];
    *p = (struct lane_parts){.live = l};
    p->store = l->in->plugged->store_open(l->config.store, &l->master, false, e);
    p->outgoing = p->store != NULL ? outgoing_create(&(struct outgoing_setup){0}, e) : NULL;
    if (p->outgoing == NULL) {
        close_parts(p);
        return NULL;
    }
    p->models[p->model_count++] = (struct named_model){"script", l->in->plugged->script_model()};
    open_channels(l, p);
    struct runtime_setup setup = {.store = p->store,
                                  .clock = system_clock(),
                                  .alert = system_alert(),
                                  .notebook = system_notebook(),
                                  .models = p->models,
                                  .model_count = p->model_count,
                                  .tenants = l->tenants,
                                  .tenant_count = l->config.tenant_count,
                                  .watch = {.context = p, .turn_done = turn_done, .send_done = send_done},
                                  .lease = l->config.lease,
                                  .unknown_patience = l->config.unknown_patience,
                                  .turns_max = TURNS_MAX};
    memcpy(setup.channels, p->channels, sizeof setup.channels);
    struct runtime *r = runtime_create(&setup, e);
    if (r == NULL)
        close_parts(p);
    return r;
}

void live_lane_close(void *context, size_t lane, struct runtime *r)
{
    struct live *l = context;
    runtime_destroy(r);
    close_parts(&l->parts[lane]);
}

void live_lane_rest(void *context, size_t lane, int news, struct duration most)
{
    struct live *l = context;
    outgoing_rest(l->parts[lane].outgoing, news, most);
}
