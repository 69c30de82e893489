#include "schema.h"

#include <parley/size.h>

const struct migration shared_schema[] = {
    {"CREATE TABLE store(one INTEGER PRIMARY KEY CHECK(one = 1), id BLOB NOT NULL, proof BLOB NOT NULL, killed INTEGER NOT NULL, "
     "switches INTEGER NOT NULL);"
     "CREATE TABLE tenant(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, key BLOB NOT NULL, made INTEGER NOT "
     "NULL DEFAULT 0);"
     "CREATE TABLE inbox(id INTEGER PRIMARY KEY AUTOINCREMENT, tenant INTEGER NOT NULL, channel INTEGER NOT NULL, provider BLOB "
     "NOT NULL,"
     " received_at INTEGER NOT NULL, body BLOB, taken INTEGER NOT NULL DEFAULT 0);"
     "CREATE UNIQUE INDEX inbox_once ON inbox(tenant, channel, provider);"
     "CREATE INDEX inbox_waiting ON inbox(tenant, id) WHERE taken = 0;"},
    {"ALTER TABLE store ADD COLUMN switched_at INTEGER NOT NULL DEFAULT 0;"
     "ALTER TABLE store ADD COLUMN switched_by BLOB;"}, /* SHA-256 of who; NULL: never, or by an older program */
};
const size_t shared_schema_count = COUNT_OF(shared_schema);

const struct migration tenant_schema[] = {
    {"CREATE TABLE self(one INTEGER PRIMARY KEY CHECK(one = 1), store BLOB NOT NULL, tenant INTEGER NOT NULL, killed_global "
     "INTEGER NOT NULL,"
     " global_version INTEGER NOT NULL, killed_tenant INTEGER NOT NULL, switches INTEGER NOT NULL, turns INTEGER NOT NULL, "
     "tickets INTEGER NOT NULL);"
     "CREATE TABLE contact(id INTEGER PRIMARY KEY AUTOINCREMENT, version INTEGER NOT NULL, address_hash BLOB UNIQUE, address "
     "BLOB, key BLOB,"
     " time_zone TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '', opted_out INTEGER NOT NULL, flags INTEGER NOT NULL,"
     " unanswered INTEGER NOT NULL DEFAULT 0, last_inbound_at INTEGER NOT NULL DEFAULT 0);"
     "CREATE TABLE consent(contact INTEGER NOT NULL, channel INTEGER NOT NULL, state INTEGER NOT NULL, at INTEGER NOT NULL, "
     "evidence TEXT NOT NULL,"
     " lead_source TEXT NOT NULL, PRIMARY KEY(contact, channel)) WITHOUT ROWID;"
     "CREATE TABLE silenced(address_hash BLOB PRIMARY KEY, opted_out INTEGER NOT NULL, flags INTEGER NOT NULL) WITHOUT ROWID;"
     "CREATE TABLE opening(reference BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;"
     "CREATE TABLE conversation(id INTEGER PRIMARY KEY AUTOINCREMENT, contact INTEGER NOT NULL, channel INTEGER NOT NULL, "
     "version INTEGER NOT NULL DEFAULT 1,"
     " holder INTEGER NOT NULL DEFAULT 0, ticket INTEGER NOT NULL DEFAULT 0, ticket_reason INTEGER NOT NULL DEFAULT 0, "
     "ticket_state INTEGER NOT NULL DEFAULT 0,"
     " ticket_opened_at INTEGER NOT NULL DEFAULT 0, ticket_alerted_at INTEGER NOT NULL DEFAULT 0, ticket_alerts INTEGER NOT NULL "
     "DEFAULT 0,"
     " brain_version TEXT NOT NULL DEFAULT '', path_step TEXT NOT NULL DEFAULT '', turns INTEGER NOT NULL DEFAULT 0, confusions "
     "INTEGER NOT NULL DEFAULT 0,"
     " fallbacks INTEGER NOT NULL DEFAULT 0, greeted INTEGER NOT NULL DEFAULT 0, obligations BLOB,"
     " work_since INTEGER, opening INTEGER NOT NULL DEFAULT 0, fence INTEGER NOT NULL DEFAULT 0, lease_until INTEGER NOT NULL "
     "DEFAULT 0,"
     " not_before INTEGER NOT NULL DEFAULT 0, claimed_at INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, turn "
     "INTEGER NOT NULL DEFAULT 0,"
     " reserved INTEGER NOT NULL DEFAULT 0, UNIQUE(contact, channel));"
     "CREATE INDEX conversation_work ON conversation(work_since, id) WHERE work_since IS NOT NULL;"
     "CREATE INDEX conversation_ticket ON conversation(ticket) WHERE ticket != 0;"
     "CREATE INDEX conversation_reserved ON conversation(reserved) WHERE reserved != 0;"
     "CREATE TABLE message(id INTEGER PRIMARY KEY AUTOINCREMENT, conversation INTEGER NOT NULL, inbox INTEGER UNIQUE, place "
     "INTEGER, author INTEGER NOT NULL,"
     " channel INTEGER NOT NULL, text BLOB, unreadable TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL, turn INTEGER NOT NULL "
     "DEFAULT 0,"
     " said TEXT NOT NULL DEFAULT '', outcome INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '');"
     "CREATE INDEX message_waiting ON message(conversation, id) WHERE place IS NULL;"
     "CREATE INDEX message_place ON message(conversation, place) WHERE place IS NOT NULL;"},
    {"CREATE TABLE send(id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, conversation INTEGER NOT NULL, contact "
     "INTEGER NOT NULL,"
     " channel INTEGER NOT NULL, purpose INTEGER NOT NULL, text BLOB, text_digest BLOB NOT NULL, state INTEGER NOT NULL DEFAULT "
     "0,"
     " attempts INTEGER NOT NULL DEFAULT 0, at INTEGER NOT NULL, created_at INTEGER NOT NULL, started INTEGER NOT NULL, retry_at "
     "INTEGER NOT NULL DEFAULT 0,"
     " provider BLOB, reason BLOB, owner INTEGER NOT NULL DEFAULT 0);"
     "CREATE INDEX send_open ON send(state, id) WHERE state IN (0, 1, 4);"
     "CREATE INDEX send_started ON send(contact, created_at) WHERE started = 1;"
     "CREATE TABLE spend(day INTEGER PRIMARY KEY, micros INTEGER NOT NULL);"
     "CREATE TABLE audit(sequence INTEGER PRIMARY KEY, previous BLOB NOT NULL, hash BLOB NOT NULL, kind INTEGER NOT NULL, at "
     "INTEGER NOT NULL,"
     " contact INTEGER NOT NULL, conversation INTEGER NOT NULL, turn INTEGER NOT NULL, rule TEXT NOT NULL, facts TEXT NOT NULL, "
     "sealed BLOB);"
     "CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;"
     "CREATE TRIGGER audit_next BEFORE INSERT ON audit WHEN NEW.sequence != (SELECT COALESCE(MAX(sequence), 0) + 1 FROM audit)"
     " BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;"
     "CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;"},
    {"ALTER TABLE conversation ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;"},
    {"CREATE INDEX conversation_marked ON conversation(marked) WHERE marked > 0;"},
    {"ALTER TABLE message ADD COLUMN sent_at INTEGER NOT NULL DEFAULT 0;"},
    {"DROP INDEX conversation_reserved;"},
    /* A partial index serves a query that says its condition word for word: "state = 0" does not follow from a list of states. */
    {"DROP INDEX send_open;"
     "CREATE INDEX send_waiting ON send(id, retry_at, at) WHERE state = 0;"
     "CREATE INDEX send_in_doubt ON send(at) WHERE state IN (1, 4);"
     "CREATE INDEX conversation_calling ON conversation(ticket_alerted_at, id) WHERE ticket != 0 AND ticket_state = 0;"},
    {"DROP INDEX message_waiting;"
     "DROP INDEX message_place;"
     "CREATE INDEX message_of ON message(conversation, place, id);"},
    {"ALTER TABLE send ADD COLUMN recalled INTEGER NOT NULL DEFAULT 0;"
     "DROP INDEX send_waiting;"
     "CREATE INDEX send_waiting ON send(id, retry_at, at, conversation, purpose) WHERE state = 0;"
     "CREATE INDEX send_unfinished ON send(conversation, id) WHERE state IN (0, 1);"},
    {"ALTER TABLE message ADD COLUMN send INTEGER;"}, /* of a message that was written before: it has left or never will */
};
const size_t tenant_schema_count = COUNT_OF(tenant_schema);
