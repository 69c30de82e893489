#include "own_case.h"

#include <parley/size.h>

static bool is_one_of(const struct meaning *m, uint32_t i, const char *const *words, size_t count)
{
    for (size_t k = 0; i >= m->first && i < m->past && k < count; k++)
        if (token_is_word(m->tokens, i, m->past, words[k]))
            return true;
    return false;
}

static bool is_person(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"he",    "she",  "you",   "they", "he's", "she's", "you're", "they're", "you'd", "he'd",
                                        "she'd", "your", "yours", "his",  "her",  "their", "you've", "you'll",  "my",    "i"};
    return is_one_of(m, i, words, COUNT_OF(words));
}

static bool is_article(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"a", "an"};
    return is_one_of(m, i, words, COUNT_OF(words));
}

/* The token where the number begins with what only stresses it: "just six", "already nine". */
static uint32_t stressed_from(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"only", "just", "already", "now", "currently", "still", "about", "nearly", "almost"};
    while (i > m->first && is_one_of(m, i - 1, words, COUNT_OF(words)))
        i--;
    return i;
}

/* "your nine-year-old", "a 40 pound order would", "two children of 8 and 11": supposed, or of somebody. */
static bool is_supposed(const struct meaning *m, const struct unit *u)
{
    static const char *const would_words[] = {"would", "you'd", "he'd", "she'd", "it'd"};
    static const char *const children[] = {"children", "kids", "child"};
    static const char *const owners[] = {"your", "my", "his", "her", "their"};
    bool own = u->first > m->first && is_one_of(m, u->first - 1, owners, COUNT_OF(owners));
    bool article = u->first > m->first && is_article(m, u->first - 1);
    bool would = false, child = false;
    for (uint32_t i = m->first; i < m->past; i++) {
        would |= is_one_of(m, i, would_words, COUNT_OF(would_words));
        child |= u->is_bare && is_one_of(m, i, children, COUNT_OF(children));
    }
    bool described = u->past < m->past && m->tokens->at[u->past].kind == WORD_LETTERS; /* a 40 pound order */
    return child || (own && (u->is_age || described)) || (article && described && would);
}

/* "he's six", "your boiler's twelve", "you've turned 50", "Rufus is eleven": a person, or something of theirs, is that much. */
static bool is_told_of_person(const struct meaning *m, const struct unit *u)
{
    static const char *const stuck[] = {"he's", "she's", "you're", "they're", "i'm"};
    static const char *const copulas[] = {"is", "are", "was", "were", "turned", "turn", "turns", "been", "yours"};
    uint32_t i = stressed_from(m, u->first);
    if (i == m->first)
        return false;
    if (is_one_of(m, i - 1, stuck, COUNT_OF(stuck)))
        return true;
    struct slice before = m->tokens->at[i - 1].folded;
    bool copula = is_one_of(m, i - 1, copulas, COUNT_OF(copulas));
    if (u->kind != FACT_COUNT || (!copula && !slice_ends(before, SLICE("'s")))) /* "your stop is 7 minutes away" is no age */
        return false;
    const struct token *name = i >= m->first + 2 ? &m->tokens->at[i - 2] : NULL;
    if (name != NULL && name->capital && !name->all_capital && name->lex->length == 0 && name->sense == NULL)
        return true;
    for (uint32_t k = i - 1, steps = 0; k > m->first && steps < 4; k--, steps++) {
        if (m->tokens->at[k - 1].kind == WORD_MARK)
            return false;
        if (is_person(m, k - 1))
            return true;
    }
    return false;
}

/* "two weeks ago", "it's been seven weeks" */
static bool is_time_passed(const struct meaning *m, const struct unit *u)
{
    static const char *const ago[] = {"ago"}, *const been[] = {"been"}, *const has[] = {"it's", "has", "have", "had"};
    uint32_t i = stressed_from(m, u->first);
    bool passed = i > m->first + 1 && is_one_of(m, i - 1, been, 1) && is_one_of(m, i - 2, has, COUNT_OF(has));
    return u->kind == FACT_DURATION && (is_one_of(m, u->past, ago, 1) || passed);
}

/* "thirteen years old", "a 12-year-old": an age, and no edge of ages. */
static bool is_told_age(const struct meaning *m, const struct unit *u)
{
    static const char *const edges[] = {"from", "to",   "until", "till", "age",   "of",
                                        "than", "aged", "ages",  "be",   "least", "most"};
    static const char *const old[] = {"old"};
    bool age = u->is_age || (u->kind == FACT_DURATION && is_one_of(m, u->past, old, 1));
    uint32_t i = stressed_from(m, u->first);
    return age && !(i > m->first && is_one_of(m, i - 1, edges, COUNT_OF(edges)));
}

/* "at 52 you", "at ten weeks she's", "a dog of eleven" */
static bool is_at_an_age(const struct meaning *m, const struct unit *u)
{
    static const char *const at[] = {"at"}, *const of[] = {"of"};
    uint32_t i = u->first;
    if (i == m->first || (u->kind != FACT_TIME && u->kind != FACT_COUNT && u->kind != FACT_DURATION))
        return false;
    bool one_of = i >= m->first + 3 && is_one_of(m, i - 1, of, 1) && is_article(m, i - 3) && u->is_bare;
    if (one_of)
        return true;
    bool begins = i == m->first + 1 || m->tokens->at[i - 2].kind == WORD_MARK;
    return is_one_of(m, i - 1, at, 1) && begins && u->past < m->past && (is_person(m, u->past) || is_person(m, u->past + 1));
}

/* "six months is fine", "a rucksack of 38 x 28 is fine": what is judged, and no rule. */
static bool is_judged(const struct meaning *m, const struct unit *u)
{
    static const char *const be[] = {"is", "are", "be", "isn't", "aren't"};
    static const char *const good[] = {"fine", "ok", "okay", "enough", "plenty", "alright"};
    for (uint32_t i = u->past; i + 1 < m->past && i < u->past + 6; i++) {
        if (is_one_of(m, i, be, COUNT_OF(be)))
            return is_one_of(m, i + 1, good, COUNT_OF(good));
        if (token_is_mark(m->tokens, i, m->past, ','))
            return false;
    }
    return false;
}

bool is_own_number(const struct meaning *said, const struct unit *u)
{
    if (u->kind == FACT_MONEY)
        return is_supposed(said, u);
    return is_supposed(said, u) || is_told_of_person(said, u) || is_time_passed(said, u) || is_told_age(said, u) ||
           is_at_an_age(said, u) || is_judged(said, u);
}

bool is_own_sum(const struct meaning *said, const struct unit *u)
{
    static const char *const is[] = {"is", "was", "comes", "totals", "to"}, *const of[] = {"of"}, *const on[] = {"on", "with"};
    static const char *const owners[] = {"your", "my", "the"};
    uint32_t i = stressed_from(said, u->first);
    if (u->kind != FACT_MONEY || i == said->first)
        return false;
    if (is_one_of(said, i - 1, on, COUNT_OF(on)) && i - 1 == said->first)
        return true;
    if (i >= said->first + 3 && is_one_of(said, i - 1, of, 1) && is_article(said, i - 3))
        return true;
    for (uint32_t k = i - 1; is_one_of(said, i - 1, is, COUNT_OF(is)) && k > said->first && k + 4 > i; k--)
        if (is_one_of(said, k - 1, owners, COUNT_OF(owners)))
            return true;
    return false;
}
