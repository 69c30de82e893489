#include "contradictions.h"

#include <parley/facts.h>
#include <parley/stem.h>

enum { ALIKE_PER_CENT = 75, WORDS_MAX = 64 };

struct claim_words {
    struct slice words[WORDS_MAX];
    size_t count;
};

/* The words that say what the claim is about: no numbers, no "not", none of the commonest. */
static void words_of(struct claim_words *out, struct arena *arena, struct slice text)
{
    struct text t;
    out->count = 0;
    if (text_read(&t, arena, text, NULL) != OK)
        return;
    for (size_t i = 0; i < t.word_count && out->count < WORDS_MAX; i++) {
        struct slice w = t.words[i].folded;
        bool counts = t.words[i].kind == WORD_LETTERS && !stem_is_common(w, SLICE("en")) && !slice_eq(w, SLICE("never"));
        for (size_t k = 0; counts && k < out->count; k++)
            counts = !slice_eq(out->words[k], w);
        if (counts)
            out->words[out->count++] = w;
    }
}

static bool alike(const struct claim_words *a, const struct claim_words *b)
{
    size_t both = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            both += slice_eq(a->words[i], b->words[k]);
    /* a word of its own in each: they speak of two things */
    size_t all = a->count + b->count - both, fewer = a->count < b->count ? a->count : b->count;
    return both >= 2 && both == fewer && both * 100 >= all * ALIKE_PER_CENT;
}

/* Why the one says what the other does not; NULL when it follows from it. */
static const char *objection(struct arena *arena, const struct claim *known, const struct claim *said)
{
    struct known_text source = {.kind = KNOWN_CLAIM, .id = known->id, .text = known->says};
    struct text t;
    struct facts_result r;
    if (text_read(&t, arena, said->says, NULL) != OK)
        return NULL;
    facts_check(&r, arena, facts_register_create(arena, &source, 1), &t, NULL);
    for (size_t i = 0; i < r.unit_count; i++)
        if (r.units[i].verdict == VERDICT_UNREGISTERED && r.units[i].score.ppm >= 900000)
            return r.units[i].why;
    return NULL;
}

size_t contradictions_find(const struct brain *b, struct arena *arena, struct problems *problems)
{
    size_t found = 0;
    struct claim_words *words = ARENA_NEW_ARRAY(arena, struct claim_words, b->claim_count + 1);
    for (size_t i = 0; i < b->claim_count; i++)
        words_of(&words[i], arena, b->claims[i].says);
    for (size_t i = 0; i < b->claim_count; i++)
        for (size_t k = 0; k < i; k++) {
            const char *why = alike(&words[i], &words[k]) ? objection(arena, &b->claims[k], &b->claims[i]) : NULL;
            if (why == NULL)
                continue;
            found++;
            problem_add(problems, b->claims[i].at,
                        "claims." SLICE_FMT ".says: contradicts " SLICE_FMT " at " SLICE_FMT
                        ":%u (%s); mend or retire one of the two",
                        SLICE_ARG(b->claims[i].id), SLICE_ARG(b->claims[k].id), SLICE_ARG(b->claims[k].at.file),
                        b->claims[k].at.line, why);
        }
    return found;
}
