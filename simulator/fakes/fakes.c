#include "fakes_parts.h"

#include <stdlib.h>
#include <sys/time.h>

enum { BODY_MAX = 32 << 20, SETUP_MAX = 1 << 20, MOVE_MS = 1 };

const char *fakes_event_name(enum fakes_event_kind kind)
{
    static const char *const names[] = {"message", "refused", "said", "status", "delivery", "model"};
    return names[kind];
}

uint64_t now_ms(const struct fakes *f)
{
    (void)f;
    return uv_hrtime() / 1000000;
}

int64_t wall_ms(const struct fakes *f)
{
    struct timeval now;
    must(gettimeofday(&now, NULL) == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_usec / 1000 + f->ahead_ms;
}

uint64_t fake_roll(struct fakes *f, uint64_t limit)
{
    return limit > 1 ? random_below((struct random_key){f->setup.seed, 1, 1}, f->dice++, limit) : 0;
}

char *keep(struct slice s)
{
    char *own = malloc(s.len + 1);
    must(own != NULL);
    if (s.len > 0)
        memcpy(own, s.at, s.len);
    own[s.len] = '\0';
    return own;
}

void tell(struct fakes *f, const struct fakes_event *e)
{
    if (f->setup.told != NULL)
        f->setup.told(f->setup.context, e);
}

/* Unique over restarts too: a provider never gives an id twice. */
struct slice new_id(struct fakes *f, struct arena *a, const char *kind)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    struct random_key key = {f->setup.seed ^ (uint64_t)wall_ms(f), random_hash(slice_from(kind)), uv_hrtime()};
    char text[29];
    f->ids++;
    for (size_t i = 0; i < 28; i++)
        text[i] = letters[random_below(key, f->ids * 32 + i, sizeof letters - 1)];
    text[28] = '\0';
    return arena_printf(a, "%s%s", kind, text);
}

/* -- what is due
 * ------------------------------------------------------------------------------------------------------------------- */

static void on_tick(uv_timer_t *t)
{
    struct fakes *f = t->data;
    outgoing_move(f->outgoing);
    webhook_due(f);
    held_due(f);
    outgoing_move(f->outgoing);
    stir(f);
}

void stir(struct fakes *f)
{
    uint64_t now = now_ms(f), next = webhook_next(f), held = held_next(f);
    if (f->is_stopping)
        return;
    next = held < next ? held : next;
    uint64_t wait = next == UINT64_MAX ? UINT64_MAX : next > now ? next - now : 0;
    if (outgoing_open(f->outgoing) > 0 && wait > MOVE_MS)
        wait = MOVE_MS;
    uv_update_time(f->setup.loop);
    if (wait == UINT64_MAX)
        (void)uv_timer_stop(&f->tick);
    else
        must(uv_timer_start(&f->tick, on_tick, wait, 0) == 0);
}

/* -- requests
 * ---------------------------------------------------------------------------------------------------------------------- */

static void split(struct request *r)
{
    struct slice rest = slice_after(r->http->path, 1), part;
    while (r->part_count < PARTS_MAX && slice_next(&part, &rest, '/'))
        r->parts[r->part_count++] = part;
}

static bool is_version(struct slice s)
{
    return s.len >= 2 && s.at[0] == 'v' && s.at[1] >= '0' && s.at[1] <= '9';
}

static bool is_graph(const struct request *r)
{
    return r->part_count >= 2 && is_version(r->parts[0]) && !slice_eq(r->parts[0], SLICE("v1"));
}

static void answer_request(struct request *r)
{
    bool posts = r->http->method == HTTP_POST;
    if (r->part_count > 0 && slice_eq(r->parts[0], SLICE("_fake")))
        control(r);
    else if (posts && is_graph(r) && r->part_count == 3 && slice_eq(r->parts[2], SLICE("messages")))
        graph_messages(r, r->parts[1], false);
    else if (posts && r->part_count == 1 && slice_eq(r->parts[0], SLICE("messages")))
        graph_messages(r, SLICE_NONE, true);
    else if ((is_graph(r) && r->part_count == 2) || slice_eq(r->parts[0], SLICE("_media")))
        graph_media(r);
    else if (!models(r))
        reply(r, 404, SLICE("{\"error\":{\"message\":\"Unknown path components\",\"type\":\"OAuthException\",\"code\":2500}}"));
}

static void on_request(void *context, struct http_exchange *x)
{
    struct request r = {.f = context, .x = x, .http = http_exchange_request(x), .arena = http_exchange_arena(x)};
    split(&r);
    answer_request(&r);
    stir(r.f);
}

/* -- its life
 * ---------------------------------------------------------------------------------------------------------------------- */

static void copy_setup(struct fakes *f, const struct fakes_setup *from)
{
    struct fakes_setup *to = &f->setup;
    struct slice *texts[] = {&to->address, &to->webhook,      &to->secret,       &to->verify,  &to->token,
                             &to->relay,   &to->relay_header, &to->relay_secret, &to->account, &to->answers};
    *to = *from;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = arena_copy(&f->arena, *texts[i]);
    if (to->account.len == 0)
        to->account = SLICE("1");
    for (size_t i = 0; i < from->number_count; i++) {
        const struct fakes_number *n = &from->numbers[i];
        struct number *own = &f->numbers[f->number_count++];
        (void)snprintf(own->id, sizeof own->id, SLICE_FMT, SLICE_ARG(n->id));
        (void)snprintf(own->display, sizeof own->display, SLICE_FMT, SLICE_ARG(n->display.len > 0 ? n->display : n->id));
        own->key = n->key.len > 0 ? keep(n->key) : NULL;
    }
    to->numbers = NULL;
}

struct fakes *fakes_start(const struct fakes_setup *setup, struct error *e)
{
    struct fakes *f = calloc(1, sizeof *f);
    must(f != NULL);
    must(setup->number_count <= FAKES_NUMBERS_MAX);
    arena_init(&f->arena, SETUP_MAX);
    copy_setup(f, setup);
    f->weather = (struct weather){.copies = 1,
                                  .group_max = 8,
                                  .repeat_every = 100,
                                  .early_every = 10,
                                  .status_ms = 20,
                                  .retry_ms = 100,
                                  .per_second = 80,
                                  .pair_burst = 45,
                                  .pair_ms = 6000,
                                  .window_s = 24 * 3600,
                                  .reads = true};
    f->is_active = setup->verify.len == 0;
    f->outgoing = outgoing_create(&(struct outgoing_setup){0}, e);
    struct http_setup http = {.loop = setup->loop,
                              .address = setup->address,
                              .port = setup->port,
                              .inherited = -1,
                              .limits = {.body_bytes_max = BODY_MAX},
                              .context = f,
                              .request = on_request};
    f->server = f->outgoing != NULL ? http_server_start(&http, e) : NULL;
    if (f->server == NULL) {
        outgoing_destroy(f->outgoing);
        phones_free(f);
        arena_finish(&f->arena);
        free(f);
        return NULL;
    }
    must(uv_timer_init(setup->loop, &f->tick) == 0);
    f->tick.data = f;
    stir(f);
    return f;
}

uint16_t fakes_port(const struct fakes *f)
{
    return http_server_port(f->server);
}

static void on_closed(uv_handle_t *h)
{
    struct fakes *f = h->data;
    f->done(f->done_context);
}

static void on_stopped(void *context)
{
    struct fakes *f = context;
    uv_close((uv_handle_t *)&f->tick, on_closed);
}

void fakes_stop(struct fakes *f, void (*done)(void *context), void *context)
{
    must(!f->is_stopping);
    f->is_stopping = true;
    f->done = done;
    f->done_context = context;
    (void)uv_timer_stop(&f->tick);
    held_drop(f);
    http_server_stop(f->server, DURATION_MS(500), on_stopped, f);
}

void fakes_destroy(struct fakes *f)
{
    if (f == NULL)
        return;
    http_server_destroy(f->server);
    outgoing_destroy(f->outgoing);
    webhook_free(f);
    phones_free(f);
    arena_finish(&f->arena);
    free(f);
}
