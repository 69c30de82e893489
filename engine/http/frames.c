#include "frames.h"

#include <stdlib.h>
#include <wslay/wslay.h>

enum { ROOM_FIRST = 512, ROOM_KEPT = 16 * 1024 };

static ssize_t give(uint8_t *to, size_t len, int flags, void *context)
{
    struct frames *f = context;
    size_t n = len < f->in.len ? len : f->in.len;
    (void)flags;
    if (n == 0)
        return -1;
    memcpy(to, f->in.at, n);
    f->in = slice_after(f->in, n);
    return (ssize_t)n;
}

/* The header comes first and is copied; the payload is borrowed, so that both leave in one write. */
static ssize_t take(const uint8_t *from, size_t len, int flags, void *context)
{
    struct frames *f = context;
    (void)flags;
    if (f->out[0].len == 0) {
        must(len <= sizeof f->header);
        memcpy(f->header, from, len);
        f->out[0] = (struct slice){f->header, len};
    } else
        f->out[1] = (struct slice){(const char *)from, len};
    return (ssize_t)len;
}

void frames_init(struct frames *f, size_t message_bytes_max)
{
    static const struct wslay_frame_callbacks callbacks = {.send_callback = take, .recv_callback = give};
    *f = (struct frames){.message_bytes_max = message_bytes_max};
    must(wslay_frame_context_init(&f->wslay, &callbacks, f) == 0);
}

void frames_finish(struct frames *f)
{
    if (f->wslay != NULL)
        wslay_frame_context_free(f->wslay);
    free(f->message);
    *f = (struct frames){0};
}

static enum frame_kind wrong(struct frame_event *event, enum close_code code)
{
    *event = (struct frame_event){.code = (uint16_t)code};
    return FRAME_WRONG;
}

/* What the header says. 0, or the code to close with. */
static enum close_code begin_frame(struct frames *f, const struct wslay_frame_iocb *frame)
{
    if (!frame->mask || frame->rsv != 0)
        return CLOSE_PROTOCOL;
    f->has_frame = true;
    f->frame_left = frame->payload_length;
    switch (frame->opcode) {
    case WSLAY_CONNECTION_CLOSE:
    case WSLAY_PING:
    case WSLAY_PONG: f->control_len = 0; return 0;
    case WSLAY_BINARY_FRAME: return f->is_open ? CLOSE_PROTOCOL : CLOSE_BINARY;
    case WSLAY_TEXT_FRAME:
        if (f->is_open)
            return CLOSE_PROTOCOL;
        f->is_open = true;
        f->text = (struct utf8){0};
        f->len = 0;
        break;
    case WSLAY_CONTINUATION_FRAME:
        if (!f->is_open)
            return CLOSE_PROTOCOL;
        break;
    default: return CLOSE_PROTOCOL;
    }
    return frame->payload_length > f->message_bytes_max - f->len ? CLOSE_TOO_LONG : 0;
}

static bool add_text(struct frames *f, struct slice piece)
{
    if (f->room - f->len < piece.len) {
        size_t room = f->room ? f->room : ROOM_FIRST;
        while (room - f->len < piece.len)
            room *= 2;
        f->message = realloc(f->message, room);
        must(f->message != NULL);
        f->room = room;
    }
    if (piece.len > 0)
        memcpy(f->message + f->len, piece.at, piece.len);
    f->len += piece.len;
    return utf8_takes(&f->text, piece);
}

static bool may_be_sent(unsigned code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

static enum frame_kind end_close(struct frames *f, struct frame_event *event)
{
    struct utf8 text = {0};
    struct slice reason = {f->control + 2, f->control_len - 2};
    if (f->control_len == 0) {
        *event = (struct frame_event){.code = CLOSE_NONE};
        return FRAME_CLOSE;
    }
    if (f->control_len == 1)
        return wrong(event, CLOSE_PROTOCOL);
    unsigned code = (unsigned)(uint8_t)f->control[0] << 8 | (uint8_t)f->control[1];
    if (!may_be_sent(code))
        return wrong(event, CLOSE_PROTOCOL);
    if (!utf8_takes(&text, reason) || !utf8_is_whole(&text))
        return wrong(event, CLOSE_NOT_TEXT);
    *event = (struct frame_event){reason, (uint16_t)code};
    return FRAME_CLOSE;
}

/* FRAME_MORE: the message goes on in another frame. */
static enum frame_kind end_frame(struct frames *f, const struct wslay_frame_iocb *frame, struct frame_event *event)
{
    f->has_frame = false;
    if (frame->opcode == WSLAY_CONNECTION_CLOSE)
        return end_close(f, event);
    if (wslay_is_ctrl_frame(frame->opcode)) {
        *event = (struct frame_event){.payload = {f->control, f->control_len}};
        return frame->opcode == WSLAY_PING ? FRAME_PING : FRAME_PONG;
    }
    if (!frame->fin)
        return FRAME_MORE;
    f->is_open = false;
    if (!utf8_is_whole(&f->text))
        return wrong(event, CLOSE_NOT_TEXT);
    f->is_given = true;
    *event = (struct frame_event){.payload = {f->message != NULL ? f->message : "", f->len}};
    return FRAME_TEXT;
}

static void forget_given(struct frames *f)
{
    if (!f->is_given)
        return;
    f->is_given = false;
    f->len = 0;
    if (f->room > ROOM_KEPT) {
        free(f->message);
        f->message = NULL;
        f->room = 0;
    }
}

enum frame_kind frames_next(struct frames *f, struct slice *bytes, struct frame_event *event)
{
    forget_given(f);
    for (;;) {
        struct wslay_frame_iocb frame = {0};
        f->in = *bytes;
        ssize_t n = wslay_frame_recv(f->wslay, &frame);
        *bytes = f->in;
        if (n == WSLAY_ERR_WANT_READ)
            return FRAME_MORE;
        if (n < 0)
            return wrong(event, CLOSE_PROTOCOL);
        if (!f->has_frame) {
            enum close_code code = begin_frame(f, &frame);
            if (code != 0)
                return wrong(event, code);
        }
        struct slice piece = {(const char *)frame.data, frame.data_length};
        must(piece.len <= f->frame_left);
        f->frame_left -= piece.len;
        if (wslay_is_ctrl_frame(frame.opcode)) {
            must(piece.len <= sizeof f->control - f->control_len);
            memcpy(f->control + f->control_len, piece.at, piece.len);
            f->control_len += piece.len;
        } else if (!add_text(f, piece))
            return wrong(event, CLOSE_NOT_TEXT);
        if (f->frame_left > 0)
            continue;
        enum frame_kind kind = end_frame(f, &frame, event);
        if (kind != FRAME_MORE)
            return kind;
    }
}

void frames_write(struct frames *f, struct slice out[2], unsigned opcode, struct slice payload)
{
    struct wslay_frame_iocb frame = {
        .fin = 1,
        .opcode = (uint8_t)opcode,
        .payload_length = payload.len,
        .data = (const uint8_t *)payload.at,
        .data_length = payload.len,
    };
    f->out[0] = f->out[1] = SLICE_NONE;
    must(wslay_frame_send(f->wslay, &frame) == (ssize_t)payload.len);
    out[0] = f->out[0];
    out[1] = f->out[1];
}
