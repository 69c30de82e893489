/* The fakes on a thread of their own, with a webhook that a test writes the answers of, and a client. */
#ifndef PARLEY_FAKES_WORLD_H
#define PARLEY_FAKES_WORLD_H

#include <criterion/criterion.h>

#include <time.h>
#include <uv.h>

#include <parley/digest.h>
#include <parley/fakes.h>
#include <parley/http.h>
#include <parley/json_lines.h>
#include <parley/outgoing.h>
#include <parley/size.h>

enum { HEARD_MAX = 1000, WORLD_ARENA_MAX = 512 << 20 };

struct heard { /* a delivery */
    struct slice body, signature, relay_signature, hook;
    uint64_t at_ms;
};

struct world {
    struct fakes_setup setup;
    struct fakes *fakes;
    struct http_server *hook;
    uv_loop_t loop;
    uv_thread_t thread;
    uv_async_t end;
    uv_mutex_t lock; /* guards what follows */
    struct arena heard_arena;
    struct heard heard[HEARD_MAX];
    size_t heard_count;
    unsigned answers[8]; /* of the first deliveries; then 200 */
    size_t answer_count, told_messages;
    unsigned shakes; /* handshakes that are refused first */
    char url[64];
    struct arena arena; /* of the test's thread */
    struct outgoing *client;
};

struct got {
    bool done;
    enum outgoing_end end;
    unsigned status;
    struct slice body, retry_after, request_id;
    struct json *json; /* NULL: it is none */
    struct arena *arena;
};

static inline void world_hear(void *context, struct http_exchange *x)
{
    struct world *w = context;
    const struct http_request *q = http_exchange_request(x);
    struct slice challenge = SLICE_NONE;
    unsigned status = 200;
    uv_mutex_lock(&w->lock);
    if (q->method == HTTP_GET) {
        if (w->shakes > 0)
            w->shakes--;
        else if (!http_query_of(&challenge, http_exchange_arena(x), q->query, SLICE("hub.challenge")))
            challenge = SLICE("none");
    } else if (w->heard_count < HEARD_MAX) {
        struct arena *a = &w->heard_arena;
        status = w->heard_count < w->answer_count ? w->answers[w->heard_count] : 200;
        w->heard[w->heard_count++] =
            (struct heard){arena_copy(a, q->body), arena_copy(a, http_field_of(q, SLICE("x-hub-signature-256"))),
                           arena_copy(a, http_field_of(q, SLICE("x-360dialog-signature"))),
                           arena_copy(a, http_field_of(q, SLICE("x-parley-hook"))), uv_hrtime() / 1000000};
    }
    uv_mutex_unlock(&w->lock);
    http_answer(x, &(struct http_answer){.status = status, .content_type = SLICE("text/plain"), .body = challenge});
}

static inline void world_told(void *context, const struct fakes_event *e)
{
    struct world *w = context;
    uv_mutex_lock(&w->lock);
    w->told_messages += e->kind == FAKES_MESSAGE;
    uv_mutex_unlock(&w->lock);
}

static inline void world_ended(void *context)
{
    struct world *w = context;
    uv_close((uv_handle_t *)&w->end, NULL);
}

static inline void world_hook_ended(void *context)
{
    struct world *w = context;
    fakes_stop(w->fakes, world_ended, w);
}

static inline void world_end(uv_async_t *end)
{
    struct world *w = end->data;
    http_server_stop(w->hook, DURATION_MS(200), world_hook_ended, w);
}

static inline void world_run(void *context)
{
    (void)uv_run(&((struct world *)context)->loop, UV_RUN_DEFAULT);
}

static inline void world_start(struct world *w)
{
    struct error e;
    cr_assert_eq(uv_loop_init(&w->loop), 0);
    cr_assert_eq(uv_mutex_init(&w->lock), 0);
    arena_init(&w->heard_arena, WORLD_ARENA_MAX);
    arena_init(&w->arena, WORLD_ARENA_MAX);
    struct http_setup hook = {
        .loop = &w->loop, .address = SLICE("127.0.0.1"), .inherited = -1, .context = w, .request = world_hear};
    w->hook = http_server_start(&hook, &e);
    cr_assert_not_null(w->hook, "%s", e.text);
    w->setup.loop = &w->loop;
    w->setup.address = SLICE("127.0.0.1");
    w->setup.webhook = arena_printf(&w->arena, "http://127.0.0.1:%u/hook", http_server_port(w->hook));
    w->setup.relay = arena_printf(&w->arena, "http://127.0.0.1:%u/relay", http_server_port(w->hook));
    w->setup.secret = SLICE("the-secret");
    w->setup.seed = 7;
    w->setup.context = w;
    w->setup.told = world_told;
    w->fakes = fakes_start(&w->setup, &e);
    cr_assert_not_null(w->fakes, "%s", e.text);
    w->end.data = w;
    cr_assert_eq(uv_async_init(&w->loop, &w->end, world_end), 0);
    (void)snprintf(w->url, sizeof w->url, "http://127.0.0.1:%u", fakes_port(w->fakes));
    w->client = outgoing_create(&(struct outgoing_setup){0}, &e);
    cr_assert_not_null(w->client, "%s", e.text);
    cr_assert_eq(uv_thread_create(&w->thread, world_run, w), 0);
}

static inline void world_stop(struct world *w)
{
    outgoing_destroy(w->client);
    uv_async_send(&w->end);
    uv_thread_join(&w->thread);
    fakes_destroy(w->fakes);
    http_server_destroy(w->hook);
    cr_expect_eq(uv_loop_close(&w->loop), 0, "handles were left");
    uv_mutex_destroy(&w->lock);
    arena_finish(&w->heard_arena);
    arena_finish(&w->arena);
}

static inline void world_got(void *context, const struct outgoing_answer *a)
{
    struct got *g = context;
    struct error e;
    g->done = true;
    g->end = a->end;
    g->status = a->status;
    g->body = arena_copy(g->arena, a->body);
    g->retry_after = arena_copy(g->arena, outgoing_field_of(a, SLICE("retry-after")));
    g->request_id = arena_copy(g->arena, outgoing_field_of(a, SLICE("request-id")));
    if (json_read(&g->json, g->arena, g->body, (struct place){SLICE("answer"), 1, 1}, &e) != OK)
        g->json = NULL;
}

/* `field`: "name: value" or NULL. */
static inline struct got ask_with(struct world *w, const char *method, const char *path, const char *body, const char *field,
                                  const char *other)
{
    struct got g = {.arena = &w->arena};
    struct outgoing_field fields[3] = {{SLICE("Content-Type"), SLICE("application/json")}};
    size_t count = 1;
    const char *both[] = {field, other};
    for (size_t i = 0; i < 2; i++)
        if (both[i] != NULL) {
            struct slice rest = slice_from(both[i]), name;
            (void)slice_next(&name, &rest, ':');
            fields[count++] = (struct outgoing_field){name, slice_trim(rest)};
        }
    struct outgoing_request q = {.method = slice_from(method),
                                 .url = arena_printf(&w->arena, "%s%s", w->url, path),
                                 .fields = fields,
                                 .field_count = count,
                                 .body = slice_from(body),
                                 .answer_within = DURATION_S(3)};
    outgoing_ask(w->client, &q, NULL, world_got, &g);
    while (!g.done)
        outgoing_rest(w->client, -1, DURATION_MS(100));
    return g;
}

static inline struct got ask(struct world *w, const char *path, const char *body)
{
    return ask_with(w, body != NULL ? "POST" : "GET", path, body, "Authorization: Bearer t", NULL);
}

static inline void told_fine(struct got g)
{
    cr_assert_eq(g.status, 200, "%u " SLICE_FMT, g.status, SLICE_ARG(g.body));
}

static inline const struct json *at(const struct json *j, const char *key, const char *deeper)
{
    j = json_get(j, key);
    if (j != NULL && j->kind == JSON_KIND_ARRAY)
        j = j->child;
    return deeper != NULL ? json_get(j, deeper) : j;
}

static inline uint64_t error_code(struct got g)
{
    return json_u64(at(g.json, "error", "code"));
}

static inline void rest_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

static inline size_t heard(struct world *w)
{
    uv_mutex_lock(&w->lock);
    size_t n = w->heard_count;
    uv_mutex_unlock(&w->lock);
    return n;
}

static inline bool hears(struct world *w, size_t wanted)
{
    for (int i = 0; i < 500 && heard(w) < wanted; i++)
        rest_ms(10);
    return heard(w) >= wanted;
}

static inline size_t times(struct slice s, const char *what)
{
    size_t n = 0, where;
    for (; slice_find(&where, s, slice_from(what)); n++)
        s = slice_after(s, where + 1);
    return n;
}

/* How often `what` stands in all deliveries together. */
static inline size_t heard_times(struct world *w, const char *what)
{
    size_t n = 0;
    uv_mutex_lock(&w->lock);
    for (size_t i = 0; i < w->heard_count; i++)
        n += times(w->heard[i].body, what);
    uv_mutex_unlock(&w->lock);
    return n;
}

static inline bool hears_times(struct world *w, const char *what, size_t wanted)
{
    for (int i = 0; i < 500 && heard_times(w, what) < wanted; i++)
        rest_ms(10);
    return heard_times(w, what) >= wanted;
}

#endif
