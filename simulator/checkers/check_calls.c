#include "ledger_state.h"

/* I14 of people: whoever is left to a person has one called, at once and again until somebody takes the ticket. What counts is
 * what rang, not what the store has noted. */

enum { RECOVERY_MS = 130000, CALL_SLACK_MS = 10000, SAME_MS = 60000 /* a turn calls before it commits */ };

void ledger_called(struct ledger *l, struct conversation_id conversation)
{
    ledger_conversation(l, conversation)->called_at = l->now;
}

static int64_t later_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

void ledger_ticket_waits(struct ledger *l, const struct ticket_row *row)
{
    const struct tenant *rules = l->tenants[row->tenant.n - 1].rules;
    const struct known_conversation *c = ledger_conversation(l, row->conversation);
    int64_t pause_ms = (int64_t)(rules->ticket_realert.ns / 1000000), look_ms = pause_ms / 4;
    int64_t reason_ms = later_of(row->ticket.opened_at.ms, c->failed_at.ms);
    bool heard = c->called_at.ms + SAME_MS >= reason_ms, enough = row->ticket.alerts >= rules->ticket_alerts_max;
    /* who died between the note and the bell is heard the next time */
    int64_t calm_ms = l->troubled_at.ms + RECOVERY_MS, since_ms = later_of(later_of(reason_ms, c->called_at.ms), calm_ms);
    int64_t most_ms = (heard || calm_ms >= reason_ms ? pause_ms : 0) + look_ms + CALL_SLACK_MS;
    if (l->clock_wrong || (heard && enough) || l->now.ms - since_ms <= most_ms)
        return;
    ledger_violated(l, I14_FIRST_ANSWER, "ticket %llu of conversation %llu waits for %lld s, and nobody was called for %lld s",
                    (unsigned long long)row->ticket.id, (unsigned long long)row->conversation.n,
                    (long long)(l->now.ms - row->ticket.opened_at.ms) / 1000, (long long)(l->now.ms - since_ms) / 1000);
}
