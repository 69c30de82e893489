/* What the customers of a run write: drawn from the seed, or from a file with a text on each line. */
#ifndef PARLEY_CHAOS_TRAFFIC_H
#define PARLEY_CHAOS_TRAFFIC_H

#include "ledger.h"

#include <parley/error.h>

struct traffic {
    const struct slice *lines;
    size_t line_count;
    size_t conversations;
    bool has_poison;
    size_t poisons; /* messages that stop whoever reads them */
};

MUST_USE enum code traffic_read(struct traffic *out, struct arena *a, struct slice path_or_none, struct error *e);
/* Who says what: about three messages a conversation, some of them in one breath; and now and then one that is poison, from
 * somebody who says nothing else. */
void traffic_draw(struct traffic *p, struct ledger *l, uint64_t seed);
/* The line for the program; the text carries the message's number, so that each can be found again in the store. */
struct slice traffic_line(const struct traffic *p, const struct ledger *l, size_t message, struct arena *a);
bool traffic_is_poison(const struct traffic *t, const struct spoken *m);
/* The number that a text carries; SIZE_MAX: none. */
size_t traffic_number(struct slice text);

#endif
