#include "data.h"

void memory_list_append(struct message_list *list, struct row_message *r)
{
    r->previous = list->last;
    r->next = NULL;
    if (list->last != NULL)
        list->last->next = r;
    else
        list->first = r;
    list->last = r;
    list->count++;
}

void memory_list_remove(struct message_list *list, struct row_message *r)
{
    if (r->previous != NULL)
        r->previous->next = r->next;
    else
        list->first = r->next;
    if (r->next != NULL)
        r->next->previous = r->previous;
    else
        list->last = r->previous;
    r->previous = r->next = NULL;
    list->count--;
}

static void wake(struct memory_data *m, struct row_conversation *c, int64_t since)
{
    if (since >= c->since)
        return;
    c->since = since;
    memory_queue_work(m, c);
}

static enum accept_result accept_one(struct memory_data *m, const struct inbound *in)
{
    struct random_key key = {in->tenant.n, (uint64_t)in->channel, random_hash(in->provider_id)};
    if (in->tenant.n == 0 || in->tenant.n > m->tenants.count)
        return ACCEPT_UNKNOWN_TENANT;
    if (memory_seen_before(&m->inbound, random_at(key, in->provider_id.len)))
        return ACCEPT_DUPLICATE;
    struct row_conversation *c = memory_conversation_for(m, memory_contact_for(m, in->tenant, in->address), in->channel);
    struct row_message *r = ARENA_NEW(&m->arena, struct row_message);
    r->message = (struct message){.id = {++m->next_message},
                                  .author = AUTHOR_CONTACT,
                                  .channel = in->channel,
                                  .text = memory_keep_private(m, in->text),
                                  .unreadable = memory_keep(m, in->unreadable),
                                  .at = in->received_at,
                                  .sent_at = in->sent_at};
    memory_list_append(&c->pending, r);
    m->outcomes[OUTCOME_PENDING]++;
    wake(m, c, in->received_at.ms);
    return ACCEPT_NEW;
}

enum code memory_accept(struct store *s, const struct inbound *batch, size_t count, enum accept_result *results, struct error *e)
{
    (void)e;
    for (size_t i = 0; i < count; i++)
        results[i] = accept_one(memory_data_of(s), &batch[i]);
    return OK;
}

/* An import never brings consent back that was withdrawn. */
static void import(struct memory_data *m, struct contact *c, const struct opening *o)
{
    struct consent *consent = &c->consent[o->channel];
    c->version++;
    c->time_zone = memory_keep(m, o->time_zone);
    c->language = memory_keep(m, o->language);
    if (!c->opted_out && consent->state != CONSENT_WITHDRAWN)
        *consent = (struct consent){o->consent.state, o->consent.at, memory_keep(m, o->consent.evidence),
                                    memory_keep(m, o->consent.lead_source)};
}

enum code memory_open(struct store *s, const struct opening *o, bool *is_new, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct random_key key = {o->tenant.n, 1, random_hash(o->reference)};
    struct row_tenant *t;
    enum code code = memory_tenant(&t, m, o->tenant, e);
    if (code != OK)
        return code;
    *is_new = !memory_seen_before(&m->openings, random_at(key, o->reference.len));
    if (!*is_new)
        return OK;
    struct row_contact *contact = memory_contact_for(m, o->tenant, o->address);
    import(m, &contact->contact, o);
    struct row_conversation *c = memory_conversation_for(m, contact, o->channel);
    c->opening = true;
    wake(m, c, ONLY_OPENING);
    return OK;
}
