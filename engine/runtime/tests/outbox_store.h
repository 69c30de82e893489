/* A store of sends, as far as the shell asks for them: they move as the contract of the port says, and calls can be made to fail.
 */
#ifndef PARLEY_RUNTIME_OUTBOX_STORE_H
#define PARLEY_RUNTIME_OUTBOX_STORE_H

#include <parley/store.h>

enum { OUTBOX_MAX = 16 };

struct outbox_store {
    struct store base;
    struct send sends[OUTBOX_MAX];
    struct wall retry_at[OUTBOX_MAX];
    char provider_id[OUTBOX_MAX][32], reason[OUTBOX_MAX][64];
    size_t count;
    enum code began_says, ended_says;  /* OK: the call is made; else it answers this, and nothing is done */
    unsigned ended_says_from;          /* the call of send_ended with which that begins, from 0 */
    unsigned began_calls, ended_calls; /* the failed ones too */
};

static inline struct outbox_store *outbox_of(struct store *s)
{
    return (struct outbox_store *)(void *)s;
}

static inline enum code outbox_began(struct store *store, struct send *out, struct wall *next_due, struct arena *a,
                                     struct wall now, struct error *e)
{
    struct outbox_store *s = outbox_of(store);
    (void)a;
    s->began_calls++;
    *next_due = (struct wall){INT64_MAX};
    if (s->began_says != OK)
        return fail(e, s->began_says, "the store is away");
    for (size_t i = 0; i < s->count; i++) {
        if (s->sends[i].state != SEND_INTENT)
            continue;
        if (s->retry_at[i].ms <= now.ms) {
            s->sends[i].state = SEND_SENDING;
            s->sends[i].attempts++;
            *out = s->sends[i];
            return OK;
        }
        if (s->retry_at[i].ms < next_due->ms)
            *next_due = s->retry_at[i];
    }
    return fail(e, NOT_FOUND, "no message waits to be sent");
}

static inline bool outbox_may_become(enum send_state from, enum send_state to)
{
    if (from == SEND_SENDING)
        return to != SEND_SENDING && to != SEND_HUMAN;
    if (from == SEND_ACCEPTED)
        return to == SEND_HUMAN;
    return from == SEND_UNKNOWN && (to == SEND_ACCEPTED || to == SEND_HUMAN || to == SEND_REFUSED);
}

static inline enum code outbox_ended(struct store *store, struct slice key, const struct send_result *r, struct wall now,
                                     struct error *e)
{
    struct outbox_store *s = outbox_of(store);
    (void)now;
    if (s->ended_calls++ >= s->ended_says_from && s->ended_says != OK)
        return fail(e, s->ended_says, "the store is away");
    for (size_t i = 0; i < s->count; i++) {
        struct send *x = &s->sends[i];
        if (!slice_eq(x->key, key))
            continue;
        if ((r->attempt != 0 && r->attempt != x->attempts) || !outbox_may_become(x->state, r->state))
            return fail(e, CONFLICT, "that is about another attempt, or not news");
        x->state = r->state;
        s->retry_at[i] = r->retry_at;
        snprintf(s->provider_id[i], sizeof s->provider_id[i], SLICE_FMT, SLICE_ARG(r->provider_id));
        snprintf(s->reason[i], sizeof s->reason[i], SLICE_FMT, SLICE_ARG(r->reason));
        return OK;
    }
    return fail(e, NOT_FOUND, "there is no such send");
}

/* With sends that wait: "k0", "k1" and so on. */
static inline void outbox_init(struct outbox_store *s, size_t count)
{
    static const char *const keys[OUTBOX_MAX] = {"k0", "k1", "k2",  "k3",  "k4",  "k5",  "k6",  "k7",
                                                 "k8", "k9", "k10", "k11", "k12", "k13", "k14", "k15"};
    static const struct store_ops ops = {.name = "outbox", .send_began = outbox_began, .send_ended = outbox_ended};
    *s = (struct outbox_store){.base = {&ops}, .count = count};
    for (size_t i = 0; i < count; i++)
        s->sends[i] = (struct send){.key = slice_from(keys[i]), .channel = CHANNEL_CHAT};
}

#endif
