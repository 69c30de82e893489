/* What a turn decided, as data: one commit writes all of it in one transaction or nothing of it (invariants I3, I5, I8).
 *
 * The store refuses with CONFLICT when the fence, the contact's, the conversation's or the switches' version moved on
 * since the snapshot: the runtime then loads afresh and asks the turn again, so that consent, kill and caps are judged as
 * of the commit (RULE-CONSENT-2). */
#ifndef PARLEY_COMMIT_H
#define PARLEY_COMMIT_H

#include <parley/conversation.h>
#include <parley/digest.h>

struct inbound_outcome {
    struct message_id message;
    enum outcome outcome;
    struct turn_id turn;
    struct slice reason; /* static or arena text: rule id or "coalesced" */
};

enum purpose {
    PURPOSE_REPLY,
    PURPOSE_OPENING,
    PURPOSE_FOLLOW_UP,
    PURPOSE_SERVICE,
    PURPOSE_CARE,
    PURPOSE_OPT_OUT_NOTICE,
    PURPOSE_HOLDING,
    PURPOSE_COUNT
};
const char *purpose_name(enum purpose purpose);

/* Waits for no older send of its conversation, and no recall takes it back. */
static inline bool purpose_is_urgent(enum purpose p)
{
    return p == PURPOSE_CARE || p == PURPOSE_OPT_OUT_NOTICE;
}

/* Sent without being asked by the contact; of no use when it is late. */
static inline bool purpose_is_started(enum purpose p)
{
    return p == PURPOSE_OPENING || p == PURPOSE_FOLLOW_UP;
}

/* One sentence of an outgoing text and what allows it. */
struct grounds {
    struct span_points {
        uint32_t start, end;
    } at;                /* code points of the text */
    struct slice source; /* "claim:ID", "script:ID", "customer", "harmless" */
};

struct send_intent {
    struct slice key; /* "<conversation>.<turn>.<n>": one attempt per key, for ever (I2) */
    enum channel_kind channel;
    enum purpose purpose;
    struct slice text; /* exactly what may leave (I7) */
    struct digest text_digest;
    struct slice said; /* as in struct message */
    const struct grounds *grounds;
    size_t grounds_count;
};

struct consent_change {
    enum channel_kind channel; /* CHANNEL_KIND_COUNT: every channel */
    enum consent_state state;
    struct slice evidence;
};

/* An audit entry before it is chained and sealed: `facts` is clear JSON without personal data, `sealed` is JSON that
 * only the contact's key opens. */
enum audit_kind {
    AUDIT_TURN, /* a turn began: inbound ids, brain and config versions */
    AUDIT_SCREEN_IN,
    AUDIT_DRAFT,
    AUDIT_SCREEN_OUT,
    AUDIT_CHECK,
    AUDIT_POLICY,
    AUDIT_SEND_INTENT,
    AUDIT_SEND_RESULT,
    AUDIT_CONSENT,
    AUDIT_TICKET,
    AUDIT_HOLDER,
    AUDIT_KILL,
    AUDIT_ERASURE,
    AUDIT_OUTCOME,
    AUDIT_CONFIG,
    AUDIT_KIND_COUNT
};
const char *audit_kind_name(enum audit_kind kind);

struct audit_draft {
    enum audit_kind kind;
    struct wall at;
    struct contact_id contact; /* 0: about the tenant */
    struct conversation_id conversation;
    struct turn_id turn;
    struct slice rule;   /* id of the rule that decided, may be empty */
    struct slice facts;  /* JSON object */
    struct slice sealed; /* JSON object, may be empty */
};

struct commit {
    uint64_t fence; /* of the lease on the conversation */
    struct tenant_id tenant;
    struct conversation_id conversation_id;
    uint64_t contact_version, conversation_version, switches_version; /* as loaded */
    struct wall at;
    struct turn_id turn;
    struct contact contact;           /* new values; address and id unchanged */
    struct conversation conversation; /* new values; history is ignored */
    const struct inbound_outcome *outcomes;
    size_t outcome_count;
    const struct send_intent *sends;
    size_t send_count;
    const struct consent_change *consents;
    size_t consent_count;
    const struct audit_draft *audits;
    size_t audit_count;
    struct money settle; /* what the turn paid since its claim; what was set aside for it and is left at its end is given back */
    bool ends_turn;      /* the lease may go, the inbox rows named in outcomes are done */
};

#endif
