#include <parley/world.h>

#include <parley/memory_store.h>
#include <parley/random.h>
#include <stdlib.h>
#include <string.h>

enum happening_kind { HAPPEN_SAYS, HAPPEN_OPENS, HAPPEN_SHOWS, HAPPEN_CALLS };

struct happening_at {
    uint64_t at_ns, sequence;
    enum happening_kind kind;
    struct inbound inbound;
    struct opening opening;
    struct shown shown;
    void (*call)(void *);
    void *context;
};

struct world_clock {
    struct clock base;
    struct world *world;
};
struct world_entropy {
    struct entropy base;
    struct dice dice;
};
struct world_alert {
    struct alert base;
    struct world *world;
};
struct phone {
    struct channel base;
    struct world *world;
};

struct world {
    struct world_setup setup;
    struct arena arena;
    struct world_clock clock;
    struct world_entropy entropy;
    struct world_alert alert;
    struct phone phone;
    struct store *store;
    struct runtime *runtime;
    struct runtime_tenant tenant;
    struct happening_at *heap;
    size_t count, room;
    uint64_t now_ns, sequence, next_provider_id;
};

/* -- the queue: a binary heap over (time, sequence) ---------------------------------------------------------------------------
 */

static bool before(const struct happening_at *a, const struct happening_at *b)
{
    return a->at_ns != b->at_ns ? a->at_ns < b->at_ns : a->sequence < b->sequence;
}

static void swap(struct happening_at *a, struct happening_at *b)
{
    struct happening_at c = *a;
    *a = *b;
    *b = c;
}

static void push(struct world *w, struct duration after, struct happening_at h)
{
    h.at_ns = w->now_ns + after.ns;
    h.sequence = w->sequence++;
    if (w->count == w->room) {
        w->room = w->room ? w->room * 2 : 64;
        w->heap = realloc(w->heap, w->room * sizeof *w->heap);
        must(w->heap != NULL);
    }
    size_t at = w->count++;
    w->heap[at] = h;
    for (; at > 0 && before(&w->heap[at], &w->heap[(at - 1) / 2]); at = (at - 1) / 2)
        swap(&w->heap[at], &w->heap[(at - 1) / 2]);
}

static struct happening_at pop(struct world *w)
{
    struct happening_at top = w->heap[0];
    w->heap[0] = w->heap[--w->count];
    for (size_t at = 0;;) {
        size_t least = at, left = 2 * at + 1, right = left + 1;
        if (left < w->count && before(&w->heap[left], &w->heap[least]))
            least = left;
        if (right < w->count && before(&w->heap[right], &w->heap[least]))
            least = right;
        if (least == at)
            return top;
        swap(&w->heap[at], &w->heap[least]);
        at = least;
    }
}

/* -- the ports ------------------------------------------------------------------------------------------------------------------
 */

struct wall world_now(const struct world *w)
{
    return (struct wall){w->setup.begin.ms + (int64_t)(w->now_ns / 1000000)};
}

static struct instant clock_now(struct clock *c)
{
    return (struct instant){((struct world_clock *)(void *)c)->world->now_ns};
}

static struct wall clock_wall(struct clock *c)
{
    return world_now(((struct world_clock *)(void *)c)->world);
}

static void entropy_fill(struct entropy *r, void *at, size_t size)
{
    struct world_entropy *e = (struct world_entropy *)(void *)r;
    unsigned char *to = at;
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)dice_below(&e->dice, 256);
}

static void alert_raise(struct alert *a, enum alert_level level, struct slice what, struct slice text)
{
    struct world *w = ((struct world_alert *)(void *)a)->world;
    (void)text;
    if (w->setup.alerted != NULL)
        w->setup.alerted(w->setup.context, level, what, world_now(w));
}

static void transmit(struct channel *c, const struct send *send, channel_done *done, void *context)
{
    struct world *w = ((struct phone *)(void *)c)->world;
    struct happening_at h = {.kind = HAPPEN_SHOWS};
    h.shown = (struct shown){.address = arena_copy(&w->arena, private_reveal(send->address, REVEAL_CHANNEL)),
                             .text = arena_copy(&w->arena, private_reveal(send->text, REVEAL_CHANNEL)),
                             .key = arena_copy(&w->arena, send->key),
                             .channel = send->channel,
                             .purpose = send->purpose};
    push(w, w->setup.delivery, h);
    struct send_result accepted = {.state = SEND_ACCEPTED, .provider_id = h.shown.key};
    done(context, send->key, &accepted);
}

static void forget(struct channel *c, void *context)
{
    (void)c;
    (void)context;
}

static struct instant pump_phone(struct channel *c)
{
    (void)c;
    return INSTANT_NEVER;
}

static void close_phone(struct channel *c)
{
    (void)c;
}

/* -- running --------------------------------------------------------------------------------------------------------------------
 */

static void happen(struct world *w, struct happening_at *h)
{
    struct error e;
    enum accept_result result;
    bool is_new;
    switch (h->kind) {
    case HAPPEN_SAYS:
        h->inbound.sent_at = h->inbound.received_at = world_now(w);
        if (w->setup.said != NULL)
            w->setup.said(w->setup.context, &h->inbound);
        must(w->store->ops->accept(w->store, &h->inbound, 1, &result, &e) == OK);
        return;
    case HAPPEN_OPENS:
        h->opening.at = world_now(w);
        must(w->store->ops->open(w->store, &h->opening, &is_new, &e) == OK);
        return;
    case HAPPEN_SHOWS:
        h->shown.at = world_now(w);
        if (w->setup.shown != NULL)
            w->setup.shown(w->setup.context, &h->shown);
        return;
    case HAPPEN_CALLS: h->call(h->context); return;
    }
}

void world_run(struct world *w, struct duration most)
{
    uint64_t end = w->now_ns + most.ns, idle_ns = UINT64_C(3600000000000);
    runtime_news(w->runtime); /* who called may have changed the store */
    for (;;) {
        struct instant next = runtime_pump(w->runtime);
        uint64_t queued = w->count ? w->heap[0].at_ns : UINT64_MAX;
        uint64_t at = next.ns < queued ? next.ns : queued;
        bool idle = w->count == 0 && (next.ns == UINT64_MAX || next.ns - w->now_ns > idle_ns);
        bool only_timers = w->count == 0 && next.ns > w->now_ns + UINT64_C(60000000000);
        if (idle || only_timers || at > end)
            break;
        if (at > w->now_ns)
            w->now_ns = at;
        while (w->count > 0 && w->heap[0].at_ns <= w->now_ns) {
            struct happening_at h = pop(w);
            happen(w, &h);
            runtime_news(w->runtime);
        }
    }
    if (w->now_ns < end && most.ns != 0 && w->count > 0)
        w->now_ns = end;
}

/* -- outside --------------------------------------------------------------------------------------------------------------------
 */

static void turn_done(void *context, const struct turn *t, const struct work *work, const struct commit *c, struct wall at)
{
    struct world *w = context;
    if (w->setup.turn_done != NULL)
        w->setup.turn_done(w->setup.context, t, work, c, at);
}

struct world *world_create(const struct world_setup *setup)
{
    static const struct clock_ops clock_ops = {clock_now, clock_wall};
    static const struct entropy_ops entropy_ops = {entropy_fill};
    static const struct alert_ops alert_ops = {alert_raise};
    static const struct channel_ops phone_ops = {"phone", transmit, forget, pump_phone, close_phone};
    struct world *w = calloc(1, sizeof *w);
    struct error e = {0};
    must(w != NULL);
    w->setup = *setup;
    arena_init(&w->arena, (size_t)1 << 30);
    w->clock = (struct world_clock){{&clock_ops}, w};
    w->entropy = (struct world_entropy){{&entropy_ops}, {{setup->seed, random_hash(SLICE("entropy")), 0}, 0}};
    w->alert = (struct world_alert){{&alert_ops}, w};
    w->phone = (struct phone){{&phone_ops}, w};
    w->store = memory_store_create(&w->entropy.base);
    w->tenant.rules = setup->rules;
    must(w->store->ops->tenant_put(w->store, &w->tenant.id, setup->rules->tenant->id, NULL, &e) == OK);
    struct runtime_setup r = {.store = w->store,
                              .clock = &w->clock.base,
                              .alert = &w->alert.base,
                              .models = setup->models,
                              .model_count = setup->model_count,
                              .tenants = &w->tenant,
                              .tenant_count = 1,
                              .watch = {.context = w, .turn_done = turn_done},
                              .lease = DURATION_S(300),
                              .unknown_patience = DURATION_S(900),
                              .turns_max = 8};
    for (unsigned i = 0; i < CHANNEL_KIND_COUNT; i++)
        r.channels[i] = &w->phone.base;
    w->runtime = runtime_create(&r, &e);
    must(w->runtime != NULL);
    return w;
}

void world_destroy(struct world *w)
{
    if (w == NULL)
        return;
    runtime_destroy(w->runtime);
    w->store->ops->close(w->store);
    arena_finish(&w->arena);
    free(w->heap);
    free(w);
}

void world_customer_says(struct world *w, struct duration after, enum channel_kind channel, struct slice address,
                         struct slice text)
{
    struct happening_at h = {.kind = HAPPEN_SAYS};
    h.inbound = (struct inbound){.tenant = w->tenant.id,
                                 .channel = channel,
                                 .provider_id = arena_printf(&w->arena, "m%llu", (unsigned long long)++w->next_provider_id),
                                 .address = private_hide(arena_copy(&w->arena, address)),
                                 .text = private_hide(arena_copy(&w->arena, text))};
    push(w, after, h);
}

void world_open(struct world *w, struct duration after, const struct opening *opening)
{
    struct happening_at h = {.kind = HAPPEN_OPENS, .opening = *opening};
    h.opening.tenant = w->tenant.id;
    h.opening.address = private_hide(arena_copy(&w->arena, private_reveal(opening->address, REVEAL_STORE)));
    h.opening.reference = arena_copy(&w->arena, opening->reference);
    push(w, after, h);
}

void world_call(struct world *w, struct duration after, void (*call)(void *), void *context)
{
    push(w, after, (struct happening_at){.kind = HAPPEN_CALLS, .call = call, .context = context});
}

struct store *world_store(struct world *w)
{
    return w->store;
}

struct tenant_id world_tenant(const struct world *w)
{
    return w->tenant.id;
}
