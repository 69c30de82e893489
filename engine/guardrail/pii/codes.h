/* Codes of letters and digits by their shape. */
#ifndef PARLEY_GUARDRAIL_PII_CODES_H
#define PARLEY_GUARDRAIL_PII_CODES_H

#include <parley/size.h>

#include "pii/search.h"

/* a letter, d digit, ? either; "_" at most one space, hyphen or dot. Gives the end, 0 when it does not fit or does not stand
 * alone. */
size_t shape(struct slice s, size_t from, const char *form);

#endif
