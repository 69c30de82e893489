/* Messages, of Anthropic and of every server that speaks it. */
#ifndef PARLEY_ANTHROPIC_MODEL_H
#define PARLEY_ANTHROPIC_MODEL_H

#include <parley/remote_model.h>

/* NULL with what is wrong in the setup. close wipes the keys; the `outgoing` must live until then. */
struct model *anthropic_model_create(const struct remote_setup *setup, struct error *e);

#endif
