#include "parts.h"

#define URGENT "(4, 5)" /* purpose_is_urgent, in SQL */
_Static_assert(PURPOSE_CARE == 4 && PURPOSE_OPT_OUT_NOTICE == 5, "the statements name them");
#define SEND_COLUMNS "id, key, conversation, contact, channel, purpose, text, text_digest, state, attempts, at, created_at"

static void send_read(struct send *out, struct slice *sealed, struct tenant_file *t, const struct query *q, struct arena *a)
{
    *out = (struct send){.tenant = t->id,
                         .key = q_get(q, 1, a),
                         .conversation = {id_out(t, q_get_id(q, 2))},
                         .contact = {id_out(t, q_get_id(q, 3))},
                         .channel = (enum channel_kind)q_get_int(q, 4),
                         .purpose = (enum purpose)q_get_int(q, 5),
                         .state = (enum send_state)q_get_int(q, 8),
                         .attempts = (uint32_t)q_get_int(q, 9),
                         .at = {q_get_int(q, 10)},
                         .since = {q_get_int(q, 11)}};
    struct slice digest = q_get(q, 7, a);
    if (digest.len == DIGEST_SIZE)
        memcpy(out->text_digest.bytes, digest.at, DIGEST_SIZE);
    *sealed = q_get(q, 6, a);
}

/* What leaves is what was approved, byte for byte (I7). */
static enum code open_send(struct send *out, struct slice sealed, struct tenant_file *t, struct arena *a, struct error *e)
{
    struct audit_key key;
    struct slice text, address = SLICE_NONE, hidden = SLICE_NONE;
    enum code code = key_of(&key, t, id_in(out->contact.n), e);
    if (code == NOT_FOUND)
        return OK; /* erased: state and digest stay, words and address are gone */
    if (code != OK)
        return code;
    struct query q = q_of(&t->db, "SELECT address FROM contact WHERE id = ?");
    q_id(&q, id_in(out->contact.n));
    if (q_row(&q))
        hidden = q_get(&q, 0, a);
    q_end(&q);
    if ((code = unseal(&text, a, &key, "send", id_in(out->conversation.n), sealed, e)) != OK ||
        (code = unseal(&address, a, &key, "address", id_in(out->contact.n), hidden, e)) != OK)
        return error_within(e, code, "send " SLICE_FMT, SLICE_ARG(out->key));
    bytes_wipe(key.bytes, sizeof key.bytes);
    if (!digest_eq(digest_of(text), out->text_digest))
        return fail(e, CORRUPT, "send " SLICE_FMT ": its text is not the one that was approved", SLICE_ARG(out->key));
    out->text = private_hide(text);
    out->address = private_hide(address);
    return OK;
}

/* -- going out
 * ------------------------------------------------------------------------------------------------------------------- */

/* What is due waits for every older one of its conversation that has not ended, unless it is urgent: a customer reads answers in
 * the order of the questions. The head of a conversation waits at most for the window, so nobody waits longer than that. */
static uint64_t next_send(struct tenant_file *t, struct wall *next_due, struct wall now)
{
    uint64_t id = 0;
    struct query q =
        q_of(&t->db, "SELECT id, retry_at, at, CASE WHEN (retry_at > ?1 AND at <= ?2) OR purpose IN " URGENT " THEN -1 "
                     "ELSE COALESCE((SELECT MAX(older.state) FROM send older INDEXED BY send_unfinished WHERE "
                     "older.conversation = send.conversation AND older.id < send.id AND older.state IN (0, 1)), -1) "
                     "END FROM send INDEXED BY send_waiting WHERE state = 0 AND NOT (SELECT killed_global OR "
                     "killed_tenant FROM self) ORDER BY id");
    q_int(&q, now.ms);
    q_int(&q, now.ms + STORE_SKEW_MS_MAX);
    while (id == 0 && q_row(&q)) {
        bool is_due = q_get_int(&q, 1) <= now.ms || q_get_int(&q, 2) > now.ms + STORE_SKEW_MS_MAX;
        int64_t behind = q_get_int(&q, 3), again_ms = is_due ? now.ms + STORE_BEHIND_MS : q_get_int(&q, 1);
        if (is_due && behind < 0)
            id = q_get_id(&q, 0);
        else if (again_ms < next_due->ms && (!is_due || behind == SEND_SENDING)) /* an older one that waits is a row itself */
            next_due->ms = again_ms;
    }
    q_end(&q);
    return id;
}

struct row {
    uint64_t id, contact, conversation;
    enum send_state state;
    uint32_t attempts;
    bool started;  /* by the bot: nobody waits for it */
    bool recalled; /* while it was on its way: not to be tried again */
};
static enum code move(struct sqlite_store *s, struct tenant_file *t, const struct row *r, struct slice key,
                      const struct send_result *result, struct wall now, struct error *e);

/* What happened since the intent forbids the attempt, the first one or a later one: the contact opted out, or a person took the
 * conversation over (I8, I9), by whatever way it got past the recall; or it is a started one that is late. */
static const char *barred(struct row *r, struct slice *key, struct tenant_file *t, uint64_t id, struct wall now, struct arena *a)
{
    const char *why = NULL;
    struct query q = q_of(&t->db, "SELECT send.contact, send.conversation, send.key, send.purpose, contact.opted_out, "
                                  "conversation.holder, send.started AND send.created_at < ? FROM send JOIN contact ON "
                                  "contact.id = send.contact JOIN conversation ON "
                                  "conversation.id = send.conversation WHERE send.id = ?");
    q_int(&q, now.ms - STORE_STARTED_MS_MAX);
    q_id(&q, id);
    if (q_row(&q)) {
        enum purpose purpose = (enum purpose)q_get_int(&q, 3);
        *r = (struct row){.id = id, .contact = q_get_id(&q, 0), .conversation = q_get_id(&q, 1), .state = SEND_INTENT};
        *key = q_get(&q, 2, a);
        if (purpose == PURPOSE_CARE)
            why = NULL;
        else if (q_get_int(&q, 4) && purpose != PURPOSE_OPT_OUT_NOTICE)
            why = "the contact opted out before it left";
        else if (q_get_int(&q, 5) == HOLDER_STAFF)
            why = "a person took over before it left";
        else if (q_get_int(&q, 6))
            why = "it could not leave when it was decided on";
    }
    q_end(&q);
    return why;
}

/* The next one that may leave; what may not is refused on the way. */
static uint64_t next_allowed(struct sqlite_store *s, struct tenant_file *t, struct wall *next_due, struct wall now,
                             enum code *code, struct error *e)
{
    for (uint64_t id; *code == OK && (id = next_send(t, next_due, now)) != 0;) {
        struct row r;
        struct slice key = SLICE_NONE;
        const char *why = barred(&r, &key, t, id, now, &s->scratch);
        if (why == NULL)
            return id;
        struct send_result refused = {.state = SEND_REFUSED, .reason = slice_from(why)};
        *code = move(s, t, &r, key, &refused, now, e);
    }
    return 0;
}

static enum code begin_send(bool *found, struct send *out, struct sqlite_store *s, struct tenant_file *t, struct wall *next_due,
                            struct arena *a, struct wall now, struct error *e)
{
    struct slice sealed = SLICE_NONE;
    enum code code = OK;
    db_look(&t->db); /* most looks find nothing: no writer is disturbed */
    *found = next_send(t, next_due, now) != 0;
    if ((code = db_end(&t->db, e)) != OK || !*found)
        return code;
    db_begin_write(&t->db);
    uint64_t id = next_allowed(s, t, next_due, now, &code, e);
    *found = id != 0;
    struct query q = q_of(
        &t->db, "UPDATE send SET state = 1, attempts = attempts + 1, at = ?, owner = ? WHERE id = ? RETURNING " SEND_COLUMNS);
    q_int(&q, now.ms);
    q_id(&q, s->owner);
    q_id(&q, id);
    if (q_row(&q))
        send_read(out, &sealed, t, &q, a);
    q_run(&q);
    if (code == OK && *found && t->db.failed == SQLITE_OK)
        code = open_send(out, sealed, t, a, e);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

enum code store_send_began(struct store *store, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                           struct error *e)
{
    struct sqlite_store *s = self_of(store);
    bool found = false;
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    *next_due = (struct wall){INT64_MAX};
    if (code != OK || (code = registry_refresh(s, e)) != OK)
        return code;
    for (size_t i = 0; i < s->tenant_count; i++) { /* taking turns: no tenant's backlog starves another */
        struct tenant_file *t;
        size_t at = (s->send_turn + i) % s->tenant_count;
        if ((code = tenant_file(&t, s, (struct tenant_id){at + 1}, e)) != OK ||
            (code = begin_send(&found, out, s, t, next_due, a, now, e)) != OK)
            return code;
        if (found) {
            s->send_turn = at + 1;
            return OK;
        }
    }
    return fail(e, NOT_FOUND, "no message waits to be sent");
}

/* -- how it ended
 * ---------------------------------------------------------------------------------------------------------------- */

static bool may_become(enum send_state from, enum send_state to)
{
    if (from == SEND_SENDING)
        return to != SEND_SENDING && to != SEND_HUMAN;
    if (from == SEND_ACCEPTED) /* it failed after all */
        return to == SEND_HUMAN;
    return from == SEND_UNKNOWN && (to == SEND_ACCEPTED || to == SEND_HUMAN || to == SEND_REFUSED);
}

static bool find(struct row *out, struct tenant_file *t, struct slice key)
{
    struct query q = q_of(&t->db, "SELECT id, contact, conversation, state, attempts, started, recalled FROM send WHERE key = ?");
    q_text(&q, key);
    bool found = q_row(&q);
    if (found)
        *out = (struct row){q_get_id(&q, 0),
                            q_get_id(&q, 1),
                            q_get_id(&q, 2),
                            (enum send_state)q_get_int(&q, 3),
                            (uint32_t)q_get_int(&q, 4),
                            q_get_int(&q, 5) != 0,
                            q_get_int(&q, 6) != 0};
    q_end(&q);
    return found;
}

static enum code move(struct sqlite_store *s, struct tenant_file *t, const struct row *r, struct slice key,
                      const struct send_result *result, struct wall now, struct error *e)
{
    struct slice reason = SLICE_NONE, provider = SLICE_NONE;
    struct audit_key contact;
    enum code code = OK;
    if (result->reason.len > 0 && key_of(&contact, t, r->contact, NULL) == OK)
        code = seal(&reason, s, &contact, "send reason", r->id, result->reason, e);
    if (code != OK)
        return code;
    if (result->provider_id.len > 0)
        provider = keyed_hash(&s->scratch, s->provider_key, result->provider_id);
    struct query q = q_of(&t->db, "UPDATE send SET state = ?, at = ?, retry_at = ?, provider = COALESCE(?, provider), reason = "
                                  "COALESCE(?, reason) WHERE id = ?");
    q_int(&q, (int64_t)result->state);
    q_int(&q, now.ms);
    q_int(&q, result->retry_at.ms);
    q_blob(&q, provider);
    q_blob(&q, reason);
    q_id(&q, r->id);
    q_run(&q);
    struct audit_draft d = {.kind = AUDIT_SEND_RESULT,
                            .at = now,
                            .contact = {id_out(t, r->contact)},
                            .conversation = {id_out(t, r->conversation)},
                            .facts = arena_printf(&s->scratch, "{\"key\":\"" SLICE_FMT "\",\"state\":\"%s\"}", SLICE_ARG(key),
                                                  send_state_name(result->state))};
    return chain(s, t, &d, e);
}

/* Nobody was called for this yet: a ticket that no person has taken is due at once, however often it has called. */
static void call_person(struct tenant_file *t, uint64_t conversation, enum ticket_reason reason, struct wall now)
{
    struct query q = q_of(&t->db, "UPDATE self SET tickets = tickets + 1");
    q_run(&q);
    q = q_of(&t->db, "UPDATE conversation SET version = version + 1, ticket_reason = CASE WHEN ticket = 0 OR ticket_state = 2 "
                     "THEN ?1 ELSE ticket_reason END,"
                     " ticket_opened_at = CASE WHEN ticket = 0 OR ticket_state = 2 THEN ?2 ELSE ticket_opened_at END,"
                     " ticket_alerted_at = CASE WHEN ticket = 0 OR ticket_state != 1 THEN 0 ELSE ticket_alerted_at END,"
                     " ticket_alerts = CASE WHEN ticket = 0 OR ticket_state != 1 THEN 0 ELSE ticket_alerts END,"
                     " ticket = CASE WHEN ticket = 0 OR ticket_state = 2 THEN (SELECT tickets FROM self) ELSE ticket END,"
                     " ticket_state = CASE WHEN ticket = 0 OR ticket_state = 2 THEN 0 ELSE ticket_state END WHERE id = ?3");
    _Static_assert(TICKET_OPEN == 0 && TICKET_TAKEN == 1 && TICKET_CLOSED == 2, "the statement names them");
    q_int(&q, (int64_t)reason);
    q_int(&q, now.ms);
    q_id(&q, conversation);
    q_run(&q);
}

/* The key begins with the conversation's number, and that says whose file it is in. */
static enum code file_of_key(struct tenant_file **out, struct sqlite_store *s, struct slice key, struct error *e)
{
    struct slice rest = key, first;
    uint64_t conversation;
    struct error inner;
    enum code code = NOT_FOUND;
    if (slice_next(&first, &rest, '.') && slice_to_u64(&conversation, first))
        code = tenant_file(out, s, (struct tenant_id){conversation >> TENANT_SHIFT}, &inner);
    if (code == NOT_FOUND)
        return fail(e, NOT_FOUND, "there is no send " SLICE_FMT, SLICE_ARG(key));
    return code == OK ? OK : fail(e, code, "%s", inner.text);
}

enum code store_send_ended(struct store *store, struct slice key, const struct send_result *result, struct wall now,
                           struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    struct row r;
    bool erased = false;
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    if (code != OK || (code = file_of_key(&t, s, key, e)) != OK)
        return code;
    db_begin_write(&t->db);
    if (!find(&r, t, key))
        code = t->db.failed ? db_failure(&t->db, e) : fail(e, NOT_FOUND, "there is no send " SLICE_FMT, SLICE_ARG(key));
    else if (result->attempt != 0 && result->attempt != r.attempts)
        code = fail(e, CONFLICT, "send " SLICE_FMT " is at attempt %u, not %u", SLICE_ARG(key), r.attempts, result->attempt);
    else if (!may_become(r.state, result->state))
        code = fail(e, CONFLICT, "send " SLICE_FMT " is %s and cannot become %s", SLICE_ARG(key), send_state_name(r.state),
                    send_state_name(result->state));
    else {
        struct send_result end = *result;
        struct audit_key contact;
        erased = key_of(&contact, t, r.contact, NULL) == NOT_FOUND;
        if (end.state == SEND_INTENT && (erased || r.recalled))
            end.state = SEND_REFUSED; /* there is nothing left to try again */
        bytes_wipe(&contact, sizeof contact);
        code = move(s, t, &r, key, &end, now, e);
    }
    if (code == OK && result->state == SEND_HUMAN)
        call_person(t, r.conversation, TICKET_UNKNOWN_SEND, now);
    if (code == OK && result->state == SEND_REFUSED && !r.started && !erased)
        call_person(t, r.conversation, TICKET_REFUSED_SEND, now);
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}

/* -- what was decided on before is not sent any more
 * ------------------------------------------------------------------------------------------- */

enum code recall(struct sqlite_store *s, struct tenant_file *t, const struct recall *what, struct wall now, struct error *e)
{
    struct waiting {
        struct row row;
        struct slice key;
    };
    ARRAY_OF(struct waiting) all = {NULL, 0, 0};
    enum code code = OK;
    struct query q =
        q_of(&t->db, "SELECT id, contact, conversation, state, key FROM send INDEXED BY send_unfinished WHERE "
                     "conversation IN (SELECT id FROM conversation WHERE contact = ?1 AND (?2 = 0 OR id = ?2)) AND "
                     "state IN (0, 1) AND purpose NOT IN " URGENT " AND (?3 < 0 OR channel = ?3) ORDER BY channel, id");
    q_id(&q, what->contact);
    q_id(&q, what->conversation);
    q_int(&q, what->channel == CHANNEL_KIND_COUNT ? -1 : (int64_t)what->channel);
    while (q_row(&q))
        *ARRAY_ADD(&s->scratch, &all) = (struct waiting){{.id = q_get_id(&q, 0),
                                                          .contact = q_get_id(&q, 1),
                                                          .conversation = q_get_id(&q, 2),
                                                          .state = (enum send_state)q_get_int(&q, 3)},
                                                         q_get(&q, 4, &s->scratch)};
    q_end(&q);
    for (size_t i = 0; code == OK && i < all.count; i++) {
        const struct row *r = &all.at[i].row;
        struct send_result refused = {.state = SEND_REFUSED, .reason = what->why};
        if (r->state == SEND_INTENT) {
            code = move(s, t, r, all.at[i].key, &refused, now, e);
            continue;
        }
        q = q_of(&t->db, "UPDATE send SET recalled = 1 WHERE id = ?");
        q_id(&q, r->id);
        q_run(&q);
    }
    return code;
}

/* -- doubt
 * ----------------------------------------------------------------------------------------------------------------------- */

struct doubt {
    struct row row;
    struct slice key;
    bool aged; /* longer in doubt than anybody should wait */
};

static bool is_in_doubt(struct tenant_file *t)
{
    db_look(&t->db);
    struct query q = q_of(&t->db, "SELECT 1 FROM send WHERE state IN (1, 4) LIMIT 1");
    bool any = q_row(&q);
    q_end(&q);
    return any || t->db.failed != SQLITE_OK; /* then the writing says what is wrong */
}

/* Sends of another handle that still lives may be called unknown too: its own answer settles that, and nothing is sent twice. */
static enum code recover(struct sqlite_store *s, struct tenant_file *t, struct wall now, struct duration patience, bool at_start,
                         uint64_t *changed, struct error *e)
{
    ARRAY_OF(struct doubt) doubts = {NULL, 0, 0};
    int64_t patience_ms = (int64_t)(patience.ns / 1000000);
    enum code code = OK;
    if (!is_in_doubt(t)) /* nearly always: nobody waits for the lock then */
        return OK;
    db_begin_write(&t->db);
    /* Begun under a clock that was ahead: patience counts from now. */
    struct query q = q_of(&t->db, "UPDATE send SET at = ?1 WHERE state IN (1, 4) AND at > ?2");
    q_int(&q, now.ms);
    q_int(&q, now.ms + STORE_SKEW_MS_MAX);
    q_run(&q);
    q = q_of(&t->db, "SELECT id, contact, conversation, state, key, at FROM send WHERE state IN (1, 4) AND "
                     "((state = 1 AND ? AND owner != ?) OR at + ? <= ?)");
    q_int(&q, at_start);
    q_id(&q, s->owner);
    q_int(&q, patience_ms);
    q_int(&q, now.ms);
    while (q_row(&q)) {
        struct doubt *d = ARRAY_ADD(&s->scratch, &doubts);
        d->row =
            (struct row){q_get_id(&q, 0), q_get_id(&q, 1), q_get_id(&q, 2), (enum send_state)q_get_int(&q, 3), 0, false, false};
        d->key = q_get(&q, 4, &s->scratch);
        d->aged = q_get_int(&q, 5) + patience_ms <= now.ms;
    }
    q_end(&q);
    for (size_t i = 0; code == OK && i < doubts.count; i++) {
        const struct doubt *d = &doubts.at[i];
        if (d->row.state == SEND_SENDING)
            code = move(s, t, &d->row, d->key, &(struct send_result){.state = SEND_UNKNOWN}, now, e);
        if (code != OK || !d->aged)
            continue;
        code = move(s, t, &d->row, d->key, &(struct send_result){.state = SEND_HUMAN}, now, e);
        call_person(t, d->row.conversation, TICKET_UNKNOWN_SEND, now);
    }
    if (code != OK) {
        db_abandon(&t->db);
        return code;
    }
    *changed += doubts.count;
    return db_end(&t->db, e);
}

enum code store_sends_recover(struct store *store, struct wall now, struct duration patience, bool at_start, uint64_t *changed,
                              struct error *e)
{
    struct sqlite_store *s = self_of(store);
    enum code code = refuse_read_only(s, e);
    arena_reset(&s->scratch);
    *changed = 0;
    if (code != OK || (code = registry_refresh(s, e)) != OK)
        return code;
    for (size_t i = 0; code == OK && i < s->tenant_count; i++) {
        struct tenant_file *t;
        if ((code = tenant_file(&t, s, (struct tenant_id){i + 1}, e)) == OK)
            code = recover(s, t, now, patience, at_start, changed, e);
    }
    return code;
}

enum code store_send_find(struct store *store, struct send *out, struct arena *a, struct slice key, struct error *e)
{
    struct sqlite_store *s = self_of(store);
    struct tenant_file *t;
    struct slice sealed = SLICE_NONE;
    bool found;
    arena_reset(&s->scratch);
    enum code code = file_of_key(&t, s, key, e);
    if (code != OK)
        return code;
    db_begin_read(&t->db);
    struct query q = q_of(&t->db, "SELECT " SEND_COLUMNS " FROM send WHERE key = ?");
    q_text(&q, key);
    if ((found = q_row(&q)))
        send_read(out, &sealed, t, &q, a);
    q_end(&q);
    code = found ? open_send(out, sealed, t, a, e) : fail(e, NOT_FOUND, "there is no send " SLICE_FMT, SLICE_ARG(key));
    if (code == OK)
        return db_end(&t->db, e);
    db_abandon(&t->db);
    return code;
}
