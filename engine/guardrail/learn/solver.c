#include "solver.h"

#include <stdlib.h>
#include <string.h>

enum { PASSES = 12 };
/* What a wrongly placed example costs; one with the kind costs more, because there are fewer of them. */
static const double cost_with = 6.0, cost_without = 2.0;

double margin_of(const double weights[FEATURE_BUCKETS + 1], const struct example *x)
{
    double sum = 0;
    for (size_t i = 0; i < x->count; i++)
        sum += weights[feature_bucket(x->features[i].hash)] * x->features[i].value;
    return x->start + weights[FEATURE_BUCKETS] + (x->norm > 0 ? sum / x->norm : 0);
}

static void move(double *weights, const struct example *x, double by)
{
    double share = x->norm > 0 ? by / x->norm : 0;
    for (size_t i = 0; i < x->count; i++)
        weights[feature_bucket(x->features[i].hash)] += share * x->features[i].value;
    weights[FEATURE_BUCKETS] += by;
}

static size_t choose(size_t *order, const struct example *examples, size_t count, unsigned left_out)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (examples[i].label != 0 && examples[i].fold != left_out)
            order[n++] = i;
    return n;
}

static void shuffle(size_t *order, size_t n, uint64_t *state)
{
    for (size_t i = n; i > 1; i--) {
        *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
        size_t other = (size_t)(*state % i), kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

void solve(double weights[FEATURE_BUCKETS + 1], const struct example *examples, size_t count, unsigned left_out)
{
    double *alpha = calloc(count + 1, sizeof *alpha);
    size_t *order = calloc(count + 1, sizeof *order);
    uint64_t state = UINT64_C(88172645463325252);
    if (alpha == NULL || order == NULL)
        abort();
    memset(weights, 0, (FEATURE_BUCKETS + 1) * sizeof *weights);
    size_t n = choose(order, examples, count, left_out);
    for (unsigned pass = 0; pass < PASSES; pass++) {
        shuffle(order, n, &state);
        for (size_t i = 0; i < n; i++) {
            const struct example *x = &examples[order[i]];
            double y = x->label, diagonal = 0.5 / (x->label > 0 ? cost_with : cost_without), old = alpha[order[i]];
            double gradient = y * margin_of(weights, x) - 1 + diagonal * old;
            double next = old - gradient / (2 + diagonal); /* the values have length one, and the bias adds one */
            alpha[order[i]] = next > 0 ? next : 0;
            if (alpha[order[i]] != old)
                move(weights, x, (alpha[order[i]] - old) * y);
        }
    }
    free(alpha);
    free(order);
}
