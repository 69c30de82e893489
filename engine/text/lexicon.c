#include "lexicon.h"

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
    size_t i = word.len <= LEXICON_WORD_MAX ? lexicon_from(word) : lexicon_count;
    return i < lexicon_count && slice_eq(lexicon_word(i), word);
}
