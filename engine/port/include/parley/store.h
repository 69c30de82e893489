/* The store port: what the house asks of its durable memory. Every store passes the same contract suite
 * (engine/port/tests/store_contract.h). One runtime (one thread) uses a store handle; several handles may share the data.
 *
 * OK from accept, commit, send_began, send_ended, kill, consent, erase means durable. UNAVAILABLE means not done and safe to
 * retry; an unknown commit outcome is reported as UNAVAILABLE only after the store looked and found it not done. */
#ifndef PARLEY_STORE_H
#define PARLEY_STORE_H

#include <parley/audit.h>
#include <parley/commit.h>

struct store;

enum accept_result { ACCEPT_NEW, ACCEPT_DUPLICATE, ACCEPT_UNKNOWN_TENANT };

struct tenant_record {
    struct tenant_id id;
    struct slice name; /* the tenant's id in its pack */
};

/* Work: a conversation with something to do, under a fenced lease. */
struct work {
    struct snapshot snapshot;
    const struct message *burst;
    size_t burst_count;  /* pending inbound, oldest first */
    uint32_t unended;    /* earlier claims of this burst that did not end: counted durably before this one */
    uint32_t attempts;   /* of those, the ones that this very burst is blamed for: see `mark` */
    uint32_t marked;     /* steps that were never left, at the claim */
    struct turn_id turn; /* new, or the same one on a retry of the same burst */
    uint64_t fence;
    struct wall lease_until;
    struct money reserved; /* set aside for this claim, on the day of the claim */
};

/* What a turn of a tenant may cost at most, and all its turns of a day together; 0 a turn: nothing is set aside. */
struct allowance {
    struct money per_turn, per_day;
};

/* Money is set aside with the claim, in its transaction, so that turns that are open together cannot spend more than the day's
 * cap (RULE-SPEND-1). Without room under the cap nothing is set aside and the claim holds all the same. Commit and release give
 * back what was not spent. A claim that neither ends keeps all of it for that day: nobody knows what the dead turn paid. */
struct claim_terms {
    struct duration lease;
    struct allowance (*allowance)(void *context, struct tenant_id tenant); /* NULL: nothing is set aside */
    void *context;
};

/* A committed send intent on its way out. */
enum send_state { SEND_INTENT, SEND_SENDING, SEND_ACCEPTED, SEND_REFUSED, SEND_UNKNOWN, SEND_HUMAN, SEND_STATE_COUNT };
const char *send_state_name(enum send_state state);

struct send {
    struct tenant_id tenant;
    struct conversation_id conversation;
    struct contact_id contact;
    struct slice key;
    enum channel_kind channel;
    enum purpose purpose;
    struct private_slice address, text;
    struct digest text_digest;
    enum send_state state;
    uint32_t attempts;
    struct wall at;    /* of the last change */
    struct wall since; /* when its intent was committed */
};

struct send_result {
    enum send_state state; /* ACCEPTED REFUSED UNKNOWN HUMAN, or INTENT again for a known refusal to be retried */
    struct slice provider_id;
    struct slice reason;
    struct wall retry_at;
    uint32_t attempt; /* the one that it is about; CONFLICT when there was another since. 0: whichever */
};

struct opening { /* the bot starts: asks for a turn without inbound */
    struct tenant_id tenant;
    enum channel_kind channel;
    struct private_slice address;
    struct slice reference; /* campaign and row: unique per tenant, so a list loaded twice starts once */
    struct consent consent;
    struct slice time_zone, language;
    struct wall at;
};

struct ticket_row {
    struct ticket ticket;
    struct tenant_id tenant;
    struct conversation_id conversation;
    struct contact_id contact;
};

/* A burst that stops the process takes down every conversation that is open with it, so an unended claim alone blames nobody.
 * After the first one the runtime marks each step of the burst, and only a death inside a marked step is its own: attempts is
 * then the marked deaths and the one before them. A burst that was open at so many deaths is blamed whatever the marks say, so
 * that nothing is tried for ever. A durable store hands out one blamed burst at a time, so that the next death blames no two. */
enum { STORE_UNENDED_MAX = 20 };
/* Clocks of processes on one store differ by less. A durable store meets times that lie further ahead, written by a clock that
 * was wrong and has been set since: such a lease does not hold, such a wait is over. */
enum { STORE_SKEW_MS_MAX = 30 * 60 * 1000 };
/* Whoever ends a send looks for what waited behind it; another process looks this often. */
enum { STORE_BEHIND_MS = 1000 };

/* What the bot starts leaves soon after it was decided on, or never: quiet hours and caps were asked about then (I9). */
enum { STORE_STARTED_MS_MAX = 10 * 60 * 1000 };

/* What one contact knows of one conversation. Places grow with what is said later; some are never used. */
struct contact_view {
    struct conversation_id conversation;
    struct contact_id contact;
    enum holder holder;
    bool opted_out;
    bool is_whole; /* nothing behind what was told is decided on and has not left yet */
};
struct view_line {
    uint64_t place;
    struct message_id message;
    enum author author;
    struct private_slice text;
    struct slice unreadable;
    struct wall at;
};
typedef bool view_visit(void *context, const struct view_line *line); /* false stops */

typedef bool audit_visit(void *context, const struct audit_record *record); /* false stops; may ask for contact_key */
typedef bool message_visit(void *context, struct conversation_id conversation, const struct message *message);

struct store_ops {
    const char *name;
    enum code (*tenant_put)(struct store *s, struct tenant_id *out, struct slice name, const struct audit_key *key,
                            struct error *e);
    enum code (*tenants)(struct store *s, struct tenant_record *out, size_t most, size_t *count, struct arena *a,
                         struct error *e);

    /* Durable, deduplicated for ever by (tenant, channel, provider_id); contacts and conversations appear with their first
     * message; `entropy` (32 bytes per new contact) comes from the caller. One group commit for the whole batch. */
    enum code (*accept)(struct store *s, const struct inbound *batch, size_t count, enum accept_result *results, struct error *e);
    enum code (*open)(struct store *s, const struct opening *opening, bool *is_new, struct error *e);

    /* The conversation whose oldest pending message is oldest, not leased, and due at `now`. NOT_FOUND when there is none;
     * *next_due then says when to look again. unended is raised durably before this returns. */
    enum code (*claim)(struct store *s, struct work *out, struct wall *next_due, struct arena *a, struct wall now,
                       const struct claim_terms *terms, struct error *e);
    enum code (*reload)(struct store *s, struct work *io, struct arena *a,
                        struct error *e); /* same lease, fresh snapshot and burst */
    /* Around a step of a burst that was claimed before: survives the death of the process, not that of the machine. What stands
     * in `w` counts, so that an end which could not be written is made good by the next mark. CONFLICT: the lease was lost. */
    enum code (*mark)(struct store *s, const struct work *w, bool begins, struct error *e);
    /* Gives the lease back in good order, and what was set aside but for `spent`. With a time before which it is not claimed
     * again the burst was read to its end: what it was blamed for is forgotten. */
    enum code (*release)(struct store *s, const struct work *w, struct wall not_before, struct money spent, struct error *e);
    enum code (*commit)(struct store *s, const struct commit *c, struct error *e);

    /* Outbox: the next committed intent that is due, moved durably to SENDING first (with the kill switches re-read:
     * a killed tenant's intents stay where they are; those of a contact who opted out since, or of a conversation that a person
     * took over, are refused). Of a conversation one leaves after the other, in the order of their commits: none begins before
     * every older one has ended or is in doubt, but for crisis care and the notice of an opt-out, which wait for nobody. While
     * one waits behind a send that is on its way, the next look is due after STORE_BEHIND_MS. */
    enum code (*send_began)(struct store *s, struct send *out, struct wall *next_due, struct arena *a, struct wall now,
                            struct error *e);
    /* REFUSED of a message that somebody waits for (all but what the bot started), and HUMAN, open a ticket in the same
     * transaction: one that nobody was called for yet. Not for the erased. */
    enum code (*send_ended)(struct store *s, struct slice key, const struct send_result *r, struct wall now, struct error *e);
    /* What was SENDING when a process died becomes UNKNOWN: at a start whatever another handle began, at any time what began
     * `patience` ago. UNKNOWN for as long becomes HUMAN with a ticket. A start cannot tell a dead owner from a living one; the
     * living one's ACCEPTED or REFUSED then settles the doubt that it caused. */
    enum code (*sends_recover)(struct store *s, struct wall now, struct duration patience, bool at_start, uint64_t *changed,
                               struct error *e);
    enum code (*send_find)(struct store *s, struct send *out, struct arena *a, struct slice key, struct error *e);

    /* A tenant's open tickets whose last call was at least `pause` ago, or so far ahead that a clock was wrong, and that called
     * fewer times than that; those that wait longest since theirs come first. */
    enum code (*tickets_due)(struct store *s, struct tenant_id tenant, struct ticket_row *out, size_t most, size_t *count,
                             struct wall now, struct duration pause, uint64_t alerts_below, struct error *e);
    /* TAKEN, a withdrawal of consent and the commit that withdraws it refuse in their transaction what waits to be sent there
     * (all but care and the notice of an opt-out), and what is on its way then is not tried again: nothing that was decided on
     * before leaves when the conversation is given back or the contact comes back. Nobody is called. */
    enum code (*ticket_move)(struct store *s, uint64_t ticket, enum ticket_state to, bool alerted, struct wall now,
                             struct error *e);

    /* A person takes the conversation, or gives it back, whether or not somebody was called: an open ticket moves with it, with
     * what TAKEN refuses. Given back, it is silent when its contact has opted out. OK when it is so already. */
    enum code (*hold)(struct store *s, struct conversation_id conversation, bool taken, struct slice by, struct wall now,
                      struct error *e);

    enum code (*kill)(struct store *s, struct tenant_id tenant_or_none, bool on, struct slice by, struct wall now,
                      struct error *e);
    enum code (*consent)(struct store *s, struct contact_id contact, const struct consent_change *change, struct wall now,
                         struct error *e);
    enum code (*contact_find)(struct store *s, struct contact *out, struct arena *a, struct tenant_id t,
                              enum channel_kind channel, struct slice address, struct error *e);
    enum code (*erase)(struct store *s, struct contact_id contact, struct slice by, struct wall now, struct digest *receipt,
                       struct error *e);

    enum code (*audit_each)(struct store *s, struct tenant_id t, uint64_t from, audit_visit *visit, void *context,
                            struct error *e);
    enum code (*audit_head)(struct store *s, struct tenant_id t, struct audit_head *out, struct error *e);
    enum code (*contact_key)(struct store *s, struct contact_id contact, struct audit_key *out,
                             struct error *e); /* NOT_FOUND after erasure */
    enum code (*messages_each)(struct store *s, struct conversation_id conversation, message_visit *visit, void *context,
                               struct arena *a, struct error *e);
    /* What its contact has said, once a turn has read it, and was shown, behind place `after`, in the order of places. Of the
     * bot's messages only those that were ACCEPTED; it ends before the first one that may still leave, so that nobody who comes
     * back for what is behind the last place misses it. NOT_FOUND: nobody wrote from there. */
    enum code (*contact_view)(struct store *s, struct contact_view *out, struct tenant_id t, enum channel_kind channel,
                              struct slice address, uint64_t after, view_visit *visit, void *context, struct arena *a,
                              struct error *e);
    /* Counts for doctor and tests: inbound accepted, by outcome; sends by state. */
    enum code (*count)(struct store *s, uint64_t outcomes[OUTCOME_COUNT], uint64_t sends[SEND_STATE_COUNT], struct error *e);
    void (*close)(struct store *s);
};

struct store {
    const struct store_ops *ops;
}; /* first member of every implementation */

#endif
