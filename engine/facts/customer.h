/* The customer's own words: values that they stated may be given back to them. */
#ifndef PARLEY_FACTS_CUSTOMER_H
#define PARLEY_FACTS_CUSTOMER_H

#include "align.h"

struct customer {
    struct arena *arena;
    const struct facts_said *said;
    struct facts_register *stated; /* made when first asked for */
    struct align_room room;
};

/* Words given back: every value is the customer's, and the sentence says that it is, or says no more than they did. */
bool customer_says(struct customer *c, const struct meaning *m, bool question);

#endif
