/* Sends on their way: begun durably, handed to a channel once, ended when the channel says so.
 *
 *   free --send_began--> ON_ITS_WAY --done--> ENDED --send_ended--> free        (retry.h: when again, and when no more)
 *                                               '-- the store is away: told again later; the result is never thrown away */
#ifndef PARLEY_RUNTIME_SENDING_H
#define PARLEY_RUNTIME_SENDING_H

#include <parley/runtime.h>

struct sending;

struct sendings {
    const struct runtime_setup *setup;
    struct sending *at;
    size_t max, open;
    bool failed;             /* the store, until it is opened again */
    bool called;             /* a ticket was opened that nobody was called for yet */
    bool told;               /* that a channel is away */
    struct instant store_at; /* it is away and not asked before */
    struct wall due;         /* when the store has the next one */
};

void sendings_init(struct sendings *s, const struct runtime_setup *setup);
void sendings_finish(struct sendings *s); /* forgets what is on its way */
/* Ends what has ended, and begins at most one more when `may_begin`. True when anything moved. */
bool sendings_pump(struct sendings *s, bool may_begin);
/* When to pump again; only on news: INSTANT_NEVER. */
struct instant sendings_next(const struct sendings *s, bool may_begin);

#endif
