#include "state.h"

#include <parley/size.h>

#include <sqlite3.h>

#define ON(s) (s)->ops

/* -- tables ---------------------------------------------------------------------------------------------------------------------
 */

static const char *const shared_tables[] = {
    "SELECT killed FROM store", "SELECT id, name FROM tenant ORDER BY id",
    "SELECT id, tenant, channel, received_at, taken, body IS NULL FROM inbox ORDER BY id"};
static const char *const tenant_tables[] = {
    "SELECT tenant, killed_global, killed_tenant, turns, tickets FROM self",
    "SELECT id, version, address_hash IS NULL, address IS NULL, key IS NULL, time_zone, language, opted_out, flags, unanswered, "
    "last_inbound_at FROM contact ORDER BY id",
    "SELECT * FROM consent ORDER BY contact, channel",
    "SELECT opted_out, flags FROM silenced ORDER BY 1, 2",
    "SELECT at FROM opening ORDER BY 1",
    "SELECT * FROM conversation ORDER BY id",
    "SELECT id, conversation, inbox, place, author, channel, text IS NULL, unreadable, at, turn, said, outcome, reason FROM "
    "message "
    "ORDER BY id",
    "SELECT id, key, conversation, contact, channel, purpose, text IS NULL, text_digest, state, attempts, at, created_at, "
    "started, "
    "retry_at, provider IS NULL, reason IS NULL FROM send ORDER BY id",
    "SELECT * FROM spend ORDER BY day",
    "SELECT sequence, kind, at, contact, conversation, turn, rule, facts, sealed IS NULL FROM audit ORDER BY sequence"};

static bool add_rows(struct digest_parts *d, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &q, NULL);
    digest_part_u64(d, 1);
    while (rc == SQLITE_OK && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(q); i++) {
            const char *bytes = sqlite3_column_blob(q, i);
            digest_part_u64(d, (uint64_t)sqlite3_column_type(q, i));
            digest_part(d, (struct slice){bytes, (size_t)sqlite3_column_bytes(q, i)});
        }
        rc = SQLITE_OK;
    }
    sqlite3_finalize(q);
    return rc == SQLITE_DONE;
}

static bool is_sound(sqlite3 *db)
{
    sqlite3_stmt *q = NULL;
    bool sound = sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW &&
                 strcmp((const char *)sqlite3_column_text(q, 0), "ok") == 0;
    sqlite3_finalize(q);
    return sound;
}

/* A file that was never made counts as empty. */
static bool read_file(struct digest *out, struct run *r, const char *name, const char *const *tables, size_t count, char *why,
                      size_t room)
{
    sqlite3 *db = NULL;
    struct slice there;
    struct digest_parts d;
    bool good = true;
    digest_begin(&d);
    if (disk_look(r->place->disk, &there, slice_from(name), false)) {
        good = sqlite3_open_v2(name, &db, SQLITE_OPEN_READWRITE, disk_vfs_name(r->place->disk, r->node)) == SQLITE_OK &&
               is_sound(db);
        for (size_t i = 0; good && i < count; i++)
            good = add_rows(&d, db, tables[i]);
        if (!good)
            snprintf(why, room, "%s: %s", name, db ? sqlite3_errmsg(db) : "cannot be opened");
        sqlite3_close(db);
    }
    *out = digest_end(&d);
    return good;
}

/* -- through the port -----------------------------------------------------------------------------------------------------------
 */

struct reading {
    struct run *run;
    struct digest_parts digest;
    struct audit_head head;
    bool failed;
    char *why;
    size_t room;
};

static bool add_message(void *context, struct conversation_id id, const struct message *m)
{
    struct reading *t = context;
    digest_part_u64(&t->digest, id.n);
    digest_part_u64(&t->digest, m->id.n);
    digest_part(&t->digest, private_reveal(m->text, REVEAL_STORE));
    return true;
}

static bool add_record(void *context, const struct audit_record *r)
{
    struct reading *t = context;
    struct error e = {0};
    struct audit_key key;
    struct slice plain = SLICE_NONE;
    if (audit_verify(&t->head, r, &e) != OK) {
        snprintf(t->why, t->room, "the audit does not verify: %s", e.text);
        t->failed = true;
        return false;
    }
    if (r->sealed.len == 0)
        return true;
    enum code code = ON(t->run->store)->contact_key(t->run->store, r->contact, &key, &e);
    if (code == OK)
        code = audit_open_record(&plain, &t->run->arena, r, &key, &e);
    if (code != OK && code != NOT_FOUND) {
        snprintf(t->why, t->room, "an audit record does not open: %s", e.text);
        t->failed = true;
    }
    digest_part_u64(&t->digest, (uint64_t)code);
    digest_part(&t->digest, plain);
    return true;
}

static enum code read_audit(struct reading *t, struct tenant_id id, struct error *e)
{
    struct store *s = t->run->store;
    struct audit_head head;
    t->head = (struct audit_head){0};
    enum code code = ON(s)->audit_each(s, id, 0, add_record, t, e);
    if (code == OK && (code = ON(s)->audit_head(s, id, &head, e)) == OK && !t->failed &&
        (head.sequence != t->head.sequence || !digest_eq(head.hash, t->head.hash))) {
        snprintf(t->why, t->room, "the head of the audit is not its last record");
        t->failed = true;
    }
    return code;
}

static enum code read_texts(struct reading *t, const struct slice *keys, size_t key_count, struct error *e)
{
    struct store *s = t->run->store;
    struct arena *a = &t->run->arena;
    struct tenant_record all[4];
    size_t tenants = 0;
    enum code code = ON(s)->messages_each(s, (struct conversation_id){0}, add_message, t, a, e);
    if (code == OK)
        code = ON(s)->tenants(s, all, COUNT_OF(all), &tenants, a, e);
    for (size_t i = 0; code == OK && i < tenants; i++)
        code = read_audit(t, all[i].id, e);
    for (size_t i = 0; code == OK && i < key_count; i++) {
        struct send found = {0};
        code = ON(s)->send_find(s, &found, a, keys[i], e);
        if (code == OK || code == NOT_FOUND) {
            digest_part_u64(&t->digest, code == OK);
            digest_part(&t->digest, private_reveal(found.text, REVEAL_STORE));
            code = OK;
        }
    }
    return code;
}

bool state_read(struct state *out, struct run *r, const struct slice *keys, size_t key_count, char *why, size_t room)
{
    struct error e = {0};
    struct reading t = {.run = r, .why = why, .room = room};
    digest_begin(&t.digest);
    enum code code = read_texts(&t, keys, key_count, &e);
    out->parts[STATE_TEXTS] = digest_end(&t.digest);
    if (code != OK)
        snprintf(why, room, "cannot be read: %s: %s", code_name(code), e.text);
    return code == OK && !t.failed &&
           read_file(&out->parts[STATE_SHARED], r, "store/shared.db", shared_tables, COUNT_OF(shared_tables), why, room) &&
           read_file(&out->parts[STATE_FIRST], r, "store/tenant-1.db", tenant_tables, COUNT_OF(tenant_tables), why, room) &&
           read_file(&out->parts[STATE_SECOND], r, "store/tenant-2.db", tenant_tables, COUNT_OF(tenant_tables), why, room);
}

bool state_eq(const struct state *a, const struct state *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}
