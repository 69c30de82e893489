#include <parley/buffer.h>
#include <parley/size.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void buffer_init(struct buffer *b, struct arena *arena, size_t ceiling)
{
    *b = (struct buffer){.arena = arena, .ceiling = ceiling};
}

static bool make_room(struct buffer *b, size_t more)
{
    size_t need;
    if (b->cut || !size_add(&need, b->len, more) || need > b->ceiling) {
        b->cut = true;
        return false;
    }
    if (need <= b->room)
        return true;
    size_t room = b->room ? b->room * 2 : 256;
    if (room < need)
        room = need;
    if (room > b->ceiling)
        room = b->ceiling;
    char *at = arena_alloc(b->arena, room);
    if (b->len > 0)
        memcpy(at, b->at, b->len);
    b->at = at;
    b->room = room;
    return true;
}

void buffer_add(struct buffer *b, struct slice s)
{
    if (s.len == 0 || !make_room(b, s.len))
        return;
    memcpy(b->at + b->len, s.at, s.len);
    b->len += s.len;
}

void buffer_byte(struct buffer *b, char c)
{
    buffer_add(b, (struct slice){&c, 1});
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
    char small[512];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    must(len >= 0);
    if ((size_t)len < sizeof small)
        buffer_add(b, (struct slice){small, (size_t)len});
    else if (make_room(b, (size_t)len + 1)) {
        vsnprintf(b->at + b->len, (size_t)len + 1, format, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

void buffer_u64(struct buffer *b, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    buffer_add(b, (struct slice){digits + at, sizeof digits - at});
}

struct slice buffer_slice(const struct buffer *b)
{
    return (struct slice){b->at ? b->at : "", b->len};
}
