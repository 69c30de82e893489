/* Codes that machines read. */
#include "families.h"

#include <parley/text.h>
#include <string.h>

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base32_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char hex_digits[] = "0123456789abcdef";

/* `bits` a digit; padded to `group` digits. */
static void digits_of(struct buffer *out, struct slice text, const char *digits, unsigned bits, unsigned group)
{
    uint32_t held = 0;
    unsigned have = 0, written = 0;
    for (size_t i = 0; i < text.len; i++) {
        held = held << 8 | (unsigned char)text.at[i];
        for (have += 8; have >= bits; written++) {
            have -= bits;
            buffer_byte(out, digits[held >> have & ((1u << bits) - 1)]);
        }
    }
    if (have > 0) {
        buffer_byte(out, digits[held << (bits - have) & ((1u << bits) - 1)]);
        written++;
    }
    for (; written % group != 0; written++)
        buffer_byte(out, '=');
}

static void bytes_of(struct buffer *out, struct slice text, const char *digits, unsigned bits)
{
    uint32_t held = 0;
    unsigned have = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *d = text.at[i] ? strchr(digits, text.at[i]) : NULL;
        if (d == NULL)
            continue;
        held = held << bits | (uint32_t)(d - digits);
        have += bits;
        if (have >= 8) {
            have -= 8;
            buffer_byte(out, (char)(unsigned char)(held >> have));
        }
    }
}

void base64_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    digits_of(out, text, base64_digits, 6, 4);
}

void base64_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    bytes_of(out, text, base64_digits, 6);
}

void base32_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    digits_of(out, text, base32_digits, 5, 8);
}

void base32_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    bytes_of(out, text, base32_digits, 5);
}

/* The table is what stands between two bytes. */
void hex_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)seed;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char b = (unsigned char)text.at[i];
        if (i > 0 || slice_eq(slice_from(c->table), SLICE("\\x")))
            buffer_add(out, slice_from(c->table));
        buffer_byte(out, hex_digits[b >> 4]);
        buffer_byte(out, hex_digits[b & 15]);
    }
}

void hex_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    bytes_of(out, text, hex_digits, 4);
}

void binary_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    for (size_t i = 0; i < text.len; i++) {
        if (i > 0)
            buffer_byte(out, ' ');
        for (int bit = 7; bit >= 0; bit--)
            buffer_byte(out, (unsigned char)text.at[i] >> bit & 1 ? '1' : '0');
    }
}

void binary_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    bytes_of(out, text, "01", 1);
}

void decimal_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    for (size_t i = 0; i < text.len; i++)
        buffer_printf(out, "%s%u", i ? " " : "", (unsigned)(unsigned char)text.at[i]);
}

static void number_end(struct buffer *out, unsigned *n, bool *any)
{
    if (*any && *n < 256)
        buffer_byte(out, (char)(unsigned char)*n);
    *n = 0;
    *any = false;
}

void decimal_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    unsigned n = 0;
    bool any = false;
    (void)c;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9' && n < 1000) {
            n = n * 10 + (unsigned)(text.at[i] - '0');
            any = true;
        } else
            number_end(out, &n, &any);
    number_end(out, &n, &any);
}

static char rotated(char x, int by)
{
    char base = x >= 'a' && x <= 'z' ? 'a' : x >= 'A' && x <= 'Z' ? 'A' : '\0';
    return base ? (char)(base + (x - base + by) % 26) : x;
}

/* The table is one letter: what "a" becomes. */
void rotate_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)seed;
    for (size_t i = 0; i < text.len; i++)
        buffer_byte(out, rotated(text.at[i], *(const char *)c->table - 'a'));
}

void rotate_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    for (size_t i = 0; i < text.len; i++)
        buffer_byte(out, rotated(text.at[i], 26 - (*(const char *)c->table - 'a')));
}

void atbash_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    for (size_t i = 0; i < text.len; i++) {
        char x = text.at[i];
        buffer_byte(out, x >= 'a' && x <= 'z' ? (char)('a' + 'z' - x) : x >= 'A' && x <= 'Z' ? (char)('A' + 'Z' - x) : x);
    }
}

void atbash_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)seed;
    atbash_undo(out, text, c);
}

static bool is_plain(char x)
{
    return (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9');
}

/* The table is "all" or "some": whether letters are written as codes too. */
void url_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    bool all = slice_eq(slice_from(c->table), SLICE("all"));
    (void)seed;
    for (size_t i = 0; i < text.len; i++)
        if (!all && is_plain(text.at[i]))
            buffer_byte(out, text.at[i]);
        else {
            buffer_byte(out, '%');
            buffer_byte(out, hex_digits[(unsigned char)text.at[i] >> 4]);
            buffer_byte(out, hex_digits[(unsigned char)text.at[i] & 15]);
        }
}

static int hex_value(char c)
{
    const char *d = c ? strchr(hex_digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;
    return d == NULL ? -1 : (int)(d - hex_digits);
}

void url_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '%' && i + 2 < text.len && hex_value(text.at[i + 1]) >= 0 && hex_value(text.at[i + 2]) >= 0) {
            buffer_byte(out, (char)(unsigned char)(hex_value(text.at[i + 1]) * 16 + hex_value(text.at[i + 2])));
            i += 2;
        } else
            buffer_byte(out, text.at[i]);
}

/* The table is a printf form of one code point: "&#%u;", "&#x%x;", "\\u%04x". */
void entity_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    uint32_t point;
    size_t at = 0;
    (void)seed;
    while (text_next_point(&point, text, &at)) {
        if (slice_eq(slice_from(c->table), SLICE("decimal")))
            buffer_printf(out, "&#%u;", point);
        else if (slice_eq(slice_from(c->table), SLICE("hex")))
            buffer_printf(out, "&#x%x;", point);
        else
            buffer_printf(out, "\\u%04x", point);
    }
}

void entity_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    bool escape = slice_eq(slice_from(c->table), SLICE("escape")), hex = !slice_eq(slice_from(c->table), SLICE("decimal"));
    struct slice opening = escape ? SLICE("\\u") : hex ? SLICE("&#x") : SLICE("&#");
    for (size_t i = 0; i < text.len;) {
        if (!slice_starts(slice_after(text, i), opening)) {
            buffer_byte(out, text.at[i++]);
            continue;
        }
        uint32_t point = 0;
        i += opening.len;
        for (unsigned n = 0; i < text.len && hex_value(text.at[i]) >= 0 && n < (escape ? 4u : 7u); n++, i++)
            point = point * (hex ? 16 : 10) + (uint32_t)hex_value(text.at[i]);
        if (!escape && i < text.len && text.at[i] == ';')
            i++;
        char bytes[4];
        if (point > 0 && point < 0x110000 && (point < 0xd800 || point > 0xdfff))
            buffer_add(out, (struct slice){bytes, text_put_point(bytes, point)});
    }
}
