#include "parts.h"

struct facts {
    uint64_t contact, fence, contact_version, conversation_version, switches;
    int64_t reserved;
    struct wall claimed_at;
};

static bool read_facts(struct facts *f, struct tenant_file *t, const struct commit *k)
{
    struct query q = q_of(&t->db, "SELECT c.contact, c.fence, c.version, p.version, self.switches, c.reserved, c.claimed_at"
                                  " FROM conversation c JOIN contact p ON p.id = c.contact JOIN self WHERE c.id = ?");
    q_id(&q, id_in(k->conversation_id.n));
    bool found = q_row(&q);
    if (found)
        *f = (struct facts){q_get_id(&q, 0), q_get_id(&q, 1),  q_get_id(&q, 3),   q_get_id(&q, 2),
                            q_get_id(&q, 4), q_get_int(&q, 5), {q_get_int(&q, 6)}};
    q_end(&q);
    return found;
}

/* The facts a turn decided on are read again here, in the transaction that writes the send (RULE-CONSENT-2, I8, I9, I13). */
static enum code still_true(const struct facts *f, const struct commit *k, struct error *e)
{
    unsigned long long id = (unsigned long long)k->conversation_id.n;
    if (f->fence != k->fence)
        return fail(e, CONFLICT, "the lease on conversation %llu was lost", id);
    if (f->contact_version != k->contact_version || f->conversation_version != k->conversation_version ||
        f->switches != k->switches_version)
        return fail(e, CONFLICT, "facts of conversation %llu changed since they were read", id);
    return OK;
}

static int64_t next_place(struct tenant_file *t, uint64_t conversation)
{
    int64_t place = 1;
    struct query q =
        q_of(&t->db, "SELECT place + 1 FROM message WHERE conversation = ? AND place IS NOT NULL ORDER BY place DESC LIMIT 1");
    q_id(&q, conversation);
    if (q_row(&q))
        place = q_get_int(&q, 0);
    q_end(&q);
    return place;
}

/* One terminal outcome each: a message that has one keeps it (I1). */
static void take_outcomes(struct tenant_file *t, const struct commit *k, int64_t *place)
{
    for (size_t i = 0; i < k->outcome_count; i++) {
        struct query q = q_of(&t->db, "UPDATE message SET place = ?, outcome = ?, turn = ?, reason = ? WHERE id = ? AND "
                                      "conversation = ? AND place IS NULL");
        q_int(&q, (*place)++);
        q_int(&q, (int64_t)k->outcomes[i].outcome);
        q_id(&q, k->outcomes[i].turn.n);
        q_text(&q, k->outcomes[i].reason);
        q_id(&q, id_in(k->outcomes[i].message.n));
        q_id(&q, id_in(k->conversation_id.n));
        q_run(&q);
    }
}

static void add_message(struct tenant_file *t, const struct commit *k, const struct send_intent *s, struct slice sealed,
                        int64_t place, uint64_t send)
{
    struct query q = q_of(&t->db, "INSERT INTO message(conversation, place, author, channel, text, at, turn, said, outcome, send)"
                                  " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    q_id(&q, id_in(k->conversation_id.n));
    q_int(&q, place);
    q_int(&q, AUTHOR_BOT);
    q_int(&q, (int64_t)s->channel);
    q_blob(&q, sealed);
    q_int(&q, k->at.ms);
    q_id(&q, k->turn.n);
    q_text(&q, s->said);
    q_int(&q, OUTCOME_REPLIED);
    q_id(&q, send);
    q_run(&q);
}

static uint64_t add_send(struct tenant_file *t, const struct commit *k, const struct send_intent *s, uint64_t contact,
                         struct slice sealed)
{
    uint64_t id = 0;
    struct query q =
        q_of(&t->db, "INSERT INTO send(key, conversation, contact, channel, purpose, text, text_digest, at, created_at, started)"
                     " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id");
    q_text(&q, s->key);
    q_id(&q, id_in(k->conversation_id.n));
    q_id(&q, contact);
    q_int(&q, (int64_t)s->channel);
    q_int(&q, (int64_t)s->purpose);
    q_blob(&q, sealed);
    q_blob(&q, (struct slice){(const char *)s->text_digest.bytes, DIGEST_SIZE});
    q_int(&q, k->at.ms);
    q_int(&q, k->at.ms);
    q_int(&q, purpose_is_started(s->purpose));
    if (q_row(&q))
        id = q_get_id(&q, 0);
    q_end(&q);
    return id;
}

static enum code take_sends(struct sqlite_store *s, struct tenant_file *t, const struct commit *k, uint64_t contact,
                            int64_t place, struct error *e)
{
    struct audit_key key;
    enum code code = k->send_count > 0 ? key_of(&key, t, contact, e) : OK;
    if (code == NOT_FOUND)
        return fail(e, CONFLICT, "contact %llu was erased: nothing is sent any more", (unsigned long long)id_out(t, contact));
    for (size_t i = 0; code == OK && i < k->send_count; i++) {
        struct slice message, text;
        uint64_t conversation = id_in(k->conversation_id.n);
        if ((code = seal(&message, s, &key, "message", conversation, k->sends[i].text, e)) == OK &&
            (code = seal(&text, s, &key, "send", conversation, k->sends[i].text, e)) == OK) {
            uint64_t send = add_send(t, k, &k->sends[i], contact, text);
            add_message(t, k, &k->sends[i], message, place + (int64_t)i, send);
        }
    }
    bytes_wipe(key.bytes, sizeof key.bytes);
    return code;
}

static void take_contact(struct tenant_file *t, const struct commit *k, uint64_t contact)
{
    struct query q = q_of(&t->db, "UPDATE contact SET version = version + 1, opted_out = ?, flags = ?, unanswered = ?, "
                                  "last_inbound_at = ?, language = ? WHERE id = ?");
    q_int(&q, k->contact.opted_out);
    q_int(&q, k->contact.flags);
    q_int(&q, k->contact.unanswered);
    q_int(&q, k->contact.last_inbound_at.ms);
    q_text(&q, k->contact.language);
    q_id(&q, contact);
    q_run(&q);
    for (size_t i = 0; i < k->consent_count; i++)
        write_consent(t, contact, &k->consents[i], k->at);
}

static uint64_t ticket_for(struct tenant_file *t, const struct ticket *wanted)
{
    uint64_t id = id_in(wanted->id);
    if (wanted->reason == TICKET_NONE || id != 0)
        return id;
    struct query q = q_of(&t->db, "UPDATE self SET tickets = tickets + 1 RETURNING tickets");
    if (q_row(&q))
        id = q_get_id(&q, 0);
    q_end(&q);
    return id;
}

static void take_conversation(struct tenant_file *t, const struct commit *k)
{
    const struct conversation *c = &k->conversation;
    uint64_t ticket = ticket_for(t, &c->ticket);
    struct query q = q_of(&t->db, "UPDATE conversation SET version = version + 1, holder = ?, ticket = ?, ticket_reason = ?, "
                                  "ticket_state = ?, ticket_opened_at = ?,"
                                  " ticket_alerted_at = ?, ticket_alerts = ?, brain_version = ?, path_step = ?, turns = ?, "
                                  "confusions = ?, fallbacks = ?, greeted = ?,"
                                  " obligations = ? WHERE id = ?");
    q_int(&q, (int64_t)c->holder);
    q_id(&q, ticket);
    q_int(&q, (int64_t)c->ticket.reason);
    q_int(&q, (int64_t)c->ticket.state);
    q_int(&q, c->ticket.opened_at.ms);
    q_int(&q, c->ticket.alerted_at.ms);
    q_int(&q, c->ticket.alerts);
    q_text(&q, c->brain_version);
    q_text(&q, c->path_step);
    q_int(&q, c->turns);
    q_int(&q, c->confusions);
    q_int(&q, c->fallbacks);
    q_int(&q, c->greeted);
    q_blob(&q, (struct slice){(const char *)c->obligations, c->obligation_count});
    q_id(&q, id_in(k->conversation_id.n));
    q_run(&q);
}

static void end_turn(struct tenant_file *t, const struct commit *k)
{
    struct query q =
        q_of(&t->db, "UPDATE conversation SET lease_until = 0, not_before = 0, attempts = 0, marked = 0, turn = 0, opening = 0,"
                     " work_since = (SELECT MIN(at) FROM message WHERE message.conversation = conversation.id AND "
                     "place IS NULL) WHERE id = ?");
    q_id(&q, id_in(k->conversation_id.n));
    q_run(&q);
}

static enum code write_all(struct sqlite_store *s, struct tenant_file *t, const struct commit *k, struct error *e)
{
    struct facts f;
    enum code code = OK;
    if (!read_facts(&f, t, k))
        return t->db.failed
                   ? db_failure(&t->db, e)
                   : fail(e, CONFLICT, "the lease on conversation %llu was lost", (unsigned long long)k->conversation_id.n);
    if ((code = still_true(&f, k, e)) != OK)
        return code;
    for (size_t i = 0; code == OK && i < k->audit_count; i++)
        code = chain(s, t, &k->audits[i], e);
    for (size_t i = 0; code == OK && i < k->consent_count; i++)
        if (k->consents[i].state == CONSENT_WITHDRAWN)
            code = recall_withdrawn(s, t, f.contact, &k->consents[i], k->at, e);
    int64_t place = next_place(t, id_in(k->conversation_id.n));
    take_outcomes(t, k, &place);
    if (code != OK || (code = take_sends(s, t, k, f.contact, place, e)) != OK)
        return code;
    take_contact(t, k, f.contact);
    take_conversation(t, k);
    settle(t, id_in(k->conversation_id.n), f.claimed_at, f.reserved, k->settle.micros, k->ends_turn);
    if (k->ends_turn)
        end_turn(t, k);
    return OK;
}

enum code store_commit(struct store *store, const struct commit *k, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    arena_reset(&s->scratch);
    enum code code = refuse_read_only(s, e);
    if (code != OK || (code = tenant_file_of(&t, s, k->conversation_id.n, "conversation", e)) != OK)
        return code;
    if (t->id.n != k->tenant.n)
        return fail(e, CONFLICT, "conversation %llu does not belong to tenant %llu", (unsigned long long)k->conversation_id.n,
                    (unsigned long long)k->tenant.n);
    db_begin_write(&t->db);
    code = write_all(s, t, k, e);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}
