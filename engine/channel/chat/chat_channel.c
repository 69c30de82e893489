#include <parley/chat_channel.h>

#include <errno.h>
#include <parley/json_write.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_ARENA_MAX = 4 << 20, RETRY_MS = 60000 };

struct chat_channel {
    struct channel base;
    int descriptor;
    pthread_mutex_t lock; /* guards the descriptor, one whole line at a time; nothing else is held with it */
};

enum written { WRITTEN_ALL, WRITTEN_PART, WRITTEN_NOTHING };

static enum written put(struct chat_channel *c, struct slice line, int *why)
{
    size_t done = 0;
    *why = 0;
    pthread_mutex_lock(&c->lock);
    while (done < line.len) {
        ssize_t n = write(c->descriptor, line.at + done, line.len - done);
        if (n > 0) {
            done += (size_t)n;
            continue;
        }
        struct pollfd p = {.fd = c->descriptor, .events = POLLOUT};
        *why = n < 0 ? errno : EIO;
        if (*why == EINTR || (*why == EAGAIN && poll(&p, 1, CHAT_WRITE_WAIT_MS) > 0))
            continue;
        break;
    }
    pthread_mutex_unlock(&c->lock);
    return done == line.len ? WRITTEN_ALL : done > 0 ? WRITTEN_PART : WRITTEN_NOTHING;
}

static void transmit(struct channel *channel, const struct send *send, channel_done *done, void *context)
{
    struct chat_channel *c = (struct chat_channel *)(void *)channel;
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
    json_put_string(&w, "to", private_reveal(send->address, REVEAL_CHANNEL));
    json_put_cstr(&w, "purpose", purpose_name(send->purpose));
    json_put_string(&w, "text", private_reveal(send->text, REVEAL_CHANNEL));
    json_object_end(&w);
    buffer_byte(&b, '\n');
    struct send_result result = {.state = SEND_ACCEPTED};
    switch (put(c, buffer_slice(&b), &why)) {
    case WRITTEN_ALL: break;
    case WRITTEN_PART:
        result.state = SEND_UNKNOWN;
        result.reason = SLICE("the line was cut");
        break;
    case WRITTEN_NOTHING: /* known not sent: nobody reads */
        result.state = SEND_INTENT;
        result.reason = SLICE("nobody reads the chat");
        result.retry_at.ms = send->at.ms + RETRY_MS;
        break;
    }
    done(context, send->key, &result);
    arena_finish(&a);
}

static void forget(struct channel *channel, void *context)
{
    (void)channel; /* every transmit has ended before it returned */
    (void)context;
}

static struct instant pump(struct channel *channel)
{
    (void)channel;
    return INSTANT_NEVER;
}

static void close_channel(struct channel *channel)
{
    struct chat_channel *c = (struct chat_channel *)(void *)channel;
    pthread_mutex_destroy(&c->lock);
    free(c);
}

struct channel *chat_channel_create(int descriptor)
{
    static const struct channel_ops ops = {"chat", transmit, forget, pump, close_channel};
    struct chat_channel *c = calloc(1, sizeof *c);
    must(c != NULL);
    c->base.ops = &ops;
    c->descriptor = descriptor;
    must(pthread_mutex_init(&c->lock, NULL) == 0);
    return &c->base;
}

enum code chat_channel_line(struct channel *channel, struct slice line, struct error *e)
{
    int why;
    if (put((struct chat_channel *)(void *)channel, line, &why) != WRITTEN_ALL)
        return fail(e, IO_FAILED, "could not write to the chat: %s", strerror(why));
    return OK;
}
