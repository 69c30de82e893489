#include "polarity.h"

/* Marks, promises, outcomes and quantities are compared in certainty.c; here only yes and no. */

static bool in_scopes(const struct meaning *m, uint64_t key)
{
    for (uint32_t i = 0; i < m->scope_count; i++)
        for (uint32_t k = 0; k < m->scopes[i].count; k++)
            if (m->scopes[i].keys[k] == key)
                return true;
    return false;
}

/* One of the first two words behind a negation. */
static bool heads_scope(const struct meaning *m, uint64_t key)
{
    for (uint32_t i = 0; i < m->scope_count; i++)
        for (uint32_t k = 0; k < m->scopes[i].count && k < 2; k++)
            if (m->scopes[i].keys[k] == key || m->scopes[i].before == key)
                return true;
    return false;
}

/* "coffee, tea or juice", "A, B and C": a comma or joint between members of a list. */
static bool is_enumeration(const struct tokens *t, uint32_t i, uint32_t past)
{
    bool joint = TOKEN_IS(t, i, past, "and") || TOKEN_IS(t, i, past, "y");
    if (!joint && !token_is_mark(t, i, past, ','))
        return false;
    for (uint32_t k = i + 1; !joint && k < past && k <= i + 3; k++)
        if (token_is_mark(t, k, past, ',') || TOKEN_IS(t, k, past, "or") || TOKEN_IS(t, k, past, "and") ||
            TOKEN_IS(t, k, past, "ni") || TOKEN_IS(t, k, past, "o") || TOKEN_IS(t, k, past, "y"))
            return true;
    for (uint32_t k = i; joint && k > 0 && k + 3 > i; k--)
        if (token_is_mark(t, k - 1, past, ','))
            return true;
    return false;
}

static bool is_name(const struct meaning *m, uint64_t key)
{
    for (uint32_t i = 0; i < m->content_count; i++)
        if (m->content[i].key == key)
            return m->content[i].is_name;
    return false;
}

/* One statement and one denial, no clause and no condition beside it: what is denied is the whole. */
static bool denies_as_a_whole(const struct meaning *m)
{
    if (m->negations != 1 || m->exceptions > 0 || (m->marks & (MARK_CONDITION | MARK_UNLESS | MARK_ONLY)))
        return false;
    for (uint32_t i = m->first + 1; i + 1 < m->past; i++) {
        const struct tokens *t = m->tokens;
        if (is_enumeration(t, i, m->past))
            continue;
        if (t->at[i].kind == WORD_MARK || TOKEN_IS(t, i, m->past, "and") || TOKEN_IS(t, i, m->past, "but") ||
            TOKEN_IS(t, i, m->past, "who") || TOKEN_IS(t, i, m->past, "that") || TOKEN_IS(t, i, m->past, "which") ||
            TOKEN_IS(t, i, m->past, "because") || TOKEN_IS(t, i, m->past, "so") || TOKEN_IS(t, i, m->past, "que") ||
            TOKEN_IS(t, i, m->past, "y") || TOKEN_IS(t, i, m->past, "dan") || TOKEN_IS(t, i, m->past, "yang"))
            return false;
    }
    return true;
}

/* forbidden, closed, excluded, refused: no without the word no. Prices and hours are no denial. */
static bool has_negative_side(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "independent") || TOKEN_IS(m->tokens, i, m->past, "outside"))
            return true;
    for (uint32_t i = 0; i < m->side_count; i++)
        if (m->sides[i].pair < 0 &&
            (m->sides[i].negated || (m->sides[i].pair >= -6 && m->sides[i].pair != -OPPOSITE_FREE && m->sides[i].pair != -5)))
            return true;
    return false;
}

/* Does what stands around a negated word of `known` occur in `said`? "We do not accept American Express" says nothing of other
 * cards. */
static bool concerns(const struct meaning *said, const struct meaning *known, const struct side *side)
{
    const struct tokens *t = known->tokens;
    bool any = false;
    if (!side->negated)
        return true;
    uint32_t from = side->token, past = side->token + 1;
    while (from > known->first && !token_is_mark(t, from - 1, known->past, ',') &&
           !token_is_mark(t, from - 1, known->past, ';') && !TOKEN_IS(t, from - 1, known->past, "but") &&
           !TOKEN_IS(t, from - 1, known->past, "and"))
        from--;
    while (past < known->past && !token_is_mark(t, past, known->past, ',') && !token_is_mark(t, past, known->past, ';') &&
           !TOKEN_IS(t, past, known->past, "but") && !TOKEN_IS(t, past, known->past, "and"))
        past++;
    for (uint32_t i = from; i < past; i++) {
        uint64_t key = t->at[i].key;
        if (key == 0 || i == side->token)
            continue;
        any = true;
        if (meaning_has(said, key))
            return true;
    }
    return !any;
}

static bool contradicts(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->side_count; i++) {
        int pair = said->sides[i].pair;
        bool opposite = false, same = false, said_both = false;
        for (uint32_t j = 0; j < known->side_count; j++) {
            opposite |= known->sides[j].pair == -pair && concerns(said, known, &known->sides[j]);
            same |= known->sides[j].pair == pair;
        }
        for (uint32_t j = 0; j < said->side_count; j++)
            said_both |= said->sides[j].pair == -pair;
        if (opposite && !same && (!said_both || said->sides[i].negated))
            return true;
    }
    return false;
}

/* worn, unworn; refundable, non-refundable: a word of one with a denying beginning in the other. */
static bool is_denied_form(struct slice longer, struct slice shorter)
{
    static const char *const beginnings[] = {"un", "in", "im", "ir", "il", "dis", "non"};
    if (longer.len <= shorter.len + 1 || shorter.len < 4)
        return false;
    for (size_t k = 0; k < sizeof beginnings / sizeof beginnings[0]; k++) {
        struct slice b = slice_from(beginnings[k]);
        if (longer.len == b.len + shorter.len && slice_starts(longer, b) && slice_ends(longer, shorter))
            return true;
    }
    return false;
}

static bool denies_a_word(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->content_count; i++) {
        if (said->content[i].weight < 1 || meaning_has(known, said->content[i].key))
            continue;
        struct slice w = said->tokens->at[said->content[i].token].folded;
        for (uint32_t j = 0; j < known->content_count; j++) {
            struct slice k = known->tokens->at[known->content[j].token].folded;
            if (is_denied_form(w, k) || is_denied_form(k, w))
                return true;
        }
    }
    return false;
}

/* Every negation said turns a word that the known text says on the same side. */
static bool only_turned(const struct meaning *said, const struct meaning *known)
{
    uint32_t turned = 0;
    for (uint32_t i = 0; i < said->side_count; i++)
        for (uint32_t j = 0; j < known->side_count && said->sides[i].negated; j++)
            if (known->sides[j].pair == said->sides[i].pair &&
                (known->sides[j].negated || !meaning_has(known, said->tokens->at[said->sides[i].token].key))) {
                turned++;
                break;
            }
    return turned > 0 && turned >= said->negations;
}

/* All that is said stands behind the negation: "we work for A", when "we do not work for B, for A or for C". */
static bool is_all_denied(const struct meaning *said, const struct meaning *known, const struct scope *s)
{
    const struct tokens *t = known->tokens;
    uint32_t end = s->token + 1;
    while (end < known->past && !TOKEN_IS(t, end, known->past, "but") && !TOKEN_IS(t, end, known->past, "and") &&
           !token_is_mark(t, end, known->past, ';'))
        end++;
    for (uint32_t i = 0; i < said->content_count; i++) {
        bool found = false;
        for (uint32_t k = s->token + 1; k < end && !found; k++)
            found = t->at[k].key == said->content[i].key;
        if (!found)
            return false;
    }
    return said->content_count >= 2;
}

static bool shares_scope(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < known->scope_count; i++) {
        const struct scope *s = &known->scopes[i];
        uint32_t hit = 0;
        for (uint32_t k = 0; k < s->count; k++)
            hit += meaning_has(said, s->keys[k]);
        if (s->count > 0 && hit > 0 && (hit * 2 >= s->count || is_all_denied(said, known, s)))
            return true;
        if (s->count == 0 && s->denies_us && (said->marks & MARK_WE)) /* "through your supplier, not through us" */
            return true;
    }
    return false;
}

/* A word that the known text denies and that is said without a denial, although others are denied. */
static bool loses_a_negation(const struct meaning *said, const struct meaning *known)
{
    if (said->negations + said->exceptions >= known->negations + known->exceptions || known->conditional_negation)
        return false;
    for (uint32_t i = 0; i < known->scope_count; i++) {
        const struct scope *s = &known->scopes[i];
        uint32_t positive = 0;
        for (uint32_t k = 0; k < s->count; k++)
            positive += meaning_has(said, s->keys[k]) && !in_scopes(said, s->keys[k]);
        if (s->count >= 2 && positive == s->count)
            return true;
    }
    return false;
}

/* -- conditions ------------------------------------------------------------------------------------------------------- */

/* if, unless, as long as, provided, should you: a condition begins at token i. */
static bool opens_condition(const struct meaning *m, uint32_t i)
{
    const struct tokens *t = m->tokens;
    bool long_as = TOKEN_IS(t, i, m->past, "long") && TOKEN_IS(t, i + 1, m->past, "as") && i > m->first &&
                   (TOKEN_IS(t, i - 1, m->past, "as") || TOKEN_IS(t, i - 1, m->past, "so"));
    bool should = TOKEN_IS(t, i, m->past, "should") && i == m->first && i + 1 < m->past &&
                  (token_has(t, i + 1, m->past, MARK_YOU | MARK_WE) || t->at[i + 1].key == 0);
    return (t->at[i].lex->roles & ROLE_IF) || long_as || should || TOKEN_IS(t, i, m->past, "provided") ||
           TOKEN_IS(t, i, m->past, "providing");
}

/* "Miss a check-up and the guarantee ends": an order that is none. */
static bool is_order_and_result(const struct meaning *m)
{
    const struct tokens *t = m->tokens;
    uint32_t i = m->first;
    bool order = i + 2 < m->past && t->at[i].key != 0 &&
                 (TOKEN_IS(t, i + 1, m->past, "a") || TOKEN_IS(t, i + 1, m->past, "an") || TOKEN_IS(t, i + 1, m->past, "your") ||
                  TOKEN_IS(t, i + 1, m->past, "the") || TOKEN_IS(t, i + 1, m->past, "within") ||
                  TOKEN_IS(t, i + 1, m->past, "before") || TOKEN_IS(t, i + 1, m->past, "after"));
    for (; order && i < m->past; i++)
        if (TOKEN_IS(t, i, m->past, "and"))
            return true;
    return false;
}

struct condition {
    bool there, turns; /* a word of it says no without the word no: unless, except, miss */
    uint32_t denials;  /* no, unless, miss and except in the whole sentence: two of them make a yes */
};

static struct condition condition_of(const struct meaning *m)
{
    struct condition c = {.there = is_order_and_result(m), .denials = m->negations + m->exceptions};
    bool inside = c.there;
    c.there |= m->exceptions > 0;
    c.turns = m->exceptions > 0;
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct token *w = &m->tokens->at[i];
        bool unless = TOKEN_IS(m->tokens, i, m->past, "unless"), fails = (w->lex->roles & ROLE_FAILS) != 0;
        inside = (inside && w->kind != WORD_MARK) || opens_condition(m, i);
        c.there |= inside;
        c.denials += unless || (fails && inside);
        c.turns |= inside && (unless || fails);
    }
    return c;
}

enum parity { PARITY_UNKNOWN, PARITY_SAME, PARITY_OTHER };

/* Two conditions, one of them with unless, except or miss: they say the same when the noes of both sentences make the same. */
static enum parity parity_of(const struct meaning *said, const struct meaning *known)
{
    bool turns = ((said->roles | known->roles) & (ROLE_IF | ROLE_FAILS)) || said->exceptions + known->exceptions > 0;
    if (!turns || (!(known->marks & (MARK_CONDITION | MARK_UNLESS)) && known->exceptions == 0))
        return PARITY_UNKNOWN;
    struct condition s = condition_of(said), k = condition_of(known);
    bool comparable = s.there && k.there && (s.turns || k.turns) && s.denials <= 2 && k.denials <= 2;
    if (!comparable)
        return PARITY_UNKNOWN;
    return (s.denials + k.denials) % 2 == 0 ? PARITY_SAME : PARITY_OTHER;
}

const char *polarity_objection(uint32_t *token, const struct meaning *said, const struct meaning *known)
{
    bool same_condition = !said->conditional_negation || known->conditional_negation ||
                          (known->marks & (MARK_ONLY | MARK_CONDITION) && !known->has_unless);
    uint32_t s = (said->conditional_negation && same_condition ? 0 : said->negations) + said->exceptions;
    uint32_t k = (known->conditional_negation ? 0 : known->negations) + known->exceptions;
    *token = 0;
    bool both_exclusive = (said->is_exclusive || said->marks & MARK_ONLY) && (known->is_exclusive || known->marks & MARK_ONLY);
    if (both_exclusive && (said->is_exclusive || known->is_exclusive))
        return NULL;
    if (known->is_exclusive && !said->is_exclusive && !(said->marks & MARK_ONLY)) {
        *token = said->negations ? said->first_negation + 1 : 0;
        return "leaves the condition out";
    }
    if (contradicts(said, known)) {
        if (said->negations)
            *token = said->first_negation + 1;
        return "says the opposite";
    }
    if (s == 0 && k == 0 && denies_a_word(said, known))
        return "says the opposite";
    if (said->offers_free && !known->offers_free) {
        bool mixed = known->side_count > 0 && known->negations > 0;
        if (!mixed || !k)
            return "says it is free";
    }
    enum parity parity = parity_of(said, known);
    if (parity != PARITY_UNKNOWN)
        return parity == PARITY_SAME ? NULL : "turns the condition round";
    if (s > 0 && k == 0 && !known->conditional_negation && !has_negative_side(known) && !only_turned(said, known)) {
        *token = said->first_negation + 1;
        return "negation differs";
    }
    if (k > 0 && s == 0 && !said->conditional_negation && !has_negative_side(said) &&
        !(said->marks & MARK_ONLY && known->marks & MARK_ONLY) && !said->offers_free &&
        (denies_as_a_whole(known) || shares_scope(said, known)))
        return "negation differs";
    if (s > 0 && k > 0 && loses_a_negation(said, known))
        return "negation differs";
    if (s > 0 && k > 0 && !(denies_as_a_whole(said) && denies_as_a_whole(known)))
        for (uint32_t i = 0; i < said->scope_count; i++) {
            uint32_t shared = 0, negated = 0;
            for (uint32_t w = 0; w < said->scopes[i].count; w++) {
                shared += meaning_has(known, said->scopes[i].keys[w]);
                negated += in_scopes(known, said->scopes[i].keys[w]);
            }
            uint64_t verb = said->scopes[i].count > 0 ? said->scopes[i].keys[0] : 0;
            bool other_verb = verb != 0 && !is_name(said, verb) && meaning_has(known, verb) && !heads_scope(known, verb);
            if ((other_verb || (shared >= 2 && negated == 0)) && !only_turned(said, known)) {
                *token = said->scopes[i].token + 1;
                return "negation differs";
            }
        }
    return NULL;
}
