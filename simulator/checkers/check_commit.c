#include "ledger_state.h"

#include "local_time.h"

#include <parley/audit.h>

bool ledger_is_started(enum purpose p)
{
    return p == PURPOSE_OPENING || p == PURPOSE_FOLLOW_UP;
}

/* -- I1, I8: outcomes and turns ------------------------------------------------------------------------------------------------
 */

static void check_turn(struct ledger *l, const struct commit *c)
{
    struct known_conversation *k = ledger_conversation(l, c->conversation_id);
    bool is_new;
    if (c->fence != k->fence)
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "conversation %llu: a commit with fence %llu while %llu holds the lease",
                        (unsigned long long)c->conversation_id.n, (unsigned long long)c->fence, (unsigned long long)k->fence);
    if (!c->ends_turn)
        return;
    if (c->fence == k->ended_fence)
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "conversation %llu: the turn under fence %llu ended twice",
                        (unsigned long long)c->conversation_id.n, (unsigned long long)c->fence);
    k->ended_fence = c->fence;
    size_t *ended = id_map_put(&l->turn_of, c->turn.n, &is_new);
    if (!is_new)
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "turn %llu ended twice", (unsigned long long)c->turn.n);
    *ended = 1;
}

/* "Replied" without a reply, and a reply that nothing asked for: one transaction holds both (I1, I5). */
static void check_whole(struct ledger *l, const struct commit *c)
{
    bool replied = false;
    for (size_t i = 0; i < c->outcome_count; i++)
        replied |= c->outcomes[i].outcome == OUTCOME_REPLIED;
    if (replied && c->send_count == 0)
        ledger_violated(l, I1_ONE_OUTCOME, "turn %llu says replied and holds no send", (unsigned long long)c->turn.n);
    for (size_t i = 0; i < c->send_count; i++)
        if (c->outcome_count == 0 && !ledger_is_started(c->sends[i].purpose))
            ledger_violated(l, I5_INTENT_BEFORE_SEND, "send " SLICE_FMT " answers nothing", SLICE_ARG(c->sends[i].key));
}

/* What customers asked for in plain words is done when their message has its outcome. Whoever stops and comes back in one burst
 * may get either. */
static void check_wishes(struct ledger *l, const struct commit *c)
{
    bool stop = false, back = false, perhaps = false, withdraws = false, gives = false, parked = false;
    for (size_t i = 0; i < c->outcome_count; i++) {
        enum wish wish = ledger_wish(l, c->outcomes[i].message);
        stop |= wish == WISH_STOP;
        back |= wish == WISH_RETURN;
        perhaps |= wish == WISH_PERHAPS;
        parked |= c->outcomes[i].outcome == OUTCOME_DEAD_LETTER;
    }
    for (size_t i = 0; i < c->consent_count; i++) {
        withdraws |= c->consents[i].state == CONSENT_WITHDRAWN && c->consents[i].channel == CHANNEL_KIND_COUNT;
        gives |= c->consents[i].state == CONSENT_GIVEN;
    }
    bool out = withdraws || ledger_contact(l, c->contact.id)->opted_out;
    if (stop && !back && !perhaps && !parked && !out)
        ledger_violated(l, I9_POLICY_AT_COMMIT,
                        "turn %llu ends a message that says STOP, and consent stands, on some channel or on all",
                        (unsigned long long)c->turn.n);
    if (gives && !back && !perhaps)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "turn %llu takes consent that nobody gave", (unsigned long long)c->turn.n);
}

static bool is_agreed(const struct drafting *d, struct slice text)
{
    for (size_t i = 0; i < d->shown && i < DRAFTS_SHOWN; i++)
        if (d->drafts[i].agreed && slice_has(d->drafts[i].text, text))
            return true;
    return false;
}

/* A draft that a checker saw leaves only when the checker agreed, to it or to one that holds it. */
static void check_verdict(struct ledger *l, const struct commit *c, const struct send_intent *s, unsigned node)
{
    const struct drafting *d = &ledger_conversation(l, c->conversation_id)->drafting[node % NODES_TOLD];
    for (size_t i = 0; i < d->shown && i < DRAFTS_SHOWN; i++) {
        struct slice draft = d->drafts[i].text;
        if (draft.len > 0 && slice_has(s->text, draft) && !is_agreed(d, draft))
            ledger_violated(l, I7_APPROVED_TEXT, "send " SLICE_FMT " holds a draft to which the checker did not agree",
                            SLICE_ARG(s->key));
    }
}

/* A draft answers what its ask held. When more was said since, and a newer draft is on its way, an older one is not sent. */
static void check_draft(struct ledger *l, const struct commit *c, const struct send_intent *s)
{
    const struct known_conversation *k = ledger_conversation(l, c->conversation_id);
    int64_t most_ms = (int64_t)(l->tenants[c->tenant.n - 1].rules->deadline_model.ns / 1000000) - 1000;
    bool is_open = k->ask != 0 && l->now.ms - k->asked_at.ms < most_ms; /* then it has failed */
    if (is_open && k->late.len > 0 && slice_has(s->text, k->late))
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "send " SLICE_FMT " holds the answer to an earlier ask; a later one is open",
                        SLICE_ARG(s->key));
}

/* What has stopped three nodes is put aside for a person and not tried on a fourth. */
static void check_parked(struct ledger *l, const struct commit *c)
{
    enum { DEATHS_MOST = 3 };
    struct known_conversation *k = ledger_conversation(l, c->conversation_id);
    bool parked = false;
    for (size_t i = 0; i < c->outcome_count; i++)
        parked |= c->outcomes[i].outcome == OUTCOME_DEAD_LETTER;
    if (k->deaths >= DEATHS_MOST && !parked && c->outcome_count > 0)
        ledger_violated(l, I19_OWN_CONVERSATION, "conversation %llu stopped %u nodes, and its messages were not parked",
                        (unsigned long long)c->conversation_id.n, k->deaths);
    if (c->outcome_count > 0)
        k->deaths = 0;
}

static void check_outcomes(struct ledger *l, const struct commit *c)
{
    for (size_t i = 0; i < c->outcome_count; i++) {
        bool is_new;
        const struct inbound_outcome *o = &c->outcomes[i];
        size_t *outcome = id_map_put(&l->outcome_of, o->message.n, &is_new);
        if (!is_new)
            ledger_violated(l, I1_ONE_OUTCOME, "message %llu became %s and later %s", (unsigned long long)o->message.n,
                            outcome_name((enum outcome) * outcome), outcome_name(o->outcome));
        if (o->outcome == OUTCOME_DEAD_LETTER && !ledger_ends_poison(l, c))
            ledger_violated(l, I19_OWN_CONVERSATION, "message %llu was parked, and nothing in its burst stops anybody",
                            (unsigned long long)o->message.n);
        if (o->outcome == OUTCOME_PENDING)
            ledger_violated(l, I1_ONE_OUTCOME, "message %llu ended as pending", (unsigned long long)o->message.n);
        *outcome = (size_t)o->outcome;
        l->sum.outcomes[o->outcome]++;
    }
}

/* -- I5, I7: what the intent rests on ------------------------------------------------------------------------------------------
 */

static bool audit_names(const struct commit *c, enum audit_kind kind, struct slice text)
{
    for (size_t i = 0; i < c->audit_count; i++)
        if (c->audits[i].kind == kind && (text.len == 0 || slice_has(c->audits[i].facts, text)))
            return true;
    return false;
}

static void check_approval(struct ledger *l, const struct commit *c, const struct send_intent *s)
{
    struct slice hex = digest_hex(&l->arena, s->text_digest);
    if (!digest_eq(s->text_digest, digest_of(s->text)))
        ledger_violated(l, I7_APPROVED_TEXT, "send " SLICE_FMT ": its text is not the text of its hash", SLICE_ARG(s->key));
    if (!audit_names(c, AUDIT_SEND_INTENT, hex) || !audit_names(c, AUDIT_POLICY, SLICE_NONE))
        ledger_violated(l, I5_INTENT_BEFORE_SEND, "send " SLICE_FMT ": the commit holds no audit of its text and verdict",
                        SLICE_ARG(s->key));
    for (size_t i = 0; i < l->bad.count; i++)
        if (slice_has(s->text, l->bad.at[i]))
            ledger_violated(l, I7_APPROVED_TEXT, "send " SLICE_FMT " says what a hostile model said: " SLICE_FMT,
                            SLICE_ARG(s->key), SLICE_ARG(l->bad.at[i]));
}

/* -- I9, I13: may it leave now -------------------------------------------------------------------------------------------------
 */

/* How far a node's clock may be from the hidden true time: what the engine promises is promised within that. */
static int64_t clock_error_ms(const struct ledger *l)
{
    return l->clock_wrong ? (int64_t)(l->setup.skew_max.ns / 1000000) : 5000;
}

static bool is_quiet(const struct tenant *rules, struct slice zone, int64_t error_ms, struct wall at)
{
    struct local_minute then;
    if (!local_minute_of(&then, zone.len ? zone : rules->time_zone, (struct wall){at.ms + error_ms}))
        return false;
    bool over_midnight = rules->quiet_start > rules->quiet_end;
    return over_midnight ? then.minute >= rules->quiet_start || then.minute < rules->quiet_end
                         : then.minute >= rules->quiet_start && then.minute < rules->quiet_end;
}

static void check_caps(struct ledger *l, const struct commit *c, const struct send_intent *s, struct known_contact *k,
                       struct local_minute today, struct slice zone)
{
    const struct tenant *rules = l->tenants[c->tenant.n - 1].rules;
    uint64_t week = 0, day = 0;
    for (size_t i = 0; i < k->started && i < STARTED_KEPT; i++) {
        struct local_minute then;
        week += l->now.ms - k->last_started[i].ms < INT64_C(7) * 86400000 - 2 * clock_error_ms(l);
        day += local_minute_of(&then, zone, k->last_started[i]) && then.day == today.day;
    }
    if (week >= rules->cap_per_week)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT " is message %llu in seven days that nobody asked for",
                        SLICE_ARG(s->key), (unsigned long long)week + 1);
    if (day >= rules->cap_per_day)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT " is message %llu today that nobody asked for",
                        SLICE_ARG(s->key), (unsigned long long)day + 1);
    if (k->unanswered >= rules->strikes)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT ": the last %u messages stayed without answer",
                        SLICE_ARG(s->key), k->unanswered);
    k->unanswered++;
    k->last_started[k->started++ % STARTED_KEPT] = l->now;
}

static void check_started(struct ledger *l, const struct commit *c, const struct send_intent *s, struct known_contact *k)
{
    const struct tenant *rules = l->tenants[c->tenant.n - 1].rules;
    struct slice zone = ledger_person(l, c->tenant, k->address)->zone;
    struct local_minute now;
    if (!local_minute_of(&now, zone.len ? zone : rules->time_zone, l->now))
        return;
    if (is_quiet(rules, zone, -clock_error_ms(l), l->now) && is_quiet(rules, zone, clock_error_ms(l), l->now))
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT " was started at %02u:%02u where the contact lives",
                        SLICE_ARG(s->key), now.minute / 60, now.minute % 60);
    check_caps(l, c, s, k, now, zone.len ? zone : rules->time_zone);
}

/* The channel's reply window counts from what the contact wrote, not from when it was delivered. */
static void check_window(struct ledger *l, const struct commit *c, const struct send_intent *s, const struct known_contact *k)
{
    const struct tenant *rules = l->tenants[c->tenant.n - 1].rules;
    int64_t since_ms = l->now.ms - ledger_person(l, c->tenant, k->address)->wrote_at.ms;
    int64_t most_ms = (int64_t)((rules->window.ns + l->setup.skew_max.ns) / 1000000);
    if (s->channel == CHANNEL_WHATSAPP && rules->window.ns > 0 && since_ms > most_ms)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT " leaves %lld minutes after the contact wrote",
                        SLICE_ARG(s->key), (long long)since_ms / 60000);
}

static void check_policy(struct ledger *l, const struct commit *c, const struct send_intent *s)
{
    struct known_contact *k = ledger_contact(l, c->contact.id);
    struct known_conversation *v = ledger_conversation(l, c->conversation_id);
    bool exempt = s->purpose == PURPOSE_OPT_OUT_NOTICE || s->purpose == PURPOSE_CARE;
    if (k->opted_out && !exempt)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT " (%s) to a contact who had opted out", SLICE_ARG(s->key),
                        purpose_name(s->purpose));
    if (k->erased)
        ledger_violated(l, I20_ERASED, "send " SLICE_FMT " to a contact who had been erased", SLICE_ARG(s->key));
    if (l->killed || l->tenants[c->tenant.n - 1].killed)
        ledger_violated(l, I13_KILL, "send " SLICE_FMT " was intended after a kill", SLICE_ARG(s->key));
    if (v->staff)
        ledger_violated(l, I8_ONE_TURN_AT_A_TIME, "send " SLICE_FMT " while a person has the conversation", SLICE_ARG(s->key));
    check_window(l, c, s, k);
    if (ledger_is_started(s->purpose))
        check_started(l, c, s, k);
}

static void know_send(struct ledger *l, const struct commit *c, const struct send_intent *s, size_t place)
{
    bool is_new;
    size_t *at = id_map_put(&l->send_of, random_hash(s->key) | 1, &is_new);
    if (!is_new) {
        ledger_violated(l, I2_ONE_ATTEMPT, "send " SLICE_FMT " was intended twice", SLICE_ARG(s->key));
        return;
    }
    *at = l->sends.count;
    *ARRAY_ADD(&l->arena, &l->sends) = (struct known_send){.key = arena_copy(&l->arena, s->key),
                                                           .text = arena_copy(&l->arena, s->text),
                                                           .digest = s->text_digest,
                                                           .tenant = c->tenant,
                                                           .conversation = c->conversation_id,
                                                           .contact = c->contact.id,
                                                           .purpose = s->purpose,
                                                           .turn = c->turn.n,
                                                           .place = place,
                                                           .state = SEND_INTENT,
                                                           .at = l->now};
    l->sum.intents++;
}

/* -- I14, I19 ------------------------------------------------------------------------------------------------------------------
 */

/* From the claim to the outcome, when nothing but models was out of order: the longest burst, the longest turn, and a little. */
static void check_first_answer(struct ledger *l, const struct commit *c)
{
    const struct tenant *rules = l->tenants[c->tenant.n - 1].rules;
    const struct known_conversation *k = ledger_conversation(l, c->conversation_id);
    int64_t most_ms = (int64_t)((rules->coalesce_longest.ns + rules->deadline_turn.ns) / 1000000) + 2000;
    int64_t took_ms = l->now.ms - k->claimed_at.ms;
    if (c->outcome_count > 0 && k->claimed_at.ms > l->troubled_at.ms + 1000 && took_ms > most_ms)
        ledger_violated(l, I14_FIRST_ANSWER, "turn %llu took %lld ms, the tenant's deadlines allow %lld",
                        (unsigned long long)c->turn.n, (long long)took_ms, (long long)most_ms);
}

/* -- I16 -----------------------------------------------------------------------------------------------------------------------
 */

/* A conversation stays with its brain; when that is withdrawn it gets another, and never goes back. */
static void check_brain(struct ledger *l, const struct commit *c)
{
    struct known_conversation *k = ledger_conversation(l, c->conversation_id);
    struct slice brain = c->conversation.brain_version;
    if (slice_eq(brain, k->brain))
        return;
    if (k->left.len > 0 && slice_eq(brain, k->left))
        ledger_violated(l, I16_ONE_VERSION, "conversation %llu went back to the brain " SLICE_FMT,
                        (unsigned long long)c->conversation_id.n, SLICE_ARG(brain));
    k->left = k->brain;
    k->brain = arena_copy(&l->arena, brain);
}

/* What the audit says about a send is what the node had when the turn began (I16), and of this tenant (I15). */
static void check_pinned(struct ledger *l, const struct commit *c, const struct audit_draft *a)
{
    const struct known_conversation *k = ledger_conversation(l, c->conversation_id);
    bool known = k->rules[0].settings.len > 0, pinned = false;
    for (size_t i = 0; i < 2; i++)
        pinned |= k->rules[i].settings.len > 0 && slice_has(a->facts, k->rules[i].settings) &&
                  slice_eq(c->conversation.brain_version, k->rules[i].brain);
    if (known && !pinned)
        ledger_violated(l, I16_ONE_VERSION, "turn %llu: its send rests on other rules than it began with",
                        (unsigned long long)c->turn.n);
}

static void check_versions(struct ledger *l, const struct commit *c)
{
    check_brain(l, c);
    for (size_t i = 0; i < c->audit_count; i++) {
        const struct audit_draft *a = &c->audits[i];
        if (a->kind == AUDIT_SEND_INTENT)
            check_pinned(l, c, a);
        if (a->kind == AUDIT_SEND_INTENT && !slice_has(a->facts, c->conversation.brain_version))
            ledger_violated(l, I16_ONE_VERSION, "turn %llu: the audit names another brain than the conversation",
                            (unsigned long long)c->turn.n);
        if (a->conversation.n != c->conversation_id.n || a->turn.n != c->turn.n)
            ledger_violated(l, I19_OWN_CONVERSATION, "turn %llu: an audit entry of another turn", (unsigned long long)c->turn.n);
    }
}

void ledger_committed(struct ledger *l, const struct commit *c, unsigned node)
{
    size_t before = l->sends.count;
    l->sum.commits++;
    l->tenants[c->tenant.n - 1].turns += c->ends_turn;
    l->tenants[c->tenant.n - 1].intents += c->send_count;
    if (c->ends_turn)
        ledger_conversation(l, c->conversation_id)->lease_until.ms = 0;
    ledger_note(l, "committed", c->turn.n, c->fence ^ node);
    check_turn(l, c);
    check_outcomes(l, c);
    check_parked(l, c);
    check_whole(l, c);
    check_wishes(l, c);
    ledger_check_answers(l, c, node);
    for (size_t i = 0; i < c->consent_count && c->consents[i].state != CONSENT_WITHDRAWN; i++)
        ledger_consent(l, c->contact.id, &c->consents[i]);
    for (size_t i = 0; i < c->send_count; i++) {
        check_approval(l, c, &c->sends[i]);
        check_verdict(l, c, &c->sends[i], node);
        check_draft(l, c, &c->sends[i]);
        check_policy(l, c, &c->sends[i]);
        know_send(l, c, &c->sends[i], i);
        ledger_note(l, "intent", random_hash(c->sends[i].text), (uint64_t)c->sends[i].purpose);
    }
    for (size_t i = 0; i < c->consent_count && c->consents[i].state == CONSENT_WITHDRAWN; i++) {
        ledger_consent(l, c->contact.id, &c->consents[i]);
        ledger_contact(l, c->contact.id)->recalled = before; /* not what the commit itself says */
    }
    if (c->outcome_count > 0)
        ledger_contact(l, c->contact.id)->unanswered = 0;
    check_first_answer(l, c);
    ledger_check_ended(l, c);
    check_versions(l, c);
    if (c->ends_turn)
        ledger_money_back(l, c->conversation_id, node, c->settle);
}
