/* One search for personal data: the text, what one pass noted about it, and what was found so far. */
#ifndef PARLEY_GUARDRAIL_PII_SEARCH_H
#define PARLEY_GUARDRAIL_PII_SEARCH_H

#include <parley/pii.h>

#include "pii/words.h"

struct finding {
    struct span span; /* of the folded text */
    enum pii_type type;
    unsigned rank; /* what is surer wins where two overlap */
};

struct search {
    struct arena *arena;
    const struct text *t;
    const uint64_t *classes; /* of each word: IS_ of words.h */
    uint64_t all;            /* of the words together */
    const uint32_t *codes;   /* the words that may begin a code: letters and digits */
    size_t code_count;
    bool has_digit, has_at, has_capital;
    bool shouts; /* nearly all is capitals, which tell nothing then */
    ARRAY_OF(struct finding) found;
};

void search_begin(struct search *s, struct arena *arena, const struct text *t);
void search_add(struct search *s, size_t start, size_t end, enum pii_type type, unsigned rank);

/* The finders, in the order in which pii.c asks them. */
void search_mail(struct search *s);
void search_numbers(struct search *s);
void search_codes(struct search *s);
void search_plates(struct search *s);
void search_ip(struct search *s);   /* and addresses of network cards */
void search_told(struct search *s); /* reads what search_numbers found */
void search_names(struct search *s);
void search_addresses(struct search *s);
void search_births(struct search *s); /* reads what search_names found */

/* Is a word of the class among the `reach` words before word i? Its distance, 1 for the word before; 0 for none. */
unsigned search_back(const struct search *s, size_t i, uint64_t class_, unsigned reach);
/* Is `cue` among the words before i, and nothing of `against` nearer? */
bool search_led(const struct search *s, size_t i, uint64_t cue, uint64_t against, unsigned reach);
/* Is what begins at word i said to be a reference? "order no. 123", "the tag is 123", not "the order, call 123" */
bool search_refers(const struct search *s, size_t i);
/* The first word that ends behind this byte of the folded text; begins looking at `from`. */
size_t search_word_at(const struct search *s, size_t from, size_t byte);

bool word_is(const struct search *s, size_t i, const char *word);
bool word_is_any(const struct search *s, size_t i, uint64_t class_);
bool word_is_mark(const struct search *s, size_t i, char mark);
bool word_is_capital(const struct search *s, size_t i); /* begins with a capital that tells something */
bool search_is_upper(const struct search *s, size_t folded_byte);
/* The length of a letter beyond ASCII of an alphabet that parts its words, which begins at this byte, or ends before it; or 0. */
size_t letter_behind(struct slice folded, size_t at);
size_t letter_before(struct slice folded, size_t at);
bool search_breaks(const struct search *s, size_t i); /* is a line's end between words i and i + 1? */

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static inline bool is_alnum(char c)
{
    return is_letter(c) || is_digit(c);
}

/* Does no letter or digit touch s[from..to)? */
static inline bool stands_alone(struct slice s, size_t from, size_t to)
{
    return (from == 0 || !is_alnum(s.at[from - 1])) && (to >= s.len || !is_alnum(s.at[to]));
}

#endif
