/* May this message leave at this moment? Every answer names its rule.
 *
 * Checks run in the order of the table in policy.c; the first refusal decides, and `checked` tells the others' answers for the
 * audit. What the bot starts is bound by consent, quiet hours, caps and strikes; a reply inside its window is not, unless the
 * tenant's switch says so; care messages pass quiet hours and opt-out; nothing passes a kill switch. Missing facts mean HOLD.
 * Source: DESIGN section 5, docs/rules.md RULE-CONSENT-1/2, RULE-OPTOUT-1, RULE-HOURS-1, RULE-CAP-1, RULE-STRIKE-1,
 * RULE-WINDOW-1, RULE-KILL-1, RULE-SPEND-1. */
#ifndef PARLEY_POLICY_H
#define PARLEY_POLICY_H

#include <parley/commit.h>
#include <parley/tenant.h>
#include <parley/zone.h>

enum policy_decision {
    POLICY_ALLOW,
    POLICY_HOLD,    /* not now: `until` says when to ask again, 0 = when facts change */
    POLICY_REFUSE,  /* never, as things stand */
    POLICY_TEMPLATE /* only as a registered template: the window is closed */
};
const char *policy_decision_name(enum policy_decision d);

enum policy_check {
    CHECK_KILL_GLOBAL,
    CHECK_KILL_TENANT,
    CHECK_ERASED,
    CHECK_OPT_OUT,
    CHECK_STRUCK_OUT,
    CHECK_CONSENT,
    CHECK_MAY_START,
    CHECK_UNDER_18,
    CHECK_CARE,
    CHECK_QUIET_HOURS,
    CHECK_CAP_DAY,
    CHECK_CAP_WEEK,
    CHECK_STRIKES,
    CHECK_WINDOW,
    POLICY_CHECK_COUNT
};
const char *policy_check_name(enum policy_check check);
const char *policy_check_rule(enum policy_check check); /* RULE-... */

struct policy_facts {
    const struct tenant *tenant;
    const struct contact *contact;
    const struct switches *switches;
    const struct zone *zone; /* the contact's, else the tenant's; NULL = unknown: HOLD */
    enum channel_kind channel;
    enum purpose purpose;
    bool is_reply; /* answers an inbound message of this conversation */
};

struct policy_answer {
    enum policy_decision decision;
    enum policy_check check; /* that decided; POLICY_CHECK_COUNT when all allowed */
    struct slice rule;       /* static text */
    struct slice reason;     /* static text, a phrase for people */
    struct wall until;
    uint32_t failed; /* a bit per check that would have refused or held */
};

struct policy_answer policy_ask(const struct policy_facts *facts, struct wall now);

#endif
