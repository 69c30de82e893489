/* How an answer leaves: at once, later, in drops, half, or never. */
#include "fakes_parts.h"

#include <stdlib.h>

static const struct slice json_type = SLICE_INIT("application/json");

void reply_with(struct request *r, const struct http_answer *answer)
{
    http_answer(r->x, answer);
}

void reply(struct request *r, unsigned status, struct slice json)
{
    http_answer(r->x, &(struct http_answer){.status = status, .content_type = json_type, .body = json});
}

void reply_html(struct request *r, unsigned status)
{
    http_answer(r->x,
                &(struct http_answer){.status = status,
                                      .content_type = SLICE("text/html"),
                                      .body = SLICE("<html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1>"
                                                    "</body></html>")});
}

/* -- later
 * ------------------------------------------------------------------------------------------------------------------------- */

static void gone(void *context)
{
    struct held *h = context;
    for (struct held **at = &h->f->held; *at != NULL; at = &(*at)->next)
        if (*at == h) {
            *at = h->next;
            free(h);
            return;
        }
}

static struct held *hold(struct request *r, uint64_t due_ms)
{
    struct held *h = calloc(1, sizeof *h), **last = &r->f->held;
    must(h != NULL);
    *h = (struct held){.f = r->f, .x = r->x, .due_ms = due_ms};
    while (*last != NULL)
        last = &(*last)->next;
    *last = h;
    http_exchange_watch(r->x, gone, h);
    return h;
}

void reply_later(struct request *r, unsigned status, struct slice json, uint64_t delay_ms)
{
    if (delay_ms == 0) {
        reply(r, status, json);
        return;
    }
    struct held *h = hold(r, now_ms(r->f) + delay_ms);
    h->answer = (struct http_answer){.status = status, .content_type = json_type, .body = arena_copy(r->arena, json)};
}

void reply_never(struct request *r)
{
    (void)hold(r, UINT64_MAX);
}

void drip(struct request *r, const struct http_answer *head, struct slice body, size_t step, size_t stop, uint64_t delay_ms)
{
    struct held *h = hold(r, now_ms(r->f) + delay_ms);
    h->is_stream = true;
    h->answer = *head;
    h->answer.content_type = arena_copy(r->arena, head->content_type);
    struct http_field *fields = ARENA_NEW_ARRAY(r->arena, struct http_field, head->field_count + 1);
    for (size_t i = 0; i < head->field_count; i++)
        fields[i] = (struct http_field){arena_copy(r->arena, head->fields[i].name), arena_copy(r->arena, head->fields[i].value)};
    h->answer.fields = fields;
    h->body = arena_copy(r->arena, body);
    h->step = step;
    h->stop = stop < body.len ? stop : body.len;
    h->cuts = stop < body.len;
}

/* True: there is more to come. */
static bool stream_on(struct held *h)
{
    if (h->from == 0)
        http_stream(h->x, &h->answer);
    size_t to = h->from + h->step < h->stop ? h->from + h->step : h->stop;
    struct slice piece = slice_sub(h->body, h->from, to);
    h->from = to;
    (void)http_stream_write(h->x, piece);
    if (to < h->stop)
        return true;
    if (h->cuts)
        http_cut(h->x);
    else
        http_stream_end(h->x);
    return false;
}

void held_due(struct fakes *f)
{
    uint64_t now = now_ms(f);
    for (struct held *h = f->held, *next; h != NULL; h = next) {
        next = h->next;
        if (h->due_ms > now)
            continue;
        http_exchange_watch(h->x, NULL, NULL);
        if (h->is_stream) {
            if (stream_on(h)) {
                h->due_ms = now + 1;
                http_exchange_watch(h->x, gone, h);
            } else
                gone(h);
            continue;
        }
        http_answer(h->x, &h->answer); /* the exchange may serve another request when it returns */
        gone(h);
    }
}

uint64_t held_next(const struct fakes *f)
{
    uint64_t next = UINT64_MAX;
    for (const struct held *h = f->held; h != NULL; h = h->next)
        next = h->due_ms < next ? h->due_ms : next;
    return next;
}

void held_drop(struct fakes *f)
{
    while (f->held != NULL) {
        struct http_exchange *x = f->held->x;
        http_exchange_watch(x, NULL, NULL);
        gone(f->held);
        http_cut(x);
    }
}
