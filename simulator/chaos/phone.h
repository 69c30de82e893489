/* The other side of the chat: reads what the program says, keeps the ledger, and answers messages as a phone behind a bad
 * provider would. */
#ifndef PARLEY_CHAOS_PHONE_H
#define PARLEY_CHAOS_PHONE_H

#include "ledger.h"
#include "link.h"

#include <parley/arena.h>
#include <parley/error.h>

enum { LINE_ROOM = 1 << 18 };

/* One process that is talked to. */
struct peer_ear {
    char *in;
    size_t len;
    bool ready;     /* it said so */
    uint64_t acked; /* messages it acknowledged for the first time */
    uint64_t sent;  /* messages that arrived */
};

struct phone {
    struct ledger *ledger;
    uint64_t seed;
    bool healed;  /* every message is taken and every receipt is sent */
    size_t acked; /* of the plan */
    uint64_t duplicates, put_off, receipts, late, lines;
    struct arena scratch;
    uint32_t *later; /* messages put off, to be said again */
    size_t later_count, later_room;
    size_t *swallowed; /* shown of whom a receipt comes late */
    size_t swallowed_count, swallowed_room;
    size_t *recent; /* shown of whom a receipt was sent to a process that may have died before it read it */
    size_t recent_count, recent_room;
};

void phone_init(struct phone *p, struct ledger *l, uint64_t seed);
void phone_finish(struct phone *p);
/* Reads whole lines; answers go back on `link`. BAD_INPUT: the program wrote what it must not. */
MUST_USE enum code phone_hear(struct phone *p, struct peer_ear *ear, struct link *link, struct instant now, struct error *e);
/* Receipts that are due late go to `link`, perhaps to another process than the one that sent. */
void phone_remember(struct phone *p, struct link *link, struct instant now);
/* What a good bridge does when it is connected again: says again what it said last. Now and then it has forgotten. */
void phone_repeat(struct phone *p, struct link *link, struct instant now);
bool phone_has_more(const struct phone *p); /* receipts that will still come */

#endif
