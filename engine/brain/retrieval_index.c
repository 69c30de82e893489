#include "retrieval_index.h"

#include <parley/size.h>
#include <parley/text.h>
#include <stdlib.h>
#include <string.h>

/* A title word counts as TITLE_WEIGHT body words. Pairs of neighbouring words are terms of their own, at half weight, so that
 * order helps. */
enum { TITLE_WEIGHT = 3, PAIR_SHARE = 2, TERM_MAX = 96 };

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

const struct term *index_find(const struct retrieval_index *x, struct slice text)
{
    uint32_t slot = x->slot_count ? *slot_for(x, text, hash_of(text)) : 0;
    return slot ? &x->terms[slot - 1] : NULL;
}

static struct slice synonym_of(const struct retrieval_index *x, struct slice stemmed)
{
    for (size_t i = 0; i < x->synonym_count; i++)
        if (slice_eq(x->synonyms[i].word, stemmed))
            return x->synonyms[i].group;
    return stemmed;
}

void index_stems_of(struct stems *out, struct arena *arena, const struct retrieval_index *x, struct stemmer *stemmer,
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
            *ARRAY_ADD(arena, out) = (struct stemmed){synonym_of(x, stem(stemmer, arena, part)), part};
        }
    }
}

struct slice index_pair_of(struct arena *arena, const struct stemmed *a, const struct stemmed *b)
{
    return arena_printf(arena, SLICE_FMT " " SLICE_FMT, SLICE_ARG(a->stem), SLICE_ARG(b->stem));
}

static void count_term(struct retrieval_index *x, struct term *t, uint32_t document, uint32_t weight)
{
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
    index_stems_of(&s, scratch, x, stemmer, text);
    for (size_t i = 0; i < s.count; i++) {
        struct term *t = term_for(x, s.at[i].stem, false);
        if (x->has_vectors && t->like.length == 0)
            vector_of_word(&t->like, s.at[i].word);
        count_term(x, t, document, weight);
        if (i > 0)
            count_term(x, term_for(x, index_pair_of(scratch, &s.at[i - 1], &s.at[i]), true), document, weight);
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

uint64_t index_idf(const struct retrieval_index *x, uint64_t df)
{
    return log2_milli(2000 * (uint64_t)x->documents + 2000, 2 * df + 1000) * 1000;
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
        t->idf = index_idf(x, 1000 * (uint64_t)t->count);
        if (t->is_pair)
            t->idf /= PAIR_SHARE * 2;
    }
}

/* The direction of a text: its words, each weighed by how rare it is. */
static void direction_of(struct vector *out, const struct retrieval_index *x, const struct stems *s)
{
    struct vector_sum sum = {{0}};
    for (size_t i = 0; i < s->count; i++) {
        const struct term *t = index_find(x, s->at[i].stem);
        if (t != NULL)
            vector_sum_add(&sum, &t->like, (uint32_t)(t->idf / 1000));
    }
    vector_of_sum(out, &sum);
}

static void read_about(struct retrieval_index *x, struct arena *scratch, struct stemmer *stemmer,
                       const struct retrieval_document *documents)
{
    x->about = ARENA_NEW_ARRAY(x->arena, struct about, x->documents + 1);
    for (size_t d = 0; x->has_vectors && d < x->documents; d++) {
        struct slice rest = documents[d].title, line;
        struct about *about = &x->about[d];
        struct stems title, body;
        size_t room = 0;
        index_stems_of(&title, scratch, x, stemmer, documents[d].title);
        index_stems_of(&body, scratch, x, stemmer, documents[d].text);
        for (size_t i = 0; i < title.count * TITLE_WEIGHT; i++)
            *ARRAY_ADD(scratch, &body) = title.at[i % title.count];
        direction_of(&about->whole, x, &body);
        while (slice_next(&line, &rest, '\n')) {
            index_stems_of(&title, scratch, x, stemmer, line);
            about->lines = array_grow(x->arena, about->lines, &room, about->count, sizeof *about->lines);
            direction_of(&about->lines[about->count++], x, &title);
        }
        arena_reset(scratch);
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

static void list_directions(struct retrieval_index *x)
{
    x->directions = ARENA_NEW_ARRAY(x->arena, struct direction, x->term_count + 1);
    for (size_t i = 0; i < x->term_count; i++)
        if (x->terms[i].like.length > 0)
            x->directions[x->direction_count++] = (struct direction){x->terms[i].like, x->terms[i].postings, x->terms[i].count};
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
    *x = (struct retrieval_index){.arena = arena,
                                  .documents = count,
                                  .language = arena_copy(arena, language),
                                  .has_vectors = slice_eq(language, SLICE("en"))};
    x->lengths = ARENA_NEW_ARRAY(arena, uint32_t, count + 1);
    struct stemmer *stemmer = stemmer_create_in(arena, language);
    read_synonyms(x, stemmer, synonyms);
    arena_init(&scratch, (size_t)1 << 28);
    for (size_t i = 0; i < count; i++) {
        add_field(x, &scratch, stemmer, (uint32_t)i, documents[i].title, TITLE_WEIGHT);
        add_field(x, &scratch, stemmer, (uint32_t)i, documents[i].text, 1);
        arena_reset(&scratch);
    }
    weigh(x);
    list_words(x);
    list_directions(x);
    read_about(x, &scratch, stemmer, documents);
    arena_finish(&scratch);
    return x;
}
