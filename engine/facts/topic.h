/* The topic: what the sentences before spoke of, and whether a sentence goes on from them. */
#ifndef PARLEY_FACTS_TOPIC_H
#define PARLEY_FACTS_TOPIC_H

#include "register.h"

struct topic {
    const struct known_sentence *known; /* NULL: nothing was said yet */
    uint32_t first, past;               /* the tokens that were taken for it */
};

/* "It's 3.9% from April", "Their number is ...", "Please allow two working days": a value and a pronoun, or hardly any word of
 * its own. A promise and an outcome stand by themselves. */
/* One of the first words is it, that, they, their. */
bool begins_with_pronoun(const struct meaning *m);

bool goes_on(const struct meaning *m);

/* "That's the excess.": names with words of the known sentence what the sentence before told of. */
bool names_topic(const struct meaning *m, const struct meaning *known);

#endif
