/* A WebSocket on a connection that was upgraded. Once our close frame is queued nothing more is said or heard: only the client's
 * own close frame is waited for. */
#include "front.h"

#include <stdlib.h>
#include <wslay/wslay.h>

#include "frames.h"
#include "upgrade.h"

struct http_socket {
    struct connection *c;
    struct http_server *server; /* outlives the connection's end */
    struct frames frames;
    struct http_socket_events events;
    void *context;
    uv_timer_t ping;
    bool is_closing; /* our close frame is on its way */
    bool was_heard;  /* since the last ping */
    bool is_awaited; /* a ping has not been answered by anything */
};

static bool send_frame(struct http_socket *w, unsigned opcode, struct slice payload)
{
    struct slice out[2];
    frames_write(&w->frames, out, opcode, payload);
    return wire_send(w->c, out, 2);
}

static void say_goodbye(struct http_socket *w, uint16_t code, struct slice reason)
{
    char payload[FRAME_CONTROL_MAX];
    size_t len = 0;
    w->is_closing = true;
    if (code != CLOSE_NONE) {
        payload[len++] = (char)(code >> 8);
        payload[len++] = (char)(code & 0xff);
        if (reason.len > sizeof payload - len) { /* whole characters only */
            reason.len = sizeof payload - len;
            while (reason.len > 0 && ((unsigned char)reason.at[reason.len] & 0xc0) == 0x80)
                reason.len--;
        }
        if (reason.len > 0)
            memcpy(payload + len, reason.at, reason.len);
        len += reason.len;
    }
    (void)send_frame(w, WSLAY_CONNECTION_CLOSE, (struct slice){payload, len});
}

/* The client has said all: its close frame came, or what it says cannot be read on. */
static void end(struct http_socket *w, uint16_t code)
{
    if (!w->is_closing)
        say_goodbye(w, code, SLICE_NONE);
    connection_end(w->c);
}

void http_socket_close(struct http_socket *w, uint16_t code, struct slice reason)
{
    struct connection *c = w->c;
    if (w->is_closing || c->state != CONNECTION_SOCKET)
        return;
    say_goodbye(w, code, reason);
    if (c->state == CONNECTION_SOCKET && c->deadline == DEADLINE_NONE)
        deadline_set(c, DEADLINE_LINGER);
}

static bool has_room(struct http_socket *w, size_t more)
{
    struct connection *c = w->c;
    if (wire_queued(c) + more <= c->server->limits.queued_bytes_max)
        return true;
    http_socket_close(w, CLOSE_BUSY, SLICE("too much is unread"));
    return false;
}

bool http_socket_send(struct http_socket *w, struct slice text)
{
    if (w->is_closing || w->c->state != CONNECTION_SOCKET || !has_room(w, text.len))
        return false;
    return send_frame(w, WSLAY_TEXT_FRAME, text);
}

void socket_feed(struct connection *c, struct slice *bytes)
{
    struct http_socket *w = c->socket;
    w->was_heard = true;
    while (c->state == CONNECTION_SOCKET) {
        struct frame_event event;
        switch (frames_next(&w->frames, bytes, &event)) {
        case FRAME_MORE: return;
        case FRAME_TEXT:
            if (!w->is_closing)
                w->events.text(w->context, w, event.payload);
            break;
        case FRAME_PING:
            if (!w->is_closing && has_room(w, event.payload.len))
                (void)send_frame(w, WSLAY_PONG, event.payload);
            break;
        case FRAME_PONG: break;
        case FRAME_CLOSE:
        case FRAME_WRONG: end(w, event.code); break;
        }
    }
}

void socket_stop(struct connection *c)
{
    http_socket_close(c->socket, CLOSE_GOING, SLICE("the server stops"));
}

void socket_drained(struct connection *c)
{
    if (c->socket->is_closing)
        deadline_set(c, DEADLINE_LINGER);
}

/* Two pings without a sign of life: whoever was there is not. */
static void on_ping(uv_timer_t *timer)
{
    struct http_socket *w = timer->data;
    struct connection *c = w->c;
    if (c->state != CONNECTION_SOCKET || w->is_closing)
        return;
    if (!w->was_heard && w->is_awaited) {
        c->server->counts.timeouts++;
        connection_cut(c);
        return;
    }
    w->is_awaited = true;
    w->was_heard = false;
    if (has_room(w, 0))
        (void)send_frame(w, WSLAY_PING, SLICE_NONE);
}

static void on_ping_closed(uv_handle_t *timer)
{
    struct http_socket *w = timer->data;
    struct http_server *s = w->server;
    free(w);
    server_closed_handle(s);
}

void socket_gone(struct connection *c)
{
    struct http_socket *w = c->socket;
    w->events.closed(w->context, w);
    frames_finish(&w->frames);
    uv_close((uv_handle_t *)&w->ping, on_ping_closed);
}

struct http_socket *http_upgrade(struct http_exchange *x, struct slice subprotocol, size_t message_bytes_max,
                                 struct duration ping_every, const struct http_socket_events *events, void *context)
{
    struct connection *c = x->c;
    struct http_server *s = c->server;
    must(!x->was_answered);
    if (c->state == CONNECTION_BUSY && !upgrade_answer(x, subprotocol))
        return NULL;
    x->was_answered = true;
    if (c->state != CONNECTION_BUSY) /* the client is gone */
        return NULL;
    struct http_socket *w = calloc(1, sizeof *w);
    must(w != NULL);
    *w = (struct http_socket){.c = c, .server = s, .events = *events, .context = context, .was_heard = true};
    frames_init(&w->frames, message_bytes_max);
    must(uv_timer_init(s->setup.loop, &w->ping) == 0);
    w->ping.data = w;
    server_opened(s);
    uint64_t every_ms = ping_every.ns / 1000000;
    if (every_ms > 0)
        must(uv_timer_start(&w->ping, on_ping, every_ms, every_ms) == 0);
    s->counts.websockets++;
    c->socket = w;
    c->state = CONNECTION_SOCKET;
    connection_upgraded(c);
    return w;
}
