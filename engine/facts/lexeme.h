/* What is known about single words: numbers, months, units, currencies, bounds, marks of meaning, synonyms and opposites.
 *
 * The tables are written for reading in words/; make_lexemes turns them into constant hash tables at build time, so a look-up
 * costs one hash and nothing is made at run time. English first, with modest Malay and Spanish. */
#ifndef PARLEY_FACTS_LEXEME_H
#define PARLEY_FACTS_LEXEME_H

#include <parley/slice.h>

enum mark {
    MARK_NEGATION = 1 << 0,
    MARK_PROMISE = 1 << 1, /* guarantee, definitely, no doubt */
    MARK_ALL = 1 << 2,     /* all every always never */
    MARK_SOME = 1 << 3,    /* most some many few often */
    MARK_ONLY = 1 << 4,
    MARK_CONDITION = 1 << 5, /* if unless provided */
    MARK_COMPARE = 1 << 6,   /* better best cheapest */
    MARK_OUTCOME = 1 << 7,   /* win receive qualify approved */
    MARK_FUTURE = 1 << 8,    /* will 'll going to */
    MARK_YOU = 1 << 9,
    MARK_I = 1 << 10,
    MARK_WE = 1 << 11,
    MARK_MAYBE = 1 << 12,       /* may might could perhaps */
    MARK_USUAL = 1 << 13,       /* usually typically normally aim */
    MARK_REQUEST = 1 << 14,     /* please reply tell send: what a bot asks of its reader */
    MARK_HARMLESS = 1 << 15,    /* greeting, thanks, sympathy, talk about the talk */
    MARK_TALK = 1 << 16,        /* explain help answer check: what a bot does in a conversation */
    MARK_TELL = 1 << 17,        /* say share confirm predict: what a bot refuses to do */
    MARK_ATTRIBUTION = 1 << 18, /* admitted announced according */
    MARK_CLAUSE = 1 << 19,      /* and but so while because which: a new clause may begin */
    MARK_HOUR = 1 << 20,        /* at from until by between: an hour may follow */
    MARK_NO_NAME = 1 << 21,     /* capital for other reasons */
    MARK_GREETING = 1 << 22,    /* hi thanks sorry: a name behind it addresses the reader */
    MARK_VAGUE = 1 << 23,       /* thousands hundreds: a sum without a number */
    MARK_UNLESS = 1 << 24,      /* unless except until without: turns a negation into a condition */
    MARK_STARTS = 1 << 25,      /* edge of a time: from since after */
    MARK_ENDS = 1 << 26,        /* until by before */
    MARK_PER = 1 << 27,         /* per each every a */
    MARK_RECAP = 1 << 28,       /* said told mentioned noted */
    MARK_TITLE = 1 << 29,       /* mr dr: a name follows */
    MARK_PHRASE = 1 << 30       /* a promise of several words may begin */
};

/* What a word does in a sentence, apart from its meaning. */
enum role {
    ROLE_VERB = 1 << 0,    /* is can costs: the subject ends before it */
    ROLE_IF = 1 << 1,      /* if when unless: a condition begins */
    ROLE_SPANISH = 1 << 2, /* the commonest little words tell what a sentence is written in */
    ROLE_MALAY = 1 << 3,
    ROLE_OBLIGES = 1 << 4,  /* must required: a duty */
    ROLE_JOINS = 1 << 5,    /* in up back: may be one word with the word before */
    ROLE_EXCEPTS = 1 << 6,  /* except, apart from: a scope without a negation */
    ROLE_JOINT = 1 << 7,    /* and but because: a clause may begin with it */
    ROLE_TAX = 1 << 8,      /* vat */
    ROLE_MOST = 1 << 9,     /* heaviest longest: the most there can be */
    ROLE_LEAST = 1 << 10,   /* cheapest shortest: the least there can be */
    ROLE_FEAST = 1 << 11,   /* christmas: the name of a day may begin */
    ROLE_FAILS = 1 << 12,   /* miss fail: not, in a word */
    ROLE_TOTAL = 1 << 13,   /* total both: counted once */
    ROLE_LIFTS = 1 << 14,   /* whenever regardless: no condition */
    ROLE_PER = 1 << 15,     /* per */
    ROLE_RECKONS = 1 << 16, /* comes, altogether, would: what is said may have been worked out */
    ROLE_FREES = 1 << 17,   /* unlimited, on us, as much as you like: free of something may begin */
    ROLE_PARTICLE = 1 << 18 /* back up off: may make another word of a verb before it */
};

enum number_word { NUMBER_NONE, NUMBER_SMALL, NUMBER_SCALE, NUMBER_ORDINAL, NUMBER_PART };

/* Units of time, in the order of length; 0 is none. */
enum span_word {
    SPAN_NONE,
    SPAN_SECOND,
    SPAN_MINUTE,
    SPAN_HOUR,
    SPAN_DAY,
    SPAN_NIGHT,
    SPAN_WEEK,
    SPAN_FORTNIGHT,
    SPAN_MONTH,
    SPAN_QUARTER,
    SPAN_YEAR,
    SPAN_DECADE
};

enum coin_word { COIN_NONE, COIN_GBP, COIN_PENCE, COIN_USD, COIN_CENT, COIN_EUR, COIN_MYR, COIN_SEN, COIN_PERCENT, COIN_OTHER };

enum bound { BOUND_EXACT, BOUND_ABOUT, BOUND_MOST, BOUND_LEAST, BOUND_WITHIN };

struct lexeme {
    const char *word;
    uint32_t marks;
    int64_t number; /* value of a number word; millionths when NUMBER_PART */
    uint8_t length;
    uint8_t number_word; /* enum number_word */
    uint8_t month, day;  /* 1..12; 1..7 from Monday, 8 weekdays, 9 weekend, 10.. relative days */
    uint8_t span, rate;  /* enum span_word: a unit of time; an adverb of rate (monthly) */
    uint8_t coin;        /* enum coin_word */
    uint8_t bound;       /* enum bound said by this word alone before a value */
    uint8_t weight;      /* of a content word: 0 carries nothing, 1 little, 2 full */
    uint32_t roles;      /* enum role */
};

/* Never NULL: an unknown word has weight 2 and nothing else. */
const struct lexeme *lexeme_of(struct slice folded_word);

/* What words with a common stem share. */
struct sense {
    uint64_t stem;
    uint16_t group;      /* of synonyms, from 1; 0 stands alone */
    int16_t opposite[2]; /* pairs, the sign tells the side; 0 none */
};

uint64_t word_hash(struct slice word);
/* Hash of a light stem: endings off, doubled letters single; cheap and good enough to make inflections meet. */
uint64_t word_stem(struct slice folded_word);
const struct sense *sense_of(uint64_t stem); /* NULL: nothing known */

/* Words that are near one another, for one that a register lacks: the keys of row `row`, ended by 0. */
enum { NEAR_ROWS_MAX = 8 };
struct near {
    uint64_t stem;
    uint16_t rows[NEAR_ROWS_MAX]; /* from 1; 0 ends them */
};
const struct near *near_of(uint64_t stem); /* NULL: nothing is near */
const uint64_t *near_keys(uint16_t row);

enum {
    OPPOSITE_FREE = 1,
    OPPOSITE_ALLOWED = 2,
    OPPOSITE_OPEN = 3,
    OPPOSITE_INCLUDED = 4,
    OPPOSITE_BEFORE = 5,
    OPPOSITE_REFUNDED = 6,
    OPPOSITE_DEAL_FIRST = 7, /* one deal seen from both sides: you buy what we sell */
    OPPOSITE_DEAL_LAST = 9
};

#endif
