/* The chat channel: a conversation over two descriptors, as JSON Lines. For a test bench, a bridge to a chat system that has none
 * of its own adapters, and the tests that kill the process.
 *
 *   in   {"id": "m-1", "from": "+447700900001", "text": "hello", "tenant": "dynamo-dave"?, "unreadable": "image"?}
 *   out  {"kind": "message", "key": "1.2.0", "attempt": 1, "to": "+447700900001", "purpose": "reply", "text": "..."}
 *
 * Without receipts a line that was written whole counts as accepted by the other side; one of which a part was written is
 * unknown. With receipts the other side answers each message, and silence until the deadline is unknown:
 *
 *   in   {"kind": "shown",   "key": "1.2.0"}                                             it is there: accepted
 *        {"kind": "refused", "key": "1.2.0", "attempt": 1?, "reason": "..."?}            it is not there and will not be
 *        {"kind": "retry",   "key": "1.2.0", "attempt": 1?, "after_ms": 500?}            it is not there; once more, later
 *
 * A receipt that says "not there" is about one attempt (the first when it names none): one that was delayed or came twice says
 * nothing about a later attempt, which may well have arrived. */
#ifndef PARLEY_CHAT_CHANNEL_H
#define PARLEY_CHAT_CHANNEL_H

#include <parley/channel.h>
#include <parley/json_lines.h>
#include <parley/outside.h>

enum { CHAT_FIELD_MAX = 256, CHAT_WRITE_WAIT_MS = 10000, CHAT_RETRY_MS_MAX = 86400000 };

struct chat_receipt {
    struct slice key;
    enum send_state state; /* ACCEPTED, REFUSED, or INTENT: once more after `after_ms` */
    uint64_t attempt;      /* not for ACCEPTED */
    struct slice reason;
    uint64_t after_ms;
};

struct chat_line {
    bool is_receipt;
    struct inbound message; /* tenant and times are left to the caller */
    struct slice tenant;    /* of the message; empty when none is named */
    struct chat_receipt receipt;
};

/* BAD_INPUT with place, field and mend; the message's provider_id is set as soon as it is known. */
MUST_USE enum code chat_line_read(struct chat_line *out, struct arena *a, struct slice line, struct place at, struct error *e);

struct chat_setup {
    int descriptor;                   /* stays the caller's */
    struct clock *clock;              /* borrowed */
    struct duration receipt_deadline; /* 0: no receipts */
};

/* Threads: every thread may transmit, and hears `done` on itself; lines never mix. */
struct channel *chat_channel_create(const struct chat_setup *setup);
/* One more line on the same descriptor, not mixed with the channel's own. IO_FAILED when nobody reads. */
MUST_USE enum code chat_channel_line(struct channel *c, struct slice line, struct error *e);

/* From whoever reads. True when an attempt waited for it: the thread that transmitted hears of it when it pumps next, so wake it.
 * False: nobody waits here (any more); the store may still be in doubt (chat_receipt_settle). */
bool chat_channel_receipt(struct channel *c, const struct chat_receipt *r);
/* No receipt can come any more: what waits is unknown, and nothing else is written. */
void chat_channel_deaf(struct channel *c);

/* A receipt for which nobody waits: after the deadline, or after a restart. Settles the doubt; a receipt that says what is known
 * already, or asks for another attempt after the doubt, changes nothing. NOT_FOUND when no such message was ever sent. */
MUST_USE enum code chat_receipt_settle(struct store *s, const struct chat_receipt *r, struct wall now, struct error *e);

#endif
