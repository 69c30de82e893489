/* What people wrote, before a model reads it: without the control tokens of any vendor, without what no eye can see, and not too
 * long. What is left cannot end its own frame: it is written as a JSON string (docs/adr/0025). Pure.
 * Source: N-197. */
#ifndef PARLEY_SANITISE_H
#define PARLEY_SANITISE_H

#include <parley/arena.h>
#include <parley/slice.h>

/* At most `bytes_max` bytes, cut at a character; bad UTF-8 becomes U+FFFD. The same text gives the same bytes. */
struct slice sanitise(struct arena *arena, struct slice text, size_t bytes_max);

#endif
