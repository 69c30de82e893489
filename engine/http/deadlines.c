/* All deadlines of one kind are equally long, so those that were set first are due first: a queue each, and one timer. */
#include "front.h"

enum { LINGER_MS = 2000 };

static void on_timer(uv_timer_t *timer);

static void arm(struct http_server *s, uint64_t due_ms)
{
    uint64_t now = uv_now(s->setup.loop);
    if (uv_is_closing((const uv_handle_t *)&s->timer) || (uv_is_active((const uv_handle_t *)&s->timer) && s->armed_ms <= due_ms))
        return;
    s->armed_ms = due_ms;
    must(uv_timer_start(&s->timer, on_timer, due_ms > now ? due_ms - now : 0, 0) == 0);
}

static void take_away(struct connection *c)
{
    if (c->deadline == DEADLINE_NONE)
        return;
    struct deadline_queue *q = &c->server->deadlines[c->deadline];
    *(c->earlier != NULL ? &c->earlier->later : &q->first) = c->later;
    *(c->later != NULL ? &c->later->earlier : &q->last) = c->earlier;
    c->earlier = c->later = NULL;
    c->deadline = DEADLINE_NONE;
}

void deadline_set(struct connection *c, enum deadline kind)
{
    take_away(c);
    if (kind == DEADLINE_NONE)
        return;
    struct deadline_queue *q = &c->server->deadlines[kind];
    c->deadline = kind;
    c->due_ms = uv_now(c->server->setup.loop) + q->ms;
    c->earlier = q->last;
    *(q->last != NULL ? &q->last->later : &q->first) = c;
    q->last = c;
    arm(c->server, c->due_ms);
}

static void on_timer(uv_timer_t *timer)
{
    struct http_server *s = timer->data;
    uint64_t now = uv_now(s->setup.loop);
    for (size_t kind = 0; kind < DEADLINE_COUNT; kind++)
        while (s->deadlines[kind].first != NULL && s->deadlines[kind].first->due_ms <= now)
            connection_due(s->deadlines[kind].first); /* takes the deadline away, or sets a later one */
    for (size_t kind = 0; kind < DEADLINE_COUNT; kind++)
        if (s->deadlines[kind].first != NULL)
            arm(s, s->deadlines[kind].first->due_ms);
}

static uint64_t ms_of(struct duration d)
{
    return d.ns / 1000000 + (d.ns % 1000000 != 0);
}

void deadlines_start(struct http_server *s)
{
    s->deadlines[DEADLINE_HEAD].ms = ms_of(s->limits.head_within);
    s->deadlines[DEADLINE_BODY].ms = ms_of(s->limits.body_within);
    s->deadlines[DEADLINE_IDLE].ms = ms_of(s->limits.idle_within);
    s->deadlines[DEADLINE_WRITE].ms = ms_of(s->limits.write_within);
    s->deadlines[DEADLINE_LINGER].ms = LINGER_MS;
    s->timer.data = s;
}
