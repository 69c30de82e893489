/* A customer of a tenant: consent, flags and counters that policy asks about. */
#ifndef PARLEY_CONTACT_H
#define PARLEY_CONTACT_H

#include <parley/message.h>

enum consent_state { CONSENT_NONE, CONSENT_GIVEN, CONSENT_SOFT_OPT_IN, CONSENT_WITHDRAWN, CONSENT_STATE_COUNT };
const char *consent_state_name(enum consent_state state);

/* Consent for one channel, with its evidence (docs/rules.md RULE-CONSENT-1). GIVEN without evidence counts as none. */
struct consent {
    enum consent_state state;
    struct wall at;
    struct slice evidence;    /* wording hash, form or call id, who collected: one line, no personal data */
    struct slice lead_source; /* RULE-LEAD-1 */
};

/* Vulnerability drivers (FCA FG21/1) and other lasting marks, as bits. They stay until a person clears them. */
enum contact_flag {
    CONTACT_VULNERABLE_HEALTH = 1 << 0,
    CONTACT_VULNERABLE_LIFE_EVENT = 1 << 1,
    CONTACT_VULNERABLE_RESILIENCE = 1 << 2,
    CONTACT_VULNERABLE_CAPABILITY = 1 << 3,
    CONTACT_CRISIS = 1 << 4,
    CONTACT_UNDER_18 = 1 << 5,
    CONTACT_COMPLAINED = 1 << 6,
    CONTACT_LEGAL_THREAT = 1 << 7,
    CONTACT_STRUCK_OUT = 1 << 8, /* three strikes: silence for ever; survives erasure by hashed address */
    CONTACT_ERASED = 1 << 9,
    CONTACT_FLAG_ANY_VULNERABLE = 0x0f
};

struct contact {
    struct contact_id id;
    struct tenant_id tenant;
    uint64_t version;             /* moves with every change; a commit compares it */
    struct private_slice address; /* on the conversation's channel */
    struct slice time_zone;       /* IANA name; empty: the tenant's */
    struct slice language;        /* ISO 639-1; empty: the tenant's first */
    struct consent consent[CHANNEL_KIND_COUNT];
    bool opted_out;                            /* marketing on every channel (RULE-OPTOUT-1) */
    uint32_t flags;                            /* enum contact_flag */
    uint32_t unanswered;                       /* messages the bot started since the contact last wrote: strikes */
    uint32_t started_today, started_this_week; /* bot-started sends in the contact's local day and last 7 days */
    struct wall last_inbound_at;               /* on this channel; 0 = never: the reply window */
};

#endif
