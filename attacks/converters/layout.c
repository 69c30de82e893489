/* Codes that people read: order, spelling, spelling out, and wrapping. */
#include "families.h"

#include <parley/random.h>
#include <parley/size.h>
#include <parley/text.h>
#include <string.h>

static bool is_letter(char x)
{
    return (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z');
}

static char small(char x)
{
    return x >= 'A' && x <= 'Z' ? (char)(x + 32) : x;
}

void reverse_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    for (size_t end = text.len; end > 0;) {
        size_t start = end - 1;
        while (start > 0 && ((unsigned char)text.at[start] & 0xc0) == 0x80)
            start--;
        buffer_add(out, slice_sub(text, start, end));
        end = start;
    }
}

void reverse_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)seed;
    reverse_undo(out, text, c);
}

void reverse_words_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        while (end < text.len && text.at[end] != ' ')
            end++;
        reverse_undo(out, slice_sub(text, i, end), c);
        if (end < text.len)
            buffer_byte(out, ' ');
        i = end + 1;
    }
}

void reverse_words_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)seed;
    reverse_words_undo(out, text, c);
}

static const char *const morse[36] = {".-",    "-...",  "-.-.",  "-..",   ".",     "..-.",  "--.",   "....",  "..",
                                      ".---",  "-.-",   ".-..",  "--",    "-.",    "---",   ".--.",  "--.-",  ".-.",
                                      "...",   "-",     "..-",   "...-",  ".--",   "-..-",  "-.--",  "--..",  "-----",
                                      ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."};
static const char *const nato[26] = {"alpha",  "bravo", "charlie", "delta",  "echo",     "foxtrot", "golf",   "hotel",  "india",
                                     "juliet", "kilo",  "lima",    "mike",   "november", "oscar",   "papa",   "quebec", "romeo",
                                     "sierra", "tango", "uniform", "victor", "whiskey",  "x-ray",   "yankee", "zulu"};

static int letter_index(char x)
{
    x = small(x);
    return x >= 'a' && x <= 'z' ? x - 'a' : x >= '0' && x <= '9' ? 26 + (x - '0') : -1;
}

/* One name for each letter, `gap` between words. */
static void names_apply(struct buffer *out, struct slice text, const char *const *names, size_t count, const char *gap)
{
    bool first = true;
    for (size_t i = 0; i < text.len; i++) {
        int n = letter_index(text.at[i]);
        if (text.at[i] == ' ')
            buffer_add(out, slice_from(gap));
        else if (n >= 0 && (size_t)n < count) {
            if (!first && text.at[i - 1] != ' ')
                buffer_byte(out, ' ');
            buffer_add(out, slice_from(names[n]));
        }
        first = false;
    }
}

static void names_undo(struct buffer *out, struct slice text, const char *const *names, size_t count, struct slice gap)
{
    struct slice rest = text, name;
    while (slice_next(&name, &rest, ' ')) {
        if (slice_eq(name, gap) || name.len == 0)
            buffer_byte(out, ' ');
        for (size_t i = 0; i < count; i++)
            if (slice_eq(name, slice_from(names[i])))
                buffer_byte(out, (char)(i < 26 ? 'a' + (int)i : '0' + (int)i - 26));
    }
}

void morse_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    names_apply(out, text, morse, COUNT_OF(morse), " / ");
}

void morse_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    names_undo(out, text, morse, COUNT_OF(morse), SLICE("/"));
}

void nato_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    names_apply(out, text, nato, COUNT_OF(nato), " - ");
}

void nato_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    names_undo(out, text, nato, COUNT_OF(nato), SLICE("-"));
}

/* Vowels drawn out: prooomise. */
void stretch_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    for (size_t i = 0; i < text.len; i++) {
        buffer_byte(out, text.at[i]);
        if (strchr("aeiou", text.at[i]) != NULL)
            buffer_add(out, slice_sub(text, i, i + 1)), buffer_add(out, slice_sub(text, i, i + 1));
    }
}

void stretch_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    (void)c;
    for (size_t i = 0; i < text.len; i++) {
        buffer_byte(out, text.at[i]);
        if (strchr("aeiou", text.at[i]) != NULL && i + 2 < text.len && text.at[i + 1] == text.at[i] &&
            text.at[i + 2] == text.at[i])
            i += 2;
    }
}

void vowels_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    for (size_t i = 0; i < text.len; i++)
        if (i == 0 || !is_letter(text.at[i - 1]) || strchr("aeiou", text.at[i]) == NULL)
            buffer_byte(out, text.at[i]);
}

/* Two letters inside every third word or so change places. */
void slips_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    struct dice dice = {{seed, random_hash(SLICE("slips")), 0}, 0};
    (void)c;
    for (size_t i = 0; i < text.len; i++) {
        bool inside =
            i > 0 && is_letter(text.at[i - 1]) && i + 2 < text.len && is_letter(text.at[i]) && is_letter(text.at[i + 1]);
        if (inside && dice_below(&dice, 6) == 0) {
            buffer_byte(out, text.at[i + 1]);
            buffer_byte(out, text.at[i++]);
        } else
            buffer_byte(out, text.at[i]);
    }
}

void pig_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)c, (void)seed;
    for (size_t i = 0; i < text.len;) {
        size_t end = i, turn;
        while (end < text.len && is_letter(text.at[end]))
            end++;
        if (end == i) {
            buffer_byte(out, text.at[i++]);
            continue;
        }
        for (turn = i; turn < end && strchr("aeiouAEIOU", text.at[turn]) == NULL;)
            turn++;
        buffer_add(out, slice_sub(text, turn, end));
        buffer_add(out, slice_sub(text, i, turn));
        buffer_add(out, SLICE("ay"));
        i = end;
    }
}

/* The table is what a space becomes. */
void lines_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    (void)seed;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == ' ')
            buffer_add(out, slice_from(c->table));
        else
            buffer_byte(out, text.at[i]);
}

/* Every digit as its word: 500 is "five zero zero". */
void number_words_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    static const char *const words[] = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};
    (void)c, (void)seed;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9')
            buffer_printf(out, "%s%s", i && text.at[i - 1] >= '0' && text.at[i - 1] <= '9' ? " " : "", words[text.at[i] - '0']);
        else
            buffer_byte(out, text.at[i]);
}

/* The table is "before|after". */
void around_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    struct slice rest = slice_from(c->table), before;
    (void)seed;
    (void)slice_next(&before, &rest, '|');
    buffer_add(out, before);
    buffer_add(out, text);
    buffer_add(out, rest);
}

void around_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    struct slice rest = slice_from(c->table), before;
    (void)slice_next(&before, &rest, '|');
    if (slice_starts(text, before))
        text = slice_after(text, before.len);
    if (slice_ends(text, rest))
        text.len -= rest.len;
    buffer_add(out, text);
}

/* A short tag around every word. The table is "before|after". */
void caret_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    struct slice word, words = text;
    bool first = true;
    while (slice_next(&word, &words, ' ')) {
        if (!first)
            buffer_byte(out, ' ');
        around_apply(out, word, c, seed);
        first = false;
    }
}
