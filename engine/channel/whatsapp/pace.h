/* How fast: a clock that runs ahead of time by one interval for each message (generic cell rate), and a table of such clocks for
 * pairs of a number and a contact. Contacts are known by a hash only. */
#ifndef PARLEY_WHATSAPP_PACE_H
#define PARLEY_WHATSAPP_PACE_H

#include <parley/slice.h>
#include <parley/units.h>

struct pace {
    struct duration interval; /* between messages, in the long run */
    uint32_t burst;           /* so many at once */
};

/* How long until one more may go; 0: now. `ahead` is the clock; nothing is taken. */
struct duration pace_wait(struct pace p, struct instant ahead, struct instant now);
/* The clock after one more. */
struct instant pace_take(struct pace p, struct instant ahead, struct instant now);

struct pair {
    uint64_t hash;        /* 0: free */
    struct instant ahead; /* reached: as good as free */
    struct instant held;  /* the provider said: not before */
};

struct pairs {
    struct pair *at;
    size_t room; /* a power of two */
};

void pairs_init(struct pairs *p, size_t room);
void pairs_finish(struct pairs *p);
/* Of a full neighbourhood the one that is due soonest makes room: the provider's own limit stands behind ours. */
struct pair *pairs_find(struct pairs *p, uint64_t hash);

#endif
