#include "parts.h"

#include <parley/text.h>

/* What a sentence of the draft may rest on: whatever has it word for word, what the question found, and what the sentence itself
 * finds. The checker names the ids; it is shown no more of the register than that. */

enum { FOUND_MAX = 2, CANDIDATES_MAX = 60 };

struct candidates {
    const struct claim *claims[CANDIDATES_MAX];
    const struct script_line *lines[CANDIDATES_MAX];
    size_t claim_count, line_count;
};

static void add_claim(struct candidates *c, const struct claim *claim)
{
    for (size_t i = 0; i < c->claim_count; i++)
        if (c->claims[i] == claim)
            return;
    if (claim != NULL && c->claim_count < CANDIDATES_MAX)
        c->claims[c->claim_count++] = claim;
}

static void add_line(struct candidates *c, const struct script_line *line)
{
    for (size_t i = 0; i < c->line_count; i++)
        if (c->lines[i] == line)
            return;
    if (c->line_count < CANDIDATES_MAX)
        c->lines[c->line_count++] = line;
}

static bool has_wording(const struct claim *c, struct slice sentence)
{
    bool has = slice_has(c->says, sentence);
    for (size_t i = 0; !has && i < c->paraphrases.count; i++)
        has = slice_has(c->paraphrases.at[i], sentence);
    return has;
}

static void gather(struct candidates *c, struct arena *arena, const struct brain *b, struct slice sentence)
{
    struct brain_hit hits[FOUND_MAX];
    for (size_t i = 0; i < b->claim_count; i++)
        if (has_wording(&b->claims[i], sentence))
            add_claim(c, &b->claims[i]);
    for (size_t i = 0; i < b->line_count; i++)
        if (slice_has(b->lines[i].text, sentence))
            add_line(c, &b->lines[i]);
    size_t count = brain_search(hits, FOUND_MAX, arena, b, sentence);
    for (size_t i = 0; i < count; i++)
        add_claim(c, hits[i].claim);
}

void write_candidates(struct json_write *w, struct arena *arena, const struct model_ask *ask)
{
    struct candidates *c = ARENA_NEW(arena, struct candidates);
    struct text t = {0};
    if (text_read(&t, arena, ask->draft, NULL) != OK)
        t.sentence_count = 0;
    json_key(w, "sentences");
    json_array_begin(w);
    for (size_t i = 0; i < t.sentence_count; i++) {
        struct slice sentence = slice_trim(text_at(&t, t.sentences[i].span));
        json_add_string(w, sentence);
        gather(c, arena, ask->brain, sentence);
    }
    json_array_end(w);
    for (size_t i = 0; i < ask->hit_count; i++)
        add_claim(c, ask->hits[i].claim);
    json_key(w, "registered");
    json_array_begin(w);
    for (size_t i = 0; i < c->claim_count; i++)
        write_claim(w, c->claims[i]);
    for (size_t i = 0; i < c->line_count; i++)
        write_line(w, c->lines[i]);
    json_array_end(w);
}
