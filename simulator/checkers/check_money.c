#include "ledger_state.h"

/* I18. What the world's models took is counted where they are asked, whatever a turn says later. A turn's money belongs to the
 * day of its claim by its node's clock: nobody else can say which day a turn at midnight is of. */

static struct known_day *day_of(struct ledger *l, struct tenant_id tenant, int64_t day)
{
    struct known_tenant *t = &l->tenants[tenant.n - 1];
    for (size_t i = t->days.count; i > 0; i--)
        if (t->days.at[i - 1].day == day)
            return &t->days.at[i - 1];
    struct known_day *d = ARRAY_ADD(&l->arena, &t->days);
    *d = (struct known_day){.day = day};
    return d;
}

void ledger_set_aside(struct ledger *l, const struct work *w, unsigned node, struct wall claimed_at, const struct tenant *rules)
{
    must(node < NODES_TOLD);
    struct purse *p = &ledger_conversation(l, w->snapshot.conversation.id)->purses[node];
    struct tenant_id tenant = w->snapshot.conversation.tenant;
    int64_t cap = rules->spend_per_day.micros, each = rules->spend_reserve_per_turn.micros;
    struct known_day *d = day_of(l, tenant, claimed_at.ms / 86400000);
    struct purse before = *p;
    *p = (struct purse){.tenant = tenant, .day = d->day, .cap = cap, .reserved = w->reserved.micros, .turns = 1};
    if (before.turns > 0) { /* an older turn of this node lost its lease and does not know: which of the two pays is not told */
        p->reserved += before.reserved;
        p->paid = before.paid;
        p->most = before.most;
        p->turns += before.turns;
        p->shared = true;
    }
    int64_t perhaps = (int64_t)(l->claims_in_doubt + 1) * each;
    if (cap > 0 && w->reserved.micros < each && d->held + perhaps <= cap)
        ledger_violated(l, I18_MONEY, "tenant %llu: a turn gets %lld micros where %lld of %lld are taken at most",
                        (unsigned long long)tenant.n, (long long)w->reserved.micros, (long long)d->held, (long long)cap);
    d->held += w->reserved.micros;
}

/* Its turns are gone; what was set aside for them stays taken. */
void ledger_node_starts(struct ledger *l, unsigned node)
{
    for (size_t i = 0; i < l->conversations.count; i++)
        l->conversations.at[i].purses[node].turns = 0;
}

void ledger_claim_doubtful(struct ledger *l)
{
    l->claims_in_doubt++;
}

void ledger_paid(struct ledger *l, struct conversation_id conversation, unsigned node, struct money cost, struct money most)
{
    struct purse *p = &ledger_conversation(l, conversation)->purses[node];
    struct known_day *d = day_of(l, p->tenant, p->day);
    p->paid += cost.micros;
    p->most += most.micros;
    d->paid += cost.micros;
    if (p->cap > 0 && p->paid > p->reserved)
        ledger_violated(l, I18_MONEY, "conversation %llu: the models of a turn took %lld micros, %lld were set aside for it",
                        (unsigned long long)conversation.n, (long long)p->paid, (long long)p->reserved);
    if (p->cap > 0 && d->paid > p->cap)
        ledger_violated(l, I18_MONEY, "tenant %llu: models took %lld micros on a day, the cap is %lld",
                        (unsigned long long)p->tenant.n, (long long)d->paid, (long long)p->cap);
}

void ledger_money_back(struct ledger *l, struct conversation_id conversation, unsigned node, struct money spent)
{
    struct purse *p = &ledger_conversation(l, conversation)->purses[node];
    if (p->turns == 0 || --p->turns > 0 || p->shared)
        return;
    if (p->cap > 0 && spent.micros < p->paid)
        ledger_violated(l, I18_MONEY, "conversation %llu: a turn books %lld micros, its models took %lld",
                        (unsigned long long)conversation.n, (long long)spent.micros, (long long)p->paid);
    day_of(l, p->tenant, p->day)->held -= p->reserved - (p->most < p->reserved ? p->most : p->reserved);
}
