/* What the files of this room share: the server, its connections, the exchange at hand.
 *
 * A connection is in one of these states, and waits for at most one deadline:
 *
 *   HANDSHAKE (TLS) -> IDLE -> READING -> BUSY ----------> WRITING -> IDLE ...
 *                                           |-> STREAMING -^  \-> ENDING
 *                                           \-> SOCKET ---------> ENDING -> CLOSED
 *
 * BUSY: the handler has the request. WRITING: its answer waits for the client to read. ENDING: nothing more is said; what the
 * client still sends is thrown away for a moment, because closing with unread bytes could take the last answer from it. CLOSED:
 * libuv was told; it goes in `on_closed`, never inside a call of the user. */
#ifndef PARLEY_HTTP_FRONT_H
#define PARLEY_HTTP_FRONT_H

#include <openssl/ssl.h>
#include <uv.h>

#include <parley/http.h>
#include <parley/size.h>

#include "peers.h"
#include "request_reader.h"

enum {
    READ_BYTES = 64 * 1024,
    PLAIN_BYTES = 16 * 1024,
    OUT_BYTES = 64 * 1024,
    TLS_OUT_FIRST = 4096,
    TLS_OUT_KEPT = 256 * 1024,
    PEER_TEXT_MAX = 64
};

enum connection_state {
    CONNECTION_HANDSHAKE,
    CONNECTION_IDLE,
    CONNECTION_READING,
    CONNECTION_BUSY,
    CONNECTION_STREAMING,
    CONNECTION_WRITING,
    CONNECTION_SOCKET,
    CONNECTION_ENDING,
    CONNECTION_CLOSED
};

enum deadline { DEADLINE_HEAD, DEADLINE_BODY, DEADLINE_IDLE, DEADLINE_WRITE, DEADLINE_LINGER, DEADLINE_COUNT, DEADLINE_NONE };

struct http_exchange {
    struct arena arena;
    struct connection *c;
    struct http_exchange *next; /* in the pool */
    struct request_reader reader;
    void (*gone)(void *context);
    void *gone_context;
    bool was_answered, was_told_to_go_on;
    bool is_streaming, is_chunked, is_silent; /* an answer in pieces; silent: without a body */
};

struct connection {
    uv_tcp_t tcp;
    uv_shutdown_t shutdown;
    struct http_server *server;
    struct connection *before, *after; /* of all */
    struct connection *ready_after;
    enum connection_state state;
    enum deadline deadline;
    uint64_t due_ms;
    struct connection *earlier, *later; /* of those with the same deadline, the first due first */
    struct http_exchange *x;
    struct http_socket *socket;
    SSL *tls;   /* NULL: none */
    char *held; /* came while the exchange before was open */
    size_t held_len, held_room;
    size_t requests, lingered, unread; /* unread: of the queue, when its deadline was set */
    bool is_reading, is_ready, is_in_request, closes;
    struct peer_key peer_key;
    uint8_t peer_len;
    char peer[PEER_TEXT_MAX];
};

struct deadline_queue {
    struct connection *first, *last;
    uint64_t ms;
};

struct tls_wire {
    BIO_METHOD *bytes;
    struct connection *reader, *writer;
    struct slice in; /* of the reader: what came and was not taken yet */
    char *out;       /* of the writer: what has to be sent before this call ends */
    size_t out_len, out_room;
};

struct http_server {
    struct http_setup setup;
    struct http_limits limits; /* with the defaults filled in */
    struct reader_limits reader_limits;
    uv_tcp_t listener;
    uv_timer_t timer, patience;
    uv_check_t check;
    uv_idle_t idle;
    size_t handles; /* of libuv, not closed yet */
    uint64_t armed_ms;
    struct deadline_queue deadlines[DEADLINE_COUNT];
    struct connection *connections, *ready, *ready_last;
    struct http_exchange *pool;
    struct arena_watch watch; /* over the arenas of all exchanges */
    size_t held;              /* bytes in them */
    size_t pooled;
    struct peers peers;
    struct http_counts counts;
    SSL_CTX *tls;
    struct tls_wire tls_wire;
    bool came, is_stopping, is_over;
    void (*done)(void *context);
    void *done_context;
    int64_t date_s;
    char date[32];
    char read[READ_BYTES], plain[PLAIN_BYTES], out[OUT_BYTES];
};

/* server.c */
void server_opened(struct http_server *s);        /* a handle */
void server_closed_handle(struct http_server *s); /* and one less; the last of a stopped server ends it */
void server_connection_gone(struct http_server *s);
void server_wait_ready(struct connection *c); /* its held bytes are read in the next round */
void server_not_ready(struct connection *c);

/* deadlines.c */
void deadlines_start(struct http_server *s);
void deadline_set(struct connection *c, enum deadline kind); /* from now; DEADLINE_NONE takes it away */

/* connection.c */
void connection_take(struct http_server *s); /* accepts one */
void connection_feed(struct connection *c, struct slice bytes);
void connection_ended_by_peer(struct connection *c);
void connection_due(struct connection *c);
void connection_drained(struct connection *c); /* all that was written has left */
void connection_refuse(struct connection *c, unsigned status, const char *why);
void connection_answered(struct connection *c); /* the exchange is over: what next? */
void connection_upgraded(struct connection *c);
void connection_end(struct connection *c);  /* after what is written */
void connection_cut(struct connection *c);  /* at once */
void connection_stop(struct connection *c); /* the server stops */

/* exchange.c */
struct http_exchange *exchange_take(struct connection *c);
void exchange_release(struct http_server *s, struct http_exchange *x);

/* answer.c */
void answer_send(struct connection *c, const struct http_answer *answer); /* also 101, and refusals */

/* wire.c */
void wire_start(struct connection *c); /* begins to read */
void wire_stop(struct connection *c);
size_t wire_queued(const struct connection *c);
/* All of it in one write if the client reads. False: the connection is cut. */
bool wire_send(struct connection *c, const struct slice *pieces, size_t count);

/* tls.c */
MUST_USE enum code tls_create(SSL_CTX **out, struct slice certificate_file, struct slice key_file, struct error *e);
BIO_METHOD *tls_bytes(void); /* how OpenSSL reads and writes here */
void tls_open(struct connection *c);
void tls_read(struct connection *c, struct slice raw);
bool tls_send(struct connection *c, const struct slice *pieces, size_t count);
void tls_end(struct connection *c);
bool wire_send_raw(struct connection *c, const struct slice *pieces, size_t count);

/* websocket.c: of a connection with a socket */
void socket_feed(struct connection *c, struct slice *bytes);
void socket_stop(struct connection *c);
void socket_drained(struct connection *c);
void socket_gone(struct connection *c);

#endif
