#include "breaker.h"

enum { LOOK_AGAIN_MS = 1000 };

bool whatsapp_breaker_lets(struct breaker *b, struct instant now)
{
    if (b->state == BREAKER_OPEN && instant_reached(now, b->until)) {
        b->state = BREAKER_HALF_OPEN;
        b->trying = false;
    }
    return b->state == BREAKER_CLOSED || (b->state == BREAKER_HALF_OPEN && !b->trying);
}

struct duration breaker_wait(const struct breaker *b, struct instant now)
{
    bool waits = b->state == BREAKER_OPEN && b->until.ns > now.ns;
    return waits ? (struct duration){b->until.ns - now.ns} : DURATION_MS(LOOK_AGAIN_MS);
}

void breaker_begin(struct breaker *b)
{
    b->trying = b->state == BREAKER_HALF_OPEN;
}

void breaker_forget(struct breaker *b)
{
    b->trying = false;
}

static unsigned failures(uint32_t recent)
{
    unsigned n = 0;
    for (unsigned i = 0; i < BREAKER_LOOKS_AT; i++)
        n += recent >> i & 1;
    return n;
}

static bool open_it(struct breaker *b, struct instant now)
{
    uint64_t ms = BREAKER_MS_MIN;
    for (uint32_t i = 0; i < b->opened && ms < BREAKER_MS_MAX; i++)
        ms *= 2;
    b->opened++;
    b->state = BREAKER_OPEN;
    b->trying = false;
    b->until = instant_plus(now, DURATION_MS(ms < BREAKER_MS_MAX ? ms : BREAKER_MS_MAX));
    return b->opened == 1;
}

bool breaker_end(struct breaker *b, bool failed, struct instant now)
{
    b->recent = b->recent << 1 | (failed ? 1 : 0);
    if (b->state == BREAKER_OPEN) /* one that left before it opened */
        return false;
    if (b->state == BREAKER_HALF_OPEN) {
        if (failed)
            return open_it(b, now);
        *b = (struct breaker){.state = BREAKER_CLOSED};
        return false;
    }
    return failures(b->recent) >= BREAKER_FAILURES && open_it(b, now);
}
