/* What the room reads with jansson: every member may be missing or of another kind. Texts are borrowed from the tree, which lives
 * as long as the arena that it was read into. */
#ifndef PARLEY_WHATSAPP_JSON_VIEW_H
#define PARLEY_WHATSAPP_JSON_VIEW_H

#include <jansson.h>
#include <parley/arena.h>

/* NULL when this is not JSON, or deeper than `depth_max` (*too_deep). One half of a character, a NUL or a byte that is no UTF-8
 * would make the whole delivery unreadable: they are read as U+FFFD, and *mended is set. */
json_t *json_view_read(struct arena *a, struct slice bytes, unsigned depth_max, bool *too_deep, bool *mended);

struct slice json_view_text(const json_t *object, const char *key); /* empty when it is not there, or no string */
/* A whole number, also when it was sent as text; 0 when it is neither, or below 0. */
uint64_t json_view_number(const json_t *object, const char *key);
bool json_view_truth(const json_t *object, const char *key);
const json_t *json_view_object(const json_t *object, const char *key); /* NULL when it is not there, or no object */

#endif
