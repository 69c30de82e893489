#include "objections.h"

enum { RARE_CLAIMS = 2 };

/* In how many known texts with different ids the content stands, RARE_CLAIMS + 1 at most. */
static uint32_t claims_with(const struct facts_register *r, const struct posting_list *l)
{
    uint32_t seen[RARE_CLAIMS + 1], count = 0;
    for (uint32_t i = 0; i < l->count && count <= RARE_CLAIMS; i++) {
        uint32_t claim = r->sentences[r->postings[l->first + i] & (POSTING_SIBLING - 1)].claim;
        bool known = false;
        for (uint32_t k = 0; k < count; k++)
            known |= seen[k] == claim;
        if (!known)
            seen[count++] = claim;
    }
    return count;
}

/* Where the subject ends: the first "is", "can", "costs" and the like; 0 when there is none, or a pronoun is the subject. */
static uint32_t subject_end(const struct meaning *m, bool owned)
{
    bool possessive = token_is(m->tokens, m->first, m->past, "your", 4) || token_is(m->tokens, m->first, m->past, "our", 3) ||
                      token_is(m->tokens, m->first, m->past, "su", 2) || token_is(m->tokens, m->first, m->past, "sus", 3);
    if (!(possessive && owned) && token_has(m->tokens, m->first, m->past, MARK_WE | MARK_YOU | MARK_I | MARK_CONDITION))
        return 0;
    for (uint32_t i = m->first; i < m->past && i < m->first + 7; i++)
        if (m->tokens->at[i].lex->roles & ROLE_VERB)
            return i;
    return 0;
}

/* "The chapel is on level 8", when level 8 is told of the pool only: a subject that is the mark of another fact speaks of that
 * one. The token of it, + 1. */
static uint32_t stray_term(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    uint32_t end = subject_end(said, false);
    if (known->kind != KNOWN_CLAIM)
        return 0;
    for (uint32_t i = 0; i < said->content_count && said->content[i].token < end; i++) {
        const struct content *c = &said->content[i];
        const struct posting_list *l = c->weight >= 2 && !known_has(known, c->key) ? register_list(r, c->key) : NULL;
        if (l == NULL || claims_with(r, l) > RARE_CLAIMS)
            continue;
        bool here = false; /* elsewhere in the same claim */
        for (uint32_t k = 0; k < l->count && !here; k++)
            here = r->sentences[r->postings[l->first + k] & (POSTING_SIBLING - 1)].claim == known->claim;
        if (!here)
            return c->token + 1;
    }
    return 0;
}

/* dermatologist, dermatology: words with a long beginning in common. */
static bool is_related(const struct meaning *m, struct slice word)
{
    enum { BEGINNING = 6 };
    for (uint32_t i = 0; i < m->content_count && word.len >= BEGINNING; i++) {
        struct slice w = m->tokens->at[m->content[i].token].folded;
        if (w.len >= BEGINNING && memcmp(w.at, word.at, BEGINNING) == 0)
            return true;
    }
    return false;
}

/* "If you smell gas, call 105", when 105 is for a power cut: nothing of the condition is in the known sentence. */
static bool sets_other_condition(const struct meaning *said, const struct known_sentence *known)
{
    const struct tokens *t = said->tokens;
    for (uint32_t i = said->roles & ROLE_IF ? said->first : said->past; i < said->past; i++) {
        if (!(t->at[i].lex->roles & ROLE_IF))
            continue;
        uint32_t full = 0, shared = 0;
        for (uint32_t k = i + 1; k < said->past && t->at[k].kind != WORD_MARK; k++) {
            if (t->at[k].key == 0 || t->at[k].lex->weight < 2 || t->at[k].lex->span != SPAN_NONE)
                continue;
            full++;
            shared += known_has(known, t->at[k].key) || is_related(known->meaning, t->at[k].folded);
        }
        if (full >= 2 && shared == 0)
            return true;
    }
    return false;
}

/* A stop or a joint: what stands behind it may have a subject of its own. */
static bool joint_between(const struct meaning *m, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (m->tokens->at[i].kind == WORD_MARK || TOKEN_IS(m->tokens, i, to, "and") || TOKEN_IS(m->tokens, i, to, "y") ||
            TOKEN_IS(m->tokens, i, to, "dan"))
            return true;
    return false;
}

/* The kg of "25 kg". */
static bool is_measure(const struct meaning *m, uint32_t token)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind == FACT_COUNT && m->units[i].past == token)
            return true;
    return false;
}

/* "Your final bill is due within 10 days", when that is told of the credit after the final bill: what is spoken of is not what
 * the known sentence speaks of. */
static bool has_other_subject(const struct meaning *said, const struct known_sentence *known)
{
    uint32_t end = subject_end(said, true), known_end = subject_end(known->meaning, true);
    const struct meaning *m = known->meaning;
    uint32_t own = 0, theirs = 0;
    if (end == 0 || known_end == 0)
        return false;
    for (uint32_t i = 0; i < said->content_count; i++) {
        const struct content *c = &said->content[i];
        if (c->token >= end || c->weight < 2 || is_measure(said, c->token))
            continue;
        own++;
        for (uint32_t k = 0; k < m->content_count; k++)
            if (m->content[k].key == c->key &&
                (m->content[k].token < known_end || joint_between(m, known_end, m->content[k].token)))
                return false;
    }
    for (uint32_t k = 0; k < m->content_count; k++)
        if (m->content[k].token < known_end && m->content[k].weight >= 2) {
            if (meaning_has(said, m->content[k].key))
                return false;
            theirs++;
        }
    return own > 0 && theirs > 0;
}

/* "Dogs are welcome", when assistance dogs are and other animals are not: the subject is narrower than what is said. */
static bool widens_subject(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    const struct known_sentence *whole = known->stretch == STRETCH_CLAUSE ? &r->sentences[known->parent] : known;
    const struct meaning *m = whole->meaning;
    bool others = false;
    for (uint32_t i = m->first; i < m->past; i++)
        others |= TOKEN_IS(m->tokens, i, m->past, "other") || TOKEN_IS(m->tokens, i, m->past, "others") ||
                  TOKEN_IS(m->tokens, i, m->past, "dem\xc3\xa1s") || TOKEN_IS(m->tokens, i, m->past, "lain");
    uint32_t end = subject_end(m, false);
    if (!others || end == 0)
        return false;
    for (uint32_t i = 0; i < m->content_count; i++)
        if (m->content[i].token < end && m->content[i].weight >= 2 && !meaning_has(said, m->content[i].key))
            return true;
    return false;
}

const char *subject_objection(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    bool claim = known->kind == KNOWN_CLAIM;
    if (claim && (stray_term(r, said, known) != 0 || sets_other_condition(said, known) || has_other_subject(said, known)))
        return "speaks of something else";
    return widens_subject(r, said, known) ? "leaves out what narrows it" : NULL;
}
