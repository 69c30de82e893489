/* The topic: what the sentences before spoke of, and whether a sentence goes on from them. */
#ifndef PARLEY_FACTS_TOPIC_H
#define PARLEY_FACTS_TOPIC_H

#include "register.h"

struct topic {
    const struct known_sentence *known; /* NULL: nothing was said yet */
    uint32_t first, past;               /* the tokens that were taken for it */
};

/* One of the first words is it, that, they, their. */
bool begins_with_pronoun(const struct meaning *m);
/* "It's 3.9% from April", "Their number is ...": a value, and no word of its own that was not said before; "each" where what is
 * known counts by one. A promise and an outcome stand by themselves. */
bool goes_on(const struct meaning *m, const struct meaning *before, const struct meaning *known);
/* "Each is £260", where nothing known counts by one. */
bool counts_one_of_many(const struct meaning *m, const struct meaning *known);
/* "It's £1,200 a month": nothing but a pronoun and a value. It speaks of what was spoken of, and of nothing else. */
bool only_points_back(const struct meaning *m);

/* "That's the excess.": names with words of the known sentence what the sentence before told of. */
bool names_topic(const struct meaning *m, const struct meaning *known);

#endif
