/* The faults of docs/simulator.md: which there are, whether one strikes now, and a record of those that did.
 *
 * "Does this fault strike that entity the nth time it could" depends on nothing but (seed, fault, entity, occurrence): taking one
 * decision out leaves all others as they were, so shrinking converges. A run is repeated by its seed and, when it was shrunk, by
 * the list of strikes that may happen. */
#ifndef PARLEY_FAULTS_H
#define PARLEY_FAULTS_H

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/random.h>

enum fault {
#define FAULT(constant, name, row, most_ppm, help) FAULT_##constant,
#include <parley/fault_table.h>
#undef FAULT
    FAULT_COUNT
};

struct fault_row {
    const char *name;  /* webhook-duplicate */
    unsigned row;      /* of the fault model, 1 to 42 */
    uint32_t most_ppm; /* the highest rate a seed draws, per occasion */
    const char *help;
};
extern const struct fault_row fault_rows[FAULT_COUNT];
/* BAD_INPUT names one that is near. */
MUST_USE enum code fault_named(enum fault *out, struct slice name, struct error *e);

struct strike {
    enum fault fault;
    uint64_t entity, occurrence;
};

/* Somebody else decides, strike by strike: a story, a search for the fewest. */
struct fault_judge {
    void *context;
    bool (*strikes)(void *context, const struct strike *s, uint64_t at_ns, bool drawn);
    /* False: as drawn. True: *size, modulo the limit. */
    bool (*size)(void *context, const struct strike *s, uint64_t limit, uint64_t *size);
};

struct faults {
    uint64_t seed;
    struct ratio_ppm rate[FAULT_COUNT]; /* 0: off */
    bool healed;                        /* nothing strikes any more */
    const struct strike *only;          /* when not NULL: these and no others, at whatever rate */
    size_t only_count;
    const struct strike *never; /* banned */
    size_t never_count;
    const struct fault_judge *judge; /* NULL: nobody */
    const uint64_t *now_ns;          /* for the judge; NULL: 0 */
    uint64_t asked[FAULT_COUNT], struck[FAULT_COUNT];
    ARRAY_OF(struct strike) strikes; /* in order */
    struct arena arena;              /* of the strikes and the counters */
    struct fault_count *counts;      /* open addressing over (fault, entity) */
    size_t count_slots, count_used;
};

/* Swarm: half the seeds have every fault on; in the other half each is on with 1/2. The rate of each is drawn from three decades
 * below its highest. */
void faults_begin(struct faults *f, uint64_t seed);
void faults_finish(struct faults *f);
bool fault_strikes(struct faults *f, enum fault fault, uint64_t entity);
/* All that the seed draws for the size of a strike: what fault_size answers is this modulo its limit. */
uint64_t fault_size_drawn(uint64_t seed, const struct strike *s);
/* A size or delay that belongs to the last strike of (fault, entity): 0 to limit-1. */
uint64_t fault_size(const struct faults *f, enum fault fault, uint64_t entity, uint64_t limit);

#endif
