#include "parts.h"

/* Those whose last call was after `after`, and at `until` at the latest. */
static void due_between(struct tenant_file *t, struct ticket_row *out, size_t most, size_t *count, int64_t after, int64_t until,
                        uint64_t alerts_below)
{
    struct query q = q_of(&t->db, "SELECT id, contact, ticket, ticket_reason, ticket_state, ticket_opened_at, ticket_alerted_at, "
                                  "ticket_alerts FROM conversation WHERE ticket != 0 AND ticket_state = 0"
                                  " AND ticket_alerted_at > ? AND ticket_alerted_at <= ? AND ticket_alerts < ?"
                                  " ORDER BY ticket_alerted_at, id");
    q_int(&q, after);
    q_int(&q, until);
    q_int(&q, alerts_below < INT64_MAX ? (int64_t)alerts_below : INT64_MAX);
    while (*count < most && q_row(&q))
        out[(*count)++] = (struct ticket_row){.ticket = {id_out(t, q_get_id(&q, 2)),
                                                         (enum ticket_reason)q_get_int(&q, 3),
                                                         (enum ticket_state)q_get_int(&q, 4),
                                                         {q_get_int(&q, 5)},
                                                         {q_get_int(&q, 6)},
                                                         (uint32_t)q_get_int(&q, 7)},
                                              .tenant = t->id,
                                              .conversation = {id_out(t, q_get_id(&q, 0))},
                                              .contact = {id_out(t, q_get_id(&q, 1))}};
    q_end(&q);
}

/* A call of tomorrow was noted by a clock that was wrong: it holds nobody back. */
static enum code due_of(struct tenant_file *t, struct ticket_row *out, size_t most, size_t *count, struct wall now,
                        struct duration pause, uint64_t alerts_below, struct error *e)
{
    db_look(&t->db);
    due_between(t, out, most, count, INT64_MIN, now.ms - (int64_t)(pause.ns / 1000000), alerts_below);
    if (*count < most && now.ms < INT64_MAX - STORE_SKEW_MS_MAX)
        due_between(t, out, most, count, now.ms + STORE_SKEW_MS_MAX, INT64_MAX, alerts_below);
    return db_end(&t->db, e);
}

enum code store_tickets_due(struct store *store, struct tenant_id tenant, struct ticket_row *out, size_t most, size_t *count,
                            struct wall now, struct duration pause, uint64_t alerts_below, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    enum code code = registry_refresh(s, e);
    *count = 0;
    if (code != OK || (code = tenant_file(&t, s, tenant, e)) != OK)
        return code;
    return due_of(t, out, most, count, now, pause, alerts_below, e);
}

static enum code move_ticket(struct sqlite_store *s, struct tenant_file *t, uint64_t ticket, enum ticket_state to, bool alerted,
                             struct wall now, struct error *e)
{
    uint64_t conversation = 0, contact = 0;
    enum ticket_state from = to;
    static const enum holder holders[] = {
        [TICKET_OPEN] = HOLDER_HANDED_OVER, [TICKET_TAKEN] = HOLDER_STAFF, [TICKET_CLOSED] = HOLDER_BOT};
    static const char *const names[] = {[TICKET_OPEN] = "open", [TICKET_TAKEN] = "taken", [TICKET_CLOSED] = "closed"};
    struct query q = q_of(&t->db, "SELECT id, contact, ticket_state FROM conversation WHERE ticket = ? AND ticket != 0");
    q_id(&q, id_in(ticket));
    if (q_row(&q)) {
        conversation = q_get_id(&q, 0);
        contact = q_get_id(&q, 1);
        from = (enum ticket_state)q_get_int(&q, 2);
    }
    q_end(&q);
    if (conversation == 0)
        return t->db.failed ? db_failure(&t->db, e) : fail(e, NOT_FOUND, "there is no ticket %llu", (unsigned long long)ticket);
    q = q_of(&t->db,
             "UPDATE conversation SET version = version + 1, ticket_state = ?1, ticket_alerted_at = CASE WHEN ?2 THEN ?3 ELSE "
             "ticket_alerted_at END,"
             " ticket_alerts = ticket_alerts + ?2, holder = CASE WHEN ticket_state != ?1 THEN ?4 ELSE holder END WHERE id = ?5");
    q_int(&q, (int64_t)to);
    q_int(&q, alerted);
    q_int(&q, now.ms);
    q_int(&q, (int64_t)holders[to]);
    q_id(&q, conversation);
    q_run(&q);
    if (from == to)
        return OK;
    struct audit_draft d = {
        .kind = AUDIT_TICKET,
        .at = now,
        .contact = {id_out(t, contact)},
        .conversation = {id_out(t, conversation)},
        .facts = arena_printf(&s->scratch, "{\"ticket\":%llu,\"state\":\"%s\"}", (unsigned long long)ticket, names[to])};
    struct recall taken = {contact, conversation, CHANNEL_KIND_COUNT, SLICE("a person took over before it left")};
    enum code code = chain(s, t, &d, e);
    return code == OK && to == TICKET_TAKEN ? recall(s, t, &taken, now, e) : code;
}

enum code store_ticket_move(struct store *store, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                            struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    if (code != OK || (code = tenant_file_of(&t, s, ticket, "ticket", e)) != OK)
        return code;
    db_begin_write(&t->db);
    code = move_ticket(s, t, ticket, to, alerted, now, e);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

/* -- a conversation and who holds it --------------------------------------------------------------------------------------------
 */

static enum code note_holder(struct sqlite_store *s, struct tenant_file *t, uint64_t contact, uint64_t conversation,
                             enum holder holder, struct slice by, struct wall now, struct error *e)
{
    struct audit_draft d = {.kind = AUDIT_HOLDER,
                            .at = now,
                            .contact = {id_out(t, contact)},
                            .conversation = {id_out(t, conversation)},
                            .facts = arena_printf(&s->scratch, "{\"holder\":\"%s\",\"by_sha256\":\"" SLICE_FMT "\"}",
                                                  holder_name(holder), SLICE_ARG(digest_hex(&s->scratch, digest_of(by))))};
    return chain(s, t, &d, e);
}

static enum code hold(struct sqlite_store *s, struct tenant_file *t, uint64_t conversation, bool taken, struct slice by,
                      struct wall now, struct error *e)
{
    uint64_t contact = 0, ticket = 0;
    enum holder holder = HOLDER_BOT;
    enum ticket_state state = TICKET_CLOSED;
    bool opted_out = false;
    struct query q = q_of(&t->db, "SELECT c.contact, c.holder, c.ticket, c.ticket_state, p.opted_out FROM conversation c JOIN "
                                  "contact p ON p.id = c.contact WHERE c.id = ?");
    q_id(&q, conversation);
    if (q_row(&q)) {
        contact = q_get_id(&q, 0);
        holder = (enum holder)q_get_int(&q, 1);
        ticket = q_get_id(&q, 2);
        state = ticket != 0 ? (enum ticket_state)q_get_int(&q, 3) : TICKET_CLOSED;
        opted_out = q_get_int(&q, 4) != 0;
    }
    q_end(&q);
    if (contact == 0)
        return t->db.failed ? db_failure(&t->db, e)
                            : fail(e, NOT_FOUND, "there is no conversation %llu", (unsigned long long)id_out(t, conversation));
    enum code code = OK;
    if (state != TICKET_CLOSED)
        code = move_ticket(s, t, id_out(t, ticket), taken ? TICKET_TAKEN : TICKET_CLOSED, false, now, e);
    enum holder next = taken ? HOLDER_STAFF : opted_out ? HOLDER_SILENT : HOLDER_BOT;
    if (code != OK || (next == holder && state == TICKET_CLOSED))
        return code;
    q = q_of(&t->db, "UPDATE conversation SET version = version + 1, holder = ? WHERE id = ?");
    q_int(&q, (int64_t)next);
    q_id(&q, conversation);
    q_run(&q);
    struct recall recalled = {contact, conversation, CHANNEL_KIND_COUNT, SLICE("a person took over before it left")};
    code = note_holder(s, t, contact, conversation, next, by, now, e);
    return code == OK && taken ? recall(s, t, &recalled, now, e) : code;
}

enum code store_hold(struct store *store, struct conversation_id conversation, bool taken, struct slice by, struct wall now,
                     struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    if (code != OK || (code = tenant_file_of(&t, s, conversation.n, "conversation", e)) != OK)
        return code;
    db_begin_write(&t->db);
    code = hold(s, t, id_in(conversation.n), taken, by, now, e);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

/* -- kill switches
 * ----------------------------------------------------------------------------------------------------------------- */

static enum code note_kill(struct sqlite_store *s, struct tenant_file *t, const struct kill_order *k, bool global,
                           struct error *e)
{
    struct audit_draft d = {.kind = AUDIT_KILL,
                            .at = k->at,
                            .rule = SLICE("RULE-KILL-1"),
                            .facts = arena_printf(&s->scratch, "{\"on\":%s,\"everybody\":%s,\"by_sha256\":\"" SLICE_FMT "\"}",
                                                  k->on ? "true" : "false", global ? "true" : "false",
                                                  SLICE_ARG(digest_hex(&s->scratch, k->by)))};
    return chain(s, t, &d, e);
}

static enum code kill_tenant(struct sqlite_store *s, struct tenant_file *t, const struct kill_order *k, struct error *e)
{
    db_begin_write(&t->db);
    struct query q = q_of(&t->db, "UPDATE self SET killed_tenant = ?, switches = switches + 1");
    q_int(&q, k->on);
    q_run(&q);
    enum code code = note_kill(s, t, k, false, e);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

enum code kill_in(struct sqlite_store *s, struct tenant_file *t, const struct kill_order *k, struct error *e)
{
    struct query q =
        q_of(&t->db, "UPDATE self SET killed_global = ?, global_version = ?, switches = switches + 1 WHERE global_version < ?");
    q_int(&q, k->on);
    q_id(&q, k->version);
    q_id(&q, k->version);
    q_run(&q);
    return t->db.failed == SQLITE_OK && db_changes(&t->db) > 0 ? note_kill(s, t, k, true, e) : OK;
}

static enum code order_kill(struct sqlite_store *s, struct kill_order *k, struct error *e)
{
    db_begin_write(&s->shared);
    struct query q = q_of(
        &s->shared, "UPDATE store SET killed = ?, switches = switches + 1, switched_at = ?, switched_by = ? RETURNING switches");
    q_int(&q, k->on);
    q_int(&q, k->at.ms);
    q_blob(&q, (struct slice){(const char *)k->by.bytes, DIGEST_SIZE});
    if (q_row(&q))
        k->version = q_get_id(&q, 0);
    q_run(&q);
    return db_end(&s->shared, e);
}

/* The global switch is written into every tenant's file, where the transaction of a send reads it: after OK no intent commits
 * anywhere (I13). A crash half-way leaves the order in the shared file, and whoever opens a tenant's file next carries it out
 * there, with its record in the audit. */
enum code store_kill(struct store *store, struct tenant_id tenant, bool on, struct slice by, struct wall now, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    struct kill_order k = {.on = on, .at = now, .by = digest_of(by)};
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    if (code != OK)
        return code;
    if (tenant.n != 0)
        return (code = tenant_file(&t, s, tenant, e)) != OK ? code : kill_tenant(s, t, &k, e);
    if ((code = order_kill(s, &k, e)) != OK || (code = registry_refresh(s, e)) != OK)
        return code;
    for (size_t i = 0; code == OK && i < s->tenant_count; i++) {
        if ((code = tenant_file(&t, s, (struct tenant_id){i + 1}, e)) != OK)
            break;
        db_begin_write(&t->db);
        if ((code = kill_in(s, t, &k, e)) == OK)
            code = db_end(&t->db, e);
        else
            db_abandon(&t->db);
    }
    return code;
}
