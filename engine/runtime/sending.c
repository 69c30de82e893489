#include "sending.h"

#include <parley/retry.h>

#include <stdlib.h>

enum { SENDS_DEFAULT = 64, AGAIN_MS = 1000, TELL_ATTEMPTS = 6 /* half a minute */ };

enum sending_state { SENDING_FREE, SENDING_ON_ITS_WAY, SENDING_ENDED };

struct sending {
    struct sendings *all;
    enum sending_state state;
    struct arena arena;
    struct send send;
    struct channel *channel;
    struct send_result result;
    struct instant again_at;
};

static struct instant now_of(const struct sendings *s)
{
    return s->setup->clock->ops->now(s->setup->clock);
}

static struct wall wall_of(const struct sendings *s)
{
    return s->setup->clock->ops->wall(s->setup->clock);
}

static void release(struct sending *x)
{
    x->state = SENDING_FREE;
    x->all->open--;
    arena_reset(&x->arena);
}

/* Somebody hears that a channel takes nothing; once, until it takes something again. */
static void tell(struct sendings *s, const struct sending *x)
{
    if (x->result.state == SEND_ACCEPTED)
        s->told = false;
    if (x->result.state != SEND_INTENT || x->send.attempts != TELL_ATTEMPTS || s->told)
        return;
    s->told = true;
    if (s->setup->alert != NULL)
        s->setup->alert->ops->raise(s->setup->alert, ALERT_PAGE, SLICE("channel.away"),
                                    slice_from(channel_kind_name(x->send.channel)));
}

/* A result that cannot be written down now is kept: without it the store would call the send unknown, and a person would be asked
 * about something that is known. One that is away is asked by one of them, and not before it is time. */
static void write_down(struct sending *x)
{
    struct sendings *s = x->all;
    struct error e;
    struct wall now = wall_of(s);
    if (!instant_reached(now_of(s), s->store_at)) {
        x->again_at = s->store_at;
        return;
    }
    if (x->result.state != SEND_ACCEPTED)
        x->result.attempt = x->send.attempts; /* who slept through it must not end what another process began since */
    if (VOLUNTEER(s->setup->volunteer, VOLUNTEER_LATE_RESULT)) {
        x->again_at = instant_plus(now_of(s), DURATION_MS(AGAIN_MS));
        return;
    }
    enum code code = s->setup->store->ops->send_ended(s->setup->store, x->send.key, &x->result, now, &e);
    s->failed |= code == IO_FAILED;
    if (code == UNAVAILABLE) {
        x->again_at = s->store_at = instant_plus(now_of(s), DURATION_MS(AGAIN_MS));
        return;
    }
    if (code == OK)
        tell(s, x);
    s->called |= code == OK && x->result.state == SEND_REFUSED;
    if (code == OK && s->setup->watch.send_done != NULL)
        s->setup->watch.send_done(s->setup->watch.context, &x->send, &x->result, now);
    if (s->due.ms != INT64_MAX)
        s->due.ms = 0; /* something waits, perhaps behind this one */
    else if (code == OK && x->result.state == SEND_INTENT)
        s->due = x->result.retry_at;
    release(x);
}

static struct duration window_of(const struct sendings *s, struct tenant_id id)
{
    for (size_t i = 0; i < s->setup->tenant_count; i++)
        if (s->setup->tenants[i].id.n == id.n)
            return s->setup->tenants[i].rules->tenant->window;
    return (struct duration){0};
}

/* Refused for now: when again, by our own measure. What has waited for too long is refused for good, and a person hears of it. */
static void wait_or_give_up(struct sending *x)
{
    struct retry_facts f = {.key = x->send.key,
                            .attempts = x->send.attempts,
                            .since = x->send.since,
                            .asked = x->result.retry_at,
                            .window = window_of(x->all, x->send.tenant)};
    if (!retry_at(&x->result.retry_at, &f, wall_of(x->all)))
        x->result.state = SEND_REFUSED;
}

static void ended(void *context, struct slice key, const struct send_result *result)
{
    struct sending *x = context;
    must(x->state == SENDING_ON_ITS_WAY && slice_eq(key, x->send.key));
    x->state = SENDING_ENDED;
    x->result = *result;
    x->result.provider_id = arena_copy(&x->arena, result->provider_id);
    x->result.reason = arena_copy(&x->arena, result->reason);
    if (x->result.state == SEND_INTENT)
        wait_or_give_up(x);
    write_down(x);
}

static struct sending *free_one(struct sendings *s)
{
    for (size_t i = 0; i < s->max && s->open < s->max; i++)
        if (s->at[i].state == SENDING_FREE)
            return &s->at[i];
    return NULL;
}

static bool begin(struct sendings *s)
{
    struct wall now = wall_of(s);
    bool room =
        s->due.ms <= now.ms && instant_reached(now_of(s), s->store_at) && !VOLUNTEER(s->setup->volunteer, VOLUNTEER_NO_ROOM);
    struct sending *x = room ? free_one(s) : NULL;
    if (x == NULL)
        return false;
    enum code code = s->setup->store->ops->send_began(s->setup->store, &x->send, &s->due, &x->arena, now, NULL);
    if (code != OK) {
        s->failed |= code == IO_FAILED;
        if (code != NOT_FOUND) { /* the store is away */
            s->due.ms = now.ms + AGAIN_MS;
            s->store_at = instant_plus(now_of(s), DURATION_MS(AGAIN_MS));
        }
        arena_reset(&x->arena);
        return false;
    }
    s->due.ms = 0; /* more may wait */
    s->open++;
    x->state = SENDING_ON_ITS_WAY;
    x->channel = s->setup->channels[x->send.channel];
    if (x->channel != NULL)
        x->channel->ops->transmit(x->channel, &x->send, ended, x);
    else {
        struct send_result wait = {.state = SEND_INTENT, .reason = SLICE("no channel of this kind is connected")};
        ended(x, x->send.key, &wait);
    }
    return true;
}

bool sendings_pump(struct sendings *s, bool may_begin)
{
    bool moved = false;
    for (size_t i = 0; i < s->max && s->open > 0; i++)
        if (s->at[i].state == SENDING_ENDED && instant_reached(now_of(s), s->at[i].again_at)) {
            write_down(&s->at[i]);
            moved |= s->at[i].state == SENDING_FREE;
        }
    return (may_begin && begin(s)) || moved;
}

struct instant sendings_next(const struct sendings *s, bool may_begin)
{
    struct instant next = INSTANT_NEVER, now = now_of(s);
    struct wall wall = wall_of(s);
    for (size_t i = 0; i < s->max && s->open > 0; i++)
        if (s->at[i].state == SENDING_ENDED)
            next = instant_first(next, s->at[i].again_at);
    if (may_begin && s->open < s->max && s->due.ms != INT64_MAX) {
        struct instant due = instant_plus(now, DURATION_MS(s->due.ms > wall.ms ? s->due.ms - wall.ms : 0));
        next = instant_first(next, due.ns < s->store_at.ns ? s->store_at : due);
    }
    return next;
}

void sendings_init(struct sendings *s, const struct runtime_setup *setup)
{
    *s = (struct sendings){.setup = setup, .max = setup->sends_max ? setup->sends_max : SENDS_DEFAULT};
    s->at = calloc(s->max, sizeof *s->at);
    must(s->at != NULL);
    for (size_t i = 0; i < s->max; i++) {
        s->at[i].all = s;
        arena_init(&s->at[i].arena, ARENA_TURN_MAX);
        s->at[i].arena.watch = setup->memory;
    }
}

void sendings_finish(struct sendings *s)
{
    for (size_t i = 0; i < s->max; i++) {
        if (s->at[i].state == SENDING_ON_ITS_WAY)
            s->at[i].channel->ops->forget(s->at[i].channel, &s->at[i]);
        arena_finish(&s->at[i].arena);
    }
    free(s->at);
}
