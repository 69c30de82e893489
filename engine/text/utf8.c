#include "utf8.h"

size_t utf8_length(struct slice s, size_t at)
{
    unsigned char c = (unsigned char)s.at[at];
    size_t len = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
    if (len == 0 || at + len > s.len)
        return 0;
    for (size_t k = 1; k < len; k++)
        if (((unsigned char)s.at[at + k] & 0xc0) != 0x80)
            return 0;
    if (len < 3)
        return len;
    unsigned char next = (unsigned char)s.at[at + 1];
    bool overlong = (c == 0xe0 && next < 0xa0) || (c == 0xf0 && next < 0x90);
    bool not_scalar = (c == 0xed && next >= 0xa0) || (c == 0xf4 && next >= 0x90);
    return overlong || not_scalar ? 0 : len;
}

bool text_is_ascii(struct slice s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.at[i];
    return all < 0x80;
}

bool text_is_utf8(struct slice s, size_t *bad_at)
{
    for (size_t i = 0; i < s.len;) {
        if (s.at[i] != '\0' && (unsigned char)s.at[i] < 0x80) {
            i++;
            continue;
        }
        size_t len = s.at[i] == '\0' ? 0 : utf8_length(s, i);
        if (len == 0) {
            if (bad_at != NULL)
                *bad_at = i;
            return false;
        }
        i += len;
    }
    return true;
}

struct slice text_clean(struct arena *arena, struct slice s)
{
    if (text_is_utf8(s, NULL))
        return s;
    char *at = arena_alloc(arena, s.len * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        size_t len = s.at[i] == '\0' ? 0 : utf8_length(s, i);
        if (len == 0) {
            at[n++] = (char)0xef;
            at[n++] = (char)0xbf;
            at[n++] = (char)0xbd;
            i++;
            continue;
        }
        for (size_t k = 0; k < len; k++)
            at[n++] = s.at[i++];
    }
    return (struct slice){at, n};
}

bool text_next_point(uint32_t *point, struct slice s, size_t *at)
{
    if (*at >= s.len)
        return false;
    size_t len = utf8_length(s, *at);
    must(len > 0);
    unsigned char c = (unsigned char)s.at[*at];
    uint32_t p = len == 1 ? c : len == 2 ? c & 0x1fu : len == 3 ? c & 0x0fu : c & 0x07u;
    for (size_t k = 1; k < len; k++)
        p = p << 6 | ((unsigned char)s.at[*at + k] & 0x3fu);
    *at += len;
    *point = p;
    return true;
}

size_t text_put_point(char out[4], uint32_t p)
{
    if (p < 0x80) {
        out[0] = (char)p;
        return 1;
    }
    if (p < 0x800) {
        out[0] = (char)(0xc0 | p >> 6);
        out[1] = (char)(0x80 | (p & 0x3f));
        return 2;
    }
    if (p < 0x10000) {
        out[0] = (char)(0xe0 | p >> 12);
        out[1] = (char)(0x80 | (p >> 6 & 0x3f));
        out[2] = (char)(0x80 | (p & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | p >> 18);
    out[1] = (char)(0x80 | (p >> 12 & 0x3f));
    out[2] = (char)(0x80 | (p >> 6 & 0x3f));
    out[3] = (char)(0x80 | (p & 0x3f));
    return 4;
}

static bool starts_character(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

size_t text_point_of_byte(struct slice s, size_t byte)
{
    size_t n = 0;
    for (size_t i = 0; i < byte && i < s.len; i++)
        n += starts_character(s.at[i]);
    return n;
}

size_t text_count_points(struct point_counter *c, size_t byte)
{
    for (; c->byte < byte && c->byte < c->text.len; c->byte++)
        c->point += starts_character(c->text.at[c->byte]);
    for (; c->byte > byte; c->byte--)
        c->point -= starts_character(c->text.at[c->byte - 1]);
    return c->point;
}

size_t text_points(struct slice s)
{
    return text_point_of_byte(s, s.len);
}

size_t text_byte_of_point(struct slice s, size_t point)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (starts_character(s.at[i]) && n++ == point)
            return i;
    return s.len;
}
