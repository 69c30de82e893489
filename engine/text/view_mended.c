/* A view in which slips of the fingers are mended, mending.h. */
#include <parley/mending.h>

#include "rewrite.h"

/* The letters of a word, without an 's at its end; empty when there is anything else in it. */
static struct slice letters_of(const struct word *w)
{
    struct slice s = w->folded;
    if (w->kind != WORD_LETTERS)
        return SLICE_NONE;
    if (slice_ends(s, SLICE("'s")))
        s.len -= 2;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] < 'a' || s.at[i] > 'z')
            return SLICE_NONE;
    return s;
}

static bool mended(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending, bool second)
{
    size_t at = 0;
    bool differ = false;
    if (mending == NULL)
        return false;
    rewrite_begin(out, arena, t->folded.len * 2 + 16);
    for (size_t w = 0; w < t->word_count; w++) {
        const struct word *word = &t->words[w];
        for (; at < word->start; at++)
            rewrite_put(out, slice_sub(t->folded, at, at + 1), t->origin[at]);
        struct slice letters = letters_of(word), good = letters, other = letters;
        if (letters.len > 0)
            good = mend(mending, letters, &other);
        differ |= other.at != good.at;
        good = second ? other : good;
        bool same = good.at == letters.at;
        out->changes += !same;
        for (size_t i = 0; i < good.len; i++)
            rewrite_put(out, slice_sub(good, i, i + 1), t->origin[same ? word->start + i : word->start]);
        at = word->start + letters.len; /* what is no letter is copied as it stands */
        for (; at < word->end; at++)
            rewrite_put(out, slice_sub(t->folded, at, at + 1), t->origin[at]);
    }
    return second ? differ : out->changes > 0;
}

bool view_mended(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    return mended(out, arena, t, mending, false);
}

bool view_mended_other(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    return mended(out, arena, t, mending, true);
}
