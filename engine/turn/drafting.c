#include "turn_state.h"

#include <string.h>

enum { HITS_MAX = 6, STOPPED_WAIT_MS = 60000 };

static bool is_configured(const struct rules *r, struct slice model)
{
    for (size_t i = 0; r->models_configured != NULL && r->models_configured[i] != NULL; i++)
        if (slice_eq(model, slice_from(r->models_configured[i])))
            return true;
    return false;
}

/* The script costs nothing. */
static bool is_paid(const struct rules *r, struct slice model)
{
    return !slice_eq(model, SLICE("script")) && is_configured(r, model);
}

/* The model of a rung; the script is the last one. False below it. */
static bool model_of_rung(const struct turn *t, unsigned rung, struct slice *out)
{
    const struct slice_list *ladder = &t->rules->brain->models.conversation;
    unsigned seen = 0;
    for (size_t i = 0; i < ladder->count; i++) {
        if (!t->may_spend || !is_paid(t->rules, ladder->at[i]))
            continue;
        if (seen++ == rung) {
            *out = ladder->at[i];
            return true;
        }
    }
    *out = SLICE("script");
    return rung == seen;
}

bool turn_may_pay(const struct rules *rules)
{
    const struct slice_list *ladder = &rules->brain->models.conversation;
    bool may = rules->brain->checker_required && is_paid(rules, rules->brain->models.checker);
    for (size_t i = 0; i < ladder->count; i++)
        may |= is_paid(rules, ladder->at[i]);
    return may;
}

static void ask(struct turn *t, const struct event *ev, struct effects *out, enum model_role role, struct slice model,
                struct slice draft)
{
    struct brain_hit *hits = ARENA_NEW_ARRAY(t->arena, struct brain_hit, HITS_MAX);
    bool searches = slice_eq(model, SLICE("script")); /* itself, question by question */
    size_t count = searches ? 0 : brain_search(hits, HITS_MAX, t->arena, t->rules->brain, t->text);
    int64_t left = t->budget.micros - t->cost.micros; /* a model may have billed more than it said */
    t->open_ask = t->next_ask++;
    t->model_due = instant_plus(ev->now, t->rules->tenant->deadline_model);
    t->model_name = model;
    out->asks[out->ask_count++] = (struct model_ask){.id = t->open_ask,
                                                     .role = role,
                                                     .rung = t->rung,
                                                     .model = model,
                                                     .tenant = t->rules->tenant,
                                                     .brain = t->rules->brain,
                                                     .snapshot = &t->snapshot,
                                                     .burst = t->text,
                                                     .signals = t->screen.signals,
                                                     .signal_count = t->screen.signal_count,
                                                     .hits = hits,
                                                     .hit_count = count,
                                                     .draft = draft,
                                                     .feedback = t->feedback,
                                                     .deadline = instant_first(t->model_due, t->turn_due),
                                                     .most = {left > 0 ? left : 0, t->budget.currency}};
}

static void ask_rung(struct turn *t, const struct event *ev, struct effects *out)
{
    struct slice model;
    if (!model_of_rung(t, t->rung, &model)) {
        plan_fallback(t, ev, out);
        return;
    }
    turn_enter(t, TURN_DRAFTING);
    turn_reason(t, "draft", "ask", model, "a draft is asked for; it is judged before anything leaves");
    ask(t, ev, out, ROLE_CONVERSATION, model, SLICE_NONE);
}

/* Stopped by a switch: no model is asked (and paid) for a draft that could not leave. The messages wait. */
static bool is_stopped(struct turn *t, const struct event *ev, struct effects *out)
{
    const struct switches *s = &t->snapshot.switches;
    if (!s->killed_global && !s->killed_tenant)
        return false;
    turn_reason(t, "policy", "hold", SLICE("RULE-KILL-1"), "a kill switch is on; nothing is drafted");
    out->park = true;
    out->not_before.ms = ev->wall.ms + STOPPED_WAIT_MS;
    turn_enter(t, TURN_DONE);
    return true;
}

void draft_begin(struct turn *t, const struct event *ev, struct effects *out)
{
    if (is_stopped(t, ev, out))
        return;
    t->rung = 0;
    t->redrafts_left = t->rules->brain->redrafts;
    t->feedback = SLICE_NONE;
    if (!t->may_spend && turn_may_pay(t->rules)) /* a brain without paid models needs no money */
        turn_reason(t, "ladder", "down", SLICE("RULE-SPEND-1"), "the day's spend cap is reached; registered wording answers");
    ask_rung(t, ev, out);
}

static void step_down(struct turn *t, const struct event *ev, struct effects *out, const char *why)
{
    turn_reason(t, "ladder", "down", t->model_name, why);
    t->rung++;
    t->redrafts_left = t->rules->brain->redrafts;
    t->feedback = SLICE_NONE;
    ask_rung(t, ev, out);
}

/* What is left of the turn's money does not buy the next answer: the script is free. */
static void out_of_money(struct turn *t, const struct event *ev, struct effects *out)
{
    t->may_spend = false;
    t->rung = 0;
    t->redrafts_left = t->rules->brain->redrafts;
    t->feedback = SLICE_NONE;
    turn_reason(t, "ladder", "down", SLICE("RULE-SPEND-1"), "the turn's money is used up; registered wording answers");
    ask_rung(t, ev, out);
}

void cut_short(struct turn *t, const struct event *ev, struct effects *out)
{
    out->cancel_asks = true;
    t->open_ask = 0;
    t->cost.micros += ev->at_stake.micros;
    if (t->state == TURN_CHECKING)
        *ARRAY_ADD(t->arena, &t->disputed) = t->draft;
}

/* Below the script: a line that may always be said; a person after the second time. */
void plan_fallback(struct turn *t, const struct event *ev, struct effects *out)
{
    if (t->snapshot.conversation.fallbacks + 1 > FALLBACKS_MAX)
        plan_handover(t, TICKET_NO_SAFE_ANSWER, SLICE_NONE, out);
    else {
        plan_clear(t);
        t->plan.is_fallback = true;
        t->plan.reason = SLICE("fallback");
        if (!plan_line(t, LINE_FALLBACK, SLICE_NONE))
            (void)plan_line(t, LINE_HOLDING, SLICE_NONE);
        turn_reason(t, "ladder", "fallback", SLICE_NONE, "no draft was allowed; a signed line answers");
    }
    compose(t, ev, out);
}

static void draft_passed(struct turn *t, const struct event *ev, struct effects *out)
{
    plan_clear(t);
    t->plan.is_draft = true;
    t->plan.pieces[0] = (struct piece){t->draft, SLICE_NONE};
    t->plan.piece_count = 1;
    t->plan.next_step = t->draft_step;
    if (slice_eq(t->draft_step, SLICE("handover"))) { /* the signed path leads to a person here */
        struct piece said = t->plan.pieces[0];
        plan_handover(t, TICKET_WANTS_HUMAN, SLICE_NONE, out);
        memmove(&t->plan.pieces[1], &t->plan.pieces[0], t->plan.piece_count * sizeof said);
        t->plan.pieces[0] = said;
        t->plan.piece_count++;
        t->plan.is_draft = true;
        t->plan.next_step = SLICE("done");
    }
    t->plan.is_judged = true;
    compose(t, ev, out);
}

/* Is there a sentence that is not word for word a claim, one of its approved paraphrases, or a signed line? */
static bool has_own_words(const struct facts_result *facts)
{
    for (size_t i = 0; i < facts->sentence_count; i++)
        if (!facts->sentences[i].identical)
            return true;
    return false;
}

static bool is_disputed(const struct turn *t, struct slice draft)
{
    for (size_t i = 0; i < t->disputed.count; i++)
        if (slice_eq(draft, t->disputed.at[i]))
            return true;
    return false;
}

static void judge_draft(struct turn *t, const struct event *ev, struct effects *out, struct slice text, struct slice next_step)
{
    struct screen screen;
    struct screen_context c = {.language = t->snapshot.contact.language.len ? t->snapshot.contact.language
                                                                            : t->rules->tenant->languages_first,
                               .inbound = t->screen.signals,
                               .inbound_count = t->screen.signal_count,
                               .contact_flags = t->snapshot.contact.flags,
                               .opted_out = t->snapshot.contact.opted_out,
                               .facts = t->rules->facts};
    c.history = turn_history(t, &c.history_count, true);
    t->draft = text;
    t->draft_step = next_step;
    guardrail_screen_out(&screen, &t->draft_facts, t->arena, t->rules->guardrail, text, &c);
    audit_screen(t, ev->wall, AUDIT_SCREEN_OUT, &screen, text);
    bool free_words = !screen.label && t->rules->brain->strict && has_own_words(&t->draft_facts);
    if (screen.label || free_words) {
        t->feedback = screen.label ? screen.signals[0].rule : SLICE("strict");
        turn_reason(t, "screen_out", "block", t->feedback,
                    screen.label ? "the draft is not allowed out" : "a strict brain says registered wording only");
        if (t->redrafts_left > 0 && !slice_eq(t->model_name, SLICE("script"))) {
            t->redrafts_left--;
            ask(t, ev, out, ROLE_CONVERSATION, t->model_name, SLICE_NONE);
            return;
        }
        step_down(t, ev, out, "its drafts were refused");
        return;
    }
    turn_reason(t, "screen_out", "allow", SLICE_NONE, "every sentence rests on registered wording or says nothing checkable");
    bool disputed = is_disputed(t, text); /* the turn's money went on asking: that counts */
    if (!t->rules->brain->checker_required || (!t->may_spend && !disputed && !has_own_words(&t->draft_facts))) {
        draft_passed(t, ev, out);
        return;
    }
    if (!t->may_spend) { /* a checker costs money too; registered wording needs none */
        step_down(t, ev, out, "the checker cannot be paid");
        return;
    }
    turn_enter(t, TURN_CHECKING);
    ask(t, ev, out, ROLE_CHECKER, t->rules->brain->models.checker, text);
}

void draft_answered(struct turn *t, const struct event *ev, struct effects *out)
{
    const struct model_answer *a = &ev->answer;
    if (a->ask != t->open_ask) /* of an ask that was cancelled */
        return;
    t->open_ask = 0;
    t->cost.micros += a->cost.micros;
    if (a->status == MODEL_TOO_DEAR) {
        out_of_money(t, ev, out);
        return;
    }
    struct slice text = slice_trim(text_clean(t->arena, arena_copy(t->arena, a->text)));
    if (a->status != MODEL_OK || text.len == 0 || text.len > MESSAGE_MAX) {
        step_down(t, ev, out, a->status == MODEL_OK ? "its answer was empty or too long" : model_status_name(a->status));
        return;
    }
    judge_draft(t, ev, out, text, arena_copy(t->arena, a->next_step));
}

/* Registered wording needs no checker; the script would only say the same again. */
static void checker_too_dear(struct turn *t, const struct event *ev, struct effects *out)
{
    struct slice drafter;
    bool last = model_of_rung(t, t->rung, &drafter) && slice_eq(drafter, SLICE("script"));
    t->may_spend = false;
    if (!is_disputed(t, t->draft) && !has_own_words(&t->draft_facts)) {
        turn_reason(t, "check", "allow", SLICE("RULE-SPEND-1"),
                    "the turn's money is used up; registered wording needs no checker");
        draft_passed(t, ev, out);
    } else if (last)
        plan_fallback(t, ev, out);
    else
        out_of_money(t, ev, out);
}

/* The checker must agree and say why; anything in doubt is not sent. */
void check_answered(struct turn *t, const struct event *ev, struct effects *out)
{
    const struct model_answer *a = &ev->answer;
    if (a->ask != t->open_ask)
        return;
    t->open_ask = 0;
    t->cost.micros += a->cost.micros;
    if (a->status == MODEL_TOO_DEAR) {
        checker_too_dear(t, ev, out);
        return;
    }
    const char *why = a->status == MODEL_OK ? checker_objection(t, text_clean(t->arena, arena_copy(t->arena, a->text)))
                                            : "the checker did not answer";
    bool good = why == NULL;
    audit_note(t, ev->wall, AUDIT_CHECK, SLICE("RULE-TRUTH-1"),
               good ? SLICE("{\"verdict\":\"ok\"}") : arena_printf(t->arena, "{\"verdict\":\"refused\",\"why\":\"%s\"}", why),
               SLICE_NONE);
    if (good) {
        turn_reason(t, "check", "allow", t->rules->brain->models.checker, "the checker agreed");
        draft_passed(t, ev, out);
        return;
    }
    *ARRAY_ADD(t->arena, &t->disputed) = t->draft;
    turn_reason(t, "check", "block", t->rules->brain->models.checker, why);
    step_down(t, ev, out, "the checker refused");
}

void draft_timed_out(struct turn *t, const struct event *ev, struct effects *out)
{
    cut_short(t, ev, out);
    if (instant_reached(ev->now, t->turn_due)) {
        turn_reason(t, "ladder", "timeout", t->model_name, "the turn's time is used up");
        plan_fallback(t, ev, out);
        return;
    }
    step_down(t, ev, out, "it did not answer in time");
}
