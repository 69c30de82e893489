/* Tokens: the words of a text, parted at hyphens where the whole is no known word, each with what is known about it. Looked up
 * once. */
#ifndef PARLEY_FACTS_TOKENS_H
#define PARLEY_FACTS_TOKENS_H

#include <string.h>

#include <parley/text.h>

#include "lexeme.h"

struct token {
    struct slice folded;
    const struct lexeme *lex;  /* never NULL */
    const struct sense *sense; /* NULL: nothing known; only of content words */
    uint64_t key;              /* what alignment compares: synonym group or stem; 0 = no content word */
    uint32_t start, end;       /* bytes of the folded text */
    enum word_kind kind;
    bool space_before, capital, all_capital, starts_sentence;
    bool is_nearby; /* its key is that of a near word */
};

struct tokens {
    struct token *at;
    uint32_t count;
    const struct text *text;
    uint32_t *sentence_first; /* per sentence of the text, and one more for the end */
};

void tokens_read(struct tokens *out, struct arena *arena, const struct text *text);
/* Of its first `sentences` only; those behind have none. */
void tokens_read_some(struct tokens *out, struct arena *arena, const struct text *text, size_t sentences);
/* The token is read as the word `as`: its marks, sense and key. */
void token_settle(struct token *k, struct slice as);

static inline bool token_has(const struct tokens *t, uint32_t i, uint32_t past, uint32_t marks)
{
    return i < past && (t->at[i].lex->marks & marks) != 0;
}

static inline bool token_is(const struct tokens *t, uint32_t i, uint32_t past, const char *word, size_t length)
{
    if (i >= past)
        return false;
    struct slice s = t->at[i].folded;
    return s.len == length && s.at[0] == word[0] && memcmp(s.at, word, length) == 0;
}

/* Is token i the word? The first letter tells most apart before its length is asked for. */
static inline bool token_is_word(const struct tokens *t, uint32_t i, uint32_t past, const char *word)
{
    return i < past && t->at[i].folded.at[0] == word[0] && token_is(t, i, past, word, strlen(word));
}

static inline bool token_is_mark(const struct tokens *t, uint32_t i, uint32_t past, char c)
{
    return i < past && t->at[i].kind == WORD_MARK && t->at[i].folded.len == 1 && t->at[i].folded.at[0] == c;
}

#define TOKEN_IS(t, i, past, literal) token_is((t), (i), (past), "" literal, sizeof(literal) - 1)

#endif
