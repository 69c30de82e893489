#include "turn_state.h"

#include <parley/size.h>

enum { CONFLICTS_WAIT_MS = 1000 };

static const char *const state_names[TURN_STATE_COUNT] = {"idle", "coalescing", "drafting", "checking", "committing", "done"};
static const char *const event_names[EVENT_KIND_COUNT] = {"message",   "opening",  "time", "answer",
                                                          "committed", "conflict", "stop"};

const char *turn_state_name(enum turn_state state)
{
    must(state < TURN_STATE_COUNT);
    return state_names[state];
}

const char *event_kind_name(enum event_kind kind)
{
    must(kind < EVENT_KIND_COUNT);
    return event_names[kind];
}

/* The one place where the state changes. */
void turn_enter(struct turn *t, enum turn_state state)
{
    t->state = state;
}

void turn_reason(struct turn *t, const char *stage, const char *verdict, struct slice rule, const char *text)
{
    *ARRAY_ADD(t->arena, &t->reasons) = (struct reason){slice_from(stage), slice_from(verdict), rule, slice_from(text)};
}

/* -- the cells --------------------------------------------------------------------------------------------------------- */

static bool urgent(const struct turn *t)
{
    return screen_has(&t->screen, SIGNAL_CRISIS) || screen_has(&t->screen, SIGNAL_OPT_OUT);
}

static void collect(struct turn *t, const struct event *ev, struct effects *out)
{
    burst_add(t, ev);
    turn_enter(t, TURN_COALESCING);
    if (t->attempts <= POISON_ATTEMPTS) /* what stopped the engine before is not read again */
        burst_read(t);
    if (urgent(t)) /* an opt-out and danger do not wait for the gap */
        decide(t, ev, out);
}

static void answer_when_due(struct turn *t, const struct event *ev, struct effects *out)
{
    if (instant_reached(ev->now, instant_first(t->gap_due, t->longest_due)))
        decide(t, ev, out);
}

/* A further message while a draft is made: it joins, and the draft is asked for again; in the end it waits for the next turn. */
static void join(struct turn *t, const struct event *ev, struct effects *out)
{
    burst_add(t, ev);
    burst_read(t);
    if (!urgent(t) && t->restarts >= RESTARTS_MAX)
        return;
    t->restarts++;
    cut_short(t, ev, out);
    decide(t, ev, out);
}

static void draft_due(struct turn *t, const struct event *ev, struct effects *out)
{
    if (instant_reached(ev->now, instant_first(t->model_due, t->turn_due)))
        draft_timed_out(t, ev, out);
}

static void finish(struct turn *t, const struct event *ev, struct effects *out)
{
    (void)ev;
    (void)out;
    turn_enter(t, TURN_DONE);
}

/* Facts moved on between snapshot and commit: everything that rests on them is asked again. The draft itself still stands. */
static void judge_again(struct turn *t, const struct event *ev, struct effects *out)
{
    if (++t->conflicts > CONFLICTS_MAX) { /* each takes memory of the turn: the burst is given back while there is some */
        turn_reason(t, "policy", "hold", SLICE("RULE-CONSENT-2"),
                    "facts changed before every commit; the messages wait a little");
        out->park = true;
        out->not_before.ms = ev->wall.ms + CONFLICTS_WAIT_MS;
        turn_enter(t, TURN_DONE);
        return;
    }
    t->snapshot = ev->snapshot;
    t->audits.count = 0;
    t->plan.is_judged = false;
    turn_reason(t, "policy", "again", SLICE("RULE-CONSENT-2"), "facts changed before the commit; asked again");
    if (t->is_opening)
        decide_opening(t, ev, out);
    else if (t->plan.is_draft && t->snapshot.conversation.holder == HOLDER_BOT && !t->snapshot.contact.opted_out)
        compose(t, ev, out);
    else
        decide(t, ev, out);
}

static void park(struct turn *t, const struct event *ev, struct effects *out)
{
    cut_short(t, ev, out);
    out->park = true;
    turn_enter(t, TURN_DONE);
}

/* Empty cells are decisions: time that is not due, answers to cancelled asks and messages behind a commit change nothing; the
 * store keeps the message for the next turn. A stop during a commit waits for its answer. */
static turn_rule *const cells[TURN_STATE_COUNT][EVENT_KIND_COUNT] = {
    [TURN_IDLE] = {[EVENT_MESSAGE] = collect, [EVENT_OPENING] = decide_opening, [EVENT_STOP] = park},
    [TURN_COALESCING] = {[EVENT_MESSAGE] = collect, [EVENT_TIME] = answer_when_due, [EVENT_STOP] = park},
    [TURN_DRAFTING] = {[EVENT_MESSAGE] = join, [EVENT_TIME] = draft_due, [EVENT_ANSWER] = draft_answered, [EVENT_STOP] = park},
    [TURN_CHECKING] = {[EVENT_MESSAGE] = join, [EVENT_TIME] = draft_due, [EVENT_ANSWER] = check_answered, [EVENT_STOP] = park},
    [TURN_COMMITTING] = {[EVENT_COMMITTED] = finish, [EVENT_CONFLICT] = judge_again},
};

/* -- outside ----------------------------------------------------------------------------------------------------------- */

struct turn *turn_create_in(struct arena *arena, const struct turn_setup *setup)
{
    struct turn *t = ARENA_NEW(arena, struct turn);
    *t = (struct turn){.arena = arena,
                       .rules = setup->rules,
                       .snapshot = setup->snapshot,
                       .id = setup->id,
                       .fence = setup->fence,
                       .attempts = setup->attempts,
                       .redrafts_left = setup->rules->brain->redrafts,
                       .next_ask = 1,
                       .budget = setup->reserved,
                       .gap_due = INSTANT_NEVER,
                       .longest_due = INSTANT_NEVER,
                       .turn_due = INSTANT_NEVER,
                       .model_due = INSTANT_NEVER};
    if (setup->rules->tenant->spend_per_day.micros == 0) /* no cap */
        t->budget.micros = INT64_MAX;
    t->may_spend = t->budget.micros > 0;
    return t;
}

void turn_step(struct turn *t, const struct event *ev, struct effects *out)
{
    *out = (struct effects){0};
    turn_rule *cell = cells[t->state][ev->kind];
    if (cell != NULL)
        cell(t, ev, out);
    if (out->park)
        out->paid = t->cost;
}

struct instant turn_deadline(const struct turn *t)
{
    if (t->state == TURN_COALESCING)
        return instant_first(t->gap_due, t->longest_due);
    if (t->state == TURN_DRAFTING || t->state == TURN_CHECKING)
        return instant_first(t->model_due, t->turn_due);
    return INSTANT_NEVER;
}

enum turn_state turn_state(const struct turn *t)
{
    return t->state;
}

const struct reason *turn_reasons(const struct turn *t, size_t *count)
{
    *count = t->reasons.count;
    return t->reasons.at;
}

const struct screen *turn_screen_in(const struct turn *t)
{
    return t->screened ? &t->screen : NULL;
}
