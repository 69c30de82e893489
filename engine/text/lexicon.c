#include "lexicon.h"

#include <parley/english.h>

struct slice lexicon_word(size_t i)
{
    return (struct slice){(const char *)lexicon_bytes + lexicon_begin[i], lexicon_begin[i + 1] - lexicon_begin[i]};
}

size_t lexicon_from(struct slice prefix)
{
    size_t low = 0, high = lexicon_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_compare(lexicon_word(middle), prefix) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool lexicon_has(struct slice word)
{
    if (word.len > LEXICON_WORD_MAX)
        return false;
    for (uint32_t at = lexicon_hash(word.at, word.len) % LEXICON_SLOTS; lexicon_slots[at] != 0; at = (at + 1) % LEXICON_SLOTS)
        if (slice_eq(lexicon_word(lexicon_slots[at] - 1), word))
            return true;
    return false;
}

bool english_has(struct slice folded_word)
{
    return lexicon_has(folded_word);
}
