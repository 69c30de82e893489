#include "parts.h"

enum code message_read(struct message *out, struct tenant_file *t, const struct query *q, const struct audit_key *key,
                       struct arena *a, struct error *e)
{
    struct slice sealed = q_get(q, 4, a), text = SLICE_NONE;
    *out = (struct message){.id = {id_out(t, q_get_id(q, 0))},
                            .author = (enum author)q_get_int(q, 2),
                            .channel = (enum channel_kind)q_get_int(q, 3),
                            .unreadable = q_get(q, 5, a),
                            .at = {q_get_int(q, 6)},
                            .turn = {q_get_id(q, 7)},
                            .said = q_get(q, 8, a),
                            .sent_at = {q_get_int(q, 9)}};
    if (sealed.len > 0 && key != NULL) {
        enum code code = unseal(&text, a, key, "message", q_get_id(q, 1), sealed, e);
        if (code != OK)
            return error_within(e, code, "message %llu", (unsigned long long)out->id.n);
    }
    out->text = private_hide(text);
    return OK;
}

/* -- loading a snapshot ---------------------------------------------------------------------------------------------------------
 */

static bool load_conversation(struct work *w, uint64_t *contact, struct wall *claimed_at, struct tenant_file *t, uint64_t id,
                              struct arena *a)
{
    struct conversation *c = &w->snapshot.conversation;
    *c = (struct conversation){.id = {id_out(t, id)}, .tenant = t->id};
    struct query q = q_of(&t->db, "SELECT contact, channel, version, holder, ticket, ticket_reason, ticket_state, "
                                  "ticket_opened_at, ticket_alerted_at, ticket_alerts,"
                                  " brain_version, path_step, turns, confusions, fallbacks, greeted, obligations, fence, "
                                  "lease_until, attempts, turn, claimed_at, marked, reserved"
                                  " FROM conversation WHERE id = ?");
    q_id(&q, id);
    bool found = q_row(&q);
    if (found) {
        *contact = q_get_id(&q, 0);
        c->contact.n = id_out(t, *contact);
        c->channel = (enum channel_kind)q_get_int(&q, 1);
        c->version = q_get_id(&q, 2);
        c->holder = (enum holder)q_get_int(&q, 3);
        c->ticket = (struct ticket){id_out(t, q_get_id(&q, 4)),
                                    (enum ticket_reason)q_get_int(&q, 5),
                                    (enum ticket_state)q_get_int(&q, 6),
                                    {q_get_int(&q, 7)},
                                    {q_get_int(&q, 8)},
                                    (uint32_t)q_get_int(&q, 9)};
        c->brain_version = q_get(&q, 10, a);
        c->path_step = q_get(&q, 11, a);
        c->turns = (uint32_t)q_get_int(&q, 12);
        c->confusions = (uint32_t)q_get_int(&q, 13);
        c->fallbacks = (uint32_t)q_get_int(&q, 14);
        c->greeted = q_get_int(&q, 15) != 0;
        struct slice states = q_get(&q, 16, a);
        c->obligation_count = (uint32_t)(states.len < OBLIGATION_STATE_MAX ? states.len : OBLIGATION_STATE_MAX);
        if (c->obligation_count > 0)
            memcpy(c->obligations, states.at, c->obligation_count);
        w->fence = q_get_id(&q, 17);
        w->lease_until.ms = q_get_int(&q, 18);
        w->unended = (uint32_t)q_get_int(&q, 19);
        w->marked = (uint32_t)q_get_int(&q, 22);
        w->attempts = w->unended >= STORE_UNENDED_MAX ? w->unended : w->marked > 0 ? w->marked + 1 : 0;
        w->turn.n = id_out(t, q_get_id(&q, 20));
        claimed_at->ms = q_get_int(&q, 21);
        w->reserved.micros = q_get_int(&q, 23);
    }
    q_end(&q);
    return found;
}

static enum code load_history(struct conversation *c, struct tenant_file *t, uint64_t id, const struct audit_key *key,
                              struct arena *a, struct error *e)
{
    struct message *newest = ARENA_NEW_ARRAY(a, struct message, HISTORY_MAX),
                   *history = ARENA_NEW_ARRAY(a, struct message, HISTORY_MAX);
    size_t n = 0;
    enum code code = OK;
    struct query q = q_of(&t->db, "SELECT " MESSAGE_COLUMNS
                                  " FROM message WHERE conversation = ? AND place IS NOT NULL ORDER BY place DESC LIMIT ?");
    q_id(&q, id);
    q_int(&q, HISTORY_MAX);
    while (code == OK && n < HISTORY_MAX && q_row(&q))
        code = message_read(&newest[n++], t, &q, key, a, e);
    q_end(&q);
    for (size_t i = 0; i < n; i++)
        history[i] = newest[n - 1 - i];
    c->history = history;
    c->history_count = n;
    return code;
}

static enum code load_burst(struct work *w, struct tenant_file *t, uint64_t id, const struct audit_key *key, struct arena *a,
                            struct error *e)
{
    ARRAY_OF(struct message) burst = {NULL, 0, 0};
    enum code code = OK;
    struct query q = q_of(&t->db, "SELECT " MESSAGE_COLUMNS " FROM message WHERE conversation = ? AND place IS NULL ORDER BY id");
    q_id(&q, id);
    while (code == OK && q_row(&q)) {
        struct message m;
        code = message_read(&m, t, &q, key, a, e);
        *ARRAY_ADD(a, &burst) = m;
    }
    q_end(&q);
    w->burst = burst.at;
    w->burst_count = burst.count;
    return code;
}

static void load_switches(struct switches *out, struct tenant_file *t, struct wall now)
{
    *out = (struct switches){0};
    struct query q =
        q_of(&t->db, "SELECT switches, killed_global, killed_tenant, (SELECT COALESCE(SUM(micros), 0) FROM spend WHERE day = ?)"
                     " FROM self");
    q_int(&q, now.ms / INT64_C(86400000));
    if (q_row(&q)) {
        out->version = q_get_id(&q, 0);
        out->killed_global = q_get_int(&q, 1) != 0;
        out->killed_tenant = q_get_int(&q, 2) != 0;
        out->spent_today.micros = q_get_int(&q, 3);
    }
    q_end(&q);
}

static enum code load(struct work *w, struct sqlite_store *s, struct tenant_file *t, uint64_t id, struct arena *a,
                      struct error *e)
{
    uint64_t contact = 0;
    struct audit_key key, *opens = NULL;
    struct wall now = {0};
    enum code code;
    if (!load_conversation(w, &contact, &now, t, id, a))
        return t->db.failed ? db_failure(&t->db, e)
                            : fail(e, NOT_FOUND, "there is no conversation %llu", (unsigned long long)id_out(t, id));
    code = key_of(&key, t, contact, e);
    if (code == OK)
        opens = &key;
    else if (code != NOT_FOUND)
        return code;
    if ((code = contact_load(&w->snapshot.contact, s, t, contact, a, now, e)) != OK ||
        (code = load_history(&w->snapshot.conversation, t, id, opens, a, e)) != OK ||
        (code = load_burst(w, t, id, opens, a, e)) != OK)
        return code;
    load_switches(&w->snapshot.switches, t, now);
    bytes_wipe(key.bytes, sizeof key.bytes);
    return db_failure(&t->db, e);
}

/* -- claiming -------------------------------------------------------------------------------------------------------------------
 */

struct candidate {
    struct tenant_file *tenant;
    uint64_t conversation;
    int64_t since;
};

/* Of the bursts that are blamed for a death only one is open at a time: when two are, the next death blames both. */
static bool best_of(struct candidate *out, struct tenant_file *t, struct wall now)
{
    struct query q =
        q_of(&t->db,
             "SELECT id, work_since FROM conversation c WHERE work_since IS NOT NULL AND (lease_until <= ?1 OR claimed_at > ?2)"
             " AND (not_before <= ?1 OR claimed_at > ?2) AND (marked = 0 OR NOT EXISTS (SELECT 1 FROM conversation o WHERE "
             "o.marked > 0 AND o.id != "
             "c.id AND o.lease_until > ?1 AND o.claimed_at <= ?2)) ORDER BY work_since, id LIMIT 1");
    q_int(&q, now.ms);
    q_int(&q, now.ms + STORE_SKEW_MS_MAX);
    bool found = q_row(&q);
    if (found)
        *out = (struct candidate){t, q_get_id(&q, 0), q_get_int(&q, 1)};
    q_end(&q);
    return found;
}

static void look_later(struct wall *next_due, struct tenant_file *t, struct wall now)
{
    struct query q = q_of(&t->db, "SELECT MIN(MAX(lease_until, not_before)) FROM conversation WHERE work_since IS NOT NULL AND "
                                  "MAX(lease_until, not_before) > ?");
    q_int(&q, now.ms);
    if (q_row(&q) && !q_is_null(&q, 0) && q_get_int(&q, 0) < next_due->ms)
        next_due->ms = q_get_int(&q, 0);
    q_end(&q);
}

static enum code choose(struct candidate *best, struct wall *next_due, struct sqlite_store *s, struct wall now, struct error *e)
{
    *best = (struct candidate){NULL, 0, INT64_MAX};
    *next_due = (struct wall){INT64_MAX};
    for (size_t i = 0; i < s->tenant_count; i++) {
        struct tenant_file *t;
        struct candidate c;
        enum code code = tenant_file(&t, s, (struct tenant_id){i + 1}, e);
        if (code != OK)
            return code;
        db_begin_read(&t->db);
        if (best_of(&c, t, now) && c.since < best->since)
            *best = c;
        look_later(next_due, t, now);
        if ((code = db_end(&t->db, e)) != OK)
            return code;
    }
    return OK;
}

/* -- money ----------------------------------------------------------------------------------------------------------------------
 */

static int64_t day_of(struct wall at)
{
    return at.ms / INT64_C(86400000);
}

/* What is set aside counts as spent from here on (RULE-SPEND-1): turns that are open together see each other's, and a turn that
 * dies leaves the day poorer by what it may have paid. Answers what was set aside: all of it or, past the cap, nothing. */
static int64_t set_aside(struct tenant_file *t, const struct claim_terms *terms, struct wall now)
{
    struct allowance a = {0};
    if (terms->allowance != NULL)
        a = terms->allowance(terms->context, t->id);
    if (a.per_turn.micros <= 0)
        return 0;
    struct query q = q_of(&t->db, "INSERT INTO spend(day, micros) SELECT ?1, ?2 WHERE COALESCE((SELECT micros FROM spend WHERE "
                                  "day = ?1), 0) + ?2 <= ?3 ON CONFLICT DO UPDATE SET micros = micros + ?2");
    q_int(&q, day_of(now));
    q_int(&q, a.per_turn.micros);
    q_int(&q, a.per_day.micros);
    q_run(&q);
    return t->db.failed == SQLITE_OK && db_changes(&t->db) > 0 ? a.per_turn.micros : 0;
}

void settle(struct tenant_file *t, uint64_t conversation, struct wall claimed_at, int64_t reserved, int64_t spent, bool ends)
{
    int64_t left = spent < reserved ? reserved - spent : 0, more = spent - (reserved - left);
    if (ends) {
        more -= left;
        left = 0;
    }
    struct query q;
    if (more != 0) {
        q = q_of(&t->db, "INSERT INTO spend(day, micros) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET micros = micros + ?2");
        q_int(&q, day_of(claimed_at));
        q_int(&q, more);
        q_run(&q);
    }
    if (left == reserved)
        return;
    q = q_of(&t->db, "UPDATE conversation SET reserved = ? WHERE id = ?");
    q_int(&q, left);
    q_id(&q, conversation);
    q_run(&q);
}

/* -- the lease ------------------------------------------------------------------------------------------------------------------
 */

/* The claim is on the disk before anybody works on it: a message that kills its workers is noticed (fault 35). */
static void lease_it(struct tenant_file *t, uint64_t conversation, struct wall now, const struct claim_terms *terms)
{
    int64_t reserved = set_aside(t, terms, now);
    struct query q =
        q_of(&t->db, "UPDATE self SET turns = turns + 1 WHERE EXISTS (SELECT 1 FROM conversation WHERE id = ? AND turn = 0)");
    q_id(&q, conversation);
    q_run(&q);
    q = q_of(&t->db, "UPDATE conversation SET attempts = attempts + (turn != 0), turn = CASE turn WHEN 0 THEN (SELECT turns FROM "
                     "self) ELSE turn END,"
                     " fence = fence + 1, claimed_at = ?, lease_until = ?, reserved = ? WHERE id = ?");
    q_int(&q, now.ms);
    q_int(&q, now.ms + (int64_t)(terms->lease.ns / 1000000));
    q_int(&q, reserved);
    q_id(&q, conversation);
    q_run(&q);
}

static enum code take(bool *taken, struct work *out, struct sqlite_store *s, struct candidate *c, struct arena *a,
                      struct wall now, const struct claim_terms *terms, struct error *e)
{
    struct tenant_file *t = c->tenant;
    enum code code = OK;
    db_begin_write(&t->db);
    *taken = best_of(c, t, now); /* another handle may have been quicker */
    if (*taken) {
        lease_it(t, c->conversation, now, terms);
        code = load(out, s, t, c->conversation, a, e);
    }
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

enum code store_claim(struct store *store, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                      const struct claim_terms *terms, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct candidate best;
    bool taken = false;
    arena_reset(&s->scratch);
    *next_due = (struct wall){INT64_MAX};
    enum code code = refuse_read_only(s, e);
    if (code != OK || (code = pull_all(s, e)) != OK)
        return code;
    while (!taken) {
        if ((code = choose(&best, next_due, s, now, e)) != OK)
            return code;
        if (best.tenant == NULL)
            return fail(e, NOT_FOUND, "no conversation has work that is due");
        if ((code = take(&taken, out, s, &best, a, now, terms, e)) != OK)
            return code;
    }
    return OK;
}

static bool holds(struct tenant_file *t, uint64_t conversation, uint64_t fence)
{
    struct query q = q_of(&t->db, "SELECT 1 FROM conversation WHERE id = ? AND fence = ?");
    q_id(&q, conversation);
    q_id(&q, fence);
    bool held = q_row(&q);
    q_end(&q);
    return held;
}

static enum code lost(const struct tenant_file *t, struct conversation_id id, struct error *e)
{
    return t->db.failed ? db_failure(&t->db, e)
                        : fail(e, CONFLICT, "the lease on conversation %llu was lost", (unsigned long long)id.n);
}

enum code store_reload(struct store *store, struct work *io, struct arena *a, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    uint64_t id = id_in(io->snapshot.conversation.id.n);
    arena_reset(&s->scratch);
    enum code code = tenant_file_of(&t, s, io->snapshot.conversation.id.n, "conversation", e);
    if (code != OK || (code = pull_tenant(s, t, e)) != OK)
        return code;
    db_begin_read(&t->db);
    code = holds(t, id, io->fence) ? load(io, s, t, id, a, e) : lost(t, io->snapshot.conversation.id, e);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

/* Lazily: it has to outlive the process, not the machine. */
enum code store_mark(struct store *store, const struct work *w, bool begins, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    enum code code = tenant_file_of(&t, s, w->snapshot.conversation.id.n, "conversation", e);
    if (code != OK)
        return code;
    db_lazy(&t->db, true);
    db_begin_write(&t->db);
    struct query q =
        q_of(&t->db, "UPDATE conversation SET marked = CASE turn WHEN 0 THEN marked ELSE ? END WHERE id = ? AND fence = ?");
    q_int(&q, (int64_t)w->marked + begins);
    q_id(&q, id_in(w->snapshot.conversation.id.n));
    q_id(&q, w->fence);
    q_run(&q);
    bool held = t->db.failed != SQLITE_OK || db_changes(&t->db) > 0;
    code = db_end(&t->db, e);
    db_lazy(&t->db, false);
    return held ? code : lost(t, w->snapshot.conversation.id, e);
}

static bool read_purse(int64_t *reserved, struct wall *claimed_at, struct tenant_file *t, uint64_t conversation, uint64_t fence)
{
    struct query q = q_of(&t->db, "SELECT reserved, claimed_at FROM conversation WHERE id = ? AND fence = ?");
    q_id(&q, conversation);
    q_id(&q, fence);
    bool held = q_row(&q);
    *reserved = held ? q_get_int(&q, 0) : 0;
    claimed_at->ms = held ? q_get_int(&q, 1) : 0;
    q_end(&q);
    return held;
}

enum code store_release(struct store *store, const struct work *w, struct wall not_before, struct money spent, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    uint64_t id = id_in(w->snapshot.conversation.id.n);
    int64_t reserved;
    struct wall claimed_at;
    enum code code = tenant_file_of(&t, s, w->snapshot.conversation.id.n, "conversation", e);
    if (code != OK)
        return code;
    db_begin_write(&t->db);
    if (read_purse(&reserved, &claimed_at, t, id, w->fence))
        settle(t, id, claimed_at, reserved, spent.micros, true);
    /* given back in good order: not an attempt */
    struct query q =
        q_of(&t->db, "UPDATE conversation SET lease_until = 0, not_before = ?1, turn = 0, attempts = CASE WHEN ?1 > 0 "
                     "THEN 0 ELSE attempts END, marked = CASE WHEN ?1 > 0 THEN 0 ELSE marked END WHERE id = ?2 AND "
                     "fence = ?3");
    q_int(&q, not_before.ms);
    q_id(&q, id);
    q_id(&q, w->fence);
    q_run(&q);
    if (t->db.failed == SQLITE_OK && db_changes(&t->db) == 0) {
        db_abandon(&t->db);
        return lost(t, w->snapshot.conversation.id, e);
    }
    return db_end(&t->db, e);
}
