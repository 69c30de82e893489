/* What lanes tell the front: the one place where their threads meet. Bounded: what does not fit is dropped and counted, and
 * whoever waits for it looks at the store in the end. */
#ifndef PARLEY_API_MAILBOX_H
#define PARLEY_API_MAILBOX_H

#include <parley/api.h>

struct mailbox *mailbox_create(void);
void mailbox_destroy(struct mailbox *m);
bool mailbox_put(struct mailbox *m, const struct api_event *e); /* any thread; true: it was empty, so wake the front */
void mailbox_empty(struct mailbox *m, void (*hear)(void *context, const struct api_event *e), void *context);

#endif
