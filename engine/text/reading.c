#include "common.h"
#include "rewrite.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Letters of other alphabets and accented ones belong to their word. */
struct reading reading_of(struct slice folded)
{
    struct reading r = {0, 0};
    for (size_t i = 0; i < folded.len;) {
        size_t from = i;
        while (i < folded.len && is_letter(folded.at[i]))
            i++;
        if (i > from && i - from < 24) {
            char lower[24];
            bool plain = true;
            for (size_t k = from; k < i; k++) {
                lower[k - from] = (char)(folded.at[k] | 0x20);
                plain &= (unsigned char)folded.at[k] < 0x80;
            }
            struct slice word = {lower, i - from};
            r.words++;
            r.known += plain && (common_lists(word) & COMMON_READING) != 0;
        }
        if (i == from)
            i++;
    }
    return r;
}

void rewrite_begin(struct rewrite *r, struct arena *arena, size_t room)
{
    *r = (struct rewrite){.room = room};
    r->at = arena_alloc(arena, room + 1);
    r->source = ARENA_NEW_ARRAY(arena, uint32_t, room + 1);
}

void rewrite_put(struct rewrite *r, struct slice bytes, uint32_t source)
{
    must(bytes.len <= r->room - r->len);
    for (size_t i = 0; i < bytes.len; i++) {
        r->at[r->len] = bytes.at[i];
        r->source[r->len++] = source;
    }
}

void rewrite_point(struct rewrite *r, uint32_t point, uint32_t source)
{
    char bytes[4];
    size_t n = text_put_point(bytes, point);
    rewrite_put(r, (struct slice){bytes, n}, source);
}
