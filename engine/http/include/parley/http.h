/* The HTTP/1.1 front: one listening socket on one libuv loop. Strict: what two readers could read differently is refused, the
 * connection with it. TLS when a certificate is given. WebSockets after an upgrade.
 *
 * Everything here runs on the loop's thread; a handler must not block. An exchange is one request and its answer: it lives from
 * the handler's call until its answer was written or its connection is gone. An answer may be given during the handler's call or
 * at any time later on the same thread; requests that a client pipelines wait for it. Nothing of the user's (request, gone, text,
 * closed) is called from inside a call of the user's, http_server_destroy aside. A client that closes its half is gone.
 *
 * Content-Length, Transfer-Encoding, Connection and Date are written here. A field of an answer whose name or value holds a line
 * end or another control character makes the answer 500. SIGPIPE is ignored from the first server on. */
#ifndef PARLEY_HTTP_H
#define PARLEY_HTTP_H

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/units.h>

struct uv_loop_s;
struct http_server;
struct http_exchange;
struct http_socket; /* a WebSocket */

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_METHOD_COUNT };
const char *http_method_name(enum http_method method);

struct http_field {
    struct slice name, value; /* the name in lower case; the value without white space around it */
};

/* A whole request: the head was checked, the body has been read. Borrowed from the exchange. */
struct http_request {
    enum http_method method;
    struct slice path;  /* as sent, without the query: begins with '/', holds no NUL and no control character; not decoded */
    struct slice query; /* without '?', as sent */
    const struct http_field *fields;
    size_t field_count;
    struct slice body; /* chunks joined */
    struct slice peer; /* the address of the other end, without its port */
    bool is_tls, wants_websocket;
};

/* Empty when absent. A field that came twice gives its first value; the front refuses what must not come twice. */
struct slice http_field_of(const struct http_request *r, struct slice name);
/* Value of `name` in the query or in a form body, decoded ('+' and %XX). False when absent or badly encoded. */
MUST_USE bool http_query_of(struct slice *out, struct arena *a, struct slice query, struct slice name);

struct http_answer {
    unsigned status; /* 200 to 599 */
    struct slice content_type;
    struct slice body;
    const struct http_field *fields; /* further ones, as they are to be written */
    size_t field_count;
    bool closes; /* the connection, after this answer */
};

struct http_limits {                    /* 0: the default in brackets */
    size_t head_bytes_max;              /* request line and fields [16 KiB]; half of it the request line */
    size_t fields_max;                  /* [100] */
    size_t body_bytes_max;              /* [4 MiB] */
    size_t exchange_bytes_max;          /* of all open exchanges together; past it bodies are answered 503 [256 MiB] */
    size_t connections_max;             /* [10,000] */
    size_t connections_per_peer_max;    /* a peer is an IPv4 address or an IPv6 /64 [0: as many as connections_max] */
    size_t requests_per_connection_max; /* [0: no limit] */
    size_t queued_bytes_max;            /* per connection, of pieces and frames that the client does not read [1 MiB] */
    /* A head since its first byte, the first one and the TLS handshake since the connection came; a body since its head; the next
     * request; 16 KiB of what is queued [10 s, 30 s, 75 s, 30 s]. */
    struct duration head_within, body_within, idle_within, write_within;
};

struct http_counts { /* since the start, for metrics */
    uint64_t connections, requests, answers[6] /* by hundreds */, refused_heads, timeouts, cut, websockets;
    size_t open;
};

struct http_setup {
    struct uv_loop_s *loop;
    struct slice address;                    /* "127.0.0.1", "::" */
    uint16_t port;                           /* 0: a free one; http_server_port tells it */
    int inherited;                           /* a listening descriptor of the service manager; < 0: none */
    struct slice certificate_file, key_file; /* PEM; empty: no TLS */
    struct http_limits limits;
    void *context;
    /* A whole request. To be answered once (http_answer, http_stream or http_upgrade), now or later. */
    void (*request)(void *context, struct http_exchange *x);
    /* Once per loop round in which requests came, after all of them: the place of a group commit. May be NULL. */
    void (*round)(void *context);
};

/* NULL: could not listen, bad certificate. */
struct http_server *http_server_start(const struct http_setup *setup, struct error *e);
uint16_t http_server_port(const struct http_server *s);
struct http_counts http_server_counts(const struct http_server *s);
/* Listens no more; idle connections close, busy ones after their answer, WebSockets with 1001. `done` when all are gone, by
 * `patience` at the latest. */
void http_server_stop(struct http_server *s, struct duration patience, void (*done)(void *context), void *context);
/* Stopped before (in `done`, too), or its loop has ended; then connections are cut, and the loop is run until they are gone. */
void http_server_destroy(struct http_server *s);

const struct http_request *http_exchange_request(const struct http_exchange *x);
struct arena *http_exchange_arena(struct http_exchange *x); /* lives as long as the exchange */
/* For whoever answers later: called once when the connection goes before the answer was given or, of a stream, before it ended.
 * The exchange is gone when it returns; until then it may be answered, and nobody hears it. */
void http_exchange_watch(struct http_exchange *x, void (*gone)(void *context), void *context);

void http_answer(struct http_exchange *x, const struct http_answer *answer); /* copies; ends the exchange */

/* An answer in pieces: chunked, flushed at once (Server-Sent Events and streamed JSON). */
void http_stream(struct http_exchange *x, const struct http_answer *head); /* its body is the first piece, may be empty */
/* False: too much is queued, the connection is cut, or was; `gone` follows, once. */
bool http_stream_write(struct http_exchange *x, struct slice piece);
void http_stream_end(struct http_exchange *x);
/* Ends the exchange without an answer, or in the middle of a stream: the connection closes at once. For servers that play a
 * fault.
 */
void http_cut(struct http_exchange *x);

/* -- WebSockets -- */

struct http_socket_events {
    void (*text)(void *context, struct http_socket *w, struct slice message); /* whole, valid UTF-8 */
    void (*closed)(void *context, struct http_socket *w); /* exactly once; the socket is gone when it returns */
};
/* Ends the exchange. NULL when the request is no proper upgrade: it was answered then (400 or 426); or when the client is gone.
 * The subprotocol is named if the client offered it. Binary messages close 1003. Two pings without a sign of life cut it;
 * ping_every 0: none. */
struct http_socket *http_upgrade(struct http_exchange *x, struct slice subprotocol, size_t message_bytes_max,
                                 struct duration ping_every, const struct http_socket_events *events, void *context);
/* False: it closes; with 1013 if too much is queued. `closed` follows. */
bool http_socket_send(struct http_socket *w, struct slice text);
void http_socket_close(struct http_socket *w, uint16_t code, struct slice reason);

#endif
