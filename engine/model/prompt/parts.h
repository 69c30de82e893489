/* The parts of a prompt; private to the room. */
#ifndef PARLEY_PROMPT_PARTS_H
#define PARLEY_PROMPT_PARTS_H

#include <parley/json_write.h>
#include <parley/prompt.h>

enum {
    BURST_BYTES_MAX = 4000,
    SAID_BYTES_MAX = 1000, /* of one earlier message */
    SAID_MAX = 12,         /* earlier messages */
    WORDINGS_MAX = 8,      /* of one claim */
    PASSAGE_BYTES_MAX = 600,
    PROMPT_BYTES_MAX = 1 << 20
};

struct slice system_for_draft(struct arena *arena, const struct model_ask *ask);
struct slice system_for_checker(struct arena *arena, const struct model_ask *ask);

/* {"id", "wordings": [...]}: a claim, or a signed line. */
void write_claim(struct json_write *w, const struct claim *c);
void write_line(struct json_write *w, const struct script_line *l);
/* "sentences" of the draft and what each may rest on, for the checker. */
void write_candidates(struct json_write *w, struct arena *arena, const struct model_ask *ask);

#endif
