#include "markup.h"

#include <parley/buffer.h>

static const struct {
    char marker;
    struct slice twin;
} twins[] = {
    {'*', SLICE_INIT("\xe2\x88\x97")}, /* U+2217 asterisk operator */
    {'_', SLICE_INIT("\xcb\x8d")},     /* U+02CD modifier letter low macron */
    {'~', SLICE_INIT("\xe2\x88\xbc")}, /* U+223C tilde operator */
    {'`', SLICE_INIT("\xcb\x8b")},     /* U+02CB modifier letter grave accent */
    {'>', SLICE_INIT("\xef\xbc\x9e")}, /* U+FF1E fullwidth greater-than sign */
};

enum { TWINS = sizeof twins / sizeof twins[0] };

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Letters of other alphabets count as letters: their bytes are not ASCII. */
static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Where the link ends that begins here; `at` when none does. */
static size_t link_end(struct slice s, size_t at)
{
    struct slice rest = slice_after(s, at);
    bool begins =
        slice_starts(rest, SLICE("http://")) || slice_starts(rest, SLICE("https://")) || slice_starts(rest, SLICE("www."));
    if (!begins || (at > 0 && is_word(s.at[at - 1])))
        return at;
    while (at < s.len && !is_space(s.at[at]))
        at++;
    return at;
}

/* A marker opens before something that is no space, unless it stands behind a letter; it closes behind something that is no
 * space, unless it stands before a letter. Letters of other alphabets are letters to us; to be safe a marker beside one counts as
 * free. */
static bool may_open(struct slice s, size_t at)
{
    return at + 1 < s.len && !is_space(s.at[at + 1]) &&
           (at == 0 || !is_word(s.at[at - 1]) || (unsigned char)s.at[at - 1] >= 0x80);
}

static bool may_close(struct slice s, size_t at)
{
    return at > 0 && !is_space(s.at[at - 1]) &&
           (at + 1 == s.len || !is_word(s.at[at + 1]) || (unsigned char)s.at[at + 1] >= 0x80);
}

/* Behind `from`, on the same line: a marker that closes what one before opened. */
static bool closes_later(struct slice s, size_t from, char marker)
{
    for (size_t i = from + 1; i < s.len && s.at[i] != '\n'; i++) {
        size_t end = link_end(s, i);
        if (end > i)
            i = end - 1;
        else if (s.at[i] == marker && may_close(s, i))
            return true;
    }
    return false;
}

static bool begins_line(struct slice s, size_t at)
{
    while (at > 0 && (s.at[at - 1] == ' ' || s.at[at - 1] == '\t'))
        at--;
    return at == 0 || s.at[at - 1] == '\n';
}

struct slice markup_plain(struct arena *a, struct slice text)
{
    struct buffer b;
    bool open[TWINS] = {false};   /* one was written as its twin, and what would close it is to come */
    bool lonely[TWINS] = {false}; /* nothing on the rest of this line closes one */
    buffer_init(&b, a, text.len * 3 + 1);
    for (size_t i = 0; i < text.len;) {
        size_t end = link_end(text, i), t = 0;
        if (end > i) {
            buffer_add(&b, slice_sub(text, i, end));
            i = end;
            continue;
        }
        char c = text.at[i];
        while (t < TWINS && twins[t].marker != c)
            t++;
        bool marks = false;
        if (c == '\n') {
            memset(open, 0, sizeof open);
            memset(lonely, 0, sizeof lonely);
        } else if (c == '>')
            marks = begins_line(text, i);
        else if (c == '`') /* code reaches over lines */
            marks = true;
        else if (t < TWINS) {
            bool opens = !lonely[t] && may_open(text, i);
            if (opens)
                lonely[t] = !(opens = closes_later(text, i, c));
            marks = opens || (open[t] && may_close(text, i));
            open[t] |= opens;
        }
        if (marks)
            buffer_add(&b, twins[t].twin);
        else
            buffer_byte(&b, c);
        i++;
    }
    return buffer_slice(&b);
}

size_t markup_length(struct slice text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    return n;
}
