/* Server-sent events, read piece by piece however they are cut: CR, LF or CRLF, comments, several data lines. Bounded.
 * Source: WHATWG HTML, 9.2.6 "Interpreting an event stream". */
#ifndef PARLEY_SSE_H
#define PARLEY_SSE_H

#include <parley/buffer.h>

enum { SSE_EVENT_MAX = 1 << 20 }; /* bytes of one event's line or data */

/* `event` is empty when unnamed; borrowed for the call. False: no more is wanted. */
typedef bool sse_event(void *context, struct slice event, struct slice data);

struct sse {
    struct arena *arena; /* grows with the longest event, not with the stream */
    sse_event *take;
    void *context;
    struct buffer line, data, event;
    bool has_data, after_cr, begun, stopped, too_long;
    unsigned bom; /* bytes of a byte order mark seen */
};

void sse_init(struct sse *s, struct arena *arena, sse_event *take, void *context);
/* False when the reader said no or an event is too long, now or before. An event that no empty line ended is none. */
bool sse_feed(struct sse *s, struct slice piece);

#endif
