/* What the parts of the ledger share. */
#ifndef PARLEY_LEDGER_STATE_H
#define PARLEY_LEDGER_STATE_H

#include <parley/ledger.h>
#include <parley/random.h>
#include <parley/tenant.h>

#include "id_map.h"

enum { ADDRESS_ROOM = 32 };

struct said {
    uint64_t number;
    struct tenant_id tenant;
    struct slice address, text;
    struct wall at;
    uint32_t accepted; /* times that the store took it as new */
    bool acked, doubtful;
    bool read, ended;   /* by its conversation; by a turn's commit */
    bool passed_over;   /* by one that had waited less */
    bool waits;         /* accepted, and neither ended nor forgotten */
    size_t same_moment; /* another one of the customer: an index and one; 0: none */
    struct wall accepted_at;
};

struct known_send {
    struct slice key, text;
    struct digest digest;
    struct tenant_id tenant;
    struct conversation_id conversation;
    struct contact_id contact;
    enum purpose purpose;
    uint64_t turn;                     /* it stands in its commit: a conversation's turns are numbered upwards */
    size_t place;                      /* in that commit */
    enum send_state state;             /* as far as the ledger was told */
    uint32_t began, transmitted, open; /* open: attempts that are not known to be refused */
    uint32_t shown;
    bool perhaps_refused;   /* a node failed while it wrote down that the attempt was refused */
    bool perhaps_ended;     /* ... or whatever else became of it */
    bool unwanted;          /* the provider refused it for good, and the node heard it */
    struct wall at;         /* of the intent */
    struct wall began_at;   /* the newest attempt */
    struct wall refused_at; /* by the provider, for good; 0: it was not */
    struct wall left_at;    /* to people, as a node's clock said; 0: it was not */
};

enum { STARTED_KEPT = 16 };
struct known_contact {
    struct slice address;
    struct tenant_id tenant;
    bool opted_out, erased;
    uint32_t unanswered;                    /* sends that the bot started since the contact's last turn */
    size_t recalled;                        /* sends known when consent was last withdrawn: they do not begin any more */
    struct wall last_started[STARTED_KEPT]; /* a ring */
    size_t started;
};

/* One of a tenant's customers as the world knows them, whatever number the store gave them. */
struct known_person {
    struct slice zone;
    bool opted_out;                      /* survives an erasure: whoever was silent stays silent */
    bool erased;                         /* once: what it wrote before, nobody knows */
    bool poisoned;                       /* wrote what stops whoever reads it */
    struct wall wrote_at;                /* the newest message that the store took */
    struct conversation_id conversation; /* that reads what it writes, once it was claimed */
    ARRAY_OF(size_t) waiting;            /* what was accepted, by its index, in order */
    size_t first;                        /* those before have ended */
};

enum { NODES_TOLD = 8, DRAFTS_SHOWN = 8 };
/* What a node's turn of a conversation may spend, and has spent. */
struct purse {
    struct tenant_id tenant;
    int64_t day, cap, reserved, paid, most; /* most: what its asks may have cost, as the engine was told */
    unsigned turns;                         /* that are open */
    bool shared;                            /* by several, at some time */
};

struct known_day {
    int64_t day;
    int64_t paid; /* truly */
    int64_t held; /* at most: the share of each turn that did not end, the prices of the asks of each that did */
};

struct known_conversation {
    struct contact_id contact;
    uint64_t fence, ended_fence;
    struct wall lease_until; /* 0: nobody has it */
    struct purse purses[NODES_TOLD];
    struct drafting {
        bool draftless; /* the model that was asked last said nothing that could be a draft */
        uint64_t asks;  /* for a draft, in this turn */
        size_t shown;   /* to a checker */
        struct shown_draft {
            struct slice text;
            bool agreed;
        } drafts[DRAFTS_SHOWN];
    } drafting[NODES_TOLD];       /* more than one may believe that the turn is theirs; one of them can commit */
    struct ledger_rules rules[2]; /* of the node that has it: the common ones and the canary's */
    struct slice brain, left;     /* the brain it has, and the one it had before */
    struct wall claimed_at;       /* of the turn that is on */
    bool staff;                   /* a person has it */
    size_t recalled;              /* sends known when a person last took it: they do not begin any more */
    uint64_t left_turn;           /* of the newest send that has left, but for urgent ones */
    size_t left_place;
    unsigned node;      /* that has it */
    size_t burst;       /* messages that it was last seen to read */
    uint64_t ask, asks; /* the newest one for a draft in this turn (0: none, or it has come back); all before this turn */
    struct wall asked_at;
    struct slice late;      /* a draft that came back while a newer one was asked for */
    uint32_t deaths;        /* of nodes that read what it holds, since its last turn */
    bool retried;           /* an earlier turn of it did not end */
    struct wall not_before; /* it was given back until then */
    bool waits;             /* when all is over: a ticket is open */
    struct wall moved_at;   /* when a person did something with its ticket */
    struct wall called_at;  /* when a bell last rang for it */
    struct wall failed_at;  /* when an answer was refused for good, as its node heard */
};

struct known_tenant {
    uint64_t intents, turns; /* committed: so many entries the chain must hold */
    const struct tenant *rules;
    bool killed;
    ARRAY_OF(struct known_day) days;
    ARRAY_OF(struct audit_head) published; /* heads of its audit that were shown outside, in order */
};

struct ledger {
    struct ledger_setup setup;
    struct arena arena;
    struct wall now;
    uint64_t digest;
    struct violation violations[VIOLATIONS_MAX];
    size_t violation_count;
    ARRAY_OF(struct said) said;
    ARRAY_OF(struct known_send) sends;
    ARRAY_OF(struct known_contact) contacts;
    ARRAY_OF(struct known_conversation) conversations;
    ARRAY_OF(struct slice) bad;
    ARRAY_OF(struct known_person) people;
    struct wall troubled_at, lost_at; /* lost: a node, perhaps inside a claim that is durable */
    bool clock_wrong, narrow;
    uint64_t claims_in_doubt;
    struct slice poison; /* the words that stop whoever reads them */
    const struct slice *stops, *returns;
    size_t stop_count, return_count;
    uint64_t accepted_at_heal, asks;
    struct id_map written, wish_of, said_of, person_of, send_of, contact_of, conversation_of, outcome_of, turn_of, sent_as,
        read_as;
    struct known_tenant *tenants;
    bool killed;
    struct ledger_sum sum;
};

struct known_send *ledger_send(struct ledger *l, struct slice key); /* NULL when it was never committed */
/* What the store says of it in the end: recovery and erasure move sends without being told one by one. */
void ledger_send_is(struct ledger *l, struct known_send *k, enum send_state state);
struct known_contact *ledger_contact(struct ledger *l, struct contact_id id);
struct known_conversation *ledger_conversation(struct ledger *l, struct conversation_id id);
/* check_inbound.c */
void ledger_know_said(struct ledger *l, size_t index);
void ledger_waits(struct ledger *l, struct said *s); /* it was accepted */
bool ledger_is_started(enum purpose p);              /* by the bot: nobody waits for it */
void ledger_know_message(struct ledger *l, const struct work *w, const struct message *m);
/* When the newest message that this turn ends was written; `unknown` when that cannot be said of any. */
struct wall ledger_newest_of(const struct ledger *l, const struct commit *c, struct wall unknown);
void ledger_check_order(struct ledger *l, const struct work *w);
void ledger_check_ended(struct ledger *l, const struct commit *c);
void ledger_check_all_ended(struct ledger *l);
/* Among what the turn ended there is what stops whoever reads it, or something of which nothing is known any more. */
bool ledger_ends_poison(const struct ledger *l, const struct commit *c);

enum wish { WISH_NONE, WISH_STOP, WISH_RETURN, WISH_PERHAPS };
/* Of a message that a turn has read, by the store's number of it. */
enum wish ledger_wish(const struct ledger *l, struct message_id id);
void ledger_check_answers(struct ledger *l, const struct commit *c, unsigned node);
struct known_person *ledger_person(struct ledger *l, struct tenant_id tenant, struct slice address);
void ledger_note(struct ledger *l, const char *what, uint64_t a, uint64_t b); /* into the digest */

#endif
