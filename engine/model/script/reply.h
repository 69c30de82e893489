/* A reply being put together out of registered wording. */
#ifndef PARLEY_SCRIPT_REPLY_H
#define PARLEY_SCRIPT_REPLY_H

#include <parley/buffer.h>
#include <parley/model.h>
#include <parley/stem.h>

struct reply {
    struct arena *arena;
    const struct model_ask *ask;
    struct stemmer *stemmer;
    struct buffer text;
    struct slice next_step;
    bool closes; /* a good-bye: no question behind it */
};

void reply_say(struct reply *r, struct slice text);
bool reply_line(struct reply *r, enum line_purpose purpose, struct slice for_signal);

#endif
