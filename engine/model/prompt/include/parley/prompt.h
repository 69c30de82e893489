/* What a model is asked, in no vendor's form: instructions that stay the same for a brain and a role, then turns that begin with
 * the customer's side, take turns, and end with it. The same ask gives the same bytes (caches and records depend on it).
 *
 * What people wrote stands in JSON strings, sanitised: it cannot end its frame and pose as an instruction. Claims come with every
 * approved wording. Pure; everything lives in the arena (docs/adr/0025). */
#ifndef PARLEY_PROMPT_H
#define PARLEY_PROMPT_H

#include <parley/model.h>

struct prompt_turn {
    bool by_bot;
    struct slice text;
};

struct prompt {
    struct slice system; /* the same for every ask of this brain, tenant and role: to be cached */
    const struct prompt_turn *turns;
    size_t turn_count;
    struct slice schema_name, schema; /* JSON schema that the answer must have; empty: plain text */
};

/* Conversation, simple and checker; UNAVAILABLE for roles that have no prompt. */
MUST_USE enum code prompt_write(struct prompt *out, struct arena *arena, const struct model_ask *ask, struct error *e);
/* No tokenizer makes more of it than this: what it may cost, not what it will. */
uint64_t prompt_tokens_most(struct slice text);
/* The step of the signed path that the text asks, word for word; the last one if there are several; else empty. */
struct slice prompt_step_asked(const struct brain *b, struct slice text);

#endif
