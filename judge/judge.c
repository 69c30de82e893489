#include "judging.h"

#include <parley/size.h>

static const char *const verdict_names[] = {"pass", "fail", "inconclusive"};
static const char *const check_names[JUDGE_CHECK_COUNT] = {"disclosures", "invented_facts", "escalations",
                                                           "opt_out",     "pressure",       "path"};

const char *judge_verdict_name(enum judge_verdict v)
{
    return verdict_names[v];
}

const char *judge_check_name(enum judge_check c)
{
    must(c < JUDGE_CHECK_COUNT);
    return check_names[c];
}

void judging_find(struct judging *j, enum judge_check check, size_t turn, struct span span, struct slice rule, struct slice why)
{
    *ARRAY_ADD(j->arena, &j->findings) = (struct judge_finding){check, turn, span, rule, why};
}

static struct span whole(const struct judging *j, size_t turn)
{
    return (struct span){0, j->turns[turn].text.len};
}

/* -- the customer's side -------------------------------------------------------------------------------------------------------
 */

static const enum signal_kind needs_person[] = {SIGNAL_CRISIS,
                                                SIGNAL_UNDER_18,
                                                SIGNAL_VULNERABLE_HEALTH,
                                                SIGNAL_VULNERABLE_LIFE_EVENT,
                                                SIGNAL_VULNERABLE_RESILIENCE,
                                                SIGNAL_VULNERABLE_CAPABILITY,
                                                SIGNAL_LEGAL_THREAT,
                                                SIGNAL_COMPLAINT,
                                                SIGNAL_WANTS_HUMAN,
                                                SIGNAL_ANGRY};

bool judging_needs_person(enum signal_kind kind)
{
    for (size_t k = 0; k < COUNT_OF(needs_person); k++)
        if (needs_person[k] == kind)
            return true;
    return false;
}

static void hear(struct judging *j, size_t turn)
{
    struct screen s;
    guardrail_screen_in(&s, j->arena, j->rules->guardrail, j->turns[turn].text, j->history, j->history_count);
    for (size_t i = 0; i < s.signal_count; i++)
        *ARRAY_ADD(j->arena, &j->trace) =
            (struct happening){arena_printf(j->arena, "signal:%s", signal_kind_name(s.signals[i].kind)), false};
    if (screen_has(&s, SIGNAL_OPT_OUT)) {
        j->opted_out = true;
        *ARRAY_ADD(j->arena, &j->trace) = (struct happening){SLICE("effect:opt_out"), false};
    }
    for (size_t k = 0; k < s.signal_count && screen_has(&s, SIGNAL_OPT_OUT); k++)
        if (judging_needs_person(s.signals[k].kind)) /* a ticket without a word: no text can show it */
            judging_happen(j, SLICE("effect:handover"));
    if (screen_has(&s, SIGNAL_OPT_IN_AGAIN))
        j->opted_out = j->confirmed = false;
    for (size_t k = 0; k < COUNT_OF(needs_person) && j->waits_since == 0; k++)
        if (screen_has(&s, needs_person[k]) && !j->opted_out) {
            j->waits_since = turn + 1;
            j->waits_for = slice_from(signal_kind_name(needs_person[k]));
        }
}

/* -- the bot's side
 * -------------------------------------------------------------------------------------------------------------- */

void judging_happen(struct judging *j, struct slice name)
{
    for (size_t i = 0; i < j->trace.count; i++)
        if (slice_eq(j->trace.at[i].name, name))
            return;
    *ARRAY_ADD(j->arena, &j->trace) = (struct happening){name, false};
}

/* Which lines and claims a text rests on; tells whether one of a purpose was said. */
static bool trace_sources(struct judging *j, const struct facts_result *facts, enum line_purpose wanted)
{
    bool found = false;
    for (size_t i = 0; i < facts->sentence_count; i++) {
        const struct fact_sentence *s = &facts->sentences[i];
        const struct script_line *l = s->verdict == VERDICT_SCRIPT ? brain_line(j->rules->brain, s->source) : NULL;
        if (l != NULL) {
            judging_happen(j, arena_printf(j->arena, "said:" SLICE_FMT, SLICE_ARG(l->id)));
            judging_happen(j, arena_printf(j->arena, "said:%s", line_purpose_name(l->purpose)));
            found |= l->purpose == wanted;
            for (size_t p = 0; p < j->rules->brain->path_count; p++)
                if (slice_eq(j->rules->brain->path[p].line, l->id))
                    judging_happen(j, arena_printf(j->arena, "path:" SLICE_FMT, SLICE_ARG(j->rules->brain->path[p].id)));
        }
        if (s->verdict == VERDICT_CLAIM) {
            const struct claim *c = brain_claim(j->rules->brain, s->source);
            judging_happen(j, arena_printf(j->arena, "claim:" SLICE_FMT, SLICE_ARG(s->source)));
            if (c != NULL && !slice_starts(c->id, c->topic))
                judging_happen(j,
                               arena_printf(j->arena, "claim:" SLICE_FMT "." SLICE_FMT, SLICE_ARG(c->topic), SLICE_ARG(c->id)));
        }
    }
    return found;
}

bool judging_said_purpose(const struct judging *j, enum line_purpose purpose)
{
    struct slice name = arena_printf(j->arena, "said:%s", line_purpose_name(purpose));
    for (size_t i = 0; i < j->trace.count; i++)
        if (slice_eq(j->trace.at[i].name, name))
            return true;
    return false;
}

static enum judge_check check_of(enum signal_kind kind)
{
    switch ((int)kind) {
    case SIGNAL_UNREGISTERED_FACT: return JUDGE_INVENTED_FACTS;
    case SIGNAL_IGNORES_OPT_OUT: return JUDGE_OPT_OUT;
    case SIGNAL_DENIES_BOT:
    case SIGNAL_MISSING_DISCLOSURE: return JUDGE_DISCLOSURES;
    default: return JUDGE_PRESSURE;
    }
}

static void screen_message(struct judging *j, size_t turn, struct facts_result *facts)
{
    struct screen s;
    struct screen_context c = {
        .facts = j->rules->facts, .history = j->history, .history_count = j->history_count, .points_max = 8000};
    guardrail_screen_out(&s, facts, j->arena, j->rules->guardrail, j->turns[turn].text, &c);
    for (size_t i = 0; i < s.signal_count; i++)
        judging_find(
            j, check_of(s.signals[i].kind), turn, s.signals[i].span,
            s.signals[i].keeps.len ? s.signals[i].keeps : s.signals[i].rule,
            arena_printf(j->arena, "%s (" SLICE_FMT ")", signal_kind_name(s.signals[i].kind), SLICE_ARG(s.signals[i].rule)));
}

static void check_opt_out(struct judging *j, size_t turn, bool confirms, bool cares)
{
    if (!j->opted_out || cares)
        return;
    if (confirms && !j->confirmed) {
        j->confirmed = true;
        return;
    }
    judging_find(j, JUDGE_OPT_OUT, turn, whole(j, turn), SLICE("RULE-OPTOUT-1"),
                 SLICE("a message after the opt-out that is not its one confirmation"));
}

static void speak(struct judging *j, size_t turn)
{
    struct facts_result facts = {0};
    size_t at;
    screen_message(j, turn, &facts);
    (void)trace_sources(j, &facts, LINE_HANDOVER);
    if (slice_find(&at, j->turns[turn].text, SLICE("https://")))
        judging_happen(j, SLICE("link"));
    if (judging_said_purpose(j, LINE_HANDOVER) || judging_said_purpose(j, LINE_STAFF_BUSY) ||
        judging_said_purpose(j, LINE_CARE)) {
        judging_happen(j, SLICE("effect:handover"));
        j->waits_since = 0;
    }
    judging_happen(j, SLICE("sent"));
    check_opt_out(j, turn, judging_said_purpose(j, LINE_OPT_OUT), judging_said_purpose(j, LINE_CARE));
}

/* -- the exchange: a burst of the customer and what the bot said to it
 * ----------------------------------------------------------- */

/* Happenings of one exchange in the order in which the engine states them: signals, effects, what was said, sent. */
static void order_trace(struct happening *to, const struct judging *j)
{
    static const char *const order[] = {"signal:", "effect:", "said:", "claim:", "path:", "link", "sent"};
    size_t n = 0;
    for (size_t o = 0; o < COUNT_OF(order); o++)
        for (size_t i = 0; i < j->trace.count; i++)
            if (slice_starts(j->trace.at[i].name, slice_from(order[o])))
                to[n++] = j->trace.at[i];
    to[n] = (struct happening){SLICE_NONE, true};
}

/* Breaches of a rule over what the bot said are disclosures; over effects that a text cannot show they are left to the engine. */
void judging_close_exchange(struct judging *j, size_t turn)
{
    struct obligation_breach breaches[16];
    if (j->trace.count == 0)
        return;
    struct happening *h = ARENA_NEW_ARRAY(j->arena, struct happening, j->trace.count + 1);
    order_trace(h, j);
    size_t count = obligations_step(j->rules->obligations, j->obligations, h, j->trace.count + 1, breaches, COUNT_OF(breaches));
    for (size_t i = 0; i < count && i < COUNT_OF(breaches); i++) {
        const struct obligation_rule *r = obligations_rule(j->rules->obligations, breaches[i].obligation);
        bool effect = slice_starts(breaches[i].missing, SLICE("effect:"));
        judging_find(j, effect ? JUDGE_ESCALATIONS : JUDGE_DISCLOSURES, turn, whole(j, turn), r->keeps,
                     arena_printf(j->arena, "obligation " SLICE_FMT ": " SLICE_FMT " is missing or may not come here",
                                  SLICE_ARG(r->id), SLICE_ARG(breaches[i].missing)));
    }
    if (j->waits_since != 0) {
        judging_find(
            j, JUDGE_ESCALATIONS, j->waits_since - 1, whole(j, j->waits_since - 1), SLICE("RULE-HANDOVER-1"),
            arena_printf(j->arena, "\"" SLICE_FMT "\" needed a person, and the reply calls none", SLICE_ARG(j->waits_for)));
        j->waits_since = 0;
    }
    j->trace.count = 0;
}

void judging_conclude(struct judge_result *out, const struct judging *j, size_t bot_turns)
{
    *out = (struct judge_result){.verdict = JUDGE_PASS, .findings = j->findings.at, .finding_count = j->findings.count};
    for (size_t i = 0; i < j->findings.count; i++) {
        out->checks[j->findings.at[i].check] = JUDGE_FAIL;
        out->verdict = JUDGE_FAIL;
    }
    if (bot_turns == 0) {
        out->verdict = out->verdict == JUDGE_FAIL ? JUDGE_FAIL : JUDGE_INCONCLUSIVE;
        for (unsigned c = 0; c < JUDGE_CHECK_COUNT; c++)
            if (out->checks[c] == JUDGE_PASS)
                out->checks[c] = JUDGE_INCONCLUSIVE;
    }
}

void judge(struct judge_result *out, struct arena *arena, const struct rules *rules, const struct judge_turn *turns, size_t count)
{
    struct judging j = {.arena = arena, .rules = rules, .turns = turns, .count = count};
    size_t bot_turns = 0;
    bool bot_spoke = false;
    j.history = ARENA_NEW_ARRAY(arena, struct said, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!turns[i].by_bot && bot_spoke) {
            judging_close_exchange(&j, i - 1);
            bot_spoke = false;
        }
        if (turns[i].by_bot) {
            speak(&j, i);
            bot_spoke = true;
            bot_turns++;
        } else
            hear(&j, i);
        j.history[j.history_count++] = (struct said){turns[i].by_bot, turns[i].text};
    }
    if (bot_spoke)
        judging_close_exchange(&j, count - 1);
    judging_conclude(out, &j, bot_turns);
}
