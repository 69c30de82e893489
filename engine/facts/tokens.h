/* Tokens: the words of a text, parted at hyphens where the whole is no known word, each with what is known about it. Looked up once. */
#ifndef PARLEY_FACTS_TOKENS_H
#define PARLEY_FACTS_TOKENS_H

#include <parley/text.h>

#include "lexeme.h"

struct token {
    struct slice folded;
    const struct lexeme *lex;    /* never NULL */
    const struct sense *sense;   /* NULL: nothing known; only of content words */
    uint64_t key;                /* what alignment compares: synonym group or stem; 0 = no content word */
    uint32_t start, end;         /* bytes of the folded text */
    enum word_kind kind;
    bool space_before, capital, all_capital, starts_sentence;
};

struct tokens {
    struct token *at;
    uint32_t count;
    const struct text *text;
    uint32_t *sentence_first;    /* per sentence of the text, and one more for the end */
};

void tokens_read(struct tokens *out, struct arena *arena, const struct text *text);

bool token_is(const struct tokens *t, uint32_t i, uint32_t past, struct slice word);
bool token_is_mark(const struct tokens *t, uint32_t i, uint32_t past, char c);

static inline bool token_has(const struct tokens *t, uint32_t i, uint32_t past, uint32_t marks)
{
    return i < past && (t->at[i].lex->marks & marks) != 0;
}

#define TOKEN_IS(t, i, past, literal) token_is((t), (i), (past), SLICE(literal))

#endif
