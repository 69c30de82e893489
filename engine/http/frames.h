/* RFC 6455 frames, the server's side, on libwslay's frame reader: puts messages together and says with which code a client that
 * breaks the rules is to be closed. Knows no socket. What a frame declares is checked before any of it is kept. */
#ifndef PARLEY_HTTP_FRAMES_H
#define PARLEY_HTTP_FRAMES_H

#include <parley/slice.h>

#include "utf8.h"

struct wslay_frame_context;

enum { FRAME_CONTROL_MAX = 125, FRAME_HEADER_MAX = 14 };
enum close_code {
    CLOSE_NORMAL = 1000,
    CLOSE_GOING = 1001,
    CLOSE_PROTOCOL = 1002,
    CLOSE_BINARY = 1003,
    CLOSE_NONE = 1005, /* never sent: the client gave no code */
    CLOSE_NOT_TEXT = 1007,
    CLOSE_TOO_LONG = 1009,
    CLOSE_BUSY = 1013
};

enum frame_kind { FRAME_MORE, FRAME_TEXT, FRAME_PING, FRAME_PONG, FRAME_CLOSE, FRAME_WRONG };

struct frame_event {
    struct slice payload; /* the whole message; of a close its reason; until the next call */
    uint16_t code;        /* of CLOSE: the client's; of WRONG: what to close with */
};

struct frames {
    struct wslay_frame_context *wslay;
    struct slice in;
    size_t message_bytes_max;
    char *message;
    size_t len, room;
    struct utf8 text;
    bool is_open;  /* a message has begun and not ended */
    bool is_given; /* the message was handed out: the next one begins anew */
    bool has_frame;
    uint64_t frame_left;
    char control[FRAME_CONTROL_MAX];
    size_t control_len;
    struct slice out[2];
    char header[FRAME_HEADER_MAX];
};

void frames_init(struct frames *f, size_t message_bytes_max);
void frames_finish(struct frames *f);

/* The next thing in *bytes, which it uses up. FRAME_MORE: nothing more until more bytes come; ask until then. */
enum frame_kind frames_next(struct frames *f, struct slice *bytes, struct frame_event *event);

/* One whole frame: header and payload, the payload borrowed. */
void frames_write(struct frames *f, struct slice out[2], unsigned opcode, struct slice payload);

#endif
