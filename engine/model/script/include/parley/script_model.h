/* The script model: answers from registered wording and the signed conversion path, without a network. It is the last rung of the
 * ladder above the holding reply, and what makes the product run on a fresh machine. It says only what claims and lines say;
 * still, its drafts go through the same gate as anybody's. Synchronous: done is called before start returns. Deterministic. */
#ifndef PARLEY_SCRIPT_MODEL_H
#define PARLEY_SCRIPT_MODEL_H

#include <parley/model.h>

struct model *script_model_create(void);

#endif
