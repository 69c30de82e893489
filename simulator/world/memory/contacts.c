#include "data.h"

static uint64_t hash_at(struct tenant_id tenant, struct slice address)
{
    return random_at((struct random_key){tenant.n, address.len, random_hash(address)}, 0);
}

static struct row_contact *contact_at(const struct memory_data *m, struct tenant_id tenant, struct slice address)
{
    struct index_walk walk = memory_index_find(&m->addresses, hash_at(tenant, address));
    for (uint64_t row; (row = memory_index_next(&m->addresses, &walk)) != 0;) {
        struct row_contact *c = memory_contact_row(m, row);
        if (c->contact.tenant.n == tenant.n && !(c->contact.flags & CONTACT_ERASED) &&
            slice_eq(private_reveal(c->contact.address, REVEAL_STORE), address))
            return c;
    }
    return NULL;
}

static struct row_silenced *silenced_at(const struct memory_data *m, struct tenant_id tenant, struct slice address)
{
    struct index_walk walk = memory_index_find(&m->silence, hash_at(tenant, address));
    uint64_t row;
    if (m->silenced.count == 0)
        return NULL;
    struct digest digest = digest_of(address);
    while ((row = memory_index_next(&m->silence, &walk)) != 0)
        if (memory_silenced_row(m, row)->tenant.n == tenant.n && digest_eq(memory_silenced_row(m, row)->address, digest))
            return memory_silenced_row(m, row);
    return NULL;
}

struct row_contact *memory_contact_for(struct memory_data *m, struct tenant_id tenant, struct private_slice address)
{
    struct slice who = private_reveal(address, REVEAL_STORE);
    struct row_contact *c = contact_at(m, tenant, who);
    if (c != NULL)
        return c;
    c = ARENA_NEW(&m->arena, struct row_contact);
    memory_rows_add(m, &m->contacts, c);
    memory_index_add(&m->addresses, hash_at(tenant, who), m->contacts.count);
    c->contact =
        (struct contact){.id = {m->contacts.count}, .tenant = tenant, .version = 1, .address = memory_keep_private(m, address)};
    const struct row_silenced *silenced = silenced_at(m, tenant, who);
    if (silenced != NULL) {
        c->contact.opted_out = silenced->opted_out;
        c->contact.flags = silenced->flags;
    }
    m->entropy->ops->fill(m->entropy, c->key.bytes, sizeof c->key.bytes);
    c->has_key = true;
    return c;
}

struct row_conversation *memory_conversation_for(struct memory_data *m, struct row_contact *contact, enum channel_kind channel)
{
    if (contact->conversations[channel] != NULL)
        return contact->conversations[channel];
    struct row_conversation *c = ARENA_NEW(&m->arena, struct row_conversation);
    struct row_tenant *t = memory_tenant_row(m, contact->contact.tenant.n);
    memory_rows_add(m, &m->conversations, c);
    contact->conversations[channel] = c;
    if (t->last != NULL)
        t->last->next = c;
    else
        t->first = c;
    t->last = c;
    c->contact = contact;
    c->since = NO_WORK;
    c->conversation = (struct conversation){.id = {m->conversations.count},
                                            .tenant = contact->contact.tenant,
                                            .contact = contact->contact.id,
                                            .channel = channel,
                                            .version = 1};
    return c;
}

/* NULL, with the reason, for a contact that there is not. */
static struct row_contact *contact_by(struct memory_data *m, struct contact_id id, struct error *e)
{
    if (id.n != 0 && id.n <= m->contacts.count)
        return memory_contact_row(m, id.n);
    fail(e, NOT_FOUND, "there is no contact %llu", (unsigned long long)id.n);
    return NULL;
}

enum code memory_contact_find(struct store *s, struct contact *out, struct arena *a, struct tenant_id t,
                              enum channel_kind channel, struct slice address, struct error *e)
{
    (void)a;
    (void)channel;
    const struct row_contact *c = contact_at(memory_data_of(s), t, address);
    if (c == NULL)
        return fail(e, NOT_FOUND, "nobody is known under this address");
    *out = c->contact;
    return OK;
}

enum code memory_contact_key(struct store *s, struct contact_id contact, struct audit_key *out, struct error *e)
{
    const struct row_contact *c = contact_by(memory_data_of(s), contact, e);
    if (c == NULL)
        return NOT_FOUND;
    if (!c->has_key)
        return fail(e, NOT_FOUND, "contact %llu has no key: it was erased", (unsigned long long)contact.n);
    *out = c->key;
    return OK;
}

/* -- consent ------------------------------------------------------------------------------------------------------------- */

/* What was agreed stays on record after a withdrawal. */
void memory_take_consent(struct memory_data *m, struct contact *c, const struct consent_change *change, struct wall now)
{
    for (unsigned ch = 0; ch < CHANNEL_KIND_COUNT; ch++) {
        if (change->channel != CHANNEL_KIND_COUNT && (unsigned)change->channel != ch)
            continue;
        bool first = c->consent[ch].state == CONSENT_NONE && c->consent[ch].at.ms == 0;
        if (first || change->state != CONSENT_WITHDRAWN)
            c->consent[ch].evidence = memory_keep(m, change->evidence);
        c->consent[ch].state = change->state;
        c->consent[ch].at = now;
    }
}

enum code memory_consent(struct store *s, struct contact_id contact, const struct consent_change *change, struct wall now,
                         struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct row_contact *c = contact_by(m, contact, e);
    char facts[64];
    enum code code;
    if (c == NULL)
        return NOT_FOUND;
    if (!c->has_key)
        return fail(e, NOT_FOUND, "contact %llu was erased", (unsigned long long)contact.n);
    snprintf(facts, sizeof facts, "{\"consent\":\"%s\"}", consent_state_name(change->state));
    struct audit_draft d = {
        .kind = AUDIT_CONSENT, .at = now, .contact = contact, .rule = SLICE("RULE-OPTOUT-1"), .facts = slice_from(facts)};
    if ((code = memory_chain(m, memory_tenant_row(m, c->contact.tenant.n), &d, e)) != OK)
        return code;
    memory_take_consent(m, &c->contact, change, now);
    bool withdrawn = change->state == CONSENT_WITHDRAWN;
    c->contact.opted_out = withdrawn ? c->contact.opted_out || change->channel == CHANNEL_KIND_COUNT : false;
    c->contact.version++;
    return withdrawn ? memory_recall_withdrawn(m, c, change, now, e) : OK;
}

/* -- erasure ------------------------------------------------------------------------------------------------------------- */

/* Who is silent when erased stays silent, even when nothing else is known any more (RULE-OPTOUT-1, RULE-STRIKE-1). */
static void silence(struct memory_data *m, const struct contact *c)
{
    struct slice address = private_reveal(c->address, REVEAL_STORE);
    if (c->flags & CONTACT_ERASED)
        return;
    struct row_silenced *row = silenced_at(m, c->tenant, address);
    if (row == NULL && !c->opted_out && !(c->flags & CONTACT_STRUCK_OUT))
        return;
    if (row == NULL) {
        row = ARENA_NEW(&m->arena, struct row_silenced);
        memory_rows_add(m, &m->silenced, row);
        row->tenant = c->tenant;
        row->address = digest_of(address);
        memory_index_add(&m->silence, hash_at(c->tenant, address), m->silenced.count);
    }
    row->opted_out = c->opted_out;
    row->flags = c->flags & CONTACT_STRUCK_OUT;
}

static void forget_conversation(struct memory_data *m, struct row_conversation *c)
{
    for (struct row_message *r; (r = c->pending.first) != NULL;) {
        memory_list_remove(&c->pending, r);
        memory_list_append(&c->done, r);
        r->outcome = OUTCOME_SUPPRESSED;
        m->outcomes[OUTCOME_PENDING]--;
        m->outcomes[OUTCOME_SUPPRESSED]++;
    }
    for (struct row_message *r = c->done.first; r != NULL; r = r->next)
        r->message.text = private_hide(SLICE_NONE);
    c->reserved = 0; /* it stays spent: the turn under way may pay it */
    c->fence++;      /* a turn under way loses its lease */
    c->lease_until.ms = 0;
    c->turn.n = 0;
    c->unended = c->marked = 0;
    c->opening = false;
    c->since = NO_WORK;
    c->conversation.version++;
    memory_queue_work(m, c);
}

static void forget_sends(struct memory_data *m, struct row_contact *c, struct wall now)
{
    for (struct row_send *r = c->newest_send; r != NULL; r = r->older) {
        r->send.text = r->send.address = private_hide(SLICE_NONE);
        if (r->send.state == SEND_INTENT) {
            r->send.at = now;
            memory_send_moves(m, r, SEND_REFUSED);
        }
    }
}

enum code memory_erase(struct store *s, struct contact_id contact, struct slice by, struct wall now, struct digest *receipt,
                       struct error *e)
{
    struct memory_data *m = memory_data_of(s);
    struct row_contact *c = contact_by(m, contact, e);
    enum code code;
    if (c == NULL)
        return NOT_FOUND;
    struct row_tenant *t = memory_tenant_row(m, c->contact.tenant.n);
    arena_reset(&m->scratch);
    struct audit_draft d = {.kind = AUDIT_ERASURE,
                            .at = now,
                            .contact = contact,
                            .rule = SLICE("RULE-KEEP-1"),
                            .facts = arena_printf(&m->scratch, "{\"key\":\"destroyed\",\"by_sha256\":\"" SLICE_FMT "\"}",
                                                  SLICE_ARG(digest_hex(&m->scratch, digest_of(by))))};
    if ((code = memory_chain(m, t, &d, e)) != OK)
        return code;
    *receipt = t->head.hash;
    bytes_wipe(c->key.bytes, sizeof c->key.bytes);
    c->has_key = false;
    silence(m, &c->contact);
    c->contact.flags |= CONTACT_ERASED;
    c->contact.address = private_hide(SLICE_NONE);
    c->contact.version++;
    for (size_t i = 0; i < CHANNEL_KIND_COUNT; i++)
        if (c->conversations[i] != NULL)
            forget_conversation(m, c->conversations[i]);
    forget_sends(m, c, now);
    return OK;
}
