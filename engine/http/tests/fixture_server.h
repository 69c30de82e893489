/* A server on its own thread, whose handler does what the path says, and a client with blocking sockets. */
#ifndef PARLEY_FIXTURE_SERVER_H
#define PARLEY_FIXTURE_SERVER_H

#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

#include <parley/http.h>
#include <parley/size.h>

enum { WAITING_MAX = 64, TALK_BYTES_MAX = 4 << 20 };

struct fixture {
    struct http_setup setup;
    struct duration patience;
    uv_loop_t loop;
    uv_thread_t thread;
    uv_async_t wake;
    struct http_server *server;
    uint16_t port;
    struct http_counts counts; /* after the end */
    atomic_int command;
    atomic_bool is_running;
    atomic_int rounds, gone, closed, texts, requests, refused_sends, sockets, done;
    struct http_exchange *waiting[WAITING_MAX]; /* of /later, answered by the command, or by the round for /round */
    size_t waiting_count, round_from;
    struct http_exchange *rounded[WAITING_MAX];
    size_t rounded_count;
    struct http_socket *socket;
};
enum { COMMAND_NONE, COMMAND_ANSWER, COMMAND_STOP, COMMAND_FLOOD, COMMAND_CLOSE, COMMAND_WRITE };

static void answer_text(struct http_exchange *x, unsigned status, struct slice body)
{
    http_answer(x, &(struct http_answer){.status = status, .content_type = SLICE("text/plain"), .body = body});
}

static void fixture_gone(void *context)
{
    struct fixture *f = context;
    f->gone++;
}

static void fixture_text(void *context, struct http_socket *w, struct slice message)
{
    struct fixture *f = context;
    f->texts++;
    if (slice_eq(message, SLICE("close me")))
        http_socket_close(w, 4001, SLICE("as you wish"));
    else if (!http_socket_send(w, message))
        f->refused_sends++;
}

static void fixture_closed(void *context, struct http_socket *w)
{
    struct fixture *f = context;
    f->closed++;
    if (f->socket == w)
        f->socket = NULL;
}

static size_t number_of(const struct http_request *q, struct arena *a, const char *name)
{
    struct slice text;
    uint64_t n = 0;
    return http_query_of(&text, a, q->query, slice_from(name)) && slice_to_u64(&n, text) ? (size_t)n : 0;
}

static void fixture_request(void *context, struct http_exchange *x)
{
    static const struct http_socket_events events = {fixture_text, fixture_closed};
    struct fixture *f = context;
    const struct http_request *q = http_exchange_request(x);
    struct arena *a = http_exchange_arena(x);
    size_t n = number_of(q, a, "n");
    f->requests++;
    if (slice_eq(q->path, SLICE("/later")) || slice_eq(q->path, SLICE("/round"))) {
        bool is_round = slice_eq(q->path, SLICE("/round"));
        http_exchange_watch(x, fixture_gone, f);
        if (is_round)
            f->rounded[f->rounded_count++] = x;
        else
            f->waiting[f->waiting_count++] = x;
    } else if (slice_eq(q->path, SLICE("/big"))) {
        char *at = arena_alloc(a, n);
        memset(at, 'b', n);
        answer_text(x, 200, (struct slice){at, n});
    } else if (slice_eq(q->path, SLICE("/stream"))) {
        http_exchange_watch(x, fixture_gone, f);
        http_stream(x, &(struct http_answer){.status = 200, .content_type = SLICE("text/event-stream"), .body = SLICE("first ")});
        if (n > 0) { /* pieces of 64 KiB until there are n, or the client reads no more */
            char *at = arena_alloc(a, 65536);
            memset(at, 's', 65536);
            for (size_t i = 0; i < n; i++)
                if (!http_stream_write(x, (struct slice){at, 65536})) {
                    f->refused_sends++;
                    return;
                }
        }
        (void)http_stream_write(x, SLICE("second "));
        f->waiting[f->waiting_count++] = x; /* the command ends it */
    } else if (slice_eq(q->path, SLICE("/fields"))) {
        struct http_field bad = {SLICE("X-Bad"), SLICE("a\r\nX-Evil: b")};
        http_answer(x, &(struct http_answer){.status = 200, .fields = &bad, .field_count = 1});
    } else if (slice_eq(q->path, SLICE("/none"))) {
        http_answer(x, &(struct http_answer){.status = 204});
    } else if (slice_eq(q->path, SLICE("/close"))) {
        http_answer(x, &(struct http_answer){.status = 200, .body = SLICE("bye"), .closes = true});
    } else if (slice_eq(q->path, SLICE("/peer"))) {
        answer_text(x, 200, arena_printf(a, SLICE_FMT " %s", SLICE_ARG(q->peer), q->is_tls ? "tls" : "plain"));
    } else if (slice_eq(q->path, SLICE("/ws"))) {
        f->socket = http_upgrade(x, SLICE("parley"), n ? n : 100000, DURATION_MS(number_of(q, a, "ping")), &events, f);
        f->sockets += f->socket != NULL;
    } else
        answer_text(x, 200, q->body);
}

static void fixture_round(void *context)
{
    struct fixture *f = context;
    f->rounds++;
    for (size_t i = 0; i < f->rounded_count; i++)
        answer_text(f->rounded[i], 200, http_exchange_request(f->rounded[i])->query);
    f->rounded_count = 0;
}

static void fixture_done(void *context)
{
    struct fixture *f = context;
    f->done++;
    f->counts = http_server_counts(f->server);
    http_server_destroy(f->server);
    uv_close((uv_handle_t *)&f->wake, NULL);
}

static void fixture_command(uv_async_t *wake)
{
    struct fixture *f = wake->data;
    switch (atomic_exchange(&f->command, COMMAND_NONE)) {
    case COMMAND_ANSWER:
        for (size_t i = 0; i < f->waiting_count; i++)
            if (f->gone == 0) {
                if (slice_eq(http_exchange_request(f->waiting[i])->path, SLICE("/stream")))
                    http_stream_end(f->waiting[i]);
                else
                    answer_text(f->waiting[i], 200, SLICE("later"));
            }
        f->waiting_count = 0;
        break;
    case COMMAND_STOP: http_server_stop(f->server, f->patience, fixture_done, f); break;
    case COMMAND_FLOOD: {
        static char flood[65536];
        memset(flood, 'f', sizeof flood);
        for (int i = 0; i < 1000 && f->socket != NULL; i++)
            if (!http_socket_send(f->socket, (struct slice){flood, sizeof flood})) {
                f->refused_sends++;
                break;
            }
        break;
    }
    case COMMAND_WRITE:
        for (size_t i = 0; i < f->waiting_count && f->gone == 0; i++)
            (void)http_stream_write(f->waiting[i], SLICE("third "));
        break;
    case COMMAND_CLOSE:
        if (f->socket != NULL)
            http_socket_close(f->socket, 1000, SLICE("done"));
        break;
    default: break;
    }
}

static void fixture_run(void *context)
{
    struct fixture *f = context;
    uv_run(&f->loop, UV_RUN_DEFAULT);
    f->is_running = false;
}

static void fixture_start(struct fixture *f)
{
    struct error e;
    f->setup.loop = &f->loop;
    if (f->setup.address.len == 0)
        f->setup.address = SLICE("127.0.0.1");
    if (f->setup.inherited == 0)
        f->setup.inherited = -1;
    f->setup.context = f;
    f->setup.request = fixture_request;
    f->setup.round = fixture_round;
    if (f->patience.ns == 0)
        f->patience = DURATION_S(5);
    cr_assert_eq(uv_loop_init(&f->loop), 0);
    f->server = http_server_start(&f->setup, &e);
    cr_assert_not_null(f->server, "%s", e.text);
    f->port = http_server_port(f->server);
    f->wake.data = f;
    cr_assert_eq(uv_async_init(&f->loop, &f->wake, fixture_command), 0);
    f->is_running = true;
    cr_assert_eq(uv_thread_create(&f->thread, fixture_run, f), 0);
}

static void fixture_tell(struct fixture *f, int command)
{
    f->command = command;
    uv_async_send(&f->wake);
}

/* Nothing may be left: no handle, no connection. */
static void fixture_stop(struct fixture *f)
{
    if (!f->done)
        fixture_tell(f, COMMAND_STOP);
    uv_thread_join(&f->thread);
    cr_expect_eq(uv_loop_close(&f->loop), 0, "handles were left");
    cr_expect_eq(f->done, 1);
    cr_expect_eq(f->counts.open, 0);
}

static void pause_ms(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

static bool wait_for(atomic_int *n, int wanted)
{
    for (int i = 0; i < 500 && *n < wanted; i++)
        pause_ms(10);
    return *n >= wanted;
}

/* -- The client -----------------------------------------------------------------------------------------------------------------
 */

static int dial_with(const struct fixture *f, int receive_bytes)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(f->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_geq(fd, 0);
    if (receive_bytes > 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    cr_assert_eq(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "%s", strerror(errno));
    return fd;
}

static int dial(const struct fixture *f)
{
    return dial_with(f, 0);
}

static void say_bytes(int fd, struct slice s)
{
    while (s.len > 0) {
        ssize_t n = send(fd, s.at, s.len, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        s = slice_after(s, (size_t)n);
    }
}

static void say(int fd, const char *text)
{
    say_bytes(fd, slice_from(text));
}

static int reset_by_peer; /* errno of the last end that was no proper one */

/* What comes until `until` or `enough` bytes have come, the other side closes, or nothing comes for so many ms. NUL-terminated,
 * until the next call. */
static struct slice hear_enough(int fd, const char *until, size_t enough, int ms, bool *closed)
{
    static char at[TALK_BYTES_MAX + 1];
    struct slice got = {at, 0};
    if (closed != NULL)
        *closed = false;
    while (got.len < TALK_BYTES_MAX) {
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (poll(&p, 1, ms) <= 0)
            break;
        ssize_t n = recv(fd, at + got.len, TALK_BYTES_MAX - got.len, 0);
        if (n <= 0) {
            reset_by_peer = n < 0 ? errno : 0;
            if (closed != NULL)
                *closed = true;
            break;
        }
        got.len += (size_t)n;
        at[got.len] = '\0';
        if (got.len >= enough || (until != NULL && slice_has(got, slice_from(until))))
            break;
    }
    at[got.len] = '\0';
    return got;
}

static struct slice hear(int fd, const char *until, int ms, bool *closed)
{
    return hear_enough(fd, until, SIZE_MAX, ms, closed);
}

static struct slice ask(const struct fixture *f, const char *text, const char *until, bool *closed)
{
    int fd = dial(f);
    say(fd, text);
    struct slice got = hear(fd, until, 3000, closed);
    close(fd);
    return got;
}

static inline void expect_has(struct slice s, const char *what)
{
    cr_expect(slice_has(s, slice_from(what)), "\"%s\" is missing in:\n" SLICE_FMT, what, SLICE_ARG(slice_sub(s, 0, 2000)));
}

static inline size_t count_of(struct slice s, const char *what)
{
    size_t n = 0, at;
    for (; slice_find(&at, s, slice_from(what)); n++)
        s = slice_after(s, at + 1);
    return n;
}

#endif
