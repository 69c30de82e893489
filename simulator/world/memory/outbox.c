#include "data.h"

#include <stdlib.h>

/* -- rows ----------------------------------------------------------------------------------------------------------------------
 */

/* The next one of its conversation need not wait for it any more. */
static void finish(struct memory_data *m, struct row_send *r)
{
    struct row_conversation *c = memory_conversation_row(m, r->send.conversation.n);
    if (!r->unfinished)
        return;
    r->unfinished = false;
    *(r->before ? &r->before->behind : &c->first_unfinished) = r->behind;
    *(r->behind ? &r->behind->before : &c->last_unfinished) = r->before;
    struct row_send *first = c->first_unfinished;
    if (first != NULL && first->send.state == SEND_INTENT && first->place.in == NULL)
        memory_queue_put(&memory_tenant_row(m, first->send.tenant.n)->sends_ready, &first->place, 0, first->number);
}

/* What is not urgent stands in no queue until every older one of its conversation has finished. */
static void begin_unfinished(struct memory_data *m, struct row_send *r)
{
    struct row_conversation *c = memory_conversation_row(m, r->send.conversation.n);
    r->unfinished = true;
    r->before = c->last_unfinished;
    *(r->before ? &r->before->behind : &c->first_unfinished) = r;
    c->last_unfinished = r;
    if (r->before == NULL || purpose_is_urgent(r->send.purpose))
        memory_queue_put(&memory_tenant_row(m, r->send.tenant.n)->sends_ready, &r->place, 0, r->number);
}

/* The only place where a send changes its state: counts and queues follow. */
void memory_send_moves(struct memory_data *m, struct row_send *r, enum send_state to)
{
    struct row_tenant *t = memory_tenant_row(m, r->send.tenant.n);
    m->send_states[r->send.state]--;
    m->send_states[to]++;
    r->send.state = to;
    if (to == SEND_INTENT)
        memory_queue_put(&t->sends_later, &r->place, r->retry_at.ms, r->number);
    else if (to == SEND_SENDING)
        memory_queue_put(&t->sending, &r->place, r->send.at.ms, r->number);
    else if (to == SEND_UNKNOWN)
        memory_queue_put(&t->unknown, &r->place, r->send.at.ms, r->number);
    else
        memory_queue_drop(&r->place);
    if (to != SEND_INTENT && to != SEND_SENDING)
        finish(m, r);
}

void memory_send_add(struct memory_data *m, struct row_send *r)
{
    struct row_contact *contact = memory_contact_row(m, r->send.contact.n);
    r->number = memory_rows_add(m, &m->sends, r);
    r->older = contact->newest_send;
    contact->newest_send = r;
    if (purpose_is_started(r->send.purpose)) {
        r->older_started = contact->newest_started;
        contact->newest_started = r;
    }
    memory_index_add(&m->keys, random_hash(r->send.key), r->number);
    m->send_states[SEND_INTENT]++;
    begin_unfinished(m, r);
}

struct row_send *memory_send_of(struct memory_data *m, struct slice key)
{
    struct index_walk walk = memory_index_find(&m->keys, random_hash(key));
    for (uint64_t row; (row = memory_index_next(&m->keys, &walk)) != 0;)
        if (slice_eq(memory_send_row(m, row)->send.key, key))
            return memory_send_row(m, row);
    return NULL;
}

static struct row_send *at_head(const struct memory_data *m, const struct queue *q)
{
    const struct queue_slot *first = memory_queue_first(q);
    return first ? memory_send_row(m, first->number) : NULL;
}

/* -- going out -----------------------------------------------------------------------------------------------------------------
 */

/* The oldest that may be tried at `now`. As with work, what became due moves to `ready`, and back only when a clock is behind. */
static struct row_send *next_send(struct memory_data *m, struct row_tenant *t, struct wall now)
{
    struct row_send *r;
    while ((r = at_head(m, &t->sends_later)) != NULL && r->retry_at.ms <= now.ms)
        memory_queue_put(&t->sends_ready, &r->place, 0, r->number);
    while ((r = at_head(m, &t->sends_ready)) != NULL && r->retry_at.ms > now.ms)
        memory_queue_put(&t->sends_later, &r->place, r->retry_at.ms, r->number);
    return r;
}

/* Does anything wait behind a send that is on its way? */
static bool waits_behind(const struct memory_data *m, const struct row_tenant *t)
{
    for (size_t i = 0; i < t->sending.count; i++)
        for (const struct row_send *r = memory_send_row(m, t->sending.heap[i].number)->behind; r != NULL; r = r->behind)
            if (r->send.state == SEND_INTENT && r->place.in == NULL)
                return true;
    return false;
}

/* What happened since the intent forbids the attempt, the first one or a later one: the contact opted out, or a person took the
 * conversation over (I8, I9); or it is a started one that is late. */
static const char *barred(const struct memory_data *m, const struct row_send *r, struct wall now)
{
    const struct row_conversation *c = memory_conversation_row(m, r->send.conversation.n);
    if (r->send.purpose == PURPOSE_CARE)
        return NULL;
    if (c->contact->contact.opted_out && r->send.purpose != PURPOSE_OPT_OUT_NOTICE)
        return "the contact opted out before it left";
    if (c->conversation.holder == HOLDER_STAFF)
        return "a person took over before it left";
    bool late = purpose_is_started(r->send.purpose) && r->send.since.ms < now.ms - STORE_STARTED_MS_MAX;
    return late ? "it could not leave when it was decided on" : NULL;
}

static enum code move(struct memory_data *m, struct row_send *r, const struct send_result *result, struct wall now,
                      struct error *e);

/* The next one that may leave; what may not is refused on the way. */
static struct row_send *next_allowed(struct memory_data *m, struct row_tenant *t, struct wall now)
{
    for (struct row_send *r; (r = next_send(m, t, now)) != NULL;) {
        const char *why = barred(m, r, now);
        if (why == NULL)
            return r;
        struct send_result refused = {.state = SEND_REFUSED, .reason = slice_from(why)};
        if (move(m, r, &refused, now, NULL) != OK)
            return NULL;
    }
    return NULL;
}

enum code memory_send_began(struct store *s, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                            struct error *e)
{
    struct memory_store *h = (struct memory_store *)(void *)s;
    struct memory_data *m = h->data;
    (void)a;
    *next_due = (struct wall){INT64_MAX};
    for (size_t i = 0; i < m->tenants.count && !m->killed; i++) { /* taking turns: no tenant's backlog starves another */
        size_t at = (h->send_turn + i) % m->tenants.count;
        struct row_tenant *t = memory_tenant_row(m, at + 1);
        struct row_send *r = t->killed ? NULL : next_allowed(m, t, now);
        if (r != NULL) {
            r->send.attempts++;
            r->send.at = now;
            r->owner = h->owner;
            memory_send_moves(m, r, SEND_SENDING);
            h->send_turn = at + 1;
            *out = r->send;
            return OK;
        }
        if (!t->killed && t->sends_later.count > 0 && memory_queue_first(&t->sends_later)->at < next_due->ms)
            next_due->ms = memory_queue_first(&t->sends_later)->at;
        if (!t->killed && now.ms + STORE_BEHIND_MS < next_due->ms && waits_behind(m, t))
            next_due->ms = now.ms + STORE_BEHIND_MS;
    }
    return fail(e, NOT_FOUND, "no message waits to be sent");
}

/* -- how it ended --------------------------------------------------------------------------------------------------------------
 */

static bool may_become(enum send_state from, enum send_state to)
{
    if (from == SEND_SENDING)
        return to != SEND_SENDING && to != SEND_HUMAN;
    if (from == SEND_ACCEPTED) /* it failed after all */
        return to == SEND_HUMAN;
    return from == SEND_UNKNOWN && (to == SEND_ACCEPTED || to == SEND_HUMAN || to == SEND_REFUSED);
}

static enum code move(struct memory_data *m, struct row_send *r, const struct send_result *result, struct wall now,
                      struct error *e)
{
    arena_reset(&m->scratch);
    struct audit_draft d = {.kind = AUDIT_SEND_RESULT,
                            .at = now,
                            .contact = r->send.contact,
                            .conversation = r->send.conversation,
                            .facts = arena_printf(&m->scratch, "{\"key\":\"" SLICE_FMT "\",\"state\":\"%s\"}",
                                                  SLICE_ARG(r->send.key), send_state_name(result->state))};
    enum code code = memory_chain(m, memory_tenant_row(m, r->send.tenant.n), &d, e);
    if (code != OK)
        return code;
    r->send.at = now;
    r->retry_at = result->retry_at;
    if (result->provider_id.len > 0)
        r->provider_id = memory_keep(m, result->provider_id);
    memory_send_moves(m, r, result->state);
    return OK;
}

/* Nobody was called for this yet: a ticket that no person has taken is due at once, however often it has called. */
static void call_person(struct memory_data *m, struct row_conversation *c, enum ticket_reason reason, struct wall now)
{
    struct ticket *ticket = &c->conversation.ticket;
    if (ticket->id == 0 || ticket->state == TICKET_CLOSED)
        *ticket = (struct ticket){memory_ticket_new(m, c), reason, TICKET_OPEN, now, {0}, 0};
    if (ticket->state == TICKET_OPEN) {
        ticket->alerted_at.ms = 0;
        ticket->alerts = 0;
    }
    memory_queue_alarm(m, c);
    c->conversation.version++;
}

enum code memory_send_ended(struct store *s, struct slice key, const struct send_result *result, struct wall now, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct row_send *r = memory_send_of(m, key);
    if (r == NULL)
        return fail(e, NOT_FOUND, "there is no send " SLICE_FMT, SLICE_ARG(key));
    if (result->attempt != 0 && result->attempt != r->send.attempts)
        return fail(e, CONFLICT, "send " SLICE_FMT " is at attempt %u, not %u", SLICE_ARG(key), r->send.attempts,
                    result->attempt);
    if (!may_become(r->send.state, result->state))
        return fail(e, CONFLICT, "send " SLICE_FMT " is %s and cannot become %s", SLICE_ARG(key), send_state_name(r->send.state),
                    send_state_name(result->state));
    struct send_result end = *result;
    bool erased = !memory_contact_row(m, r->send.contact.n)->has_key;
    if (end.state == SEND_INTENT && (erased || r->recalled))
        end.state = SEND_REFUSED; /* there is nothing left to try again */
    enum code code = move(m, r, &end, now, e);
    if (code == OK && result->state == SEND_HUMAN)
        call_person(m, memory_conversation_row(m, r->send.conversation.n), TICKET_UNKNOWN_SEND, now);
    if (code == OK && result->state == SEND_REFUSED && !purpose_is_started(r->send.purpose) && !erased)
        call_person(m, memory_conversation_row(m, r->send.conversation.n), TICKET_REFUSED_SEND, now);
    return code;
}

/* -- what was decided on before is not sent any more
 * ------------------------------------------------------------------------------------------- */

enum code memory_recall(struct memory_data *m, struct row_conversation *c, enum channel_kind channel, struct wall now,
                        struct error *e)
{
    enum code code = OK;
    for (struct row_send *r = c->first_unfinished, *next; code == OK && r != NULL; r = next) {
        next = r->behind;
        if (purpose_is_urgent(r->send.purpose) || (channel != CHANNEL_KIND_COUNT && r->send.channel != channel))
            continue;
        if (r->send.state == SEND_INTENT)
            code = move(m, r, &(struct send_result){.state = SEND_REFUSED}, now, e);
        else
            r->recalled = true;
    }
    return code;
}

enum code memory_recall_withdrawn(struct memory_data *m, struct row_contact *c, const struct consent_change *change,
                                  struct wall now, struct error *e)
{
    enum code code = OK;
    for (size_t i = 0; code == OK && i < CHANNEL_KIND_COUNT; i++)
        if (c->conversations[i] != NULL)
            code = memory_recall(m, c->conversations[i], change->channel, now, e);
    return code;
}

/* -- doubt
 * ----------------------------------------------------------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
    const struct row_send *const *x = a, *const *y = b;
    return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

/* Takes what is older than the patience out of the queue; its move puts it into another. */
static void take_aged(struct memory_data *m, struct queue *q, struct wall until, struct row_send **out, size_t *count)
{
    for (const struct queue_slot *first; (first = memory_queue_first(q)) != NULL && first->at <= until.ms;) {
        out[*count] = at_head(m, q);
        memory_queue_drop(&out[(*count)++]->place);
    }
}

/* Sends of another handle that still lives may be called unknown too: its own answer settles that, and nothing is sent twice. */
static enum code recover(const struct memory_store *h, struct row_tenant *t, struct wall now, struct wall until, bool at_start,
                         uint64_t *changed, struct error *e)
{
    struct memory_data *m = h->data;
    size_t count = 0;
    struct row_send **doubts = malloc((t->sending.count + t->unknown.count + 1) * sizeof(struct row_send *));
    must(doubts != NULL);
    take_aged(m, &t->unknown, until, doubts, &count);
    take_aged(m, &t->sending, until, doubts, &count);
    for (size_t i = 0; at_start && i < t->sending.count; i++) {
        struct row_send *r = memory_send_row(m, t->sending.heap[i].number);
        if (r->owner != h->owner)
            doubts[count++] = r;
    }
    qsort(doubts, count, sizeof(struct row_send *), by_number);
    enum code code = OK;
    for (size_t i = 0; i < count; i++) {
        struct row_send *r = doubts[i];
        bool aged = r->send.at.ms <= until.ms;
        if (r->send.state == SEND_SENDING)
            code = code == OK ? move(m, r, &(struct send_result){.state = SEND_UNKNOWN}, now, e) : code;
        if (code == OK && aged)
            code = move(m, r, &(struct send_result){.state = SEND_HUMAN}, now, e);
        if (code != OK)
            memory_send_moves(m, r, r->send.state); /* not this time: back to where it was */
        else if (aged)
            call_person(m, memory_conversation_row(m, r->send.conversation.n), TICKET_UNKNOWN_SEND, now);
        *changed += code == OK;
    }
    free(doubts);
    return code;
}

enum code memory_sends_recover(struct store *s, struct wall now, struct duration patience, bool at_start, uint64_t *changed,
                               struct error *e)
{
    const struct memory_store *h = (const struct memory_store *)(const void *)s;
    struct wall until = {now.ms - (int64_t)(patience.ns / 1000000)};
    enum code code = OK;
    *changed = 0;
    for (size_t i = 0; code == OK && i < h->data->tenants.count; i++)
        code = recover(h, memory_tenant_row(h->data, i + 1), now, until, at_start, changed, e);
    return code;
}

enum code memory_send_find(struct store *s, struct send *out, struct arena *a, struct slice key, struct error *e)
{
    const struct row_send *r = memory_send_of(memory_data_of(s), key);
    (void)a;
    if (r == NULL)
        return fail(e, NOT_FOUND, "there is no send " SLICE_FMT, SLICE_ARG(key));
    *out = r->send;
    return OK;
}
