/* One case refused for the sake of a registered limit: "we can't post to Spain, as we don't deliver outside the UK". The case may
 * have words that nothing registered has; the limit may not. */
#ifndef PARLEY_FACTS_SPECIAL_CASE_H
#define PARLEY_FACTS_SPECIAL_CASE_H

#include "register.h"

/* as, since, because: the reason for the clause before begins at token i. */
bool reason_begins(const struct tokens *t, uint32_t i, uint32_t past);

/* Does the clause refuse something, and say nothing else? */
bool refuses_a_case(const struct meaning *m);

/* Is the known sentence a limit that the refused case falls under, and does the case speak of nothing else that is registered? */
bool falls_under(const struct facts_register *r, const struct meaning *refused, const struct meaning *reason,
                 const struct known_sentence *limit);

#endif
