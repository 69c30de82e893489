/* Frames of a client, whole and cut into pieces: both come to the same end. What the server writes is read back, too. */
#include <stdlib.h>

#include "../frames.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MESSAGE_MAX = 3000 };

struct end {
    size_t events, bytes;
    uint16_t code;
    enum frame_kind last;
};

static struct end read_all(struct slice bytes, size_t piece_len)
{
    struct end end = {0};
    struct frames f;
    frames_init(&f, MESSAGE_MAX);
    while (bytes.len > 0 && end.last != FRAME_WRONG && end.last != FRAME_CLOSE) {
        struct slice piece = slice_sub(bytes, 0, piece_len);
        struct frame_event event;
        enum frame_kind kind;
        bytes = slice_after(bytes, piece.len);
        while ((kind = frames_next(&f, &piece, &event)) != FRAME_MORE) {
            struct slice out[2];
            struct utf8 text = {0};
            end.last = kind;
            end.events++;
            end.code = kind == FRAME_CLOSE || kind == FRAME_WRONG ? event.code : 0;
            if (kind == FRAME_WRONG || kind == FRAME_CLOSE)
                break;
            must(event.payload.len <= (kind == FRAME_TEXT ? MESSAGE_MAX : FRAME_CONTROL_MAX));
            must(kind != FRAME_TEXT || (utf8_takes(&text, event.payload) && utf8_is_whole(&text)));
            end.bytes += event.payload.len;
            frames_write(&f, out, 1, event.payload);
            must(out[1].len == event.payload.len);
            must(out[0].len >= 2);
        }
    }
    frames_finish(&f);
    return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct slice bytes = {(const char *)data + 1, size - 1};
    struct end whole = read_all(bytes, SIZE_MAX), cut = read_all(bytes, (size_t)data[0] + 1);
    must(whole.events == cut.events);
    must(whole.bytes == cut.bytes);
    must(whole.code == cut.code);
    must(whole.last == cut.last);
    return 0;
}
