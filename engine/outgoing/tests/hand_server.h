/* A small server on loopback whose every byte the test decides: a thread a connection, and a script. */
#ifndef PARLEY_HAND_SERVER_H
#define PARLEY_HAND_SERVER_H

#include <parley/slice.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static inline void hand_pause(unsigned ms)
{
    nanosleep(&(struct timespec){ms / 1000, (long)(ms % 1000) * 1000000}, NULL);
}

struct hand_server;
/* Plays one connection; the descriptor is closed behind it. */
typedef void hand_script(struct hand_server *s, int fd, unsigned nth);

struct hand_server {
    int fd;
    unsigned port;
    hand_script *script;
    void *context;
    pthread_t thread;
    atomic_bool ends;
    atomic_uint connections, open, most_open, requests;
    pthread_mutex_t lock; /* guards last */
    char last[1 << 16];   /* the newest request's beginning */
};

struct hand_connection {
    struct hand_server *s;
    int fd;
    unsigned nth;
};

static inline void *hand_play(void *context)
{
    struct hand_connection c = *(struct hand_connection *)context;
    free(context);
    unsigned open = atomic_fetch_add(&c.s->open, 1) + 1, most = atomic_load(&c.s->most_open);
    while (open > most && !atomic_compare_exchange_weak(&c.s->most_open, &most, open))
        ;
    c.s->script(c.s, c.fd, c.nth);
    close(c.fd);
    atomic_fetch_sub(&c.s->open, 1);
    return NULL;
}

static inline void *hand_accept(void *context)
{
    struct hand_server *s = context;
    while (!atomic_load(&s->ends)) {
        struct pollfd p = {s->fd, POLLIN, 0};
        if (poll(&p, 1, 20) <= 0)
            continue;
        int fd = accept(s->fd, NULL, NULL);
        if (fd < 0)
            continue;
        struct timeval most = {10, 0};
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
        int at_once = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        struct hand_connection *c = malloc(sizeof *c);
        *c = (struct hand_connection){s, fd, atomic_fetch_add(&s->connections, 1)};
        pthread_t thread;
        pthread_create(&thread, NULL, hand_play, c);
        pthread_detach(thread);
    }
    return NULL;
}

static inline void hand_start(struct hand_server *s, hand_script *script)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    memset(s, 0, sizeof *s);
    s->script = script;
    pthread_mutex_init(&s->lock, NULL);
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    must(bind(s->fd, (struct sockaddr *)&at, sizeof at) == 0);
    must(listen(s->fd, 1024) == 0);
    must(getsockname(s->fd, (struct sockaddr *)&at, &size) == 0);
    s->port = ntohs(at.sin_port);
    must(pthread_create(&s->thread, NULL, hand_accept, s) == 0);
}

/* Waits for the scripts that are still playing; the other side must have closed by then. */
static inline void hand_stop(struct hand_server *s)
{
    atomic_store(&s->ends, true);
    pthread_join(s->thread, NULL);
    for (int i = 0; i < 500 && atomic_load(&s->open) > 0; i++)
        hand_pause(10);
    close(s->fd);
}

static inline bool hand_say_bytes(int fd, const char *at, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static inline bool hand_say(int fd, const char *text)
{
    return hand_say_bytes(fd, text, strlen(text));
}

/* A whole answer with its length. */
static inline bool hand_answer(int fd, const char *head, const char *body)
{
    char text[1024];
    snprintf(text, sizeof text, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n", head, strlen(body));
    return hand_say(fd, text) && hand_say(fd, body);
}

/* Reads one request with its body; false when the connection ended before. */
static inline bool hand_hear(struct hand_server *s, int fd)
{
    size_t have = 0, room = sizeof s->last, body = 0, head = 0;
    char *text = calloc(1, room);
    bool whole = false;
    while (!whole) {
        char piece[4096];
        ssize_t n = recv(fd, piece, sizeof piece, 0);
        if (n <= 0)
            break;
        for (ssize_t i = 0; i < n && have + 1 < room; i++)
            text[have++] = piece[i];
        body += (size_t)n;
        char *end = strstr(text, "\r\n\r\n");
        if (end == NULL)
            continue;
        head = (size_t)(end - text) + 4;
        const char *length = strstr(text, "Content-Length: ");
        whole = body - head >= (length && length < end ? strtoul(length + 16, NULL, 10) : 0);
    }
    if (whole) {
        pthread_mutex_lock(&s->lock);
        memcpy(s->last, text, room);
        pthread_mutex_unlock(&s->lock);
        atomic_fetch_add(&s->requests, 1);
    }
    free(text);
    return whole;
}

/* Closes with a reset instead of an end. */
static inline void hand_reset(int fd)
{
    struct linger now = {1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

#endif
