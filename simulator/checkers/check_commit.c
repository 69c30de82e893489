#include "ledger_state.h"

#include <parley/audit.h>

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

static void check_outcomes(struct ledger *l, const struct commit *c)
{
    for (size_t i = 0; i < c->outcome_count; i++) {
        bool is_new;
        const struct inbound_outcome *o = &c->outcomes[i];
        size_t *outcome = id_map_put(&l->outcome_of, o->message.n, &is_new);
        if (!is_new)
            ledger_violated(l, I1_ONE_OUTCOME, "message %llu became %s and later %s", (unsigned long long)o->message.n,
                            outcome_name((enum outcome) * outcome), outcome_name(o->outcome));
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

static bool is_started(enum purpose p)
{
    return p == PURPOSE_OPENING || p == PURPOSE_FOLLOW_UP;
}

static void check_caps(struct ledger *l, const struct commit *c, const struct send_intent *s, struct known_contact *k)
{
    const struct tenant *rules = l->tenants[c->tenant.n - 1].rules;
    uint64_t week = 0, room = sizeof k->last_started / sizeof k->last_started[0];
    for (size_t i = 0; i < k->started && i < room; i++)
        week += c->at.ms - k->last_started[i].ms < INT64_C(7) * 86400000;
    if (week >= rules->cap_per_week)
        ledger_violated(l, I9_POLICY_AT_COMMIT, "send " SLICE_FMT ": message %llu in seven days that nobody asked for",
                        SLICE_ARG(s->key), (unsigned long long)week + 1);
    k->last_started[k->started++ % room] = c->at;
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
    if (is_started(s->purpose))
        check_caps(l, c, s, k);
}

static void know_send(struct ledger *l, const struct commit *c, const struct send_intent *s)
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
                                                           .state = SEND_INTENT,
                                                           .at = l->now};
    l->sum.intents++;
}

/* -- I16, I18 ------------------------------------------------------------------------------------------------------------------
 */

static void check_versions(struct ledger *l, const struct commit *c)
{
    for (size_t i = 0; i < c->audit_count; i++) {
        const struct audit_draft *a = &c->audits[i];
        if (a->kind == AUDIT_SEND_INTENT && !slice_has(a->facts, c->conversation.brain_version))
            ledger_violated(l, I16_ONE_VERSION, "turn %llu: the audit names another brain than the conversation",
                            (unsigned long long)c->turn.n);
        if (a->conversation.n != c->conversation_id.n || a->turn.n != c->turn.n)
            ledger_violated(l, I19_OWN_CONVERSATION, "turn %llu: an audit entry of another turn", (unsigned long long)c->turn.n);
    }
}

static void check_money(struct ledger *l, const struct commit *c)
{
    struct known_tenant *t = &l->tenants[c->tenant.n - 1];
    int64_t day = c->at.ms / 86400000;
    if (day != t->spent_day) {
        t->spent_day = day;
        t->spent_micros = 0;
    }
    if (t->rules->spend_per_day.micros > 0 && c->settle.micros > 0 && t->spent_micros > t->rules->spend_per_day.micros)
        ledger_violated(l, I18_MONEY, "tenant %llu: %lld micros were spent before this turn, the cap is %lld",
                        (unsigned long long)c->tenant.n, (long long)t->spent_micros, (long long)t->rules->spend_per_day.micros);
    t->spent_micros += c->settle.micros;
}

void ledger_committed(struct ledger *l, const struct commit *c, unsigned node)
{
    l->sum.commits++;
    ledger_note(l, "committed", c->turn.n, c->fence ^ node);
    check_turn(l, c);
    check_outcomes(l, c);
    for (size_t i = 0; i < c->consent_count && c->consents[i].state != CONSENT_WITHDRAWN; i++)
        ledger_consent(l, c->contact.id, &c->consents[i]);
    for (size_t i = 0; i < c->send_count; i++) {
        check_approval(l, c, &c->sends[i]);
        check_policy(l, c, &c->sends[i]);
        know_send(l, c, &c->sends[i]);
        ledger_note(l, "intent", random_hash(c->sends[i].text), (uint64_t)c->sends[i].purpose);
    }
    for (size_t i = 0; i < c->consent_count && c->consents[i].state == CONSENT_WITHDRAWN; i++)
        ledger_consent(l, c->contact.id, &c->consents[i]);
    check_versions(l, c);
    check_money(l, c);
}
