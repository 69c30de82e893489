/* The audit: one hash chain per tenant, append-only. What must stay readable for ever (kind, rule, verdict, hashes, times) is in
 * clear; what is about a person is sealed with AES-256-GCM under the contact's key, which is itself wrapped by the tenant's key.
 * Erasure destroys the contact's wrapped key and leaves a receipt; the chain still verifies.
 *
 *   record = canonical bytes of {sequence, previous hash, kind, at, contact, conversation, turn, rule, facts, sealed bytes}
 *   hash   = SHA-256(record)
 *
 * The nonce of a seal is the record's sequence number: unique under a key because a chain never reuses one.
 * Pure: keys and random bytes are given. Source, invariants I4 and I20. */
#ifndef PARLEY_AUDIT_H
#define PARLEY_AUDIT_H

#include <parley/buffer.h>
#include <parley/commit.h>
#include <parley/error.h>

enum { AUDIT_KEY_SIZE = 32, AUDIT_WRAPPED_SIZE = 12 + 32 + 16 };

struct audit_key {
    uint8_t bytes[AUDIT_KEY_SIZE];
};
struct wrapped_key {
    uint8_t bytes[AUDIT_WRAPPED_SIZE];
}; /* nonce, cipher text, tag */

struct audit_head {
    uint64_t sequence;  /* of the newest record; 0 = empty chain */
    struct digest hash; /* zeros for the empty chain */
};

struct audit_record {
    uint64_t sequence;
    struct digest previous, hash;
    enum audit_kind kind;
    struct wall at;
    struct contact_id contact;
    struct conversation_id conversation;
    struct turn_id turn;
    struct slice rule, facts;
    struct slice sealed; /* cipher text and tag, or empty */
};

MUST_USE enum code audit_wrap(struct wrapped_key *out, const struct audit_key *tenant, const struct audit_key *contact,
                              struct contact_id id, const uint8_t nonce[12], struct error *e);
MUST_USE enum code audit_unwrap(struct audit_key *out, const struct audit_key *tenant, const struct wrapped_key *wrapped,
                                struct contact_id id, struct error *e);

/* Chains a draft behind `head` and moves head on. `contact` may be NULL when the draft has nothing sealed. */
MUST_USE enum code audit_append(struct audit_record *out, struct arena *arena, struct audit_head *head,
                                const struct audit_draft *draft, const struct audit_key *contact, struct error *e);
/* Seals and opens any private bytes under a contact's key; `purpose` and `number` make the nonce and are authenticated. */
MUST_USE enum code audit_seal(struct slice *out, struct arena *arena, const struct audit_key *key, struct slice purpose,
                              uint64_t number, struct slice plain, struct error *e);
MUST_USE enum code audit_open(struct slice *out, struct arena *arena, const struct audit_key *key, struct slice purpose,
                              uint64_t number, struct slice sealed, struct error *e);
MUST_USE enum code audit_open_record(struct slice *out, struct arena *arena, const struct audit_record *r,
                                     const struct audit_key *key, struct error *e);

/* Checks one record against the head before it and moves head on. CORRUPT names the sequence and what differs. */
MUST_USE enum code audit_verify(struct audit_head *head, const struct audit_record *r, struct error *e);

/* One record as a JSON line and back; `parley audit show` and exports use it, and it verifies offline. */
void audit_record_write(struct buffer *out, const struct audit_record *r);
MUST_USE enum code audit_record_read(struct audit_record *out, struct arena *arena, struct slice line, struct place at,
                                     struct error *e);

#endif
