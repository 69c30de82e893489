/* Many clients that do anything at any time, against a handler that does anything too: whatever was handed out is answered or
 * told gone, exactly once, and at the end nothing is left. The seed is the first argument. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#include <parley/http.h>
#include <parley/size.h>

enum { CLIENTS = 40, STEPS = 12000, TICK_MS = 3 };

struct dice {
    uint64_t state;
};

static size_t roll(struct dice *d, size_t sides)
{
    d->state = d->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(d->state >> 33) % sides;
}

/* -- The server's side ----------------------------------------------------------------------------------------------------------
 */

struct ask { /* what the handler was given and has not let go of */
    struct world *world;
    struct ask *next, *before;
    struct http_exchange *x;
    struct http_socket *socket;
    bool is_streaming;
};

struct world {
    uv_loop_t loop;
    uv_timer_t tick;
    uv_async_t wake;
    uv_thread_t thread;
    struct http_server *server;
    uint16_t port;
    struct dice dice;
    struct ask *asks;
    atomic_bool is_over;
    size_t requests, answered, gone, opened, closed, rounds;
    struct http_counts counts;
    bool is_done;
};

static void let_go(struct ask *k)
{
    *(k->before != NULL ? &k->before->next : &k->world->asks) = k->next;
    if (k->next != NULL)
        k->next->before = k->before;
    free(k);
}

static void on_gone(void *context)
{
    struct ask *k = context;
    k->world->gone++;
    let_go(k);
}

static void on_text(void *context, struct http_socket *w, struct slice message)
{
    struct ask *k = context;
    if (roll(&k->world->dice, 10) == 0)
        http_socket_close(w, 1000, SLICE("enough"));
    else
        for (size_t i = roll(&k->world->dice, 3); i > 0; i--)
            (void)http_socket_send(w, message);
}

static void on_closed(void *context, struct http_socket *w)
{
    struct ask *k = context;
    must(k->socket == w);
    k->world->closed++;
    let_go(k);
}

static void answer(struct ask *k)
{
    struct world *world = k->world;
    struct http_exchange *x = k->x;
    char *at = arena_alloc(http_exchange_arena(x), 200000);
    struct slice body = {at, roll(&world->dice, 4) ? roll(&world->dice, 300) : roll(&world->dice, 200000)};
    memset(at, 'x', body.len);
    world->answered++;
    let_go(k);
    http_answer(x, &(struct http_answer){.status = 200, .body = body, .closes = roll(&world->dice, 20) == 0});
}

static void stream(struct ask *k)
{
    static const char piece[70000];
    if (!k->is_streaming) {
        k->is_streaming = true;
        http_stream(k->x, &(struct http_answer){.status = 200, .body = SLICE("begun")});
        return;
    }
    if (roll(&k->world->dice, 5) > 0) {
        (void)http_stream_write(k->x, (struct slice){piece, roll(&k->world->dice, sizeof piece)});
        return;
    }
    struct http_exchange *x = k->x;
    k->world->answered++;
    let_go(k);
    http_stream_end(x);
}

static void upgrade(struct ask *k)
{
    static const struct http_socket_events events = {on_text, on_closed};
    k->world->answered++;
    k->socket = http_upgrade(k->x, SLICE_NONE, 3000, DURATION_MS(roll(&k->world->dice, 2) ? 0 : 30), &events, k);
    k->world->opened += k->socket != NULL;
    k->x = NULL;
    if (k->socket == NULL)
        let_go(k);
}

static void act(struct ask *k)
{
    if (k->socket != NULL)
        (void)http_socket_send(k->socket, SLICE("news"));
    else if (k->is_streaming)
        stream(k);
    else
        switch (roll(&k->world->dice, 8)) {
        case 0: stream(k); break;
        case 1: upgrade(k); break;
        case 2: break; /* later */
        default: answer(k); break;
        }
}

static void on_request(void *context, struct http_exchange *x)
{
    struct world *world = context;
    struct ask *k = calloc(1, sizeof *k);
    must(k != NULL);
    *k = (struct ask){.world = world, .next = world->asks, .x = x};
    if (k->next != NULL)
        k->next->before = k;
    world->asks = k;
    world->requests++;
    http_exchange_watch(x, on_gone, k);
    if (http_exchange_request(x)->wants_websocket && roll(&world->dice, 4) > 0)
        upgrade(k);
    else if (roll(&world->dice, 2) == 0)
        act(k);
}

static void act_all(struct world *world)
{
    struct ask *next;
    for (struct ask *k = world->asks; k != NULL; k = next) {
        next = k->next;
        if (roll(&world->dice, 3) == 0)
            act(k);
    }
}

static void on_round(void *context)
{
    struct world *world = context;
    world->rounds++;
    act_all(world);
}

static void on_done(void *context)
{
    struct world *world = context;
    world->is_done = true;
    world->counts = http_server_counts(world->server);
    http_server_destroy(world->server);
    uv_close((uv_handle_t *)&world->tick, NULL);
    uv_close((uv_handle_t *)&world->wake, NULL);
}

static void on_tick(uv_timer_t *tick)
{
    act_all(tick->data);
}

static void on_wake(uv_async_t *wake)
{
    struct world *world = wake->data;
    http_server_stop(world->server, DURATION_MS(300), on_done, world);
}

static void run(void *context)
{
    struct world *world = context;
    uv_run(&world->loop, UV_RUN_DEFAULT);
}

/* -- The clients' side ----------------------------------------------------------------------------------------------------------
 */

static int dial(const struct world *world)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(world->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), small = 4096;
    must(fd >= 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

#define H " HTTP/1.1\r\nHost: x\r\n"
static const struct slice lines[] = {
    SLICE_INIT("GET /a" H "\r\n"),
    SLICE_INIT("GET /a" H "\r\nGET /b" H "\r\nGET /c" H "\r\n"),
    SLICE_INIT("POST /a" H "Content-Length: 10\r\n\r\n0123456789"),
    SLICE_INIT("POST /a" H "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
    SLICE_INIT("POST /a" H "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"),
    SLICE_INIT("abc"),
    SLICE_INIT("GET /a" H "Connection: close\r\n\r\n"),
    SLICE_INIT("HEAD /a" H "\r\n"),
    SLICE_INIT("GET /ws" H "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
    SLICE_INIT("\x81\x82\x01\x01\x01\x01"
               "ih"),
    SLICE_INIT("\x89\x80\x01\x01\x01\x01"),
    SLICE_INIT("\x88\x80\x01\x01\x01\x01"),
    SLICE_INIT("\r\n"),
};

static void say(struct dice *d, int fd)
{
    struct slice line = lines[roll(d, COUNT_OF(lines))];
    size_t len = roll(d, 4) == 0 ? roll(d, line.len + 1) : line.len; /* some are cut short */
    (void)!send(fd, line.at, len, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void drop(struct dice *d, int *fd)
{
    struct linger reset = {1, 0};
    if (roll(d, 3) == 0)
        (void)setsockopt(*fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(*fd);
    *fd = -1;
}

static void play(struct world *world, struct dice *d)
{
    int fds[CLIENTS];
    static char heard[100000];
    for (size_t i = 0; i < CLIENTS; i++)
        fds[i] = -1;
    for (size_t step = 0; step < STEPS; step++) {
        int *fd = &fds[roll(d, CLIENTS)];
        if (*fd < 0)
            *fd = dial(world);
        if (*fd < 0)
            continue;
        switch (roll(d, 12)) {
        case 0: drop(d, fd); break;
        case 1: (void)shutdown(*fd, SHUT_WR); break;
        case 2:
        case 3:
        case 4:
        case 5:
            if (recv(*fd, heard, sizeof heard, MSG_DONTWAIT) == 0)
                drop(d, fd);
            break;
        default: say(d, *fd); break;
        }
        if (step % 8 == 0)
            (void)poll(NULL, 0, 1);
    }
    world->is_over = true;
    uv_async_send(&world->wake);
    for (size_t i = 0; i < CLIENTS; i++)
        if (fds[i] >= 0 && i % 2 == 0)
            close(fds[i]);
    uv_thread_join(&world->thread);
    for (size_t i = 0; i < CLIENTS; i++)
        if (fds[i] >= 0 && i % 2 != 0)
            close(fds[i]);
}

int main(int argc, char **argv)
{
    static struct world world;
    uint64_t seed = 1;
    struct error e;
    if (argc > 1)
        must(slice_to_u64(&seed, slice_from(argv[1])));
    struct dice dice = {seed};
    struct http_setup setup = {.loop = &world.loop,
                               .address = SLICE("127.0.0.1"),
                               .inherited = -1,
                               .context = &world,
                               .request = on_request,
                               .round = on_round,
                               .limits = {.queued_bytes_max = 100000,
                                          .requests_per_connection_max = 50,
                                          .head_within = DURATION_MS(40),
                                          .body_within = DURATION_MS(40),
                                          .idle_within = DURATION_MS(60),
                                          .write_within = DURATION_MS(80)}};
    world.dice.state = seed + 1000;
    must(uv_loop_init(&world.loop) == 0);
    world.server = http_server_start(&setup, &e);
    must(world.server != NULL);
    world.port = http_server_port(world.server);
    world.tick.data = world.wake.data = &world;
    must(uv_timer_init(&world.loop, &world.tick) == 0);
    must(uv_timer_start(&world.tick, on_tick, TICK_MS, TICK_MS) == 0);
    must(uv_async_init(&world.loop, &world.wake, on_wake) == 0);
    must(uv_thread_create(&world.thread, run, &world) == 0);
    play(&world, &dice);
    must(uv_loop_close(&world.loop) == 0);
    must(world.is_done);
    must(world.asks == NULL);
    must(world.requests == world.answered + world.gone);
    must(world.opened == world.closed);
    must(world.counts.open == 0);
    must(world.counts.requests == world.requests);
    must(world.requests > 100); /* it was a conversation, however slow the machine */
    must(world.opened > 5);
    must(world.gone > 5);
    printf("ok - what was handed out is answered or gone, once: %zu requests, %zu gone, %zu sockets, %zu rounds, seed %llu\n",
           world.requests, world.gone, world.opened, world.rounds, (unsigned long long)seed);
    printf("ok - nothing is left: %llu connections, %llu refused, %llu time-outs, %llu cut\n",
           (unsigned long long)world.counts.connections, (unsigned long long)world.counts.refused_heads,
           (unsigned long long)world.counts.timeouts, (unsigned long long)world.counts.cut);
    return 0;
}
