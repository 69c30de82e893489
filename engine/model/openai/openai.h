/* The wire, as pure functions; private to the room. */
#ifndef PARLEY_OPENAI_WIRE_H
#define PARLEY_OPENAI_WIRE_H

#include <parley/remote_vendor.h>

struct slice openai_write(struct arena *arena, const struct remote_setup *setup, const struct prompt *p);
void openai_read(struct reading *r, struct slice body);
bool openai_read_event(struct reading *r, struct slice event, struct slice data);

#endif
