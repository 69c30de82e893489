/* A provider that does not answer is left alone for a while, so that not every message waits for it or is put in doubt.
 *
 *   CLOSED --5 of the last 10 failed--> OPEN --its time is over--> HALF_OPEN --the one attempt went well--> CLOSED
 *                                         ^--------- it failed: twice as long -----'                                         */
#ifndef PARLEY_WHATSAPP_BREAKER_H
#define PARLEY_WHATSAPP_BREAKER_H

#include <parley/units.h>

enum { BREAKER_LOOKS_AT = 10, BREAKER_FAILURES = 5, BREAKER_MS_MIN = 5000, BREAKER_MS_MAX = 120000 };
enum breaker_state { BREAKER_CLOSED, BREAKER_OPEN, BREAKER_HALF_OPEN };

struct breaker {
    enum breaker_state state;
    uint32_t recent; /* a bit per answer, the newest first: it failed */
    uint32_t opened; /* times in a row */
    bool trying;     /* HALF_OPEN: the one attempt is on its way */
    struct instant until;
};

/* Also moves OPEN to HALF_OPEN when its time is over. */
bool whatsapp_breaker_lets(struct breaker *b, struct instant now);
struct duration breaker_wait(const struct breaker *b, struct instant now); /* of one that does not let */
void breaker_begin(struct breaker *b);                                     /* an attempt leaves */
void breaker_forget(struct breaker *b);                                    /* and is given up without an answer */
/* True when this opened it. */
bool breaker_end(struct breaker *b, bool failed, struct instant now);

#endif
