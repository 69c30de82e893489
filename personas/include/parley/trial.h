/* One trial: a persona bot talks with the real engine core in a world of its own, until it is done, out of patience or out of
 * turns. */
#ifndef PARLEY_TRIAL_H
#define PARLEY_TRIAL_H

#include <parley/attack_run.h>
#include <parley/persona.h>

enum trial_verdict { TRIAL_PASS, TRIAL_FAIL, TRIAL_VOID }; /* void: the bot broke character, so it says nothing about the brain */
const char *trial_verdict_name(enum trial_verdict v);

struct trial {
    enum trial_verdict verdict;
    struct slice *findings;
    size_t finding_count;
    struct transcript transcript;
    enum channel_kind channel;
    bool reached_goal;
    uint64_t blocked;
};

void trial_run(struct trial *out, struct arena *arena, const struct persona *p, const struct rules *rules, bool hostile,
               uint64_t seed);

#endif
