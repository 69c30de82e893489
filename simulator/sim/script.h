/* Scripted conversations: who says and does what, and when. Without faults a script always goes the same way. */
#ifndef PARLEY_SIM_SCRIPT_H
#define PARLEY_SIM_SCRIPT_H

#include "sim.h"

enum script_act { ACT_SAYS, ACT_TAKES_OVER, ACT_GIVES_BACK, ACT_OPENS, ACT_STOPS, ACT_FREES };

struct script_step {
    uint32_t at_ms;
    enum script_act act;
    unsigned customer; /* index; of ACT_STOPS and ACT_FREES: the tenant's */
    const char *text;  /* what is said; of ACT_OPENS: the campaign's reference */
};

enum { SCRIPT_CUSTOMERS_MAX = 6 };

struct script {
    const char *name, *about;
    unsigned tenants[SCRIPT_CUSTOMERS_MAX]; /* of each customer, from 1; 0 ends the list */
    const struct script_step *steps;
    size_t step_count;
    bool ambiguous;   /* no response of a send ever arrives */
    bool one_address; /* all customers are one person, who writes to several tenants */
};

extern const struct script scripts[];
extern const size_t script_count;
const struct script *script_named(struct slice name); /* NULL: there is none */

/* How long it may last: its last step, and time for what follows from it. */
struct duration script_length(const struct script *x);
/* The plan of a run of it: one seed, no chance, its beginning by day; everything but the direction. */
struct simulation_plan script_plan(const struct script *x);
/* For direction.plan: its customers, its staff and its operators. */
void script_play(const struct script *x, struct simulation *s);

#endif
