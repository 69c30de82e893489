#include <parley/retrieval.h>

#include <parley/size.h>
#include <parley/stem.h>
#include <parley/text.h>
#include <stdlib.h>
#include <string.h>

/* BM25F in integers: a title word counts as TITLE_WEIGHT body words; k1 = 1.2, b = 0.75. Pairs of neighbouring words are terms of
 * their own, at half weight, so that order helps. */
enum { TITLE_WEIGHT = 3, PAIR_SHARE = 2, QUERY_TERMS_MAX = 256, TERM_MAX = 96, MENDED_MIN = 4 };

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
};

struct synonym {
    struct slice word, group;
};

struct retrieval_index {
    struct arena *arena;
    struct term *terms;
    size_t term_count, term_room;
    uint32_t *slots; /* term index + 1, open addressing */
    size_t slot_count;
    uint32_t *words; /* terms that a slip may have meant, by first byte: from begin[byte] to begin[byte + 1] */
    size_t begin[257];
    uint32_t *lengths;
    uint64_t average; /* length in thousandths */
    size_t documents;
    struct synonym *synonyms;
    size_t synonym_count;
    struct slice language;
};

static uint64_t hash_of(struct slice s)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * UINT64_C(0x100000001b3);
    return h ^ h >> 29;
}

static uint32_t *slot_for(const struct retrieval_index *x, struct slice text, uint64_t hash)
{
    for (size_t i = hash & (x->slot_count - 1);; i = (i + 1) & (x->slot_count - 1)) {
        uint32_t t = x->slots[i];
        if (t == 0 || (x->terms[t - 1].hash == hash && slice_eq(x->terms[t - 1].text, text)))
            return &x->slots[i];
    }
}

static void grow_slots(struct retrieval_index *x)
{
    x->slot_count = x->slot_count ? x->slot_count * 2 : 1024;
    x->slots = ARENA_NEW_ARRAY(x->arena, uint32_t, x->slot_count);
    for (size_t i = 0; i < x->term_count; i++)
        *slot_for(x, x->terms[i].text, x->terms[i].hash) = (uint32_t)i + 1;
}

static struct term *term_for(struct retrieval_index *x, struct slice text, bool is_pair)
{
    uint64_t hash = hash_of(text);
    if (x->term_count * 2 >= x->slot_count)
        grow_slots(x);
    uint32_t *slot = slot_for(x, text, hash);
    if (*slot == 0) {
        x->terms = array_grow(x->arena, x->terms, &x->term_room, x->term_count, sizeof *x->terms);
        x->terms[x->term_count] = (struct term){.text = arena_copy(x->arena, text), .hash = hash, .is_pair = is_pair};
        *slot = (uint32_t)++x->term_count;
    }
    return &x->terms[*slot - 1];
}

static const struct term *find_term(const struct retrieval_index *x, struct slice text)
{
    uint32_t slot = x->slot_count ? *slot_for(x, text, hash_of(text)) : 0;
    return slot ? &x->terms[slot - 1] : NULL;
}

/* The stems of a text, synonyms joined, common words left out; empty slices mark sentence ends for the pairs. */
struct stems {
    struct slice *at;
    size_t count, room;
};

static struct slice synonym_of(const struct retrieval_index *x, struct slice stemmed)
{
    for (size_t i = 0; i < x->synonym_count; i++)
        if (slice_eq(x->synonyms[i].word, stemmed))
            return x->synonyms[i].group;
    return stemmed;
}

static void stems_of(struct stems *out, struct arena *arena, const struct retrieval_index *x, struct stemmer *stemmer,
                     struct slice text)
{
    struct text t;
    *out = (struct stems){0};
    if (text_read(&t, arena, slice_sub(text, 0, text.len), NULL) != OK) {
        size_t cut = text.len < TEXT_MAX ? text.len : TEXT_MAX;
        while (cut > 0 && cut < text.len && ((unsigned char)text.at[cut] & 0xc0) == 0x80)
            cut--;
        if (text_read(&t, arena, text_clean(arena, slice_sub(text, 0, cut / 3)), NULL) != OK)
            return;
    }
    for (size_t i = 0; i < t.word_count; i++) {
        const struct word *w = &t.words[i];
        if (w->kind == WORD_MARK || w->folded.len > TERM_MAX)
            continue;
        struct slice rest = w->folded, part;
        char split = memchr(rest.at, '-', rest.len) ? '-' : '\'';
        while (slice_next(&part, &rest, split)) { /* twenty-one, don't: both parts */
            if (part.len == 0 || (part.len == 1 && w->kind == WORD_LETTERS && split == '\'') || stem_is_common(part, x->language))
                continue;
            *ARRAY_ADD(arena, out) = synonym_of(x, stem(stemmer, arena, part));
        }
    }
}

static struct slice pair_of(struct arena *arena, struct slice a, struct slice b)
{
    return arena_printf(arena, SLICE_FMT " " SLICE_FMT, SLICE_ARG(a), SLICE_ARG(b));
}

static void count_term(struct retrieval_index *x, struct slice text, uint32_t document, uint32_t weight, bool is_pair)
{
    struct term *t = term_for(x, text, is_pair);
    if (t->count == 0 || t->postings[t->count - 1].document != document) {
        t->postings = array_grow(x->arena, t->postings, &t->room, t->count, sizeof *t->postings);
        t->postings[t->count++] = (struct posting){document, 0};
    }
    t->postings[t->count - 1].count += weight;
}

static void add_field(struct retrieval_index *x, struct arena *scratch, struct stemmer *stemmer, uint32_t document,
                      struct slice text, uint32_t weight)
{
    struct stems s;
    stems_of(&s, scratch, x, stemmer, text);
    for (size_t i = 0; i < s.count; i++) {
        count_term(x, s.at[i], document, weight, false);
        if (i > 0)
            count_term(x, pair_of(scratch, s.at[i - 1], s.at[i]), document, weight, true);
    }
    x->lengths[document] += (uint32_t)s.count;
}

/* log2 in thousandths, by squaring: no floating point, so every build ranks alike. */
static uint64_t log2_milli(uint64_t n, uint64_t d)
{
    uint64_t whole = 0, x;
    if (d == 0 || n <= d)
        return 0;
    while (n / d >= 2) {
        whole += 1000;
        d *= 2;
    }
    x = (n << 16) / d; /* 1.0 to 2.0 in 16 bits */
    uint64_t part = 0;
    for (unsigned bit = 500; bit > 0; bit /= 2) {
        x = (x * x) >> 16;
        if (x >= UINT64_C(2) << 16) {
            part += bit;
            x >>= 1;
        }
    }
    return whole + part;
}

static void weigh(struct retrieval_index *x)
{
    uint64_t total = 0;
    for (size_t i = 0; i < x->documents; i++)
        total += x->lengths[i];
    x->average = x->documents ? total * 1000 / x->documents : 1000;
    if (x->average == 0)
        x->average = 1000;
    for (size_t i = 0; i < x->term_count; i++) {
        struct term *t = &x->terms[i];
        uint64_t n = x->documents, df = t->count;
        t->idf =
            log2_milli(2 * (n - df) + 1 + 2 * df + 1, 2 * df + 1) * 1000; /* ln(1 + (N-df+.5)/(df+.5)), base does not matter */
        if (t->is_pair)
            t->idf /= PAIR_SHARE * 2;
    }
}

static bool is_word(const struct term *t)
{
    return !t->is_pair && t->text.len >= MENDED_MIN;
}

static void list_words(struct retrieval_index *x)
{
    size_t next[256];
    x->words = ARENA_NEW_ARRAY(x->arena, uint32_t, x->term_count + 1);
    for (size_t i = 0; i < x->term_count; i++)
        if (is_word(&x->terms[i]))
            x->begin[(unsigned char)x->terms[i].text.at[0] + 1]++;
    for (size_t c = 0; c < 256; c++) {
        next[c] = x->begin[c];
        x->begin[c + 1] += x->begin[c];
    }
    for (size_t i = 0; i < x->term_count; i++)
        if (is_word(&x->terms[i]))
            x->words[next[(unsigned char)x->terms[i].text.at[0]]++] = (uint32_t)i;
}

static void read_synonyms(struct retrieval_index *x, struct stemmer *stemmer, const struct slice_list *lines)
{
    size_t room = 0;
    for (size_t i = 0; i < lines->count; i++)
        room += lines->at[i].len / 2 + 1;
    x->synonyms = ARENA_NEW_ARRAY(x->arena, struct synonym, room + 1);
    for (size_t i = 0; i < lines->count; i++) {
        struct slice rest = lines->at[i], word, group = SLICE_NONE;
        while (slice_next(&word, &rest, ' ')) {
            if (word.len == 0)
                continue;
            struct slice stemmed = stem(stemmer, x->arena, text_fold(x->arena, word));
            if (group.len == 0)
                group = stemmed;
            x->synonyms[x->synonym_count++] = (struct synonym){stemmed, group};
        }
    }
}

struct retrieval_index *retrieval_build(struct arena *arena, const struct retrieval_document *documents, size_t count,
                                        const struct slice_list *synonyms, struct slice language)
{
    struct retrieval_index *x = ARENA_NEW(arena, struct retrieval_index);
    struct arena scratch;
    *x = (struct retrieval_index){.arena = arena, .documents = count, .language = arena_copy(arena, language)};
    x->lengths = ARENA_NEW_ARRAY(arena, uint32_t, count + 1);
    struct stemmer *stemmer = stemmer_create_in(arena, language);
    read_synonyms(x, stemmer, synonyms);
    arena_init(&scratch, (size_t)1 << 28);
    for (size_t i = 0; i < count; i++) {
        add_field(x, &scratch, stemmer, (uint32_t)i, documents[i].title, TITLE_WEIGHT);
        add_field(x, &scratch, stemmer, (uint32_t)i, documents[i].text, 1);
        arena_reset(&scratch);
    }
    arena_finish(&scratch);
    weigh(x);
    list_words(x);
    return x;
}

/* idf * tf (k1 + 1) / (tf + k1 (1 - b + b len / average)), in millionths. */
static uint64_t score_of(const struct retrieval_index *x, const struct term *t, const struct posting *p)
{
    uint64_t norm = 300 + 900 * (uint64_t)x->lengths[p->document] * 1000 / x->average; /* 1000 k1 (1 - b + b ...) */
    return t->idf * (2200 * (uint64_t)p->count) / (1000 * (uint64_t)p->count + norm);
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
        scores[t->postings[i].document] += score_of(x, t, &t->postings[i]);
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
    stems_of(&s, scratch, x, stemmer, query);
    uint64_t *scores = ARENA_NEW_ARRAY(scratch, uint64_t, x->documents);
    if (s.count > QUERY_TERMS_MAX)
        s.count = QUERY_TERMS_MAX;
    for (size_t i = 0; i < s.count; i++) {
        const struct term *t = find_term(x, s.at[i]);
        add_scores(x, scores, t != NULL ? t : mend(x, s.at[i]));
        if (i > 0)
            add_scores(x, scores, find_term(x, pair_of(scratch, s.at[i - 1], s.at[i])));
    }
    for (size_t d = 0; d < x->documents; d++)
        if (scores[d] > 0)
            keep(hits, most, &count, (struct retrieval_hit){(uint32_t)d, scores[d]});
    return count;
}
