/* The front alone: a 565-byte POST on keep-alive connections, answered at once with 2 bytes. The server has a thread, the client
 * another; what counts is the CPU time of the server's. Then what a connection costs that says nothing. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <uv.h>

#include <parley/http.h>

enum { CONNECTIONS = 64, REQUESTS = 300000, WARM = 20000, BODY = 565, IDLE = 4000 };

static int64_t now_ns(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

struct bench {
    uv_loop_t loop;
    uv_async_t wake;
    uv_thread_t thread;
    struct http_server *server;
    uint16_t port;
    atomic_llong cpu_ns;
    atomic_int asked, told;
};

static void on_request(void *context, struct http_exchange *x)
{
    (void)context;
    http_answer(x, &(struct http_answer){.status = 200, .content_type = SLICE("text/plain"), .body = SLICE("ok")});
}

static void on_wake(uv_async_t *wake)
{
    struct bench *b = wake->data;
    b->cpu_ns = now_ns(CLOCK_THREAD_CPUTIME_ID);
    b->told++;
    if (b->asked == 0) {
        http_server_stop(b->server, DURATION_MS(100), NULL, NULL);
        uv_close((uv_handle_t *)wake, NULL);
    }
}

static void run(void *context)
{
    struct bench *b = context;
    uv_run(&b->loop, UV_RUN_DEFAULT);
}

static int64_t server_cpu_ns(struct bench *b)
{
    int before = b->told;
    uv_async_send(&b->wake);
    while (b->told == before)
        poll(NULL, 0, 1);
    return b->cpu_ns;
}

static int dial(const struct bench *b)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(b->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    must(fd >= 0);
    must(connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    must(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) == 0);
    return fd;
}

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

struct client {
    struct pollfd at[CONNECTIONS];
    int64_t sent_ns[CONNECTIONS];
    char request[1024];
    size_t request_len;
};

static void send_one(struct client *c, int i)
{
    c->sent_ns[i] = now_ns(CLOCK_MONOTONIC);
    must(send(c->at[i].fd, c->request, c->request_len, MSG_NOSIGNAL) == (ssize_t)c->request_len);
}

/* Each connection asks again as soon as it was answered. */
static void load(struct client *c, size_t requests, int64_t *took)
{
    size_t answered = 0, sent = CONNECTIONS;
    for (int i = 0; i < CONNECTIONS; i++)
        send_one(c, i);
    while (answered < requests) {
        must(poll(c->at, CONNECTIONS, 5000) > 0);
        for (int i = 0; i < CONNECTIONS; i++) {
            char answer[1024];
            if ((c->at[i].revents & POLLIN) == 0)
                continue;
            ssize_t n = recv(c->at[i].fd, answer, sizeof answer, 0);
            must(n > 4);
            must(memcmp(answer + n - 4, "\r\nok", 4) == 0); /* an answer is one write */
            if (took != NULL)
                took[answered] = now_ns(CLOCK_MONOTONIC) - c->sent_ns[i];
            answered++;
            if (sent < requests) {
                send_one(c, i);
                sent++;
            }
        }
    }
}

static long resident_bytes(void)
{
    long pages = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    must(f != NULL);
    must(fscanf(f, "%ld %ld", &pages, &resident) == 2);
    fclose(f);
    return resident * sysconf(_SC_PAGESIZE);
}

static void bench_requests(struct bench *b)
{
    static struct client c;
    static int64_t took[REQUESTS];
    int len =
        snprintf(c.request, sizeof c.request,
                 "POST /hook HTTP/1.1\r\nHost: x\r\nUser-Agent: bench\r\nContent-Type: application/json\r\n"
                 "X-Signature: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\nContent-Length: %d\r\n\r\n",
                 BODY);
    must(len > 0);
    memset(c.request + len, 'x', BODY);
    c.request_len = (size_t)len + BODY;
    for (int i = 0; i < CONNECTIONS; i++)
        c.at[i] = (struct pollfd){.fd = dial(b), .events = POLLIN};
    load(&c, WARM, NULL);
    int64_t cpu = server_cpu_ns(b), wall = now_ns(CLOCK_MONOTONIC);
    load(&c, REQUESTS, took);
    wall = now_ns(CLOCK_MONOTONIC) - wall;
    cpu = server_cpu_ns(b) - cpu;
    qsort(took, REQUESTS, sizeof took[0], by_value);
    printf("{\"name\":\"http: CPU of a keep-alive POST, 64 connections\",\"count\":%d,\"mean_ns\":%lld}\n", REQUESTS,
           (long long)(cpu / REQUESTS));
    printf("{\"name\":\"http: its answer, 64 connections\",\"count\":%d,\"per_s\":%lld,\"p50_ns\":%lld,\"p99_ns\":%lld}\n",
           REQUESTS, (long long)REQUESTS * 1000000000 / wall, (long long)took[REQUESTS / 2],
           (long long)took[REQUESTS * 99LL / 100]);
    for (int i = 0; i < CONNECTIONS; i++)
        close(c.at[i].fd);
}

/* Half of them have begun a request. */
static void bench_memory(struct bench *b)
{
    static int fds[IDLE];
    long before[2];
    for (int half = 0; half < 2; half++) {
        before[half] = resident_bytes();
        for (int i = half * IDLE / 2; i < (half + 1) * IDLE / 2; i++) {
            fds[i] = dial(b);
            if (half > 0)
                must(send(fds[i], "POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n", 50, MSG_NOSIGNAL) == 50);
        }
        for (int i = 0; i < 20; i++)
            (void)server_cpu_ns(b);
    }
    printf("{\"name\":\"http: an idle connection: %ld bytes resident; one with half a request: %ld\",\"count\":%d}\n",
           (before[1] - before[0]) / (IDLE / 2), (resident_bytes() - before[1]) / (IDLE / 2), IDLE);
    for (int i = 0; i < IDLE; i++)
        close(fds[i]);
}

int main(void)
{
    static struct bench b;
    struct rlimit files = {2 * IDLE + 1000, 2 * IDLE + 1000};
    struct http_setup setup = {.loop = &b.loop, .address = SLICE("127.0.0.1"), .inherited = -1, .request = on_request};
    struct error e;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    must(uv_loop_init(&b.loop) == 0);
    b.server = http_server_start(&setup, &e);
    must(b.server != NULL);
    b.port = http_server_port(b.server);
    b.wake.data = &b;
    b.asked = 1;
    must(uv_async_init(&b.loop, &b.wake, on_wake) == 0);
    must(uv_thread_create(&b.thread, run, &b) == 0);
    bench_memory(&b);
    bench_requests(&b);
    b.asked = 0;
    uv_async_send(&b.wake);
    uv_thread_join(&b.thread);
    http_server_destroy(b.server);
    must(uv_loop_close(&b.loop) == 0);
    return 0;
}
