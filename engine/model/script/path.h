/* The signed conversion path: reading the answer to the step that was asked, and asking the next. */
#ifndef PARLEY_SCRIPT_PATH_H
#define PARLEY_SCRIPT_PATH_H

#include "reply.h"

/* The burst answers the step that was asked last: says the branch's line and asks the next step. False when there is none or it
 * does not. */
bool path_answered(struct reply *r, const struct text *t, bool asked_a_question);
/* Asks the open step again behind an answer; the first one at the start. */
void path_ask_again(struct reply *r);

#endif
