/* Alignment: does a sentence say no more than one known sentence does? */
#ifndef PARLEY_FACTS_ALIGN_H
#define PARLEY_FACTS_ALIGN_H

#include "register.h"

struct alignment {
    const struct known_sentence *known; /* the best one; NULL when nothing shares a word */
    uint32_t coverage;                  /* share of what is said that is in it, per mille */
    uint32_t near;                      /* of free source text: share that its nearest sentence has by itself */
    bool allowed;
    const char *why; /* why not; static */
    uint32_t unit;   /* the unit that differs, + 1; 0 = none */
    uint32_t token;  /* the token that differs, + 1 */
};

enum { SHARES_MAX = CONTENT_MAX * 2 + 1 };

/* Room for the scores of all known sentences; one for a whole check. */
struct align_room {
    uint16_t *scores;
    uint32_t *touched;
    uint16_t shares[SHARES_MAX]; /* by half the score */
};

void align_room_create(struct align_room *out, struct arena *arena, const struct facts_register *r);
void align(struct alignment *out, const struct facts_register *r, struct align_room *room, const struct meaning *said);

/* How much of the content of the tokens [first, past) of `said` the known sentence has, per mille; 1000 when there is none. */
uint32_t align_share(const struct known_sentence *k, const struct meaning *said, uint32_t first, uint32_t past,
                     uint32_t *missing);

#endif
