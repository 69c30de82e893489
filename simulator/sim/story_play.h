/* From a story to a run of it. */
#ifndef PARLEY_STORY_PLAY_H
#define PARLEY_STORY_PLAY_H

#include <parley/simulation.h>
#include <parley/story.h>

#include "modes.h"

struct story_played {
    struct simulation_result result;
    struct slice_list lines; /* the timeline as it would stand in the file */
    const bool *struck;      /* each fault of the story */
    bool violates;           /* what the story says that it violates, or anything when it says that all holds */
};

/* `occasions`: when not empty, every occasion of this fault is a line of the timeline. All of the result lives in `arena`. */
void story_play(struct story_played *out, struct arena *arena, const struct stage *stage, const struct story *s,
                const enum fault *occasions);

/* Reads the files and directories named, or `standard`; an exit status, and has told what is wrong. */
int stories_load(struct stories *out, const struct source_file **files, struct sim_mode *m, const char *standard);
/* The stage of the story's tenants; keeps it in the mode for the next story of the same tenants. An exit status. */
int story_stage(struct sim_mode *m, const struct story *s);
bool story_is_of_this_build(const struct story *s);
struct slice this_build(void);

#endif
