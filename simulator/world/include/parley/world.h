/* A small world around the real runtime: virtual clock, entropy from a seed, a store, and phones that show what a customer sees.
 *
 * Deterministic: events happen in the order of (time, sequence); the same seed and the same calls give the same bytes. Virtual
 * time only moves inside world_run. One thread. */
#ifndef PARLEY_WORLD_H
#define PARLEY_WORLD_H

#include <parley/runtime.h>

struct world;

/* What a customer's phone shows, in order. */
struct shown {
    struct slice address, text, key;
    enum channel_kind channel;
    enum purpose purpose;
    struct wall at;
};

struct world_setup {
    uint64_t seed;
    struct wall begin;
    const struct rules *rules; /* of the one tenant */
    const struct named_model *models;
    size_t model_count;
    struct duration delivery;                              /* from the send to the phone */
    void *context;                                         /* for the hooks; any hook may be NULL */
    void (*said)(void *context, const struct inbound *in); /* the customer's message arrives */
    void (*shown)(void *context, const struct shown *s);
    void (*turn_done)(void *context, const struct turn *t, const struct work *w, const struct commit *c, struct wall at);
    void (*alerted)(void *context, enum alert_level level, struct slice what, struct wall at);
};

struct world *world_create(const struct world_setup *setup);
void world_destroy(struct world *w);

/* Schedules; `after` counts from the world's now. Texts are copied. */
void world_customer_says(struct world *w, struct duration after, enum channel_kind channel, struct slice address,
                         struct slice text);
void world_open(struct world *w, struct duration after, const struct opening *opening);
void world_call(struct world *w, struct duration after, void (*call)(void *context), void *context);

/* Runs until nothing but far-off timers is left (an hour of silence), or until `most` virtual time has passed. */
void world_run(struct world *w, struct duration most);

struct wall world_now(const struct world *w);
struct store *world_store(struct world *w);
struct tenant_id world_tenant(const struct world *w);

#endif
