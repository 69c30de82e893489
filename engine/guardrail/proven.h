/* Wording that went through the outbound screen when it was loaded, and nothing was found: what the words show by themselves
 * need not be looked for again each time they leave. */
#ifndef PARLEY_GUARDRAIL_PROVEN_H
#define PARLEY_GUARDRAIL_PROVEN_H

#include <parley/guardrail.h>

struct proven; /* by text */

/* Was this very text proven, and does `facts` say of each of its sentences and units what it said then? Patterns, views, links
 * and personal data depend on nothing else; the customer's own words could only excuse more. */
bool is_proven(const struct guardrail *g, struct slice text, const struct screen_context *context,
               const struct facts_result *facts);

#endif
