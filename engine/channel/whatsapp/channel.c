#include "numbers.h"

#include <parley/size.h>
#include <parley/whatsapp_request.h>

#include <stdlib.h>

/* On the wire an attempt has nearly the whole deadline; what is left is for the way back through the lane. */
enum {
    OPEN_DEFAULT = 16,
    CONNECT_MS = 3000,
    ANSWER_MS = 6500,
    ANSWER_BYTES_MAX = 256 << 10,
    ATTEMPT_ARENA_MAX = 8 << 20,
    LINE_MS = 2000, /* a message that waits here is in doubt when the process dies: so not for long */
    BUSY_MS = 1000,
    WAITING_FACTOR = 4 /* so many times as many wait or are asked */
};

enum attempt_state { ATTEMPT_FREE, ATTEMPT_WAITS, ATTEMPT_ASKED, ATTEMPT_ENDS };

struct attempt {
    struct whatsapp_channel *channel;
    enum attempt_state state;
    const struct send *send; /* NULL: a read mark, of which nobody hears */
    channel_done *done;
    void *context;
    size_t number;
    struct slice body;  /* in the arena */
    uint64_t turn;      /* first come, first served */
    struct instant due; /* WAITS: its turn. ASKED: its deadline */
    struct arena arena;
};

struct whatsapp_channel {
    struct channel base;
    struct whatsapp_setup setup;
    struct attempt *at;
    size_t room, asked_max;
    uint64_t turns;
    bool moving; /* the line: what is answered at once does not move it again */
};

static void move_line(struct whatsapp_channel *c);

static struct whatsapp_channel *self_of(struct channel *c)
{
    return (struct whatsapp_channel *)(void *)c;
}

static struct instant now_of(const struct whatsapp_channel *c)
{
    return c->setup.clock->ops->now(c->setup.clock);
}

static struct wall wall_after(const struct whatsapp_channel *c, struct duration wait)
{
    struct wall now = c->setup.clock->ops->wall(c->setup.clock);
    return (struct wall){now.ms + (int64_t)((wait.ns + 999999) / 1000000)};
}

/* -- an attempt begins and ends --------------------------------------------------------------------------------------------- */

static struct attempt *free_one(struct whatsapp_channel *c)
{
    for (size_t i = 0; i < c->room; i++)
        if (c->at[i].state == ATTEMPT_FREE)
            return &c->at[i];
    return NULL;
}

static void release(struct attempt *x)
{
    arena_reset(&x->arena);
    x->state = ATTEMPT_FREE;
    x->send = NULL;
    x->context = NULL;
}

static void end(struct attempt *x, const struct send_result *result)
{
    x->state = ATTEMPT_ENDS;
    if (x->send != NULL)
        x->done(x->context, x->send->key, result); /* copies */
    release(x);
}

static void tell(struct attempt *x, const struct whatsapp_verdict *v, struct numbers_news news)
{
    const struct whatsapp_setup *s = &x->channel->setup;
    struct slice id = numbers_address(s->numbers, x->number).id;
    if (v->state != SEND_ACCEPTED && s->notebook != NULL)
        s->notebook->ops->note(s->notebook,
                               arena_printf(&x->arena,
                                            "whatsapp.answer tenant=%llu number=" SLICE_FMT " key=" SLICE_FMT
                                            " attempt=%u state=%s class=%s code=%u reason=\"" SLICE_FMT "\"",
                                            (unsigned long long)x->send->tenant.n, SLICE_ARG(id), SLICE_ARG(x->send->key),
                                            (unsigned)x->send->attempts, send_state_name(v->state), whatsapp_class_name(v->class),
                                            (unsigned)v->code, SLICE_ARG(v->reason)));
    if (news.raises && s->alert != NULL)
        s->alert->ops->raise(s->alert, news.level, news.what,
                             arena_printf(&x->arena, "number " SLICE_FMT ": " SLICE_FMT, SLICE_ARG(id), SLICE_ARG(v->reason)));
}

static void judged(struct attempt *x, struct whatsapp_verdict v)
{
    struct whatsapp_channel *c = x->channel;
    tell(x, &v, numbers_end(c->setup.numbers, x->number, x->send, &v));
    struct send_result result = {.state = v.state, .provider_id = v.id, .reason = v.reason};
    if (v.state == SEND_INTENT)
        result.retry_at = wall_after(c, v.again);
    end(x, &result);
}

static void answered(void *context, const struct outgoing_answer *answer)
{
    struct attempt *x = context;
    struct whatsapp_channel *c = x->channel;
    must(x->state == ATTEMPT_ASKED);
    if (x->send == NULL)
        end(x, NULL);
    else
        judged(x, whatsapp_judge(&x->arena, answer, numbers_address(c->setup.numbers, x->number).provider, x->send->attempts));
    if (!c->moving)
        move_line(c);
}

static void ask(struct attempt *x)
{
    struct whatsapp_channel *c = x->channel;
    struct numbers_address at = numbers_address(c->setup.numbers, x->number);
    struct outgoing_field fields[] = {
        at.credential, {SLICE("Content-Type"), SLICE("application/json")}, {SLICE("User-Agent"), SLICE("parley")}};
    struct outgoing_request request = {.method = SLICE("POST"),
                                       .url = at.url,
                                       .fields = fields,
                                       .field_count = COUNT_OF(fields),
                                       .body = x->body,
                                       .connect_within = DURATION_MS(CONNECT_MS),
                                       .answer_within = DURATION_MS(ANSWER_MS),
                                       .answer_bytes_max = ANSWER_BYTES_MAX};
    x->state = ATTEMPT_ASKED;
    x->due = instant_plus(now_of(c), DURATION_MS(WHATSAPP_DEADLINE_MS));
    c->setup.wire.ask(c->setup.wire.to, &request, answered, x); /* the attempt may be over when it returns */
}

static size_t asked_count(const struct whatsapp_channel *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->room; i++)
        n += c->at[i].state == ATTEMPT_ASKED;
    return n;
}

/* Nothing of it left: it goes back to the outbox. */
static void give_back(struct attempt *x, struct slice why)
{
    struct whatsapp_channel *c = x->channel;
    struct send_result result = {.state = SEND_INTENT, .reason = why, .retry_at = wall_after(c, DURATION_MS(BUSY_MS))};
    numbers_forget(c->setup.numbers, x->number);
    end(x, &result);
}

static struct attempt *first_due(struct whatsapp_channel *c, struct instant now)
{
    struct attempt *first = NULL;
    for (size_t i = 0; i < c->room; i++) {
        struct attempt *x = &c->at[i];
        if (x->state == ATTEMPT_WAITS && instant_reached(now, x->due) && (first == NULL || x->turn < first->turn))
            first = x;
    }
    return first;
}

/* Who waits leaves when there is room, unless its number fell ill meanwhile; who waits for too long does not leave. */
static void move_line(struct whatsapp_channel *c)
{
    struct instant now = now_of(c);
    struct attempt *x;
    c->moving = true;
    while ((x = first_due(c, now)) != NULL && asked_count(c) < c->asked_max) {
        if (now.ns > x->due.ns && !numbers_is_well(c->setup.numbers, x->number))
            give_back(x, SLICE("the number fell ill while this waited"));
        else
            ask(x);
    }
    while ((x = first_due(c, now)) != NULL && instant_reached(now, instant_plus(x->due, DURATION_MS(LINE_MS))))
        give_back(x, SLICE("enough is on its way to the provider"));
    c->moving = false;
}

/* -- the port --------------------------------------------------------------------------------------------------------------- */

static void refuse(struct whatsapp_channel *c, const struct send *send, channel_done *done, void *context,
                   struct send_result result, struct duration wait)
{
    if (result.state == SEND_INTENT)
        result.retry_at = wall_after(c, wait);
    done(context, send->key, &result);
}

static void transmit(struct channel *channel, const struct send *send, channel_done *done, void *context)
{
    struct whatsapp_channel *c = self_of(channel);
    struct attempt *x = free_one(c);
    struct whatsapp_envelope to = {.to = send->address, .key = send->key};
    struct error e;
    if (x == NULL) {
        refuse(c, send, done, context,
               (struct send_result){.state = SEND_INTENT, .reason = SLICE("enough is on its way to the provider")},
               DURATION_MS(BUSY_MS));
        return;
    }
    if (whatsapp_text(&x->body, &x->arena, &to, send->text, &e) != OK) {
        refuse(c, send, done, context, (struct send_result){.state = SEND_REFUSED, .reason = slice_from(e.text)},
               (struct duration){0});
        arena_reset(&x->arena);
        return;
    }
    struct numbers_way way = numbers_choose(c->setup.numbers, send);
    if (!way.goes) {
        arena_reset(&x->arena);
        refuse(c, send, done, context, (struct send_result){.state = SEND_INTENT, .reason = way.why}, way.wait);
        return;
    }
    x->send = send;
    x->done = done;
    x->context = context;
    x->number = way.number;
    x->state = ATTEMPT_WAITS;
    x->turn = ++c->turns;
    x->due = instant_plus(now_of(c), way.wait);
    move_line(c);
}

static void give_up(struct attempt *x)
{
    struct whatsapp_channel *c = x->channel;
    if (x->state == ATTEMPT_ASKED)
        c->setup.wire.forget(c->setup.wire.to, x);
    if (x->send != NULL)
        numbers_forget(c->setup.numbers, x->number);
    release(x);
}

static void forget(struct channel *channel, void *context)
{
    struct whatsapp_channel *c = self_of(channel);
    for (size_t i = 0; i < c->room; i++) {
        struct attempt *x = &c->at[i];
        if ((x->state == ATTEMPT_WAITS || x->state == ATTEMPT_ASKED) && x->send != NULL && x->context == context)
            give_up(x);
    }
}

/* The wire has deadlines of its own; this one holds whatever the wire does. */
static void give_up_late(struct attempt *x)
{
    struct whatsapp_channel *c = x->channel;
    c->setup.wire.forget(c->setup.wire.to, x);
    if (x->send == NULL) {
        release(x);
        return;
    }
    judged(x, (struct whatsapp_verdict){.state = SEND_UNKNOWN,
                                        .class = WHATSAPP_DOUBT,
                                        .reason = SLICE("no answer came in time"),
                                        .provider_is_down = true});
}

static struct instant pump(struct channel *channel)
{
    struct whatsapp_channel *c = self_of(channel);
    struct instant now = now_of(c), next = INSTANT_NEVER;
    for (size_t i = 0; i < c->room; i++)
        if (c->at[i].state == ATTEMPT_ASKED && instant_reached(now, c->at[i].due))
            give_up_late(&c->at[i]);
    move_line(c);
    for (size_t i = 0; i < c->room; i++) {
        struct attempt *x = &c->at[i];
        bool in_line = x->state == ATTEMPT_WAITS && instant_reached(now, x->due);
        if (x->state == ATTEMPT_WAITS || x->state == ATTEMPT_ASKED)
            next = instant_first(next, in_line ? instant_plus(x->due, DURATION_MS(LINE_MS)) : x->due);
    }
    return next;
}

static void close_channel(struct channel *channel)
{
    struct whatsapp_channel *c = self_of(channel);
    for (size_t i = 0; i < c->room; i++) {
        if (c->at[i].state != ATTEMPT_FREE)
            give_up(&c->at[i]);
        arena_finish(&c->at[i].arena);
    }
    free(c->at);
    free(c);
}

struct channel *whatsapp_channel_create(const struct whatsapp_setup *setup)
{
    static const struct channel_ops ops = {"whatsapp", transmit, forget, pump, close_channel};
    struct whatsapp_channel *c = calloc(1, sizeof *c);
    must(c != NULL);
    c->base.ops = &ops;
    c->setup = *setup;
    c->asked_max = setup->open_max > 0 ? setup->open_max : OPEN_DEFAULT;
    c->room = c->asked_max * WAITING_FACTOR;
    c->at = calloc(c->room, sizeof *c->at);
    must(c->at != NULL);
    for (size_t i = 0; i < c->room; i++) {
        c->at[i].channel = c;
        arena_init(&c->at[i].arena, ATTEMPT_ARENA_MAX);
    }
    return &c->base;
}

void whatsapp_channel_seen(struct channel *channel, struct slice phone_number_id, struct slice message_id, bool types)
{
    struct whatsapp_channel *c = self_of(channel);
    struct attempt *x = free_one(c);
    size_t number;
    if (x == NULL || asked_count(c) >= c->asked_max || !numbers_find(&number, c->setup.numbers, phone_number_id) ||
        !numbers_is_well(c->setup.numbers, number))
        return;
    if (whatsapp_seen(&x->body, &x->arena, message_id, types, NULL) != OK) {
        arena_reset(&x->arena);
        return;
    }
    x->number = number;
    ask(x);
}

/* -- the wire --------------------------------------------------------------------------------------------------------------- */

static void wire_ask(void *to, const struct outgoing_request *request, outgoing_done *done, void *context)
{
    outgoing_ask(to, request, NULL, done, context);
}

static void wire_forget(void *to, void *context)
{
    outgoing_forget(to, context);
}

struct whatsapp_wire whatsapp_wire_of(struct outgoing *o)
{
    return (struct whatsapp_wire){o, wire_ask, wire_forget};
}
