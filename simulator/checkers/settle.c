#include "ledger_state.h"

#include <parley/audit.h>

/* -- I1, I3: everything that was accepted has come to an end -------------------------------------------------------------------
 */

static void check_inbound(struct ledger *l, struct store *store)
{
    uint64_t outcomes[OUTCOME_COUNT] = {0}, sends[SEND_STATE_COUNT] = {0}, held = 0, expected = 0;
    struct error e;
    if (store->ops->count(store, outcomes, sends, &e) != OK) {
        ledger_violated(l, I1_ONE_OUTCOME, "the store cannot be counted: %s", e.text);
        return;
    }
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        held += outcomes[i];
    for (size_t i = 0; i < l->said.count; i++) {
        expected += l->said.at[i].accepted > 0;
        if (l->said.at[i].acked && l->said.at[i].accepted == 0)
            ledger_violated(l, I3_DURABLE_BEFORE_ACK, "message m%llu was answered 200 and is lost",
                            (unsigned long long)l->said.at[i].number);
    }
    if (held != expected)
        ledger_violated(l, I1_ONE_OUTCOME, "%llu messages were accepted, the store holds %llu", (unsigned long long)expected,
                        (unsigned long long)held);
    if (outcomes[OUTCOME_PENDING] > 0)
        ledger_violated(l, I1_ONE_OUTCOME, "%llu accepted messages have no outcome after everything healed",
                        (unsigned long long)outcomes[OUTCOME_PENDING]);
}

/* -- I6 ------------------------------------------------------------------------------------------------------------------------
 */

static void check_sends(struct ledger *l, struct store *store, struct duration patience)
{
    struct arena a;
    arena_init(&a, ARENA_TURN_MAX);
    for (size_t i = 0; i < l->sends.count; i++) {
        struct send found;
        struct error e;
        struct known_send *k = &l->sends.at[i];
        arena_reset(&a);
        if (store->ops->send_find(store, &found, &a, k->key, &e) != OK) {
            ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " is gone: %s", SLICE_ARG(k->key), e.text);
            continue;
        }
        ledger_send_is(l, k, found.state);
        if (found.state == SEND_HUMAN)
            k->left_at = found.at;
        bool open = found.state == SEND_INTENT || found.state == SEND_SENDING || found.state == SEND_UNKNOWN;
        int64_t age_ms = l->now.ms - found.at.ms;
        if (open && age_ms > (int64_t)(patience.ns / 1000000))
            ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " is %s for %lld s", SLICE_ARG(k->key),
                            send_state_name(found.state), (long long)age_ms / 1000);
        if (k->open > 1)
            ledger_violated(l, I2_ONE_ATTEMPT, "send " SLICE_FMT ": %u attempts are not known to be refused", SLICE_ARG(k->key),
                            k->open);
        if (found.state == SEND_REFUSED && k->shown > 0)
            ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " is called refused and was shown", SLICE_ARG(k->key));
    }
    arena_finish(&a);
}

/* -- I1, I6: whoever was promised an answer that the provider refused has a person, and so has what nobody knows
 * ----------------------------------------------------
 */

enum { TICKETS_MAX = 512 };

static bool find_tickets(struct ledger *l, struct store *store)
{
    struct ticket_row *rows = ARENA_NEW_ARRAY(&l->arena, struct ticket_row, TICKETS_MAX);
    bool all = true;
    for (size_t t = 0; t < l->setup.tenants; t++) {
        struct error e;
        size_t count = 0;
        if (store->ops->tickets_due(store, (struct tenant_id){t + 1}, rows, TICKETS_MAX, &count, (struct wall){INT64_MAX},
                                    DURATION_S(0), UINT64_MAX, &e) != OK) {
            ledger_violated(l, I1_ONE_OUTCOME, "the tickets of tenant %zu cannot be read: %s", t + 1, e.text);
            return false;
        }
        all &= count < TICKETS_MAX;
        for (size_t i = 0; i < count; i++)
            ledger_conversation(l, rows[i].conversation)->waits = true;
        for (size_t i = 0; i < count; i++)
            ledger_ticket_waits(l, &rows[i]);
    }
    return all;
}

/* Its conversation has a ticket, or had one that a person moved since then. */
static bool is_heard(struct ledger *l, const struct known_send *k, int64_t since_ms)
{
    const struct known_conversation *c = ledger_conversation(l, k->conversation);
    return c->waits || c->staff || c->moved_at.ms >= since_ms || ledger_contact(l, k->contact)->erased;
}

static void check_called(struct ledger *l, struct store *store)
{
    int64_t skew_ms = (int64_t)(l->setup.skew_max.ns / 1000000);
    if (!find_tickets(l, store))
        return;
    for (size_t i = 0; i < l->sends.count; i++) {
        const struct known_send *k = &l->sends.at[i];
        bool started = k->purpose == PURPOSE_OPENING || k->purpose == PURPOSE_FOLLOW_UP;
        if (k->refused_at.ms != 0 && !started && !is_heard(l, k, k->refused_at.ms))
            ledger_violated(l, I1_ONE_OUTCOME, "send " SLICE_FMT " was refused for good, and no person was called",
                            SLICE_ARG(k->key));
        if (k->left_at.ms != 0 && !is_heard(l, k, k->left_at.ms - skew_ms))
            ledger_violated(l, I6_OUTBOX_EDGES, "send " SLICE_FMT " was left to people, and none was called", SLICE_ARG(k->key));
    }
}

/* -- I4, I20 -------------------------------------------------------------------------------------------------------------------
 */

struct chain_walk {
    struct ledger *l;
    struct audit_head head;
    struct tenant_id tenant;
    uint64_t intents, outcomes;
    size_t seen; /* heads shown outside that the chain went through */
    bool good;
};

void ledger_published(struct ledger *l, struct tenant_id tenant, const struct audit_head *head)
{
    struct known_tenant *t = &l->tenants[tenant.n - 1];
    const struct audit_head *last = t->published.count > 0 ? &t->published.at[t->published.count - 1] : NULL;
    uint64_t before = last != NULL ? last->sequence : 0;
    if (head->sequence < before)
        ledger_violated(l, I4_AUDIT_CHAIN, "tenant %llu: the chain ends at %llu, %llu was shown outside",
                        (unsigned long long)tenant.n, (unsigned long long)head->sequence, (unsigned long long)before);
    if (head->sequence > before)
        *ARRAY_ADD(&l->arena, &t->published) = *head;
    else if (last != NULL && head->sequence == before && !digest_eq(head->hash, last->hash))
        ledger_violated(l, I4_AUDIT_CHAIN, "tenant %llu: record %llu is another than was shown outside",
                        (unsigned long long)tenant.n, (unsigned long long)before);
}

static void check_published(struct chain_walk *w)
{
    const struct known_tenant *t = &w->l->tenants[w->tenant.n - 1];
    if (w->seen >= t->published.count || t->published.at[w->seen].sequence != w->head.sequence)
        return;
    if (!digest_eq(t->published.at[w->seen++].hash, w->head.hash))
        ledger_violated(w->l, I4_AUDIT_CHAIN, "tenant %llu: record %llu is another than was shown outside",
                        (unsigned long long)w->tenant.n, (unsigned long long)w->head.sequence);
}

static bool check_record(void *context, const struct audit_record *r)
{
    struct chain_walk *w = context;
    struct error e;
    w->intents += r->kind == AUDIT_SEND_INTENT;
    w->outcomes += r->kind == AUDIT_OUTCOME;
    const size_t *contact = r->contact.n != 0 ? id_map_find(&w->l->contact_of, r->contact.n) : NULL;
    if (contact != NULL && w->l->contacts.at[*contact].tenant.n != 0 && w->l->contacts.at[*contact].tenant.n != w->tenant.n)
        ledger_violated(w->l, I15_TENANTS_APART, "the chain of tenant %llu speaks of contact %llu of another",
                        (unsigned long long)w->tenant.n, (unsigned long long)r->contact.n);
    if (audit_verify(&w->head, r, &e) == OK) {
        check_published(w);
        return true;
    }
    w->good = false;
    ledger_violated(w->l, I4_AUDIT_CHAIN, "%s", e.text);
    return false;
}

static void check_audit(struct ledger *l, struct store *store)
{
    for (size_t i = 0; i < l->setup.tenants; i++) {
        struct chain_walk w = {.l = l, .tenant = {i + 1}, .good = true};
        struct audit_head head;
        struct error e;
        struct tenant_id t = {i + 1};
        if (store->ops->audit_each(store, t, 1, check_record, &w, &e) != OK || store->ops->audit_head(store, t, &head, &e) != OK)
            ledger_violated(l, I4_AUDIT_CHAIN, "tenant %zu: the audit cannot be read: %s", i + 1, e.text);
        else if (w.good && (w.head.sequence != head.sequence || !digest_eq(w.head.hash, head.hash)))
            ledger_violated(l, I4_AUDIT_CHAIN, "tenant %zu: the chain ends at %llu, its head says %llu", i + 1,
                            (unsigned long long)w.head.sequence, (unsigned long long)head.sequence);
        else if (w.good && w.seen < l->tenants[i].published.count)
            ledger_violated(l, I4_AUDIT_CHAIN, "tenant %zu: the chain ends at %llu, %llu was shown outside", i + 1,
                            (unsigned long long)w.head.sequence, (unsigned long long)l->tenants[i].published.at[w.seen].sequence);
        else if (w.intents != l->tenants[i].intents || w.outcomes != l->tenants[i].turns)
            ledger_violated(l, I4_AUDIT_CHAIN,
                            "tenant %zu: the chain holds %llu intents and %llu outcomes, %llu and %llu were committed", i + 1,
                            (unsigned long long)w.intents, (unsigned long long)w.outcomes,
                            (unsigned long long)l->tenants[i].intents, (unsigned long long)l->tenants[i].turns);
    }
}

static bool check_readable(void *context, struct conversation_id conversation, const struct message *m)
{
    struct ledger *l = context;
    const size_t *at = id_map_find(&l->conversation_of, conversation.n);
    if (at != NULL && ledger_contact(l, l->conversations.at[*at].contact)->erased &&
        private_reveal(m->text, REVEAL_STORE).len > 0)
        ledger_violated(l, I20_ERASED, "message %llu of an erased contact can be read", (unsigned long long)m->id.n);
    return true;
}

static void check_erasures(struct ledger *l, struct store *store)
{
    struct arena a;
    struct error e;
    bool any = false;
    for (size_t i = 0; i < l->contacts.count; i++)
        any |= l->contacts.at[i].erased;
    if (!any)
        return;
    arena_init(&a, ARENA_TURN_MAX);
    for (size_t i = 0; i < l->contact_of.room; i++) {
        struct audit_key key;
        const struct id_map_slot *slot = &l->contact_of.slots[i];
        if (slot->id != 0 && l->contacts.at[slot->value].erased &&
            store->ops->contact_key(store, (struct contact_id){slot->id}, &key, &e) != NOT_FOUND)
            ledger_violated(l, I20_ERASED, "contact %llu was erased and still has a key", (unsigned long long)slot->id);
    }
    for (size_t i = 0; i < l->sends.count; i++) {
        struct send send;
        arena_reset(&a);
        if (ledger_contact(l, l->sends.at[i].contact)->erased &&
            store->ops->send_find(store, &send, &a, l->sends.at[i].key, &e) == OK &&
            private_reveal(send.text, REVEAL_STORE).len > 0)
            ledger_violated(l, I20_ERASED, "send " SLICE_FMT " of an erased contact can be read", SLICE_ARG(l->sends.at[i].key));
    }
    for (size_t i = 0; i < l->conversation_of.room; i++)
        if (l->conversation_of.slots[i].id != 0)
            (void)store->ops->messages_each(store, (struct conversation_id){l->conversation_of.slots[i].id}, check_readable, l,
                                            &a, &e);
    arena_finish(&a);
}

void ledger_settle(struct ledger *l, struct store *store, struct duration unknown_patience)
{
    check_inbound(l, store);
    ledger_check_all_ended(l);
    check_sends(l, store, unknown_patience);
    check_called(l, store);
    check_audit(l, store);
    check_erasures(l, store);
}
