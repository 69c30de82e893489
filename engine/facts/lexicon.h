/* General word knowledge: what means the same, what means the opposite, what carries no fact. English first, some Malay and Spanish. */
#ifndef PARLEY_FACTS_LEXICON_H
#define PARLEY_FACTS_LEXICON_H

#include <parley/slice.h>

/* The group a word belongs to, 0 when it stands alone. Words of one group may stand for each other. */
uint32_t lexicon_group(struct slice word);
/* Opposites: pairs share a number, the sign tells the side; 0 when the word has none. */
int32_t lexicon_opposite(struct slice word);

enum mark {
    MARK_NEGATION = 1 << 0,
    MARK_PROMISE = 1 << 1,     /* guarantee, definitely, certainly, no doubt */
    MARK_ALL = 1 << 2,         /* all every always only never any */
    MARK_CONDITION = 1 << 3,   /* if unless provided */
    MARK_COMPARE = 1 << 4,     /* more than, better, best */
    MARK_OUTCOME = 1 << 5,     /* win, get, receive, qualify, approved: with "you" and a future */
    MARK_FUTURE = 1 << 6,      /* will, 'll, going to */
    MARK_HARMLESS = 1 << 7,    /* greeting, thanks, sympathy, talk about the talk itself */
    MARK_ADDRESS = 1 << 8,     /* you, your */
    MARK_MAYBE = 1 << 9,       /* may, might, could, perhaps: weakens */
    MARK_SELF = 1 << 11,       /* I, my, me: the speaker */
    MARK_REQUEST = 1 << 10     /* please, reply, tell, let, send: an instruction to the reader */
};
uint32_t lexicon_marks(struct slice word);
/* The i-th list of words, space-separated; false behind the last. */
bool lexicon_list(struct slice *out, size_t i);

#endif
