/* The durable door: messages that came in during one round of the loop, accepted together, then answered. */
#include "parts.h"

#include <stdlib.h>

enum { INGEST_MAX = 256 << 20, BATCH_MAX = 512 };

struct group {
    size_t first, count;
    ingest_done *done;
    void *context;
};

struct side {
    struct arena arena;
    ARRAY_OF(struct inbound) messages;
    ARRAY_OF(struct group) groups;
};

struct ingest {
    struct side two[2]; /* an answer may let a request in that was waiting behind it: that one comes with the next commit */
    unsigned open;
};

struct ingest *ingest_create(void)
{
    struct ingest *in = calloc(1, sizeof *in);
    must(in != NULL);
    for (size_t i = 0; i < 2; i++)
        arena_init(&in->two[i].arena, INGEST_MAX);
    return in;
}

void ingest_destroy(struct ingest *in)
{
    for (size_t i = 0; in != NULL && i < 2; i++)
        arena_finish(&in->two[i].arena);
    free(in);
}

static struct private_slice keep(struct arena *a, struct private_slice p)
{
    return private_hide(arena_copy(a, private_reveal(p, REVEAL_STORE)));
}

void ingest_add(struct ingest *in, const struct inbound *messages, size_t count, ingest_done *done, void *context)
{
    struct side *s = &in->two[in->open];
    *ARRAY_ADD(&s->arena, &s->groups) = (struct group){s->messages.count, count, done, context};
    for (size_t i = 0; i < count; i++) {
        struct inbound m = messages[i];
        m.provider_id = arena_copy(&s->arena, m.provider_id);
        m.unreadable = arena_copy(&s->arena, m.unreadable);
        m.address = keep(&s->arena, m.address);
        m.text = keep(&s->arena, m.text);
        *ARRAY_ADD(&s->arena, &s->messages) = m;
    }
}

static void count_results(struct api *a, enum code code, const enum accept_result *results, size_t count)
{
    for (size_t i = 0; i < count && code == OK; i++) {
        a->counts[COUNT_ACCEPTED] += results[i] == ACCEPT_NEW;
        a->counts[COUNT_DUPLICATE] += results[i] == ACCEPT_DUPLICATE;
        a->counts[COUNT_UNKNOWN_TENANT] += results[i] == ACCEPT_UNKNOWN_TENANT;
    }
    a->counts[COUNT_PUT_OFF] += code != OK ? count : 0;
}

static void tell_away(struct api *a, enum code code, const struct error *e)
{
    if (code != OK && !a->store_away)
        a->setup.alert->ops->raise(a->setup.alert, ALERT_PAGE, SLICE("store.away"), slice_from(e->text));
    a->store_away = code != OK;
}

/* Groups that fit into one transaction go together; a batch of a provider is never cut in two. */
static size_t fill(const struct side *s, size_t group, size_t *count)
{
    size_t first = group;
    *count = 0;
    while (group < s->groups.count && (group == first || *count + s->groups.at[group].count <= BATCH_MAX))
        *count += s->groups.at[group++].count;
    return group;
}

static void commit_side(struct side *s, struct api *a)
{
    enum accept_result *results = ARENA_NEW_ARRAY(&s->arena, enum accept_result, s->messages.count + 1);
    for (size_t group = 0, next; group < s->groups.count; group = next) {
        struct error e = {0};
        size_t count, first = s->groups.at[group].first;
        next = fill(s, group, &count);
        enum code code =
            count > 0 ? a->setup.store->ops->accept(a->setup.store, s->messages.at + first, count, results + first, &e) : OK;
        tell_away(a, code, &e);
        count_results(a, code, results + first, count);
        for (size_t i = group; i < next; i++)
            s->groups.at[i].done(s->groups.at[i].context, code, results + s->groups.at[i].first);
    }
}

void ingest_commit(struct ingest *in, struct api *a)
{
    struct side *s = &in->two[in->open];
    if (s->groups.count == 0)
        return;
    in->open = 1 - in->open;
    bool any = s->messages.count > 0;
    commit_side(s, a);
    s->messages.at = NULL;
    s->groups.at = NULL;
    s->messages.count = s->messages.room = s->groups.count = s->groups.room = 0;
    arena_reset(&s->arena);
    if (any)
        a->setup.accepted(a->setup.context);
}

bool ingest_waits(const struct ingest *in)
{
    return in->two[in->open].groups.count > 0;
}

/* -- answers that wait for a commit
 * ---------------------------------------------------------------------------------------------- */

static void gone(void *context)
{
    struct hold *h = context;
    h->call = NULL;
}

struct hold *hold_begin(struct call *c)
{
    struct hold *h = calloc(1, sizeof *h);
    must(h != NULL);
    h->call = c;
    http_exchange_watch(c->x, gone, h);
    return h;
}

struct call *hold_end(struct hold *h)
{
    struct call *c = h->call;
    if (c != NULL)
        http_exchange_watch(c->x, NULL, NULL);
    free(h);
    return c;
}
