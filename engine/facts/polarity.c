#include "polarity.h"

#include "conditions.h"
#include "dates.h"

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
bool has_negative_side(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "independent") || TOKEN_IS(m->tokens, i, m->past, "outside"))
            return true;
    for (uint32_t i = 0; i < m->side_count; i++)
        if (m->sides[i].pair < 0 &&
            (m->sides[i].negated || (m->sides[i].pair >= -OPPOSITE_REFUNDED && m->sides[i].pair != -OPPOSITE_FREE &&
                                     m->sides[i].pair != -OPPOSITE_BEFORE)))
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

/* Who does what stands at the token: MARK_WE or MARK_YOU; 0 when it is not said. */
static uint32_t doer(const struct meaning *m, uint32_t token)
{
    enum { REACH = 6 };
    for (uint32_t i = token, steps = 0; i > m->first && steps < REACH; i--, steps++) {
        uint32_t who = m->tokens->at[i - 1].lex->marks & (MARK_WE | MARK_YOU);
        if (who != 0)
            return who;
    }
    return 0;
}

/* "We lend skis", "you can borrow skis": one deal from both sides, unless the same side does both. */
static bool is_same_deal(const struct meaning *said, const struct side *s, const struct meaning *known, const struct side *k)
{
    int pair = s->pair < 0 ? -s->pair : s->pair;
    if (pair < OPPOSITE_DEAL_FIRST || pair > OPPOSITE_DEAL_LAST || s->negated || k->negated)
        return false;
    uint32_t who = doer(said, s->token), known_who = doer(known, k->token);
    return who == 0 || known_who == 0 || who != known_who;
}

static bool contradicts(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->side_count; i++) {
        int pair = said->sides[i].pair;
        bool opposite = false, same = false, said_both = false;
        for (uint32_t j = 0; j < known->side_count; j++) {
            opposite |= known->sides[j].pair == -pair && concerns(said, known, &known->sides[j]) &&
                        !is_same_deal(said, &said->sides[i], known, &known->sides[j]);
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

/* "the gym never closes", where it is open at all hours. */
static bool never_closes(const struct meaning *said, const struct meaning *known)
{
    bool all_hours = false;
    for (uint32_t i = 0; i < known->unit_count; i++)
        all_hours |= known->units[i].kind == FACT_TIME && known->units[i].value == ALL_HOURS;
    for (uint32_t i = 0; all_hours && i < said->side_count; i++)
        if (said->sides[i].negated && said->sides[i].pair == OPPOSITE_OPEN)
            return said->negations == 1;
    return false;
}

/* "nothing extra to pay", for what is included. */
static bool is_included(const struct meaning *said, const struct meaning *known)
{
    bool included = false;
    for (uint32_t i = 0; i < known->side_count; i++)
        included |= known->sides[i].pair == OPPOSITE_INCLUDED;
    for (uint32_t i = said->first; included && i < said->past; i++)
        if (TOKEN_IS(said->tokens, i, said->past, "extra") || TOKEN_IS(said->tokens, i, said->past, "additional") ||
            TOKEN_IS(said->tokens, i, said->past, "more") || TOKEN_IS(said->tokens, i, said->past, "further"))
            return true;
    return false;
}

/* Only some, or only then: only; not except; not without; cannot if not. */
static bool is_restricted(const struct meaning *m)
{
    return m->is_exclusive || ((m->marks & MARK_ONLY) && m->negations == 0) || (m->negations == 1 && m->exceptions == 1);
}

/* What the restriction leaves: behind "only", and behind "except". One of its words must be said. */
static bool restricts_alike(const struct meaning *said, const struct meaning *known)
{
    if (said->exceptions == known->exceptions || !is_restricted(said) || !is_restricted(known))
        return false;
    const struct meaning *excepts = said->exceptions > 0 ? said : known, *only = said->exceptions > 0 ? known : said;
    for (uint32_t i = 0; i < excepts->scope_count; i++) {
        const struct scope *s = &excepts->scopes[i];
        for (uint32_t k = 0; (excepts->tokens->at[s->token].lex->roles & ROLE_EXCEPTS) && k < s->count; k++)
            if (meaning_has(only, s->keys[k]))
                return true;
    }
    return false;
}

/* What stands behind before or after at token i: the next word with content; 0 when it is a value or too far. */
static uint64_t ordered_by(const struct meaning *m, uint32_t i)
{
    enum { REACH = 4 };
    for (uint32_t k = i + 1; k < m->past && k <= i + REACH && m->tokens->at[k].kind == WORD_LETTERS; k++)
        if (m->tokens->at[k].key != 0 && m->tokens->at[k].lex->weight >= 2)
            return m->tokens->at[k].key;
    return 0;
}

static int order_at(const struct meaning *m, uint32_t i)
{
    return TOKEN_IS(m->tokens, i, m->past, "before") ? -1 : TOKEN_IS(m->tokens, i, m->past, "after") ? 1 : 0;
}

/* "comes after the test", where it comes before the test. */
static bool turns_order(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = said->first; i < said->past; i++) {
        int order = order_at(said, i);
        uint64_t key = order != 0 ? ordered_by(said, i) : 0;
        bool same = false, opposite = false;
        for (uint32_t k = known->first; key != 0 && k < known->past; k++)
            if (order_at(known, k) != 0 && ordered_by(known, k) == key) {
                same |= order_at(known, k) == order;
                opposite |= order_at(known, k) != order;
            }
        if (opposite && !same && said->negations == 0 && known->negations == 0)
            return true;
    }
    return false;
}

/* "Photography is allowed without flash": leave with something left away, and nothing of that is said. */
static bool drops_without(const struct meaning *said, const struct meaning *known)
{
    bool allows = false;
    for (uint32_t i = 0; i < known->side_count; i++)
        allows |= known->sides[i].pair == OPPOSITE_ALLOWED;
    if (!allows || known->is_exclusive || said->negations > 0)
        return false;
    for (uint32_t i = 0; i < known->scope_count; i++) {
        const struct scope *s = &known->scopes[i];
        bool any = s->count == 0 || !TOKEN_IS(known->tokens, s->token, known->past, "without") || s->token == known->first;
        for (uint32_t k = 0; k < s->count && !any; k++)
            any = meaning_has(said, s->keys[k]);
        if (!any)
            return true;
    }
    return false;
}

/* Free of charge, where nothing is. */
static bool adds_free(const struct meaning *said, const struct meaning *known)
{
    return said->offers_free && !known->offers_free && !is_included(said, known);
}

/* "..., but not by phone": how or where something is denied, and the known text denies it of the same. */
static bool denies_same_way(const struct meaning *said, const struct scope *s, const struct meaning *known)
{
    static const char *const ways[] = {"by", "on", "at", "in", "for", "to", "with", "through", "over", "via", "something"};
    bool way = false;
    for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++)
        way |= token_is_word(said->tokens, s->token + 1, said->past, ways[k]);
    for (uint32_t n = 0; way && s->count > 0 && n < known->scope_count; n++)
        for (uint32_t i = known->scopes[n].token + 1; i < known->past; i++) {
            if (token_is_mark(known->tokens, i, known->past, ';') || TOKEN_IS(known->tokens, i, known->past, "but"))
                break;
            if (known->tokens->at[i].key == s->keys[0])
                return true;
        }
    return false;
}

const char *polarity_objection(uint32_t *token, const struct meaning *said, const struct meaning *known)
{
    bool same_condition = !said->conditional_negation || known->conditional_negation ||
                          (known->marks & (MARK_ONLY | MARK_CONDITION) && !known->has_unless);
    uint32_t s = (said->conditional_negation && same_condition ? 0 : said->negations) + said->exceptions;
    uint32_t k = (known->conditional_negation ? 0 : known->negations) + known->exceptions;
    s -= never_closes(said, known);
    *token = 0;
    enum parity parity = parity_of(said, known);
    if (parity != PARITY_UNKNOWN && shares_condition(said, known))
        return parity == PARITY_SAME ? NULL : turns_condition;
    enum parity excepted = exception_parity(said, known);
    if (excepted != PARITY_UNKNOWN)
        return excepted == PARITY_SAME ? NULL : "says the opposite";
    bool both_exclusive = (said->is_exclusive || said->marks & MARK_ONLY) && (known->is_exclusive || known->marks & MARK_ONLY);
    const char *free_of = adds_free(said, known) ? "says it is free" : NULL;
    if (both_exclusive && (said->is_exclusive || known->is_exclusive))
        return free_of;
    if (restricts_alike(said, known) || (((known->marks & MARK_ONLY) || requires_before(known)) && denies_unless(said)))
        return free_of;
    if (known->is_exclusive && !said->is_exclusive && !(said->marks & MARK_ONLY)) {
        *token = said->negations ? said->first_negation + 1 : 0;
        return "leaves the condition out";
    }
    if (turns_order(said, known))
        return "says the opposite";
    if (drops_without(said, known))
        return "leaves the condition out";
    if (contradicts(said, known)) {
        if (said->negations)
            *token = said->first_negation + 1;
        return "says the opposite";
    }
    if (s == 0 && k == 0 && denies_a_word(said, known))
        return "says the opposite";
    if (free_of != NULL)
        return free_of;
    if (said->is_unlimited && !known->is_unlimited)
        return "says there is no limit";
    if (parity != PARITY_UNKNOWN)
        return parity == PARITY_SAME ? NULL : turns_condition;
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
            if (denies_same_way(said, &said->scopes[i], known))
                continue;
            bool other_verb = verb != 0 && !is_name(said, verb) && meaning_has(known, verb) && !heads_scope(known, verb);
            bool noun = TOKEN_IS(said->tokens, said->scopes[i].token, said->past, "no") && negated > 0; /* "no discount on it" */
            if (((other_verb && !noun) || (shared >= 2 && negated == 0)) && !only_turned(said, known)) {
                *token = said->scopes[i].token + 1;
                return "negation differs";
            }
        }
    return NULL;
}
