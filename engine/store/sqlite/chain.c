#include "parts.h"

static struct digest digest_from(struct slice s)
{
    struct digest d = {{0}};
    if (s.len == DIGEST_SIZE)
        memcpy(d.bytes, s.at, DIGEST_SIZE);
    return d;
}

static struct slice bytes_of(const struct digest *d)
{
    return (struct slice){(const char *)d->bytes, DIGEST_SIZE};
}

void chain_head(struct tenant_file *t, struct audit_head *out, struct arena *a)
{
    *out = (struct audit_head){0};
    struct query q = q_of(&t->db, "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
    if (q_row(&q)) {
        out->sequence = q_get_id(&q, 0);
        out->hash = digest_from(q_get(&q, 1, a));
    }
    q_end(&q);
}

enum code chain(struct sqlite_store *s, struct tenant_file *t, const struct audit_draft *given, struct error *e)
{
    struct audit_head head;
    struct audit_record r;
    struct audit_key key;
    struct audit_draft d = *given;
    enum code code = OK;
    if (d.sealed.len > 0 && key_of(&key, t, id_in(d.contact.n), NULL) != OK)
        d.sealed = SLICE_NONE; /* erased: nothing about the person is written any more */
    chain_head(t, &head, &s->scratch);
    if (t->db.failed != SQLITE_OK)
        return db_failure(&t->db, e);
    if ((code = audit_append(&r, &s->scratch, &head, &d, d.sealed.len ? &key : NULL, e)) != OK)
        return code;
    struct query q = q_of(&t->db, "INSERT INTO audit VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    q_id(&q, r.sequence);
    q_blob(&q, bytes_of(&r.previous));
    q_blob(&q, bytes_of(&r.hash));
    q_int(&q, (int64_t)r.kind);
    q_int(&q, r.at.ms);
    q_id(&q, r.contact.n);
    q_id(&q, r.conversation.n);
    q_id(&q, r.turn.n);
    q_text(&q, r.rule);
    q_text(&q, r.facts);
    q_blob(&q, r.sealed);
    q_run(&q);
    return OK;
}

/* -- reading --------------------------------------------------------------------------------------------------------------------
 */

enum code store_audit_each(struct store *store, struct tenant_id tenant, uint64_t from, audit_visit *visit, void *context,
                           struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    struct arena a;
    bool more = true;
    enum code code = tenant_file(&t, s, tenant, e);
    if (code != OK)
        return code;
    arena_init(&a, ARENA_TURN_MAX);
    db_begin_read(&t->db);
    struct query q = q_of(&t->db, "SELECT sequence, previous, hash, kind, at, contact, conversation, turn, rule, facts, sealed "
                                  "FROM audit WHERE sequence >= ? ORDER BY sequence");
    q_id(&q, from);
    while (more && code == OK && q_row(&q)) {
        struct audit_record r = {.sequence = q_get_id(&q, 0),
                                 .previous = digest_from(q_get(&q, 1, &a)),
                                 .hash = digest_from(q_get(&q, 2, &a)),
                                 .at = {q_get_int(&q, 4)},
                                 .contact = {q_get_id(&q, 5)},
                                 .conversation = {q_get_id(&q, 6)},
                                 .turn = {q_get_id(&q, 7)},
                                 .rule = q_get(&q, 8, &a),
                                 .facts = q_get(&q, 9, &a),
                                 .sealed = q_get(&q, 10, &a)};
        int64_t kind = q_get_int(&q, 3);
        if (kind < 0 || kind >= AUDIT_KIND_COUNT)
            code = fail(e, CORRUPT, "audit record %llu has a kind that does not exist", (unsigned long long)r.sequence);
        else {
            r.kind = (enum audit_kind)kind;
            more = visit(context, &r);
        }
        arena_reset(&a);
    }
    q_end(&q);
    arena_finish(&a);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

enum code store_audit_head(struct store *store, struct tenant_id tenant, struct audit_head *out, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    enum code code = tenant_file(&t, s, tenant, e);
    arena_reset(&s->scratch);
    if (code != OK)
        return code;
    db_begin_read(&t->db);
    chain_head(t, out, &s->scratch);
    return db_end(&t->db, e);
}

static enum code visit_messages(bool *more, struct tenant_file *t, uint64_t conversation, uint64_t contact, message_visit *visit,
                                void *context, struct arena *a, struct error *e)
{
    struct audit_key key, *opens = NULL;
    enum code code = key_of(&key, t, contact, e);
    if (code != OK && code != NOT_FOUND)
        return code;
    if (code == OK)
        opens = &key;
    code = OK;
    struct query q =
        q_of(&t->db, "SELECT " MESSAGE_COLUMNS " FROM message WHERE conversation = ? ORDER BY place IS NULL, place, id");
    q_id(&q, conversation);
    while (*more && code == OK && q_row(&q)) {
        struct message m;
        code = message_read(&m, t, &q, opens, a, e);
        if (code == OK)
            *more = visit(context, (struct conversation_id){id_out(t, conversation)}, &m);
    }
    q_end(&q);
    return code;
}

static enum code visit_tenant(bool *more, struct sqlite_store *s, struct tenant_file *t, uint64_t only, message_visit *visit,
                              void *context, struct arena *a, struct error *e)
{
    uint64_t last = only ? only - 1 : 0;
    enum code code = pull_tenant(s, t, e);
    if (code != OK)
        return code;
    db_begin_read(&t->db);
    while (*more && code == OK) {
        uint64_t conversation = 0, contact = 0;
        struct query q = q_of(&t->db, "SELECT id, contact FROM conversation WHERE id > ? ORDER BY id LIMIT 1");
        q_id(&q, last);
        if (q_row(&q)) {
            conversation = q_get_id(&q, 0);
            contact = q_get_id(&q, 1);
        }
        q_end(&q);
        if (conversation == 0 || (only && conversation != only))
            break;
        code = visit_messages(more, t, conversation, contact, visit, context, a, e);
        last = conversation;
        if (only)
            break;
    }
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

enum code store_messages_each(struct store *store, struct conversation_id id, message_visit *visit, void *context,
                              struct arena *a, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    bool more = true;
    enum code code;
    arena_reset(&s->scratch);
    if (id.n != 0)
        return (code = tenant_file_of(&t, s, id.n, "conversation", e)) != OK
                   ? code
                   : visit_tenant(&more, s, t, id_in(id.n), visit, context, a, e);
    if ((code = registry_refresh(s, e)) != OK)
        return code;
    for (size_t i = 0; more && code == OK && i < s->tenant_count; i++)
        if ((code = tenant_file(&t, s, (struct tenant_id){i + 1}, e)) == OK)
            code = visit_tenant(&more, s, t, 0, visit, context, a, e);
    return code;
}

static enum code count_tenant(struct sqlite_store *s, struct tenant_file *t, uint64_t outcomes[OUTCOME_COUNT],
                              uint64_t sends[SEND_STATE_COUNT], struct error *e)
{
    enum code code = pull_tenant(s, t, e);
    if (code != OK)
        return code;
    db_begin_read(&t->db);
    struct query q =
        q_of(&t->db, "SELECT CASE WHEN place IS NULL THEN 0 ELSE outcome END, COUNT(*) FROM message WHERE author = 0 GROUP BY 1");
    _Static_assert(AUTHOR_CONTACT == 0 && OUTCOME_PENDING == 0, "the statement names them");
    while (q_row(&q))
        if (q_get_int(&q, 0) >= 0 && q_get_int(&q, 0) < OUTCOME_COUNT)
            outcomes[q_get_int(&q, 0)] += q_get_id(&q, 1);
    q_end(&q);
    q = q_of(&t->db, "SELECT state, COUNT(*) FROM send GROUP BY 1");
    while (q_row(&q))
        if (q_get_int(&q, 0) >= 0 && q_get_int(&q, 0) < SEND_STATE_COUNT)
            sends[q_get_int(&q, 0)] += q_get_id(&q, 1);
    q_end(&q);
    return db_end(&t->db, e);
}

enum code store_count(struct store *store, uint64_t outcomes[OUTCOME_COUNT], uint64_t sends[SEND_STATE_COUNT], struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    enum code code = registry_refresh(s, e);
    arena_reset(&s->scratch);
    memset(outcomes, 0, OUTCOME_COUNT * sizeof outcomes[0]);
    memset(sends, 0, SEND_STATE_COUNT * sizeof sends[0]);
    for (size_t i = 0; code == OK && i < s->tenant_count; i++)
        if ((code = tenant_file(&t, s, (struct tenant_id){i + 1}, e)) == OK)
            code = count_tenant(s, t, outcomes, sends, e);
    return code;
}
