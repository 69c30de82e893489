#include "vocabulary.h"

#include <parley/stem.h>

#include "lexicon.h"

enum { SLOTS = 8192 };

struct vocabulary {
    struct entry *slots[SLOTS];
};

uint64_t word_hash(struct slice word)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < word.len; i++)
        h = (h ^ (unsigned char)word.at[i]) * UINT64_C(0x100000001b3);
    return h ^ h >> 31;
}

static struct entry **slot_of(const struct vocabulary *v, struct slice word)
{
    size_t i = word_hash(word) % SLOTS;
    while (v->slots[i] != NULL && !slice_eq(v->slots[i]->word, word))
        i = (i + 1) % SLOTS;
    union {
        struct entry *const *in;
        struct entry **out;
    } same = {&v->slots[i]};
    return same.out;
}

/* Every word of the lexicon's lists is looked up through its own functions: one source of truth. */
static void learn(struct vocabulary *v, struct arena *arena, struct slice word)
{
    struct entry **slot = slot_of(v, word);
    if (word.len == 0 || *slot != NULL)
        return;
    *slot = ARENA_NEW(arena, struct entry);
    **slot = (struct entry){.word = word, .group = lexicon_group(word), .marks = lexicon_marks(word), .opposite = lexicon_opposite(word),
                            .is_common = stem_is_common(word, SLICE("en"))};
}

struct vocabulary *vocabulary_create(struct arena *arena)
{
    static const char common[] = "a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my no of on or our out "
                                 "please he she so some such than that the their them then there these they this that to up us was we were what when where which who why "
                                 "will with would you your about any am not just also";
    struct vocabulary *v = ARENA_NEW(arena, struct vocabulary);
    struct slice list, word;
    for (size_t i = 0; lexicon_list(&list, i); i++)
        while (slice_next(&word, &list, ' '))
            learn(v, arena, word);
    list = slice_from(common);
    while (slice_next(&word, &list, ' '))
        learn(v, arena, word);
    return v;
}

const struct entry *vocabulary_find(const struct vocabulary *v, struct slice word)
{
    return *slot_of(v, word);
}
