#define _POSIX_C_SOURCE 200809L

#include "link.h"

#include <parley/must.h>
#include <parley/random.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK_MAX = 16384, QUEUED_MAX = 4096 };

bool link_make(struct link *l, int *other_end, const struct toxics *toxics, uint64_t seed)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    *l = (struct link){.fd = -1, .toxics = *toxics, .seed = seed};
    *other_end = socket(AF_INET, SOCK_STREAM, 0);
    bool good = listener >= 0 && *other_end >= 0 && bind(listener, (struct sockaddr *)&at, size) == 0 &&
                listen(listener, 1) == 0 && getsockname(listener, (struct sockaddr *)&at, &size) == 0 &&
                connect(*other_end, (struct sockaddr *)&at, sizeof at) == 0 && (l->fd = accept(listener, NULL, NULL)) >= 0;
    if (listener >= 0)
        close(listener);
    if (!good) {
        if (*other_end >= 0)
            close(*other_end);
        return false;
    }
    setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(*other_end, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(l->fd, F_SETFL, O_NONBLOCK);
    fcntl(l->fd, F_SETFD, FD_CLOEXEC);
    return true;
}

/* -- what is on its way -------------------------------------------------------------------------------------------------------
 */

static void add(struct link *l, struct flow *f, const char *bytes, size_t len, struct instant now)
{
    const struct toxics *t = &l->toxics;
    while (len > 0) {
        size_t n = len < CHUNK_MAX ? len : CHUNK_MAX;
        uint64_t wait_ms = t->latency_ms;
        if (t->slice_max > 0) {
            uint64_t slice = 1 + random_below((struct random_key){l->seed, 1, 0}, l->slices++, t->slice_max);
            n = slice < n ? (size_t)slice : n;
        }
        if (t->jitter_ms > 0)
            wait_ms += random_below((struct random_key){l->seed, 2, 0}, l->slices++, t->jitter_ms);
        if (f->first > 0 && f->first + f->count == f->room) {
            memmove(f->at, f->at + f->first, f->count * sizeof *f->at);
            f->first = 0;
        }
        if (f->first + f->count == f->room) {
            f->room = f->room ? f->room * 2 : 64;
            f->at = realloc(f->at, f->room * sizeof *f->at);
            must(f->at != NULL);
        }
        struct instant due = instant_plus(now, DURATION_MS(wait_ms));
        if (due.ns < f->last_due.ns)
            due = f->last_due; /* never overtakes */
        if (t->bytes_per_ms > 0)
            due = instant_plus(due, (struct duration){n * 1000000 / t->bytes_per_ms});
        struct chunk *c = &f->at[f->first + f->count++];
        *c = (struct chunk){due, n, 0, malloc(n)};
        must(c->bytes != NULL);
        memcpy(c->bytes, bytes, n);
        f->last_due = due;
        bytes += n;
        len -= n;
    }
}

static struct chunk *due_chunk(struct flow *f, struct instant now)
{
    return f->count > 0 && instant_reached(now, f->at[f->first].due) ? &f->at[f->first] : NULL;
}

static void passed(struct flow *f, size_t n)
{
    struct chunk *c = &f->at[f->first];
    c->done += n;
    f->bytes += n;
    if (c->done < c->len)
        return;
    free(c->bytes);
    f->first++;
    f->count--;
}

static void drop(struct flow *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->at[f->first + i].bytes);
    free(f->at);
    *f = (struct flow){0};
}

static bool is_over(const struct flow *f, uint64_t limit)
{
    return limit > 0 && f->bytes >= limit;
}

static void go_dead(struct link *l)
{
    l->cut = true;
    link_close(l, l->toxics.reset);
}

/* -- moving -------------------------------------------------------------------------------------------------------------------
 */

void link_say(struct link *l, struct slice bytes, struct instant now)
{
    if (l->fd >= 0)
        add(l, &l->to, bytes.at, bytes.len, now);
}

static void read_some(struct link *l, struct instant now)
{
    char bytes[CHUNK_MAX];
    while (l->from.count < QUEUED_MAX) {
        ssize_t n = read(l->fd, bytes, sizeof bytes);
        if (n <= 0) {
            l->ended |= n == 0 || (errno != EAGAIN && errno != EINTR);
            return;
        }
        add(l, &l->from, bytes, (size_t)n, now);
    }
}

static void write_some(struct link *l, struct instant now)
{
    struct chunk *c;
    while ((c = due_chunk(&l->to, now)) != NULL && !is_over(&l->to, l->toxics.cut_to_after)) {
        ssize_t n = send(l->fd, c->bytes + c->done, c->len - c->done, MSG_NOSIGNAL);
        if (n <= 0) {
            l->ended |= errno != EAGAIN && errno != EINTR;
            return;
        }
        passed(&l->to, (size_t)n);
    }
}

void link_move(struct link *l, struct instant now)
{
    if (l->fd < 0)
        return;
    if (!l->ended) {
        read_some(l, now);
        write_some(l, now);
    } else
        read_some(l, now);
    if (is_over(&l->to, l->toxics.cut_to_after))
        go_dead(l);
    else if (l->hangs_up && l->to.count == 0)
        shutdown(l->fd, SHUT_WR);
}

size_t link_take(struct link *l, char *to, size_t room, struct instant now)
{
    size_t taken = 0;
    struct chunk *c;
    while (!l->cut && taken < room && (c = due_chunk(&l->from, now)) != NULL) {
        size_t n = c->len - c->done < room - taken ? c->len - c->done : room - taken;
        if (l->toxics.cut_from_after > 0 && l->from.bytes + n > l->toxics.cut_from_after)
            n = (size_t)(l->toxics.cut_from_after - l->from.bytes);
        memcpy(to + taken, c->bytes + c->done, n);
        taken += n;
        passed(&l->from, n);
        if (is_over(&l->from, l->toxics.cut_from_after))
            go_dead(l);
    }
    return taken;
}

bool link_is_empty(const struct link *l)
{
    return l->from.count == 0;
}

void link_hang_up(struct link *l)
{
    l->hangs_up = true;
}

void link_close(struct link *l, bool reset)
{
    if (l->fd >= 0) {
        struct linger hard = {1, 0};
        if (reset)
            setsockopt(l->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        close(l->fd);
    }
    l->fd = -1;
    l->ended = true;
    drop(&l->to);
    drop(&l->from);
}
