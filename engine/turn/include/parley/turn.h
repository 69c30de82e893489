/* A turn: one inbound burst (or one opening the bot starts) and what the engine does about it. Pure: events in, effects out.
 *
 *   IDLE --message--> COALESCING --gap--> DRAFTING --draft--> CHECKING --ok--> COMMITTING --committed--> DONE
 *                         |                  | ^                 |                 | conflict: fresh snapshot, policy asked again
 *                         |                  | '--blocked, next rung or redraft----'
 *                         '--opt-out, crisis, hand-over, staff holds: registered wording, no model--> COMMITTING
 *
 * IDLE        nothing read yet.
 * COALESCING  collecting a burst; opt-out and crisis do not wait for the gap.
 * DRAFTING    a model was asked; further messages join the burst and the draft is asked again (at most 3 times).
 * CHECKING    the checker model was asked about a draft that passed guardrails and facts.
 * COMMITTING  the commit effect is out; nothing was sent before its answer.
 * DONE        outcomes are durable. The last effects may still alert.
 *
 * Every cell (state, event) is in a table in turn.c; an empty cell is a decision with a test. */
#ifndef PARLEY_TURN_H
#define PARLEY_TURN_H

#include <parley/commit.h>
#include <parley/guardrail.h>
#include <parley/model.h>
#include <parley/obligation.h>
#include <parley/outside.h>
#include <parley/policy.h>

/* Immutable rules of one tenant, swapped whole. */
struct rules {
    const struct tenant *tenant;
    const struct brain *brain;
    const struct facts_register *facts;
    const struct guardrail *guardrail;
    const struct obligations *obligations;
    const struct zones *zones;
    const char *const *models_configured; /* NULL-terminated names the runtime can reach */
};

/* Compiles guardrail, facts and obligations of a tenant and its brain, and proves that every script line passes its own gate.
 * NULL when there are problems. */
const struct rules *rules_create(struct arena *arena, const struct tenant *tenant, const struct brain *brain,
                                 const struct zones *zones, const struct slice_list *canaries, struct problems *problems);

enum turn_state { TURN_IDLE, TURN_COALESCING, TURN_DRAFTING, TURN_CHECKING, TURN_COMMITTING, TURN_DONE, TURN_STATE_COUNT };
const char *turn_state_name(enum turn_state state);

enum event_kind {
    EVENT_MESSAGE, /* one more inbound message of the burst */
    EVENT_OPENING, /* the bot starts; no inbound */
    EVENT_TIME,    /* the deadline has come (or any other moment: harmless) */
    EVENT_ANSWER,  /* a model answered */
    EVENT_COMMITTED,
    EVENT_CONFLICT, /* the commit was refused; `snapshot` is fresh */
    EVENT_STOP,     /* the process wants to stop: park the turn */
    EVENT_KIND_COUNT
};
const char *event_kind_name(enum event_kind kind);

struct event {
    struct instant now;
    struct wall wall;
    enum event_kind kind;
    struct message message;     /* EVENT_MESSAGE */
    struct model_answer answer; /* EVENT_ANSWER */
    struct snapshot snapshot;   /* EVENT_CONFLICT */
    struct money at_stake;      /* what the ask that is still open costs at most, should it be cut short now */
};

struct alert_request {
    enum alert_level level;
    struct slice what, text;
};

/* One step of the reasoning, in order, for `parley chat`, reports and the audit. */
struct reason {
    struct slice stage;   /* screen_in retrieve draft facts screen_out obligation policy ladder handover send silence */
    struct slice verdict; /* allow block flag ... */
    struct slice rule;    /* rule, claim or line id */
    struct slice text;    /* a phrase for people; about the contact's words: quote nothing */
};

enum { ASKS_MAX = 2, ALERTS_MAX = 4 };

/* Filled by one step; slices live in the turn's arena. Order of doing: cancel asks, commit, then asks, then alerts. */
struct effects {
    bool cancel_asks;
    const struct commit *commit; /* NULL: nothing to write */
    struct model_ask asks[ASKS_MAX];
    size_t ask_count;
    struct alert_request alerts[ALERTS_MAX];
    size_t alert_count;
    bool park;              /* the turn is over without a commit: give the lease back, ... */
    struct wall not_before; /* ... and do not claim the conversation again before this; 0 = at once */
    struct money paid;      /* ... and this was spent so far */
};

struct turn;
struct turn_setup {
    const struct rules *rules;
    struct snapshot snapshot;
    struct turn_id id;
    uint64_t fence;
    uint32_t attempts;     /* of this burst before: more than 2 park it for a person (DEAD_LETTER with a ticket) */
    struct money reserved; /* set aside for the turn: its models cost no more. 0 under a cap: none is asked (RULE-SPEND-1) */
};

struct turn *turn_create_in(struct arena *arena, const struct turn_setup *setup);
void turn_step(struct turn *t, const struct event *ev, struct effects *out);
/* May a turn under these rules ask a model that costs money? Otherwise nothing need be set aside for it. */
bool turn_may_pay(const struct rules *rules);
struct instant turn_deadline(const struct turn *t); /* when to come back even if nothing happens */
enum turn_state turn_state(const struct turn *t);
const struct reason *turn_reasons(const struct turn *t, size_t *count);
const struct screen *turn_screen_in(const struct turn *t); /* of the whole burst; NULL before it was screened */

#endif
