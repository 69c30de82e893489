#include "objections.h"

#include "own_case.h"

static bool is_own_name(const struct facts_register *r, uint64_t key)
{
    for (size_t i = 0; i < r->own_name_count; i++)
        if (r->own_names[i] == key)
            return true;
    return false;
}

/* FCA for Financial Conduct Authority, and the other way round. */
static bool is_initials(const struct tokens *t, const struct unit *shorter, const struct tokens *o, const struct unit *longer)
{
    struct slice s = t->at[shorter->first].folded;
    if (shorter->past != shorter->first + 1 || s.len < 2 || s.len > 6 || longer->past - longer->first != s.len)
        return false;
    for (uint32_t i = 0; i < s.len; i++)
        if (o->at[longer->first + i].folded.at[0] != s.at[i])
            return false;
    return true;
}

/* PODs, when the known sentence speaks of a proof of delivery. */
static bool spells_words(const struct tokens *t, uint32_t at, const struct meaning *known)
{
    struct slice s = t->at[at].folded;
    if (!t->at[at].capital || s.len < 3 || s.len > 6)
        return false;
    uint32_t letters = s.at[s.len - 1] == 's' && !t->at[at].all_capital ? (uint32_t)s.len - 1 : (uint32_t)s.len;
    if (letters < 3 || (letters == s.len && !t->at[at].all_capital))
        return false;
    for (uint32_t i = known->first; i + letters <= known->past; i++) {
        uint32_t n = 0;
        while (n < letters && known->tokens->at[i + n].kind == WORD_LETTERS && known->tokens->at[i + n].folded.at[0] == s.at[n])
            n++;
        if (n == letters)
            return true;
    }
    return false;
}

/* "Steady 24", when the known sentence has the number behind the same word. */
static bool has_numbered(const struct meaning *m, const struct tokens *t, uint32_t i)
{
    for (uint32_t k = m->first + 1; i > 0 && k < m->past; k++) {
        uint32_t before = m->tokens->at[k - 1].kind == WORD_MARK && k >= m->first + 2 ? k - 2 : k - 1; /* Lava, 27 */
        if (slice_eq(m->tokens->at[k].folded, t->at[i].folded) && slice_eq(m->tokens->at[before].folded, t->at[i - 1].folded))
            return true;
    }
    return false;
}

/* "Milo's repeat prescription": the customer's own, when the known sentence names nobody whom this one leaves out. */
static bool is_owner(const struct meaning *said, const struct unit *u, const struct meaning *known)
{
    const struct token *w = &said->tokens->at[u->first];
    bool owns = u->past == u->first + 1 && slice_ends(w->folded, SLICE("'s")) && u->past < said->past &&
                said->tokens->at[u->past].kind == WORD_LETTERS && !said->tokens->at[u->past].capital && w->lex->length == 0;
    for (uint32_t i = 0; i < known->content_count && owns; i++)
        owns = !known->content[i].is_name || meaning_has(said, known->content[i].key);
    return owns;
}

/* "your Chemistry place", "since Rufus is eleven": what the customer calls their own, when no claim speaks of it. */
static bool is_customers(const struct facts_register *r, const struct meaning *said, const struct unit *u)
{
    const struct tokens *t = said->tokens;
    for (uint32_t i = u->first; i < u->past; i++)
        if (t->at[i].key == 0 || register_list(r, t->at[i].key) != NULL || t->at[i].all_capital)
            return false;
    bool yours = u->first > said->first && TOKEN_IS(t, u->first - 1, said->past, "your") && u->past < said->past &&
                 t->at[u->past].kind == WORD_LETTERS && !t->at[u->past].capital && t->at[u->past].key != 0;
    bool aged = false;
    for (uint32_t i = 0; i < said->unit_count; i++)
        aged |=
            TOKEN_IS(t, u->past, said->past, "is") && said->units[i].first == u->past + 1 && is_own_number(said, &said->units[i]);
    return u->past == u->first + 1 && (yours || aged);
}

bool name_known(const struct facts_register *r, const struct meaning *said, const struct unit *u, const struct known_sentence *k)
{
    bool all = true;
    for (uint32_t i = u->first; i < u->past && all; i++) {
        const struct token *w = &said->tokens->at[i];
        if (w->kind == WORD_DIGITS)
            all = has_numbered(k->meaning, said->tokens, i);
        else if (w->key != 0)
            all = known_has(k, w->key) || is_own_name(r, w->key);
    }
    if (all || is_owner(said, u, k->meaning) || is_customers(r, said, u) ||
        (u->past == u->first + 1 && spells_words(said->tokens, u->first, k->meaning)))
        return true;
    for (uint32_t i = 0; i < k->meaning->unit_count; i++) {
        const struct unit *n = &k->meaning->units[i];
        if (n->kind == FACT_NAME && n->past <= k->meaning->past &&
            (is_initials(said->tokens, u, k->meaning->tokens, n) || is_initials(k->meaning->tokens, n, said->tokens, u)))
            return true;
    }
    return false;
}
