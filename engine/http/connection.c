#include "front.h"

#include <stdlib.h>
#include <sys/socket.h>

enum { LINGER_BYTES_MAX = 8 << 20, DRAINED_BYTES_MIN = 16 * 1024 };

/* -- The beginning and the end --------------------------------------------------------------------------------------------------
 */

static void on_closed(uv_handle_t *handle)
{
    struct connection *c = handle->data;
    struct http_server *s = c->server;
    if (c->x != NULL) {
        struct http_exchange *x = c->x;
        if (!x->was_answered && x->gone != NULL)
            x->gone(x->gone_context);
        exchange_release(s, x);
    }
    if (c->socket != NULL)
        socket_gone(c);
    SSL_free(c->tls);
    free(c->held);
    free(c);
    server_connection_gone(s);
    server_closed_handle(s);
}

void connection_cut(struct connection *c)
{
    struct http_server *s = c->server;
    if (c->state == CONNECTION_CLOSED)
        return;
    c->state = CONNECTION_CLOSED;
    deadline_set(c, DEADLINE_NONE);
    server_not_ready(c);
    peers_leave(&s->peers, c->peer_key);
    *(c->before != NULL ? &c->before->after : &s->connections) = c->after;
    if (c->after != NULL)
        c->after->before = c->before;
    s->counts.open--;
    uv_close((uv_handle_t *)&c->tcp, on_closed);
}

static void admit(struct connection *c)
{
    struct http_server *s = c->server;
    struct sockaddr_storage address = {0};
    int len = sizeof address;
    s->counts.connections++;
    s->counts.open++;
    c->after = s->connections;
    if (c->after != NULL)
        c->after->before = c;
    s->connections = c;
    if (uv_tcp_getpeername(&c->tcp, (struct sockaddr *)&address, &len) != 0) {
        connection_cut(c);
        return;
    }
    struct peer_key key = peer_of(c->peer, sizeof c->peer, &address);
    c->peer_len = (uint8_t)strlen(c->peer);
    if (s->counts.open > s->limits.connections_max || !peers_enter(&s->peers, key, s->limits.connections_per_peer_max)) {
        s->counts.cut++;
        connection_cut(c);
        return;
    }
    c->peer_key = key;
    (void)uv_tcp_nodelay(&c->tcp, 1);
    c->state = CONNECTION_IDLE;
    if (s->tls != NULL) {
        tls_open(c);
        c->state = CONNECTION_HANDSHAKE;
    }
    deadline_set(c, DEADLINE_HEAD);
    wire_start(c);
}

void connection_take(struct http_server *s)
{
    struct connection *c = calloc(1, sizeof *c);
    must(c != NULL);
    c->server = s;
    c->deadline = DEADLINE_NONE;
    must(uv_tcp_init(s->setup.loop, &c->tcp) == 0);
    c->tcp.data = c;
    server_opened(s);
    if (uv_accept((uv_stream_t *)&s->listener, (uv_stream_t *)&c->tcp) == 0)
        admit(c);
    else {
        c->state = CONNECTION_CLOSED;
        uv_close((uv_handle_t *)&c->tcp, on_closed);
    }
}

static void on_shutdown(uv_shutdown_t *request, int status)
{
    struct connection *c = request->data;
    if (c->state != CONNECTION_ENDING)
        return;
    if (status < 0)
        connection_cut(c);
    else
        deadline_set(c, DEADLINE_LINGER);
}

void connection_end(struct connection *c)
{
    if (c->state == CONNECTION_CLOSED || c->state == CONNECTION_ENDING)
        return;
    server_not_ready(c);
    free(c->held);
    c->held = NULL;
    c->held_len = c->held_room = 0;
    if (c->tls != NULL)
        tls_end(c);
    if (c->state == CONNECTION_CLOSED)
        return;
    c->state = CONNECTION_ENDING;
    if (c->deadline != DEADLINE_WRITE || wire_queued(c) == 0)
        deadline_set(c, DEADLINE_LINGER);
    c->shutdown.data = c;
    if (uv_shutdown(&c->shutdown, (uv_stream_t *)&c->tcp, on_shutdown) != 0)
        connection_cut(c);
    else
        wire_start(c);
}

/* -- Requests -------------------------------------------------------------------------------------------------------------------
 */

static void hold(struct connection *c, struct slice bytes)
{
    if (c->held_room - c->held_len < bytes.len) {
        c->held_room = c->held_len + bytes.len;
        c->held = realloc(c->held, c->held_room);
        must(c->held != NULL);
    }
    memcpy(c->held + c->held_len, bytes.at, bytes.len);
    c->held_len += bytes.len;
    wire_stop(c); /* so there are never more than the bytes of one read */
}

static void let_go(struct connection *c)
{
    struct http_exchange *x = c->x;
    c->x = NULL;
    exchange_release(c->server, x);
}

void connection_refuse(struct connection *c, unsigned status, const char *why)
{
    char text[128];
    int n = snprintf(text, sizeof text, "%s\n", why);
    c->closes = true;
    answer_send(
        c, &(struct http_answer){.status = status, .content_type = SLICE("text/plain"), .body = {text, n > 0 ? (size_t)n : 0}});
    if (c->x != NULL && c->state != CONNECTION_CLOSED)
        let_go(c);
    connection_end(c);
}

static void hand_over(struct connection *c)
{
    struct http_server *s = c->server;
    struct http_exchange *x = c->x;
    struct http_request *q = &x->reader.request;
    c->state = CONNECTION_BUSY;
    deadline_set(c, DEADLINE_NONE);
    c->requests++;
    s->counts.requests++;
    s->came = true;
    q->peer = (struct slice){c->peer, c->peer_len};
    q->is_tls = c->tls != NULL;
    c->closes |= x->reader.closes || s->is_stopping || c->requests == s->limits.requests_per_connection_max;
    c->is_in_request = true;
    s->setup.request(s->setup.context, x);
    c->is_in_request = false;
    if (x->was_answered && c->state != CONNECTION_CLOSED)
        let_go(c);
}

static void read_request(struct connection *c, struct slice *bytes)
{
    struct http_exchange *x = c->x;
    switch (request_read(&x->reader, bytes)) {
    case READING_HEAD: break;
    case READING_BODY:
        if (c->server->held > c->server->limits.exchange_bytes_max) {
            connection_refuse(c, 503, "too much is being read at once");
            break;
        }
        if (c->deadline != DEADLINE_BODY)
            deadline_set(c, DEADLINE_BODY);
        if (x->reader.continues && !x->was_told_to_go_on && x->reader.body_len == 0) {
            x->was_told_to_go_on = true;
            (void)wire_send(c, &SLICE("HTTP/1.1 100 Continue\r\n\r\n"), 1);
        }
        break;
    case READING_WHOLE: hand_over(c); break;
    case READING_REFUSED:
        c->server->counts.refused_heads++;
        connection_refuse(c, x->reader.status, x->reader.why);
        break;
    }
}

void connection_feed(struct connection *c, struct slice bytes)
{
    while (bytes.len > 0)
        switch (c->state) {
        case CONNECTION_IDLE:
            (void)exchange_take(c);
            c->state = CONNECTION_READING;
            if (c->deadline != DEADLINE_HEAD) /* of the first request it runs since the connection came */
                deadline_set(c, DEADLINE_HEAD);
            break;
        case CONNECTION_READING: read_request(c, &bytes); break;
        case CONNECTION_BUSY:
        case CONNECTION_STREAMING:
        case CONNECTION_WRITING: hold(c, bytes); return;
        case CONNECTION_SOCKET: socket_feed(c, &bytes); break;
        case CONNECTION_ENDING:
            c->lingered += bytes.len;
            if (c->lingered > LINGER_BYTES_MAX)
                connection_cut(c);
            return;
        case CONNECTION_HANDSHAKE:
        case CONNECTION_CLOSED: return;
        }
}

static void rest(struct connection *c)
{
    c->state = CONNECTION_IDLE;
    deadline_set(c, DEADLINE_IDLE);
    if (c->held_len > 0)
        server_wait_ready(c);
    else
        wire_start(c);
}

void connection_answered(struct connection *c)
{
    if (c->state == CONNECTION_CLOSED)
        return;
    if (!c->is_in_request)
        let_go(c);
    if (c->closes)
        connection_end(c);
    else if (wire_queued(c) > 0)
        c->state = CONNECTION_WRITING;
    else
        rest(c);
}

void connection_upgraded(struct connection *c)
{
    if (!c->is_in_request)
        let_go(c);
    if (c->held_len > 0)
        server_wait_ready(c);
    if (c->server->is_stopping)
        socket_stop(c);
}

void connection_drained(struct connection *c)
{
    if (c->deadline == DEADLINE_WRITE)
        deadline_set(c, DEADLINE_NONE);
    if (c->state == CONNECTION_WRITING && c->closes)
        connection_end(c);
    else if (c->state == CONNECTION_WRITING)
        rest(c);
    else if (c->state == CONNECTION_SOCKET)
        socket_drained(c);
}

/* -- What happens to it ---------------------------------------------------------------------------------------------------------
 */

/* A client that only closed its half looks like one that is gone. An answer that is on its way still goes out; who waits for one
 * that was not given yet is gone, so that nobody works for nobody. */
void connection_ended_by_peer(struct connection *c)
{
    if (c->state != CONNECTION_WRITING) {
        connection_cut(c);
        return;
    }
    c->closes = true;
    wire_stop(c);
}

static bool reads_on(struct connection *c)
{
    size_t queued = wire_queued(c);
    if (c->unread < queued + DRAINED_BYTES_MIN)
        return false;
    deadline_set(c, DEADLINE_WRITE);
    c->unread = queued;
    return true;
}

void connection_due(struct connection *c)
{
    struct http_counts *counts = &c->server->counts;
    enum deadline due = c->deadline;
    if (due == DEADLINE_WRITE && reads_on(c))
        return;
    counts->timeouts += due != DEADLINE_IDLE && due != DEADLINE_LINGER;
    counts->cut += due == DEADLINE_WRITE;
    if (c->state == CONNECTION_READING && (due == DEADLINE_HEAD || due == DEADLINE_BODY))
        connection_refuse(c, 408, due == DEADLINE_HEAD ? "the head did not come in time" : "the body did not come in time");
    else
        connection_cut(c);
}

void connection_stop(struct connection *c)
{
    c->closes = true;
    if (c->state == CONNECTION_HANDSHAKE || (c->state == CONNECTION_IDLE && !c->is_ready)) {
        if (c->tls != NULL)
            tls_end(c);
        connection_cut(c);
    }
    if (c->state == CONNECTION_SOCKET)
        socket_stop(c);
}
