/* Views that change letters one by one: look-alikes, leet, letters set apart, backwards, rot13. */
#include "rewrite.h"

#include <parley/buffer.h>
#include <parley/size.h>
#include <utf8proc.h>

/* Folded letters of other scripts that look Latin, sorted by code point. */
static const struct {
    uint32_t point;
    char latin;
} look_alikes[] = {
    {0x131, 'i'},  {0x142, 'l'},  {0x1c0, 'l'},  {0x237, 'j'},  {0x251, 'a'},  {0x261, 'g'},  {0x269, 'i'},  {0x26a, 'i'},
    {0x274, 'n'},  {0x280, 'r'},  {0x28f, 'y'},  {0x299, 'b'},  {0x29c, 'h'},  {0x29f, 'l'},  {0x3b1, 'a'},  {0x3b5, 'e'},
    {0x3b7, 'n'},  {0x3b9, 'i'},  {0x3ba, 'k'},  {0x3bc, 'u'},  {0x3bd, 'v'},  {0x3bf, 'o'},  {0x3c1, 'p'},  {0x3c3, 'o'},
    {0x3c4, 't'},  {0x3c5, 'u'},  {0x3c7, 'x'},  {0x3c9, 'w'},  {0x430, 'a'},  {0x432, 'b'},  {0x435, 'e'},  {0x43a, 'k'},
    {0x43c, 'm'},  {0x43d, 'h'},  {0x43e, 'o'},  {0x440, 'p'},  {0x441, 'c'},  {0x442, 't'},  {0x443, 'y'},  {0x445, 'x'},
    {0x455, 's'},  {0x456, 'i'},  {0x458, 'j'},  {0x45b, 'h'},  {0x475, 'v'},  {0x4bb, 'h'},  {0x501, 'd'},  {0x51b, 'q'},
    {0x51d, 'w'},  {0x561, 'w'},  {0x570, 'h'},  {0x578, 'n'},  {0x57d, 'u'},  {0x581, 'g'},  {0x585, 'o'},  {0x1d00, 'a'},
    {0x1d04, 'c'}, {0x1d05, 'd'}, {0x1d07, 'e'}, {0x1d0a, 'j'}, {0x1d0b, 'k'}, {0x1d0d, 'm'}, {0x1d0f, 'o'}, {0x1d18, 'p'},
    {0x1d1b, 't'}, {0x1d1c, 'u'}, {0x1d20, 'v'}, {0x1d21, 'w'}, {0x1d22, 'z'}, {0xa730, 'f'}, {0xa731, 's'}};

static char latin_of(uint32_t point)
{
    size_t low = 0, high = COUNT_OF(look_alikes);
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (look_alikes[mid].point < point)
            low = mid + 1;
        else
            high = mid;
    }
    return low < COUNT_OF(look_alikes) && look_alikes[low].point == point ? look_alikes[low].latin : 0;
}

static bool is_small(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

/* Only words that mix scripts, or a text with Latin words beside: a Russian or Greek message stays what it is. */
bool view_skeleton(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    unsigned latin = 0;
    uint32_t p;
    bool sign = false;
    for (size_t at = 0; text_next_point(&p, t->folded, &at);) {
        latin += is_small(p);
        sign |= p >= 0x80 && latin_of(p) != 0;
    }
    if (!sign || latin < 3)
        return false;
    rewrite_begin(out, arena, t->folded.len);
    for (size_t at = 0, from = 0; text_next_point(&p, t->folded, &at); from = at) {
        char c = p >= 0x80 ? latin_of(p) : 0;
        out->changes += c != 0;
        rewrite_point(out, c ? (unsigned char)c : p, t->origin[from]);
    }
    return out->changes > 0;
}

/* Letters with a stroke, which have no parts. */
static char unstroked(uint32_t point)
{
    static const struct {
        uint16_t point;
        char latin;
    } stroked[] = {{0xf8, 'o'},  {0x111, 'd'}, {0x127, 'h'},  {0x142, 'l'},  {0x167, 't'}, {0x180, 'b'},
                   {0x1b6, 'z'}, {0x1e5, 'g'}, {0x23c, 'c'},  {0x247, 'e'},  {0x249, 'j'}, {0x24d, 'r'},
                   {0x24f, 'y'}, {0x268, 'i'}, {0x275, 'o'},  {0x289, 'u'},  {0x25f, 'j'}, {0x2a1, 'q'},
                   {0x131, 'i'}, {0xdf, 's'},  {0x1d7d, 'p'}, {0x1d7e, 'u'}, {0x2c65, 'a'}};
    for (size_t i = 0; i < COUNT_OF(stroked); i++)
        if (stroked[i].point == point)
            return stroked[i].latin;
    return 0;
}

/* The Latin letter below its accents; 0 when there is none. */
static char unaccented(uint32_t point)
{
    enum { PARTS_MAX = 8, LATIN_FIRST = 0xc0, LATIN_LAST = 0x24f, LATIN_MORE = 0x1e00, LATIN_MORE_LAST = 0x1eff };
    utf8proc_int32_t parts[PARTS_MAX];
    int boundary = 0;
    bool latin = (point >= LATIN_FIRST && point <= LATIN_LAST) || (point >= LATIN_MORE && point <= LATIN_MORE_LAST);
    utf8proc_ssize_t n =
        latin ? utf8proc_decompose_char((utf8proc_int32_t)point, parts, PARTS_MAX, UTF8PROC_DECOMPOSE, &boundary) : 0;
    bool letter = n > 1 && n <= PARTS_MAX && parts[0] >= 'a' && parts[0] <= 'z';
    return letter ? (char)parts[0] : unstroked(point);
}

/* A mark that stands on the letter before it: struck through, underlined, dotted. */
static bool is_mark(uint32_t point)
{
    return point >= 0x300 && utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_MN;
}

struct slice text_unaccented(struct arena *arena, struct slice s)
{
    struct slice folded = text_fold(arena, s);
    struct buffer b;
    uint32_t p;
    buffer_init(&b, arena, folded.len + 1);
    for (size_t at = 0, from = 0; text_next_point(&p, folded, &at); from = at)
        if (unaccented(p))
            buffer_byte(&b, unaccented(p));
        else
            buffer_add(&b, slice_sub(folded, from, at));
    return buffer_slice(&b);
}

/* Half of all people leave accents out, so what is written with them is read without them too. */
bool view_unaccented(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    uint32_t p;
    rewrite_begin(out, arena, t->folded.len);
    for (size_t at = 0, from = 0; text_next_point(&p, t->folded, &at); from = at) {
        char c = unaccented(p);
        bool mark = is_mark(p);
        out->changes += c != 0 || mark;
        if (!mark)
            rewrite_point(out, c ? (unsigned char)c : p, t->origin[from]);
    }
    return out->changes > 0;
}

static char unleet(char c)
{
    switch (c) {
    case '0': return 'o';
    case '1':
    case '!': return 'i';
    case '3': return 'e';
    case '4':
    case '@': return 'a';
    case '5':
    case '$': return 's';
    case '7':
    case '+': return 't';
    case '8': return 'b';
    case '|': return 'l';
    default: return 0;
    }
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

struct leet_run {
    size_t end, last; /* the run, and where it ends without its punctuation */
    unsigned letters;
    bool word; /* it may stand for one */
};

static struct leet_run leet_run(struct slice s, size_t from)
{
    struct leet_run r = {.end = from};
    unsigned leet = 0, digits = 0;
    for (; r.end < s.len && (is_letter(s.at[r.end]) || unleet(s.at[r.end])); r.end++) {
        char c = s.at[r.end];
        r.letters += is_letter(c);
        leet += !is_letter(c);
        digits += c >= '0' && c <= '9';
    }
    r.last = r.end; /* a closing "!" is punctuation */
    while (r.last > from && (s.at[r.last - 1] == '!' || s.at[r.last - 1] == '+'))
        r.last--;
    r.word = r.letters >= 2 && leet > 0 && r.last - from >= 4 && r.letters >= digits;
    return r;
}

static bool has_leet_word(struct slice s)
{
    for (size_t i = 0; i < s.len;) {
        struct leet_run r = leet_run(s, i);
        if (r.word)
            return true;
        i = r.end > i ? r.end : i + 1;
    }
    return false;
}

/* A leet sign counts inside a run of four signs with more letters than digits: "1gn0re", not "5k" or "12a"; and the view stays
 * only when it reads as more known words than before, or holds two long words: a postcode or an order number is left alone. */
bool view_unleet(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->folded;
    unsigned long_words = 0;
    if (!has_leet_word(s))
        return false;
    rewrite_begin(out, arena, s.len);
    for (size_t i = 0; i < s.len;) {
        struct leet_run r = leet_run(s, i);
        long_words += r.word && r.last - i >= 5 && r.letters >= 3;
        size_t end = r.end;
        for (; i < end; i++) {
            char c = r.word && i < r.last ? unleet(s.at[i]) : 0;
            out->changes += c != 0;
            rewrite_put(out, (struct slice){c ? &c : &s.at[i], 1}, t->origin[i]);
        }
        if (end < s.len && i == end) {
            rewrite_put(out, (struct slice){&s.at[i], 1}, t->origin[i]);
            i++;
        }
    }
    if (out->changes == 0)
        return false;
    return reading_of((struct slice){out->at, out->len}).known > reading_of(s).known || long_words >= 2;
}

static bool is_joiner(char c)
{
    return c == ' ' || c == '.' || c == '-' || c == '_' || c == '*' || c == '/' || c == '|' || c == ',';
}

/* Runs of four or more single letters with one joiner between are put together; two joiners or more part words. */
bool view_joined(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->folded;
    rewrite_begin(out, arena, s.len);
    for (size_t i = 0; i < s.len;) {
        size_t end = i, last = i, singles = 0;
        bool begins = i == 0 || !is_letter(s.at[i - 1]);
        while (begins && end < s.len && is_letter(s.at[end]) && (end + 1 >= s.len || !is_letter(s.at[end + 1]))) {
            singles++;
            last = ++end;
            size_t gap = end;
            while (gap < s.len && is_joiner(s.at[gap]) && gap - end < 3)
                gap++;
            if (gap == end || gap >= s.len || !is_letter(s.at[gap]))
                break;
            end = gap;
        }
        end = last;
        if (singles < 4) {
            rewrite_put(out, (struct slice){&s.at[i], 1}, t->origin[i]);
            i++;
            continue;
        }
        for (; i < end; i++) {
            size_t gap = 0;
            while (i + gap < end && is_joiner(s.at[i + gap]))
                gap++;
            if (gap >= 2)
                rewrite_put(out, SLICE(" "), t->origin[i]);
            if (gap > 0)
                i += gap - 1;
            else
                rewrite_put(out, (struct slice){&s.at[i], 1}, t->origin[i]);
        }
        out->changes += (unsigned)singles;
    }
    return out->changes > 0;
}

bool view_reversed(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->folded;
    struct reading before = reading_of(s);
    if (before.words < 2 || before.known * 3 > before.words)
        return false;
    rewrite_begin(out, arena, s.len);
    for (size_t i = s.len; i > 0;) {
        size_t from = i - 1;
        while (from > 0 && ((unsigned char)s.at[from] & 0xc0) == 0x80)
            from--;
        rewrite_put(out, slice_sub(s, from, i), t->origin[from]);
        i = from;
    }
    struct reading after = reading_of((struct slice){out->at, out->len});
    out->changes = after.known;
    return after.known >= 2 && after.known > before.known + 1 && after.known * 3 >= after.words;
}

bool view_rot13(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    (void)mending;
    struct slice s = t->folded;
    struct reading before = reading_of(s);
    if (before.words < 2 || before.known * 3 > before.words) /* mostly plain: what is turned could not outweigh it */
        return false;
    rewrite_begin(out, arena, s.len);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (is_letter(c))
            c = (char)('a' + (c - 'a' + 13) % 26);
        rewrite_put(out, (struct slice){&c, 1}, t->origin[i]);
    }
    struct reading after = reading_of((struct slice){out->at, out->len});
    out->changes = after.known;
    return after.known >= 3 && after.known > before.known && after.known * 3 >= after.words;
}
