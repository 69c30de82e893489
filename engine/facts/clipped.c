#include "register.h"

#include <stdlib.h>

/* Clipped words mean the known word that they are clipped from: physio, physiotherapy. */

enum { CLIPPED_LEAST = 5, CLIPPED_OFF = 3 };

static int by_word(const void *a, const void *b)
{
    const struct long_word *x = a, *y = b;
    int order = memcmp(x->word.at, y->word.at, x->word.len < y->word.len ? x->word.len : y->word.len);
    if (order == 0)
        order = (x->word.len > y->word.len) - (x->word.len < y->word.len);
    return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

static bool has_long_words(const struct known_sentence *s)
{
    return s->stretch == STRETCH_SENTENCE && s->kind == KNOWN_CLAIM;
}

void clipped_index(struct facts_register *r, struct arena *arena)
{
    size_t room = 0;
    for (size_t s = 0; s < r->sentence_count; s++)
        room += has_long_words(&r->sentences[s]) ? r->sentences[s].meaning->content_count : 0;
    r->long_words = ARENA_NEW_ARRAY(arena, struct long_word, room + 1);
    for (size_t s = 0; s < r->sentence_count; s++) {
        const struct meaning *m = r->sentences[s].meaning;
        for (uint32_t i = 0; has_long_words(&r->sentences[s]) && i < m->content_count; i++) {
            struct slice w = m->tokens->at[m->content[i].token].folded;
            const struct posting_list *l = register_list(r, m->content[i].key);
            if (!m->content[i].is_name && w.len >= CLIPPED_LEAST + CLIPPED_OFF && l != NULL) {
                r->long_words[r->long_word_count] =
                    (struct long_word){w, m->content[i].key, l->count, (uint32_t)r->long_word_count};
                r->long_word_count++;
            }
        }
    }
    qsort(r->long_words, r->long_word_count, sizeof *r->long_words, by_word);
}

uint64_t register_unclipped(const struct facts_register *r, struct slice word)
{
    const struct long_word wanted = {.word = word};
    const struct long_word *best = NULL;
    size_t from = 0, to = r->long_word_count;
    if (word.len < CLIPPED_LEAST)
        return 0;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (by_word(&r->long_words[middle], &wanted) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < r->long_word_count && slice_starts(r->long_words[from].word, word); from++) {
        const struct long_word *w = &r->long_words[from];
        bool better = best == NULL || w->found > best->found || (w->found == best->found && w->place < best->place);
        if (w->word.len >= word.len + CLIPPED_OFF && better)
            best = w;
    }
    return best != NULL ? best->key : 0;
}
