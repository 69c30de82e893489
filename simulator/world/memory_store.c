#include <parley/memory_store.h>

#include <parley/random.h>
#include <stdlib.h>
#include <string.h>

struct row_message {
    struct message message;
    enum outcome outcome;
    bool pending;
};

struct row_contact {
    struct contact contact;
    size_t conversations[CHANNEL_KIND_COUNT]; /* number of the one on each channel; 0 for none */
    struct audit_key key;
    bool has_key;
};

struct row_conversation {
    struct conversation conversation;
    size_t contact; /* index */
    ARRAY_OF(struct row_message) messages;
    size_t settled; /* messages before this one are not pending */
    uint64_t fence;
    struct wall lease_until, not_before;
    uint32_t attempts;
    struct turn_id turn;
    bool opening, is_listed; /* in `waiting` */
};

struct row_send {
    struct send send;
    struct slice provider_id;
    struct wall retry_at;
};

struct row_tenant {
    struct tenant_record record;
    struct audit_key key;
    bool killed;
    struct money spent, reserved;
    struct audit_head head;
    ARRAY_OF(struct audit_record) audit;
};

struct row_silenced {
    struct tenant_id tenant;
    struct digest address;
    bool opted_out;
    uint32_t flags;
};

struct row_opening {
    uint64_t key;
};

struct memory_store {
    struct store base;
    struct entropy *entropy;
    struct arena arena;
    ARRAY_OF(struct row_tenant) tenants;
    ARRAY_OF(struct row_contact) contacts;
    ARRAY_OF(uint64_t) addresses; /* of each contact, as a hash */
    ARRAY_OF(struct row_conversation) conversations;
    ARRAY_OF(struct row_send) sends;
    ARRAY_OF(struct row_opening) openings;
    ARRAY_OF(struct row_silenced) silenced;
    ARRAY_OF(size_t) waiting; /* conversations that may have work */
    ARRAY_OF(size_t) started; /* sends that nobody had asked for */
    size_t sends_begun;       /* sends before this one do not wait */
    size_t sends_settled;     /* sends before this one change no more */
    uint64_t *known;          /* keys of all messages that ever came in: open addressing, 0 is an empty slot */
    size_t known_count, known_slots;
    bool killed;
    uint64_t switches_version, next_message, next_turn, next_fence, next_ticket;
};

static struct memory_store *self(struct store *s)
{
    return (struct memory_store *)(void *)s;
}

static struct row_tenant *tenant_of(struct memory_store *m, struct tenant_id id)
{
    return id.n >= 1 && id.n <= m->tenants.count ? &m->tenants.at[id.n - 1] : NULL;
}

static struct slice keep(struct memory_store *m, struct slice s)
{
    return s.len ? arena_copy(&m->arena, s) : SLICE_NONE;
}

static struct private_slice keep_private(struct memory_store *m, struct private_slice p)
{
    return private_hide(keep(m, private_reveal(p, REVEAL_STORE)));
}

/* -- tenants ------------------------------------------------------------------------------------------------------------- */

static enum code tenant_put(struct store *s, struct tenant_id *out, struct slice name, const struct audit_key *key,
                            struct error *e)
{
    struct memory_store *m = self(s);
    (void)e;
    for (size_t i = 0; i < m->tenants.count; i++)
        if (slice_eq(m->tenants.at[i].record.name, name)) {
            *out = m->tenants.at[i].record.id;
            return OK;
        }
    struct row_tenant *t = ARRAY_ADD(&m->arena, &m->tenants);
    t->record = (struct tenant_record){{m->tenants.count}, keep(m, name)};
    if (key != NULL)
        t->key = *key;
    else
        m->entropy->ops->fill(m->entropy, t->key.bytes, sizeof t->key.bytes);
    *out = t->record.id;
    return OK;
}

static enum code tenants(struct store *s, struct tenant_record *out, size_t most, size_t *count, struct arena *a, struct error *e)
{
    struct memory_store *m = self(s);
    (void)e;
    *count = 0;
    for (size_t i = 0; i < m->tenants.count && *count < most; i++)
        out[(*count)++] = (struct tenant_record){m->tenants.at[i].record.id, arena_copy(a, m->tenants.at[i].record.name)};
    return OK;
}

/* -- coming in ------------------------------------------------------------------------------------------------------------- */

/* The number of the contact with this address; how many there are for none. */
static size_t contact_at(const struct memory_store *m, struct tenant_id tenant, struct slice address)
{
    uint64_t hash = random_hash(address);
    size_t i = 0;
    while (i < m->contacts.count && !(m->addresses.at[i] == hash && m->contacts.at[i].contact.tenant.n == tenant.n &&
                                      slice_eq(private_reveal(m->contacts.at[i].contact.address, REVEAL_STORE), address)))
        i++;
    return i;
}

static size_t contact_for(struct memory_store *m, struct tenant_id tenant, struct private_slice address)
{
    struct slice who = private_reveal(address, REVEAL_STORE);
    size_t known = contact_at(m, tenant, who);
    if (known < m->contacts.count)
        return known;
    struct row_contact *c = ARRAY_ADD(&m->arena, &m->contacts);
    *ARRAY_ADD(&m->arena, &m->addresses) = random_hash(who);
    c->contact = (struct contact){.id = {m->contacts.count}, .tenant = tenant, .version = 1, .address = keep_private(m, address)};
    for (size_t i = 0; i < m->silenced.count; i++)
        if (m->silenced.at[i].tenant.n == tenant.n && digest_eq(m->silenced.at[i].address, digest_of(who))) {
            c->contact.opted_out |= m->silenced.at[i].opted_out;
            c->contact.flags |= m->silenced.at[i].flags;
        }
    m->entropy->ops->fill(m->entropy, c->key.bytes, sizeof c->key.bytes);
    c->has_key = true;
    return m->contacts.count - 1;
}

static struct row_conversation *conversation_for(struct memory_store *m, size_t contact, enum channel_kind channel)
{
    size_t *number = &m->contacts.at[contact].conversations[channel];
    if (*number > 0)
        return &m->conversations.at[*number - 1];
    struct row_conversation *c = ARRAY_ADD(&m->arena, &m->conversations);
    *number = m->conversations.count;
    c->contact = contact;
    c->conversation = (struct conversation){.id = {m->conversations.count},
                                            .tenant = m->contacts.at[contact].contact.tenant,
                                            .contact = m->contacts.at[contact].contact.id,
                                            .channel = channel,
                                            .version = 1};
    return c;
}

/* Hash of (tenant, channel, provider's id), never 0. */
static uint64_t inbound_key(const struct inbound *in)
{
    struct random_key k = {in->tenant.n, (uint64_t)in->channel, random_hash(in->provider_id)};
    return random_at(k, in->provider_id.len) | 1;
}

static uint64_t *known_slot(uint64_t *slots, size_t count, uint64_t key)
{
    size_t i = key & (count - 1);
    while (slots[i] != 0 && slots[i] != key)
        i = (i + 1) & (count - 1);
    return &slots[i];
}

/* Remembers the key for ever. False when it is known already. */
static bool is_first(struct memory_store *m, uint64_t key)
{
    enum { SLOTS_MIN = 64 };
    if (2 * (m->known_count + 1) > m->known_slots) {
        size_t more = m->known_slots ? 2 * m->known_slots : SLOTS_MIN;
        uint64_t *slots = ARENA_NEW_ARRAY(&m->arena, uint64_t, more);
        for (size_t i = 0; i < m->known_slots; i++)
            if (m->known[i] != 0)
                *known_slot(slots, more, m->known[i]) = m->known[i];
        m->known = slots;
        m->known_slots = more;
    }
    uint64_t *slot = known_slot(m->known, m->known_slots, key);
    if (*slot == key)
        return false;
    *slot = key;
    m->known_count++;
    return true;
}

static void list_as_waiting(struct memory_store *m, struct row_conversation *c)
{
    if (!c->is_listed)
        *ARRAY_ADD(&m->arena, &m->waiting) = c->conversation.id.n - 1;
    c->is_listed = true;
}

static enum accept_result accept_one(struct memory_store *m, const struct inbound *in)
{
    if (tenant_of(m, in->tenant) == NULL)
        return ACCEPT_UNKNOWN_TENANT;
    if (!is_first(m, inbound_key(in)))
        return ACCEPT_DUPLICATE;
    struct row_conversation *c = conversation_for(m, contact_for(m, in->tenant, in->address), in->channel);
    struct row_message *r = ARRAY_ADD(&m->arena, &c->messages);
    r->pending = true;
    list_as_waiting(m, c);
    r->message = (struct message){.id = {++m->next_message},
                                  .author = AUTHOR_CONTACT,
                                  .channel = in->channel,
                                  .text = keep_private(m, in->text),
                                  .unreadable = keep(m, in->unreadable),
                                  .at = in->received_at};
    return ACCEPT_NEW;
}

static enum code accept(struct store *s, const struct inbound *batch, size_t count, enum accept_result *results, struct error *e)
{
    (void)e;
    for (size_t i = 0; i < count; i++)
        results[i] = accept_one(self(s), &batch[i]);
    return OK;
}

static enum code open(struct store *s, const struct opening *o, bool *is_new, struct error *e)
{
    struct memory_store *m = self(s);
    struct random_key k = {o->tenant.n, 1, random_hash(o->reference)};
    uint64_t key = random_at(k, o->reference.len);
    if (tenant_of(m, o->tenant) == NULL)
        return fail(e, NOT_FOUND, "there is no tenant %llu", (unsigned long long)o->tenant.n);
    *is_new = false;
    for (size_t i = 0; i < m->openings.count; i++)
        if (m->openings.at[i].key == key)
            return OK;
    ARRAY_ADD(&m->arena, &m->openings)->key = key;
    size_t contact = contact_for(m, o->tenant, o->address);
    struct contact *c = &m->contacts.at[contact].contact;
    c->version++;
    if (!c->opted_out) /* an import never brings consent back that was withdrawn */
        c->consent[o->channel] =
            (struct consent){o->consent.state, o->consent.at, keep(m, o->consent.evidence), keep(m, o->consent.lead_source)};
    c->time_zone = keep(m, o->time_zone);
    c->language = keep(m, o->language);
    struct row_conversation *row = conversation_for(m, contact, o->channel);
    row->opening = true;
    list_as_waiting(m, row);
    *is_new = true;
    return OK;
}

/* -- work -------------------------------------------------------------------------------------------------------------------- */

static const struct row_message *oldest_pending(const struct row_conversation *c)
{
    return c->settled < c->messages.count ? &c->messages.at[c->settled] : NULL;
}

static void settle(struct row_conversation *c)
{
    while (c->settled < c->messages.count && !c->messages.at[c->settled].pending)
        c->settled++;
}

static uint32_t started_since(const struct memory_store *m, struct contact_id contact, int64_t since)
{
    uint32_t n = 0;
    for (size_t i = 0; i < m->started.count; i++) {
        const struct send *s = &m->sends.at[m->started.at[i]].send;
        n += s->contact.n == contact.n && s->at.ms > since;
    }
    return n;
}

static void load(struct memory_store *m, struct row_conversation *c, struct work *w, struct arena *a, struct wall now)
{
    const struct row_tenant *t = tenant_of(m, c->conversation.tenant);
    w->snapshot.contact = m->contacts.at[c->contact].contact;
    w->snapshot.contact.started_today = started_since(m, w->snapshot.contact.id, now.ms - 86400000);
    w->snapshot.contact.started_this_week = started_since(m, w->snapshot.contact.id, now.ms - 7 * INT64_C(86400000));
    w->snapshot.conversation = c->conversation;
    w->snapshot.switches = (struct switches){m->switches_version, m->killed, t->killed, t->spent, t->reserved};
    size_t done = 0, pending = 0, skip;
    for (size_t i = 0; i < c->messages.count; i++)
        *(c->messages.at[i].pending ? &pending : &done) += 1;
    skip = done > HISTORY_MAX ? done - HISTORY_MAX : 0;
    struct message *history = ARENA_NEW_ARRAY(a, struct message, HISTORY_MAX),
                   *burst = ARENA_NEW_ARRAY(a, struct message, pending + 1);
    size_t h = 0, b = 0;
    for (size_t i = 0; i < c->messages.count; i++) {
        if (c->messages.at[i].pending)
            burst[b++] = c->messages.at[i].message;
        else if (skip > 0)
            skip--;
        else
            history[h++] = c->messages.at[i].message;
    }
    w->snapshot.conversation.history = history;
    w->snapshot.conversation.history_count = h;
    w->burst = burst;
    w->burst_count = b;
    w->attempts = c->attempts;
    w->turn = c->turn;
    w->fence = c->fence;
    w->lease_until = c->lease_until;
}

static bool has_work(const struct row_conversation *c)
{
    return c->opening || oldest_pending(c) != NULL;
}

static int64_t age_of(const struct row_conversation *c)
{
    const struct row_message *r = oldest_pending(c);
    return r ? r->message.at.ms : INT64_MAX - 1;
}

static enum code claim(struct store *s, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                       struct duration lease, struct error *e)
{
    struct memory_store *m = self(s);
    struct row_conversation *best = NULL;
    *next_due = (struct wall){INT64_MAX};
    for (size_t i = 0; i < m->waiting.count;) {
        struct row_conversation *c = &m->conversations.at[m->waiting.at[i]];
        if (!has_work(c)) {
            c->is_listed = false;
            m->waiting.at[i] = m->waiting.at[--m->waiting.count];
            continue;
        }
        i++;
        int64_t due = c->lease_until.ms > c->not_before.ms ? c->lease_until.ms : c->not_before.ms;
        if (due > now.ms) {
            if (due < next_due->ms)
                next_due->ms = due;
        } else if (best == NULL || age_of(c) < age_of(best) ||
                   (age_of(c) == age_of(best) && c->conversation.id.n < best->conversation.id.n))
            best = c;
    }
    if (best == NULL)
        return fail(e, NOT_FOUND, "no conversation has work that is due");
    if (best->turn.n == 0)
        best->turn.n = ++m->next_turn;
    else
        best->attempts++;
    best->fence = ++m->next_fence;
    best->lease_until.ms = now.ms + (int64_t)(lease.ns / 1000000);
    load(m, best, out, a, now);
    return OK;
}

static struct row_conversation *leased(struct memory_store *m, struct conversation_id id, uint64_t fence, struct error *e)
{
    struct row_conversation *c = id.n >= 1 && id.n <= m->conversations.count ? &m->conversations.at[id.n - 1] : NULL;
    if (c == NULL || c->fence != fence) {
        fail(e, CONFLICT, "the lease on conversation %llu was lost", (unsigned long long)id.n);
        return NULL;
    }
    return c;
}

static enum code reload(struct store *s, struct work *io, struct arena *a, struct error *e)
{
    struct memory_store *m = self(s);
    struct row_conversation *c = leased(m, io->snapshot.conversation.id, io->fence, e);
    if (c == NULL)
        return CONFLICT;
    load(m, c, io, a, (struct wall){c->lease_until.ms});
    return OK;
}

static enum code release(struct store *s, const struct work *w, struct wall not_before, struct error *e)
{
    struct row_conversation *c = leased(self(s), w->snapshot.conversation.id, w->fence, e);
    if (c == NULL)
        return CONFLICT;
    c->lease_until.ms = 0;
    c->not_before = not_before;
    c->turn.n = 0; /* given back in good order: not an attempt */
    return OK;
}

/* -- commit --------------------------------------------------------------------------------------------------------------------
 */

static enum code chain(struct memory_store *m, struct row_tenant *t, const struct audit_draft *d, struct error *e)
{
    struct audit_record r;
    const struct audit_key *key = NULL;
    struct audit_draft draft = *d;
    if (d->contact.n >= 1 && d->contact.n <= m->contacts.count && m->contacts.at[d->contact.n - 1].has_key)
        key = &m->contacts.at[d->contact.n - 1].key;
    if (key == NULL)
        draft.sealed = SLICE_NONE;
    draft.rule = keep(m, d->rule);
    draft.facts = keep(m, d->facts);
    enum code code = audit_append(&r, &m->arena, &t->head, &draft, key, e);
    if (code == OK)
        *ARRAY_ADD(&m->arena, &t->audit) = r;
    return code;
}

static void take_outcomes(struct row_conversation *c, const struct commit *k)
{
    for (size_t i = 0; i < k->outcome_count; i++)
        for (size_t r = 0; r < c->messages.count; r++)
            if (c->messages.at[r].message.id.n == k->outcomes[i].message.n && c->messages.at[r].pending) {
                c->messages.at[r].pending = false;
                c->messages.at[r].outcome = k->outcomes[i].outcome;
                c->messages.at[r].message.turn = k->outcomes[i].turn;
            }
    settle(c);
}

/* Pending messages stay behind what is done, so that history keeps the order in which the engine saw things. */
static void add_bot_message(struct memory_store *m, struct row_conversation *c, const struct commit *k,
                            const struct send_intent *s)
{
    struct row_message *r = ARRAY_ADD(&m->arena, &c->messages);
    size_t at = c->messages.count - 1;
    while (at > 0 && c->messages.at[at - 1].pending) {
        c->messages.at[at] = c->messages.at[at - 1];
        at--;
    }
    r = &c->messages.at[at];
    *r = (struct row_message){.outcome = OUTCOME_REPLIED};
    r->message = (struct message){.id = {++m->next_message},
                                  .author = AUTHOR_BOT,
                                  .channel = s->channel,
                                  .text = private_hide(keep(m, s->text)),
                                  .at = k->at,
                                  .turn = k->turn,
                                  .said = keep(m, s->said)};
    settle(c);
}

static void take_sends(struct memory_store *m, struct row_conversation *c, const struct commit *k)
{
    for (size_t i = 0; i < k->send_count; i++) {
        const struct send_intent *s = &k->sends[i];
        struct row_send *r = ARRAY_ADD(&m->arena, &m->sends);
        if (s->purpose == PURPOSE_OPENING || s->purpose == PURPOSE_FOLLOW_UP)
            *ARRAY_ADD(&m->arena, &m->started) = m->sends.count - 1;
        r->send = (struct send){.tenant = k->tenant,
                                .conversation = k->conversation_id,
                                .contact = c->conversation.contact,
                                .key = keep(m, s->key),
                                .channel = s->channel,
                                .purpose = s->purpose,
                                .address = m->contacts.at[c->contact].contact.address,
                                .text = private_hide(keep(m, s->text)),
                                .text_digest = s->text_digest,
                                .state = SEND_INTENT,
                                .at = k->at};
        add_bot_message(m, c, k, s);
    }
}

static void take_consents(struct memory_store *m, struct contact *contact, const struct commit *k)
{
    for (size_t i = 0; i < k->consent_count; i++)
        for (unsigned ch = 0; ch < CHANNEL_KIND_COUNT; ch++)
            if (k->consents[i].channel == CHANNEL_KIND_COUNT || (unsigned)k->consents[i].channel == ch) {
                contact->consent[ch].state = k->consents[i].state;
                contact->consent[ch].at = k->at;
                if (contact->consent[ch].state != CONSENT_WITHDRAWN)
                    contact->consent[ch].evidence = keep(m, k->consents[i].evidence);
            }
}

static void take_conversation(struct memory_store *m, struct row_conversation *c, const struct commit *k)
{
    struct conversation *to = &c->conversation;
    const struct conversation *from = &k->conversation;
    to->holder = from->holder;
    to->ticket = from->ticket;
    if (to->ticket.reason != TICKET_NONE && to->ticket.id == 0)
        to->ticket.id = ++m->next_ticket;
    if (!slice_eq(to->brain_version, from->brain_version))
        to->brain_version = keep(m, from->brain_version);
    if (!slice_eq(to->path_step, from->path_step))
        to->path_step = keep(m, from->path_step);
    to->turns = from->turns;
    to->confusions = from->confusions;
    to->fallbacks = from->fallbacks;
    to->greeted = from->greeted;
    to->obligation_count = from->obligation_count;
    memcpy(to->obligations, from->obligations, sizeof to->obligations);
    to->version++;
}

static enum code commit(struct store *s, const struct commit *k, struct error *e)
{
    struct memory_store *m = self(s);
    struct row_tenant *t = tenant_of(m, k->tenant);
    struct row_conversation *c = leased(m, k->conversation_id, k->fence, e);
    if (c == NULL)
        return CONFLICT;
    if (t == NULL || c->conversation.tenant.n != k->tenant.n)
        return fail(e, CONFLICT, "conversation %llu does not belong to tenant %llu", (unsigned long long)k->conversation_id.n,
                    (unsigned long long)k->tenant.n);
    struct contact *contact = &m->contacts.at[c->contact].contact;
    if (contact->version != k->contact_version || c->conversation.version != k->conversation_version ||
        m->switches_version != k->switches_version)
        return fail(e, CONFLICT, "facts of conversation %llu changed since they were read",
                    (unsigned long long)k->conversation_id.n);
    if (k->spend_cap.micros > 0 && t->spent.micros + t->reserved.micros + k->reserve.micros > k->spend_cap.micros &&
        k->reserve.micros > 0)
        return fail(e, LIMIT, "the day's spend of tenant %llu is used up", (unsigned long long)k->tenant.n);
    for (size_t i = 0; i < k->audit_count; i++) {
        enum code code = chain(m, t, &k->audits[i], e);
        if (code != OK)
            return code;
    }
    take_outcomes(c, k);
    take_sends(m, c, k);
    contact->opted_out = k->contact.opted_out;
    contact->flags = k->contact.flags;
    contact->unanswered = k->contact.unanswered;
    contact->last_inbound_at = k->contact.last_inbound_at;
    if (!slice_eq(contact->language, k->contact.language))
        contact->language = keep(m, k->contact.language);
    take_consents(m, contact, k);
    contact->version++;
    take_conversation(m, c, k);
    t->spent.micros += k->settle.micros;
    if (k->ends_turn) {
        c->lease_until.ms = 0;
        c->not_before.ms = 0;
        c->attempts = 0;
        c->turn.n = 0;
        c->opening = false;
    }
    return OK;
}

/* -- going out ------------------------------------------------------------------------------------------------------------------
 */

static struct row_send *send_of(struct memory_store *m, struct slice key)
{
    for (size_t i = m->sends.count; i > 0; i--)
        if (slice_eq(m->sends.at[i - 1].send.key, key))
            return &m->sends.at[i - 1];
    return NULL;
}

static enum code send_began(struct store *s, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                            struct error *e)
{
    struct memory_store *m = self(s);
    (void)a;
    *next_due = (struct wall){INT64_MAX};
    while (m->sends_begun < m->sends.count && m->sends.at[m->sends_begun].send.state != SEND_INTENT)
        m->sends_begun++;
    for (size_t i = m->sends_begun; i < m->sends.count; i++) {
        struct row_send *r = &m->sends.at[i];
        const struct row_tenant *t = tenant_of(m, r->send.tenant);
        if (r->send.state != SEND_INTENT || m->killed || t->killed)
            continue;
        if (r->retry_at.ms > now.ms) {
            if (r->retry_at.ms < next_due->ms)
                *next_due = r->retry_at;
            continue;
        }
        r->send.state = SEND_SENDING;
        r->send.attempts++;
        *out = r->send;
        return OK;
    }
    return fail(e, NOT_FOUND, "no message waits to be sent");
}

static bool may_become(enum send_state from, enum send_state to)
{
    if (from == SEND_SENDING)
        return to != SEND_SENDING && to != SEND_HUMAN;
    return from == SEND_UNKNOWN && (to == SEND_ACCEPTED || to == SEND_HUMAN || to == SEND_REFUSED);
}

static bool may_change(enum send_state state)
{
    return state == SEND_INTENT || state == SEND_SENDING || state == SEND_UNKNOWN;
}

static enum code send_ended(struct store *s, struct slice key, const struct send_result *result, struct wall now, struct error *e)
{
    struct memory_store *m = self(s);
    struct row_send *r = send_of(m, key);
    if (r == NULL)
        return fail(e, NOT_FOUND, "there is no send " SLICE_FMT, SLICE_ARG(key));
    if (!may_become(r->send.state, result->state))
        return fail(e, CONFLICT, "send " SLICE_FMT " is %s and cannot become %s", SLICE_ARG(key), send_state_name(r->send.state),
                    send_state_name(result->state));
    r->send.state = result->state;
    if (r->send.state == SEND_INTENT && m->sends_begun > (size_t)(r - m->sends.at))
        m->sends_begun = (size_t)(r - m->sends.at);
    r->provider_id = keep(m, result->provider_id);
    r->retry_at = result->retry_at;
    struct audit_draft d = {.kind = AUDIT_SEND_RESULT,
                            .at = now,
                            .contact = r->send.contact,
                            .conversation = r->send.conversation,
                            .facts = arena_printf(&m->arena, "{\"key\":\"" SLICE_FMT "\",\"state\":\"%s\"}", SLICE_ARG(key),
                                                  send_state_name(result->state))};
    return chain(m, tenant_of(m, r->send.tenant), &d, e);
}

static enum code sends_recover(struct store *s, struct wall now, struct duration patience, bool at_start, uint64_t *changed,
                               struct error *e)
{
    struct memory_store *m = self(s);
    (void)e;
    *changed = 0;
    while (m->sends_settled < m->sends.count && !may_change(m->sends.at[m->sends_settled].send.state))
        m->sends_settled++;
    for (size_t i = m->sends_settled; i < m->sends.count; i++) {
        struct row_send *r = &m->sends.at[i];
        if (r->send.state == SEND_SENDING && at_start) {
            r->send.state = SEND_UNKNOWN;
            r->send.at = now;
            (*changed)++;
        } else if (r->send.state == SEND_UNKNOWN && (uint64_t)(now.ms - r->send.at.ms) * 1000000 >= patience.ns) {
            struct conversation *c = &m->conversations.at[r->send.conversation.n - 1].conversation;
            r->send.state = SEND_HUMAN;
            if (c->ticket.id == 0 || c->ticket.state == TICKET_CLOSED)
                c->ticket = (struct ticket){++m->next_ticket, TICKET_UNKNOWN_SEND, TICKET_OPEN, now, now, 1};
            c->version++;
            (*changed)++;
        }
    }
    return OK;
}

static enum code send_find(struct store *s, struct send *out, struct arena *a, struct slice key, struct error *e)
{
    struct row_send *r = send_of(self(s), key);
    (void)a;
    if (r == NULL)
        return fail(e, NOT_FOUND, "there is no send " SLICE_FMT, SLICE_ARG(key));
    *out = r->send;
    return OK;
}

/* -- people
 * ----------------------------------------------------------------------------------------------------------------------- */

static enum code tickets_due(struct store *s, struct ticket_row *out, size_t most, size_t *count, struct wall alerted_before,
                             struct error *e)
{
    struct memory_store *m = self(s);
    (void)e;
    *count = 0;
    for (size_t i = 0; i < m->conversations.count && *count < most; i++) {
        const struct conversation *c = &m->conversations.at[i].conversation;
        if (c->ticket.id != 0 && c->ticket.state == TICKET_OPEN && c->ticket.alerted_at.ms <= alerted_before.ms)
            out[(*count)++] = (struct ticket_row){c->ticket, c->tenant, c->id, c->contact};
    }
    return OK;
}

static enum code ticket_move(struct store *s, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                             struct error *e)
{
    struct memory_store *m = self(s);
    for (size_t i = 0; i < m->conversations.count; i++) {
        struct conversation *c = &m->conversations.at[i].conversation;
        if (c->ticket.id != ticket)
            continue;
        if (alerted) {
            c->ticket.alerted_at = now;
            c->ticket.alerts++;
        }
        if (to != c->ticket.state)
            c->holder = to == TICKET_TAKEN ? HOLDER_STAFF : to == TICKET_CLOSED ? HOLDER_BOT : HOLDER_HANDED_OVER;
        c->ticket.state = to;
        c->version++;
        return OK;
    }
    return fail(e, NOT_FOUND, "there is no ticket %llu", (unsigned long long)ticket);
}

static enum code kill_switch(struct store *s, struct tenant_id tenant, bool on, struct slice by, struct wall now, struct error *e)
{
    struct memory_store *m = self(s);
    m->switches_version++;
    if (tenant.n == 0) {
        m->killed = on;
        return OK;
    }
    struct row_tenant *t = tenant_of(m, tenant);
    if (t == NULL)
        return fail(e, NOT_FOUND, "there is no tenant %llu", (unsigned long long)tenant.n);
    t->killed = on;
    struct audit_draft d = {.kind = AUDIT_KILL,
                            .at = now,
                            .rule = SLICE("RULE-KILL-1"),
                            .facts = arena_printf(&m->arena, "{\"on\":%s,\"by_sha256\":\"" SLICE_FMT "\"}", on ? "true" : "false",
                                                  SLICE_ARG(digest_hex(&m->arena, digest_of(by))))};
    return chain(m, t, &d, e);
}

static enum code consent(struct store *s, struct contact_id contact, const struct consent_change *change, struct wall now,
                         struct error *e)
{
    struct memory_store *m = self(s);
    if (contact.n < 1 || contact.n > m->contacts.count)
        return fail(e, NOT_FOUND, "there is no contact %llu", (unsigned long long)contact.n);
    struct contact *c = &m->contacts.at[contact.n - 1].contact;
    struct commit k = {.consents = change, .consent_count = 1, .at = now};
    take_consents(m, c, &k);
    c->opted_out = change->channel == CHANNEL_KIND_COUNT && change->state == CONSENT_WITHDRAWN;
    c->version++;
    struct audit_draft d = {.kind = AUDIT_CONSENT,
                            .at = now,
                            .contact = contact,
                            .rule = SLICE("RULE-OPTOUT-1"),
                            .facts = arena_printf(&m->arena, "{\"consent\":\"%s\"}", consent_state_name(change->state))};
    return chain(m, tenant_of(m, c->tenant), &d, e);
}

static enum code contact_find(struct store *s, struct contact *out, struct arena *a, struct tenant_id t,
                              enum channel_kind channel, struct slice address, struct error *e)
{
    struct memory_store *m = self(s);
    (void)a;
    (void)channel;
    size_t i = contact_at(m, t, address);
    if (i == m->contacts.count)
        return fail(e, NOT_FOUND, "nobody is known under this address");
    *out = m->contacts.at[i].contact;
    return OK;
}

/* Who was silent stays silent, even when nothing else is known any more. */
static void silence(struct memory_store *m, const struct contact *c)
{
    struct slice address = private_reveal(c->address, REVEAL_STORE);
    if (address.len > 0 && (c->opted_out || (c->flags & CONTACT_STRUCK_OUT)))
        *ARRAY_ADD(&m->arena, &m->silenced) =
            (struct row_silenced){c->tenant, digest_of(address), c->opted_out, c->flags & CONTACT_STRUCK_OUT};
}

static void forget_conversation(struct memory_store *m, struct row_conversation *c)
{
    for (size_t k = 0; k < c->messages.count; k++) {
        c->messages.at[k].message.text = private_hide(SLICE_NONE);
        if (c->messages.at[k].pending)
            c->messages.at[k].outcome = OUTCOME_SUPPRESSED;
        c->messages.at[k].pending = false;
    }
    settle(c);
    c->fence = ++m->next_fence; /* a turn under way loses its lease */
    c->lease_until.ms = 0;
    c->turn.n = 0;
    c->attempts = 0;
    c->opening = false;
    c->conversation.version++;
}

static enum code erase(struct store *s, struct contact_id contact, struct slice by, struct wall now, struct digest *receipt,
                       struct error *e)
{
    struct memory_store *m = self(s);
    if (contact.n < 1 || contact.n > m->contacts.count)
        return fail(e, NOT_FOUND, "there is no contact %llu", (unsigned long long)contact.n);
    struct row_contact *c = &m->contacts.at[contact.n - 1];
    bytes_wipe(c->key.bytes, sizeof c->key.bytes);
    c->has_key = false;
    silence(m, &c->contact);
    c->contact.flags |= CONTACT_ERASED;
    c->contact.address = private_hide(SLICE_NONE);
    m->addresses.at[contact.n - 1] = random_hash(SLICE_NONE);
    c->contact.version++;
    for (size_t i = 0; i < m->conversations.count; i++)
        if (m->conversations.at[i].contact == contact.n - 1)
            forget_conversation(m, &m->conversations.at[i]);
    for (size_t i = 0; i < m->sends.count; i++)
        if (m->sends.at[i].send.contact.n == contact.n) {
            m->sends.at[i].send.text = m->sends.at[i].send.address = private_hide(SLICE_NONE);
            if (m->sends.at[i].send.state == SEND_INTENT)
                m->sends.at[i].send.state = SEND_REFUSED;
        }
    struct row_tenant *t = tenant_of(m, c->contact.tenant);
    struct audit_draft d = {.kind = AUDIT_ERASURE,
                            .at = now,
                            .contact = contact,
                            .rule = SLICE("RULE-KEEP-1"),
                            .facts = arena_printf(&m->arena, "{\"key\":\"destroyed\",\"by_sha256\":\"" SLICE_FMT "\"}",
                                                  SLICE_ARG(digest_hex(&m->arena, digest_of(by))))};
    enum code code = chain(m, t, &d, e);
    *receipt = t->head.hash;
    return code;
}

/* -- reading
 * ---------------------------------------------------------------------------------------------------------------------- */

static enum code audit_each(struct store *s, struct tenant_id t, uint64_t from, audit_visit *visit, void *context,
                            struct error *e)
{
    struct row_tenant *row = tenant_of(self(s), t);
    if (row == NULL)
        return fail(e, NOT_FOUND, "there is no tenant %llu", (unsigned long long)t.n);
    for (size_t i = from ? from - 1 : 0; i < row->audit.count; i++)
        if (!visit(context, &row->audit.at[i]))
            break;
    return OK;
}

static enum code audit_head(struct store *s, struct tenant_id t, struct audit_head *out, struct error *e)
{
    struct row_tenant *row = tenant_of(self(s), t);
    if (row == NULL)
        return fail(e, NOT_FOUND, "there is no tenant %llu", (unsigned long long)t.n);
    *out = row->head;
    return OK;
}

static enum code contact_key(struct store *s, struct contact_id contact, struct audit_key *out, struct error *e)
{
    struct memory_store *m = self(s);
    if (contact.n < 1 || contact.n > m->contacts.count || !m->contacts.at[contact.n - 1].has_key)
        return fail(e, NOT_FOUND, "contact %llu has no key: it was erased, or never was", (unsigned long long)contact.n);
    *out = m->contacts.at[contact.n - 1].key;
    return OK;
}

static enum code messages_each(struct store *s, struct conversation_id id, message_visit *visit, void *context, struct arena *a,
                               struct error *e)
{
    struct memory_store *m = self(s);
    (void)a;
    (void)e;
    for (size_t i = 0; i < m->conversations.count; i++)
        for (size_t k = 0;
             (id.n == 0 || m->conversations.at[i].conversation.id.n == id.n) && k < m->conversations.at[i].messages.count; k++)
            if (!visit(context, m->conversations.at[i].conversation.id, &m->conversations.at[i].messages.at[k].message))
                return OK;
    return OK;
}

static enum code count(struct store *s, uint64_t outcomes[OUTCOME_COUNT], uint64_t sends[SEND_STATE_COUNT], struct error *e)
{
    struct memory_store *m = self(s);
    (void)e;
    memset(outcomes, 0, OUTCOME_COUNT * sizeof outcomes[0]);
    memset(sends, 0, SEND_STATE_COUNT * sizeof sends[0]);
    for (size_t i = 0; i < m->conversations.count; i++)
        for (size_t k = 0; k < m->conversations.at[i].messages.count; k++)
            if (m->conversations.at[i].messages.at[k].message.author == AUTHOR_CONTACT)
                outcomes[m->conversations.at[i].messages.at[k].pending ? OUTCOME_PENDING
                                                                       : m->conversations.at[i].messages.at[k].outcome]++;
    for (size_t i = 0; i < m->sends.count; i++)
        sends[m->sends.at[i].send.state]++;
    return OK;
}

static void close_store(struct store *s)
{
    struct memory_store *m = self(s);
    arena_finish(&m->arena);
    free(m);
}

struct store *memory_store_create(struct entropy *entropy)
{
    static const struct store_ops ops = {
        "memory",   tenant_put, tenants,       accept,      open,          claim,       reload,      release, commit,
        send_began, send_ended, sends_recover, send_find,   tickets_due,   ticket_move, kill_switch, consent, contact_find,
        erase,      audit_each, audit_head,    contact_key, messages_each, count,       close_store};
    struct memory_store *m = calloc(1, sizeof *m);
    must(m != NULL);
    m->base.ops = &ops;
    m->entropy = entropy;
    arena_init(&m->arena, (size_t)4 << 30);
    return &m->base;
}
