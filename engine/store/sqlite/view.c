#include "parts.h"

static enum code tell_line(bool *more, struct tenant_file *t, const struct query *q, const struct audit_key *key,
                           view_visit *visit, void *context, struct arena *a, struct error *e)
{
    struct message m;
    enum code code = message_read(&m, t, q, key, a, e);
    if (code != OK)
        return code;
    struct view_line line = {.place = q_get_id(q, MESSAGE_COLUMN_COUNT),
                             .message = m.id,
                             .author = m.author,
                             .text = m.text,
                             .unreadable = m.unreadable,
                             .at = m.at};
    *more = visit(context, &line);
    return OK;
}

static enum code tell(struct contact_view *out, struct tenant_file *t, uint64_t conversation, uint64_t after,
                      const struct audit_key *key, view_visit *visit, void *context, struct arena *a, struct error *e)
{
    bool more = true;
    enum code code = OK;
    struct query q = q_of(&t->db, "SELECT " MESSAGE_COLUMNS ", place, (SELECT state FROM send WHERE send.id = message.send)"
                                  " FROM message WHERE conversation = ? AND place > ? ORDER BY place");
    q_id(&q, conversation);
    q_id(&q, after);
    out->is_whole = true;
    while (more && code == OK && q_row(&q)) {
        bool sent = !q_is_null(&q, MESSAGE_COLUMN_COUNT + 1);
        enum send_state state = sent ? (enum send_state)q_get_int(&q, MESSAGE_COLUMN_COUNT + 1) : SEND_ACCEPTED;
        more = out->is_whole = state != SEND_INTENT && state != SEND_SENDING;
        if (state == SEND_ACCEPTED)
            code = tell_line(&more, t, &q, key, visit, context, a, e);
    }
    q_end(&q);
    return code;
}

static bool find(struct contact_view *out, struct tenant_file *t, struct slice address_hash, enum channel_kind channel)
{
    struct query q =
        q_of(&t->db, "SELECT c.id, p.id, c.holder, p.opted_out FROM contact p JOIN conversation c ON c.contact = p.id"
                     " WHERE p.address_hash = ? AND c.channel = ?");
    q_blob(&q, address_hash);
    q_int(&q, (int64_t)channel);
    bool found = q_row(&q);
    if (found)
        *out = (struct contact_view){.conversation = {id_out(t, q_get_id(&q, 0))},
                                     .contact = {id_out(t, q_get_id(&q, 1))},
                                     .holder = (enum holder)q_get_int(&q, 2),
                                     .opted_out = q_get_int(&q, 3) != 0};
    q_end(&q);
    return found;
}

enum code store_contact_view(struct store *store, struct contact_view *out, struct tenant_id tenant, enum channel_kind channel,
                             struct slice address, uint64_t after, view_visit *visit, void *context, struct arena *a,
                             struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    struct audit_key key;
    arena_reset(&s->scratch);
    enum code code = tenant_file(&t, s, tenant, e);
    if (code != OK || (code = pull_tenant(s, t, e)) != OK)
        return code;
    db_begin_read(&t->db);
    if (!find(out, t, keyed_hash(&s->scratch, t->index_key, address), channel))
        code = t->db.failed ? db_failure(&t->db, e) : fail(e, NOT_FOUND, "nobody has written from this address");
    else if ((code = key_of(&key, t, id_in(out->contact.n), e)) == OK)
        code = tell(out, t, id_in(out->conversation.n), after, &key, visit, context, a, e);
    bytes_wipe(key.bytes, sizeof key.bytes);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}
