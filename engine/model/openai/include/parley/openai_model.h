/* Chat Completions, of OpenAI and of every server that speaks it. What differs between them is in the setup's dialect. */
#ifndef PARLEY_OPENAI_MODEL_H
#define PARLEY_OPENAI_MODEL_H

#include <parley/remote_model.h>

/* NULL with what is wrong in the setup. close wipes the keys; the `outgoing` must live until then. */
struct model *openai_model_create(const struct remote_setup *setup, struct error *e);

#endif
