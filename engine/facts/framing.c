#include "framing.h"

#include <parley/size.h>

enum { PHRASE_WORDS = 3, WORD_MAX = 15 };

/* Its words stand in it, and are not pointed to: every word of a sentence is held against the first letter of each. */
typedef const char phrase[PHRASE_WORDS][WORD_MAX + 1];

static phrase exclusions[] = {{"barred"},
                              {"exclude"},
                              {"excludes"},
                              {"excluded"},
                              {"banned"},
                              {"forbidden"},
                              {"prohibited"},
                              {"outlawed"},
                              {"spared"},
                              {"forgo"},
                              {"forgoes"},
                              {"forfeit"},
                              {"forfeits"},
                              {"lose"},
                              {"loses"},
                              {"missing"},
                              {"unwelcome"},
                              {"withheld"},
                              {"kept", "out"},
                              {"keep", "out"},
                              {"keeps", "out"},
                              {"off", "limits"},
                              {"turned", "away"},
                              {"shut", "out"},
                              {"leave", "off"},
                              {"leave", "out"},
                              {"leaves", "out"},
                              {"left", "out"},
                              {"hang", "on", "to"},
                              {"less", "than", "welcome"},
                              {"anything", "but"},
                              {"far", "from"}};

/* A claim that somebody else makes, or that held once. */
static phrase frames[] = {{"myth"},
                          {"rumour"},
                          {"rumor"},
                          {"supposedly"},
                          {"allegedly"},
                          {"reputedly"},
                          {"formerly"},
                          {"previously"},
                          {"misconception"},
                          {"used", "to", "be"},
                          {"old", "rule"},
                          {"old", "rules"},
                          {"some", "say"},
                          {"people", "say"},
                          {"people", "think"},
                          {"some", "think"},
                          {"they", "say"},
                          {"wrong", "that"},
                          {"untrue", "that"},
                          {"false", "that"},
                          {"back", "then"},
                          {"not", "true"},
                          {"until", "last"},
                          {"once", "were"},
                          {"were", "once"},
                          {"was", "once"},
                          {"or", "so", "people"}};

static bool is_phrase(const struct meaning *m, uint32_t i, phrase words)
{
    for (uint32_t k = 0; k < PHRASE_WORDS && words[k][0] != '\0'; k++)
        if (!token_is_word(m->tokens, i + k, m->past, words[k]))
            return false;
    return true;
}

/* One of the phrases in [first, past), which the other sentence has not; the token, + 1. */
static uint32_t phrase_in(const struct meaning *m, uint32_t first, uint32_t past, phrase *phrases, size_t count,
                          const struct meaning *other)
{
    for (uint32_t i = first; i < past; i++)
        for (size_t k = 0; k < count; k++) {
            bool theirs = false;
            if (phrases[k][0][0] != m->tokens->at[i].folded.at[0] || !is_phrase(m, i, phrases[k]))
                continue;
            for (uint32_t o = other->first; o < other->past && !theirs; o++)
                theirs = is_phrase(other, o, phrases[k]);
            if (!theirs)
                return i + 1;
        }
    return 0;
}

bool shuts_out(const struct meaning *m, uint32_t first, uint32_t past)
{
    static const struct tokens nothing = {.count = 0};
    static const struct meaning none = {.tokens = &nothing};
    return phrase_in(m, first, past, exclusions, COUNT_OF(exclusions), &none) != 0;
}

/* "are removed": the word behind a form of be that ends like what is done with a thing; 0 when there is none. */
static uint32_t passive_at(const struct meaning *m, uint32_t i)
{
    static const char *const be[] = {"is", "are", "was", "were", "be", "been", "being"};
    bool is = false;
    for (size_t k = 0; k < COUNT_OF(be); k++)
        is |= token_is_word(m->tokens, i, m->past, be[k]);
    if (!is || i + 1 >= m->past)
        return 0;
    const struct token *w = &m->tokens->at[i + 1];
    return w->key != 0 && w->folded.len > 4 && slice_ends(w->folded, SLICE("ed")) ? i + 1 : 0;
}

/* "Walls are scraped", when they are painted: one thing is done in each, and not the same. */
static bool does_otherwise(const struct meaning *said, const struct known_sentence *known)
{
    const struct meaning *m = known->meaning;
    uint32_t own = 0, theirs = 0, own_count = 0, their_count = 0;
    for (uint32_t i = said->first; i < said->past; i++)
        if (passive_at(said, i) != 0) {
            own = passive_at(said, i);
            own_count++;
        }
    for (uint32_t i = m->first; i < m->past; i++)
        if (passive_at(m, i) != 0) {
            theirs = passive_at(m, i);
            their_count++;
        }
    if (own_count != 1 || their_count != 1 || said->negations > 0)
        return false;
    return TOKEN_IS(said->tokens, own + 1, said->past, "by") && !known_has(known, said->tokens->at[own].key) &&
           !meaning_has(said, m->tokens->at[theirs].key);
}

const char *framing_objection(const struct meaning *said, const struct known_sentence *known)
{
    const struct meaning *m = known->meaning;
    if (phrase_in(said, said->first, said->past, frames, COUNT_OF(frames), m) != 0)
        return "puts it into somebody's mouth";
    bool denied =
        m->negations > 0 || m->exceptions > 0 || (m->marks & (MARK_ONLY | MARK_UNLESS)) || shuts_out(m, m->first, m->past);
    for (uint32_t i = 0; i < m->side_count; i++)
        denied |= m->sides[i].pair < 0 && m->sides[i].pair >= -OPPOSITE_REFUNDED && m->sides[i].pair != -OPPOSITE_FREE &&
                  m->sides[i].pair != -OPPOSITE_BEFORE;
    if (!denied && said->negations == 0 && phrase_in(said, said->first, said->past, exclusions, COUNT_OF(exclusions), m) != 0)
        return "says the opposite";
    return known->kind == KNOWN_CLAIM && does_otherwise(said, known) ? "does something else" : NULL;
}
