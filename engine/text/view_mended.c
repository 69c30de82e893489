/* A view in which slips of the fingers are mended, mending.h. */
#include <parley/mending.h>

#include "rewrite.h"

static bool is_plain_word(const struct word *w)
{
    for (size_t i = 0; i < w->folded.len; i++)
        if (w->folded.at[i] < 'a' || w->folded.at[i] > 'z')
            return false;
    return w->kind == WORD_LETTERS;
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
        struct slice good = word->folded, other = word->folded;
        if (is_plain_word(word))
            good = mend(mending, word->folded, &other);
        differ |= other.at != good.at;
        good = second ? other : good;
        bool same = good.at == word->folded.at;
        out->changes += !same;
        for (size_t i = 0; i < good.len; i++)
            rewrite_put(out, slice_sub(good, i, i + 1), t->origin[same ? word->start + i : word->start]);
        at = word->end;
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
