#include "fold.h"

#include <parley/size.h>
#include <utf8proc.h>

static char plain_ascii(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 32);
    return c == '\n' ? '\n' : (unsigned char)c < 0x20 || c == 0x7f ? ' ' : c;
}

static void fold_ascii(struct folded *out, struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        out->at[i] = plain_ascii(s.at[i]);
        out->origin[i] = (uint32_t)i;
    }
    out->len = s.len;
}

/* Typographic signs to the plain one that people type. 0: drop it. */
static uint32_t plain_sign(uint32_t p)
{
    switch (p) {
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x02bc:
    case 0xb4:
    case 0x60: return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x2033:
    case 0xab:
    case 0xbb: return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xfe58: return '-';
    case 0x2044: return '/';
    case 0x2028:
    case 0x2029:
    case 0x85: return '\n';
    case 0x1680:
    case 0x180e: return ' ';
    case 0x20e3: return 0; /* the box of a keycap emoji */
    default: break;
    }
    if (p < 0x80)
        return (unsigned char)plain_ascii((char)p);
    if ((p >= 0x2000 && p <= 0x200a) || p == 0xa0 || p == 0x202f || p == 0x205f || p == 0x3000)
        return ' ';
    if ((p >= 0x200b && p <= 0x200f) || (p >= 0x202a && p <= 0x202e) || (p >= 0x2060 && p <= 0x206f) || p == 0xfeff ||
        p == 0xad || (p >= 0xfe00 && p <= 0xfe0f) || (p >= 0xe0000 && p <= 0xe0fff) || (p >= 0x80 && p < 0xa0))
        return 0;
    return p;
}

static void put(struct folded *out, uint32_t point, size_t origin)
{
    char bytes[4];
    size_t n = text_put_point(bytes, point);
    for (size_t i = 0; i < n; i++) {
        out->at[out->len] = bytes[i];
        out->origin[out->len++] = (uint32_t)origin;
    }
}

/* Joins a mark to the letter before it where Unicode has a joined form. */
static bool join(struct folded *out, size_t last, uint32_t mark)
{
    struct slice before = {out->at + last, out->len - last};
    uint32_t base;
    size_t at = 0;
    if (!text_next_point(&base, before, &at) || at != before.len)
        return false;
    utf8proc_int32_t pair[2] = {(utf8proc_int32_t)base, (utf8proc_int32_t)mark};
    if (utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE) != 1)
        return false;
    size_t origin = out->origin[last];
    out->len = last;
    put(out, (uint32_t)pair[0], origin);
    return true;
}

enum { DECOMPOSED_MAX = 18 }; /* the longest compatibility decomposition of one character */

static void fold_unicode(struct folded *out, struct slice s)
{
    size_t last = 0; /* where the last folded character began */
    uint32_t point;
    for (size_t at = 0, from = 0; text_next_point(&point, s, &at); from = at) {
        uint32_t plain = plain_sign(point);
        if (plain == 0)
            continue;
        utf8proc_int32_t parts[DECOMPOSED_MAX];
        int boundary = 0;
        utf8proc_ssize_t n =
            utf8proc_decompose_char((utf8proc_int32_t)plain, parts, DECOMPOSED_MAX,
                                    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &boundary);
        for (utf8proc_ssize_t i = 0; i < n && i < DECOMPOSED_MAX; i++) {
            uint32_t p = plain_sign((uint32_t)parts[i]);
            if (p == 0)
                continue;
            bool mark = utf8proc_get_property((utf8proc_int32_t)p)->combining_class != 0;
            if (mark && out->len > 0 && join(out, last, p))
                continue;
            if (!mark)
                last = out->len;
            put(out, p, from);
        }
    }
}

void fold(struct folded *out, struct arena *arena, struct slice s)
{
    bool ascii = text_is_ascii(s);
    size_t room; /* a compatibility form grows a character to at most 18 code points (U+FDFA: 33 bytes from 3) */
    must(size_mul(&room, s.len, ascii ? 1 : 12));
    *out = (struct folded){.at = arena_alloc(arena, room + 1)};
    out->origin = ARENA_NEW_ARRAY(arena, uint32_t, room + 1);
    if (ascii)
        fold_ascii(out, s);
    else
        fold_unicode(out, s);
    must(out->len <= room);
    out->origin[out->len] = (uint32_t)s.len;
}

struct slice text_fold(struct arena *arena, struct slice s)
{
    struct folded f;
    fold(&f, arena, text_clean(arena, s));
    return (struct slice){f.at, f.len};
}
