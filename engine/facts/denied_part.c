#include "denied_part.h"

#include "polarity.h"
#include "refusal.h"

/* Where the denial of a clause stands: its negation, or a word like closed or excluded. The token, + 1. */
static uint32_t denial_of(const struct meaning *m)
{
    if (m->negations == 1 && m->scope_count > 0)
        return m->first_negation + 1;
    for (uint32_t i = 0; i < m->side_count && m->negations == 0; i++) {
        int pair = m->sides[i].pair;
        if (!m->sides[i].negated && (pair == -OPPOSITE_ALLOWED || pair == -OPPOSITE_OPEN || pair == -OPPOSITE_INCLUDED))
            return m->sides[i].token + 1;
    }
    return 0;
}

/* A day of the clause behind its denial is said, and nothing that the clause does not speak of on that day. */
static bool names_denied_day(const struct meaning *said, const struct meaning *clause, uint32_t denial)
{
    for (uint32_t i = 0; i < clause->unit_count; i++) {
        const struct unit *u = &clause->units[i];
        for (uint32_t k = 0; u->kind == FACT_DATE && u->first >= denial && k < said->unit_count; k++)
            if (said->units[k].kind == FACT_DATE && unit_agrees(&said->units[k], u) && unit_agrees(u, &said->units[k]))
                return true;
    }
    return false;
}

/* All that stands behind the denial is said. */
static bool has_denied_words(const struct meaning *said, const struct meaning *clause, uint32_t denial)
{
    uint32_t full = 0;
    for (uint32_t i = 0; i < clause->content_count; i++) {
        const struct content *c = &clause->content[i];
        if (c->token < denial || c->weight < 2)
            continue;
        if (!meaning_has(said, c->key))
            return false;
        full++;
    }
    for (uint32_t i = 0; i < clause->unit_count; i++)
        if (clause->units[i].first >= denial && clause->units[i].kind != FACT_NAME && !has_agreeing(said, &clause->units[i]))
            return false;
    return full > 0;
}

/* "... and is closed on Sunday": a day behind the word that shuts, in a sentence that says when it is open. */
static bool is_shut_day(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < known->side_count; i++) {
        const struct side *s = &known->sides[i];
        uint32_t past = s->token;
        if (s->negated || s->pair != -OPPOSITE_OPEN)
            continue;
        while (past < known->past && !token_is_mark(known->tokens, past, known->past, ',') &&
               !token_is_mark(known->tokens, past, known->past, ';') && !TOKEN_IS(known->tokens, past, known->past, "and"))
            past++;
        for (uint32_t u = 0; u < known->unit_count; u++)
            for (uint32_t k = 0; known->units[u].first > s->token && known->units[u].first < past && k < said->unit_count; k++)
                if (said->units[k].kind == FACT_DATE && known->units[u].kind == FACT_DATE &&
                    unit_agrees(&said->units[k], &known->units[u]) && unit_agrees(&known->units[u], &said->units[k]))
                    return true;
    }
    return false;
}

static bool is_plain(const struct meaning *m)
{
    return m->exceptions == 0 && !m->has_unless && !(m->marks & (MARK_CONDITION | MARK_UNLESS | MARK_ONLY));
}

/* "There is a change fee on Flex fares", when a clause says that on these there is none. */
static bool charges_what_is_free(const struct meaning *said, const struct meaning *clause)
{
    uint32_t shared = 0;
    bool charges = false;
    for (uint32_t i = 0; i < said->side_count; i++)
        charges |= said->sides[i].pair == -OPPOSITE_FREE && !said->sides[i].negated;
    if (!charges || said->offers_free || !clause->offers_free)
        return false;
    for (uint32_t i = 0; i < clause->content_count; i++) {
        const struct content *c = &clause->content[i];
        const struct sense *s = clause->tokens->at[c->token].sense;
        if (c->weight < 2 || (s != NULL && (s->opposite[0] == OPPOSITE_FREE || s->opposite[0] == -OPPOSITE_FREE)))
            continue;
        if (!meaning_has(said, c->key))
            return false;
        shared++;
    }
    return shared >= 2;
}

static bool denies_said(const struct meaning *said, const struct meaning *clause)
{
    if (!is_plain(clause))
        return false;
    if (charges_what_is_free(said, clause))
        return true;
    uint32_t denial = has_negative_side(said) ? 0 : denial_of(clause);
    return denial != 0 && (names_denied_day(said, clause, denial) || has_denied_words(said, clause, denial));
}

bool says_denied_part(const struct facts_register *r, const struct meaning *said, const struct known_sentence *known)
{
    size_t at = (size_t)(known - r->sentences);
    if (said->negations > 0 || !is_plain(said))
        return false;
    const struct meaning *whole = known->stretch == STRETCH_CLAUSE ? r->sentences[known->parent].meaning : known->meaning;
    if (known->kind == KNOWN_CLAIM && whole->exceptions == 0 && !has_negative_side(said) && is_shut_day(said, whole))
        return true;
    while (at > 0 && r->sentences[at - 1].claim == known->claim)
        at--;
    for (; at < r->sentence_count && r->sentences[at].claim == known->claim; at++)
        if (r->sentences[at].stretch == STRETCH_CLAUSE && r->sentences[at].kind == KNOWN_CLAIM &&
            r->sentences[r->sentences[at].parent].meaning->exceptions == 0 && denies_said(said, r->sentences[at].meaning))
            return true;
    return false;
}

/* "We don't guarantee a room", when a claim does: the refusal of a promise that is made. */
bool refuses_known_promise(const struct facts_register *r, const struct meaning *m)
{
    uint32_t from = m->negations > 0 ? m->first_negation : m->past;
    if (m->negations == 0 || (m->marks & (MARK_CONDITION | MARK_UNLESS)) || !refuses_promise(m, from))
        return false;
    for (size_t s = 0; s < r->sentence_count; s++) {
        const struct known_sentence *k = &r->sentences[s];
        if (k->kind != KNOWN_CLAIM || k->meaning->promise == 0 || k->is_denial || k->stretch != STRETCH_SENTENCE)
            continue;
        uint64_t promise = k->meaning->tokens->at[k->meaning->promise - 1].key;
        for (uint32_t i = 0; i < m->content_count; i++)
            if (m->content[i].weight >= 2 && m->content[i].token > from + 1 && m->content[i].key != promise &&
                meaning_has(k->meaning, m->content[i].key))
                return true;
    }
    return false;
}
