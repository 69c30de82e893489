/* The chat channel: a conversation over two descriptors, as JSON Lines. For a test bench, a bridge to a chat system that has none
 * of its own adapters, and the tests that kill the process.
 *
 *   in   {"id": "m-1", "from": "+447700900001", "text": "hello", "tenant": "dynamo-dave"?, "unreadable": "image"?}
 *   out  {"kind": "message", "key": "1.2.0", "to": "+447700900001", "purpose": "reply", "text": "..."}
 *
 * A line that was written whole counts as accepted by the other side; one of which a part was written is unknown. */
#ifndef PARLEY_CHAT_CHANNEL_H
#define PARLEY_CHAT_CHANNEL_H

#include <parley/channel.h>
#include <parley/json_lines.h>

enum { CHAT_FIELD_MAX = 256, CHAT_WRITE_WAIT_MS = 10000 };

/* Threads: every thread may transmit; lines never mix. The descriptor stays the caller's. */
struct channel *chat_channel_create(int descriptor);
/* One more line on the same descriptor, not mixed with the channel's own. IO_FAILED when nobody reads. */
MUST_USE enum code chat_channel_line(struct channel *c, struct slice line, struct error *e);

/* BAD_INPUT with place, field and mend. Tenant and times are left to the caller; `tenant` is empty when none is named. */
MUST_USE enum code chat_line_read(struct inbound *out, struct slice *tenant, struct arena *a, struct slice line, struct place at,
                                  struct error *e);

#endif
