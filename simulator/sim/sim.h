/* What the parts of a simulation share. A part is one kind of being in it: nodes, providers, models, customers, people, weather.
 */
#ifndef PARLEY_SIM_H
#define PARLEY_SIM_H

#include "direction.h"

#include <parley/random.h>
#include <parley/receipt.h>
#include <parley/runtime.h>
#include <parley/simulation.h>
#include <parley/timeline.h>

struct simulation;
struct owed;
struct flight;

enum { MODELS_SIM = 3, TURNS_SIM = 32, SENDS_SIM = 64, LIMITS_SIM = 64 };

/* -- a node: one process of the engine */
enum node_state { NODE_UP, NODE_DOWN, NODE_PAUSED };

struct sim_clock {
    struct clock base;
    const struct simulation *sim;
    int64_t skew_ms;   /* of the wall clock */
    uint64_t spent_ns; /* in slow calls of the store, since the node was woken */
};
struct sim_model {
    struct model base;
    struct sim_node *node;
    unsigned which;               /* 0 = a, 1 = b, 2 = checker */
    struct owed *owed[TURNS_SIM]; /* answers that are still to come */
    size_t owed_count;
};
struct sim_script {
    struct model base;
    struct sim_node *node;
};
struct sim_channel {
    struct channel base;
    struct sim_node *node;
    struct flight *flights[SENDS_SIM]; /* sends whose result the node waits for */
    size_t flight_count;
};

struct sim_bell {
    struct alert base;
    struct sim_node *node;
};

struct sim_node {
    struct simulation *sim;
    unsigned index;
    enum node_state state;
    uint64_t life; /* raised at every start: what belongs to an earlier life is forgotten */
    bool died;     /* in the middle of a call: taken down when the call has unwound */
    bool in_pump, again;
    struct sim_clock clock;
    struct sim_model models[MODELS_SIM];
    struct sim_script script;
    struct named_model named[MODELS_SIM + 1];
    struct sim_channel channel;
    struct sim_bell bell;
    struct store *inner, *store;
    struct runtime *runtime;
    struct runtime_tenant tenants[SIM_TENANTS_MAX];
    uint64_t release;           /* 0: as everybody; else another release, with limits and leases of its own */
    bool news;                  /* something may wait in the store */
    bool frozen;                /* stands still as soon as this pump is over */
    uint64_t wake_ns;           /* the newest planned wake-up; older ones are ignored */
    uint64_t deaths;            /* on the disk, of this node, that were seen */
    uint64_t store_back_ns;     /* the store answers nothing before */
    uint64_t store_lost_ns;     /* ... and since then */
    uint64_t calm_ns;           /* from then on it did what was due in time: it stood still before, or its clock was set back */
    bool told_away;             /* somebody was told that the store is away, and it has not answered since */
    uint64_t pumped_ns, pumped; /* how often at that moment */
    uint64_t busy_ns;           /* it waits for a slow store until then */
    struct arena_watch edge_memory, memory;
    size_t held; /* bytes of its turns and sends */
    bool swollen;
    size_t turns_most, sends_most; /* at once */
    struct duration lease;
};

void node_init(struct simulation *s, unsigned index);
void node_start(struct sim_node *n);
void node_kill(struct sim_node *n);
void node_stop(struct sim_node *n);    /* for good */
void node_forgets(struct sim_node *n); /* what it has beside the store */
void node_heal(struct sim_node *n);    /* up again, whatever it was */
void node_pause(struct sim_node *n, struct duration d);
void node_loses_store(struct sim_node *n, uint64_t for_ns);
void node_pump(struct sim_node *n);
void node_wake(struct sim_node *n, uint64_t at_ns);
bool node_has_died(struct sim_node *n); /* in a call that has come back: it is taken down */
void nodes_power_cut(struct simulation *s);
void node_is_within(struct sim_node *n, size_t bytes);               /* more is a violation */
struct sim_node *node_any_up(struct simulation *s, uint64_t entity); /* NULL when none is */
bool node_is_busy(const struct sim_node *n);                         /* it hears nothing before busy_ns */
void node_took(struct sim_node *n);                                  /* after it did something: how long its store took */
const struct arena_watch *node_memory(const struct sim_node *n);     /* when somebody counts */
void nodes_news(struct simulation *s);                               /* something was written: every node looks soon */

/* -- the provider in front: webhooks to the nodes, sends to the phones, statuses back */
struct customer {
    struct slice address;
    struct tenant_id tenant;
};
/* A customer pressed send. */
void provider_receives(struct simulation *s, uint64_t said, const struct customer *c, struct slice text, struct wall at);
void provider_transmit(struct channel *c, const struct send *send, channel_done *done, void *context);
void provider_forget(struct channel *c, void *context);
/* What a node makes of a webhook: its HTTP status. */
unsigned edge_take(struct sim_node *n, struct slice body, struct slice signature,
                   struct wall sent_at); /* by the provider's clock */
struct slice edge_sign(struct simulation *s, struct slice body);
unsigned edge_receipt(struct sim_node *n, struct slice key, enum receipt r);

/* -- what is under the nodes: handle 0 is the desk's, a node's is its number and one */
struct store *stores_open(struct simulation *s, unsigned handle, struct error *e);
void stores_begin(struct simulation *s);
void stores_end(struct simulation *s);
void stores_process_died(struct simulation *s, unsigned handle);
void stores_cut_power(struct simulation *s);
void stores_reopen_desk(struct simulation *s); /* after a power cut: when every node has closed its handles */
bool stores_died(const struct simulation *s, unsigned handle, uint64_t seen); /* since it had died so often */
uint64_t stores_deaths(const struct simulation *s, unsigned handle);
void stores_fill(struct simulation *s, bool full);
void doubt_commit(struct simulation *s, const struct commit *c, unsigned node);
void doubts_settle(struct simulation *s);

/* -- models */
void models_init(struct sim_node *n);
struct slice checker_verdict(struct simulation *s, const struct model_ask *ask, bool agrees);

/* -- the rest of the world */
void customers_plan(struct simulation *s);
void node_serves(struct sim_node *n, size_t tenant, const struct rules *rules); /* from its next turn on */
void node_reloads(struct sim_node *n, size_t tenant);                           /* the other version of its settings */
extern const struct slice sim_poison;                                           /* a message that stops whoever reads it */
void weather_plan(struct simulation *s);                                        /* what strikes by the minute */
void staff_hurry(struct simulation *s, uint64_t after_ns);                      /* a person takes whatever waits */
void people_stop_for(struct simulation *s, struct tenant_id t, uint64_t ns);    /* the kill switch, freed later */
bool people_erase(struct simulation *s, struct contact_id contact);
/* Something of this contact is under way for so long: a moment in which people may act. */
void meanwhile(struct simulation *s, uint64_t entity, struct tenant_id tenant, struct contact_id contact, uint64_t within_ns);
void people_plan(struct simulation *s); /* staff, operators */
void people_heal(struct simulation *s); /* whoever was stopped may go on */
void acts_plan(struct simulation *s);   /* what the play says that they do */
/* One act of an operator or of the staff, now. */
struct store *sim_desk(struct simulation *s);            /* the store as people see it, past every fault */
void people_open(struct simulation *s, size_t customer); /* a campaign's row: the tenant writes first */
/* Whatever waits for a person now, of every tenant. */
MUST_USE enum code people_tickets(struct simulation *s, struct ticket_row *out, size_t most, size_t *count);
void people_switch(struct simulation *s, struct tenant_id tenant_or_none, bool on);
bool people_move_ticket(struct simulation *s, const struct ticket_row *r, enum ticket_state to);

struct simulation {
    struct simulation_plan plan;
    const struct stage *stage;
    struct arena arena, *out;
    struct timeline timeline;
    struct faults faults;
    struct ledger *ledger;
    struct sim_entropy {
        struct entropy base;
        struct dice dice;
    } entropy;
    uint64_t openings, volunteered[VOLUNTEER_COUNT];
    bool armed[VOLUNTEER_COUNT]; /* a quarter of the rare paths: the engine asks for them all the time */
    struct memory_data *memory;  /* or */
    struct disk *disk;
    uint64_t desk_deaths;
    struct doubt *doubts;
    struct store *desk; /* a handle of people and of the ledger, past every fault */
    struct sim_node nodes[SIM_NODES_MAX];
    struct play written; /* the plan's, or as drawn */
    struct customer *customers;
    struct tenant_id tenant_ids[SIM_TENANTS_MAX];
    const struct rules *rules[SIM_TENANTS_MAX]; /* that a node starts with */
    bool stopped[SIM_TENANTS_MAX + 1];          /* by a kill switch; 0: everything */
    bool canary;                                /* on for every tenant */
    struct model *script, *hostile;
    struct arena scratch;            /* one webhook, one answer */
    uint64_t limited_ns[LIMITS_SIM]; /* until then the provider takes nothing for a customer of this row */
    uint64_t number_back_ns[2], number_free_ns, model_back_ns[MODELS_SIM];
    uint64_t store_takes_ns, number_takes_ns[2], model_takes_ns[MODELS_SIM]; /* 0: as drawn */
    uint64_t writes;
    bool full;                         /* the disk that the store in memory stands for */
    bool stands_still;                 /* its time does not pass: it is over */
    ARRAY_OF(struct ticket_row) taken; /* by people: theirs until they give back */
    ARRAY_OF(struct told) told;
    ARRAY_OF(struct play_message) said;
    struct fault_judge teller; /* when the plan tells: so that every strike is told */
};

struct wall sim_now(const struct simulation *s);
uint64_t sim_draw(const struct simulation *s, const char *purpose, uint64_t entity, uint64_t occurrence, uint64_t limit);
void sim_tell(struct simulation *s, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same, then a colon and the text, cut after `most` bytes. */
void sim_tell_text(struct simulation *s, struct slice text, size_t most, const char *format, ...) PRINTF_LIKE(4, 5);
uint64_t sim_person(struct slice address); /* an entity that stays the same whoever else is there: its digits as a number */
#define SIM_MS(n) ((uint64_t)(n)*UINT64_C(1000000))
#define SIM_S(n) ((uint64_t)(n)*UINT64_C(1000000000))

#endif
