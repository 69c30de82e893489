#include "data.h"

/* -- what is due ----------------------------------------------------------------------------------------------------------- */

static int64_t due_of(const struct row_conversation *c)
{
    return c->lease_until.ms > c->not_before.ms ? c->lease_until.ms : c->not_before.ms;
}

/* Ties go by tenant and conversation, as in a store with a file per tenant. */
static uint64_t number_of(const struct row_conversation *c)
{
    return c->conversation.tenant.n << TENANT_SHIFT | c->conversation.id.n;
}

void memory_queue_work(struct memory_data *m, struct row_conversation *c)
{
    if (c->since == NO_WORK)
        memory_queue_drop(&c->work);
    else if (due_of(c) <= 0)
        memory_queue_put(&m->ready, &c->work, c->since, number_of(c));
    else
        memory_queue_put(&m->later, &c->work, due_of(c), number_of(c));
}

static struct row_conversation *row_of(const struct memory_data *m, const struct queue_slot *slot)
{
    return memory_conversation_row(m, (slot->number & ((UINT64_C(1) << TENANT_SHIFT) - 1)));
}

/* The one that waits longest of those that are due. What became due moves to `ready`; the other way goes only what was found
 * there by a node whose clock is behind another's. */
static struct row_conversation *first_due(struct memory_data *m, struct wall now)
{
    const struct queue_slot *first;
    while ((first = memory_queue_first(&m->later)) != NULL && first->at <= now.ms) {
        struct row_conversation *c = row_of(m, first);
        memory_queue_put(&m->ready, &c->work, c->since, first->number);
    }
    while ((first = memory_queue_first(&m->ready)) != NULL) {
        struct row_conversation *c = row_of(m, first);
        if (due_of(c) <= now.ms)
            return c;
        memory_queue_put(&m->later, &c->work, due_of(c), first->number);
    }
    return NULL;
}

/* -- loading a snapshot ------------------------------------------------------------------------------------------------------ */

int64_t memory_spent(const struct row_tenant *t, struct wall at)
{
    int64_t day = at.ms / INT64_C(86400000);
    for (size_t i = t->spend.count; i > 0; i--)
        if (t->spend.at[i - 1].day == day)
            return t->spend.at[i - 1].micros;
    return 0;
}

static uint32_t started_since(const struct row_contact *c, int64_t since)
{
    uint32_t n = 0;
    for (const struct row_send *r = c->newest_started; r != NULL; r = r->older_started)
        n += r->created_at.ms > since;
    return n;
}

static void load_history(struct conversation *to, const struct row_conversation *c, struct arena *a)
{
    size_t count = c->done.count < HISTORY_MAX ? c->done.count : HISTORY_MAX;
    struct message *history = ARENA_NEW_ARRAY(a, struct message, count + 1);
    const struct row_message *r = c->done.last;
    for (size_t i = count; i > 0; i--, r = r->previous)
        history[i - 1] = r->message;
    to->history = history;
    to->history_count = count;
}

static void load_burst(struct work *w, const struct row_conversation *c, struct arena *a)
{
    struct message *burst = ARENA_NEW_ARRAY(a, struct message, c->pending.count + 1);
    size_t n = 0;
    for (const struct row_message *r = c->pending.first; r != NULL; r = r->next)
        burst[n++] = r->message;
    w->burst = burst;
    w->burst_count = n;
}

static void load(const struct memory_data *m, const struct row_conversation *c, struct work *w, struct arena *a)
{
    const struct row_tenant *t = memory_tenant_row(m, c->conversation.tenant.n);
    w->snapshot.contact = c->contact->contact;
    w->snapshot.contact.started_today = started_since(c->contact, c->claimed_at.ms - INT64_C(86400000));
    w->snapshot.contact.started_this_week = started_since(c->contact, c->claimed_at.ms - 7 * INT64_C(86400000));
    w->snapshot.conversation = c->conversation;
    w->snapshot.switches = (struct switches){.version = t->switches,
                                             .killed_global = m->killed,
                                             .killed_tenant = t->killed,
                                             .spent_today = {.micros = memory_spent(t, c->claimed_at)}};
    load_history(&w->snapshot.conversation, c, a);
    load_burst(w, c, a);
    w->unended = c->unended;
    w->marked = c->marked;
    w->attempts = c->unended >= STORE_UNENDED_MAX ? c->unended : c->marked > 0 ? c->marked + 1 : 0;
    w->turn = c->turn;
    w->fence = c->fence;
    w->lease_until = c->lease_until;
    w->reserved.micros = c->reserved;
}

/* -- money ------------------------------------------------------------------------------------------------------------------- */

static void spend(struct memory_data *m, struct row_tenant *t, struct wall at, int64_t micros)
{
    int64_t day = at.ms / INT64_C(86400000);
    size_t i = t->spend.count;
    while (i > 0 && t->spend.at[i - 1].day != day)
        i--;
    struct spend_day *row = i > 0 ? &t->spend.at[i - 1] : ARRAY_ADD(&m->arena, &t->spend);
    row->day = day;
    row->micros += micros;
}

/* What is set aside counts as spent from here on: all of it or, past the cap, nothing. */
static int64_t set_aside(struct memory_data *m, const struct row_conversation *c, const struct claim_terms *terms,
                         struct wall now)
{
    struct row_tenant *t = memory_tenant_row(m, c->conversation.tenant.n);
    struct allowance a = {0};
    if (terms->allowance != NULL)
        a = terms->allowance(terms->context, c->conversation.tenant);
    if (a.per_turn.micros <= 0 || memory_spent(t, now) + a.per_turn.micros > a.per_day.micros)
        return 0;
    spend(m, t, now, a.per_turn.micros);
    return a.per_turn.micros;
}

void memory_settle(struct memory_data *m, struct row_conversation *c, int64_t spent, bool ends)
{
    int64_t left = spent < c->reserved ? c->reserved - spent : 0, more = spent - (c->reserved - left);
    c->reserved = ends ? 0 : left;
    more -= ends ? left : 0;
    if (more != 0)
        spend(m, memory_tenant_row(m, c->conversation.tenant.n), c->claimed_at, more);
}

/* -- the lease --------------------------------------------------------------------------------------------------------------- */

enum code memory_claim(struct store *s, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                       const struct claim_terms *terms, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct row_conversation *c = first_due(m, now);
    *next_due = (struct wall){m->later.count > 0 ? memory_queue_first(&m->later)->at : INT64_MAX};
    if (c == NULL)
        return fail(e, NOT_FOUND, "no conversation has work that is due");
    if (c->turn.n == 0)
        c->turn.n = ++m->next_turn;
    else
        c->unended++;
    c->fence++;
    c->claimed_at = now;
    c->lease_until.ms = now.ms + (int64_t)(terms->lease.ns / 1000000);
    c->reserved = set_aside(m, c, terms, now);
    memory_queue_work(m, c);
    load(m, c, out, a);
    return OK;
}

struct row_conversation *memory_leased(struct memory_data *m, struct conversation_id id, uint64_t fence, struct error *e)
{
    struct row_conversation *c = id.n >= 1 && id.n <= m->conversations.count ? memory_conversation_row(m, id.n) : NULL;
    if (c == NULL || c->fence != fence) {
        fail(e, CONFLICT, "the lease on conversation %llu was lost", (unsigned long long)id.n);
        return NULL;
    }
    return c;
}

enum code memory_reload(struct store *s, struct work *io, struct arena *a, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    const struct row_conversation *c = memory_leased(m, io->snapshot.conversation.id, io->fence, e);
    if (c == NULL)
        return CONFLICT;
    load(m, c, io, a);
    return OK;
}

enum code memory_mark(struct store *s, const struct work *w, bool begins, struct error *e)
{
    struct row_conversation *c = memory_leased(memory_data_of(s), w->snapshot.conversation.id, w->fence, e);
    if (c == NULL)
        return CONFLICT;
    if (c->turn.n != 0)
        c->marked = w->marked + begins;
    return OK;
}

enum code memory_release(struct store *s, const struct work *w, struct wall not_before, struct money spent, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct row_conversation *c = memory_leased(m, w->snapshot.conversation.id, w->fence, e);
    if (c == NULL)
        return CONFLICT;
    memory_settle(m, c, spent.micros, true);
    c->lease_until.ms = 0;
    c->not_before = not_before;
    c->turn.n = 0; /* given back in good order: not an attempt */
    if (not_before.ms > 0)
        c->unended = c->marked = 0; /* it was read to its end */
    memory_queue_work(m, c);
    return OK;
}
