#include "signs.h"

#include <string.h>

#include "rewrite.h"

enum {
    LEAST_SINGLES = 4,
    LEAST_TOKEN = 12,
    LEAST_HEX = 6,
    LEAST_PER_CENTS = 3,
    LEAST_DOTS = 6,
    LEAST_BITS = 32,
    LEAST_EMPHASIS = 3
};

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool stands_for_a_letter(char c)
{
    return c != '\0' && strchr("0134578@$!|+", c) != NULL;
}

static bool is_base64(char c)
{
    return is_letter(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '-' || c == '_';
}

static void scan_folded(struct signs *out, struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i], before = i > 0 ? s.at[i - 1] : ' ', after = i + 1 < s.len ? s.at[i + 1] : ' ';
        out->high |= (unsigned char)c >= 0x80;
        if (is_letter(c)) {
            out->singles += !is_letter(before) && !is_letter(after);
            continue;
        }
        if (c == ' ')
            continue;
        if (stands_for_a_letter(c))
            out->leet |= is_letter(after) || stands_for_a_letter(after) || (is_letter(before) && c != '!' && c != '+');
        out->bits += c == '0' || c == '1';
        out->standing_dots += (c == '.' || c == '-') && (before == ' ' || before == '/' || before == '\n');
        out->tags |= c == '<' || c == '&';
        out->emphasis += c == '*' || c == '_' || c == '~' || c == '`';
    }
}

/* Hex digits, and what may stand between them. */
static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') || c == ' ' || c == ',' || c == ':' || c == '\\' ||
           c == 'x';
}

static void scan_original(struct signs *out, struct slice s)
{
    size_t token = 0, hex = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        token = is_base64(c) ? token + 1 : 0;
        out->longest_token = token > out->longest_token ? token : out->longest_token;
        hex = is_hex(c) ? hex + (c >= '2' && c <= '7') : 0;
        out->hex_digits = hex > out->hex_digits ? hex : out->hex_digits;
        out->per_cents += c == '%';
    }
}

void signs_of(struct signs *out, const struct text *t)
{
    *out = (struct signs){0};
    scan_folded(out, t->folded);
    scan_original(out, t->original);
    struct reading r = reading_of(t->folded);
    out->mostly_plain_english = r.words < 2 || r.known * 3 > r.words;
}

bool signs_allow(const struct signs *s, enum view_kind kind)
{
    switch (kind) {
    case VIEW_SKELETON:
    case VIEW_UNACCENTED:
    case VIEW_EMOJI: return s->high;
    case VIEW_UNLEET: return s->leet;
    case VIEW_JOINED: return s->singles >= LEAST_SINGLES;
    case VIEW_REVERSED:
    case VIEW_ROT13: return !s->mostly_plain_english;
    case VIEW_BASE64: return s->longest_token >= LEAST_TOKEN;
    case VIEW_HEX: return s->hex_digits >= LEAST_HEX;
    case VIEW_URL: return s->per_cents >= LEAST_PER_CENTS;
    case VIEW_MORSE: return s->standing_dots >= LEAST_DOTS;
    case VIEW_BINARY: return s->bits >= LEAST_BITS;
    case VIEW_MARKUP: return s->tags || s->emphasis >= LEAST_EMPHASIS;
    case VIEW_PLAIN:
    case VIEW_MENDED:
    case VIEW_MENDED_OTHER: return true;
    case VIEW_KIND_COUNT: break;
    }
    return false;
}
