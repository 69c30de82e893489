/* What the parts of the SQLite store share.
 *
 * Ids outside this room carry the tenant in their upper bits (TENANT_SHIFT), so that a contact, conversation, ticket or send key
 * leads to its file; inside a tenant's file they are small numbers. */
#ifndef PARLEY_STORE_PARTS_H
#define PARLEY_STORE_PARTS_H

#include "database.h"
#include <parley/sqlite_store.h>

enum { TENANT_SHIFT = 40, PULL_BATCH = 512 };

struct tenant_file {
    struct tenant_id id;
    struct slice name;
    struct audit_key key;    /* wraps contacts' keys, seals inbox bodies */
    struct digest index_key; /* for keyed hashes */
    bool made, opened;
    struct database db;
};

struct sqlite_store {
    struct store base;
    struct entropy *entropy;
    struct audit_key master;
    struct digest provider_key; /* for keyed hashes of providers' ids */
    char directory[3072];
    char vfs[64];
    bool read_only, has_vfs;
    struct duration busy;
    struct database shared;
    struct arena arena;           /* lives as long as the handle */
    struct arena scratch;         /* one call */
    struct digest id;             /* of the store: a file of another store is refused */
    struct tenant_file **tenants; /* by id - 1 */
    size_t tenant_count;
    uint64_t owner;   /* marks sends that this handle began */
    size_t send_turn; /* tenant that is asked first for the next send */
};

static inline struct sqlite_store *self_of(struct store *s)
{
    return (struct sqlite_store *)(void *)s;
}

static inline uint64_t id_out(const struct tenant_file *t, uint64_t local)
{
    return local == 0 ? 0 : t->id.n << TENANT_SHIFT | local;
}

static inline uint64_t id_in(uint64_t id)
{
    return id & ((UINT64_C(1) << TENANT_SHIFT) - 1);
}

/* registry.c */
MUST_USE enum code registry_open(struct sqlite_store *s, struct error *e);
MUST_USE enum code registry_refresh(struct sqlite_store *s, struct error *e);
/* The tenant's file, opened and at the newest schema; NOT_FOUND for a tenant that the registry does not know. */
MUST_USE enum code tenant_file(struct tenant_file **out, struct sqlite_store *s, struct tenant_id id, struct error *e);
MUST_USE enum code tenant_file_of(struct tenant_file **out, struct sqlite_store *s, uint64_t id, const char *what,
                                  struct error *e);
MUST_USE enum code tenant_put(struct store *s, struct tenant_id *out, struct slice name, const struct audit_key *key,
                              struct error *e);
MUST_USE enum code tenants(struct store *s, struct tenant_record *out, size_t most, size_t *count, struct arena *a,
                           struct error *e);
MUST_USE enum code refuse_read_only(const struct sqlite_store *s, struct error *e);

/* sealing.c: every sealed column is 16 random bytes and the cipher text; `what` and `number` are authenticated. */
MUST_USE enum code seal(struct slice *out, struct sqlite_store *s, const struct audit_key *key, const char *what, uint64_t number,
                        struct slice plain, struct error *e);
MUST_USE enum code unseal(struct slice *out, struct arena *a, const struct audit_key *key, const char *what, uint64_t number,
                          struct slice sealed, struct error *e);
struct slice keyed_hash(struct arena *a, struct digest key, struct slice s); /* 32 bytes */

/* inbox.c */
MUST_USE enum code store_accept(struct store *s, const struct inbound *batch, size_t count, enum accept_result *results,
                                struct error *e);
/* Brings waiting inbox rows of one tenant, or of all, into the tenants' files. Idempotent; safe after a crash anywhere. */
MUST_USE enum code pull_tenant(struct sqlite_store *s, struct tenant_file *t, struct error *e);
MUST_USE enum code pull_all(struct sqlite_store *s, struct error *e);

/* contacts.c; the first four run inside the tenant's transaction. */
MUST_USE enum code contact_for(uint64_t *contact, struct audit_key *key, struct sqlite_store *s, struct tenant_file *t,
                               struct slice address, struct error *e);
uint64_t conversation_for(struct tenant_file *t, uint64_t contact, enum channel_kind channel);
MUST_USE enum code contact_load(struct contact *out, struct sqlite_store *s, struct tenant_file *t, uint64_t contact,
                                struct arena *a, struct wall now, struct error *e);
MUST_USE enum code key_of(struct audit_key *out, struct tenant_file *t, uint64_t contact,
                          struct error *e); /* NOT_FOUND after erasure */
void write_consent(struct tenant_file *t, uint64_t contact, const struct consent_change *change, struct wall now);
/* What was decided on before does not leave after the contact has come back. */
MUST_USE enum code recall_withdrawn(struct sqlite_store *s, struct tenant_file *t, uint64_t contact,
                                    const struct consent_change *change, struct wall now, struct error *e);
MUST_USE enum code store_open(struct store *s, const struct opening *o, bool *is_new, struct error *e);
MUST_USE enum code store_consent(struct store *s, struct contact_id contact, const struct consent_change *change, struct wall now,
                                 struct error *e);
MUST_USE enum code store_contact_find(struct store *s, struct contact *out, struct arena *a, struct tenant_id t,
                                      enum channel_kind channel, struct slice address, struct error *e);
MUST_USE enum code store_erase(struct store *s, struct contact_id contact, struct slice by, struct wall now,
                               struct digest *receipt, struct error *e);
MUST_USE enum code store_contact_key(struct store *s, struct contact_id contact, struct audit_key *out, struct error *e);

/* work.c */
MUST_USE enum code store_claim(struct store *s, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                               const struct claim_terms *terms, struct error *e);
MUST_USE enum code store_reload(struct store *s, struct work *io, struct arena *a, struct error *e);
MUST_USE enum code store_mark(struct store *s, const struct work *w, bool begins, struct error *e);
MUST_USE enum code store_release(struct store *s, const struct work *w, struct wall not_before, struct money spent,
                                 struct error *e);
/* Of what was set aside with the claim `spent` is gone; the rest goes back when the turn ends. */
void settle(struct tenant_file *t, uint64_t conversation, struct wall claimed_at, int64_t reserved, int64_t spent, bool ends);
MUST_USE enum code message_read(struct message *out, struct tenant_file *t, const struct query *q, const struct audit_key *key,
                                struct arena *a, struct error *e);
/* Columns that message_read reads, in order. */
#define MESSAGE_COLUMNS "id, conversation, author, channel, text, unreadable, at, turn, said, sent_at"
enum { MESSAGE_COLUMN_COUNT = 10 };

/* commit.c */
MUST_USE enum code store_commit(struct store *s, const struct commit *c, struct error *e);

/* outbox.c */
struct recall {
    uint64_t contact, conversation; /* 0: all of the contact's */
    enum channel_kind channel;      /* CHANNEL_KIND_COUNT: all */
    struct slice why;
};
/* Inside the tenant's transaction: what waits to be sent is refused, but for what is urgent; what is on its way is not tried
 * again. Nobody is called. */
MUST_USE enum code recall(struct sqlite_store *s, struct tenant_file *t, const struct recall *what, struct wall now,
                          struct error *e);
MUST_USE enum code store_send_began(struct store *s, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                                    struct error *e);
MUST_USE enum code store_send_ended(struct store *s, struct slice key, const struct send_result *r, struct wall now,
                                    struct error *e);
MUST_USE enum code store_sends_recover(struct store *s, struct wall now, struct duration patience, bool at_start,
                                       uint64_t *changed, struct error *e);
MUST_USE enum code store_send_find(struct store *s, struct send *out, struct arena *a, struct slice key, struct error *e);

/* people.c */
MUST_USE enum code store_tickets_due(struct store *s, struct tenant_id tenant, struct ticket_row *out, size_t most, size_t *count,
                                     struct wall now, struct duration pause, uint64_t alerts_below, struct error *e);
MUST_USE enum code store_ticket_move(struct store *s, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                                     struct error *e);
struct kill_order { /* of the global switch, as the shared file keeps it */
    bool on;
    uint64_t version;
    struct wall at;
    struct digest by;
};
/* Inside the tenant's transaction; nothing when the file has this order or a later one. */
MUST_USE enum code kill_in(struct sqlite_store *s, struct tenant_file *t, const struct kill_order *k, struct error *e);
MUST_USE enum code store_hold(struct store *s, struct conversation_id conversation, bool taken, struct slice by, struct wall now,
                              struct error *e);
MUST_USE enum code store_kill(struct store *s, struct tenant_id tenant, bool on, struct slice by, struct wall now,
                              struct error *e);

/* chain.c: inside the tenant's transaction. */
MUST_USE enum code chain(struct sqlite_store *s, struct tenant_file *t, const struct audit_draft *d, struct error *e);
void chain_head(struct tenant_file *t, struct audit_head *out, struct arena *a);
MUST_USE enum code store_audit_each(struct store *s, struct tenant_id t, uint64_t from, audit_visit *visit, void *context,
                                    struct error *e);
MUST_USE enum code store_audit_head(struct store *s, struct tenant_id t, struct audit_head *out, struct error *e);
MUST_USE enum code store_contact_view(struct store *s, struct contact_view *out, struct tenant_id t, enum channel_kind channel,
                                      struct slice address, uint64_t after, view_visit *visit, void *context, struct arena *a,
                                      struct error *e); /* view.c */
MUST_USE enum code store_messages_each(struct store *s, struct conversation_id id, message_visit *visit, void *context,
                                       struct arena *a, struct error *e);
MUST_USE enum code store_count(struct store *s, uint64_t outcomes[OUTCOME_COUNT], uint64_t sends[SEND_STATE_COUNT],
                               struct error *e);

#endif
