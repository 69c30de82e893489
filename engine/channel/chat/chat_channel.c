#include <parley/chat_channel.h>

#include <errno.h>
#include <parley/json_write.h>
#include <parley/size.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_ARENA_MAX = 4 << 20, RETRY_MS = 5000 };

/* An attempt whose line is out, or about to be, and that nobody has answered. */
struct awaited {
    pthread_t owner; /* hears `done` */
    const struct send *send;
    channel_done *done;
    void *context;
    struct instant due;
    bool answered;
    enum send_state state;
    uint64_t after_ms;
    char reason[CHAT_FIELD_MAX];
    size_t reason_len;
};

struct chat_channel {
    struct channel base;
    struct chat_setup setup;
    pthread_mutex_t lock;  /* guards the descriptor, one whole line at a time; nothing else is held with it */
    pthread_mutex_t table; /* guards what follows; nothing else is held with it */
    struct awaited *awaited;
    size_t count, room;
    bool deaf;
};

static struct chat_channel *self_of(struct channel *c)
{
    return (struct chat_channel *)(void *)c;
}

/* -- the line -----------------------------------------------------------------------------------------------------------------
 */

enum written { WRITTEN_ALL, WRITTEN_PART, WRITTEN_NOTHING };

static enum written put(struct chat_channel *c, struct slice line, int *why)
{
    size_t done = 0;
    *why = 0;
    pthread_mutex_lock(&c->lock);
    while (done < line.len) {
        ssize_t n = write(c->setup.descriptor, line.at + done, line.len - done);
        if (n > 0) {
            done += (size_t)n;
            continue;
        }
        struct pollfd p = {.fd = c->setup.descriptor, .events = POLLOUT};
        *why = n < 0 ? errno : EIO;
        if (*why == EINTR || (*why == EAGAIN && poll(&p, 1, CHAT_WRITE_WAIT_MS) > 0))
            continue;
        break;
    }
    pthread_mutex_unlock(&c->lock);
    return done == line.len ? WRITTEN_ALL : done > 0 ? WRITTEN_PART : WRITTEN_NOTHING;
}

static enum written put_message(struct chat_channel *c, const struct send *send)
{
    struct arena a;
    struct buffer b;
    struct json_write w;
    int why;
    arena_init(&a, LINE_ARENA_MAX);
    buffer_init(&b, &a, LINE_ARENA_MAX / 2);
    json_begin(&w, &b);
    json_object_begin(&w);
    json_put_cstr(&w, "kind", "message");
    json_put_string(&w, "key", send->key);
    json_put_u64(&w, "attempt", send->attempts);
    json_put_string(&w, "to", private_reveal(send->address, REVEAL_CHANNEL));
    json_put_cstr(&w, "purpose", purpose_name(send->purpose));
    json_put_string(&w, "text", private_reveal(send->text, REVEAL_CHANNEL));
    json_object_end(&w);
    buffer_byte(&b, '\n');
    enum written written = put(c, buffer_slice(&b), &why);
    arena_finish(&a);
    return written;
}

/* -- who waits for a receipt ---------------------------------------------------------------------------------------------------
 */

static struct instant now_of(const struct chat_channel *c)
{
    return c->setup.clock->ops->now(c->setup.clock);
}

/* Before the line is written: its receipt may be quicker than we are. False: none can come any more. */
static bool await(struct chat_channel *c, const struct send *send, channel_done *done, void *context)
{
    pthread_mutex_lock(&c->table);
    bool hears = !c->deaf;
    if (hears) {
        if (c->count == c->room) {
            c->room = c->room ? c->room * 2 : 64;
            c->awaited = realloc(c->awaited, c->room * sizeof *c->awaited);
            must(c->awaited != NULL);
        }
        c->awaited[c->count++] = (struct awaited){.owner = pthread_self(),
                                                  .send = send,
                                                  .done = done,
                                                  .context = context,
                                                  .due = instant_plus(now_of(c), c->setup.receipt_deadline)};
    }
    pthread_mutex_unlock(&c->table);
    return hears;
}

/* True while it was still there. */
static bool take_back(struct chat_channel *c, const void *context)
{
    bool found = false;
    pthread_mutex_lock(&c->table);
    for (size_t i = 0; i < c->count && !found; i++)
        if ((found = c->awaited[i].context == context))
            c->awaited[i] = c->awaited[--c->count];
    pthread_mutex_unlock(&c->table);
    return found;
}

bool chat_channel_receipt(struct channel *channel, const struct chat_receipt *r)
{
    struct chat_channel *c = self_of(channel);
    bool waited = false;
    pthread_mutex_lock(&c->table);
    for (size_t i = 0; i < c->count && !waited; i++) {
        struct awaited *w = &c->awaited[i];
        if (w->answered || !slice_eq(w->send->key, r->key) || (r->state != SEND_ACCEPTED && r->attempt != w->send->attempts))
            continue;
        waited = w->answered = true;
        w->state = r->state;
        w->after_ms = r->after_ms;
        w->reason_len = r->reason.len < CHAT_FIELD_MAX ? r->reason.len : CHAT_FIELD_MAX;
        if (w->reason_len > 0)
            memcpy(w->reason, r->reason.at, w->reason_len);
    }
    pthread_mutex_unlock(&c->table);
    return waited;
}

void chat_channel_deaf(struct channel *channel)
{
    struct chat_channel *c = self_of(channel);
    pthread_mutex_lock(&c->table);
    c->deaf = c->setup.receipt_deadline.ns > 0;
    for (size_t i = 0; i < c->count; i++)
        if (!c->awaited[i].answered)
            c->awaited[i].due = (struct instant){0};
    pthread_mutex_unlock(&c->table);
}

/* One that ended and belongs to this thread; `next` is when the earliest of the others is due. */
static bool take_ended(struct awaited *out, struct instant *next, struct chat_channel *c)
{
    struct instant now = now_of(c);
    bool found = false;
    *next = INSTANT_NEVER;
    pthread_mutex_lock(&c->table);
    for (size_t i = 0; i < c->count && !found; i++) {
        struct awaited *w = &c->awaited[i];
        if (!pthread_equal(w->owner, pthread_self()))
            continue;
        if ((found = w->answered || instant_reached(now, w->due))) {
            *out = *w;
            *w = c->awaited[--c->count];
        } else
            *next = instant_first(*next, w->due);
    }
    pthread_mutex_unlock(&c->table);
    return found;
}

static struct send_result once_more(const struct send *send, uint64_t after_ms, struct slice reason)
{
    return (struct send_result){.state = SEND_INTENT, .reason = reason, .retry_at = {send->at.ms + (int64_t)after_ms}};
}

static struct instant pump(struct channel *channel)
{
    struct chat_channel *c = self_of(channel);
    struct awaited w;
    struct instant next;
    while (take_ended(&w, &next, c)) {
        struct send_result result = {.state = w.state, .reason = {w.reason, w.reason_len}};
        if (!w.answered)
            result = (struct send_result){.state = SEND_UNKNOWN, .reason = SLICE("no receipt came")};
        else if (w.state == SEND_INTENT)
            result = once_more(w.send, w.after_ms, result.reason);
        w.done(w.context, w.send->key, &result);
    }
    return next;
}

static void forget(struct channel *channel, void *context)
{
    (void)take_back(self_of(channel), context);
}

/* -- a message ----------------------------------------------------------------------------------------------------------------
 */

static void transmit(struct channel *channel, const struct send *send, channel_done *done, void *context)
{
    struct chat_channel *c = self_of(channel);
    struct send_result result = {.state = SEND_ACCEPTED};
    bool receipts = c->setup.receipt_deadline.ns > 0;
    if (receipts && !await(c, send, done, context)) {
        result = once_more(send, RETRY_MS, SLICE("nobody answers on the chat any more"));
        done(context, send->key, &result);
        return;
    }
    switch (put_message(c, send)) {
    case WRITTEN_ALL:
        if (receipts)
            return;
        break;
    case WRITTEN_PART:
        result.state = SEND_UNKNOWN;
        result.reason = SLICE("the line was cut");
        break;
    case WRITTEN_NOTHING: /* known not sent: nobody reads */
        result = once_more(send, RETRY_MS, SLICE("nobody reads the chat"));
        break;
    }
    if (!receipts || take_back(c, context))
        done(context, send->key, &result);
}

static void close_channel(struct channel *channel)
{
    struct chat_channel *c = self_of(channel);
    pthread_mutex_destroy(&c->lock);
    pthread_mutex_destroy(&c->table);
    free(c->awaited);
    free(c);
}

struct channel *chat_channel_create(const struct chat_setup *setup)
{
    static const struct channel_ops ops = {"chat", transmit, forget, pump, close_channel};
    struct chat_channel *c = calloc(1, sizeof *c);
    must(c != NULL);
    c->base.ops = &ops;
    c->setup = *setup;
    must(pthread_mutex_init(&c->lock, NULL) == 0);
    must(pthread_mutex_init(&c->table, NULL) == 0);
    return &c->base;
}

enum code chat_channel_line(struct channel *channel, struct slice line, struct error *e)
{
    int why;
    if (put(self_of(channel), line, &why) != WRITTEN_ALL)
        return fail(e, IO_FAILED, "could not write to the chat: %s", strerror(why));
    return OK;
}
