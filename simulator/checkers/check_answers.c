#include "ledger_state.h"

/* I14: who wrote hears something, from the best of what is there. */

/* Left to people means that a person has it or is called; left in silence, that its writer wants it, or that the channel takes
 * nothing any more. Whoever else writes hears something (I14), whatever money or models there are. */
static void check_heard(struct ledger *l, const struct commit *c)
{
    const struct known_contact *k = ledger_contact(l, c->contact.id);
    const struct tenant *rules = l->tenants[c->tenant.n - 1].rules;
    const struct ticket *ticket = &c->conversation.ticket;
    bool withdraws = c->consent_count > 0 && c->consents[0].state == CONSENT_WITHDRAWN;
    bool called = ticket->opened_at.ms != 0 && ticket->state != TICKET_CLOSED;
    const struct known_person *p = ledger_person(l, c->tenant, k->address);
    int64_t since_ms = l->now.ms - ledger_newest_of(l, c, p->wrote_at).ms;
    bool shut = p->erased || (rules->window.ns > 0 && since_ms >= (int64_t)((rules->window.ns - l->setup.skew_max.ns) / 1000000));
    enum outcome last = c->outcomes[c->outcome_count - 1].outcome;
    if (last == OUTCOME_HUMAN && !called)
        ledger_violated(l, I14_FIRST_ANSWER, "turn %llu leaves its messages to people, and nobody is called",
                        (unsigned long long)c->turn.n);
    if (last == OUTCOME_SUPPRESSED && !k->opted_out && !withdraws && !shut)
        ledger_violated(l, I14_FIRST_ANSWER, "turn %llu is silent to somebody who wrote and may be answered",
                        (unsigned long long)c->turn.n);
}

/* A model that gave no draft is followed by the next one of the ladder; the script is the last and always has something. */
static void check_ladder(struct ledger *l, const struct commit *c, unsigned node)
{
    const struct tenant *rules = l->tenants[c->tenant.n - 1].rules;
    const struct known_conversation *k = ledger_conversation(l, c->conversation_id);
    bool in_time = l->now.ms - k->claimed_at.ms < (int64_t)(rules->deadline_turn.ns / 1000000) - 2000;
    if (k->drafting[node % NODES_TOLD].draftless && in_time)
        ledger_violated(l, I14_FIRST_ANSWER, "turn %llu ends with a model that gave no draft; no other was asked",
                        (unsigned long long)c->turn.n);
}

void ledger_check_answers(struct ledger *l, const struct commit *c, unsigned node)
{
    if (c->outcome_count == 0)
        return;
    check_heard(l, c);
    check_ladder(l, c, node);
}

/* After its clock was set back a node looks at its store later; a lane in production looks every second whatever the clock says.
 */
void ledger_untold(struct ledger *l, unsigned node, uint64_t seconds)
{
    if (!l->clock_wrong)
        ledger_violated(l, I14_FIRST_ANSWER, "node %u has lost its store for %llu s, and nobody was told", node,
                        (unsigned long long)seconds);
}
