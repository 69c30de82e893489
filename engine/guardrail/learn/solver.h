/* L2-regularised, squared-hinge linear classification by dual coordinate descent (Hsieh et al. 2008): only sums and products, so
 * that every machine and compiler comes to the same weights. */
#ifndef PARLEY_LEARN_SOLVER_H
#define PARLEY_LEARN_SOLVER_H

#include <stdbool.h>

#include "text_features.h"

struct example {
    const struct feature *features;
    size_t count;
    double norm;  /* of the values: they are divided by it */
    double start; /* margin before anything is learned: what is learned adds to it */
    int8_t label; /* 1, -1, or 0: says nothing about this kind */
    uint8_t fold;
};

/* Trains on all examples that say something and are not of `left_out` (255: none). weights[FEATURE_BUCKETS] is the bias. */
void solve(double weights[FEATURE_BUCKETS + 1], const struct example *examples, size_t count, unsigned left_out);
double margin_of(const double weights[FEATURE_BUCKETS + 1], const struct example *x);

#endif
