/* The model port: ask for a text, get it (or a refusal to answer) later. What a model says is never trusted. */
#ifndef PARLEY_MODEL_H
#define PARLEY_MODEL_H

#include <parley/brain.h>
#include <parley/conversation.h>
#include <parley/guardrail.h>
#include <parley/tenant.h>

enum model_role { ROLE_CONVERSATION, ROLE_SIMPLE, ROLE_CHECKER, ROLE_JUDGE, ROLE_EMBED, MODEL_ROLE_COUNT };
const char *model_role_name(enum model_role role);

/* Everything a draft may rest on. Borrowed until the answer is given or the ask is cancelled. */
struct model_ask {
    uint64_t id; /* unique in the turn */
    enum model_role role;
    uint32_t rung;      /* of the ladder: 0 = model A, 1 = model B ...; the last rung is the script */
    struct slice model; /* the configured name: "script", "hostile", "a" */
    const struct tenant *tenant;
    const struct brain *brain;
    const struct snapshot *snapshot;
    struct slice burst; /* what the contact wrote, several messages joined by newlines */
    const struct signal *signals;
    size_t signal_count;
    const struct brain_hit *hits;
    size_t hit_count;      /* retrieved for the burst, best first; none for the script, which searches by itself */
    struct slice draft;    /* checker: what to judge */
    struct slice feedback; /* redraft: why the last one was refused */
    struct instant deadline;
    struct money most; /* what it may cost; a dearer ask is not started, and answered MODEL_TOO_DEAR */
};

enum model_status { MODEL_OK, MODEL_TIMEOUT, MODEL_LIMITED, MODEL_DOWN, MODEL_REFUSED, MODEL_GARBAGE, MODEL_TOO_DEAR };
const char *model_status_name(enum model_status status);

struct model_answer {
    uint64_t ask;
    enum model_status status;
    struct slice text;      /* draft; for the checker a verdict as JSON (turn/checking.c); copied by the receiver */
    struct slice next_step; /* script model: the path step its text asks; else empty */
    struct money cost;
    uint32_t tokens_in, tokens_out;
};

/* Called exactly once per started ask, during `start` or from the model's own pump on the same thread. */
typedef void model_done(void *context, const struct model_answer *answer);

struct model;
struct model_ops {
    const char *name;
    /* What the ask costs at most (the longest answer that it allows); 0 = nothing. An ask that is cut short counts as this. */
    struct money (*price)(struct model *m, const struct model_ask *ask);
    void (*start)(struct model *m, const struct model_ask *ask, model_done *done, void *context);
    void (*cancel)(struct model *m, void *context); /* done will not be called any more */
    void (*close)(struct model *m);
};
struct model {
    const struct model_ops *ops;
};

#endif
