/* Units: the checkable things of a sentence, normalised so that two ways of writing compare equal. */
#ifndef PARLEY_FACTS_UNIT_H
#define PARLEY_FACTS_UNIT_H

#include <parley/facts.h>

enum bound { BOUND_EXACT, BOUND_ABOUT, BOUND_MOST, BOUND_LEAST };

struct unit {
    enum fact_kind kind;
    int64_t value;        /* millionths; dates: yyyymmdd with 0 for what is not said; times: minutes; durations: minutes or months */
    uint32_t scale;       /* money: currency; duration: 0 minutes, 1 months, 2 working days; date: see above; others 0 */
    struct slice text;    /* names, links, phones: normalised text */
    enum bound bound;
    uint32_t first, past; /* words */
};

struct units {
    struct unit *at;
    size_t count, room;
};

/* All hard units of the words [first, past), by start. */
void units_of(struct units *out, struct arena *arena, const struct text *t, uint32_t first, uint32_t past);

/* Does what `said` says follow from what `known` says? */
bool unit_agrees(const struct unit *said, const struct unit *known);
bool unit_same_kind(const struct unit *a, const struct unit *b);

#endif
