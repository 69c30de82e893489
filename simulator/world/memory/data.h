/* The rows of the store in memory, and what its parts share. Rows never move; one is found by its number, by an index or by a
 * queue. Numbers begin at 1. */
#ifndef PARLEY_MEMORY_DATA_H
#define PARLEY_MEMORY_DATA_H

#include "index.h"
#include "queue.h"
#include <parley/memory_store.h>
#include <parley/random.h>

enum { AUDIT_CHUNK = 64, TENANT_SHIFT = 40 };
#define NO_WORK INT64_MAX
#define ONLY_OPENING (INT64_MAX - 1) /* whoever wrote comes first */

struct rows { /* of one kind, by number */
    void **at;
    size_t count, room;
};

struct row_message {
    struct message message;
    enum outcome outcome;
    uint64_t place;              /* among those that are done */
    const struct row_send *send; /* of the bot's */
    struct row_message *previous, *next;
};

struct message_list {
    struct row_message *first, *last;
    size_t count;
};

struct row_contact {
    struct contact contact;
    struct row_conversation *conversations[CHANNEL_KIND_COUNT];
    struct row_send *newest_send, *newest_started;
    struct audit_key key;
    bool has_key;
};

struct row_conversation {
    struct conversation conversation;
    struct row_contact *contact;
    struct row_conversation *next; /* of the tenant */
    struct message_list done, pending;
    struct row_send *first_unfinished, *last_unfinished; /* sends, INTENT or SENDING, by number */
    struct queued work;                                  /* by `since` when it is due, by the time when it will be due */
    struct queued alarm;                                 /* by the time of the last call for its open ticket */
    struct row_conversation *passed;                     /* the one that a look at the alarms saw before this */
    int64_t since;                                       /* of the oldest pending message; NO_WORK, or ONLY_OPENING */
    uint64_t fence;
    struct wall lease_until, not_before, claimed_at;
    uint32_t unended, marked;
    struct turn_id turn;
    bool opening;
    int64_t reserved;
};

struct row_send {
    struct send send; /* its text is the message's */
    uint64_t number, owner;
    struct slice provider_id;
    struct wall created_at, retry_at;
    struct queued place;
    struct row_send *older, *older_started; /* of the contact */
    struct row_send *before, *behind;       /* of the conversation, while it is unfinished */
    bool unfinished, recalled;              /* recalled: while it was on its way; not to be tried again */
};

struct row_silenced {
    struct tenant_id tenant;
    struct digest address;
    bool opted_out;
    uint32_t flags;
};

struct spend_day {
    int64_t day, micros;
};

struct audit_chunk {
    struct audit_record at[AUDIT_CHUNK];
};

struct row_tenant {
    struct tenant_record record;
    struct audit_key key;
    bool killed;
    uint64_t switches;                /* moves with every kill switch that holds here */
    ARRAY_OF(struct spend_day) spend; /* newest last; with what is set aside */
    struct audit_head head;
    struct rows audit; /* chunks */
    struct row_conversation *first, *last;
    struct queue sends_ready, sends_later; /* INTENT: by number; by the time of the next try */
    struct queue sending, unknown;         /* by the time of the last change */
    struct queue alarms;
    struct wall called_last; /* no ticket's last call was later */
};

struct memory_data {
    struct entropy *entropy;
    struct arena arena, scratch;
    struct rows tenants, contacts, conversations, sends, silenced;
    struct rows tickets; /* whose conversation each ticket is */
    struct index addresses, keys, silence;
    struct seen inbound, openings;
    struct queue ready, later; /* conversations with work */
    uint64_t outcomes[OUTCOME_COUNT], send_states[SEND_STATE_COUNT];
    bool killed;
    uint64_t next_message, next_turn, next_owner;
    size_t handles;
};

struct memory_store {
    struct store base;
    struct memory_data *data;
    uint64_t owner;   /* marks sends that this handle began */
    size_t send_turn; /* tenant that is asked first for the next send */
    bool owns_data;
};

static inline struct memory_data *memory_data_of(struct store *s)
{
    return ((struct memory_store *)(void *)s)->data;
}

static inline uint64_t memory_rows_add(struct memory_data *m, struct rows *rows, void *row)
{
    *ARRAY_ADD(&m->arena, rows) = row;
    return rows->count;
}

static inline struct row_tenant *memory_tenant_row(const struct memory_data *m, uint64_t number)
{
    return m->tenants.at[number - 1];
}

static inline struct row_contact *memory_contact_row(const struct memory_data *m, uint64_t number)
{
    return m->contacts.at[number - 1];
}

static inline struct row_conversation *memory_conversation_row(const struct memory_data *m, uint64_t number)
{
    return m->conversations.at[number - 1];
}

static inline struct row_send *memory_send_row(const struct memory_data *m, uint64_t number)
{
    return m->sends.at[number - 1];
}

static inline struct row_silenced *memory_silenced_row(const struct memory_data *m, uint64_t number)
{
    return m->silenced.at[number - 1];
}

static inline struct slice memory_keep(struct memory_data *m, struct slice s)
{
    return s.len ? arena_copy(&m->arena, s) : SLICE_NONE;
}

static inline struct private_slice memory_keep_private(struct memory_data *m, struct private_slice p)
{
    return private_hide(memory_keep(m, private_reveal(p, REVEAL_STORE)));
}

/* memory_store.c */
MUST_USE enum code memory_tenant(struct row_tenant **out, struct memory_data *m, struct tenant_id id, struct error *e);

/* contacts.c */
struct row_contact *memory_contact_for(struct memory_data *m, struct tenant_id tenant, struct private_slice address);
struct row_conversation *memory_conversation_for(struct memory_data *m, struct row_contact *contact, enum channel_kind channel);
void memory_take_consent(struct memory_data *m, struct contact *c, const struct consent_change *change, struct wall now);
MUST_USE enum code memory_consent(struct store *s, struct contact_id contact, const struct consent_change *change,
                                  struct wall now, struct error *e);
MUST_USE enum code memory_contact_find(struct store *s, struct contact *out, struct arena *a, struct tenant_id t,
                                       enum channel_kind channel, struct slice address, struct error *e);
MUST_USE enum code memory_contact_key(struct store *s, struct contact_id contact, struct audit_key *out, struct error *e);
MUST_USE enum code memory_erase(struct store *s, struct contact_id contact, struct slice by, struct wall now,
                                struct digest *receipt, struct error *e);

/* inbox.c */
MUST_USE enum code memory_accept(struct store *s, const struct inbound *batch, size_t count, enum accept_result *results,
                                 struct error *e);
MUST_USE enum code memory_open(struct store *s, const struct opening *o, bool *is_new, struct error *e);
void memory_list_append(struct message_list *list, struct row_message *r);
void memory_list_remove(struct message_list *list, struct row_message *r);

/* work.c */
void memory_queue_work(struct memory_data *m, struct row_conversation *c); /* after since, lease or not_before changed */
struct row_conversation *memory_leased(struct memory_data *m, struct conversation_id id, uint64_t fence, struct error *e);
int64_t memory_spent(const struct row_tenant *t, struct wall at); /* micros of this day */
MUST_USE enum code memory_claim(struct store *s, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                                const struct claim_terms *terms, struct error *e);
MUST_USE enum code memory_reload(struct store *s, struct work *io, struct arena *a, struct error *e);
MUST_USE enum code memory_mark(struct store *s, const struct work *w, bool begins, struct error *e);
MUST_USE enum code memory_release(struct store *s, const struct work *w, struct wall not_before, struct money spent,
                                  struct error *e);
/* Of what was set aside with the claim `spent` is gone; the rest goes back when the turn ends. */
void memory_settle(struct memory_data *m, struct row_conversation *c, int64_t spent, bool ends);

/* commit.c */
MUST_USE enum code memory_commit(struct store *s, const struct commit *k, struct error *e);

/* outbox.c */
void memory_send_moves(struct memory_data *m, struct row_send *r, enum send_state to);
struct row_send *memory_send_of(struct memory_data *m, struct slice key);
/* Of one conversation, of one channel or of all (CHANNEL_KIND_COUNT). */
MUST_USE enum code memory_recall(struct memory_data *m, struct row_conversation *c, enum channel_kind channel, struct wall now,
                                 struct error *e);
MUST_USE enum code memory_recall_withdrawn(struct memory_data *m, struct row_contact *c, const struct consent_change *change,
                                           struct wall now, struct error *e);
void memory_send_add(struct memory_data *m, struct row_send *r);
MUST_USE enum code memory_send_began(struct store *s, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                                     struct error *e);
MUST_USE enum code memory_send_ended(struct store *s, struct slice key, const struct send_result *result, struct wall now,
                                     struct error *e);
MUST_USE enum code memory_sends_recover(struct store *s, struct wall now, struct duration patience, bool at_start,
                                        uint64_t *changed, struct error *e);
MUST_USE enum code memory_send_find(struct store *s, struct send *out, struct arena *a, struct slice key, struct error *e);

/* people.c */
uint64_t memory_ticket_new(struct memory_data *m, struct row_conversation *c);
void memory_queue_alarm(struct memory_data *m, struct row_conversation *c); /* after its ticket changed */
MUST_USE enum code memory_tickets_due(struct store *s, struct tenant_id tenant, struct ticket_row *out, size_t most,
                                      size_t *count, struct wall now, struct duration pause, uint64_t alerts_below,
                                      struct error *e);
MUST_USE enum code memory_ticket_move(struct store *s, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                                      struct error *e);
MUST_USE enum code memory_hold(struct store *s, struct conversation_id conversation, bool taken, struct slice by, struct wall now,
                               struct error *e);
MUST_USE enum code memory_kill(struct store *s, struct tenant_id tenant, bool on, struct slice by, struct wall now,
                               struct error *e);

/* chain.c */
MUST_USE enum code memory_chain(struct memory_data *m, struct row_tenant *t, const struct audit_draft *d, struct error *e);
MUST_USE enum code memory_audit_each(struct store *s, struct tenant_id t, uint64_t from, audit_visit *visit, void *context,
                                     struct error *e);
MUST_USE enum code memory_audit_head(struct store *s, struct tenant_id t, struct audit_head *out, struct error *e);
MUST_USE enum code memory_messages_each(struct store *s, struct conversation_id id, message_visit *visit, void *context,
                                        struct arena *a, struct error *e);
MUST_USE enum code memory_contact_view(struct store *s, struct contact_view *out, struct tenant_id t, enum channel_kind channel,
                                       struct slice address, uint64_t after, view_visit *visit, void *context, struct arena *a,
                                       struct error *e);
MUST_USE enum code memory_count(struct store *s, uint64_t outcomes[OUTCOME_COUNT], uint64_t sends[SEND_STATE_COUNT],
                                struct error *e);

#endif
