/* What one sentence (or clause) says, in a form that can be compared: its content, its units, its marks. */
#ifndef PARLEY_FACTS_MEANING_H
#define PARLEY_FACTS_MEANING_H

#include "unit.h"
#include "vocabulary.h"

#include <parley/stem.h>

enum { CONTENT_MAX = 64, OPPOSITES_MAX = 12 };

struct content {
    uint64_t stem;      /* hash of the stem, or of the synonym group */
    uint32_t word;
};

struct meaning {
    struct content content[CONTENT_MAX];
    uint32_t content_count;
    uint64_t signature;         /* a bit per content word: what cannot overlap is skipped at once */
    int32_t opposites[OPPOSITES_MAX];
    uint32_t opposite_count;
    uint32_t negations;         /* how many */
    uint32_t first_negation;    /* word */
    uint32_t marks;             /* enum mark */
    uint32_t promise, outcome;  /* word where it stands + 1; 0 = none */
    uint32_t harmless;          /* words that say nothing checkable */
    uint32_t words;             /* that are not marks */
    struct unit *units;
    uint32_t unit_count;
    uint64_t identity;          /* hash of all words in order */
    uint32_t first, past;
};

void meaning_of(struct meaning *out, struct arena *arena, const struct vocabulary *v, struct stemmer *stemmer, const struct text *t, uint32_t first,
                uint32_t past);

#endif
