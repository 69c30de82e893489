/* Runs one attack through the real engine core in a world of its own, and judges what reached the phone. */
#ifndef PARLEY_ATTACK_RUN_H
#define PARLEY_ATTACK_RUN_H

#include <parley/attack_file.h>
#include <parley/converters.h>
#include <parley/transcript.h>
#include <parley/turn.h>

struct attack_result {
    bool pass;
    struct slice *failures;
    size_t failure_count; /* what was violated, each a sentence with its place */
    struct transcript transcript;
    uint64_t blocked; /* drafts and messages that were refused on the way */
};

struct attack_setting {
    const struct rules *rules;
    bool hostile; /* a compromised model drafts, the script stands below it; otherwise the script alone */
    uint64_t seed;
    /* Put on what the customer writes and on the attack's own hostile drafts; NULL: none. Then only what may never happen is
     * judged, and that nobody is left without an answer: a disguised wish need not be understood. */
    const struct disguise *disguise;
};

/* Everything lives in the arena. */
void attack_run(struct attack_result *out, struct arena *arena, const struct attack *a, const struct attack_setting *setting);

/* The oracle alone: judges a transcript. What reached the phone is read as it stands and with the disguise taken off. */
void attack_judge(struct attack_result *io, struct arena *arena, const struct attack *a, const struct attack_setting *setting);

#endif
