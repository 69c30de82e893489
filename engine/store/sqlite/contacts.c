#include "parts.h"

static enum code unwrap(struct audit_key *out, struct tenant_file *t, uint64_t contact, struct slice wrapped, struct error *e)
{
    struct wrapped_key w;
    if (wrapped.len == 0)
        return fail(e, NOT_FOUND, "contact %llu has no key: it was erased", (unsigned long long)id_out(t, contact));
    if (wrapped.len != sizeof w.bytes)
        return fail(e, CORRUPT, "the key of contact %llu has a wrong size", (unsigned long long)id_out(t, contact));
    memcpy(w.bytes, wrapped.at, wrapped.len);
    return audit_unwrap(out, &t->key, &w, (struct contact_id){id_out(t, contact)}, e);
}

enum code key_of(struct audit_key *out, struct tenant_file *t, uint64_t contact, struct error *e)
{
    char copy[AUDIT_WRAPPED_SIZE];
    struct slice wrapped = SLICE_NONE;
    bool known = false;
    struct query q = q_of(&t->db, "SELECT key FROM contact WHERE id = ?");
    q_id(&q, contact);
    if (q_row(&q)) {
        known = true;
        int size = sqlite3_column_bytes(q.stmt, 0);
        if (size == (int)sizeof copy) {
            memcpy(copy, sqlite3_column_blob(q.stmt, 0), sizeof copy);
            wrapped = (struct slice){copy, sizeof copy};
        }
    }
    q_end(&q);
    enum code code = db_failure(&t->db, e);
    if (code != OK)
        return code;
    return known ? unwrap(out, t, contact, wrapped, e)
                 : fail(e, NOT_FOUND, "there is no contact %llu", (unsigned long long)id_out(t, contact));
}

/* Who was silenced and erased comes back silenced: the keyed hash of the address remembers (RULE-OPTOUT-1, RULE-STRIKE-1). */
static void remembered(struct tenant_file *t, struct slice hash, bool *opted_out, uint32_t *flags)
{
    *opted_out = false;
    *flags = 0;
    struct query q = q_of(&t->db, "SELECT opted_out, flags FROM silenced WHERE address_hash = ?");
    q_blob(&q, hash);
    if (q_row(&q)) {
        *opted_out = q_get_int(&q, 0) != 0;
        *flags = (uint32_t)q_get_int(&q, 1);
    }
    q_end(&q);
}

static enum code contact_new(uint64_t *contact, struct audit_key *key, struct sqlite_store *s, struct tenant_file *t,
                             struct slice address, struct slice hash, struct error *e)
{
    struct wrapped_key wrapped;
    uint8_t nonce[12];
    bool opted_out;
    uint32_t flags;
    struct slice sealed;
    remembered(t, hash, &opted_out, &flags);
    struct query q = q_of(&t->db, "INSERT INTO contact(version, address_hash, opted_out, flags) VALUES(1, ?, ?, ?)");
    q_blob(&q, hash);
    q_int(&q, opted_out);
    q_int(&q, flags);
    q_run(&q);
    *contact = db_last_id(&t->db);
    s->entropy->ops->fill(s->entropy, key->bytes, sizeof key->bytes);
    s->entropy->ops->fill(s->entropy, nonce, sizeof nonce);
    enum code code = audit_wrap(&wrapped, &t->key, key, (struct contact_id){id_out(t, *contact)}, nonce, e);
    if (code != OK || (code = seal(&sealed, s, key, "address", *contact, address, e)) != OK)
        return code;
    q = q_of(&t->db, "UPDATE contact SET address = ?, key = ? WHERE id = ?");
    q_blob(&q, sealed);
    q_blob(&q, (struct slice){(const char *)wrapped.bytes, sizeof wrapped.bytes});
    q_id(&q, *contact);
    q_run(&q);
    return OK;
}

static uint64_t contact_by(struct tenant_file *t, struct slice hash)
{
    uint64_t id = 0;
    struct query q = q_of(&t->db, "SELECT id FROM contact WHERE address_hash = ?");
    q_blob(&q, hash);
    if (q_row(&q))
        id = q_get_id(&q, 0);
    q_end(&q);
    return id;
}

enum code contact_for(uint64_t *contact, struct audit_key *key, struct sqlite_store *s, struct tenant_file *t,
                      struct slice address, struct error *e)
{
    struct slice hash = keyed_hash(&s->scratch, t->index_key, address);
    *contact = contact_by(t, hash);
    enum code code = db_failure(&t->db, e);
    if (code != OK)
        return code;
    return *contact != 0 ? key_of(key, t, *contact, e) : contact_new(contact, key, s, t, address, hash, e);
}

uint64_t conversation_for(struct tenant_file *t, uint64_t contact, enum channel_kind channel)
{
    uint64_t id = 0;
    struct query q = q_of(&t->db, "INSERT INTO conversation(contact, channel) VALUES(?, ?) ON CONFLICT DO NOTHING");
    q_id(&q, contact);
    q_int(&q, (int64_t)channel);
    q_run(&q);
    q = q_of(&t->db, "SELECT id FROM conversation WHERE contact = ? AND channel = ?");
    q_id(&q, contact);
    q_int(&q, (int64_t)channel);
    if (q_row(&q))
        id = q_get_id(&q, 0);
    q_end(&q);
    return id;
}

/* -- loading --------------------------------------------------------------------------------------------------------------------
 */

static void load_consent(struct contact *c, struct tenant_file *t, uint64_t contact, struct arena *a)
{
    struct query q = q_of(&t->db, "SELECT channel, state, at, evidence, lead_source FROM consent WHERE contact = ?");
    q_id(&q, contact);
    while (q_row(&q)) {
        int64_t channel = q_get_int(&q, 0);
        if (channel >= 0 && channel < CHANNEL_KIND_COUNT)
            c->consent[channel] =
                (struct consent){(enum consent_state)q_get_int(&q, 1), {q_get_int(&q, 2)}, q_get(&q, 3, a), q_get(&q, 4, a)};
    }
    q_end(&q);
}

static uint32_t started_since(struct tenant_file *t, uint64_t contact, int64_t since)
{
    uint32_t n = 0;
    struct query q = q_of(&t->db, "SELECT COUNT(*) FROM send WHERE contact = ? AND started = 1 AND created_at > ?");
    q_id(&q, contact);
    q_int(&q, since);
    if (q_row(&q))
        n = (uint32_t)q_get_int(&q, 0);
    q_end(&q);
    return n;
}

enum code contact_load(struct contact *out, struct sqlite_store *s, struct tenant_file *t, uint64_t contact, struct arena *a,
                       struct wall now, struct error *e)
{
    struct contact c = {.id = {id_out(t, contact)}, .tenant = t->id};
    struct slice sealed = SLICE_NONE, address;
    struct audit_key key;
    bool known = false;
    (void)s;
    struct query q = q_of(
        &t->db,
        "SELECT version, address, time_zone, language, opted_out, flags, unanswered, last_inbound_at FROM contact WHERE id = ?");
    q_id(&q, contact);
    if (q_row(&q)) {
        known = true;
        c.version = q_get_id(&q, 0);
        sealed = q_get(&q, 1, a);
        c.time_zone = q_get(&q, 2, a);
        c.language = q_get(&q, 3, a);
        c.opted_out = q_get_int(&q, 4) != 0;
        c.flags = (uint32_t)q_get_int(&q, 5);
        c.unanswered = (uint32_t)q_get_int(&q, 6);
        c.last_inbound_at.ms = q_get_int(&q, 7);
    }
    q_end(&q);
    load_consent(&c, t, contact, a);
    c.started_today = started_since(t, contact, now.ms - INT64_C(86400000));
    c.started_this_week = started_since(t, contact, now.ms - 7 * INT64_C(86400000));
    enum code code = db_failure(&t->db, e);
    if (code == OK && !known)
        code = fail(e, NOT_FOUND, "there is no contact %llu", (unsigned long long)c.id.n);
    if (code == OK && sealed.len > 0 && (code = key_of(&key, t, contact, e)) == OK &&
        (code = unseal(&address, a, &key, "address", contact, sealed, e)) == OK)
        c.address = private_hide(address);
    bytes_wipe(key.bytes, sizeof key.bytes);
    *out = c;
    return code;
}

/* -- changes --------------------------------------------------------------------------------------------------------------------
 */

void write_consent(struct tenant_file *t, uint64_t contact, const struct consent_change *change, struct wall now)
{
    for (int channel = 0; channel < CHANNEL_KIND_COUNT; channel++) {
        if (change->channel != CHANNEL_KIND_COUNT && (int)change->channel != channel)
            continue;
        struct query q = q_of(&t->db, "INSERT INTO consent(contact, channel, state, at, evidence, lead_source) VALUES(?1, ?2, "
                                      "?3, ?4, ?5, '') ON CONFLICT DO UPDATE SET"
                                      " state = ?3, at = ?4, evidence = CASE WHEN ?3 = 3 THEN evidence ELSE ?5 END");
        _Static_assert(CONSENT_WITHDRAWN == 3, "the statement names it: what was agreed stays on record after a withdrawal");
        q_id(&q, contact);
        q_int(&q, channel);
        q_int(&q, (int64_t)change->state);
        q_int(&q, now.ms);
        q_text(&q, change->evidence);
        q_run(&q);
    }
}

enum code recall_withdrawn(struct sqlite_store *s, struct tenant_file *t, uint64_t contact, const struct consent_change *change,
                           struct wall now, struct error *e)
{
    struct recall r = {contact, 0, change->channel, SLICE("consent was withdrawn before it left")};
    return recall(s, t, &r, now, e);
}

/* Opens the tenant's transaction around `body`'s work; what fails rolls all of it back. */
static enum code finish(struct tenant_file *t, enum code code, struct error *e)
{
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

static bool first_time(struct tenant_file *t, struct slice reference, struct wall at)
{
    struct query q = q_of(&t->db, "INSERT INTO opening(reference, at) VALUES(?, ?) ON CONFLICT DO NOTHING");
    q_blob(&q, reference);
    q_int(&q, at.ms);
    q_run(&q);
    return db_changes(&t->db) > 0;
}

static void import_contact(struct tenant_file *t, uint64_t contact, const struct opening *o)
{
    struct query q = q_of(&t->db, "UPDATE contact SET version = version + 1, time_zone = ?, language = ? WHERE id = ?");
    q_text(&q, o->time_zone);
    q_text(&q, o->language);
    q_id(&q, contact);
    q_run(&q);
    q = q_of(&t->db, "INSERT INTO consent(contact, channel, state, at, evidence, lead_source) SELECT ?1, ?2, ?3, ?4, ?5, ?6 FROM "
                     "contact WHERE id = ?1 AND opted_out = 0"
                     " ON CONFLICT DO UPDATE SET state = ?3, at = ?4, evidence = ?5, lead_source = ?6 WHERE consent.state != 3");
    q_id(&q, contact);
    q_int(&q, (int64_t)o->channel);
    q_int(&q, (int64_t)o->consent.state);
    q_int(&q, o->consent.at.ms);
    q_text(&q, o->consent.evidence);
    q_text(&q, o->consent.lead_source);
    q_run(&q);
}

enum code store_open(struct store *store, const struct opening *o, bool *is_new, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    struct audit_key key;
    uint64_t contact;
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    if (code != OK || (code = tenant_file(&t, s, o->tenant, e)) != OK || (code = pull_tenant(s, t, e)) != OK)
        return code;
    struct slice reference = keyed_hash(&s->scratch, t->index_key, o->reference);
    db_begin_write(&t->db);
    *is_new = first_time(t, reference, o->at);
    if (*is_new && (code = contact_for(&contact, &key, s, t, private_reveal(o->address, REVEAL_STORE), e)) == OK) {
        import_contact(t, contact, o);
        struct query q = q_of(&t->db, "UPDATE conversation SET opening = 1, work_since = COALESCE(work_since, ?) WHERE id = ?");
        q_int(&q, INT64_MAX - 1); /* whoever wrote comes first */
        q_id(&q, conversation_for(t, contact, o->channel));
        q_run(&q);
    }
    return finish(t, code, e);
}

enum code store_consent(struct store *store, struct contact_id contact, const struct consent_change *change, struct wall now,
                        struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    if (code != OK || (code = tenant_file_of(&t, s, contact.n, "contact", e)) != OK)
        return code;
    db_begin_write(&t->db);
    bool withdrawn = change->state == CONSENT_WITHDRAWN;
    /* withdrawn on one channel, whoever is out on all of them stays so; nothing is known any more of whom was erased */
    struct query q =
        q_of(&t->db, "UPDATE contact SET version = version + 1, opted_out = CASE WHEN ? THEN 1 WHEN ? THEN opted_out "
                     "ELSE 0 END WHERE id = ? AND key IS NOT NULL");
    q_int(&q, withdrawn && change->channel == CHANNEL_KIND_COUNT);
    q_int(&q, withdrawn);
    q_id(&q, id_in(contact.n));
    q_run(&q);
    if (t->db.failed == SQLITE_OK && db_changes(&t->db) == 0)
        code = fail(e, NOT_FOUND, "there is no contact %llu, or it was erased", (unsigned long long)contact.n);
    if (code == OK)
        write_consent(t, id_in(contact.n), change, now);
    struct audit_draft d = {.kind = AUDIT_CONSENT,
                            .at = now,
                            .contact = contact,
                            .rule = SLICE("RULE-OPTOUT-1"),
                            .facts = arena_printf(&s->scratch, "{\"consent\":\"%s\"}", consent_state_name(change->state))};
    if (code == OK)
        code = chain(s, t, &d, e);
    if (code == OK && withdrawn)
        code = recall_withdrawn(s, t, id_in(contact.n), change, now, e);
    return finish(t, code, e);
}

enum code store_contact_find(struct store *store, struct contact *out, struct arena *a, struct tenant_id tenant,
                             enum channel_kind channel, struct slice address, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    (void)channel;
    arena_reset(&s->scratch);
    enum code code = tenant_file(&t, s, tenant, e);
    if (code != OK || (code = pull_tenant(s, t, e)) != OK)
        return code;
    db_begin_read(&t->db);
    uint64_t contact = contact_by(t, keyed_hash(&s->scratch, t->index_key, address));
    code = contact != 0 ? contact_load(out, s, t, contact, a, (struct wall){INT64_MAX / 2}, e)
                        : fail(e, NOT_FOUND, "nobody is known under this address");
    return finish(t, code, e);
}

enum code store_contact_key(struct store *store, struct contact_id contact, struct audit_key *out, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    enum code code = tenant_file_of(&t, s, contact.n, "contact", e);
    if (code != OK)
        return code;
    if (db_is_inside(&t->db)) /* asked from a visit of the audit */
        return key_of(out, t, id_in(contact.n), e);
    db_begin_read(&t->db);
    return finish(t, key_of(out, t, id_in(contact.n), e), e);
}

/* -- erasure --------------------------------------------------------------------------------------------------------------------
 */

/* As it is when the contact is erased: who came back since an earlier erasure is silent no more. */
static void silence(struct tenant_file *t, uint64_t contact)
{
    struct query q = q_of(
        &t->db, "INSERT INTO silenced(address_hash, opted_out, flags) SELECT address_hash, opted_out, flags & ?2 FROM contact"
                " WHERE id = ?1 AND address_hash IS NOT NULL AND (opted_out = 1 OR flags & ?2"
                " OR address_hash IN (SELECT address_hash FROM silenced))"
                " ON CONFLICT DO UPDATE SET opted_out = excluded.opted_out, flags = excluded.flags");
    q_id(&q, contact);
    q_int(&q, CONTACT_STRUCK_OUT);
    q_run(&q);
}

static void strike(struct tenant_file *t, uint64_t contact, struct wall now)
{
    static const char *const steps[] = {"UPDATE contact SET version = version + 1, address_hash = NULL, address = NULL, key = "
                                        "NULL, flags = flags | ?2 WHERE id = ?1",
                                        "UPDATE message SET text = NULL, outcome = CASE WHEN place IS NULL THEN 3 ELSE outcome "
                                        "END, reason = CASE WHEN place IS NULL THEN 'RULE-KEEP-1' ELSE reason END,"
                                        " place = COALESCE(place, (SELECT COALESCE(MAX(m.place), 0) + 1 FROM message m WHERE "
                                        "m.conversation = message.conversation))"
                                        " WHERE conversation IN (SELECT id FROM conversation WHERE contact = ?1)",
                                        "UPDATE send SET text = NULL, reason = NULL, at = CASE WHEN state = 0 THEN ?3 ELSE at "
                                        "END, state = CASE WHEN state = 0 THEN 3 ELSE state END WHERE contact = ?1",
                                        "UPDATE conversation SET version = version + 1, work_since = NULL, opening = 0, fence = "
                                        "fence + 1, lease_until = 0, turn = 0, attempts = 0, marked = 0, reserved = 0"
                                        " WHERE contact = ?1"};
    _Static_assert(OUTCOME_SUPPRESSED == 3 && SEND_INTENT == 0 && SEND_REFUSED == 3, "the statements name them");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct query q = q_of(&t->db, steps[i]);
        q_id(&q, contact);
        if (i == 0 || i == 2)
            q_int(&q, CONTACT_ERASED);
        if (i == 2)
            q_int(&q, now.ms);
        q_run(&q);
    }
}

/* The key goes first in every sense: afterwards no copy anywhere decodes. Asked again it does no harm, so a full log can be
 * cleared by asking again (RULE-KEEP-1, invariant I20). */
enum code store_erase(struct store *store, struct contact_id contact, struct slice by, struct wall now, struct digest *receipt,
                      struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    struct audit_head head;
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    if (code != OK || (code = tenant_file_of(&t, s, contact.n, "contact", e)) != OK || (code = pull_tenant(s, t, e)) != OK)
        return code;
    db_begin_write(&t->db);
    silence(t, id_in(contact.n));
    strike(t, id_in(contact.n), now);
    struct query q = q_of(&t->db, "SELECT 1 FROM contact WHERE id = ?");
    q_id(&q, id_in(contact.n));
    if (!q_row(&q))
        code = fail(e, NOT_FOUND, "there is no contact %llu", (unsigned long long)contact.n);
    q_end(&q);
    struct audit_draft d = {.kind = AUDIT_ERASURE,
                            .at = now,
                            .contact = contact,
                            .rule = SLICE("RULE-KEEP-1"),
                            .facts = arena_printf(&s->scratch, "{\"key\":\"destroyed\",\"by_sha256\":\"" SLICE_FMT "\"}",
                                                  SLICE_ARG(digest_hex(&s->scratch, digest_of(by))))};
    if (code == OK && (code = chain(s, t, &d, e)) == OK)
        chain_head(t, &head, &s->scratch);
    if ((code = finish(t, code, e)) != OK)
        return code;
    *receipt = head.hash;
    code = db_forget_log(&t->db, e);
    return code == OK ? db_forget_log(&s->shared, e) : code;
}
