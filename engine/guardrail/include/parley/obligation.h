/* Obligations: rules over a whole conversation, compiled to small automata, one byte of state each. The live engine steps
 * them before a send (and repairs or refuses), the judge steps them over transcripts: the same object code.
 *
 * Events are named in packs:
 *   said:<script line id>   said:<line purpose>   claim:<id>   claim:<topic>.*   claim   sent   link   path:<step id>
 *   signal:<signal kind>    effect:handover  effect:opt_out  effect:opt_in  effect:silence  effect:takeover
 * Shapes, see enum obligation_shape: BEFORE(need, trigger), WITHIN(trigger, need, count turns), NEVER_AFTER(trigger, need,
 * release), AT_MOST(trigger, count), NEVER(trigger). */
#ifndef PARLEY_OBLIGATION_H
#define PARLEY_OBLIGATION_H

#include <parley/brain.h>
#include <parley/conversation.h>

struct obligations;

/* A brain with none gives an empty set. Unknown event names, line ids or claim ids are problems, and the answer NULL. */
struct obligations *obligations_compile(struct arena *arena, const struct brain *brain, struct problems *problems);
size_t obligations_count(const struct obligations *o); /* <= OBLIGATION_STATE_MAX */
const struct obligation_rule *obligations_rule(const struct obligations *o, size_t i);

/* One thing that happened. `name` is an event name as above, fully spelled ("claim:fees.percent"); one happening can match
 * several names of a rule (claim:fees.percent also is claim:fees.* and claim). */
struct happening {
    struct slice name;
    bool turn_ends; /* counts a turn for WITHIN; name may be empty */
};

struct obligation_breach {
    uint32_t obligation;  /* index */
    size_t happening;     /* index into the happenings given */
    struct slice missing; /* the event that was missing or forbidden */
};

/* Steps `states` (obligations_count bytes, zeroed at the start of a conversation) through the happenings. Gives the number of
 * breaches, `most` at most written. `states` moves on even when there are breaches. */
size_t obligations_step(const struct obligations *o, uint8_t *states, const struct happening *happenings, size_t count,
                        struct obligation_breach *breaches, size_t most);

#endif
