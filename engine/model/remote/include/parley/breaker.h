/* A circuit breaker: a provider that fails often is left alone for a while, and is believed again only after several good answers
 * in a row. Pure; the caller brings the time.
 *
 *   CLOSED ---half of the last outcomes are failures---> OPEN ---its pause is over---> TRYING
 *   TRYING ---one ask at a time; BREAKER_GOOD_MIN good ones---> CLOSED
 *      \---a failure---> OPEN, for twice as long
 *
 * The pause is short again only after a whole window of outcomes without opening: a provider that comes and goes is not tried as
 * often as one that fails for the first time. */
#ifndef PARLEY_BREAKER_H
#define PARLEY_BREAKER_H

#include <parley/units.h>

enum {
    BREAKER_WINDOW = 20,  /* outcomes remembered */
    BREAKER_SEEN_MIN = 5, /* fewer say nothing */
    BREAKER_GOOD_MIN = 3, /* in a row, to close */
    BREAKER_PAUSE_S = 5,  /* the first pause */
    BREAKER_PAUSE_MAX_S = 120
};

enum breaker_state { BREAKER_CLOSED, BREAKER_OPEN, BREAKER_TRYING };
const char *breaker_state_name(enum breaker_state state);

struct breaker {
    enum breaker_state state;
    uint32_t failures; /* a bit an outcome, the newest lowest */
    unsigned seen;     /* outcomes in the window */
    unsigned calm;     /* outcomes since it closed */
    unsigned good;     /* in a row while trying */
    bool asked;        /* the one that is let through has not come back */
    struct instant until;
    struct duration pause;
};

void breaker_init(struct breaker *b);
/* May one more ask go out? True takes the place: it is told or given back. */
bool breaker_lets(struct breaker *b, struct instant now);
void breaker_tell(struct breaker *b, struct instant now, bool good);
void breaker_give_back(struct breaker *b); /* nothing was learned from it */

#endif
