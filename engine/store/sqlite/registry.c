#include "parts.h"
#include "schema.h"

#include <stdlib.h>

static struct slice bytes_of(const void *at, size_t size)
{
    return (struct slice){at, size};
}

enum code refuse_read_only(const struct sqlite_store *s, struct error *e)
{
    return s->read_only ? fail(e, DENIED, "the store in %s is opened to look only", s->directory) : OK;
}

static struct database_setup setup_for(const struct sqlite_store *s, const char *name, bool must_exist)
{
    return (struct database_setup){.directory = s->directory,
                                   .name = name,
                                   .vfs = s->has_vfs ? s->vfs : NULL,
                                   .read_only = s->read_only,
                                   .must_exist = must_exist,
                                   .busy = s->busy};
}

/* The master key proves itself on 32 known bytes, wrapped like a key of contact 0. */
static enum code prove_master(struct sqlite_store *s, struct slice proof, struct error *e)
{
    struct wrapped_key wrapped;
    struct audit_key opened;
    struct error inner;
    if (proof.len != sizeof wrapped.bytes)
        return fail(e, CORRUPT, "%s/shared.db: the proof of the master key has a wrong size", s->directory);
    memcpy(wrapped.bytes, proof.at, proof.len);
    if (audit_unwrap(&opened, &s->master, &wrapped, (struct contact_id){0}, &inner) != OK ||
        !bytes_eq_secret(opened.bytes, s->id.bytes, DIGEST_SIZE))
        return fail(e, DENIED, "the master key does not open the store in %s: it was made with another one", s->directory);
    return OK;
}

static enum code first_row(struct sqlite_store *s, struct error *e)
{
    struct audit_key id;
    struct wrapped_key proof;
    uint8_t nonce[12];
    s->entropy->ops->fill(s->entropy, id.bytes, sizeof id.bytes);
    s->entropy->ops->fill(s->entropy, nonce, sizeof nonce);
    enum code code = audit_wrap(&proof, &s->master, &id, (struct contact_id){0}, nonce, e);
    if (code != OK)
        return code;
    db_begin_write(&s->shared);
    struct query q = q_of(&s->shared, "INSERT OR IGNORE INTO store(one, id, proof, killed, switches) VALUES(1, ?, ?, 0, 1)");
    q_blob(&q, bytes_of(id.bytes, sizeof id.bytes));
    q_blob(&q, bytes_of(proof.bytes, sizeof proof.bytes));
    q_run(&q);
    return db_end(&s->shared, e);
}

enum code registry_open(struct sqlite_store *s, struct error *e)
{
    struct database_setup setup = setup_for(s, "shared.db", false);
    enum code code = db_open(&s->shared, &setup, e);
    if (code != OK || (code = db_migrate(&s->shared, shared_schema, shared_schema_count, s->read_only, e)) != OK)
        return code;
    if (!s->read_only && (code = first_row(s, e)) != OK)
        return code;
    struct slice id = SLICE_NONE, proof = SLICE_NONE;
    db_begin_read(&s->shared);
    struct query q = q_of(&s->shared, "SELECT id, proof FROM store");
    if (q_row(&q)) {
        id = q_get(&q, 0, &s->scratch);
        proof = q_get(&q, 1, &s->scratch);
    }
    q_end(&q);
    if ((code = db_end(&s->shared, e)) != OK)
        return code;
    if (id.len != DIGEST_SIZE)
        return fail(e, CORRUPT, "%s/shared.db does not say which store it is", s->directory);
    memcpy(s->id.bytes, id.at, DIGEST_SIZE);
    if ((code = prove_master(s, proof, e)) != OK)
        return code;
    s->provider_key = digest_hmac(bytes_of(s->master.bytes, AUDIT_KEY_SIZE), SLICE("parley provider ids"));
    return registry_refresh(s, e);
}

static enum code tenant_read(struct sqlite_store *s, const struct query *q, struct error *e)
{
    struct wrapped_key wrapped;
    uint64_t id = q_get_id(q, 0);
    struct slice key = q_get(q, 2, &s->scratch);
    if (id != s->tenant_count + 1 || key.len != sizeof wrapped.bytes)
        return fail(e, CORRUPT, "%s/shared.db: the row of tenant %llu is damaged", s->directory, (unsigned long long)id);
    memcpy(wrapped.bytes, key.at, key.len);
    struct tenant_file *t = calloc(1, sizeof *t), **all = realloc(s->tenants, (s->tenant_count + 1) * sizeof *all);
    must(t != NULL);
    must(all != NULL);
    s->tenants = all;
    t->id.n = id;
    t->name = q_get(q, 1, &s->arena);
    t->made = q_get_int(q, 3) != 0;
    enum code code = audit_unwrap(&t->key, &s->master, &wrapped, (struct contact_id){id}, e);
    if (code != OK) {
        free(t);
        return code;
    }
    t->index_key = digest_hmac(bytes_of(t->key.bytes, AUDIT_KEY_SIZE), SLICE("parley addresses"));
    s->tenants[s->tenant_count++] = t;
    return OK;
}

enum code registry_refresh(struct sqlite_store *s, struct error *e)
{
    enum code code = OK, end;
    db_look(&s->shared);
    struct query q = q_of(&s->shared, "SELECT id, name, key, made FROM tenant WHERE id > ? ORDER BY id");
    q_id(&q, s->tenant_count);
    while (code == OK && q_row(&q))
        code = tenant_read(s, &q, e);
    q_end(&q);
    end = db_end(&s->shared, code == OK ? e : NULL);
    return code != OK ? code : end;
}

/* -- one tenant's file ----------------------------------------------------------------------------------------------------------
 */

static enum code read_order(struct sqlite_store *s, struct kill_order *k, struct error *e)
{
    *k = (struct kill_order){0};
    db_begin_read(&s->shared);
    struct query q = q_of(&s->shared, "SELECT killed, switches, switched_at, switched_by FROM store");
    if (q_row(&q)) {
        struct slice by = q_get(&q, 3, &s->scratch);
        *k = (struct kill_order){.on = q_get_int(&q, 0) != 0, .version = q_get_id(&q, 1), .at = {q_get_int(&q, 2)}};
        if (by.len == DIGEST_SIZE)
            memcpy(k->by.bytes, by.at, DIGEST_SIZE);
    }
    q_end(&q);
    return db_end(&s->shared, e);
}

/* A kill that stopped half-way between the files is carried to the end by whoever opens the file next. */
static enum code stamp_new(struct sqlite_store *s, struct tenant_file *t, const struct kill_order *k, struct error *e)
{
    db_begin_write(&t->db);
    struct query q = q_of(&t->db, "INSERT OR IGNORE INTO self VALUES(1, ?, ?, ?, ?, 0, 1, 0, 0)");
    q_blob(&q, bytes_of(s->id.bytes, DIGEST_SIZE));
    q_id(&q, t->id.n);
    q_int(&q, k->on);
    q_id(&q, k->version);
    q_run(&q);
    enum code code = kill_in(s, t, k, e);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

static enum code stamp(struct sqlite_store *s, struct tenant_file *t, struct error *e)
{
    struct kill_order order;
    bool mine = false;
    enum code code = read_order(s, &order, e);
    if (code != OK || (!s->read_only && (code = stamp_new(s, t, &order, e)) != OK))
        return code;
    db_begin_read(&t->db);
    struct query q = q_of(&t->db, "SELECT store, tenant FROM self");
    if (q_row(&q))
        mine = slice_eq(q_get(&q, 0, &s->scratch), bytes_of(s->id.bytes, DIGEST_SIZE)) && q_get_id(&q, 1) == t->id.n;
    q_end(&q);
    if ((code = db_end(&t->db, e)) != OK)
        return code;
    return mine ? OK : fail(e, CORRUPT, "%s/%s belongs to another tenant or another store", s->directory, t->db.name);
}

static enum code mark_made(struct sqlite_store *s, struct tenant_file *t, struct error *e)
{
    if (t->made || s->read_only)
        return OK;
    db_begin_write(&s->shared);
    struct query q = q_of(&s->shared, "UPDATE tenant SET made = 1 WHERE id = ?");
    q_id(&q, t->id.n);
    q_run(&q);
    t->made = true;
    return db_end(&s->shared, e);
}

enum code tenant_file(struct tenant_file **out, struct sqlite_store *s, struct tenant_id id, struct error *e)
{
    char name[48];
    enum code code = OK;
    if (id.n > s->tenant_count && (code = registry_refresh(s, e)) != OK)
        return code;
    if (id.n == 0 || id.n > s->tenant_count)
        return fail(e, NOT_FOUND, "there is no tenant %llu", (unsigned long long)id.n);
    struct tenant_file *t = s->tenants[id.n - 1];
    *out = t;
    if (t->opened)
        return OK;
    snprintf(name, sizeof name, "tenant-%llu.db", (unsigned long long)id.n);
    struct database_setup setup = setup_for(s, name, t->made);
    if ((code = db_open(&t->db, &setup, e)) == OK &&
        (code = db_migrate(&t->db, tenant_schema, tenant_schema_count, s->read_only, e)) == OK && (code = stamp(s, t, e)) == OK &&
        (code = mark_made(s, t, e)) == OK) {
        t->opened = true;
        return OK;
    }
    db_close(&t->db);
    return code;
}

enum code tenant_file_of(struct tenant_file **out, struct sqlite_store *s, uint64_t id, const char *what, struct error *e)
{
    struct error inner;
    enum code code = tenant_file(out, s, (struct tenant_id){id >> TENANT_SHIFT}, &inner);
    if (code == NOT_FOUND)
        return fail(e, NOT_FOUND, "there is no %s %llu", what, (unsigned long long)id);
    return code == OK ? OK : fail(e, code, "%s", inner.text);
}

enum code tenant_put(struct store *store, struct tenant_id *out, struct slice name, const struct audit_key *key, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct audit_key fresh;
    struct wrapped_key wrapped;
    uint8_t nonce[12];
    struct tenant_file *t;
    bool known = false;
    enum code code = registry_refresh(s, e);
    arena_reset(&s->scratch);
    for (size_t i = 0; code == OK && i < s->tenant_count && !known; i++)
        if ((known = slice_eq(s->tenants[i]->name, name)))
            *out = s->tenants[i]->id;
    if (code != OK || known || (code = refuse_read_only(s, e)) != OK)
        return code;
    if (key != NULL)
        fresh = *key;
    else
        s->entropy->ops->fill(s->entropy, fresh.bytes, sizeof fresh.bytes);
    s->entropy->ops->fill(s->entropy, nonce, sizeof nonce);
    db_begin_write(&s->shared);
    uint64_t id = 0;
    struct query q = q_of(&s->shared, "SELECT id FROM tenant WHERE name = ?");
    q_text(&q, name);
    if (q_row(&q))
        id = q_get_id(&q, 0);
    q_end(&q);
    if (id == 0) {
        q = q_of(&s->shared, "SELECT COALESCE(MAX(id), 0) + 1 FROM tenant");
        if (q_row(&q))
            id = q_get_id(&q, 0);
        q_end(&q);
        code = audit_wrap(&wrapped, &s->master, &fresh, (struct contact_id){id}, nonce, e);
        q = q_of(&s->shared, "INSERT INTO tenant(id, name, key) VALUES(?, ?, ?)");
        q_id(&q, id);
        q_text(&q, name);
        q_blob(&q, bytes_of(wrapped.bytes, sizeof wrapped.bytes));
        q_run(&q);
    }
    bytes_wipe(fresh.bytes, sizeof fresh.bytes);
    if (code != OK) {
        db_abandon(&s->shared);
        return code;
    }
    if ((code = db_end(&s->shared, e)) != OK)
        return code;
    out->n = id;
    return tenant_file(&t, s, *out, e);
}

enum code tenants(struct store *store, struct tenant_record *out, size_t most, size_t *count, struct arena *a, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    enum code code = registry_refresh(s, e);
    *count = 0;
    for (size_t i = 0; code == OK && i < s->tenant_count && *count < most; i++)
        out[(*count)++] = (struct tenant_record){s->tenants[i]->id, arena_copy(a, s->tenants[i]->name)};
    return code;
}
