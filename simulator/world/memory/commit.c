#include "data.h"

#include <string.h>

/* -- may it be written? --------------------------------------------------------------------------------------------------------
 */

/* The facts a turn decided on are compared with those of the moment of the commit (RULE-CONSENT-2, I8, I9, I13). */
static enum code still_true(struct memory_data *m, const struct row_conversation *c, const struct row_tenant *t,
                            const struct commit *k, struct error *e)
{
    const struct contact *contact = &c->contact->contact;
    unsigned long long id = (unsigned long long)k->conversation_id.n;
    if (contact->version != k->contact_version || c->conversation.version != k->conversation_version ||
        t->switches != k->switches_version)
        return fail(e, CONFLICT, "facts of conversation %llu changed since they were read", id);
    if (k->send_count > 0 && !c->contact->has_key)
        return fail(e, CONFLICT, "contact %llu was erased: nothing is sent any more", (unsigned long long)contact->id.n);
    for (size_t i = 0; i < k->send_count; i++) {
        bool twice = memory_send_of(m, k->sends[i].key) != NULL;
        for (size_t before = 0; before < i; before++)
            twice |= slice_eq(k->sends[before].key, k->sends[i].key);
        if (twice)
            return fail(e, CONFLICT, "there is a send " SLICE_FMT " already", SLICE_ARG(k->sends[i].key));
    }
    return OK;
}

/* All of the records or none of them. */
static enum code take_audits(struct memory_data *m, struct row_tenant *t, const struct commit *k, struct error *e)
{
    struct audit_head before = t->head;
    enum code code = OK;
    for (size_t i = 0; code == OK && i < k->audit_count; i++)
        code = memory_chain(m, t, &k->audits[i], e);
    if (code != OK)
        t->head = before;
    return code;
}

/* -- writing it ------------------------------------------------------------------------------------------------------------- */

/* The search goes on where the last one ended: outcomes come in the order of the burst. */
static struct row_message *pending_of(const struct message_list *pending, struct row_message *from, struct message_id id)
{
    for (struct row_message *r = from; r != NULL; r = r->next)
        if (r->message.id.n == id.n)
            return r;
    for (struct row_message *r = pending->first; r != from; r = r->next)
        if (r->message.id.n == id.n)
            return r;
    return NULL;
}

/* One terminal outcome each: a message that has one keeps it (I1). */
static void take_outcomes(struct memory_data *m, struct row_conversation *c, const struct commit *k)
{
    struct row_message *from = c->pending.first;
    for (size_t i = 0; i < k->outcome_count; i++) {
        struct row_message *r = pending_of(&c->pending, from, k->outcomes[i].message);
        if (r == NULL)
            continue;
        from = r->next;
        memory_list_remove(&c->pending, r);
        memory_list_append(&c->done, r);
        r->place = c->done.count;
        r->outcome = k->outcomes[i].outcome;
        r->message.turn = k->outcomes[i].turn;
        m->outcomes[OUTCOME_PENDING]--;
        m->outcomes[r->outcome]++;
    }
}

/* Bot's messages stand behind what is done and before what is pending: history keeps the order in which the engine saw things. */
static struct slice add_bot_message(struct memory_data *m, struct row_conversation *c, const struct commit *k,
                                    const struct send_intent *s, const struct row_send *send)
{
    struct row_message *r = ARENA_NEW(&m->arena, struct row_message);
    struct slice text = memory_keep(m, s->text);
    r->outcome = OUTCOME_REPLIED;
    r->message = (struct message){.id = {++m->next_message},
                                  .author = AUTHOR_BOT,
                                  .channel = s->channel,
                                  .text = private_hide(text),
                                  .at = k->at,
                                  .turn = k->turn,
                                  .said = memory_keep(m, s->said)};
    memory_list_append(&c->done, r);
    r->place = c->done.count;
    r->send = send;
    return text;
}

static void take_sends(struct memory_data *m, struct row_conversation *c, const struct commit *k)
{
    for (size_t i = 0; i < k->send_count; i++) {
        const struct send_intent *s = &k->sends[i];
        struct row_send *r = ARENA_NEW(&m->arena, struct row_send);
        r->created_at = k->at;
        r->send = (struct send){.tenant = k->tenant,
                                .conversation = k->conversation_id,
                                .contact = c->conversation.contact,
                                .key = memory_keep(m, s->key),
                                .channel = s->channel,
                                .purpose = s->purpose,
                                .address = c->contact->contact.address,
                                .text = private_hide(add_bot_message(m, c, k, s, r)),
                                .text_digest = s->text_digest,
                                .at = k->at,
                                .since = k->at};
        memory_send_add(m, r);
    }
}

static void take_contact(struct memory_data *m, struct contact *to, const struct commit *k)
{
    to->opted_out = k->contact.opted_out;
    to->flags = k->contact.flags;
    to->unanswered = k->contact.unanswered;
    to->last_inbound_at = k->contact.last_inbound_at;
    if (!slice_eq(to->language, k->contact.language))
        to->language = memory_keep(m, k->contact.language);
    for (size_t i = 0; i < k->consent_count; i++)
        memory_take_consent(m, to, &k->consents[i], k->at);
    to->version++;
}

static void take_conversation(struct memory_data *m, struct row_conversation *c, const struct commit *k)
{
    struct conversation *to = &c->conversation;
    const struct conversation *from = &k->conversation;
    to->holder = from->holder;
    to->ticket = from->ticket;
    if (to->ticket.reason != TICKET_NONE && to->ticket.id == 0)
        to->ticket.id = memory_ticket_new(m, c);
    memory_queue_alarm(m, c);
    if (!slice_eq(to->brain_version, from->brain_version))
        to->brain_version = memory_keep(m, from->brain_version);
    if (!slice_eq(to->path_step, from->path_step))
        to->path_step = memory_keep(m, from->path_step);
    to->turns = from->turns;
    to->confusions = from->confusions;
    to->fallbacks = from->fallbacks;
    to->greeted = from->greeted;
    to->obligation_count = from->obligation_count;
    memcpy(to->obligations, from->obligations, sizeof to->obligations);
    to->version++;
}

static void end_turn(struct memory_data *m, struct row_conversation *c)
{
    c->lease_until.ms = 0;
    c->not_before.ms = 0;
    c->unended = c->marked = 0;
    c->turn.n = 0;
    c->opening = false;
    c->since = NO_WORK;
    for (const struct row_message *r = c->pending.first; r != NULL; r = r->next) /* what came during the turn */
        if (r->message.at.ms < c->since)
            c->since = r->message.at.ms;
    memory_queue_work(m, c);
}

enum code memory_commit(struct store *s, const struct commit *k, struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct row_conversation *c = memory_leased(m, k->conversation_id, k->fence, e);
    struct row_tenant *t;
    enum code code;
    if (c == NULL)
        return CONFLICT;
    if (c->conversation.tenant.n != k->tenant.n)
        return fail(e, CONFLICT, "conversation %llu does not belong to tenant %llu", (unsigned long long)k->conversation_id.n,
                    (unsigned long long)k->tenant.n);
    if ((code = memory_tenant(&t, m, k->tenant, e)) != OK || (code = still_true(m, c, t, k, e)) != OK ||
        (code = take_audits(m, t, k, e)) != OK)
        return code;
    for (size_t i = 0; i < k->consent_count; i++)
        if (k->consents[i].state == CONSENT_WITHDRAWN &&
            (code = memory_recall_withdrawn(m, c->contact, &k->consents[i], k->at, e)) != OK)
            return code;
    take_outcomes(m, c, k);
    take_sends(m, c, k);
    take_contact(m, &c->contact->contact, k);
    take_conversation(m, c, k);
    memory_settle(m, c, k->settle.micros, k->ends_turn);
    if (k->ends_turn)
        end_turn(m, c);
    return OK;
}
