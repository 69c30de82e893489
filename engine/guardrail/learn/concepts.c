#include "concepts.h"

static uint64_t entry(uint32_t key)
{
    for (uint32_t at = key % CONCEPT_SLOTS; concept_table[at].key != 0; at = (at + 1) % CONCEPT_SLOTS)
        if (concept_table[at].key == key)
            return concept_table[at].mask;
    return 0;
}

uint64_t concepts_at(const struct word *words, size_t count, size_t first)
{
    uint32_t hash = CONCEPT_HASH_START;
    uint64_t mask = 0;
    for (size_t n = 0; n < CONCEPT_WORDS_MAX && first + n < count; n++) {
        struct slice w = words[first + n].folded;
        if (n > 0)
            hash = concept_hash(hash, ' ');
        for (size_t i = 0; i < w.len; i++) {
            hash = concept_hash(hash, w.at[i]);
            if (i + 1 >= CONCEPT_PREFIX_LEAST)
                mask |= entry(hash ^ CONCEPT_PREFIX_SALT);
        }
        uint64_t here = entry(hash);
        mask |= here;
        if (!(here & CONCEPT_MORE) || words[first + n].sentence != words[first].sentence)
            break;
    }
    return mask & (CONCEPT_MORE - 1);
}
