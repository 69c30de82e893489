#include <criterion/criterion.h>

#include <parley/policy.h>
#include <parley/quiet_hours.h>
#include <string.h>

static struct arena a;
static struct tenant tenant;
static struct contact contact;
static struct switches switches;
static struct policy_facts facts;
static const struct wall noon = {INT64_C(1781524800000)}; /* 2026-06-15T12:00:00Z, 13:00 in London */

static const struct zone *london(void)
{
    static char bytes[1 << 16];
    const struct zone *z = NULL;
    struct error e;
    FILE *f = fopen("/usr/share/zoneinfo/Europe/London", "rb");
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    cr_assert_eq(zone_read(&z, &a, SLICE("Europe/London"), (struct slice){bytes, n}, &e), OK);
    return z;
}

/* A contact whom an opening may be sent to. */
static void set_up(void)
{
    arena_init(&a, 1 << 24);
    tenant = (struct tenant){.may_start = true,
                             .quiet_start = 20 * 60,
                             .quiet_end = 9 * 60,
                             .cap_per_day = 1,
                             .cap_per_week = 3,
                             .strikes = 3,
                             .window = DURATION_S(86400)};
    contact = (struct contact){.last_inbound_at = {noon.ms - 1000}};
    for (int i = 0; i < CHANNEL_KIND_COUNT; i++)
        contact.consent[i] = (struct consent){CONSENT_GIVEN, {1}, SLICE("form 7, wording 3f"), SLICE("partner list 12")};
    switches = (struct switches){0};
    facts = (struct policy_facts){&tenant, &contact, &switches, london(), CHANNEL_WEBCHAT, PURPOSE_OPENING, false};
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(policy, .init = set_up, .fini = tear_down);

static void refuses(enum policy_check check, enum policy_decision decision)
{
    struct policy_answer r = policy_ask(&facts, noon);
    cr_assert_eq(r.check, check, "%s", policy_check_name(r.check));
    cr_assert_eq(r.decision, decision);
    cr_assert(r.rule.len > 0 && r.reason.len > 0);
}

static void allows(void)
{
    struct policy_answer r = policy_ask(&facts, noon);
    cr_assert_eq(r.decision, POLICY_ALLOW, "%s", policy_check_name(r.check));
    cr_assert_eq(r.failed, 0);
}

Test(policy, allows_an_opening_with_everything_in_order)
{
    allows();
}
Test(policy, RULE_KILL_1_nothing_passes_a_kill_switch)
{
    switches.killed_tenant = true;
    facts.purpose = PURPOSE_CARE;
    refuses(CHECK_KILL_TENANT, POLICY_HOLD);
    switches.killed_global = true;
    refuses(CHECK_KILL_GLOBAL, POLICY_HOLD);
}
Test(policy, RULE_CONSENT_1_needs_consent_evidence_and_source)
{
    contact.consent[CHANNEL_WEBCHAT].state = CONSENT_NONE;
    refuses(CHECK_CONSENT, POLICY_REFUSE);
    contact.consent[CHANNEL_WEBCHAT].state = CONSENT_WITHDRAWN;
    refuses(CHECK_CONSENT, POLICY_REFUSE);
    contact.consent[CHANNEL_WEBCHAT] = (struct consent){CONSENT_GIVEN, {1}, SLICE_NONE, SLICE("x")};
    refuses(CHECK_CONSENT, POLICY_REFUSE);
    contact.consent[CHANNEL_WEBCHAT] = (struct consent){CONSENT_GIVEN, {1}, SLICE("x"), SLICE_NONE};
    refuses(CHECK_CONSENT, POLICY_REFUSE);
    facts.is_reply = true; /* who writes is answered */
    facts.purpose = PURPOSE_REPLY;
    allows();
}
Test(policy, RULE_OPTOUT_1_lets_only_the_confirmation_and_care_through)
{
    contact.opted_out = true;
    facts.is_reply = true;
    facts.purpose = PURPOSE_REPLY;
    refuses(CHECK_OPT_OUT, POLICY_REFUSE);
    facts.purpose = PURPOSE_OPT_OUT_NOTICE;
    allows();
    facts.purpose = PURPOSE_CARE;
    allows();
}
Test(policy, RULE_HOURS_1_holds_one_minute_before_nine_and_from_eight)
{
    struct wall day = {noon.ms - INT64_C(12) * 3600000}; /* 01:00 in London */
    struct policy_answer r = policy_ask(&facts, (struct wall){day.ms + (8 * 60 - 1) * 60000});
    cr_assert(r.decision == POLICY_HOLD && r.check == CHECK_QUIET_HOURS && r.until.ms == day.ms + 8 * 3600000);
    cr_assert_eq(policy_ask(&facts, (struct wall){day.ms + 8 * 3600000}).decision, POLICY_ALLOW);
    cr_assert_eq(policy_ask(&facts, (struct wall){day.ms + 19 * 3600000 - 1}).decision, POLICY_ALLOW);
    cr_assert_eq(policy_ask(&facts, (struct wall){day.ms + 19 * 3600000}).decision, POLICY_HOLD);
}
Test(policy, RULE_HOURS_1_leaves_replies_alone_unless_the_tenant_says_otherwise)
{
    struct wall night = {noon.ms + INT64_C(10) * 3600000};
    facts.is_reply = true;
    facts.purpose = PURPOSE_REPLY;
    cr_assert_eq(policy_ask(&facts, night).decision, POLICY_ALLOW);
    tenant.quiet_binds_replies = true;
    cr_assert_eq(policy_ask(&facts, night).decision, POLICY_HOLD);
    facts.purpose = PURPOSE_CARE;
    cr_assert_eq(policy_ask(&facts, night).decision, POLICY_ALLOW);
}
Test(policy, an_unknown_zone_holds)
{
    facts.zone = NULL;
    refuses(CHECK_QUIET_HOURS, POLICY_HOLD);
}
Test(policy, RULE_CAP_1_at_the_cap_and_one_below)
{
    contact.started_today = 1;
    refuses(CHECK_CAP_DAY, POLICY_HOLD);
    contact.started_today = 0;
    contact.started_this_week = 3;
    refuses(CHECK_CAP_WEEK, POLICY_HOLD);
    contact.started_this_week = 2;
    allows();
}
Test(policy, RULE_STRIKE_1_at_three_and_for_ever)
{
    contact.unanswered = 2;
    allows();
    contact.unanswered = 3;
    refuses(CHECK_STRIKES, POLICY_REFUSE);
    contact.unanswered = 0;
    contact.flags = CONTACT_STRUCK_OUT;
    refuses(CHECK_STRUCK_OUT, POLICY_REFUSE);
    facts.is_reply = true; /* an inbound message is always a new turn (C-16) */
    facts.purpose = PURPOSE_REPLY;
    allows();
}
Test(policy, RULE_WINDOW_1_closes_after_exactly_24_hours)
{
    facts.channel = CHANNEL_WHATSAPP;
    facts.is_reply = true;
    facts.purpose = PURPOSE_REPLY;
    contact.last_inbound_at.ms = noon.ms - 86400000 + 1;
    allows();
    contact.last_inbound_at.ms = noon.ms - 86400000;
    refuses(CHECK_WINDOW, POLICY_TEMPLATE);
    contact.last_inbound_at.ms = 0;
    refuses(CHECK_WINDOW, POLICY_TEMPLATE);
    facts.channel = CHANNEL_WEBCHAT;
    allows();
}
/* The contact wrote: only the clocks differ (fault 28). */
Test(policy, RULE_WINDOW_1_stays_open_for_a_clock_behind_the_providers)
{
    static const int64_t behind_ms[] = {1, 600000, 86400000};
    facts.channel = CHANNEL_WHATSAPP;
    facts.is_reply = true;
    facts.purpose = PURPOSE_REPLY;
    for (size_t i = 0; i < sizeof behind_ms / sizeof behind_ms[0]; i++) {
        contact.last_inbound_at.ms = noon.ms + behind_ms[i];
        allows();
    }
}
Test(policy, RULE_CARE_2_and_RULE_MINOR_1_start_nothing)
{
    contact.flags = CONTACT_VULNERABLE_LIFE_EVENT;
    refuses(CHECK_CARE, POLICY_REFUSE);
    contact.flags = CONTACT_UNDER_18;
    refuses(CHECK_UNDER_18, POLICY_REFUSE);
}
Test(policy, a_tenant_that_may_not_start_does_not)
{
    tenant.may_start = false;
    refuses(CHECK_MAY_START, POLICY_REFUSE);
}
Test(policy, missing_facts_hold)
{
    facts.contact = NULL;
    cr_assert_eq(policy_ask(&facts, noon).decision, POLICY_HOLD);
}

Test(policy, RULE_KEEP_1_nothing_goes_to_an_erased_contact)
{
    contact.flags = CONTACT_ERASED;
    refuses(CHECK_ERASED, POLICY_REFUSE);
    facts.is_reply = true;
    facts.purpose = PURPOSE_REPLY;
    refuses(CHECK_ERASED, POLICY_REFUSE);
}
