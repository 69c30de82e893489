/* Guardrails: one screen for what comes in, one for what is about to go out. Compiled once per brain, immutable.
 * Works on every view of a text (parley/views.h), so that a disguise is read as what it says.
 *
 * Inbound label: an attack, not to be handed to the model as it stands. Outbound label: must not be sent out.
 * A pattern engine that gives up counts as a signal: doubt is not sent. */
#ifndef PARLEY_GUARDRAIL_H
#define PARLEY_GUARDRAIL_H

#include <parley/facts.h>
#include <parley/signal.h>
#include <parley/views.h>

struct guardrail;

/* brain NULL: general defaults. `hosts`: link hosts allowed out; `canaries`: planted strings that may never leave.
 * Mistakes in the brain's rules are problems, and the answer NULL. */
struct guardrail *guardrail_create(struct arena *arena, const struct brain *brain, const struct slice_list *hosts,
                                   const struct slice_list *canaries, struct problems *problems);

struct screen {
    struct signal *signals;
    size_t signal_count; /* strongest first */
    bool label;
    struct ratio_ppm score;
    enum rule_action action; /* the strongest of the signals' */
};

bool screen_has(const struct screen *s, enum signal_kind kind);
const struct signal *screen_first(const struct screen *s, enum signal_kind kind);

/* What was said before, oldest first, both sides: an injection a turn earlier, a split payload, a threat answered. */
struct said {
    bool by_bot;
    struct slice text;
};

void guardrail_screen_in(struct screen *out, struct arena *arena, const struct guardrail *g, struct slice text,
                         const struct said *history, size_t history_count);

/* What the outbound screen has to know about the conversation. */
struct screen_context {
    struct slice language; /* expected; empty: do not judge */
    const struct signal *inbound;
    size_t inbound_count; /* of the burst being answered */
    uint32_t contact_flags;
    bool opted_out;
    const struct said *history;
    size_t history_count;
    const struct facts_register *facts; /* NULL: facts are not judged here */
    const struct text *read;            /* this very text, read; NULL: to be read */
    const struct facts_result *checked; /* of this very text against `facts`, by guardrail_facts; NULL: to be checked */
    size_t points_max;                  /* 0: default of 1,600 code points */
};

/* What a text that is about to leave says, against the register and the customer's own words of `context`. */
void guardrail_facts(struct facts_result *out, struct arena *arena, const struct text *text,
                     const struct screen_context *context);

/* Facts are checked here too, when a register is given; `facts_out` (may be NULL) receives the result. */
void guardrail_screen_out(struct screen *out, struct facts_result *facts_out, struct arena *arena, const struct guardrail *g,
                          struct slice text, const struct screen_context *context);

/* Screens wording that may be said word for word, once, when it is loaded and before the guardrail is shared. What shows nothing
 * at all is remembered in `arena`: while `known` says the same of it, its patterns are not searched for again. */
void guardrail_prove(struct screen *out, struct arena *scratch, struct guardrail *g, struct arena *arena, struct slice text,
                     const struct facts_register *known);

#endif
