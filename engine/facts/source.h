/* Free source text instead of a register: does a sentence say what the text does not?
 *
 * A summary takes from several sentences what it says in one, in words of its own. So nothing is refused for being worded freely;
 * what counts is a value or a name that the source does not have, a date that it has of something else, and content that is not
 * in it at all. */
#ifndef PARLEY_FACTS_SOURCE_H
#define PARLEY_FACTS_SOURCE_H

#include "align.h"

/* From so many per mille in one sentence on, align() is asked as well. */
enum { SOURCE_STRICT = 650 };

/* The same result as align(); `doubt` is 0 to 1,000,000, and 500,000 or more is not allowed. */
void source_align(struct alignment *out, uint32_t *doubt, const struct facts_register *r, const struct meaning *said);

#endif
