/* A lane: one thread with everything that belongs to it. */
#include "parts.h"

#include <parley/anthropic_model.h>
#include <parley/openai_model.h>
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

static bool open_models(struct live *l, struct lane_parts *p, struct error *e)
{
    p->models[p->model_count++] = (struct named_model){"script", l->in->plugged->script_model()};
    for (size_t i = 0; i < l->config.model_count; i++) {
        struct remote_setup setup = l->config.models[i].setup;
        setup.outgoing = p->outgoing;
        setup.clock = system_clock();
        setup.alert = system_alert();
        setup.notebook = system_notebook();
        struct model *m =
            l->config.models[i].api == LIVE_OPENAI ? openai_model_create(&setup, e) : anthropic_model_create(&setup, e);
        if (m == NULL)
            return false;
        p->models[p->model_count++] = (struct named_model){l->model_names[i + 1], m};
    }
    return true;
}

struct runtime *live_lane_open(void *context, size_t lane, struct error *e)
{
    struct live *l = context;
    struct lane_parts *p = &l->parts[lane];
    *p = (struct lane_parts){.live = l};
    p->store = l->in->plugged->store_open(l->config.store, &l->master, false, e);
    p->outgoing = p->store != NULL ? outgoing_create(&(struct outgoing_setup){0}, e) : NULL;
    if (p->outgoing == NULL || !open_models(l, p, e)) {
        close_parts(p);
        return NULL;
    }
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
