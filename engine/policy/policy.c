#include <parley/policy.h>

#include <parley/quiet_hours.h>
#include <parley/size.h>

struct verdict {
    enum policy_decision decision;
    const char *reason;
    struct wall until;
};

typedef struct verdict policy_rule(const struct policy_facts *f, struct wall now);

static const struct verdict allowed = {POLICY_ALLOW, "", {0}};

static struct verdict refused(const char *reason)
{
    return (struct verdict){POLICY_REFUSE, reason, {0}};
}

static struct verdict held(const char *reason, struct wall until)
{
    return (struct verdict){POLICY_HOLD, reason, until};
}

/* What the bot starts, as against what answers a person who has just written. */
static bool is_started(const struct policy_facts *f)
{
    return !f->is_reply && f->purpose != PURPOSE_CARE && f->purpose != PURPOSE_OPT_OUT_NOTICE;
}

static struct verdict kill_global(const struct policy_facts *f, struct wall now)
{
    (void)now;
    return f->switches->killed_global ? held("the global kill switch is on", (struct wall){0}) : allowed;
}

static struct verdict kill_tenant(const struct policy_facts *f, struct wall now)
{
    (void)now;
    return f->switches->killed_tenant ? held("the tenant's kill switch is on", (struct wall){0}) : allowed;
}

static struct verdict erased(const struct policy_facts *f, struct wall now)
{
    (void)now;
    return f->contact->flags & CONTACT_ERASED ? refused("the contact was erased") : allowed;
}

/* After an opt-out only its confirmation and care may leave; who writes again and asks is opted in first. */
static struct verdict opt_out(const struct policy_facts *f, struct wall now)
{
    (void)now;
    if (!f->contact->opted_out || f->purpose == PURPOSE_OPT_OUT_NOTICE || f->purpose == PURPOSE_CARE)
        return allowed;
    return refused("the contact opted out");
}

static struct verdict struck_out(const struct policy_facts *f, struct wall now)
{
    (void)now;
    bool silent = f->contact->flags & CONTACT_STRUCK_OUT;
    return silent && is_started(f) ? refused("three messages stayed without answer: silence for ever") : allowed;
}

static struct verdict consent(const struct policy_facts *f, struct wall now)
{
    (void)now;
    const struct consent *c = &f->contact->consent[f->channel];
    if (!is_started(f))
        return allowed;
    if (c->state != CONSENT_GIVEN && c->state != CONSENT_SOFT_OPT_IN)
        return refused("there is no consent for this channel");
    if (c->evidence.len == 0)
        return refused("the consent has no evidence");
    return c->lead_source.len == 0 ? refused("the lead has no source record") : allowed;
}

static struct verdict may_start(const struct policy_facts *f, struct wall now)
{
    (void)now;
    return is_started(f) && !f->tenant->may_start ? refused("this tenant does not start conversations") : allowed;
}

static struct verdict under_18(const struct policy_facts *f, struct wall now)
{
    (void)now;
    return is_started(f) && (f->contact->flags & CONTACT_UNDER_18) ? refused("the contact may be under 18") : allowed;
}

/* Danger and vulnerability: nothing is started until a person has cleared it. */
static struct verdict care(const struct policy_facts *f, struct wall now)
{
    (void)now;
    bool marked = f->contact->flags & (CONTACT_CRISIS | CONTACT_FLAG_ANY_VULNERABLE);
    return is_started(f) && marked ? refused("the contact needs care: a person decides") : allowed;
}

static struct verdict quiet_hours(const struct policy_facts *f, struct wall now)
{
    bool bound = is_started(f) || (f->is_reply && f->tenant->quiet_binds_replies && f->purpose != PURPOSE_CARE &&
                                   f->purpose != PURPOSE_OPT_OUT_NOTICE);
    if (!bound || f->tenant->quiet_start == f->tenant->quiet_end)
        return allowed;
    if (f->zone == NULL)
        return held("the contact's time zone is not known", (struct wall){now.ms + 3600000});
    if (!quiet_hours_now(f->tenant->quiet_start, f->tenant->quiet_end, zone_local(f->zone, now)))
        return allowed;
    return held("it is quiet hours where the contact is",
                quiet_hours_end(f->tenant->quiet_start, f->tenant->quiet_end, f->zone, now));
}

static struct verdict cap_day(const struct policy_facts *f, struct wall now)
{
    bool over = is_started(f) && f->contact->started_today >= f->tenant->cap_per_day;
    return over ? held("the day's cap of messages to this contact is reached", (struct wall){now.ms + 3600000}) : allowed;
}

static struct verdict cap_week(const struct policy_facts *f, struct wall now)
{
    bool over = is_started(f) && f->contact->started_this_week >= f->tenant->cap_per_week;
    return over ? held("the week's cap of messages to this contact is reached", (struct wall){now.ms + 6 * 3600000}) : allowed;
}

static struct verdict strikes(const struct policy_facts *f, struct wall now)
{
    (void)now;
    bool over = is_started(f) && f->contact->unanswered >= f->tenant->strikes;
    return over ? refused("the contact left the last messages unanswered") : allowed;
}

static struct verdict window(const struct policy_facts *f, struct wall now)
{
    if (f->channel != CHANNEL_WHATSAPP || f->tenant->window.ns == 0)
        return allowed;
    int64_t since = now.ms - f->contact->last_inbound_at.ms;
    /* Before now by the provider's clock and after it by ours is a clock that is wrong, not a window that is closed. */
    bool open = f->contact->last_inbound_at.ms != 0 && (since < 0 || (uint64_t)since * 1000000 < f->tenant->window.ns);
    return open ? allowed
                : (struct verdict){POLICY_TEMPLATE, "the channel's reply window is closed: only a template may go", {0}};
}

/* The order is the order of deciding. */
static const struct {
    const char *name, *rule;
    policy_rule *ask;
} checks[POLICY_CHECK_COUNT] = {
    [CHECK_KILL_GLOBAL] = {"kill_global", "RULE-KILL-1", kill_global},
    [CHECK_KILL_TENANT] = {"kill_tenant", "RULE-KILL-1", kill_tenant},
    [CHECK_ERASED] = {"erased", "RULE-KEEP-1", erased},
    [CHECK_OPT_OUT] = {"opt_out", "RULE-OPTOUT-1", opt_out},
    [CHECK_STRUCK_OUT] = {"struck_out", "RULE-STRIKE-1", struck_out},
    [CHECK_CONSENT] = {"consent", "RULE-CONSENT-1", consent},
    [CHECK_MAY_START] = {"may_start", "RULE-CONSENT-1", may_start},
    [CHECK_UNDER_18] = {"under_18", "RULE-MINOR-1", under_18},
    [CHECK_CARE] = {"care", "RULE-CARE-2", care},
    [CHECK_QUIET_HOURS] = {"quiet_hours", "RULE-HOURS-1", quiet_hours},
    [CHECK_CAP_DAY] = {"cap_day", "RULE-CAP-1", cap_day},
    [CHECK_CAP_WEEK] = {"cap_week", "RULE-CAP-1", cap_week},
    [CHECK_STRIKES] = {"strikes", "RULE-STRIKE-1", strikes},
    [CHECK_WINDOW] = {"window", "RULE-WINDOW-1", window},
};

const char *policy_decision_name(enum policy_decision d)
{
    static const char *const names[] = {"allow", "hold", "refuse", "template"};
    return names[d];
}

const char *policy_check_name(enum policy_check check)
{
    return check < POLICY_CHECK_COUNT ? checks[check].name : "all";
}

const char *policy_check_rule(enum policy_check check)
{
    return check < POLICY_CHECK_COUNT ? checks[check].rule : "RULE-CONSENT-2";
}

struct policy_answer policy_ask(const struct policy_facts *facts, struct wall now)
{
    struct policy_answer answer = {.decision = POLICY_ALLOW,
                                   .check = POLICY_CHECK_COUNT,
                                   .rule = SLICE("RULE-CONSENT-2"),
                                   .reason = SLICE("every check allowed it at this moment")};
    if (facts->tenant == NULL || facts->contact == NULL || facts->switches == NULL)
        return (struct policy_answer){.decision = POLICY_HOLD,
                                      .check = CHECK_CONSENT,
                                      .rule = SLICE("RULE-CONSENT-2"),
                                      .reason = SLICE("facts are missing"),
                                      .failed = UINT32_MAX};
    for (unsigned i = 0; i < POLICY_CHECK_COUNT; i++) {
        struct verdict v = checks[i].ask(facts, now);
        if (v.decision == POLICY_ALLOW)
            continue;
        if (answer.failed == 0) {
            answer.decision = v.decision;
            answer.check = (enum policy_check)i;
            answer.rule = slice_from(checks[i].rule);
            answer.reason = slice_from(v.reason);
            answer.until = v.until;
        }
        answer.failed |= UINT32_C(1) << i;
    }
    return answer;
}
