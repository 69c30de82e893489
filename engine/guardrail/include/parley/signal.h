/* Signals: what a guardrail can see in a text. One list for inbound and outbound. */
#ifndef PARLEY_SIGNAL_H
#define PARLEY_SIGNAL_H

#include <parley/brain.h>
#include <parley/text.h>
#include <parley/units.h>

enum signal_kind {
    /* inbound */
    SIGNAL_INJECTION,
    SIGNAL_AMOUNT_FISHING,
    SIGNAL_ARE_YOU_HUMAN,
    SIGNAL_PRESSURE_BAIT,
    SIGNAL_OPT_OUT,
    SIGNAL_OPT_IN_AGAIN,
    SIGNAL_OFF_TOPIC,
    SIGNAL_VULNERABLE_HEALTH,
    SIGNAL_VULNERABLE_LIFE_EVENT,
    SIGNAL_VULNERABLE_RESILIENCE,
    SIGNAL_VULNERABLE_CAPABILITY,
    SIGNAL_CRISIS,
    SIGNAL_ANGRY,
    SIGNAL_LEGAL_THREAT,
    SIGNAL_COMPLAINT,
    SIGNAL_CONFUSED,
    SIGNAL_WANTS_HUMAN,
    SIGNAL_ABUSE,
    SIGNAL_THIRD_PARTY_PII,
    SIGNAL_UNDER_18,
    /* outbound */
    SIGNAL_UNREGISTERED_FACT,
    SIGNAL_PROMPT_LEAK,
    SIGNAL_CANARY_LEAK,
    SIGNAL_PERSONAL_DATA_LEAK,
    SIGNAL_PRESSURE,
    SIGNAL_GUARANTEE,
    SIGNAL_ADVICE,
    SIGNAL_DENIES_BOT,
    SIGNAL_DISPARAGEMENT,
    SIGNAL_INSINUATED_OUTCOME,
    SIGNAL_UNSAFE_CARE,
    SIGNAL_WRONG_LANGUAGE,
    SIGNAL_TOO_LONG,
    SIGNAL_LINK_NOT_ALLOWED,
    SIGNAL_MISSING_DISCLOSURE,
    SIGNAL_IGNORES_OPT_OUT,
    SIGNAL_DISGUISED_TEXT,
    SIGNAL_TENANT_RULE,
    SIGNAL_KIND_COUNT
};

const char *signal_kind_name(enum signal_kind kind); /* injection amount_fishing ... */
MUST_USE bool signal_kind_parse(enum signal_kind *out, struct slice name);

struct signal {
    enum signal_kind kind;
    struct ratio_ppm score;
    struct span span;   /* bytes of the original text */
    struct slice rule;  /* id of the rule that fired: built-in "in.opt_out.plain" or the tenant's */
    struct slice keeps; /* RULE-... it keeps, may be empty */
    enum rule_action action;
};

#endif
