/* The compiled register: every sentence of every known text with its meaning, and an index from content to sentences. */
#ifndef PARLEY_FACTS_REGISTER_H
#define PARLEY_FACTS_REGISTER_H

#include "meaning.h"

enum stretch { STRETCH_SENTENCE, STRETCH_PAIR, STRETCH_CLAUSE };

/* What is asked of every sentence that shares a word with what is said stands here and not in its meaning: one cache line. */
struct known_sentence {
    struct meaning *meaning;
    uint64_t *siblings; /* content of other wordings of the same claim */
    uint64_t signature; /* of its values: what lacks a bit of a signature lacks a value */
    uint32_t sibling_count;
    uint32_t text;   /* index into texts */
    uint32_t parent; /* of a clause: the sentence it is part of */
    uint32_t claim;  /* number of the text's id: the same for all wordings of a claim */
    enum stretch stretch;
    enum known_kind kind;
    uint16_t words;  /* of its own content */
    uint16_t weight; /* of it, twice */
    uint16_t values; /* units that are no names */
    bool is_question;
    bool has_blanks;  /* {name}: variables of a script line */
    bool is_fragment; /* a clause of a word or two: says too little by itself */
    bool is_denial;   /* has a negation */
};

struct known_source {
    enum known_kind kind;
    struct slice id;
    uint32_t claim; /* number of the id */
};

/* A word of a claim that others may clip. */
struct long_word {
    struct slice word;
    uint64_t key;
    uint32_t found, place; /* sentences that have the key; where the word first stood */
};

struct posting_list {
    uint64_t key; /* 0: empty slot */
    uint32_t first, count, room;
};

struct facts_register {
    struct known_source *texts;
    size_t text_count;
    bool is_source; /* free text and nothing else */
    struct known_sentence *sentences;
    size_t sentence_count, sentence_room;
    uint32_t *by_identity; /* sentence + 1, open addressing */
    size_t identity_slots;
    uint32_t *by_wording;       /* sentence + 1, as many slots: verbatim.h */
    struct posting_list *lists; /* open addressing */
    size_t list_slots;
    uint32_t *postings; /* sentence, with POSTING_SIBLING when only another wording has it */
    uint32_t *blanks;   /* sentences with variables */
    size_t blank_count;
    uint64_t *own_names; /* keys of names in sentences that say who we are */
    size_t own_name_count;
    struct long_word *long_words; /* by word */
    size_t long_word_count;
    struct slice plain; /* letters and digits of claims and signed lines, folded, each text between two line ends */
};

enum { POSTING_SIBLING = 1u << 30 };

/* A sentence said word for word; NULL when none is. */
const struct known_sentence *register_identical(const struct facts_register *r, uint64_t identity);
/* The sentences that contain a content key; NULL when none does. */
const struct posting_list *register_list(const struct facts_register *r, uint64_t key);
/* Does a claim contain the content key? */
bool register_claims(const struct facts_register *r, uint64_t key);
/* The content key of the claims' word that begins with `word`: physiotherapy for physio. The commonest of several; 0 = none. */
void clipped_index(struct facts_register *r, struct arena *arena);
uint64_t register_unclipped(const struct facts_register *r, struct slice word);
/* A script line whose variables are filled in; NULL when none fits. */
const struct known_sentence *register_filled(const struct facts_register *r, const struct meaning *said);

/* Where token i begins a new clause: ", and", "; ", " but ", " - ", or a joint between verbs. Gives the first token of the clause
 * behind. */
bool clause_begins(const struct tokens *t, uint32_t first, uint32_t i, uint32_t past);
/* The first tokens of all clauses in [first, past), and `past`; how many there are. No unit is cut. */
uint32_t clauses_read(uint32_t *cuts, uint32_t room, const struct tokens *t, uint32_t first, uint32_t past,
                      const struct unit *units, size_t unit_count);

#endif
