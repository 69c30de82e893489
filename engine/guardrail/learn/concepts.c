#include "concepts.h"

static struct concept_set entry(uint32_t key)
{
    for (uint32_t at = key % CONCEPT_SLOTS; concept_table[at].key != 0; at = (at + 1) % CONCEPT_SLOTS)
        if (concept_table[at].key == key)
            return concept_table[at].set;
    return (struct concept_set){{0, 0}};
}

static void join(struct concept_set *a, struct concept_set b)
{
    a->bits[0] |= b.bits[0];
    a->bits[1] |= b.bits[1];
}

struct concept_set concepts_at(const struct word *words, size_t count, size_t first)
{
    uint32_t hash = CONCEPT_HASH_START;
    struct concept_set set = {{0, 0}};
    for (size_t n = 0; n < CONCEPT_WORDS_MAX && first + n < count; n++) {
        struct slice w = words[first + n].folded;
        if (n > 0)
            hash = concept_hash(hash, ' ');
        for (size_t i = 0; i < w.len; i++) {
            hash = concept_hash(hash, w.at[i]);
            if (i + 1 >= CONCEPT_PREFIX_LEAST)
                join(&set, entry(hash ^ CONCEPT_PREFIX_SALT));
        }
        struct concept_set here = entry(hash);
        join(&set, here);
        if (!(here.bits[1] & CONCEPT_MORE) || words[first + n].sentence != words[first].sentence)
            break;
    }
    set.bits[1] &= CONCEPT_MORE - 1;
    return set;
}
