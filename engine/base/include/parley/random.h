/* Randomness by key, never by stream: the answer to "does this fault strike that message the nth time" depends
 * on nothing but (seed, purpose, entity, occurrence), so taking one decision out leaves all others as they
 * were, and shrinking converges. Not for secrets. */
#ifndef PARLEY_RANDOM_H
#define PARLEY_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <parley/slice.h>
#include <parley/units.h>

struct random_key {
    uint64_t seed, purpose, entity;
};

uint64_t random_hash(struct slice s);                                              /* a purpose or entity from a name */
uint64_t random_at(struct random_key key, uint64_t occurrence);                    /* 64 uniform bits */
uint64_t random_below(struct random_key key, uint64_t occurrence, uint64_t limit); /* 0 to limit-1; limit > 0 */
bool random_chance(struct random_key key, uint64_t occurrence, struct ratio_ppm p);

/* For code that truly wants a sequence (a persona's dice): counts its own occurrences. */
struct dice {
    struct random_key key;
    uint64_t thrown;
};

static inline uint64_t dice_below(struct dice *d, uint64_t limit)
{
    return random_below(d->key, d->thrown++, limit);
}

static inline bool dice_chance(struct dice *d, struct ratio_ppm p)
{
    return random_chance(d->key, d->thrown++, p);
}

#endif
