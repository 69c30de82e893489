#include "data.h"

/* -- tickets -------------------------------------------------------------------------------------------------------------------
 */

uint64_t memory_ticket_new(struct memory_data *m, struct row_conversation *c)
{
    memory_rows_add(m, &m->tickets, c);
    return m->tickets.count;
}

void memory_queue_alarm(struct memory_data *m, struct row_conversation *c)
{
    const struct ticket *ticket = &c->conversation.ticket;
    struct row_tenant *t = memory_tenant_row(m, c->conversation.tenant.n);
    if (ticket->id == 0 || ticket->state != TICKET_OPEN) {
        memory_queue_drop(&c->alarm);
        return;
    }
    memory_queue_put(&t->alarms, &c->alarm, ticket->alerted_at.ms, c->conversation.id.n);
    if (ticket->alerted_at.ms > t->called_last.ms)
        t->called_last = ticket->alerted_at;
}

/* Taken out of the queue one by one, and put back. */
static size_t due_of(struct memory_data *m, struct row_tenant *t, struct ticket_row *out, size_t most, struct wall before,
                     uint64_t alerts_below)
{
    size_t count = 0;
    struct row_conversation *passed = NULL;
    for (const struct queue_slot *first;
         count < most && (first = memory_queue_first(&t->alarms)) != NULL && first->at <= before.ms;) {
        struct row_conversation *row = memory_conversation_row(m, first->number);
        const struct conversation *c = &row->conversation;
        if (c->ticket.alerts < alerts_below)
            out[count++] = (struct ticket_row){c->ticket, c->tenant, c->id, c->contact};
        memory_queue_drop(&row->alarm);
        row->passed = passed;
        passed = row;
    }
    for (; passed != NULL; passed = passed->passed)
        memory_queue_alarm(m, passed);
    return count;
}

static bool is_before(const struct queue_slot *a, const struct queue_slot *b)
{
    return a->at != b->at ? a->at < b->at : a->number < b->number;
}

/* Those whose last call is later than any clock could say, in the same order: rare, and then all are looked through. */
static size_t ahead_of(struct memory_data *m, const struct row_tenant *t, struct ticket_row *out, size_t most, int64_t latest,
                       uint64_t alerts_below)
{
    size_t count = 0;
    struct queue_slot last = {.at = latest, .number = UINT64_MAX};
    for (const struct queue_slot *next = &last; count < most && next != NULL && t->called_last.ms > latest;) {
        next = NULL;
        for (size_t i = 0; i < t->alarms.count; i++) {
            const struct queue_slot *x = &t->alarms.heap[i];
            if (is_before(&last, x) && (next == NULL || is_before(x, next)))
                next = x;
        }
        const struct conversation *c = next != NULL ? &memory_conversation_row(m, next->number)->conversation : NULL;
        if (c != NULL && c->ticket.alerts < alerts_below)
            out[count++] = (struct ticket_row){c->ticket, c->tenant, c->id, c->contact};
        if (next != NULL)
            last = *next;
    }
    return count;
}

enum code memory_tickets_due(struct store *s, struct tenant_id tenant, struct ticket_row *out, size_t most, size_t *count,
                             struct wall now, struct duration pause, uint64_t alerts_below, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct row_tenant *t;
    *count = 0;
    enum code code = memory_tenant(&t, m, tenant, e);
    if (code != OK)
        return code;
    *count = due_of(m, t, out, most, (struct wall){now.ms - (int64_t)(pause.ns / 1000000)}, alerts_below);
    if (now.ms < INT64_MAX - STORE_SKEW_MS_MAX)
        *count += ahead_of(m, t, out + *count, most - *count, now.ms + STORE_SKEW_MS_MAX, alerts_below);
    return OK;
}

enum code memory_ticket_move(struct store *s, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                             struct error *e)
{
    static const enum holder holders[] = {
        [TICKET_OPEN] = HOLDER_HANDED_OVER, [TICKET_TAKEN] = HOLDER_STAFF, [TICKET_CLOSED] = HOLDER_BOT};
    static const char *const names[] = {[TICKET_OPEN] = "open", [TICKET_TAKEN] = "taken", [TICKET_CLOSED] = "closed"};
    struct memory_data *m = memory_data_of(s);
    struct row_conversation *row = ticket >= 1 && ticket <= m->tickets.count ? m->tickets.at[ticket - 1] : NULL;
    if (row == NULL || row->conversation.ticket.id != ticket)
        return fail(e, NOT_FOUND, "there is no ticket %llu", (unsigned long long)ticket);
    struct conversation *c = &row->conversation;
    if (to != c->ticket.state) {
        char facts[64];
        snprintf(facts, sizeof facts, "{\"ticket\":%llu,\"state\":\"%s\"}", (unsigned long long)ticket, names[to]);
        struct audit_draft d = {
            .kind = AUDIT_TICKET, .at = now, .contact = c->contact, .conversation = c->id, .facts = slice_from(facts)};
        enum code code = memory_chain(m, memory_tenant_row(m, c->tenant.n), &d, e);
        if (code != OK)
            return code;
        c->holder = holders[to];
        if (to == TICKET_TAKEN && (code = memory_recall(m, row, CHANNEL_KIND_COUNT, now, e)) != OK)
            return code;
    }
    if (alerted) {
        c->ticket.alerted_at = now;
        c->ticket.alerts++;
    }
    c->ticket.state = to;
    c->version++;
    memory_queue_alarm(m, row);
    return OK;
}

/* -- a conversation and who holds it --------------------------------------------------------------------------------------------
 */

enum code memory_hold(struct store *s, struct conversation_id conversation, bool taken, struct slice by, struct wall now,
                      struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    if (conversation.n < 1 || conversation.n > m->conversations.count)
        return fail(e, NOT_FOUND, "there is no conversation %llu", (unsigned long long)conversation.n);
    struct row_conversation *row = memory_conversation_row(m, conversation.n);
    struct conversation *c = &row->conversation;
    bool open = c->ticket.id != 0 && c->ticket.state != TICKET_CLOSED;
    enum holder before = c->holder, next = taken ? HOLDER_STAFF : row->contact->contact.opted_out ? HOLDER_SILENT : HOLDER_BOT;
    enum code code = open ? memory_ticket_move(s, c->ticket.id, taken ? TICKET_TAKEN : TICKET_CLOSED, false, now, e) : OK;
    if (code != OK || (next == before && !open))
        return code;
    arena_reset(&m->scratch);
    struct audit_draft d = {.kind = AUDIT_HOLDER,
                            .at = now,
                            .contact = c->contact,
                            .conversation = c->id,
                            .facts = arena_printf(&m->scratch, "{\"holder\":\"%s\",\"by_sha256\":\"" SLICE_FMT "\"}",
                                                  holder_name(next), SLICE_ARG(digest_hex(&m->scratch, digest_of(by))))};
    if ((code = memory_chain(m, memory_tenant_row(m, c->tenant.n), &d, e)) != OK)
        return code;
    c->holder = next;
    c->version++;
    return taken ? memory_recall(m, row, CHANNEL_KIND_COUNT, now, e) : OK;
}

/* -- kill switches ------------------------------------------------------------------------------------------------------------
 */

static enum code note_kill(struct memory_data *m, struct row_tenant *t, bool everybody, bool on, struct slice by, struct wall now,
                           struct error *e)
{
    arena_reset(&m->scratch);
    struct audit_draft d = {.kind = AUDIT_KILL,
                            .at = now,
                            .rule = SLICE("RULE-KILL-1"),
                            .facts = arena_printf(&m->scratch, "{\"on\":%s,\"everybody\":%s,\"by_sha256\":\"" SLICE_FMT "\"}",
                                                  on ? "true" : "false", everybody ? "true" : "false",
                                                  SLICE_ARG(digest_hex(&m->scratch, digest_of(by))))};
    return memory_chain(m, t, &d, e);
}

enum code memory_kill(struct store *s, struct tenant_id tenant, bool on, struct slice by, struct wall now, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct row_tenant *t;
    enum code code = OK;
    if (tenant.n != 0) {
        if ((code = memory_tenant(&t, m, tenant, e)) != OK || (code = note_kill(m, t, false, on, by, now, e)) != OK)
            return code;
        t->killed = on;
        t->switches++;
        return OK;
    }
    m->killed = on;
    for (size_t i = 0; code == OK && i < m->tenants.count; i++) {
        memory_tenant_row(m, i + 1)->switches++;
        code = note_kill(m, memory_tenant_row(m, i + 1), true, on, by, now, e);
    }
    return code;
}
