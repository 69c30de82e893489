/* The index that retrieval searches: which document has which stem how often, and what each document is about. Built once
 * (retrieval_index.c), read by every search (retrieval.c). */
#ifndef PARLEY_BRAIN_RETRIEVAL_INDEX_H
#define PARLEY_BRAIN_RETRIEVAL_INDEX_H

#include <parley/retrieval.h>
#include <parley/stem.h>
#include <parley/vectors.h>

/* Slips are mended in words that are longer than this, and to words that are at least so long. */
enum { MENDED_MIN = 4 };

struct posting {
    uint32_t document, count;
};

struct term {
    struct slice text;
    uint64_t hash;
    struct posting *postings;
    size_t count, room;
    uint64_t idf; /* millionths */
    bool is_pair;
    struct vector like; /* of the first word with this stem */
};

/* The direction of a term that is a word: all of them are compared with a word that no document has. */
struct direction {
    struct vector like;
    const struct posting *postings; /* the term's */
    size_t count;
};

struct synonym {
    struct slice word, group;
};

/* What a document is about: as a whole, and each line of its title (the questions that a claim answers). */
struct about {
    struct vector whole, *lines;
    size_t count;
};

struct retrieval_index {
    struct arena *arena;
    struct term *terms;
    size_t term_count, term_room;
    uint32_t *slots; /* term index + 1, open addressing */
    size_t slot_count;
    uint32_t *words; /* terms that a slip may have meant, by first byte: from begin[byte] to begin[byte + 1] */
    size_t begin[257];
    struct direction *directions;
    size_t direction_count;
    uint32_t *lengths;
    uint64_t average; /* length in thousandths */
    size_t documents;
    struct about *about;
    struct synonym *synonyms;
    size_t synonym_count;
    struct slice language;
    bool has_vectors;
};

/* The stems of a text with the words they are of, synonyms joined, common words left out. */
struct stemmed {
    struct slice stem, word;
};

struct stems {
    struct stemmed *at;
    size_t count, room;
};
void index_stems_of(struct stems *out, struct arena *arena, const struct retrieval_index *x, struct stemmer *stemmer,
                    struct slice text);
struct slice index_pair_of(struct arena *arena, const struct stemmed *a, const struct stemmed *b);

/* NULL: no document has it. */
const struct term *index_find(const struct retrieval_index *x, struct slice stem_or_pair);

/* How telling a term is that `df` thousandths of documents have: log2(1 + (N - df + .5) / (df + .5)), in millionths. */
uint64_t index_idf(const struct retrieval_index *x, uint64_t df);

#endif
