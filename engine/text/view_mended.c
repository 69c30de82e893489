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

enum { MENDED_MOST = 1500 }; /* words */

struct guess {
    struct slice letters, good; /* of a word, and what was meant */
    bool other;                 /* there are two good guesses */
};

static struct guess guess_of(const struct mending *mending, const struct word *w, bool second)
{
    struct slice letters = letters_of(w), other = letters;
    struct slice good = letters.len > 0 ? mend(mending, letters, &other) : letters;
    return (struct guess){letters, second ? other : good, other.at != good.at};
}

static bool mended(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending, bool second)
{
    struct guess *guesses = ARENA_NEW_ARRAY(arena, struct guess, t->word_count + 1);
    size_t at = 0;
    bool differ = false;
    for (size_t w = 0; mending != NULL && w < t->word_count; w++) {
        if (w >= MENDED_MOST) { /* no message; whoever sends so many words hides nothing in its slips */
            guesses[w] = (struct guess){letters_of(&t->words[w]), letters_of(&t->words[w]), false};
            continue;
        }
        guesses[w] = guess_of(mending, &t->words[w], second);
        out->changes += guesses[w].good.at != guesses[w].letters.at;
        differ |= guesses[w].other;
    }
    if (second ? !differ : out->changes == 0)
        return false;
    unsigned changes = out->changes;
    rewrite_begin(out, arena, t->folded.len * 2 + 16);
    out->changes = changes;
    for (size_t w = 0; w < t->word_count; w++) {
        const struct word *word = &t->words[w];
        struct slice letters = guesses[w].letters, good = guesses[w].good;
        for (; at < word->start; at++)
            rewrite_put(out, slice_sub(t->folded, at, at + 1), t->origin[at]);
        bool same = good.at == letters.at;
        for (size_t i = 0; i < good.len; i++)
            rewrite_put(out, slice_sub(good, i, i + 1), t->origin[same ? word->start + i : word->start]);
        at = word->start + letters.len; /* what is no letter is copied as it stands */
        for (; at < word->end; at++)
            rewrite_put(out, slice_sub(t->folded, at, at + 1), t->origin[at]);
    }
    return true;
}

bool view_mended(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    return mended(out, arena, t, mending, false);
}

bool view_mended_other(struct rewrite *out, struct arena *arena, const struct text *t, const struct mending *mending)
{
    return mended(out, arena, t, mending, true);
}
