/* The shell around turns, the same one for live traffic and for the simulator: take an event, step, write the effects down, then
 * act on them, then feed the answers back as events. One thread owns one runtime and every turn in it; several runtimes (lanes)
 * share the data through leases. */
#ifndef PARLEY_RUNTIME_H
#define PARLEY_RUNTIME_H

#include <parley/channel.h>
#include <parley/turn.h>
#include <parley/volunteer.h>

struct runtime;

struct named_model {
    const char *name;
    struct model *model;
};

/* The owner may change what stands here between two pumps: a turn keeps the rules with which it began, the next one has the new
 * (invariant I16). A conversation stays with its brain while that is served at all; a new one, or one whose brain is gone, draws
 * the canary by its number. */
struct runtime_tenant {
    struct tenant_id id;
    const struct rules *rules;
    const struct rules *canary;    /* NULL: none */
    struct ratio_ppm canary_share; /* of the conversations */
};

/* Sees what happens, for transcripts, `chat` and checkers. Any may be NULL. Called on the runtime's thread. */
struct runtime_watch {
    void *context;
    void (*turn_done)(void *context, const struct turn *t, const struct work *w, const struct commit *c, struct wall at);
    void (*send_done)(void *context, const struct send *s, const struct send_result *r, struct wall at);
};

struct runtime_setup {
    struct store *store;
    struct clock *clock;
    struct alert *alert;
    struct notebook *notebook;
    const struct named_model *models;
    size_t model_count;                           /* must hold "script" */
    struct channel *channels[CHANNEL_KIND_COUNT]; /* NULL: sends on it wait, as behind one that is away */
    const struct runtime_tenant *tenants;
    size_t tenant_count;
    struct runtime_watch watch;
    struct duration lease;            /* longer than the longest turn */
    struct duration unknown_patience; /* 15 min: then a person sees an unknown send */
    struct volunteer volunteer;       /* simulations only */
    size_t turns_max;                 /* at once */
    size_t sends_max;                 /* on their way at once; 0 = 64 */
    const struct arena_watch *memory; /* hears of the allocations of turns and sends; NULL: nobody */
};

struct runtime *runtime_create(const struct runtime_setup *setup, struct error *e);
/* Something may have come from outside (a message, a receipt, a switch, another node): the next pump looks at the store whatever
 * was due. The first pump does so anyway. */
void runtime_news(struct runtime *r);
/* Does everything that is due now; answers when to come back even if nothing happens (INSTANT_NEVER: only on news). */
struct instant runtime_pump(struct runtime *r);
/* A read or a write of the store failed: it does not trust its file until it is opened again (fault 11). Stop, and start afresh.
 */
bool runtime_store_failed(const struct runtime *r);
/* No turn is open, no send is on its way, and nothing else can be done before the time that the last pump answered. */
bool runtime_is_idle(const struct runtime *r);
/* No new turns and sends; parks what is open, waits for sends on their way. True when nothing is left to wait for: ask again
 * after the next pump, and no longer than you care to. */
bool runtime_stop(struct runtime *r);
/* What a stop could not write down because the store was away: the next start finds it as it was begun. */
struct runtime_left {
    size_t turns, sends;
};
struct runtime_left runtime_left(const struct runtime *r);
/* Whatever is still on its way is forgotten: the store knows it as sending, and recovery calls it unknown. */
void runtime_destroy(struct runtime *r);

#endif
