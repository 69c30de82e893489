#include "parts.h"

/* A body is four framed fields: address, text, kind that cannot be read, the provider's time. */
static void put_field(struct buffer *b, struct slice s)
{
    uint32_t size = (uint32_t)s.len;
    buffer_add(b, (struct slice){(const char *)&size, sizeof size});
    buffer_add(b, s);
}

static bool take_field(struct slice *out, struct slice *rest)
{
    uint32_t size;
    if (rest->len < sizeof size)
        return false;
    memcpy(&size, rest->at, sizeof size);
    if (rest->len - sizeof size < size)
        return false;
    *out = (struct slice){rest->at + sizeof size, size};
    *rest = slice_after(*rest, sizeof size + size);
    return true;
}

static struct slice body_of(struct arena *a, const struct inbound *in)
{
    struct buffer b;
    buffer_init(&b, a, (size_t)64 << 20);
    put_field(&b, private_reveal(in->address, REVEAL_STORE));
    put_field(&b, private_reveal(in->text, REVEAL_STORE));
    put_field(&b, in->unreadable);
    put_field(&b, (struct slice){(const char *)&in->sent_at.ms, sizeof in->sent_at.ms});
    must(!b.cut);
    return buffer_slice(&b);
}

static enum code accept_one(struct sqlite_store *s, const struct inbound *in, enum accept_result *result, struct error *e)
{
    struct slice body = SLICE_NONE;
    struct slice provider = slice_sub(keyed_hash(&s->scratch, s->provider_key, in->provider_id), 0, 16);
    enum code code = seal(&body, s, &s->tenants[in->tenant.n - 1]->key, "inbox", in->tenant.n, body_of(&s->scratch, in), e);
    if (code != OK)
        return code;
    struct query q =
        q_of(&s->shared,
             "INSERT INTO inbox(tenant, channel, provider, received_at, body) VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    q_id(&q, in->tenant.n);
    q_int(&q, (int64_t)in->channel);
    q_blob(&q, provider);
    q_int(&q, in->received_at.ms);
    q_blob(&q, body);
    q_run(&q);
    *result = db_changes(&s->shared) > 0 ? ACCEPT_NEW : ACCEPT_DUPLICATE;
    return OK;
}

enum code store_accept(struct store *store, const struct inbound *batch, size_t count, enum accept_result *results,
                       struct error *e)
{
    struct sqlite_store *s = self_of(store);
    enum code code = refuse_read_only(s, e);
    uint64_t newest = 0;
    arena_reset(&s->scratch);
    for (size_t i = 0; i < count; i++)
        newest = batch[i].tenant.n > newest ? batch[i].tenant.n : newest;
    if (code != OK || (newest > s->tenant_count && (code = registry_refresh(s, e)) != OK))
        return code;
    db_begin_write(&s->shared);
    for (size_t i = 0; code == OK && i < count; i++) {
        if (batch[i].tenant.n == 0 || batch[i].tenant.n > s->tenant_count)
            results[i] = ACCEPT_UNKNOWN_TENANT;
        else
            code = accept_one(s, &batch[i], &results[i], e);
    }
    if (code != OK) {
        db_abandon(&s->shared);
        return code;
    }
    return db_end(&s->shared, e);
}

/* -- from the inbox into the tenant's file --------------------------------------------------------------------------------------
 */

struct row {
    uint64_t id;
    enum channel_kind channel;
    int64_t received_at;
    struct slice body;
};

static size_t read_waiting(struct sqlite_store *s, struct tenant_file *t, struct row *rows, enum code *code, struct error *e)
{
    size_t count = 0;
    db_begin_read(&s->shared);
    struct query q =
        q_of(&s->shared, "SELECT id, channel, received_at, body FROM inbox WHERE tenant = ? AND taken = 0 ORDER BY id LIMIT ?");
    q_id(&q, t->id.n);
    q_int(&q, PULL_BATCH);
    while (count < PULL_BATCH && q_row(&q)) {
        rows[count] =
            (struct row){q_get_id(&q, 0), (enum channel_kind)q_get_int(&q, 1), q_get_int(&q, 2), q_get(&q, 3, &s->scratch)};
        count++;
    }
    q_end(&q);
    *code = db_end(&s->shared, e);
    return count;
}

static bool is_here(struct tenant_file *t, uint64_t inbox)
{
    struct query q = q_of(&t->db, "SELECT 1 FROM message WHERE inbox = ?");
    q_id(&q, inbox);
    bool here = q_row(&q);
    q_end(&q);
    return here;
}

static void wake(struct tenant_file *t, uint64_t conversation, int64_t at)
{
    struct query q = q_of(&t->db, "UPDATE conversation SET work_since = MIN(COALESCE(work_since, ?), ?) WHERE id = ?");
    q_int(&q, at);
    q_int(&q, at);
    q_id(&q, conversation);
    q_run(&q);
}

static enum code pull_row(struct sqlite_store *s, struct tenant_file *t, const struct row *r, struct error *e)
{
    struct slice plain, rest, address, text, unreadable, sent, sealed = SLICE_NONE;
    struct audit_key key;
    uint64_t contact;
    if (is_here(t, r->id))
        return OK;
    enum code code = unseal(&plain, &s->scratch, &t->key, "inbox", t->id.n, r->body, e);
    if (code != OK)
        return error_within(e, code, "inbox row %llu", (unsigned long long)r->id);
    rest = plain;
    if (!take_field(&address, &rest) || !take_field(&text, &rest) || !take_field(&unreadable, &rest) || !take_field(&sent, &rest))
        return fail(e, CORRUPT, "inbox row %llu: its body has a wrong shape", (unsigned long long)r->id);
    if ((code = contact_for(&contact, &key, s, t, address, e)) != OK)
        return code;
    uint64_t conversation = conversation_for(t, contact, r->channel);
    if (text.len > 0 && (code = seal(&sealed, s, &key, "message", conversation, text, e)) != OK)
        return code;
    struct wall sent_at = {0};
    if (sent.len == sizeof sent_at.ms)
        memcpy(&sent_at.ms, sent.at, sizeof sent_at.ms);
    struct query q = q_of(&t->db, "INSERT INTO message(conversation, inbox, author, channel, text, unreadable, at, sent_at) "
                                  "VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    q_id(&q, conversation);
    q_id(&q, r->id);
    q_int(&q, AUTHOR_CONTACT);
    q_int(&q, (int64_t)r->channel);
    q_blob(&q, sealed);
    q_text(&q, unreadable);
    q_int(&q, r->received_at);
    q_int(&q, sent_at.ms);
    q_run(&q);
    wake(t, conversation, r->received_at);
    bytes_wipe(key.bytes, sizeof key.bytes);
    return OK;
}

/* May be lost in a power cut: then the rows are read again and found to be here already. */
static enum code forget(struct sqlite_store *s, struct tenant_file *t, uint64_t last, struct error *e)
{
    db_lazy(&s->shared, true);
    db_begin_write(&s->shared);
    struct query q = q_of(&s->shared, "UPDATE inbox SET taken = 1, body = NULL WHERE tenant = ? AND taken = 0 AND id <= ?");
    q_id(&q, t->id.n);
    q_id(&q, last);
    q_run(&q);
    enum code code = db_end(&s->shared, e);
    db_lazy(&s->shared, false);
    return code;
}

enum code pull_tenant(struct sqlite_store *s, struct tenant_file *t, struct error *e)
{
    enum code code = OK;
    struct row *rows = ARENA_NEW_ARRAY(&s->scratch, struct row, PULL_BATCH);
    size_t count;
    if (s->read_only)
        return OK;
    do {
        count = read_waiting(s, t, rows, &code, e);
        if (code != OK || count == 0)
            return code;
        db_begin_write(&t->db);
        for (size_t i = 0; code == OK && i < count; i++)
            code = pull_row(s, t, &rows[i], e);
        if (code != OK) {
            db_abandon(&t->db);
            return code;
        }
        if ((code = db_end(&t->db, e)) != OK || (code = forget(s, t, rows[count - 1].id, e)) != OK)
            return code;
    } while (count == PULL_BATCH);
    return OK;
}

enum code pull_all(struct sqlite_store *s, struct error *e)
{
    enum code code = registry_refresh(s, e);
    uint64_t *waiting = ARENA_NEW_ARRAY(&s->scratch, uint64_t, s->tenant_count + 1);
    size_t count = 0;
    if (code != OK)
        return code;
    db_begin_read(&s->shared);
    for (size_t i = 0; i < s->tenant_count; i++) {
        struct query q = q_of(&s->shared, "SELECT 1 FROM inbox WHERE tenant = ? AND taken = 0 LIMIT 1");
        q_id(&q, i + 1);
        if (q_row(&q))
            waiting[count++] = i + 1;
        q_end(&q);
    }
    code = db_end(&s->shared, e);
    for (size_t i = 0; code == OK && i < count; i++) {
        struct tenant_file *t;
        code = tenant_file(&t, s, (struct tenant_id){waiting[i]}, e);
        if (code == OK)
            code = pull_tenant(s, t, e);
    }
    return code;
}
