#include "front.h"

#include <stdlib.h>

enum { POOL_MAX = 128, POOLED_BYTES_MAX = 256 * 1024 };

/* The largest request costs its body twice while it grows; the rest is for whoever answers. */
static size_t ceiling_of(const struct http_limits *l)
{
    size_t most;
    must(size_mul(&most, l->body_bytes_max, 4));
    must(size_add(&most, most, l->head_bytes_max * 8));
    must(size_add(&most, most, ARENA_TURN_MAX));
    return most;
}

struct http_exchange *exchange_take(struct connection *c)
{
    struct http_server *s = c->server;
    struct http_exchange *x = s->pool;
    if (x != NULL) {
        s->pool = x->next;
        s->pooled--;
    } else {
        x = malloc(sizeof *x);
        must(x != NULL);
        arena_init(&x->arena, ceiling_of(&s->limits));
        x->arena.watch = &s->watch;
    }
    struct arena kept = x->arena;
    *x = (struct http_exchange){.arena = kept, .c = c};
    request_reader_init(&x->reader, &x->arena, &s->reader_limits);
    c->x = x;
    return x;
}

void exchange_release(struct http_server *s, struct http_exchange *x)
{
    if (s->pooled == POOL_MAX || x->arena.used > POOLED_BYTES_MAX) {
        arena_finish(&x->arena);
        free(x);
        return;
    }
    arena_reset(&x->arena);
    x->next = s->pool;
    s->pool = x;
    s->pooled++;
}

const struct http_request *http_exchange_request(const struct http_exchange *x)
{
    return &x->reader.request;
}

struct arena *http_exchange_arena(struct http_exchange *x)
{
    return &x->arena;
}

void http_exchange_watch(struct http_exchange *x, void (*gone)(void *context), void *context)
{
    x->gone = gone;
    x->gone_context = context;
}
