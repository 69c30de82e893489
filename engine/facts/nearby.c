#include "nearby.h"

/* The sentences that have the words of the sentence at hand, by how many of them. */
static uint32_t note_known_words(const struct tokens *t, uint32_t first, uint32_t past, const struct facts_register *r,
                                 struct align_room *room)
{
    uint32_t touched = 0;
    for (uint32_t i = first; i < past; i++) {
        const struct token *k = &t->at[i];
        const struct posting_list *l = k->key != 0 ? register_list(r, k->key) : NULL;
        for (uint32_t p = 0; l != NULL && p < l->count; p++) {
            uint32_t s = r->postings[l->first + p] & (POSTING_SIBLING - 1);
            if (room->scores[s] == 0)
                room->touched[touched++] = s;
            room->scores[s] = (uint16_t)(room->scores[s] + k->lex->weight);
        }
    }
    return touched;
}

/* The most words of the sentence at hand that stand in one claim together with the key. */
static uint32_t company_of(uint64_t key, const struct facts_register *r, const struct align_room *room)
{
    const struct posting_list *l = register_list(r, key);
    uint32_t most = 0;
    for (uint32_t p = 0; l != NULL && p < l->count; p++) {
        uint32_t s = r->postings[l->first + p] & (POSTING_SIBLING - 1);
        if (r->sentences[s].kind == KNOWN_CLAIM && room->scores[s] > most)
            most = room->scores[s];
    }
    return most;
}

static uint64_t nearby_key(const struct token *k, const struct facts_register *r, const struct align_room *room)
{
    const struct near *near = near_of(word_stem(k->folded));
    uint64_t best = 0;
    uint32_t most = 0;
    for (size_t row = 0; near != NULL && row < NEAR_ROWS_MAX && near->rows[row] != 0; row++)
        for (const uint64_t *key = near_keys(near->rows[row]); *key != 0; key++) {
            uint32_t company = company_of(*key, r, room);
            if (company > most) {
                most = company;
                best = *key;
            }
        }
    return best;
}

/* A word that no claim has and that others are near to. */
static bool is_unknown(const struct token *k, const struct facts_register *r)
{
    return k->key != 0 && k->kind == WORD_LETTERS && !register_claims(r, k->key) && near_of(word_stem(k->folded)) != NULL;
}

void nearby_read(struct tokens *t, uint32_t first, uint32_t past, const struct facts_register *r, struct align_room *room)
{
    uint32_t from = first;
    while (from < past && !is_unknown(&t->at[from], r))
        from++;
    uint32_t touched = from < past ? note_known_words(t, first, past, r, room) : 0;
    for (uint32_t i = from; i < past && touched > 0; i++) {
        struct token *k = &t->at[i];
        if (!is_unknown(k, r))
            continue;
        uint64_t key = nearby_key(k, r, room);
        if (key == 0)
            continue;
        k->key = key;
        k->is_nearby = true;
    }
    for (uint32_t i = 0; i < touched; i++)
        room->scores[room->touched[i]] = 0;
}
