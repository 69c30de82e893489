#include <parley/mending.h>

#include <limits.h>
#include <parley/size.h>
#include <parley/text.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon.h"

enum {
    RUN_MIN = 3, /* letters of a pattern that make a key, or its beginning */
    KEY_MIN = 4,
    SHORT_LONGER_MAX = 5, /* cut, cutting */
    LONGER_MAX = 8,       /* a key is continued by so many letters: stop, stopping; chemo, chemotherapy */
    LEARNED_SLOTS_MIN = 256,
    UNKNOWN_MIN = 3,   /* shorter words are left alone */
    TWO_SLIPS_MIN = 9, /* letters of a word that may have two */
    UNLIKELY_SLIP = 4,
    UNLIKELY_TWO = 2 * UNLIKELY_SLIP
};

struct key {
    struct slice word;
    bool direct; /* stands in a pattern as it is: more likely meant than a word that only begins so */
};
typedef ARRAY_OF(struct key) key_list;

struct mending {
    struct key *keys;  /* by length, then byte order */
    uint32_t *letters; /* of key i, a bit for each letter of the alphabet in it: most keys are never looked at beyond that */
    size_t count;
    size_t begin[LEXICON_WORD_MAX + 2]; /* first key of a length */
    struct slice *learned;              /* open addressing by lexicon_hash; a power of two of slots, at most half of them taken */
    size_t learned_count, learned_slots;
};

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static uint32_t letters_in(struct slice word)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < word.len; i++)
        letters |= is_letter(word.at[i]) ? 1u << (word.at[i] - 'a') : 0;
    return letters;
}

static void add_run(key_list *out, struct arena *a, struct slice run)
{
    if (run.len < RUN_MIN || run.len > LEXICON_WORD_MAX)
        return;
    size_t longer = run.len == RUN_MIN ? SHORT_LONGER_MAX : LONGER_MAX;
    for (size_t i = lexicon_from(run); i < lexicon_count && slice_starts(lexicon_word(i), run); i++)
        if (lexicon_word(i).len >= KEY_MIN && lexicon_word(i).len <= run.len + longer)
            *ARRAY_ADD(a, out) = (struct key){lexicon_word(i), lexicon_word(i).len == run.len};
    if (run.len >= KEY_MIN && !lexicon_has(run))
        *ARRAY_ADD(a, out) = (struct key){run, false}; /* words of other languages and of the street are in no dictionary */
}

/* The runs of letters in a pattern; what follows a backslash, and classes in brackets, are syntax. */
static void add_pattern(key_list *out, struct arena *a, struct slice p)
{
    size_t from = 0;
    bool in_class = false;
    for (size_t i = 0; i <= p.len; i++) {
        if (i < p.len && !in_class && is_letter(p.at[i]))
            continue;
        add_run(out, a, slice_sub(p, from, i));
        if (i < p.len && i > from && (p.at[i] == '?' || p.at[i] == '*')) /* sharks? is shark too */
            add_run(out, a, slice_sub(p, from, i - 1));
        if (i < p.len && p.at[i] == '\\')
            i++;
        else if (i < p.len && (p.at[i] == '[' || p.at[i] == ']'))
            in_class = p.at[i] == '[';
        from = i + 1;
    }
}

static int by_length(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    return x->word.len != y->word.len ? (x->word.len < y->word.len ? -1 : 1) : slice_compare(x->word, y->word);
}

struct mending *mending_create_in(struct arena *arena, const struct slice *patterns, size_t count)
{
    struct mending *m = ARENA_NEW(arena, struct mending);
    key_list found = {NULL, 0, 0};
    for (size_t i = 0; i < count; i++)
        add_pattern(&found, arena, patterns[i]);
    if (found.count > 1)
        qsort(found.at, found.count, sizeof *found.at, by_length);
    for (size_t i = 0; i < found.count; i++)
        if (m->count > 0 && slice_eq(found.at[m->count - 1].word, found.at[i].word))
            found.at[m->count - 1].direct |= found.at[i].direct;
        else
            found.at[m->count++] = found.at[i];
    m->keys = found.at;
    m->letters = ARENA_NEW_ARRAY(arena, uint32_t, m->count + 1);
    for (size_t i = 0; i < m->count; i++)
        m->letters[i] = letters_in(m->keys[i].word);
    for (size_t len = 0, i = 0; len <= LEXICON_WORD_MAX + 1; len++) {
        while (i < m->count && m->keys[i].word.len < len)
            i++;
        m->begin[len] = i;
    }
    return m;
}

static struct slice *learned_slot(struct slice *slots, size_t count, struct slice word)
{
    size_t i = lexicon_hash(word.at, word.len) & (count - 1);
    while (slots[i].len > 0 && !slice_eq(slots[i], word))
        i = (i + 1) & (count - 1);
    return &slots[i];
}

static void learn_word(struct mending *m, struct arena *arena, struct slice word)
{
    if (word.len < UNKNOWN_MIN || word.len > LEXICON_WORD_MAX || lexicon_has(word))
        return;
    if (2 * (m->learned_count + 1) > m->learned_slots) {
        size_t more = m->learned_slots ? 2 * m->learned_slots : LEARNED_SLOTS_MIN;
        struct slice *slots = ARENA_NEW_ARRAY(arena, struct slice, more);
        for (size_t i = 0; i < m->learned_slots; i++)
            if (m->learned[i].len > 0)
                *learned_slot(slots, more, m->learned[i]) = m->learned[i];
        m->learned = slots;
        m->learned_slots = more;
    }
    struct slice *slot = learned_slot(m->learned, m->learned_slots, word);
    if (slot->len == 0) {
        *slot = word;
        m->learned_count++;
    }
}

void mending_learn(struct mending *m, struct arena *arena, struct slice text)
{
    struct slice folded = text_fold(arena, text);
    for (size_t i = 0, from = 0; i <= folded.len; i++) {
        if (i < folded.len && is_letter(folded.at[i]))
            continue;
        learn_word(m, arena, slice_sub(folded, from, i));
        from = i + 1;
    }
}

static bool is_learned(const struct mending *m, struct slice word)
{
    return m->learned_slots > 0 && learned_slot(m->learned, m->learned_slots, word)->len > 0;
}

size_t mending_key_count(const struct mending *m)
{
    return m->count;
}

static bool is_key(const struct mending *m, struct slice word)
{
    struct key key = {word, false};
    return m->count > 0 && bsearch(&key, m->keys, m->count, sizeof key, by_length) != NULL;
}

/* Letters more, less, other, or two swapped, between a and b; anything above `most` is most + 1. */
static unsigned slips(struct slice a, struct slice b, unsigned most)
{
    unsigned rows[3][LEXICON_WORD_MAX + 2], *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t k = 0; k <= b.len; k++)
        last[k] = (unsigned)k;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned least = row[0] = (unsigned)i;
        for (size_t k = 1; k <= b.len; k++) {
            unsigned d = last[k - 1] + (a.at[i - 1] != b.at[k - 1]);
            d = last[k] + 1 < d ? last[k] + 1 : d;
            d = row[k - 1] + 1 < d ? row[k - 1] + 1 : d;
            if (i > 1 && k > 1 && a.at[i - 1] == b.at[k - 2] && a.at[i - 2] == b.at[k - 1] && before[k - 2] + 1 < d)
                d = before[k - 2] + 1;
            row[k] = d;
            least = d < least ? d : least;
        }
        if (least > most)
            return most + 1;
        unsigned *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.len] <= most ? last[b.len] : most + 1;
}

/* How many letters stand at the same place, from both ends: a quick no for what is far away. */
static bool can_be_near(struct slice a, struct slice b, unsigned most)
{
    size_t shorter = a.len < b.len ? a.len : b.len, longer = a.len < b.len ? b.len : a.len, head = 0, tail = 0;
    while (head < shorter && a.at[head] == b.at[head])
        head++;
    while (tail < shorter - head && a.at[a.len - 1 - tail] == b.at[b.len - 1 - tail])
        tail++;
    return most > 1 ? head + tail + 5 >= longer : head + tail + 2 >= longer;
}

/* A slip adds one letter at most and takes one away. */
static bool shares_letters(uint32_t a, uint32_t b, unsigned most)
{
    uint32_t differ = a ^ b;
    differ &= differ - 1; /* takes away one of two */
    differ &= differ - 1;
    if (most > 1) {
        differ &= differ - 1;
        differ &= differ - 1;
    }
    return differ == 0;
}

/* A letter replaced in a short word makes too many other words. */
static bool is_other_letter(struct slice a, struct slice b)
{
    size_t differ = 0;
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        differ += a.at[i] != b.at[i];
    return differ == 1;
}

/* Smaller is likelier: few slips first, then words that stand in a pattern, then the same first letter. */
static unsigned unlikeliness(struct slice word, const struct key *key, unsigned most)
{
    if (!can_be_near(word, key->word, most) || (word.len < 6 && is_other_letter(word, key->word)))
        return UINT_MAX;
    unsigned d = slips(word, key->word, most);
    if (d > most || (word.len < 4 && (!key->direct || key->word.len < word.len)))
        return UINT_MAX;
    return d * UNLIKELY_SLIP + (key->direct ? 0 : 2) + (word.at[0] != key->word.at[0] ? 1 : 0);
}

/* Is some English word one slip away? Tries every slip. */
static bool is_near_a_word(struct slice word)
{
    char b[LEXICON_WORD_MAX + 2];
    for (size_t i = 0; i <= word.len; i++) {
        size_t rest = word.len - i;
        memcpy(b, word.at, i);
        if (rest > 0) {
            memcpy(b + i, word.at + i + 1, rest - 1); /* one more was typed */
            if (lexicon_has((struct slice){b, word.len - 1}))
                return true;
        }
        if (rest > 1) { /* two were swapped */
            b[i] = word.at[i + 1];
            b[i + 1] = word.at[i];
            memcpy(b + i + 2, word.at + i + 2, rest - 2);
            if (lexicon_has((struct slice){b, word.len}))
                return true;
        }
        for (char c = 'a'; c <= 'z'; c++) { /* one less, or another one */
            b[i] = c;
            memcpy(b + i + 1, word.at + i, rest);
            if (lexicon_has((struct slice){b, word.len + 1}))
                return true;
            if (rest > 0) {
                memcpy(b + i + 1, word.at + i + 1, rest - 1);
                if (lexicon_has((struct slice){b, word.len}))
                    return true;
            }
        }
    }
    return false;
}

struct slice mend(const struct mending *m, struct slice word, struct slice *other)
{
    *other = word;
    if (word.len < UNKNOWN_MIN || word.len + 2 > LEXICON_WORD_MAX || lexicon_has(word) || is_learned(m, word) || is_key(m, word))
        return word;
    unsigned most = word.len >= TWO_SLIPS_MIN ? 2 : 1, best = UINT_MAX, second = UINT_MAX;
    struct slice meant = word;
    size_t low = word.len - most < KEY_MIN ? KEY_MIN : word.len - most;
    uint32_t letters = letters_in(word);
    for (size_t i = m->begin[low]; i < m->begin[word.len + most + 1]; i++) {
        if (!shares_letters(letters, m->letters[i], most))
            continue;
        unsigned u = unlikeliness(word, &m->keys[i], most);
        if (u < best) {
            second = best;
            *other = meant;
            best = u;
            meant = m->keys[i].word;
        } else if (u < second) {
            second = u;
            *other = m->keys[i].word;
        }
    }
    if (best != UINT_MAX && best >= UNLIKELY_TWO &&
        is_near_a_word(word)) /* two slips from a key, one from another word: that was meant */
        return *other = word;
    if (second / UNLIKELY_SLIP > best / UNLIKELY_SLIP) /* more slips: hardly meant */
        *other = meant;
    return meant;
}
