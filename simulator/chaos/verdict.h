/* What the store says at the end, against the ledger. */
#ifndef PARLEY_CHAOS_VERDICT_H
#define PARLEY_CHAOS_VERDICT_H

#include "run.h"

#include <parley/message.h>
#include <parley/store.h>

struct verdict {
    uint64_t outcomes[OUTCOME_COUNT], sends[SEND_STATE_COUNT];
    uint64_t lost, twice;                    /* messages */
    uint64_t parked, parked_wrongly;         /* as poison: messages that are; bursts without one */
    uint64_t unknown, by_receipt, by_person; /* sends that ever were in doubt, and how that ended */
    uint64_t records;                        /* of the audit */
};

/* A quick look at how much is open, now and then; the program must not accept for ever what it does not answer. */
void store_watch(struct run *r, struct instant now);
void store_unwatch(struct run *r);
/* Nothing is pending, on its way or in doubt. The process may run. */
MUST_USE enum code store_rests(bool *out, const struct run *r, struct error *e);
/* The process must have ended. Violations go to the ledger. */
MUST_USE enum code verdict_read(struct verdict *out, struct run *r, struct error *e);

#endif
