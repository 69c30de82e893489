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
            out->leet |= is_letter(after) || (is_letter(before) && ((c != '!' && c != '+') || stands_for_a_letter(after)));
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

/* LEAST_TOKEN base64 signs in a row: from the end of where they might stand, so that most signs are never looked at. */
static bool has_token(struct slice s)
{
    for (size_t end = LEAST_TOKEN, n; end <= s.len; end += LEAST_TOKEN - n) {
        for (n = 0; n < LEAST_TOKEN && is_base64(s.at[end - 1 - n]); n++)
            ;
        if (n == LEAST_TOKEN)
            return true;
    }
    return false;
}

static bool begins_readable(char c)
{
    return c >= '2' && c <= '7';
}

static size_t hex_together(struct slice s)
{
    size_t most = 0, run = 0;
    for (size_t i = 0; i < s.len; i++) {
        run = is_hex(s.at[i]) ? run + begins_readable(s.at[i]) : 0;
        most = run > most ? run : most;
    }
    return most;
}

static void scan_original(struct signs *out, struct slice s)
{
    size_t digits = 0, per_cents = 0;
    for (size_t i = 0; i < s.len; i++) {
        digits += begins_readable(s.at[i]);
        per_cents += s.at[i] == '%';
    }
    out->token = has_token(s);
    out->per_cents = per_cents;
    out->hex_digits = digits >= LEAST_HEX ? hex_together(s) : 0;
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
    case VIEW_BASE64: return s->token;
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
