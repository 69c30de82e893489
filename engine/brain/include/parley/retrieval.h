/* Retrieval: BM25 over stems, with titles weighted and synonyms joined, and in English by what words are like (vectors.h); in
 * integers (scores in millionths), so that every build ranks alike; ties go to the earlier document.
 * Source: DESIGN section 8 `parley search`; ADR 0018. */
#ifndef PARLEY_RETRIEVAL_H
#define PARLEY_RETRIEVAL_H

#include <parley/arena.h>
#include <parley/schema.h>
#include <parley/slice.h>

struct retrieval_document {
    struct slice id, title, text;
};

struct retrieval_hit {
    uint32_t document; /* index into the documents given */
    uint64_t score;    /* millionths; only the order means anything */
};

struct retrieval_index;

/* Documents are borrowed and must outlive the index. */
struct retrieval_index *retrieval_build(struct arena *arena, const struct retrieval_document *documents, size_t count,
                                        const struct slice_list *synonyms, struct slice language);
/* Best first, `most` at most; returns how many. Documents that have no stem of the query and no word
 * like one of it are not hits. */
size_t retrieval_search(struct retrieval_hit *hits, size_t most, struct arena *scratch, const struct retrieval_index *index,
                        struct slice query);

#endif
