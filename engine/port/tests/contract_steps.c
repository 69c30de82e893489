#include "contract_steps.h"

const struct claim_terms terms = {.lease = {UINT64_C(10000000000)}};
const struct money unspent = {0};

struct wall at(int64_t ms)
{
    return (struct wall){T0 + ms};
}

struct inbound said(struct fixture *f, const char *id, const char *who, const char *text, int64_t ms)
{
    return (struct inbound){.tenant = f->tenant,
                            .channel = CHANNEL_WHATSAPP,
                            .provider_id = slice_from(id),
                            .address = private_hide(slice_from(who)),
                            .text = private_hide(slice_from(text)),
                            .sent_at = at(ms),
                            .received_at = at(ms)};
}

void says(struct fixture *f, const char *id, const char *who, const char *text, int64_t ms)
{
    struct inbound in = said(f, id, who, text, ms);
    enum accept_result result = ACCEPT_DUPLICATE;
    GOOD(ON(f->store)->accept(f->store, &in, 1, &result, e));
    cr_assert_eq(result, ACCEPT_NEW);
}

static struct allowance as_given(void *context, struct tenant_id tenant)
{
    (void)tenant;
    return *(const struct allowance *)context;
}

struct work claim_for(struct fixture *f, struct store *s, int64_t per_turn, int64_t per_day, int64_t ms)
{
    struct work w = {0};
    struct wall next;
    struct allowance a = {{.micros = per_turn}, {.micros = per_day}};
    struct claim_terms paid = {terms.lease, as_given, &a};
    GOOD(ON(s)->claim(s, &w, &next, &f->arena, at(ms), &paid, e));
    return w;
}

struct work claim_on(struct fixture *f, struct store *s, int64_t ms)
{
    struct work w = {0};
    struct wall next;
    GOOD(ON(s)->claim(s, &w, &next, &f->arena, at(ms), &terms, e));
    return w;
}

struct work claim(struct fixture *f, int64_t ms)
{
    return claim_on(f, f->store, ms);
}

void nothing_to_claim(struct fixture *f, int64_t ms, struct wall *next)
{
    struct work w;
    GIVES(NOT_FOUND, ON(f->other)->claim(f->other, &w, next, &f->arena, at(ms), &terms, e));
}

struct commit reply(struct fixture *f, const struct work *w, const char *text, int64_t ms)
{
    struct inbound_outcome *outcomes = ARENA_NEW_ARRAY(&f->arena, struct inbound_outcome, w->burst_count + 1);
    struct send_intent *send = ARENA_NEW(&f->arena, struct send_intent);
    struct audit_draft *audit = ARENA_NEW(&f->arena, struct audit_draft);
    for (size_t i = 0; i < w->burst_count; i++)
        outcomes[i] = (struct inbound_outcome){w->burst[i].id, i + 1 == w->burst_count ? OUTCOME_REPLIED : OUTCOME_COALESCED,
                                               w->turn, SLICE("test")};
    *send = (struct send_intent){.key = arena_printf(&f->arena, "%llu.%llu.1", (unsigned long long)w->snapshot.conversation.id.n,
                                                     (unsigned long long)w->turn.n),
                                 .channel = w->snapshot.conversation.channel,
                                 .purpose = PURPOSE_REPLY,
                                 .text = slice_from(text),
                                 .text_digest = digest_of(slice_from(text)),
                                 .said = SLICE("script:test")};
    *audit = (struct audit_draft){.kind = AUDIT_SEND_INTENT,
                                  .at = at(ms),
                                  .contact = w->snapshot.contact.id,
                                  .conversation = w->snapshot.conversation.id,
                                  .turn = w->turn,
                                  .rule = SLICE("RULE-TEST"),
                                  .facts = SLICE("{}"),
                                  .sealed = slice_from(text)};
    return (struct commit){.fence = w->fence,
                           .tenant = w->snapshot.conversation.tenant,
                           .conversation_id = w->snapshot.conversation.id,
                           .contact_version = w->snapshot.contact.version,
                           .conversation_version = w->snapshot.conversation.version,
                           .switches_version = w->snapshot.switches.version,
                           .at = at(ms),
                           .turn = w->turn,
                           .contact = w->snapshot.contact,
                           .conversation = w->snapshot.conversation,
                           .outcomes = outcomes,
                           .outcome_count = w->burst_count,
                           .sends = send,
                           .send_count = 1,
                           .audits = audit,
                           .audit_count = 1,
                           .ends_turn = true};
}

struct slice reply_to_all(struct fixture *f, const char *text, int64_t ms)
{
    struct work w = claim(f, ms);
    struct commit c = reply(f, &w, text, ms);
    GOOD(ON(f->store)->commit(f->store, &c, e));
    return c.sends[0].key;
}

struct send begin(struct fixture *f, int64_t ms)
{
    struct send s = {0};
    struct wall next;
    GOOD(ON(f->store)->send_began(f->store, &s, &next, &f->arena, at(ms), e));
    return s;
}

void nothing_to_send(struct fixture *f, int64_t ms, struct wall *next)
{
    struct send s;
    GIVES(NOT_FOUND, ON(f->other)->send_began(f->other, &s, next, &f->arena, at(ms), e));
}

enum send_state state_of(struct fixture *f, struct slice key)
{
    struct send s = {0};
    GOOD(ON(f->store)->send_find(f->store, &s, &f->arena, key, e));
    return s.state;
}

void send_ends(struct fixture *f, struct slice key, enum send_state to, enum code expected)
{
    struct send_result r = {.state = to, .provider_id = SLICE("provider-1"), .reason = SLICE("because")};
    GIVES(expected, ON(f->store)->send_ended(f->store, key, &r, at(900), e));
}

static bool check_link(void *context, const struct audit_record *r)
{
    GOOD(audit_verify(context, r, e));
    return true;
}

void audit_holds(struct fixture *f)
{
    struct audit_head seen = {0}, head = {0};
    GOOD(ON(f->store)->audit_each(f->store, f->tenant, 0, check_link, &seen, e));
    GOOD(ON(f->store)->audit_head(f->store, f->tenant, &head, e));
    cr_assert_eq(seen.sequence, head.sequence);
    cr_assert(digest_eq(seen.hash, head.hash));
}

void counted(struct fixture *f, enum outcome outcome, uint64_t expected)
{
    uint64_t outcomes[OUTCOME_COUNT], sends[SEND_STATE_COUNT];
    GOOD(ON(f->store)->count(f->store, outcomes, sends, e));
    cr_assert_eq(outcomes[outcome], expected, "%s: %llu instead of %llu", outcome_name(outcome),
                 (unsigned long long)outcomes[outcome], (unsigned long long)expected);
}

struct contact who(struct fixture *f, const char *address)
{
    struct contact c = {0};
    GOOD(ON(f->store)->contact_find(f->store, &c, &f->arena, f->tenant, CHANNEL_WHATSAPP, slice_from(address), e));
    return c;
}

int64_t spent(const struct work *w)
{
    return w->snapshot.switches.spent_today.micros;
}

uint64_t recovered(struct store *s, int64_t ms, bool at_start)
{
    uint64_t changed = 99;
    GOOD(ON(s)->sends_recover(s, at(ms), DURATION_S(900), at_start, &changed, e));
    return changed;
}
