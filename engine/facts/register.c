#include "register.h"

static void add_sentences(struct facts_register *r, struct arena *arena, struct stemmer *stemmer, size_t *room, uint32_t text, struct slice words)
{
    struct text *t = ARENA_NEW(arena, struct text);
    if (text_read(t, arena, arena_copy(arena, words), NULL) != OK)
        return;
    uint32_t previous = 0;
    for (size_t i = 0; i < t->sentence_count; i++) {
        r->sentences = array_grow(arena, r->sentences, room, r->sentence_count, sizeof *r->sentences);
        struct known_sentence *s = &r->sentences[r->sentence_count++];
        s->text = text;
        s->is_question = t->sentences[i].is_question;
        meaning_of(&s->meaning, arena, r->vocabulary, stemmer, t, t->sentences[i].first, t->sentences[i].past);
        if (i > 0) { /* two neighbours together: what a paraphrase may join */
            r->sentences = array_grow(arena, r->sentences, room, r->sentence_count, sizeof *r->sentences);
            struct known_sentence *pair = &r->sentences[r->sentence_count++];
            pair->text = text;
            pair->is_question = false;
            meaning_of(&pair->meaning, arena, r->vocabulary, stemmer, t, previous, t->sentences[i].past);
        }
        previous = t->sentences[i].first;
    }
}

static uint32_t *slot_of(const struct facts_register *r, uint64_t identity)
{
    size_t i = (identity ^ identity >> 32) & (r->slots - 1);
    while (r->by_identity[i] != 0 && r->sentences[r->by_identity[i] - 1].meaning.identity != identity)
        i = (i + 1) & (r->slots - 1);
    return &r->by_identity[i];
}

struct facts_register *facts_register_create(struct arena *arena, const struct known_text *texts, size_t count)
{
    struct facts_register *r = ARENA_NEW(arena, struct facts_register);
    size_t room = 0;
    r->vocabulary = vocabulary_create(arena);
    r->texts = ARENA_NEW_ARRAY(arena, struct known_source, count + 1);
    r->text_count = count;
    struct stemmer *stemmer = stemmer_create_in(arena, SLICE("en"));
    for (size_t i = 0; i < count; i++) {
        r->texts[i] = (struct known_source){texts[i].kind, arena_copy(arena, texts[i].id)};
        add_sentences(r, arena, stemmer, &room, (uint32_t)i, texts[i].text);
    }
    r->slots = 64;
    while (r->slots < r->sentence_count * 2)
        r->slots *= 2;
    r->by_identity = ARENA_NEW_ARRAY(arena, uint32_t, r->slots);
    for (size_t i = 0; i < r->sentence_count; i++) {
        uint32_t *slot = slot_of(r, r->sentences[i].meaning.identity);
        if (*slot == 0)
            *slot = (uint32_t)i + 1;
    }
    return r;
}

const struct known_sentence *register_identical(const struct facts_register *r, uint64_t identity)
{
    uint32_t slot = *slot_of(r, identity);
    return slot ? &r->sentences[slot - 1] : NULL;
}
