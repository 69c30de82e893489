#include "topic.h"

#include <parley/size.h>

#include "certainty.h"

enum { OPENING = 3, FEW_WORDS = 3 };

bool begins_with_pronoun(const struct meaning *m)
{
    static const char *const pronouns[] = {"it",    "it's",  "its",   "that", "that's", "this", "they",   "they're",
                                           "their", "these", "those", "each", "he",     "she",  "there's"};
    for (uint32_t i = m->first; i < m->past && i < m->first + OPENING; i++)
        for (size_t k = 0; k < COUNT_OF(pronouns); k++)
            if (token_is_word(m->tokens, i, m->past, pronouns[k]))
                return true;
    return false;
}

static uint32_t full_words(const struct meaning *m)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->content_count; i++)
        n += m->content[i].weight >= 2;
    return n;
}

/* Every word that says what is spoken of was said before: no new subject, no new case. */
static bool stays_with(const struct meaning *m, const struct meaning *before)
{
    for (uint32_t i = 0; i < m->content_count; i++)
        if (m->content[i].weight >= 2 && !meaning_has(before, m->content[i].key))
            return false;
    return true;
}

/* "Each is 260": one of those that were spoken of; the claim must count by one too. */
static bool counts_by_one(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "each") || TOKEN_IS(m->tokens, i, m->past, "per") ||
            TOKEN_IS(m->tokens, i, m->past, "every"))
            return true;
    return false;
}

static bool has_value(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind != FACT_NAME)
            return true;
    return false;
}

bool counts_one_of_many(const struct meaning *m, const struct meaning *known)
{
    return TOKEN_IS(m->tokens, m->first, m->past, "each") && m->unit_count > 0 && !counts_by_one(known);
}

bool goes_on(const struct meaning *m, const struct meaning *before, const struct meaning *known)
{
    if (!has_value(m) || m->promise != 0 || foretells(m) || !stays_with(m, before))
        return false;
    if (counts_one_of_many(m, known))
        return false;
    return begins_with_pronoun(m) || full_words(m) <= FEW_WORDS;
}

bool names_topic(const struct meaning *m, const struct meaning *known)
{
    static const char *const fronts[] = {"that's", "it's", "this", "that", "it", "those", "these"};
    bool pronoun = false;
    for (size_t k = 0; k < COUNT_OF(fronts); k++)
        pronoun |= token_is_word(m->tokens, m->first, m->past, fronts[k]);
    if (!pronoun || has_value(m) || m->negations > 0 || m->all != 0 || m->compare != 0 || m->promise != 0 || m->offers_free ||
        foretells(m) || full_words(m) > FEW_WORDS || (m->marks & (MARK_ONLY | MARK_CONDITION)))
        return false;
    for (uint32_t i = 0; i < m->content_count; i++)
        if (!meaning_has(known, m->content[i].key))
            return false;
    return m->content_count > 0;
}

bool only_points_back(const struct meaning *m)
{
    static const char *const pronouns[] = {"it", "it's", "that", "that's", "they", "they're", "each", "these", "those"};
    if (full_words(m) > 0 || !has_value(m))
        return false;
    for (size_t k = 0; k < COUNT_OF(pronouns); k++)
        if (token_is_word(m->tokens, m->first, m->past, pronouns[k]))
            return true;
    return false;
}
