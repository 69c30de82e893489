#include "turn_state.h"

#include <parley/zone.h>

void plan_clear(struct turn *t)
{
    t->plan = (struct plan){.purpose = PURPOSE_REPLY, .outcome = OUTCOME_REPLIED, .holder = t->snapshot.conversation.holder};
}

static struct slice language_of(const struct turn *t)
{
    const struct contact *c = &t->snapshot.contact;
    return c->language.len > 0 ? c->language : t->rules->tenant->languages_first;
}

/* The next variant: conversations go through them in turn. */
bool plan_nth_line(struct turn *t, enum line_purpose purpose, struct slice for_signal, uint32_t nth)
{
    const struct script_line *l = brain_line_for(t->rules->brain, purpose, for_signal, language_of(t), nth);
    if (l == NULL || t->plan.piece_count == PIECES_MAX)
        return false;
    for (size_t i = 0; i < t->plan.piece_count; i++)
        if (slice_eq(t->plan.pieces[i].text, l->text))
            return true;
    t->plan.pieces[t->plan.piece_count++] =
        (struct piece){l->text, arena_printf(t->arena, "script:" SLICE_FMT, SLICE_ARG(l->id))};
    return true;
}

bool plan_line(struct turn *t, enum line_purpose purpose, struct slice for_signal)
{
    return plan_nth_line(t, purpose, for_signal, t->snapshot.conversation.turns);
}

void alert_staff(struct turn *t, struct effects *out, enum alert_level level, const char *what)
{
    if (out->alert_count < ALERTS_MAX)
        out->alerts[out->alert_count++] = (struct alert_request){level, slice_from(what),
                                                                 arena_printf(t->arena, "tenant=" SLICE_FMT " conversation=%llu",
                                                                              SLICE_ARG(t->rules->tenant->id),
                                                                              (unsigned long long)t->snapshot.conversation.id.n)};
}

/* The words "a colleague" only ever leave together with an open ticket (RULE-HANDOVER-1). */
void plan_handover(struct turn *t, enum ticket_reason reason, struct slice for_signal, struct effects *out)
{
    plan_clear(t);
    t->plan.ticket = reason;
    t->plan.holder = HOLDER_HANDED_OVER;
    t->plan.outcome = OUTCOME_HUMAN;
    t->plan.purpose = reason == TICKET_CRISIS ? PURPOSE_CARE : PURPOSE_REPLY;
    t->plan.reason = slice_from(ticket_reason_name(reason));
    t->plan.effect = SLICE("effect:handover");
    if (reason == TICKET_CRISIS || !plan_line(t, LINE_HANDOVER, for_signal))
        (void)plan_line(t, LINE_CARE, for_signal);
    turn_reason(t, "handover", ticket_reason_name(reason), for_signal,
                "a person takes over; a ticket is opened in the same transaction");
    alert_staff(t, out, reason == TICKET_CRISIS ? ALERT_PAGE : ALERT_WARN, "ticket.opened");
}
