#include "text_features.h"

#include <string.h>

#include "concepts.h"

enum { VALUE_WORD = 10, VALUE_PAIR = 6, VALUE_LETTERS = 4, VALUE_CONCEPT = 10, VALUE_MIXED = 7, VALUE_RULE = 30 };
enum { PAIR_WINDOW = 4, CONCEPT_WINDOW = 6, LETTERS_LEAST = 3, LETTERS_MOST = 5, WORD_LONGEST = 24 };

/* What a bucket is the hash of, besides words. */
enum tag {
    TAG_WORD = 1,
    TAG_NEXT,
    TAG_PAIR,
    TAG_LETTERS,
    TAG_CONCEPT,
    TAG_CONCEPTS,
    TAG_WORD_CONCEPT,
    TAG_CONCEPT_WORD,
    TAG_RULE
};

struct read_word {
    uint64_t stem, whole; /* hashes */
    struct concept_set concepts;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t h = (a ^ (b + UINT64_C(0x9e3779b97f4a7c15) + (a << 6) + (a >> 2))) * UINT64_C(0xbf58476d1ce4e5b9);
    return h ^ (h >> 31);
}

static uint64_t hash_of(struct slice s)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * UINT64_C(1099511628211);
    return h ^ (h >> 29);
}

static void add(struct features *out, uint64_t hash, uint16_t value)
{
    uint32_t h = (uint32_t)(mix(hash, 7) >> 32), bucket = feature_bucket(h);
    uint64_t bit = UINT64_C(1) << (bucket % 64);
    bool kept = out->signs == NULL || (out->signs[bucket] == feature_sign(h) && !(out->taken[bucket / 64] & bit));
    if (!kept || out->count == out->room)
        return;
    out->taken[bucket / 64] |= bit;
    out->at[out->count++] = (struct feature){h, value};
}

/* Light: the commonest endings of English, so that "asked", "asks" and "asking" meet. */
static struct slice stem_of(struct slice w)
{
    static const struct slice endings[] = {SLICE_INIT("ing"), SLICE_INIT("ed"), SLICE_INIT("es"), SLICE_INIT("s"),
                                           SLICE_INIT("ly")};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (slice_ends(w, endings[i]) && w.len >= endings[i].len + 3)
            return slice_sub(w, 0, w.len - endings[i].len);
    return w;
}

static void add_letters(struct features *out, struct slice w)
{
    char bounded[WORD_LONGEST + 2];
    size_t len = w.len < WORD_LONGEST ? w.len : WORD_LONGEST;
    bounded[0] = '<';
    memcpy(bounded + 1, w.at, len);
    bounded[len + 1] = '>';
    len += 2;
    for (size_t from = 0; from + LETTERS_LEAST <= len; from++) {
        uint64_t h = TAG_LETTERS;
        for (size_t n = 0; n < LETTERS_MOST && from + n < len; n++) {
            h = mix(h, (unsigned char)bounded[from + n]);
            if (n + 1 >= LETTERS_LEAST)
                add(out, h, VALUE_LETTERS);
        }
    }
}

static size_t read_words(struct read_word *words, struct features *out, const struct text *t, size_t first, size_t past)
{
    size_t n = 0;
    words[n++] = (struct read_word){.stem = 1, .whole = 1}; /* where the text begins */
    for (size_t i = first; i < past && n + 1 < FEATURE_WORDS_MAX; i++) {
        const struct word *w = &t->words[i];
        bool letters = w->kind == WORD_LETTERS;
        struct slice stem = w->kind == WORD_DIGITS ? SLICE("#") : letters ? stem_of(w->folded) : w->folded;
        words[n] = (struct read_word){.stem = hash_of(stem), .whole = hash_of(w->folded)};
        if (letters) {
            words[n].concepts = concepts_at(t->words, past, i);
            add_letters(out, w->folded);
        }
        n++;
    }
    words[n++] = (struct read_word){.stem = 2, .whole = 2}; /* where it ends */
    return n;
}

static void add_concepts(struct features *out, const struct read_word *words, size_t count, size_t i)
{
    struct concept_set here = words[i].concepts;
    for (unsigned one, other; concept_take(&one, &here);) {
        add(out, mix(TAG_CONCEPT, one), VALUE_CONCEPT);
        if (i + 1 < count)
            add(out, mix(mix(TAG_CONCEPT_WORD, one), words[i + 1].whole), VALUE_MIXED);
        if (i > 0)
            add(out, mix(mix(TAG_WORD_CONCEPT, words[i - 1].whole), one), VALUE_MIXED);
        for (size_t j = i + 1; j < count && j < i + CONCEPT_WINDOW; j++)
            for (struct concept_set there = words[j].concepts; concept_take(&other, &there);)
                if (other != one)
                    add(out, mix(mix(TAG_CONCEPTS, one), other), VALUE_CONCEPT);
    }
}

struct features *features_create(struct arena *arena, size_t words)
{
    enum { PER_WORD = 64 };
    struct features *f = ARENA_NEW(arena, struct features);
    size_t most = words < FEATURE_WORDS_MAX ? words + 4 : FEATURE_WORDS_MAX;
    f->room = most * PER_WORD < FEATURES_MAX ? most * PER_WORD : FEATURES_MAX;
    f->at = ARENA_NEW_ARRAY(arena, struct feature, f->room);
    return f;
}

void features_of(struct features *out, const struct text *t, size_t first, size_t past)
{
    struct read_word words[FEATURE_WORDS_MAX];
    for (size_t i = 0; i < out->count; i++)
        out->taken[feature_bucket(out->at[i].hash) / 64] = 0;
    out->count = 0;
    size_t count = read_words(words, out, t, first, past);
    for (size_t i = 0; i < count; i++) {
        add(out, mix(TAG_WORD, words[i].stem), VALUE_WORD);
        if (i + 1 < count)
            add(out, mix(mix(TAG_NEXT, words[i].stem), words[i + 1].stem), VALUE_WORD);
        for (size_t j = i + 1; j < count && j <= i + PAIR_WINDOW; j++)
            add(out, mix(mix(TAG_PAIR, words[i].stem), words[j].stem), VALUE_PAIR);
        add_concepts(out, words, count, i);
    }
}

void features_add_rules(struct features *f, const uint64_t *rules, size_t words)
{
    for (size_t i = 0; i < words; i++)
        for (uint64_t left = rules[i]; left != 0; left &= left - 1)
            add(f, mix(TAG_RULE, i * 64 + (uint64_t)__builtin_ctzll(left)), VALUE_RULE);
}

/* Newton's method on whole numbers, from a power of two that is not below the root. */
static uint64_t root_of(uint64_t n)
{
    uint64_t r = 1;
    while (r < UINT64_C(1) << 32 && r * r < n)
        r *= 2;
    for (uint64_t next = (r + n / r) / 2; next > 0 && next < r; next = (r + n / r) / 2)
        r = next;
    return n == 0 ? 0 : r;
}

uint64_t features_norm(const struct features *f, const uint8_t rarity[FEATURE_BUCKETS])
{
    uint64_t squares = 0;
    for (size_t i = 0; i < f->count; i++) {
        uint64_t value = (uint64_t)f->at[i].value * rarity[feature_bucket(f->at[i].hash)];
        squares += value * value;
    }
    return root_of(squares << 20);
}

bool features_read_alone(const struct text *t, size_t sentence)
{
    size_t words = 0;
    for (size_t i = t->sentences[sentence].first; i < t->sentences[sentence].past; i++)
        words += t->words[i].kind != WORD_MARK;
    return t->sentence_count > 1 && words >= SENTENCE_LEAST;
}
