#include "data.h"

#include <string.h>

static struct audit_record *record_at(const struct row_tenant *t, uint64_t number)
{
    struct audit_chunk *chunk = t->audit.at[number / AUDIT_CHUNK];
    return &chunk->at[number % AUDIT_CHUNK];
}

enum code memory_chain(struct memory_data *m, struct row_tenant *t, const struct audit_draft *given, struct error *e)
{
    struct audit_draft d = *given;
    struct audit_record r;
    const struct row_contact *about =
        d.contact.n >= 1 && d.contact.n <= m->contacts.count ? memory_contact_row(m, d.contact.n) : NULL;
    const struct audit_key *key = about != NULL && about->has_key ? &about->key : NULL;
    if (key == NULL)
        d.sealed = SLICE_NONE; /* erased: nothing about the person is written any more */
    d.rule = memory_keep(m, d.rule);
    d.facts = memory_keep(m, d.facts);
    enum code code = audit_append(&r, &m->arena, &t->head, &d, key, e);
    if (code != OK)
        return code;
    uint64_t number = r.sequence - 1; /* a rolled back commit left its chunk behind */
    if (number / AUDIT_CHUNK == t->audit.count)
        memory_rows_add(m, &t->audit, ARENA_NEW(&m->arena, struct audit_chunk));
    *record_at(t, number) = r;
    return OK;
}

/* -- reading -------------------------------------------------------------------------------------------------------------------
 */

enum code memory_audit_each(struct store *s, struct tenant_id id, uint64_t from, audit_visit *visit, void *context,
                            struct error *e)
{
    struct row_tenant *t;
    enum code code = memory_tenant(&t, memory_data_of(s), id, e);
    for (uint64_t i = from ? from - 1 : 0; code == OK && i < t->head.sequence; i++)
        if (!visit(context, record_at(t, i)))
            break;
    return code;
}

enum code memory_audit_head(struct store *s, struct tenant_id id, struct audit_head *out, struct error *e)
{
    struct row_tenant *t;
    enum code code = memory_tenant(&t, memory_data_of(s), id, e);
    if (code == OK)
        *out = t->head;
    return code;
}

static bool visit_list(const struct message_list *list, struct conversation_id id, message_visit *visit, void *context)
{
    for (const struct row_message *r = list->first; r != NULL; r = r->next)
        if (!visit(context, id, &r->message))
            return false;
    return true;
}

static bool visit_conversation(const struct row_conversation *c, message_visit *visit, void *context)
{
    return visit_list(&c->done, c->conversation.id, visit, context) &&
           visit_list(&c->pending, c->conversation.id, visit, context);
}

enum code memory_messages_each(struct store *s, struct conversation_id id, message_visit *visit, void *context, struct arena *a,
                               struct error *e)
{
    const struct memory_data *m = memory_data_of(s);
    (void)a;
    if (id.n > m->conversations.count)
        return fail(e, NOT_FOUND, "there is no conversation %llu", (unsigned long long)id.n);
    if (id.n != 0) {
        (void)visit_conversation(memory_conversation_row(m, id.n), visit, context);
        return OK;
    }
    for (size_t i = 0; i < m->tenants.count; i++)
        for (const struct row_conversation *c = memory_tenant_row(m, i + 1)->first; c != NULL; c = c->next)
            if (!visit_conversation(c, visit, context))
                return OK;
    return OK;
}

enum code memory_contact_view(struct store *s, struct contact_view *out, struct tenant_id t, enum channel_kind channel,
                              struct slice address, uint64_t after, view_visit *visit, void *context, struct arena *a,
                              struct error *e)
{
    struct contact found;
    struct memory_data *m = memory_data_of(s);
    enum code code = memory_contact_find(s, &found, a, t, channel, address, e);
    const struct row_conversation *c = code == OK ? memory_contact_row(m, found.id.n)->conversations[channel] : NULL;
    if (c == NULL)
        return fail(e, NOT_FOUND, "nobody has written from this address");
    *out = (struct contact_view){.conversation = c->conversation.id,
                                 .contact = found.id,
                                 .holder = c->conversation.holder,
                                 .opted_out = found.opted_out,
                                 .is_whole = true};
    bool more = true;
    for (const struct row_message *r = c->done.first; r != NULL && more; r = r->next) {
        const struct message *said = &r->message;
        enum send_state state = r->send != NULL ? r->send->send.state : SEND_ACCEPTED;
        if (r->place <= after)
            continue;
        more = out->is_whole = state != SEND_INTENT && state != SEND_SENDING;
        if (state == SEND_ACCEPTED)
            more = visit(context, &(struct view_line){r->place, said->id, said->author, said->text, said->unreadable, said->at});
    }
    return OK;
}

enum code memory_count(struct store *s, uint64_t outcomes[OUTCOME_COUNT], uint64_t sends[SEND_STATE_COUNT], struct error *e)
{
    const struct memory_data *m = memory_data_of(s);
    (void)e;
    memcpy(outcomes, m->outcomes, sizeof m->outcomes);
    memcpy(sends, m->send_states, sizeof m->send_states);
    return OK;
}
