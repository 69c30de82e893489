#include "vocabulary.h"

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

static void learn(struct vocabulary *v, struct arena *arena, const struct lexicon_row *row, bool common)
{
    struct slice rest = row->words, word;
    while (slice_next(&word, &rest, ' ')) {
        struct entry **slot = word.len ? slot_of(v, word) : NULL;
        if (slot == NULL)
            continue;
        if (*slot == NULL) {
            *slot = ARENA_NEW(arena, struct entry);
            (*slot)->word = word;
        }
        if ((*slot)->group == 0)
            (*slot)->group = row->group;
        if ((*slot)->opposite == 0)
            (*slot)->opposite = row->opposite;
        (*slot)->marks |= row->marks;
        (*slot)->is_common |= common;
    }
}

struct vocabulary *vocabulary_create(struct arena *arena)
{
    static const struct lexicon_row common = {
        .words = SLICE_INIT("a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my no of on or our out "
                            "please he she so some such than that the their them then there these they this that to up us was we were what when where which who why "
                            "will with would you your about any am not just also")};
    struct vocabulary *v = ARENA_NEW(arena, struct vocabulary);
    struct lexicon_row row;
    for (size_t i = 0; lexicon_row(&row, i); i++)
        learn(v, arena, &row, false);
    learn(v, arena, &common, true);
    return v;
}

const struct entry *vocabulary_find(const struct vocabulary *v, struct slice word)
{
    return *slot_of(v, word);
}
