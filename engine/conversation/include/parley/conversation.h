/* A conversation: who holds it, where it stands, what was said last. */
#ifndef PARLEY_CONVERSATION_H
#define PARLEY_CONVERSATION_H

#include <parley/contact.h>

/* Who speaks.
 *
 *   BOT ---wants a person, distress, threat---> HANDED_OVER --staff takes--> STAFF --gives back--> BOT
 *    \---opt-out------------------------------> SILENT (inbound still read: opt-in again, crisis)
 */
enum holder {
    HOLDER_BOT,         /* the engine answers */
    HOLDER_HANDED_OVER, /* a ticket is open; the engine only sends holding and care lines */
    HOLDER_STAFF,       /* a person has it; the engine is silent */
    HOLDER_SILENT,      /* opted out or struck out: nothing is sent but what the law or danger demands */
    HOLDER_COUNT
};
const char *holder_name(enum holder holder);

enum ticket_reason {
    TICKET_NONE,
    TICKET_WANTS_HUMAN,
    TICKET_VULNERABLE,
    TICKET_CRISIS,
    TICKET_ANGRY,
    TICKET_LEGAL_THREAT,
    TICKET_COMPLAINT,
    TICKET_CONFUSED,
    TICKET_THIRD_PARTY,
    TICKET_UNDER_18,
    TICKET_NO_SAFE_ANSWER,
    TICKET_UNKNOWN_SEND,
    TICKET_POISON,
    TICKET_REASON_COUNT
};
const char *ticket_reason_name(enum ticket_reason reason);

enum ticket_state { TICKET_OPEN, TICKET_TAKEN, TICKET_CLOSED };

/* At most one ticket of a conversation is not closed. */
struct ticket {
    uint64_t id; /* 0 = none */
    enum ticket_reason reason;
    enum ticket_state state;
    struct wall opened_at, alerted_at;
    uint32_t alerts; /* how often staff was called */
};

enum { OBLIGATION_STATE_MAX = 256, HISTORY_MAX = 40 };

struct conversation {
    struct conversation_id id;
    struct tenant_id tenant;
    struct contact_id contact;
    enum channel_kind channel;
    uint64_t version;
    enum holder holder;
    struct ticket ticket;
    struct slice brain_version; /* pinned for the conversation's life; empty before its first turn */
    struct slice path_step;     /* id of the script path step that was last asked; empty at the start */
    uint32_t turns;             /* finished turns */
    uint32_t confusions;        /* in a row */
    uint32_t fallbacks;         /* fallback or deflection answers in a row */
    bool greeted;
    uint8_t obligations[OBLIGATION_STATE_MAX]; /* automata states, one byte each; engine/guardrail obligation.h */
    uint32_t obligation_count;
    const struct message *history; /* oldest first, HISTORY_MAX at most, without the messages of this turn */
    size_t history_count;
};

/* Switches that stop sending; re-read in the transaction of every send intent. */
struct switches {
    uint64_t version;
    bool killed_global, killed_tenant;
    struct money spent_today; /* of the tenant: what was paid, and what is set aside for the turns that are open */
};

/* Everything a turn looks at, loaded in one transaction under one lease. */
struct snapshot {
    struct contact contact;
    struct conversation conversation;
    struct switches switches;
};

#endif
