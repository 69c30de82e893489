#include "common.h"

#include <string.h>

unsigned common_lists(struct slice word)
{
    if (word.len == 0 || word.len > COMMON_WORD_MAX)
        return 0;
    for (uint32_t at = lexicon_hash(word.at, word.len) % COMMON_SLOTS; common_words[at].lists != 0; at = (at + 1) % COMMON_SLOTS)
        if (common_words[at].len == word.len && memcmp(common_words[at].word, word.at, word.len) == 0)
            return common_words[at].lists;
    return 0;
}
