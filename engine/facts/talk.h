/* The words that talk is made of: what happens in a reader's life, what one feels about it, and what a business deals in. A
 * phrase of courtesy is made of the first two and never of the third. */
#ifndef PARLEY_FACTS_TALK_H
#define PARLEY_FACTS_TALK_H

#include "meaning.h"

/* The token behind the words when they stand at token i; 0 when they do not. */
uint32_t behind_words(const struct meaning *m, uint32_t i, const char *words);
/* A full word that is no name and no word of talk, of life or of feeling. */
bool is_strange(const struct meaning *m, const struct content *c);
/* Full words of [from, past) that are no names and no words of talk, of life or of feeling. */
uint32_t strange_words(const struct meaning *m, uint32_t from, uint32_t past);
/* tired, lovely, a shame: one of them stands in [from, past). */
bool has_feeling(const struct meaning *m, uint32_t from, uint32_t past);
/* weekend, exam, kitten: one of them stands in [from, past). */
bool has_life(const struct meaning *m, uint32_t from, uint32_t past);
/* money, cover, approval, free: what a deal is about, or its outcome, stands in [from, past). */
bool has_deal(const struct meaning *m, uint32_t from, uint32_t past);
/* A finite verb that every reader knows by itself: is, can, will, we're. */
bool has_finite(const struct meaning *m, uint32_t from, uint32_t past);
/* skip, hide, lie: what nobody is asked or helped to do. */
bool has_dodge(const struct meaning *m, uint32_t from, uint32_t past);
/* refuse, decline: with a negation before it a statement of what is given. */
bool has_refusing(const struct meaning *m, uint32_t from, uint32_t past);
/* number, postcode, details: what a reader may be asked for in a talk. */
bool has_detail(const struct meaning *m, uint32_t from, uint32_t past);
/* The end of the clause that token i stands in: its comma, or the end. */
uint32_t clause_end(const struct meaning *m, uint32_t i);

#endif
