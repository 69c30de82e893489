#include <parley/retrieval.h>

#include <parley/size.h>
#include <stdlib.h>
#include <string.h>

#include "retrieval_index.h"

/* BM25F in integers, k1 = 1.2, b = 0.75.
 *
 * Beside the words stands what they are like (ADR 0018): a word of the question that no document has counts for the indexed words
 * like it, by how much they are; and a document that has something of the question gains by how alike the two are as a whole. */
enum {
    QUERY_TERMS_MAX = 256,
    LIKE_FROM = 350,  /* per mille; words less alike have nothing to do with each other */
    LIKE_WHOLE = 800, /* per mille of what the question's words weigh together: a document just like the question gains that */
    UNSEEN_IDF = 5770 /* what a word of the question weighs that no document has, in thousandths of a bit (4 ln 2) */
};

/* idf * tf (k1 + 1) / (tf + k1 (1 - b + b len / average)), in millionths; `times` in thousandths. */
static uint64_t score_of(const struct retrieval_index *x, uint64_t idf, uint32_t document, uint64_t times)
{
    uint64_t norm = 300 + 900 * (uint64_t)x->lengths[document] * 1000 / x->average; /* 1000 k1 (1 - b + b ...) */
    return idf * (2200 * times / 1000) / (times + norm);
}

static bool near(struct slice a, struct slice b)
{
    if (a.len > b.len)
        return near(b, a);
    if (b.len - a.len > 1)
        return false;
    size_t i = 0;
    while (i < a.len && a.at[i] == b.at[i])
        i++;
    if (a.len == b.len) {
        if (i + 1 < a.len && a.at[i] == b.at[i + 1] && a.at[i + 1] == b.at[i]) /* two letters swapped */
            return slice_eq(slice_after(a, i + 2), slice_after(b, i + 2));
        return slice_eq(slice_after(a, i + 1), slice_after(b, i + 1));
    }
    return slice_eq(slice_after(a, i), slice_after(b, i + 1));
}

/* A word of the query that no document has: the commonest indexed word one slip away, from five letters on. */
static const struct term *mend(const struct retrieval_index *x, struct slice word)
{
    const struct term *best = NULL;
    if (word.len <= MENDED_MIN)
        return NULL;
    size_t first = (unsigned char)word.at[0];
    for (size_t i = x->begin[first]; i < x->begin[first + 1]; i++) {
        const struct term *t = &x->terms[x->words[i]];
        if (near(t->text, word) && (best == NULL || t->count > best->count))
            best = t;
    }
    return best;
}

static void add_scores(const struct retrieval_index *x, uint64_t *scores, const struct term *t)
{
    for (size_t i = 0; t != NULL && i < t->count; i++)
        scores[t->postings[i].document] += score_of(x, t->idf, t->postings[i].document, 1000 * (uint64_t)t->postings[i].count);
}

/* A word that no document has: as if each indexed word like it were it, in part. */
static void add_alike(const struct retrieval_index *x, uint64_t *scores, struct arena *scratch, const struct vector *word)
{
    uint64_t *times = ARENA_NEW_ARRAY(scratch, uint64_t, x->documents), df = 0;
    uint32_t *most = ARENA_NEW_ARRAY(scratch, uint32_t, x->documents);
    for (size_t i = 0; i < x->direction_count; i++) {
        int32_t alike = vector_likeness(&x->directions[i].like, word);
        if (alike <= LIKE_FROM)
            continue;
        const struct direction *t = &x->directions[i];
        uint32_t share = (uint32_t)(alike - LIKE_FROM) * 1000 / (1000 - LIKE_FROM);
        for (size_t k = 0; k < t->count; k++) {
            uint32_t d = t->postings[k].document;
            uint64_t as_often = (uint64_t)t->postings[k].count * share;
            times[d] = as_often > times[d] ? as_often : times[d];
            most[d] = share > most[d] ? share : most[d];
        }
    }
    for (size_t d = 0; d < x->documents; d++)
        df += most[d];
    uint64_t idf = index_idf(x, df);
    for (size_t d = 0; d < x->documents; d++)
        if (times[d] > 0)
            scores[d] += score_of(x, idf, (uint32_t)d, times[d]);
}

/* What the question is about, and what its words weigh together in thousandths of a bit. */
struct question {
    struct vector_sum sum;
    uint64_t weight;
};

static void add_word(const struct retrieval_index *x, uint64_t *scores, struct arena *scratch, struct question *q,
                     const struct stemmed *s)
{
    struct vector like = {.length = 0};
    bool known = x->has_vectors && vector_of_word(&like, s->word);
    const struct term *t = index_find(x, s->stem);
    uint32_t weight = t != NULL ? (uint32_t)(t->idf / 1000) : UNSEEN_IDF;
    if (known) {
        vector_sum_add(&q->sum, &like, weight);
        q->weight += weight;
    }
    if (t == NULL && known)
        add_alike(x, scores, scratch, &like);
    else
        add_scores(x, scores, t != NULL ? t : mend(x, s->stem));
}

static int32_t likeness_of(const struct about *about, const struct vector *question)
{
    int32_t most = vector_likeness(&about->whole, question);
    for (size_t i = 0; i < about->count; i++) {
        int32_t alike = vector_likeness(&about->lines[i], question);
        most = alike > most ? alike : most;
    }
    return most > 0 ? most : 0;
}

static bool ranks_before(const struct retrieval_hit *a, const struct retrieval_hit *b)
{
    return a->score != b->score ? a->score > b->score : a->document < b->document;
}

/* Keeps the best `most` in order by insertion: `most` is small. */
static void keep(struct retrieval_hit *hits, size_t most, size_t *count, struct retrieval_hit hit)
{
    if (*count == most && !ranks_before(&hit, &hits[most - 1]))
        return;
    size_t at = *count < most ? (*count)++ : most - 1;
    while (at > 0 && ranks_before(&hit, &hits[at - 1])) {
        hits[at] = hits[at - 1];
        at--;
    }
    hits[at] = hit;
}

size_t retrieval_search(struct retrieval_hit *hits, size_t most, struct arena *scratch, const struct retrieval_index *x,
                        struct slice query)
{
    struct stems s;
    size_t count = 0;
    if (most == 0 || x->documents == 0)
        return 0;
    struct stemmer *stemmer = stemmer_create_in(scratch, x->language);
    index_stems_of(&s, scratch, x, stemmer, query);
    uint64_t *scores = ARENA_NEW_ARRAY(scratch, uint64_t, x->documents);
    if (s.count > QUERY_TERMS_MAX)
        s.count = QUERY_TERMS_MAX;
    struct question q = {{{0}}, 0};
    for (size_t i = 0; i < s.count; i++) {
        add_word(x, scores, scratch, &q, &s.at[i]);
        if (i > 0)
            add_scores(x, scores, index_find(x, index_pair_of(scratch, &s.at[i - 1], &s.at[i])));
    }
    struct vector about;
    vector_of_sum(&about, &q.sum);
    for (size_t d = 0; d < x->documents; d++) {
        if (scores[d] == 0)
            continue;
        uint64_t alike = (uint64_t)likeness_of(&x->about[d], &about) * q.weight * LIKE_WHOLE / 1000;
        keep(hits, most, &count, (struct retrieval_hit){(uint32_t)d, scores[d] + alike});
    }
    return count;
}
