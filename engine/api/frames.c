#include "visitors.h"

#include <parley/text.h>

static const char *from_of(enum author author)
{
    return author == AUTHOR_CONTACT ? "visitor" : author == AUTHOR_STAFF ? "person" : "bot";
}

struct slice frame_message(struct arena *a, const struct view_line *line, struct slice cid, bool typed)
{
    struct buffer b;
    struct json_write w;
    buffer_init(&b, a, 1 << 20);
    json_begin(&w, &b);
    json_object_begin(&w);
    if (typed)
        json_put_cstr(&w, "type", "message");
    json_put_u64(&w, "seq", line->place);
    json_put_string(&w, "id", arena_printf(a, "m%llu", (unsigned long long)line->message.n));
    json_put_cstr(&w, "from", from_of(line->author));
    json_put_string(&w, "text", private_reveal(line->text, REVEAL_CHANNEL));
    if (line->unreadable.len > 0)
        json_put_string(&w, "unreadable", line->unreadable);
    if (cid.len > 0)
        json_put_string(&w, "cid", cid);
    json_put_i64(&w, "at", line->at.ms);
    json_object_end(&w);
    return buffer_slice(&b);
}

const char *frame_state(enum holder holder, bool opted_out)
{
    switch (holder) {
    case HOLDER_HANDED_OVER:
    case HOLDER_STAFF: return "handed_over";
    case HOLDER_SILENT: return "silent";
    case HOLDER_BOT:
    case HOLDER_COUNT: break;
    }
    return opted_out ? "silent" : "open";
}

static size_t chars_of(struct slice s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return count;
}

static bool cid_is_good(struct slice cid)
{
    for (size_t i = 0; i < cid.len; i++) {
        char c = cid.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_'))
            return false;
    }
    return cid.len > 0 && cid.len <= CID_MAX;
}

const char *say_refused(struct slice *text, struct arena *a, struct slice cid, struct slice words)
{
    *text = slice_trim(text_clean(a, words));
    if (!cid_is_good(cid))
        return "bad_cid";
    if (text->len == 0)
        return "empty";
    return chars_of(*text) > TEXT_CHARS_MAX ? "too_long" : NULL;
}
