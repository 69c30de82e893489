#include <parley/json_write.h>

enum { DEPTH_MAX = 64 };

void json_begin(struct json_write *w, struct buffer *out)
{
    *w = (struct json_write){.out = out};
}

static uint64_t level(const struct json_write *w)
{
    return UINT64_C(1) << w->depth;
}

static void before_value(struct json_write *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    must(w->depth == 0 || !(w->is_object & level(w)));
    if (w->has_items & level(w))
        buffer_byte(w->out, ',');
    w->has_items |= level(w);
}

static void open(struct json_write *w, char bracket, bool object)
{
    before_value(w);
    must(w->depth + 1 < DEPTH_MAX);
    buffer_byte(w->out, bracket);
    w->depth++;
    w->has_items &= ~level(w);
    w->is_object = object ? w->is_object | level(w) : w->is_object & ~level(w);
}

static void close(struct json_write *w, char bracket, bool object)
{
    must(w->depth > 0);
    must(!w->after_key);
    must(((w->is_object & level(w)) != 0) == object);
    w->depth--;
    buffer_byte(w->out, bracket);
}

void json_object_begin(struct json_write *w)
{
    open(w, '{', true);
}

void json_object_end(struct json_write *w)
{
    close(w, '}', true);
}

void json_array_begin(struct json_write *w)
{
    open(w, '[', false);
}

void json_array_end(struct json_write *w)
{
    close(w, ']', false);
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* How long the valid UTF-8 character at s[i] is; 0 when it is not one. */
static size_t character(struct slice s, size_t i)
{
    unsigned char c = (unsigned char)s.at[i];
    size_t len = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
    if (len == 0 || i + len > s.len)
        return 0;
    for (size_t k = 1; k < len; k++)
        if (((unsigned char)s.at[i + k] & 0xc0) != 0x80)
            return 0;
    unsigned char next = len > 2 ? (unsigned char)s.at[i + 1] : 0x90;
    bool bad =
        (c == 0xe0 && next < 0xa0) || (c == 0xed && next >= 0xa0) || (c == 0xf0 && next < 0x90) || (c == 0xf4 && next >= 0x90);
    return bad && len > 2 ? 0 : len;
}

static void escaped(struct buffer *out, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    switch (c) {
    case '"': buffer_add(out, SLICE("\\\"")); return;
    case '\\': buffer_add(out, SLICE("\\\\")); return;
    case '\n': buffer_add(out, SLICE("\\n")); return;
    case '\r': buffer_add(out, SLICE("\\r")); return;
    case '\t': buffer_add(out, SLICE("\\t")); return;
    default: break;
    }
    char text[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
    buffer_add(out, (struct slice){text, sizeof text});
}

static void quoted(struct buffer *out, struct slice s)
{
    buffer_byte(out, '"');
    size_t from = 0, i = 0;
    while (i < s.len) {
        unsigned char c = (unsigned char)s.at[i];
        size_t len = is_plain(c) ? 1 : character(s, i);
        if (is_plain(c) || len > 1) {
            i += len;
            continue;
        }
        buffer_add(out, slice_sub(s, from, i));
        if (len == 0)
            buffer_add(out, SLICE("\xef\xbf\xbd"));
        else
            escaped(out, c);
        from = ++i;
    }
    buffer_add(out, slice_sub(s, from, s.len));
    buffer_byte(out, '"');
}

void json_key(struct json_write *w, const char *key)
{
    must(w->depth > 0);
    must(w->is_object & level(w));
    must(!w->after_key);
    if (w->has_items & level(w))
        buffer_byte(w->out, ',');
    w->has_items |= level(w);
    quoted(w->out, slice_from(key));
    buffer_byte(w->out, ':');
    w->after_key = true;
}

void json_add_string(struct json_write *w, struct slice s)
{
    before_value(w);
    quoted(w->out, s);
}

void json_add_u64(struct json_write *w, uint64_t n)
{
    before_value(w);
    buffer_u64(w->out, n);
}

void json_add_i64(struct json_write *w, int64_t n)
{
    before_value(w);
    if (n < 0)
        buffer_byte(w->out, '-');
    buffer_u64(w->out, n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n);
}

void json_add_bool(struct json_write *w, bool b)
{
    before_value(w);
    buffer_add(w->out, b ? SLICE("true") : SLICE("false"));
}

void json_add_null(struct json_write *w)
{
    before_value(w);
    buffer_add(w->out, SLICE("null"));
}

void json_add_ratio(struct json_write *w, struct ratio_ppm r)
{
    before_value(w);
    buffer_printf(w->out, "%u.%06u", (unsigned)(r.ppm / 1000000), (unsigned)(r.ppm % 1000000));
}

void json_put_string(struct json_write *w, const char *key, struct slice s)
{
    json_key(w, key);
    json_add_string(w, s);
}

void json_put_cstr(struct json_write *w, const char *key, const char *s)
{
    json_put_string(w, key, slice_from(s));
}

void json_put_u64(struct json_write *w, const char *key, uint64_t n)
{
    json_key(w, key);
    json_add_u64(w, n);
}

void json_put_i64(struct json_write *w, const char *key, int64_t n)
{
    json_key(w, key);
    json_add_i64(w, n);
}

void json_put_bool(struct json_write *w, const char *key, bool b)
{
    json_key(w, key);
    json_add_bool(w, b);
}

void json_put_ratio(struct json_write *w, const char *key, struct ratio_ppm r)
{
    json_key(w, key);
    json_add_ratio(w, r);
}
