/* Which word stands at a token of a sentence; false outside of it. */
#ifndef PARLEY_FACTS_WORDS_AT_H
#define PARLEY_FACTS_WORDS_AT_H

#include "meaning.h"

static inline bool is(const struct meaning *m, uint32_t i, const char *word)
{
    return i >= m->first && token_is_word(m->tokens, i, m->past, word);
}

static inline bool is_any(const struct meaning *m, uint32_t i, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (is(m, i, words[k]))
            return true;
    return false;
}

static inline bool has(const struct meaning *m, uint32_t i, uint32_t marks)
{
    return i >= m->first && token_has(m->tokens, i, m->past, marks);
}

/* The length of a literal and of a list is known when it is compiled. */
#define IS(m, i, literal) ((i) >= (m)->first && token_is((m)->tokens, (i), (m)->past, "" literal, sizeof(literal) - 1))
#define IS_ANY(m, i, words) is_any((m), (i), (words), sizeof(words) / sizeof(words)[0])

#endif
