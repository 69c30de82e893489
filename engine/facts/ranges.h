/* Ranges: what the two ends of "10-15 days" or "from nine to five" have of one another. */
#ifndef PARLEY_FACTS_RANGES_H
#define PARLEY_FACTS_RANGES_H

#include "unit.h"

/* The units of a stretch of tokens, by start; names are not among them yet. */
struct row {
    struct unit *at;
    size_t count;
    const struct tokens *t;
    uint32_t first, past;
};

void ranges_share_measure(const struct row *row);
void ranges_share_hour(const struct row *row);
void ranges_lone_hour(const struct row *row);
void ranges_share_bound(const struct row *row);

#endif
