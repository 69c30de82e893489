#include "pace.h"

#include <stdlib.h>

enum { NEIGHBOURS = 8 };

static uint64_t burst_ns(struct pace p)
{
    return p.interval.ns * (p.burst > 0 ? p.burst - 1 : 0);
}

struct duration pace_wait(struct pace p, struct instant ahead, struct instant now)
{
    uint64_t most = now.ns + burst_ns(p);
    return (struct duration){ahead.ns > most ? ahead.ns - most : 0};
}

struct instant pace_take(struct pace p, struct instant ahead, struct instant now)
{
    return instant_plus(ahead.ns > now.ns ? ahead : now, p.interval);
}

void pairs_init(struct pairs *p, size_t room)
{
    must(room >= NEIGHBOURS);
    must((room & (room - 1)) == 0);
    p->room = room;
    p->at = calloc(room, sizeof *p->at);
    must(p->at != NULL);
}

void pairs_finish(struct pairs *p)
{
    free(p->at);
    *p = (struct pairs){0};
}

static struct instant due(const struct pair *x)
{
    return x->ahead.ns > x->held.ns ? x->ahead : x->held;
}

struct pair *pairs_find(struct pairs *p, uint64_t hash)
{
    struct pair *worst = NULL;
    hash = hash != 0 ? hash : 1;
    for (size_t i = 0; i < NEIGHBOURS; i++) {
        struct pair *x = &p->at[(hash + i) & (p->room - 1)];
        if (x->hash == hash)
            return x;
        if (worst == NULL || due(x).ns < due(worst).ns)
            worst = x;
    }
    *worst = (struct pair){.hash = hash};
    return worst;
}
