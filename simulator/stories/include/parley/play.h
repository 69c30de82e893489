/* What people do in a simulation, written down instead of drawn. Plain facts; everything is borrowed. */
#ifndef PARLEY_PLAY_H
#define PARLEY_PLAY_H

#include <stdbool.h>

#include <parley/slice.h>
#include <parley/units.h>

enum deed { DEED_STOP, DEED_FREE, DEED_TAKE_OVER, DEED_GIVE_BACK, DEED_OPENS, DEED_NODE_DIES, DEED_NODE_PAUSES, DEED_COUNT };

struct play_message {
    uint64_t number; /* its id is m<number>, whatever else is written or left out; used once */
    size_t customer; /* of the plan, from 0 */
    uint64_t at_ms;  /* since the beginning */
    struct slice text;
    bool elsewhere; /* from the same number, to the tenant after the customer's own */
};

struct play_act {
    enum deed act;
    uint64_t at_ms;
    size_t who; /* STOP, FREE: tenant from 1, 0 is everything; TAKE_OVER, GIVE_BACK, OPENS: customer from 0; NODE_*: node */
    struct duration lasts; /* NODE_PAUSES */
};

struct play {
    const struct play_message *messages;
    size_t message_count;
    const size_t *tenant_of; /* each customer of the plan: a tenant of the stage; NULL: in turn */
    const struct play_act *acts;
    size_t act_count;
    bool staff_idle; /* nobody takes over or gives back but in the acts */
};

#endif
