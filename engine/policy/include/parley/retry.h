/* When is a send tried again that a provider refused for now, and when has it waited long enough?
 *
 * The pause is the engine's own, whatever the provider asks for: a provider that says "again, in 0 ms" for a day costs some 160
 * attempts. It begins at a second, doubles up to RETRY_PAUSE_MS_MAX, and is shortened by up to a quarter, by the key and the
 * attempt, so that what was refused together does not come back together. A provider that asks for longer gets longer.
 *
 * A send waits for as long as the tenant's reply window, counted from its intent: later a free reply may not leave on every
 * channel, and nobody wants to read it. Then it is refused for good, and a person is asked.
 * Source: FAULTS section 2 rows 23 and 24, I10. */
#ifndef PARLEY_RETRY_H
#define PARLEY_RETRY_H

#include <parley/slice.h>
#include <parley/units.h>

enum {
    RETRY_PAUSE_MS_MIN = 1000,
    RETRY_PAUSE_MS_MAX = 10 * 60 * 1000, /* below the 15 minutes after which a send that does not move is a violation (I6) */
    RETRY_SLACK = 16                     /* attempts of the first, short pauses */
};

struct retry_facts {
    struct slice key;       /* of the send */
    uint32_t attempts;      /* so far, the refused one included */
    struct wall since;      /* when it was decided on */
    struct wall asked;      /* not before, says the provider; 0: it does not care */
    struct duration window; /* the tenant's; 0: there is none, and a day is waited */
};

/* False: it has waited for long enough, or will have when its next attempt is due. A clock that was set back meanwhile cannot
 * make it wait for ever: the attempts that fit into the window are counted, too. */
bool retry_at(struct wall *out, const struct retry_facts *facts, struct wall now);

#endif
