#include "mailbox.h"
#include "parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { SCRATCH_MAX = 64 << 20, NOTE_MAX = 512, ROUNDS_MAX = 8 };

const char *const count_names[COUNT_COUNT] = {"accepted",  "duplicate",    "put_off", "unknown_tenant", "bad_signature",
                                              "malformed", "unauthorised", "limited", "statuses",       "ignored",
                                              "sessions",  "sent",         "turns"};

struct wall api_wall(const struct api *a)
{
    return a->setup.clock->ops->wall(a->setup.clock);
}

struct instant api_now(const struct api *a)
{
    return a->setup.clock->ops->now(a->setup.clock);
}

const struct api_tenant *api_tenant_of(const struct api *a, struct tenant_id id)
{
    for (size_t i = 0; i < a->setup.tenant_count; i++)
        if (a->setup.tenants[i].id.n == id.n)
            return &a->setup.tenants[i];
    return NULL;
}

void api_note(const struct api *a, const char *format, ...)
{
    char line[NOTE_MAX];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(line, sizeof line, format, list);
    va_end(list);
    if (a->setup.notebook != NULL)
        a->setup.notebook->ops->note(a->setup.notebook, slice_from(line));
}

struct slice api_random(const struct api *a, struct arena *arena)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char bytes[22];
    char *text = arena_alloc(arena, sizeof bytes);
    a->setup.entropy->ops->fill(a->setup.entropy, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        text[i] = letters[bytes[i] & 63];
    return (struct slice){text, sizeof bytes};
}

/* -- routing
 * ---------------------------------------------------------------------------------------------------------------------
 */

/* A segment in braces takes one segment that is not empty. */
static bool fits(struct slice parts[PATH_PARTS_MAX], struct slice pattern, struct slice path)
{
    struct slice want, is;
    size_t count = 0;
    while (slice_next(&want, &pattern, '/')) {
        if (!slice_next(&is, &path, '/'))
            return false;
        if (want.len > 2 && want.at[0] == '{') {
            if (is.len == 0 || count == PATH_PARTS_MAX)
                return false;
            parts[count++] = is;
        } else if (!slice_eq(want, is))
            return false;
    }
    return path.len == 0 && !slice_next(&is, &path, '/');
}

static const struct route *find_route(struct call *c, bool *other_method)
{
    *other_method = false;
    enum http_method method = c->request->method == HTTP_HEAD ? HTTP_GET : c->request->method;
    for (size_t i = 0; i < api_route_count; i++) {
        if (!fits(c->parts, slice_from(api_routes[i].path), c->request->path))
            continue;
        if (api_routes[i].method == method)
            return &api_routes[i];
        *other_method = true;
    }
    return NULL;
}

void api_request(void *context, struct http_exchange *x)
{
    bool other_method;
    struct api *a = context;
    struct call *c = ARENA_NEW(http_exchange_arena(x), struct call);
    *c = (struct call){.api = a, .x = x, .request = http_exchange_request(x), .arena = http_exchange_arena(x)};
    if (c->request->method == HTTP_OPTIONS && access_preflight(c))
        return;
    c->route = find_route(c, &other_method);
    if (c->route == NULL)
        answer_problem(c, other_method ? 405 : 404,
                       other_method ? "this path takes another method" : "there is nothing at this path");
    else if (access_given(c))
        c->route->handle(c);
}

void api_round(void *context)
{
    struct api *a = context;
    for (unsigned i = 0; i < ROUNDS_MAX && ingest_waits(a->ingest); i++)
        ingest_commit(a->ingest, a);
    arena_reset(&a->scratch);
}

void api_tick(struct api *a)
{
    ingest_commit(a->ingest, a);
    hub_tick(a->hub);
    completions_tick(a->completions);
    arena_reset(&a->scratch);
}

/* -- what lanes tell
 * --------------------------------------------------------------------------------------------------------------
 */

void api_tell(struct api *a, const struct api_event *event)
{
    if (mailbox_put(a->mailbox, event))
        a->setup.wake(a->setup.context);
}

static void hear(void *context, const struct api_event *e)
{
    struct api *a = context;
    a->counts[COUNT_TURNS] += e->kind == API_TURN;
    a->counts[COUNT_SENT] += e->kind == API_SEND && e->state == SEND_ACCEPTED;
    if (e->channel == CHANNEL_WEBCHAT)
        hub_heard(a->hub, e);
    else if (e->channel == CHANNEL_CHAT)
        completions_heard(a->completions, e);
}

void api_news(struct api *a)
{
    mailbox_empty(a->mailbox, hear, a);
    arena_reset(&a->scratch);
}

/* -- life
 * -------------------------------------------------------------------------------------------------------------------------
 */

struct api *api_create(const struct api_setup *setup)
{
    struct api *a = calloc(1, sizeof *a);
    must(a != NULL);
    a->setup = *setup;
    arena_init(&a->scratch, SCRATCH_MAX);
    a->limiter = limiter_create();
    a->ingest = ingest_create();
    a->mailbox = mailbox_create();
    a->hub = hub_create(a);
    a->completions = completions_create(a);
    return a;
}

void api_destroy(struct api *a)
{
    if (a == NULL)
        return;
    completions_destroy(a->completions);
    hub_destroy(a->hub);
    mailbox_destroy(a->mailbox);
    ingest_destroy(a->ingest);
    limiter_destroy(a->limiter);
    arena_finish(&a->scratch);
    free(a);
}
