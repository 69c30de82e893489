/* The hidden truth of a simulation, and the checks against it.
 *
 * The world tells the ledger what really happened: what a customer wrote, which webhook was answered 200, what was committed
 * (seen at the store, whether or not the engine lived to hear of it), what a provider took, what a phone showed. Most checks run
 * in the call that tells; the rest in ledger_settle, after the faults have healed. The first violations are kept, in words.
 *
 * The ledger knows nothing of how the engine works: it must not believe what it checks. One thread. */
#ifndef PARLEY_LEDGER_H
#define PARLEY_LEDGER_H

#include <parley/invariants.h>
#include <parley/store.h>

struct ledger;

enum { VIOLATIONS_MAX = 8 };
struct violation {
    enum invariant invariant;
    int64_t at_ms; /* virtual time, UTC milliseconds */
    struct slice text;
};

struct ledger_setup {
    size_t tenants;                    /* ids 1 to tenants */
    const struct tenant *const *rules; /* of tenant i + 1: caps, quiet hours, window; borrowed */
    struct duration skew_max;          /* how wrong a node's wall clock may be */
};

struct ledger *ledger_create(const struct ledger_setup *setup);
void ledger_destroy(struct ledger *l);
void ledger_time(struct ledger *l, struct wall now); /* the true time from here on */
const struct violation *ledger_violations(const struct ledger *l, size_t *count);
void ledger_violated(struct ledger *l, enum invariant i, const char *format, ...) PRINTF_LIKE(3, 4);
uint64_t ledger_digest(const struct ledger *l); /* of everything told so far, in order: two equal runs have one digest */

/* -- inbound */
/* A customer wrote; the provider's id of it is "m<number>". A number is used once; it need not be the next one: a message keeps
 * its own when others are not written. */
void ledger_said_as(struct ledger *l, uint64_t number, struct tenant_id tenant, struct slice address, struct slice text,
                    struct wall at);
bool ledger_has_said(const struct ledger *l, uint64_t number);
/* The same under the next number, counted from 0 in the order of these calls; not together with the other. */
uint64_t ledger_said(struct ledger *l, struct tenant_id tenant, struct slice address, struct slice text, struct wall at);
void ledger_accepted(struct ledger *l, const struct inbound *batch, size_t count, const enum accept_result *results);
/* A node failed inside the call: perhaps it is durable. A later duplicate proves that it was. */
void ledger_accept_doubtful(struct ledger *l, const struct inbound *batch, size_t count);
void ledger_acked(struct ledger *l, uint64_t said); /* 200 left the node */

/* -- decisions, as the store made them durable */
/* `at`: truly, which a slow store makes later than the time of the events. */
void ledger_claimed(struct ledger *l, const struct work *w, unsigned node, struct wall at);
void ledger_reloaded(struct ledger *l, const struct work *w); /* the same lease, perhaps with more messages */
void ledger_released(struct ledger *l, struct conversation_id conversation, struct wall not_before);
/* From now on some node has few places for turns: what is accepted may have to wait for one. */
void ledger_narrow(struct ledger *l);
/* From now on some node's wall clock is wrong: leases are compared no more. */
void ledger_clock_wrong(struct ledger *l);
/* A node asked a model for a draft for this conversation: the number of the ask, 0 when it has lost the lease. What comes back
 * belongs to it, nothing (SLICE_NONE) when it failed. */
uint64_t ledger_asked(struct ledger *l, struct conversation_id conversation, unsigned node);
void ledger_drafted(struct ledger *l, struct conversation_id conversation, uint64_t ask, struct slice text);
/* A checker was asked about a draft for this conversation; later it agreed, or it did not. */
void ledger_checker_asked(struct ledger *l, struct conversation_id conversation, unsigned node, struct slice draft);
void ledger_checker_agreed(struct ledger *l, struct conversation_id conversation, unsigned node);
/* A model was asked for a draft, which a turn does so often at most; later what it said was no draft at all. */
void ledger_model_asked(struct ledger *l, struct conversation_id conversation, unsigned node, uint64_t most);
void ledger_model_failed(struct ledger *l, struct conversation_id conversation, unsigned node);
/* What the node that has just claimed the conversation would answer it by: settings and brain, and those of the canary if it has
 * one (else none). Borrowed for the life of the ledger. */
struct ledger_rules {
    struct slice settings, brain;
};
void ledger_ruled(struct ledger *l, struct conversation_id conversation, struct ledger_rules common, struct ledger_rules canary);
/* The wordings with which customers stop and come back: what follows from them is checked. */
void ledger_wishes(struct ledger *l, const struct slice *stops, size_t stop_count, const struct slice *returns,
                   size_t return_count);
void ledger_committed(struct ledger *l, const struct commit *c, unsigned node);
/* Something besides the models is out of order just now: answers may take longer. */
void ledger_trouble(struct ledger *l);
void ledger_node_lost(struct ledger *l); /* it may have leases that nobody heard of */
void ledger_zone(struct ledger *l, struct tenant_id tenant, struct slice address, struct slice zone); /* where a contact lives */
void ledger_consent(struct ledger *l, struct contact_id contact, const struct consent_change *change);
void ledger_killed(struct ledger *l, struct tenant_id tenant, bool on);
void ledger_ticket_moved(struct ledger *l, struct conversation_id conversation, enum ticket_state to);
/* A bell rang for it: somebody was called. */
void ledger_called(struct ledger *l, struct conversation_id conversation);
/* So it stands open in the store now. Some node lives, and has its store. */
void ledger_ticket_waits(struct ledger *l, const struct ticket_row *row);
void ledger_erased(struct ledger *l, struct contact_id contact);
/* It was asked for, and the store could not say that all of it was done. */
void ledger_perhaps_erased(struct ledger *l, struct contact_id contact);
/* The same, by the address: known even when no turn has read what the customer wrote. */
void ledger_forgotten(struct ledger *l, struct tenant_id tenant, struct slice address);
/* A tenant's audit head was shown outside: whatever becomes of the store, the chain goes through it from now on. */
void ledger_published(struct ledger *l, struct tenant_id tenant, const struct audit_head *head);
void ledger_began(struct ledger *l, const struct send *send);
void ledger_ended(struct ledger *l, struct slice key, const struct send_result *result);
/* A node failed while it wrote that down: perhaps it is durable. */
void ledger_end_doubtful(struct ledger *l, struct slice key, const struct send_result *result);

/* -- money: what a claim got, what the models took (`most`: what the asker was told that it may cost), what has ended */
void ledger_set_aside(struct ledger *l, const struct work *w, unsigned node, struct wall claimed_at, const struct tenant *rules);
void ledger_node_starts(struct ledger *l, unsigned node);
void ledger_claim_doubtful(struct ledger *l); /* a node failed inside the call: perhaps it holds money */
void ledger_paid(struct ledger *l, struct conversation_id conversation, unsigned node, struct money cost, struct money most);
/* A node has lost its store for so many seconds, and told nobody. */
void ledger_untold(struct ledger *l, unsigned node, uint64_t seconds);
/* A turn ends or is given back, and says what it spent: the rest of its share is free again. */
void ledger_money_back(struct ledger *l, struct conversation_id conversation, unsigned node, struct money spent);

/* -- the network and the phones */
void ledger_bad_draft(struct ledger *l, struct slice text);                        /* a model said this: it may never be shown */
void ledger_transmitted(struct ledger *l, const struct send *send, unsigned node); /* bytes left for the provider */
void ledger_refused(struct ledger *l, struct slice key);                           /* the node heard: this attempt was refused */
void ledger_refused_for_good(struct ledger *l, struct slice key);                  /* and that no other is wanted */
/* The provider said what became of a send, and a node answered 200: it has taken that to heart. */
void ledger_told(struct ledger *l, struct slice key, bool failed);
void ledger_shown(struct ledger *l, struct slice key, struct slice address, struct slice text);

/* The customer wrote what stops whoever reads it, in these words. */
void ledger_poison(struct ledger *l, struct tenant_id tenant, struct slice address, struct slice text);

/* A node died of reading this conversation's burst. */
void ledger_died_of(struct ledger *l, struct conversation_id conversation);

/* A while after the healing: of what was accepted before it, everything must have its outcome (I21). */
void ledger_healed(struct ledger *l);
void ledger_drained(struct ledger *l, struct store *store);

/* Everything has healed and come to rest: what must be true now. `store` is read directly, past every fault. */
void ledger_settle(struct ledger *l, struct store *store, struct duration unknown_patience);

struct ledger_sum {
    uint64_t said, accepted, acked, commits, outcomes[OUTCOME_COUNT], intents, transmitted, shown;
    uint64_t edges[SEND_STATE_COUNT][SEND_STATE_COUNT]; /* of I6, as the store reported them */
};
struct ledger_sum ledger_sum(const struct ledger *l);

#endif
