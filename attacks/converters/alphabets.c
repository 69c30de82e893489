/* Letters that stand for letters, signs between letters, and marks upon them. */
#include "families.h"

#include <parley/random.h>
#include <parley/text.h>

static void put(struct buffer *out, uint32_t point)
{
    char bytes[4];
    buffer_add(out, (struct slice){bytes, text_put_point(bytes, point)});
}

static bool nth_of(uint32_t *point, const char *list, unsigned n)
{
    struct slice s = slice_from(list);
    size_t at = 0;
    for (unsigned i = 0; text_next_point(point, s, &at); i++)
        if (i == n)
            return true;
    return false;
}

static uint32_t stand_in(const struct alphabet *a, uint32_t c)
{
    uint32_t point;
    if (a->folds_capitals && c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
    if (c >= 'a' && c <= 'z') {
        if (a->small_list != NULL && nth_of(&point, a->small_list, c - 'a'))
            return point;
        return a->small ? a->small + (c - 'a') : c;
    }
    if (c >= 'A' && c <= 'Z' && a->capital)
        return a->capital + (c - 'A');
    if (c >= '0' && c <= '9') {
        if (a->digit_list != NULL && nth_of(&point, a->digit_list, c - '0'))
            return point;
        return a->digit ? a->digit + (c - '0') : c;
    }
    return c;
}

void alphabet_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    uint32_t point;
    size_t at = 0;
    (void)seed;
    while (text_next_point(&point, text, &at))
        put(out, stand_in(c->table, point));
}

void alphabet_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    uint32_t point;
    size_t at = 0;
    while (text_next_point(&point, text, &at)) {
        uint32_t original = point;
        for (size_t i = 0; point >= 0x80 && i + 1 < sizeof plain && original == point; i++)
            if (stand_in(c->table, (unsigned char)plain[i]) == point)
                original = (unsigned char)plain[i];
        put(out, original);
    }
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A sign between the letters of every word: a space, a dot, or one that nobody sees. */
void between_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    uint32_t point, last = 0;
    size_t at = 0;
    (void)seed;
    while (text_next_point(&point, text, &at)) {
        if (is_letter(last) && is_letter(point))
            buffer_add(out, slice_from(c->table));
        else if (point == ' ' && slice_eq(slice_from(c->table), SLICE(" ")))
            buffer_byte(out, ' '); /* words stay apart: two spaces more */
        put(out, point);
        last = point;
    }
}

void between_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    struct slice sign = slice_from(c->table);
    for (size_t i = 0; i < text.len;) {
        if (!slice_starts(slice_after(text, i), sign)) {
            buffer_byte(out, text.at[i++]);
            continue;
        }
        size_t run = 0;
        while (slice_starts(slice_after(text, i), sign)) {
            i += sign.len;
            run++;
        }
        if (run > 1 && slice_eq(sign, SLICE(" ")))
            buffer_byte(out, ' ');
    }
}

/* A mark upon every letter: accents, strokes, or a whole heap of them. */
void marks_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    struct slice marks = slice_from(c->table);
    struct dice dice = {{seed, random_hash(SLICE("marks")), 0}, 0};
    uint32_t point, mark;
    size_t at = 0, count = 0, from = 0;
    while (text_next_point(&mark, marks, &from))
        count++;
    while (text_next_point(&point, text, &at)) {
        put(out, point);
        if (is_letter(point) && nth_of(&mark, c->table, (unsigned)dice_below(&dice, count)))
            put(out, mark);
    }
}

void marks_undo(struct buffer *out, struct slice text, const struct converter *c)
{
    uint32_t point;
    size_t at = 0;
    (void)c;
    while (text_next_point(&point, text, &at))
        if ((point < 0x300 || point > 0x36f) && (point < 0xfe00 || point > 0xfe0f))
            put(out, point);
}

void case_apply(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed)
{
    const char *how = c->table;
    size_t nth = 0;
    (void)seed;
    for (size_t i = 0; i < text.len; i++) {
        char x = text.at[i];
        bool small = x >= 'a' && x <= 'z', capital = x >= 'A' && x <= 'Z', first = i == 0 || text.at[i - 1] == ' ';
        bool raise = how[0] == 'u' || (how[0] == 'a' && nth++ % 2) || (how[0] == 't' && first);
        buffer_byte(out, small && raise ? (char)(x - 32) : capital && !raise ? (char)(x + 32) : x);
    }
}
