/* Alignment: does a sentence say no more than one known sentence does? */
#ifndef PARLEY_FACTS_ALIGN_H
#define PARLEY_FACTS_ALIGN_H

#include "register.h"

struct alignment {
    const struct known_sentence *known; /* the best one; NULL when nothing shares a word */
    uint32_t coverage;                  /* share of the content that is in it, per mille */
    bool allowed;
    const char *why;                    /* why not; static */
    uint32_t unit;                      /* the unit that differs, + 1; 0 = none */
    uint32_t word;                      /* the word that differs, + 1 */
};

void align(struct alignment *out, const struct facts_register *r, const struct meaning *said);

#endif
