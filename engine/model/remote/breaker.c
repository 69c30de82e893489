#include <parley/breaker.h>

static const struct duration first_pause = {BREAKER_PAUSE_S * UINT64_C(1000000000)};

const char *breaker_state_name(enum breaker_state state)
{
    static const char *const names[] = {"closed", "open", "trying"};
    return names[state];
}

static void close_circuit(struct breaker *b)
{
    b->state = BREAKER_CLOSED;
    b->failures = 0;
    b->seen = b->calm = 0;
}

void breaker_init(struct breaker *b)
{
    *b = (struct breaker){.pause = first_pause};
}

static void open_circuit(struct breaker *b, struct instant now)
{
    b->state = BREAKER_OPEN;
    b->until = instant_plus(now, b->pause);
    b->good = 0;
    b->asked = false;
    b->pause.ns = b->pause.ns * 2 > DURATION_S(BREAKER_PAUSE_MAX_S).ns ? DURATION_S(BREAKER_PAUSE_MAX_S).ns : b->pause.ns * 2;
}

bool breaker_lets(struct breaker *b, struct instant now)
{
    if (b->state == BREAKER_CLOSED)
        return true;
    if (b->state == BREAKER_OPEN && !instant_reached(now, b->until))
        return false;
    b->state = BREAKER_TRYING;
    if (b->asked)
        return false;
    b->asked = true;
    return true;
}

static unsigned failures_of(const struct breaker *b)
{
    unsigned n = 0;
    for (unsigned i = 0; i < b->seen; i++)
        n += b->failures >> i & 1;
    return n;
}

static void tell_closed(struct breaker *b, struct instant now, bool good)
{
    b->failures = b->failures << 1 | !good;
    b->seen += b->seen < BREAKER_WINDOW;
    if (++b->calm >= BREAKER_WINDOW)
        b->pause = first_pause;
    if (!good && b->seen >= BREAKER_SEEN_MIN && 2 * failures_of(b) >= b->seen)
        open_circuit(b, now);
}

static void tell_trying(struct breaker *b, struct instant now, bool good)
{
    b->asked = false;
    if (!good)
        open_circuit(b, now);
    else if (++b->good >= BREAKER_GOOD_MIN)
        close_circuit(b);
}

void breaker_tell(struct breaker *b, struct instant now, bool good)
{
    switch (b->state) {
    case BREAKER_CLOSED: tell_closed(b, now, good); break;
    case BREAKER_OPEN: break; /* begun before it opened */
    case BREAKER_TRYING: tell_trying(b, now, good); break;
    }
}

void breaker_give_back(struct breaker *b)
{
    if (b->state == BREAKER_TRYING)
        b->asked = false;
}
