#include "turn_state.h"

#include <parley/size.h>

/* What a signal asks for when a person has to take over, the most serious first. */
static const struct {
    enum signal_kind kind;
    enum ticket_reason ticket;
    uint32_t flag;
} handovers[] = {
    {SIGNAL_UNDER_18, TICKET_UNDER_18, CONTACT_UNDER_18},
    {SIGNAL_VULNERABLE_HEALTH, TICKET_VULNERABLE, CONTACT_VULNERABLE_HEALTH},
    {SIGNAL_VULNERABLE_LIFE_EVENT, TICKET_VULNERABLE, CONTACT_VULNERABLE_LIFE_EVENT},
    {SIGNAL_VULNERABLE_RESILIENCE, TICKET_VULNERABLE, CONTACT_VULNERABLE_RESILIENCE},
    {SIGNAL_VULNERABLE_CAPABILITY, TICKET_VULNERABLE, CONTACT_VULNERABLE_CAPABILITY},
    {SIGNAL_LEGAL_THREAT, TICKET_LEGAL_THREAT, CONTACT_LEGAL_THREAT},
    {SIGNAL_COMPLAINT, TICKET_COMPLAINT, CONTACT_COMPLAINED},
    {SIGNAL_WANTS_HUMAN, TICKET_WANTS_HUMAN, 0},
    {SIGNAL_ANGRY, TICKET_ANGRY, 0},
};

/* The most serious reason for a person in what was said; COUNT_OF(handovers) when there is none. Every driver that was seen is
 * remembered. */
static size_t reason_for_a_person(struct turn *t, uint32_t *flags)
{
    size_t first = COUNT_OF(handovers);
    *flags = 0;
    for (size_t i = COUNT_OF(handovers); i > 0; i--)
        if (screen_has(&t->screen, handovers[i - 1].kind)) {
            first = i - 1;
            *flags |= handovers[i - 1].flag;
        }
    return first;
}

/* Answered with a signed line; no model sees the words as they stand. */
static const enum signal_kind deflected[] = {SIGNAL_THIRD_PARTY_PII, SIGNAL_INJECTION, SIGNAL_ABUSE, SIGNAL_AMOUNT_FISHING,
                                             SIGNAL_PRESSURE_BAIT};

static struct slice name_of(enum signal_kind kind)
{
    return slice_from(signal_kind_name(kind));
}

static void silent(struct turn *t, enum outcome outcome, const char *reason)
{
    plan_clear(t);
    t->plan.outcome = outcome;
    t->plan.reason = slice_from(reason);
    turn_reason(t, "silence", outcome_name(outcome), t->plan.reason, "nothing is sent");
}

/* Whoever also withdraws consent is cared for once, and then left alone. */
static void crisis(struct turn *t, struct effects *out)
{
    plan_handover(t, TICKET_CRISIS, SLICE("crisis"), out);
    t->plan.add_flags = CONTACT_CRISIS;
    t->plan.opt_out = screen_has(&t->screen, SIGNAL_OPT_OUT);
    turn_reason(t, "screen_in", "crisis", SLICE("RULE-CARE-1"), "danger goes to people before any model text");
}

/* Consent is given in clear words or not at all (RULE-CONSENT-1): a likeness is enough to stop writing, not to begin again. */
enum { OPT_IN_SURE_PPM = 800000, OPT_IN_LIKENESS_PPM = 900000 };

static bool asks_back(const struct turn *t)
{
    const struct signal *s = screen_first(&t->screen, SIGNAL_OPT_IN_AGAIN);
    if (s == NULL)
        return false;
    return s->score.ppm >= (slice_eq(s->rule, SLICE("in.learned")) ? OPT_IN_LIKENESS_PPM : OPT_IN_SURE_PPM);
}

static void opt_in(struct turn *t)
{
    plan_clear(t);
    t->plan.holder = HOLDER_BOT;
    t->plan.opt_in = true;
    t->plan.effect = SLICE("effect:opt_in");
    if (!plan_line(t, LINE_OPT_IN, SLICE_NONE))
        (void)plan_line(t, LINE_FALLBACK, SLICE_NONE);
    turn_reason(t, "screen_in", "opt_in", SLICE("RULE-CONSENT-1"), "the contact asked for messages again");
}

static bool has_open_ticket(const struct turn *t)
{
    const struct ticket *k = &t->snapshot.conversation.ticket;
    return k->id != 0 && k->state != TICKET_CLOSED;
}

/* Whoever needs a person as well gets one: a ticket, and no word about it. */
static void also_call_a_person(struct turn *t, struct effects *out)
{
    uint32_t flags;
    size_t i = reason_for_a_person(t, &flags);
    t->plan.add_flags |= flags;
    if (i == COUNT_OF(handovers))
        return;
    t->plan.also_hands_over = true;
    if (has_open_ticket(t)) /* somebody has been told */
        return;
    t->plan.ticket = handovers[i].ticket;
    turn_reason(t, "handover", ticket_reason_name(handovers[i].ticket), name_of(handovers[i].kind),
                "a person is told; the customer gets the confirmation only");
    alert_staff(t, out, ALERT_WARN, "ticket.opened");
}

static void opt_out(struct turn *t, struct effects *out)
{
    plan_clear(t);
    t->plan.purpose = PURPOSE_OPT_OUT_NOTICE;
    t->plan.holder = HOLDER_SILENT;
    t->plan.opt_out = true;
    t->plan.effect = SLICE("effect:opt_out");
    t->plan.reason = SLICE("RULE-OPTOUT-1");
    (void)plan_line(t, LINE_OPT_OUT, SLICE_NONE);
    turn_reason(t, "screen_in", "opt_out", SLICE("RULE-OPTOUT-1"),
                "consent is withdrawn on every channel; one confirmation, then silence");
    also_call_a_person(t, out);
}

/* While staff talk with somebody the bot says nothing, but it keeps what it heard: consent that is withdrawn, and danger. */
static void heard_beside_staff(struct turn *t, struct effects *out)
{
    silent(t, OUTCOME_HUMAN, "staff");
    t->plan.effect = SLICE("effect:takeover");
    t->plan.opt_out = screen_has(&t->screen, SIGNAL_OPT_OUT);
    if (t->plan.opt_out)
        turn_reason(t, "screen_in", "opt_out", SLICE("RULE-OPTOUT-1"), "consent is withdrawn on every channel; staff confirm it");
    if (!screen_has(&t->screen, SIGNAL_CRISIS))
        return;
    t->plan.add_flags = CONTACT_CRISIS;
    t->plan.also_hands_over = true;
    turn_reason(t, "screen_in", "crisis", SLICE("RULE-CARE-1"), "staff are paged, they talk with them");
    alert_staff(t, out, ALERT_PAGE, "crisis");
}

/* A conversation that a person has, or that waits for one. */
static bool held_by_people(struct turn *t)
{
    const struct conversation *c = &t->snapshot.conversation;
    if (c->holder != HOLDER_HANDED_OVER)
        return false;
    silent(t, OUTCOME_HUMAN, "waiting for staff");
    bool told = false;
    for (size_t i = c->history_count; i > 0 && !told; i--) {
        if (c->history[i - 1].author == AUTHOR_CONTACT)
            continue;
        const struct script_line *l = brain_line_for(t->rules->brain, LINE_STAFF_BUSY, SLICE_NONE, SLICE_NONE, c->turns);
        told = l != NULL && slice_has(c->history[i - 1].said, l->id);
        break;
    }
    if (!told)
        (void)plan_line(t, LINE_STAFF_BUSY, SLICE_NONE);
    t->plan.purpose = PURPOSE_HOLDING;
    t->plan.effect = SLICE("effect:handover"); /* a person has it, or is called: whatever comes now is handed over */
    return true;
}

static bool hand_over(struct turn *t, struct effects *out)
{
    uint32_t flags;
    size_t i = reason_for_a_person(t, &flags);
    if (i == COUNT_OF(handovers))
        return false;
    plan_handover(t, handovers[i].ticket, name_of(handovers[i].kind), out);
    t->plan.add_flags |= flags;
    return true;
}

static bool confused(struct turn *t, struct effects *out)
{
    if (!screen_has(&t->screen, SIGNAL_CONFUSED))
        return false;
    if (t->snapshot.conversation.confusions + 1 >= CONFUSIONS_MAX) {
        plan_handover(t, TICKET_CONFUSED, SLICE("confused"), out);
        return true;
    }
    plan_clear(t);
    t->plan.is_confusion = true;
    turn_reason(t, "screen_in", "confused", SLICE("RULE-CARE-2"), "a plainer line; a person the next time");
    return plan_line(t, LINE_DEFLECTION, SLICE("confused"));
}

static bool deflect(struct turn *t)
{
    for (size_t i = 0; i < COUNT_OF(deflected); i++) {
        const struct signal *s = screen_first(&t->screen, deflected[i]);
        if (s == NULL)
            continue;
        plan_clear(t);
        (void)plan_line(t, LINE_DEFLECTION, name_of(deflected[i]));
        turn_reason(t, "screen_in", signal_kind_name(deflected[i]), s->rule,
                    "answered by a signed line; no model reads it as it stands");
        return t->plan.piece_count > 0;
    }
    return false;
}

static bool asks_about_us(struct turn *t)
{
    if (!screen_has(&t->screen, SIGNAL_ARE_YOU_HUMAN))
        return false;
    plan_clear(t);
    turn_reason(t, "screen_in", "are_you_human", SLICE("RULE-HUMAN-1"), "the truth, in signed words");
    return plan_line(t, LINE_HUMAN_ANSWER, SLICE_NONE);
}

static bool off_topic(struct turn *t)
{
    const struct signal *s = screen_first(&t->screen, SIGNAL_OFF_TOPIC);
    if (s == NULL)
        return false;
    plan_clear(t);
    turn_reason(t, "screen_in", "off_topic", s->rule, "led back to the subject by a signed line");
    return plan_line(t, LINE_DEFLECTION, SLICE("off_topic"));
}

static bool nothing_to_read(struct turn *t)
{
    for (size_t i = 0; i < t->burst.count; i++)
        if (slice_trim(private_reveal(t->burst.at[i].text, REVEAL_SCREENING)).len > 0)
            return false;
    plan_clear(t);
    turn_reason(t, "screen_in", "unreadable", SLICE_NONE, "nothing in it can be read as text");
    return plan_line(t, LINE_UNREADABLE, SLICE_NONE);
}

void decide(struct turn *t, const struct event *ev, struct effects *out)
{
    audit_screen(t, ev->wall, AUDIT_SCREEN_IN, &t->screen, t->text);
    bool silenced = t->snapshot.conversation.holder == HOLDER_SILENT || t->snapshot.contact.opted_out;
    if (t->attempts > POISON_ATTEMPTS) { /* it stopped the process before: a person looks at it */
        plan_clear(t);
        t->plan.outcome = OUTCOME_DEAD_LETTER;
        t->plan.reason = SLICE("poison");
        t->plan.ticket = TICKET_POISON;
        if (t->snapshot.conversation.holder != HOLDER_STAFF) /* who has it keeps it */
            t->plan.holder = HOLDER_HANDED_OVER;
        turn_reason(t, "silence", "dead_letter", SLICE("poison"), "this burst stopped the engine before; parked for a person");
    } else if (t->snapshot.conversation.holder == HOLDER_STAFF)
        heard_beside_staff(t, out);
    else if (screen_has(&t->screen, SIGNAL_CRISIS))
        crisis(t, out);
    else if (screen_has(&t->screen, SIGNAL_OPT_OUT) && !silenced)
        opt_out(t, out);
    else if (silenced && asks_back(t))
        opt_in(t);
    else if (silenced)
        silent(t, OUTCOME_SUPPRESSED, "RULE-OPTOUT-1");
    else if (!held_by_people(t) && !hand_over(t, out) && !confused(t, out) && !nothing_to_read(t) && !deflect(t) &&
             !asks_about_us(t) && !off_topic(t)) {
        draft_begin(t, ev, out);
        return;
    }
    compose(t, ev, out);
}

static void add_first_step(struct turn *t)
{
    const struct path_step *first = t->rules->brain->path_count > 0 ? &t->rules->brain->path[0] : NULL;
    const struct script_line *l = first != NULL ? brain_line(t->rules->brain, first->line) : NULL;
    if (l == NULL || t->snapshot.conversation.path_step.len > 0 || t->plan.piece_count == PIECES_MAX)
        return;
    t->plan.pieces[t->plan.piece_count++] =
        (struct piece){l->text, arena_printf(t->arena, "script:" SLICE_FMT, SLICE_ARG(l->id))};
    t->plan.next_step = first->id;
}

/* The bot starts: a greeting and the first question, with whatever the obligations put in front; to somebody who was written to
 * before, a follow-up. While people hold the conversation it does not start anything. */
void decide_opening(struct turn *t, const struct event *ev, struct effects *out)
{
    t->is_opening = true;
    if (t->snapshot.conversation.holder != HOLDER_BOT)
        silent(t, OUTCOME_SUPPRESSED, "held by people");
    else {
        bool again = t->snapshot.conversation.greeted;
        plan_clear(t);
        t->plan.purpose = again ? PURPOSE_FOLLOW_UP : PURPOSE_OPENING;
        t->plan.reason = again ? SLICE("follow_up") : SLICE("opening");
        turn_reason(t, "opening", "plan", SLICE_NONE,
                    again ? "the tenant takes up the conversation again" : "the tenant starts the conversation");
        if (again)
            (void)plan_nth_line(t, LINE_FOLLOW_UP, SLICE_NONE,
                                t->snapshot.contact.unanswered ? t->snapshot.contact.unanswered - 1 : 0);
        else {
            if (!plan_line(t, LINE_GREETING, SLICE_NONE))
                (void)plan_line(t, LINE_DISCLOSURE, SLICE_NONE);
            add_first_step(t);
        }
    }
    compose(t, ev, out);
}
