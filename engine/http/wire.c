/* Bytes in and out of one connection. */
#include "front.h"

#include <stdlib.h>

struct wire_write {
    uv_write_t request;
    struct connection *c;
    char bytes[];
};

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    (void)suggested;
    struct connection *c = handle->data;
    *buf = uv_buf_init(c->server->read, sizeof c->server->read);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct connection *c = stream->data;
    if (n == 0 || c->state == CONNECTION_CLOSED)
        return;
    if (n < 0) {
        connection_ended_by_peer(c);
        return;
    }
    struct slice bytes = {buf->base, (size_t)n};
    if (c->tls != NULL && c->state != CONNECTION_ENDING)
        tls_read(c, bytes);
    else
        connection_feed(c, bytes);
}

void wire_start(struct connection *c)
{
    if (c->is_reading)
        return;
    c->is_reading = true;
    if (uv_read_start((uv_stream_t *)&c->tcp, give_room, on_read) != 0)
        connection_cut(c);
}

void wire_stop(struct connection *c)
{
    if (!c->is_reading)
        return;
    c->is_reading = false;
    (void)uv_read_stop((uv_stream_t *)&c->tcp);
}

size_t wire_queued(const struct connection *c)
{
    return uv_stream_get_write_queue_size((const uv_stream_t *)&c->tcp);
}

static void on_written(uv_write_t *request, int status)
{
    struct wire_write *w = (struct wire_write *)request;
    struct connection *c = w->c;
    free(w);
    if (c->state == CONNECTION_CLOSED)
        return;
    if (status < 0)
        connection_cut(c);
    else if (wire_queued(c) == 0)
        connection_drained(c);
}

/* What the client did not take at once waits in a copy. */
static bool queue(struct connection *c, const struct slice *pieces, size_t count, size_t skip)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += pieces[i].len;
    struct wire_write *w = malloc(sizeof *w + len - skip);
    must(w != NULL);
    w->c = c;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        size_t gone = skip < pieces[i].len ? skip : pieces[i].len;
        skip -= gone;
        if (pieces[i].len > gone)
            memcpy(w->bytes + at, pieces[i].at + gone, pieces[i].len - gone);
        at += pieces[i].len - gone;
    }
    uv_buf_t buf = uv_buf_init(w->bytes, (unsigned)at);
    if (uv_write(&w->request, (uv_stream_t *)&c->tcp, &buf, 1, on_written) != 0) {
        free(w);
        connection_cut(c);
        return false;
    }
    if (c->deadline == DEADLINE_NONE) { /* what runs already goes on */
        deadline_set(c, DEADLINE_WRITE);
        c->unread = wire_queued(c);
    }
    return true;
}

bool wire_send_raw(struct connection *c, const struct slice *pieces, size_t count)
{
    enum { PIECES_MAX = 4 };
    uv_buf_t bufs[PIECES_MAX];
    size_t len = 0;
    unsigned used = 0;
    must(count <= PIECES_MAX);
    if (c->state == CONNECTION_CLOSED)
        return false;
    for (size_t i = 0; i < count; i++)
        if (pieces[i].len > 0) {
            bufs[used++] = (uv_buf_t){(char *)(uintptr_t)pieces[i].at, pieces[i].len};
            len += pieces[i].len;
        }
    if (len == 0)
        return true;
    int n = wire_queued(c) > 0 ? UV_EAGAIN : uv_try_write((uv_stream_t *)&c->tcp, bufs, used);
    if (n < 0 && n != UV_EAGAIN) {
        connection_cut(c);
        return false;
    }
    size_t sent = n > 0 ? (size_t)n : 0;
    return sent == len || queue(c, pieces, count, sent);
}

bool wire_send(struct connection *c, const struct slice *pieces, size_t count)
{
    if (c->state == CONNECTION_CLOSED)
        return false;
    return c->tls != NULL ? tls_send(c, pieces, count) : wire_send_raw(c, pieces, count);
}
