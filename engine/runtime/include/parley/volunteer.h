/* Rare paths that the shell volunteers to a simulation (BUGGIFY): what may happen at any time and hardly ever does. Each must be
 * harmless; whether it is, is what the simulation finds out. Compiled in with PARLEY_BUGGIFY only: a release asks nobody.
 *
 *   if (VOLUNTEER(r->setup.volunteer, VOLUNTEER_ONE_TURN)) ... */
#ifndef PARLEY_VOLUNTEER_H
#define PARLEY_VOLUNTEER_H

#include <stdbool.h>

/* VOLUNTEERED(constant, name, what happens) */
#define VOLUNTEERED_ALL(VOLUNTEERED)                                                                                             \
    VOLUNTEERED(ONE_TURN, "runtime.one-turn", "no second turn is begun in this pump")                                            \
    VOLUNTEERED(SHORT_PUMP, "runtime.short-pump", "the pump ends after one round and comes back at once")                        \
    VOLUNTEERED(LATE_LOOK, "runtime.late-look", "news about an open burst is not looked at yet")                                 \
    VOLUNTEERED(EARLY_TIME, "runtime.early-time", "a turn is told the time before its deadline")                                 \
    VOLUNTEERED(CONFLICT, "runtime.conflict", "a commit is held back, facts are loaded afresh and the turn is asked again")      \
    VOLUNTEERED(LOST_COMMIT, "runtime.lost-commit", "a commit is given up before the store was asked: the lease runs out")       \
    VOLUNTEERED(MODEL_DOWN, "runtime.model-down", "a model is called down without being asked")                                  \
    VOLUNTEERED(RECOVER_AGAIN, "runtime.recover-again", "doubtful sends are looked after before it is time")                     \
    VOLUNTEERED(NO_ROOM, "sending.no-room", "no send is begun in this pump")                                                     \
    VOLUNTEERED(LATE_RESULT, "sending.late-result", "the result of a send is written down a second later")

enum volunteered {
#define VOLUNTEERED(constant, name, help) VOLUNTEER_##constant,
    VOLUNTEERED_ALL(VOLUNTEERED)
#undef VOLUNTEERED
        VOLUNTEER_COUNT
};

struct volunteer {
    bool (*take)(void *context, enum volunteered what); /* NULL: never */
    void *context;
};

#ifdef PARLEY_BUGGIFY
#define VOLUNTEER(to, what) ((to).take != NULL && (to).take((to).context, (what)))
#else
#define VOLUNTEER(to, what) ((void)(to), false)
#endif

#endif
