#include "verbatim.h"

/* As it is written and as it is folded: the text around it may have it folded otherwise. */
struct wording {
    struct slice original, folded;
};

static struct wording wording_of(const struct text *t, uint32_t start, uint32_t end)
{
    return (struct wording){text_at(t, text_span(t, start, end)), slice_sub(t->folded, start, end)};
}

static struct wording wording_known(const struct meaning *m)
{
    return wording_of(m->tokens->text, m->tokens->at[m->first].start, m->tokens->at[m->past - 1].end);
}

static bool is_wording(const struct known_sentence *s, struct wording w)
{
    struct wording known = wording_known(s->meaning);
    return slice_eq(known.original, w.original) && slice_eq(known.folded, w.folded);
}

static uint32_t *slot_of(const struct facts_register *r, struct wording w)
{
    uint64_t hash = word_hash(w.original);
    size_t i = (hash ^ hash >> 32) & (r->identity_slots - 1);
    while (r->by_wording[i] != 0 && !is_wording(&r->sentences[r->by_wording[i] - 1], w))
        i = (i + 1) & (r->identity_slots - 1);
    return &r->by_wording[i];
}

/* What begins with a figure or a sign may be read by what stands before it, "$\n0800", and is left out. */
void verbatim_index(struct facts_register *r, struct arena *arena)
{
    r->by_wording = ARENA_NEW_ARRAY(arena, uint32_t, r->identity_slots);
    for (size_t i = 0; i < r->sentence_count; i++) {
        const struct meaning *m = r->sentences[i].meaning;
        if (r->sentences[i].stretch != STRETCH_SENTENCE || m->first == m->past || m->tokens->at[m->first].kind != WORD_LETTERS)
            continue;
        uint32_t *slot = slot_of(r, wording_known(m));
        if (*slot == 0)
            *slot = (uint32_t)i + 1;
    }
}

const struct known_sentence *register_verbatim(const struct facts_register *r, const struct text *text, size_t index)
{
    const struct sentence *s = &text->sentences[index];
    if (r->is_source) /* free text approves nothing word for word */
        return NULL;
    uint32_t found = *slot_of(r, wording_of(text, text->words[s->first].start, text->words[s->past - 1].end));
    return found == 0 ? NULL : &r->sentences[found - 1];
}
