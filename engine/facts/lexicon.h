/* General word knowledge: what means the same, what means the opposite, what carries no fact. English first, some Malay and Spanish. */
#ifndef PARLEY_FACTS_LEXICON_H
#define PARLEY_FACTS_LEXICON_H

#include <parley/slice.h>

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
/* A list of words that share something. */
struct lexicon_row {
    struct slice words;  /* space-separated */
    uint32_t group;      /* words of one group may stand for each other; 0 = says nothing about that */
    int32_t opposite;    /* pairs share a number, the sign tells the side */
    uint32_t marks;      /* enum mark */
};

/* The i-th row; false behind the last. */
bool lexicon_row(struct lexicon_row *out, size_t i);

#endif
