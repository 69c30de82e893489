#define _POSIX_C_SOURCE 200809L

#include "verdict.h"

#include <parley/sqlite_store.h>
#include <parley/system.h>

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum {
    LOOK_MS = 150,
    PARKED_FREE = 3,
    DEATHS_EACH = 3
}; /* so many bursts may be parked by bad luck in a short run; so often a message may kill */

static struct store *look(const struct run *r, struct error *e)
{
    struct sqlite_store_setup setup = {.directory = slice_from(r->program.store), .entropy = system_entropy(), .read_only = true};
    struct digest key;
    char path[512], hex[65] = "";
    snprintf(path, sizeof path, "%s/master.key", r->program.store);
    FILE *f = fopen(path, "r");
    bool good = f != NULL && fread(hex, 1, 64, f) == 64 && digest_from_hex(&key, slice_from(hex));
    if (f != NULL)
        fclose(f);
    if (!good) {
        fail(e, IO_FAILED, "could not read %s", path);
        return NULL;
    }
    memcpy(setup.master.bytes, key.bytes, sizeof setup.master.bytes);
    return sqlite_store_open(&setup, e);
}

void store_watch(struct run *r, struct instant now)
{
    char path[512];
    sqlite3_stmt *q = NULL;
    if (!instant_reached(now, r->look_due))
        return;
    r->look_due = instant_plus(now, DURATION_MS(LOOK_MS));
    snprintf(path, sizeof path, "%s/tenant-1.db", r->program.store);
    if (r->watch == NULL && sqlite3_open_v2(path, &r->watch, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) {
        store_unwatch(r);
        return;
    }
    if (sqlite3_prepare_v2(r->watch,
                           "SELECT (SELECT COUNT(*) FROM message WHERE place IS NULL) + (SELECT COUNT(*) FROM send WHERE "
                           "state IN (0, 1, 4))",
                           -1, &q, NULL) == SQLITE_OK &&
        sqlite3_step(q) == SQLITE_ROW)
        r->open = (uint64_t)sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
}

void store_unwatch(struct run *r)
{
    sqlite3_close(r->watch);
    r->watch = NULL;
}

enum code store_rests(bool *out, const struct run *r, struct error *e)
{
    uint64_t outcomes[OUTCOME_COUNT], sends[SEND_STATE_COUNT], total = 0;
    struct store *s = look(r, e);
    if (s == NULL)
        return e->code;
    enum code code = s->ops->count(s, outcomes, sends, e);
    s->ops->close(s);
    for (unsigned i = 0; code == OK && i < OUTCOME_COUNT; i++)
        total += outcomes[i];
    *out = code == OK && total >= r->ledger->count && outcomes[OUTCOME_PENDING] == 0 && sends[SEND_INTENT] == 0 &&
           sends[SEND_SENDING] == 0 && sends[SEND_UNKNOWN] == 0;
    return code;
}

/* -- messages: each once, each with one outcome -------------------------------------------------------------------------------
 */

struct counted {
    struct ledger *ledger;
    const struct traffic *traffic;
    uint8_t *found;
    uint64_t strangers;
    struct {
        uint64_t message, conversation; /* in the tenant's file */
    } * poison;
    size_t poisons;
};

static bool count_message(void *context, struct conversation_id conversation, const struct message *m)
{
    struct counted *c = context;
    if (m->author != AUTHOR_CONTACT)
        return true;
    size_t n = traffic_number(private_reveal(m->text, REVEAL_REPORT));
    if (n >= c->ledger->count)
        c->strangers++;
    else if (c->found[n] < UINT8_MAX)
        c->found[n]++;
    if (n < c->ledger->count && traffic_is_poison(c->traffic, &c->ledger->said[n]) && c->poisons < c->traffic->poisons) {
        c->poison[c->poisons].message = m->id.n & UINT32_MAX;
        c->poison[c->poisons++].conversation = conversation.n & UINT32_MAX;
    }
    return true;
}

static enum code judge_messages(struct verdict *v, struct run *r, struct counted *c, struct store *s, struct error *e)
{
    struct arena a;
    uint64_t total = 0;
    arena_init(&a, (size_t)2 << 30);
    enum code code = s->ops->messages_each(s, (struct conversation_id){0}, count_message, c, &a, e);
    arena_finish(&a);
    for (size_t i = 0; code == OK && i < r->ledger->count; i++) {
        if (c->found[i] == 0 && r->ledger->said[i].state == SAID_ACKED) {
            v->lost++;
            ledger_violation(r->ledger, "lost: accepted, and not in the store", i, NULL);
        } else if (c->found[i] > 1) {
            v->twice++;
            ledger_violation(r->ledger, "twice in the store", i, NULL);
        }
    }
    for (unsigned i = 0; i < OUTCOME_COUNT; i++)
        total += v->outcomes[i];
    if (code == OK && c->strangers > 0)
        ledger_violation(r->ledger, "the store holds messages that nobody said", SIZE_MAX, NULL);
    if (code == OK && v->outcomes[OUTCOME_PENDING] > 0)
        ledger_violation(r->ledger, "accepted messages have no outcome", SIZE_MAX, NULL);
    if (code == OK && total != r->ledger->count)
        ledger_violation(r->ledger, "the store counts another number of messages than were said", SIZE_MAX, NULL);
    return code;
}

/* -- sends: what the store believes is what the phone has ---------------------------------------------------------------------
 */

static void judge_send(struct verdict *v, struct run *r, const char *key, enum send_state state, const void *text, size_t size,
                       bool doubted)
{
    struct shown *s = ledger_shown(r->ledger, slice_from(key), false);
    bool taken = s != NULL && s->taken > 0;
    v->unknown += doubted;
    v->by_receipt += doubted && (state == SEND_ACCEPTED || state == SEND_REFUSED);
    v->by_person += doubted && state == SEND_HUMAN;
    if (s != NULL)
        s->arrivals = 0; /* the store knows it */
    if (state == SEND_ACCEPTED && !taken)
        ledger_violation(r->ledger, "the store calls accepted what the phone never took", SIZE_MAX, key);
    if (state == SEND_REFUSED && taken)
        ledger_violation(r->ledger, "the store calls refused what the phone took", SIZE_MAX, key);
    if (state == SEND_INTENT || state == SEND_SENDING)
        ledger_violation(r->ledger, "a send is left half-way", SIZE_MAX, key);
    if (state == SEND_UNKNOWN)
        ledger_violation(r->ledger, "a doubt is not settled", SIZE_MAX, key);
    if (s != NULL && (size != sizeof s->text.bytes || memcmp(text, s->text.bytes, size) != 0))
        ledger_violation(r->ledger, "the text on the phone is not the one that was approved", SIZE_MAX, key);
}

static enum code sql_failed(sqlite3 *db, struct error *e)
{
    return fail(e, IO_FAILED, "could not look into the store: %s", sqlite3_errmsg(db));
}

static enum code judge_sends(struct verdict *v, struct run *r, sqlite3 *db, struct error *e)
{
    sqlite3_stmt *q;
    int rc;
    if (sqlite3_prepare_v2(
            db,
            "SELECT key, state, text_digest, key IN (SELECT json_extract(facts, '$.key') FROM audit WHERE kind = ?1 "
            "AND json_extract(facts, '$.state') = 'unknown') FROM send",
            -1, &q, NULL) != SQLITE_OK)
        return sql_failed(db, e);
    sqlite3_bind_int(q, 1, AUDIT_SEND_RESULT);
    while ((rc = sqlite3_step(q)) == SQLITE_ROW)
        judge_send(v, r, (const char *)sqlite3_column_text(q, 0), (enum send_state)sqlite3_column_int(q, 1),
                   sqlite3_column_blob(q, 2), (size_t)sqlite3_column_bytes(q, 2), sqlite3_column_int(q, 3) != 0);
    sqlite3_finalize(q);
    for (size_t i = 0; rc == SQLITE_DONE && i < r->ledger->shown_count; i++)
        if (r->ledger->shown[i].arrivals > 0)
            ledger_violation(r->ledger, "on the phone, and not in the store", SIZE_MAX, r->ledger->shown[i].key);
    return rc == SQLITE_DONE ? OK : sql_failed(db, e);
}

/* -- what only the files know -------------------------------------------------------------------------------------------------
 */

/* (`place IS NOT NULL` is what the index needs.) Each row is a broken promise. A turn that answered several messages has replied
 * to one of them, and said something. */
static const struct {
    const char *what, *sql;
} promises[] = {
    {"the file is damaged", "SELECT * FROM pragma_integrity_check WHERE integrity_check != 'ok'"},
    {"a message has a place and no outcome", "SELECT id FROM message WHERE author = 0 AND (place IS NULL) != (outcome = 0)"},
    {"messages were folded into a turn that answered none of them",
     "SELECT m.id FROM message m WHERE m.author = 0 AND m.outcome = 2 AND NOT EXISTS (SELECT 1 FROM message o WHERE "
     "o.conversation = m.conversation AND o.turn = m.turn AND o.author = 0 AND o.outcome NOT IN (0, 2) AND o.place IS NOT NULL)"},
    {"a reply was promised and never written",
     "SELECT m.id FROM message m WHERE m.author = 0 AND m.outcome = 1 AND NOT EXISTS (SELECT 1 FROM message o WHERE "
     "o.conversation = m.conversation AND o.turn = m.turn AND o.author = 1 AND o.place IS NOT NULL)"},
    {"a person should decide, and nobody was called",
     "SELECT s.id FROM send s JOIN conversation c ON c.id = s.conversation WHERE s.state = 5 AND c.ticket = 0"},
    {"two messages stand at one place",
     "SELECT conversation FROM message WHERE place IS NOT NULL GROUP BY conversation, place HAVING COUNT(*) > 1"}};
_Static_assert(AUTHOR_CONTACT == 0 && AUTHOR_BOT == 1 && OUTCOME_REPLIED == 1 && OUTCOME_COALESCED == 2 && SEND_HUMAN == 5,
               "the statements name them");

/* The burst of a poisoned message is parked whole. */
static bool is_poisoned(const struct counted *c, uint64_t conversation)
{
    size_t i = 0;
    while (i < c->poisons && c->poison[i].conversation != conversation)
        i++;
    return i < c->poisons;
}

/* What stops the process is parked after three deaths; what was merely open then is not. A process that slept while another one
 * died of a message may have it open since before anybody was suspicious, and die of it once more. */
static enum code judge_parked(struct verdict *v, struct run *r, const struct counted *c, sqlite3 *db, struct error *e)
{
    sqlite3_stmt *bursts, *each;
    if (sqlite3_prepare_v2(db, "SELECT DISTINCT conversation FROM message WHERE reason = 'poison'", -1, &bursts, NULL) !=
            SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT 1 FROM message WHERE id = ? AND reason = 'poison'", -1, &each, NULL) != SQLITE_OK)
        return sql_failed(db, e);
    while (sqlite3_step(bursts) == SQLITE_ROW)
        v->parked_wrongly += !is_poisoned(c, (uint64_t)sqlite3_column_int64(bursts, 0));
    for (size_t i = 0; i < c->poisons; i++) {
        sqlite3_bind_int64(each, 1, (sqlite3_int64)c->poison[i].message);
        v->parked += sqlite3_step(each) == SQLITE_ROW;
        sqlite3_reset(each);
    }
    sqlite3_finalize(bursts);
    sqlite3_finalize(each);
    if (v->parked < r->traffic.poisons)
        ledger_violation(r->ledger, "a message that stops the process was not parked", SIZE_MAX, NULL);
    if (atomic_load(&r->control->deaths) > DEATHS_EACH * r->traffic.poisons + r->figures.woken_deaths)
        ledger_violation(r->ledger, "a message stopped the process more often than it may", SIZE_MAX, NULL);
    if (v->parked_wrongly > PARKED_FREE && v->parked_wrongly * 200 > r->traffic.conversations)
        ledger_violation(r->ledger, "bursts that did no harm are parked as if they had stopped the process", SIZE_MAX, NULL);
    return OK;
}

static enum code judge_file(struct verdict *v, struct run *r, const struct counted *c, struct error *e)
{
    char path[512];
    sqlite3 *db = NULL;
    enum code code = OK;
    snprintf(path, sizeof path, "%s/tenant-1.db", r->program.store);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        code = sql_failed(db, e);
    for (size_t i = 0; code == OK && i < sizeof promises / sizeof promises[0]; i++) {
        sqlite3_stmt *q;
        if (sqlite3_prepare_v2(db, promises[i].sql, -1, &q, NULL) != SQLITE_OK) {
            code = sql_failed(db, e);
            break;
        }
        int rc = sqlite3_step(q);
        if (rc == SQLITE_ROW)
            ledger_violation(r->ledger, promises[i].what, SIZE_MAX, NULL);
        else if (rc != SQLITE_DONE)
            code = sql_failed(db, e);
        sqlite3_finalize(q);
    }
    if (code == OK)
        code = judge_sends(v, r, db, e);
    if (code == OK)
        code = judge_parked(v, r, c, db, e);
    sqlite3_close(db);
    return code;
}

static bool chain_link(void *context, const struct audit_record *record)
{
    struct audit_head *head = context;
    struct error e;
    if (audit_verify(head, record, &e) == OK)
        return true;
    head->sequence = UINT64_MAX;
    return false;
}

static enum code judge(struct verdict *v, struct run *r, struct counted *c, struct store *s, struct error *e)
{
    struct audit_head head = {0};
    enum code code = judge_messages(v, r, c, s, e);
    if (code == OK)
        code = s->ops->audit_each(s, (struct tenant_id){1}, 0, chain_link, &head, e);
    if (code == CORRUPT || head.sequence == UINT64_MAX) {
        ledger_violation(r->ledger, "the audit is not one unbroken chain", SIZE_MAX, NULL);
        code = OK;
    }
    v->records = head.sequence;
    return code == OK ? judge_file(v, r, c, e) : code;
}

enum code verdict_read(struct verdict *out, struct run *r, struct error *e)
{
    struct counted c = {.ledger = r->ledger, .traffic = &r->traffic};
    *out = (struct verdict){0};
    struct store *s = look(r, e);
    if (s == NULL)
        return e->code;
    c.found = calloc(r->ledger->count, 1);
    c.poison = calloc(r->traffic.poisons + 1, sizeof *c.poison);
    must(c.found != NULL && c.poison != NULL);
    enum code code = s->ops->count(s, out->outcomes, out->sends, e);
    if (code == OK && r->rested) /* else it is in the middle of something */
        code = judge(out, r, &c, s, e);
    free(c.found);
    free(c.poison);
    s->ops->close(s);
    return code;
}
