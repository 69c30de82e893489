#include "front.h"

#include <signal.h>
#include <stdlib.h>

enum { BACKLOG = 1024 };

static void fill_limits(struct http_server *s)
{
    struct http_limits *l = &s->limits;
    *l = s->setup.limits;
    l->head_bytes_max = l->head_bytes_max ? l->head_bytes_max : 16 * 1024;
    l->fields_max = l->fields_max ? l->fields_max : 100;
    l->body_bytes_max = l->body_bytes_max ? l->body_bytes_max : (size_t)4 << 20;
    l->connections_max = l->connections_max ? l->connections_max : 10000;
    l->connections_per_peer_max = l->connections_per_peer_max ? l->connections_per_peer_max : l->connections_max;
    l->queued_bytes_max = l->queued_bytes_max ? l->queued_bytes_max : (size_t)1 << 20;
    l->exchange_bytes_max = l->exchange_bytes_max ? l->exchange_bytes_max : (size_t)256 << 20;
    l->head_within = l->head_within.ns ? l->head_within : DURATION_S(10);
    l->body_within = l->body_within.ns ? l->body_within : DURATION_S(30);
    l->idle_within = l->idle_within.ns ? l->idle_within : DURATION_S(75);
    l->write_within = l->write_within.ns ? l->write_within : DURATION_S(30);
    s->reader_limits = (struct reader_limits){l->head_bytes_max, l->fields_max, l->body_bytes_max};
}

/* -- Handles: the server is over when libuv has given back the last one ---------------------------------------------------------
 */

void server_opened(struct http_server *s)
{
    s->handles++;
}

void server_closed_handle(struct http_server *s)
{
    if (--s->handles > 0 || !s->is_stopping)
        return;
    s->is_over = true;
    if (s->done != NULL)
        s->done(s->done_context); /* may destroy the server */
}

static void on_handle_closed(uv_handle_t *handle)
{
    server_closed_handle(handle->data);
}

static void close_handle(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, on_handle_closed);
}

/* -- Rounds ---------------------------------------------------------------------------------------------------------------------
 */

static void on_check(uv_check_t *check)
{
    struct http_server *s = check->data;
    if (!s->came)
        return;
    s->came = false;
    if (s->setup.round != NULL)
        s->setup.round(s->setup.context);
}

/* What came with an earlier request is read here and never inside http_answer, so that a handler is not called inside itself. It
 * stops a round after the last one: while it runs libuv does not sleep before the check. */
static void on_idle(uv_idle_t *idle)
{
    struct http_server *s = idle->data;
    struct connection *last = s->ready_last, *c;
    if (s->ready == NULL)
        (void)uv_idle_stop(idle);
    do {
        if ((c = s->ready) == NULL)
            break;
        server_not_ready(c);
        char *held = c->held;
        struct slice bytes = {held, c->held_len};
        c->held = NULL;
        c->held_len = c->held_room = 0;
        connection_feed(c, bytes);
        free(held);
        if (c->held_len == 0 && c->state != CONNECTION_CLOSED)
            wire_start(c);
    } while (c != last);
}

void server_wait_ready(struct connection *c)
{
    struct http_server *s = c->server;
    if (c->is_ready)
        return;
    c->is_ready = true;
    c->ready_after = NULL;
    *(s->ready_last != NULL ? &s->ready_last->ready_after : &s->ready) = c;
    s->ready_last = c;
    must(uv_idle_start(&s->idle, on_idle) == 0);
}

void server_not_ready(struct connection *c)
{
    struct http_server *s = c->server;
    struct connection *before = NULL;
    if (!c->is_ready)
        return;
    for (struct connection *i = s->ready; i != c; i = i->ready_after)
        before = i;
    *(before != NULL ? &before->ready_after : &s->ready) = c->ready_after;
    if (s->ready_last == c)
        s->ready_last = before;
    c->is_ready = false;
}

/* -- The beginning --------------------------------------------------------------------------------------------------------------
 */

static void on_connection(uv_stream_t *listener, int status)
{
    if (status == 0)
        connection_take(listener->data);
}

static enum code could_not(struct error *e, const struct http_server *s, int status)
{
    return fail(e, UNAVAILABLE, "could not listen on " SLICE_FMT " port %u: %s", SLICE_ARG(s->setup.address),
                (unsigned)s->setup.port, uv_strerror(status));
}

static enum code listen_there(struct http_server *s, struct error *e)
{
    char text[PEER_TEXT_MAX];
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    const struct sockaddr *address = NULL;
    int status = snprintf(text, sizeof text, SLICE_FMT, SLICE_ARG(s->setup.address));
    if (s->setup.inherited >= 0)
        status = uv_tcp_open(&s->listener, s->setup.inherited);
    else {
        if (status > 0 && (size_t)status < sizeof text) {
            if (uv_ip4_addr(text, s->setup.port, &v4) == 0)
                address = (const struct sockaddr *)&v4;
            else if (uv_ip6_addr(text, s->setup.port, &v6) == 0)
                address = (const struct sockaddr *)&v6;
        }
        if (address == NULL)
            return fail(e, BAD_INPUT, "\"" SLICE_FMT "\" is not an address to listen on; write one like 127.0.0.1 or ::",
                        SLICE_ARG(s->setup.address));
        status = uv_tcp_bind(&s->listener, address, 0);
    }
    if (status == 0)
        status = uv_listen((uv_stream_t *)&s->listener, BACKLOG, on_connection);
    return status == 0 ? OK : could_not(e, s, status);
}

static void open_handles(struct http_server *s)
{
    uv_loop_t *loop = s->setup.loop;
    must(uv_tcp_init(loop, &s->listener) == 0);
    must(uv_timer_init(loop, &s->timer) == 0);
    must(uv_timer_init(loop, &s->patience) == 0);
    must(uv_check_init(loop, &s->check) == 0);
    must(uv_idle_init(loop, &s->idle) == 0);
    s->listener.data = s->timer.data = s->patience.data = s->check.data = s->idle.data = s;
    s->handles = 5;
    must(uv_check_start(&s->check, on_check) == 0);
    uv_unref((uv_handle_t *)&s->check);
    uv_unref((uv_handle_t *)&s->timer);
}

static void close_own_handles(struct http_server *s)
{
    close_handle((uv_handle_t *)&s->listener);
    close_handle((uv_handle_t *)&s->timer);
    close_handle((uv_handle_t *)&s->patience);
    close_handle((uv_handle_t *)&s->check);
    close_handle((uv_handle_t *)&s->idle);
}

/* libuv writes without MSG_NOSIGNAL: a client that is gone would take the process with it. */
static void ignore_sigpipe(void)
{
    struct sigaction was, ignore = {.sa_handler = SIG_IGN};
    if (sigaction(SIGPIPE, NULL, &was) == 0 && was.sa_handler == SIG_DFL)
        must(sigaction(SIGPIPE, &ignore, NULL) == 0);
}

struct http_server *http_server_start(const struct http_setup *setup, struct error *e)
{
    struct http_server *s = calloc(1, sizeof *s);
    must(s != NULL);
    s->setup = *setup;
    s->date_s = -1;
    s->watch.held = &s->held;
    fill_limits(s);
    ignore_sigpipe();
    if (setup->certificate_file.len > 0 && tls_create(&s->tls, setup->certificate_file, setup->key_file, e) != OK) {
        free(s);
        return NULL;
    }
    if (s->tls != NULL)
        s->tls_wire.bytes = tls_bytes();
    open_handles(s);
    deadlines_start(s);
    if (listen_there(s, e) == OK)
        return s;
    http_server_destroy(s);
    return NULL;
}

uint16_t http_server_port(const struct http_server *s)
{
    struct sockaddr_storage address = {0};
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    int len = sizeof address;
    if (uv_tcp_getsockname(&s->listener, (struct sockaddr *)&address, &len) != 0)
        return 0;
    memcpy(&v4, &address, sizeof v4);
    memcpy(&v6, &address, sizeof v6);
    return ntohs(address.ss_family == AF_INET6 ? v6.sin6_port : v4.sin_port);
}

struct http_counts http_server_counts(const struct http_server *s)
{
    return s->counts;
}

/* -- The end --------------------------------------------------------------------------------------------------------------------
 */

void server_connection_gone(struct http_server *s)
{
    if (s->is_stopping && s->connections == NULL)
        close_own_handles(s);
}

static void cut_all(struct http_server *s)
{
    while (s->connections != NULL) {
        s->counts.cut++;
        connection_cut(s->connections);
    }
}

static void on_patience(uv_timer_t *timer)
{
    cut_all(timer->data);
}

void http_server_stop(struct http_server *s, struct duration patience, void (*done)(void *context), void *context)
{
    struct connection *next;
    if (s->is_stopping)
        return;
    s->is_stopping = true;
    s->done = done;
    s->done_context = context;
    close_handle((uv_handle_t *)&s->listener);
    must(uv_timer_start(&s->patience, on_patience, patience.ns / 1000000, 0) == 0);
    for (struct connection *c = s->connections; c != NULL; c = next) {
        next = c->after;
        connection_stop(c);
    }
    if (s->connections == NULL)
        close_own_handles(s);
}

void http_server_destroy(struct http_server *s)
{
    if (s == NULL)
        return;
    if (!s->is_over) { /* its loop does not run any more: long enough for the handles to be given back */
        s->is_stopping = true;
        s->done = NULL;
        cut_all(s);
        close_own_handles(s);
        while (!s->is_over)
            (void)uv_run(s->setup.loop, UV_RUN_NOWAIT);
    }
    while (s->pool != NULL) {
        struct http_exchange *x = s->pool;
        s->pool = x->next;
        arena_finish(&x->arena);
        free(x);
    }
    peers_finish(&s->peers);
    SSL_CTX_free(s->tls);
    BIO_meth_free(s->tls_wire.bytes);
    free(s->tls_wire.out);
    free(s);
}
