/* The inside of a turn, shared by the sources of this room. */
#ifndef PARLEY_TURN_STATE_H
#define PARLEY_TURN_STATE_H

#include <parley/turn.h>

enum {
    RESTARTS_MAX = 3,
    CONFLICTS_MAX = 8,
    POISON_ATTEMPTS = 2,
    CONFUSIONS_MAX = 2,
    FALLBACKS_MAX = 2,
    PIECES_MAX = 12,
    MESSAGE_MAX = 8 * 1024
};

/* A part of the message that will go out, and what allows it. */
struct piece {
    struct slice text;
    struct slice source; /* "script:ID" for a signed line; empty for a draft, whose sentences carry their own */
};

/* What the turn has decided to do; composing turns it into a commit. */
struct plan {
    enum purpose purpose;
    enum outcome outcome;
    struct slice reason; /* rule id or word that explains the outcome */
    struct piece pieces[PIECES_MAX];
    size_t piece_count;     /* 0: nothing is sent */
    struct slice next_step; /* path step that the message asks; empty: unchanged */
    enum holder holder;
    enum ticket_reason ticket; /* TICKET_NONE: none is opened */
    uint32_t add_flags;
    bool opt_out, opt_in, is_fallback, is_confusion, is_draft;
    bool is_judged;       /* turn.draft has passed on this snapshot and this burst */
    struct slice effect;  /* "effect:handover", ...: a happening for the obligations */
    bool also_hands_over; /* a ticket is opened without a word about it */
};

struct turn {
    struct arena *arena;
    const struct rules *rules;
    struct snapshot snapshot;
    struct turn_id id;
    uint64_t fence;
    uint32_t attempts;
    enum turn_state state;
    bool is_opening;

    ARRAY_OF(struct message) burst;
    struct instant gap_due, longest_due, turn_due, model_due;
    struct slice text; /* the burst's texts, a line each */
    struct screen screen;
    ARRAY_OF(struct screen) alone; /* of the first messages of the burst, each by itself */
    bool screened;

    unsigned rung, restarts, conflicts;
    uint64_t redrafts_left, next_ask, open_ask;
    bool may_spend;
    struct slice feedback;           /* why the last draft was refused */
    struct slice draft, draft_step;  /* the last that was judged */
    ARRAY_OF(struct slice) disputed; /* drafts to which a checker did not agree */
    struct facts_result draft_facts;
    struct slice model_name;
    struct money budget, cost; /* what it may pay, what it has paid */
    struct plan plan;
    struct commit commit;

    ARRAY_OF(struct reason) reasons;
    ARRAY_OF(struct audit_draft) audits;
};

typedef void turn_rule(struct turn *t, const struct event *ev, struct effects *out);

/* turn.c */
void turn_enter(struct turn *t, enum turn_state state);
void turn_reason(struct turn *t, const char *stage, const char *verdict, struct slice rule, const char *text);

/* burst.c */
void burst_add(struct turn *t, const struct event *ev);
void burst_read(struct turn *t); /* joins the texts and screens them */
struct said *turn_history(const struct turn *t, size_t *count, bool with_burst);

/* deciding.c: what the screened burst asks for */
void decide(struct turn *t, const struct event *ev, struct effects *out);
void decide_opening(struct turn *t, const struct event *ev, struct effects *out);

/* drafting.c: the ladder */
void draft_begin(struct turn *t, const struct event *ev, struct effects *out);
void draft_answered(struct turn *t, const struct event *ev, struct effects *out);
/* The ask that is open is given up: what it may have cost counts as paid. */
void cut_short(struct turn *t, const struct event *ev, struct effects *out);
void draft_timed_out(struct turn *t, const struct event *ev, struct effects *out);
void check_answered(struct turn *t, const struct event *ev, struct effects *out);
void plan_fallback(struct turn *t, const struct event *ev, struct effects *out);

/* checking.c: why the checker's answer does not allow the draft; NULL when it does. The answer is one JSON object,
 * {"verdict": "ok" or "refused", "sentences": [{"quote", "rests_on"}]}: every sentence that rests on a claim or a signed line is
 * quoted with its id. Anything else, and every difference from what the deterministic part found, is a refusal. */
const char *checker_objection(struct turn *t, struct slice answer);

/* planning.c: plans made of signed lines */
void plan_clear(struct turn *t);
bool plan_nth_line(struct turn *t, enum line_purpose purpose, struct slice for_signal, uint32_t nth);
bool plan_line(struct turn *t, enum line_purpose purpose, struct slice for_signal);
void plan_handover(struct turn *t, enum ticket_reason reason, struct slice for_signal, struct effects *out);
void alert_staff(struct turn *t, struct effects *out, enum alert_level level, const char *what);

/* composing.c: plan to commit; policy, obligations and the last screen decide here */
void compose(struct turn *t, const struct event *ev, struct effects *out);
struct slice turn_fill_in(struct arena *arena, const struct tenant *tenant, const struct brain *brain, uint64_t reference,
                          struct slice text);

/* auditing.c */
void audit_note(struct turn *t, struct wall at, enum audit_kind kind, struct slice rule, struct slice facts, struct slice sealed);
void audit_screen(struct turn *t, struct wall at, enum audit_kind kind, const struct screen *s, struct slice text);

#endif
