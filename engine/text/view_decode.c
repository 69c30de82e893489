/* Views that decode: base64, hex, per cent signs, morse, bits, letters as emoji, markup. */
#include "rewrite.h"

#include <parley/size.h>
#include <string.h>

static bool reads_as_text(const struct rewrite *r, size_t from)
{
    unsigned printable = 0;
    for (size_t i = from; i < r->len; i++) {
        unsigned char c = (unsigned char)r->at[i];
        if (c >= 0x20 && c < 0x7f)
            printable++;
    }
    size_t n = r->len - from;
    return n >= 4 && printable * 10 >= n * 9 && text_is_utf8((struct slice){r->at + from, n}, NULL);
}

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

static void decode_base64(struct rewrite *out, struct slice run, uint32_t source)
{
    uint32_t bits = 0;
    unsigned have = 0;
    for (size_t i = 0; i < run.len; i++) {
        bits = bits << 6 | (uint32_t)base64_value(run.at[i]);
        have += 6;
        if (have >= 8) {
            have -= 8;
            char c = (char)(bits >> have & 0xff);
            rewrite_put(out, (struct slice){&c, 1}, source + (uint32_t)i);
        }
    }
}

/* Replaces each run that decodes to readable text; everything else stays. */
bool view_base64(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->original; /* case carries meaning here */
    rewrite_begin(out, arena, s.len);
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        while (end < s.len && base64_value(s.at[end]) >= 0)
            end++;
        size_t mark = out->len;
        if (end - i >= 12) {
            decode_base64(out, slice_sub(s, i, end), (uint32_t)i);
            struct slice plain = {out->at + mark, out->len - mark};
            if (reads_as_text(out, mark) && (memchr(plain.at, ' ', plain.len) || reading_of(plain).known > 0)) {
                out->changes++;
                for (i = end; i < s.len && s.at[i] == '='; i++)
                    ;
                continue;
            }
            out->len = mark;
        }
        size_t stop = end > i ? end : i + 1;
        for (; i < stop; i++)
            rewrite_put(out, (struct slice){&s.at[i], 1}, (uint32_t)i);
    }
    return out->changes > 0;
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum { HEX_LEAST = 6 /* bytes */, HEX_TRIES = 48 /* beginnings of one run that are tried */ };

/* Pairs, with spaces, commas, \x or 0x between allowed. */
bool view_hex(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->original;
    rewrite_begin(out, arena, s.len);
    for (size_t i = 0, run_end = 0, tries = 0; i < s.len;) {
        size_t at = i, mark = out->len, bytes = 0;
        while (at + 1 < s.len) {
            if ((s.at[at] == '\\' || s.at[at] == '0') && s.at[at + 1] == 'x')
                at += 2;
            if (at + 1 >= s.len || hex_value(s.at[at]) < 0 || hex_value(s.at[at + 1]) < 0)
                break;
            char c = (char)(hex_value(s.at[at]) * 16 + hex_value(s.at[at + 1]));
            rewrite_put(out, (struct slice){&c, 1}, (uint32_t)at);
            bytes++;
            at += 2;
            if (at < s.len && (s.at[at] == ' ' || s.at[at] == ',' || s.at[at] == ':'))
                at++;
        }
        if (bytes >= HEX_LEAST && reads_as_text(out, mark) &&
            reading_of((struct slice){out->at + mark, out->len - mark}).words > 0) {
            out->changes++;
            i = at;
            continue;
        }
        out->len = mark;
        if (bytes >= HEX_LEAST) {
            tries = at > run_end ? 1 : tries + 1;
            run_end = at > run_end ? at : run_end;
        }
        size_t stop = tries >= HEX_TRIES && i < run_end ? run_end : i + 1;
        for (; i < stop; i++)
            rewrite_put(out, (struct slice){&s.at[i], 1}, (uint32_t)i);
    }
    return out->changes > 0;
}

bool view_url(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->original;
    rewrite_begin(out, arena, s.len);
    for (size_t i = 0; i < s.len;) {
        if (s.at[i] == '%' && i + 2 < s.len + 0 && hex_value(s.at[i + 1]) >= 0 && hex_value(s.at[i + 2]) >= 0) {
            char c = (char)(hex_value(s.at[i + 1]) * 16 + hex_value(s.at[i + 2]));
            rewrite_put(out, (struct slice){&c, 1}, (uint32_t)i);
            out->changes++;
            i += 3;
            continue;
        }
        rewrite_put(out, (struct slice){&s.at[i], 1}, (uint32_t)i);
        i++;
    }
    return out->changes >= 3;
}

static char morse_letter(struct slice code)
{
    static const char *const codes[] = {".-",   "-...", "-.-.", "-..",  ".",   "..-.", "--.",  "....", "..",
                                        ".---", "-.-",  ".-..", "--",   "-.",  "---",  ".--.", "--.-", ".-.",
                                        "...",  "-",    "..-",  "...-", ".--", "-..-", "-.--", "--.."};
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (slice_eq(code, slice_from(codes[i])))
            return (char)('a' + i);
    return 0;
}

bool view_morse(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->folded;
    rewrite_begin(out, arena, s.len + 1);
    unsigned letters = 0;
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        while (end < s.len && (s.at[end] == '.' || s.at[end] == '-'))
            end++;
        bool stands = (i == 0 || s.at[i - 1] == ' ' || s.at[i - 1] == '/' || s.at[i - 1] == '\n') &&
                      (end >= s.len || s.at[end] == ' ' || s.at[end] == '/' || s.at[end] == '\n');
        char c = stands && end > i && end - i <= 4 ? morse_letter(slice_sub(s, i, end)) : 0;
        if (c != 0) {
            rewrite_put(out, (struct slice){&c, 1}, t->origin[i]);
            letters++;
            i = end;
            continue;
        }
        if (s.at[i] == '/' || s.at[i] == '\n' || (s.at[i] == ' ' && i + 1 < s.len && s.at[i + 1] == ' '))
            rewrite_put(out, SLICE(" "), t->origin[i]);
        else if (s.at[i] != ' ')
            rewrite_put(out, (struct slice){&s.at[i], 1}, t->origin[i]);
        i++;
    }
    out->changes = letters;
    return letters >= 6 && reading_of((struct slice){out->at, out->len}).known > 0;
}

bool view_binary(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->folded;
    rewrite_begin(out, arena, s.len);
    size_t at = 0;
    while (at < s.len) {
        unsigned bits = 0, value = 0;
        size_t end = at;
        for (; end < s.len && bits < 8 && (s.at[end] == '0' || s.at[end] == '1'); end++, bits++)
            value = value << 1 | (unsigned)(s.at[end] - '0');
        if (bits == 8 && value >= 0x20 && value < 0x7f) {
            char c = (char)value;
            rewrite_put(out, (struct slice){&c, 1}, t->origin[at]);
            out->changes++;
            at = end;
            if (at < s.len && s.at[at] == ' ')
                at++;
            continue;
        }
        rewrite_put(out, (struct slice){&s.at[at], 1}, t->origin[at]);
        at++;
    }
    return out->changes >= 4;
}

/* Regional indicators, squared and circled letters that folding leaves alone. */
static char emoji_letter(uint32_t p)
{
    static const uint32_t rows[] = {0x1f1e6, 0x1f130, 0x1f150, 0x1f170};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (p >= rows[i] && p < rows[i] + 26)
            return (char)('a' + (p - rows[i]));
    return p >= 0x24d0 && p < 0x24ea ? (char)('a' + (p - 0x24d0)) : 0;
}

bool view_emoji(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    uint32_t p;
    rewrite_begin(out, arena, t->folded.len);
    bool single = false; /* letters with one space between belong together */
    for (size_t at = 0, from = 0; text_next_point(&p, t->folded, &at); from = at) {
        char c = emoji_letter(p);
        if (c != 0) {
            rewrite_put(out, (struct slice){&c, 1}, t->origin[from]);
            out->changes++;
            single = true;
        } else if (p == ' ' && single) {
            single = false;
            if (at < t->folded.len && (unsigned char)t->folded.at[at] >= 0x80 && out->changes > 1)
                continue;
            rewrite_put(out, SLICE(" "), t->origin[from]);
        } else
            rewrite_point(out, p, t->origin[from]);
    }
    return out->changes >= 3;
}

static const struct {
    struct slice entity;
    char plain;
} entities[] = {{SLICE_INIT("&amp;"), '&'},  {SLICE_INIT("&lt;"), '<'},   {SLICE_INIT("&gt;"), '>'},
                {SLICE_INIT("&quot;"), '"'}, {SLICE_INIT("&#39;"), '\''}, {SLICE_INIT("&nbsp;"), ' '}};

/* Tags inside words, entities, and emphasis marks between letters. */
bool view_markup(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->folded;
    unsigned marks = 0;
    rewrite_begin(out, arena, s.len);
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        if (s.at[i] == '<' && i + 1 < s.len &&
            ((s.at[i + 1] >= 'a' && s.at[i + 1] <= 'z') || s.at[i + 1] == '/' || s.at[i + 1] == '!')) {
            while (end < s.len && s.at[end] != '>' && end - i < 200)
                end++;
            if (end < s.len && s.at[end] == '>') {
                out->changes++;
                i = end + 1;
                continue;
            }
        }
        size_t e = 0;
        while (s.at[i] == '&' && e < COUNT_OF(entities) && !slice_starts(slice_after(s, i), entities[e].entity))
            e++;
        if (s.at[i] == '&' && e < COUNT_OF(entities)) {
            rewrite_put(out, (struct slice){&entities[e].plain, 1}, t->origin[i]);
            i += entities[e].entity.len;
            out->changes++;
            continue;
        }
        if ((s.at[i] == '*' || s.at[i] == '_' || s.at[i] == '~' || s.at[i] == '`') && i > 0 && i + 1 < s.len &&
            s.at[i - 1] >= 'a' && s.at[i - 1] <= 'z' && s.at[i + 1] >= 'a' && s.at[i + 1] <= 'z') {
            marks++;
            i++;
            continue;
        }
        rewrite_put(out, (struct slice){&s.at[i], 1}, t->origin[i]);
        i++;
    }
    out->changes += marks;
    return out->changes > marks || marks >= 3; /* one mark inside a word is a name or a slip */
}
