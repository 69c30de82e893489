#include "free_of.h"
#include "words_at.h"

static bool is_word(const struct meaning *m, uint32_t i)
{
    return i >= m->first && i < m->past && m->tokens->at[i].kind == WORD_LETTERS;
}

/* What may be asked for something; "price" and "payment" are left out: no payment before the 5th is no free thing. */
static bool is_price(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"charge", "charges", "charged",   "charging",   "fee",    "fees", "cost",
                                        "costs",  "costing", "surcharge", "surcharges", "paying", "pay",  "chargeable"};
    return IS_ANY(m, i, words);
}

static bool is_verb_of_price(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"charge", "charged", "charging", "cost", "pay", "paying"};
    return IS_ANY(m, i, words);
}

static bool has_amount_at(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = 0; k < m->all_unit_count; k++)
        if (m->units[k].kind == FACT_MONEY && m->units[k].first <= i + 1 && i < m->units[k].past)
            return true;
    return false;
}

static bool follows_amount(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = 0; k < m->all_unit_count; k++)
        if (m->units[k].kind == FACT_MONEY && m->units[k].past <= i)
            return true;
    return false;
}

/* "don't pay by cheque", "don't pay until it arrives", "aren't charged £45": how, when and how much is denied, not the price. */
static bool is_denied_in_part(const struct meaning *m, uint32_t verb)
{
    static const char *const parts[] = {"by",    "in",  "with", "using", "until", "till", "before",
                                        "after", "via", "at",   "as",    "on",    "when", "than"};
    bool loses = IS(m, verb + 1, "you") && IS(m, verb + 2, "your"); /* "doesn't cost you your place" */
    bool more_than = (IS(m, verb + 1, "more") || IS(m, verb + 1, "less")) && IS(m, verb + 2, "than");
    return IS_ANY(m, verb + 1, parts) || more_than || loses || has_amount_at(m, verb + 1);
}

/* "no fee is refunded": the fee is only spoken of. */
static bool is_spoken_of(const struct meaning *m, uint32_t noun)
{
    static const char *const still[] = {"charged", "due",     "to",   "involved", "payable", "at",
                                        "added",   "applied", "made", "taken",    "needed",  "required"};
    bool is = IS(m, noun + 1, "is") || IS(m, noun + 1, "are") || IS(m, noun + 1, "will") || IS(m, noun + 1, "can");
    return (is && is_word(m, noun + 2) && !IS_ANY(m, noun + 2, still)) || IS(m, noun + 1, "refund") || IS(m, noun + 1, "refunds");
}

/* "no exit fee", "without paying an exit fee", "never a charge", "no need to pay": the word of the price. */
static uint32_t price_in_phrase(const struct meaning *m, uint32_t i)
{
    enum { PHRASE = 5 };
    for (uint32_t k = i + 1; k < m->past && k <= i + PHRASE; k++) {
        uint32_t marks = m->tokens->at[k].lex->marks;
        bool need = IS(m, k, "to") && (IS(m, k - 1, "need") || IS(m, k - 1, "having") || IS(m, k - 1, "obligation"));
        bool leaves = (marks & (MARK_CLAUSE | MARK_HOUR | MARK_NEGATION)) || IS(m, k, "of") || IS(m, k, "for") ||
                      IS(m, k, "in") || IS(m, k, "on") || IS(m, k, "with");
        if (!is_word(m, k) || (leaves && !need) || (IS(m, k, "to") && !need))
            return 0;
        if (is_price(m, k))
            return is_spoken_of(m, k) || (is_verb_of_price(m, k) && is_denied_in_part(m, k)) ? 0 : k + 1;
        if (!need && (m->tokens->at[k].lex->roles & ROLE_VERB) && !IS(m, k, "need"))
            return 0;
    }
    return 0;
}

/* "You cannot pay": not able to, not "free". Nobody else can charge. */
static bool cannot_pay(const struct meaning *m, uint32_t i, uint32_t verb)
{
    static const char *const cannot[] = {"can't", "cannot", "mustn't", "couldn't", "unable", "cant"};
    static const char *const may[] = {"can", "may", "must", "could"};
    return (IS(m, verb, "pay") || IS(m, verb, "paying")) && (IS_ANY(m, i, cannot) || IS_ANY(m, i - 1, may));
}

/* "won't pay", "isn't charged", "doesn't cost you anything", "don't have to pay", "we don't add late fees". */
static uint32_t price_of_verb(const struct meaning *m, uint32_t i)
{
    enum { AUXILIARIES = 4 };
    static const char *const between[] = {"have", "need", "to",  "be",   "being", "even", "actually", "ever",  "any",
                                          "a",    "an",   "you", "your", "them",  "is",   "get",      "there", "it"};
    static const char *const adds[] = {"add", "apply", "make", "take", "ask"};
    for (uint32_t k = i + 1; k < m->past && k <= i + AUXILIARIES; k++) {
        if (is_price(m, k))
            return is_spoken_of(m, k) || is_denied_in_part(m, k) || cannot_pay(m, i, k) ? 0 : k + 1;
        if (IS_ANY(m, k, adds))
            return price_in_phrase(m, k);
        if (!IS_ANY(m, k, between))
            return 0;
    }
    return 0;
}

/* "costs nothing", "for nothing", "nothing extra to pay", "£18, or nothing at all". */
static uint32_t price_of_nothing(const struct meaning *m, uint32_t i)
{
    bool more = IS(m, i + 1, "but") || IS(m, i + 1, "about") || IS(m, i + 1, "less") || IS(m, i + 1, "from");
    if (more)
        return 0;
    if (i > m->first && IS(m, i - 1, "for"))
        return IS(m, i + 1, "else") || IS(m, i + 1, "other") ? 0 : i + 1;
    for (uint32_t k = i, steps = 0; k > m->first && steps < 3 && is_word(m, k - 1); k--, steps++)
        if (is_price(m, k - 1) || IS(m, k - 1, "charges"))
            return k;
    if (i > m->first && IS(m, i - 1, "or") && follows_amount(m, i))
        return i + 1;
    for (uint32_t k = i + 1; k + 1 < m->past && k <= i + 4; k++) {
        if (IS(m, k, "to") && is_price(m, k + 1))
            return k + 2;
        if ((IS(m, k, "is") || IS(m, k, "be")) && is_price(m, k + 1))
            return k + 2;
        if (!IS(m, k, "extra") && !IS(m, k, "more") && !IS(m, k, "else") && !IS(m, k, "further") && !IS(m, k, "at") &&
            !IS(m, k, "all") && !IS(m, k, "additional") && !IS(m, k, "will"))
            return 0;
    }
    return 0;
}

/* "not a penny more", "not one penny" */
static bool is_no_penny(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = i + 1; k < m->past && k <= i + 3; k++)
        if (IS(m, k, "penny") || IS(m, k, "cent") || IS(m, k, "pence"))
            return IS(m, k - 1, "a") || IS(m, k - 1, "one") || IS(m, k - 1, "single");
    return false;
}

uint32_t free_of_charge(const struct meaning *m, uint32_t i)
{
    bool without = IS(m, i, "without");
    if (without && m->negations > 0 && !meaning_parts(m, m->first_negation, i)) /* "you can't leave without paying" */
        return 0;
    if (IS(m, i, "nothing") || IS(m, i, "nil"))
        return price_of_nothing(m, i);
    if (is_no_penny(m, i))
        return i + 1;
    if (without || IS(m, i, "no") || IS(m, i, "zero") || (IS(m, i, "never") && (IS(m, i + 1, "a") || IS(m, i + 1, "any"))))
        return price_in_phrase(m, i);
    return price_of_verb(m, i);
}

/* A word of the price beside the one that is denied: "charge no fee", "without paying a fee". */
bool is_same_price(const struct meaning *m, uint32_t price, uint32_t i)
{
    enum { BESIDE = 4 };
    uint32_t from = i < price ? i : price, to = i < price ? price : i;
    for (uint32_t k = from + 1; k < to; k++)
        if (!is_word(m, k) || (m->tokens->at[k].lex->marks & MARK_CLAUSE) || IS(m, k, "for") || IS(m, k, "on"))
            return false;
    return to - from <= BESIDE && is_price(m, i);
}

bool is_on_us(const struct meaning *m, uint32_t i)
{
    bool whose = IS(m, i + 1, "us") || (IS(m, i + 1, "the") && IS(m, i + 2, "house"));
    if (!IS(m, i, "on") || !whose || i == m->first)
        return false;
    return IS(m, i - 1, "is") || IS(m, i - 1, "are") || IS(m, i - 1, "it's") || IS(m, i - 1, "that's") ||
           IS(m, i - 1, "they're") || IS(m, i - 1, "all") || IS(m, i - 1, "be");
}

/* -- limits ----------------------------------------------------------------------------------------------------------- */

static bool is_limit(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"limit",       "limits",   "limited",    "cap",         "caps",        "capped",
                                        "restriction", "restrict", "restricted", "restricting", "restrictions"};
    return IS_ANY(m, i, words) && !(IS(m, i + 1, "to") || IS(m, i + 1, "of"));
}

/* "no data caps", "does not put a limit on it": a noun may stand before the limit, a preposition may not. */
uint32_t free_of_limit(const struct meaning *m, uint32_t i)
{
    enum { PHRASE = 5 };
    static const char *const sets[] = {"put", "set", "place", "have", "impose", "apply", "be", "any", "a", "there", "you", "get"};
    bool noun = IS(m, i, "no") || IS(m, i, "without") || IS(m, i, "never");
    for (uint32_t k = i + 1; k < m->past && k <= i + PHRASE; k++) {
        if (is_limit(m, k))
            return k + 1;
        bool leaves = (m->tokens->at[k].lex->marks & (MARK_CLAUSE | MARK_HOUR | MARK_NEGATION)) || IS(m, k, "of") ||
                      IS(m, k, "for") || IS(m, k, "in") || IS(m, k, "on") || IS(m, k, "with") || IS(m, k, "over");
        bool joins = noun ? !(m->tokens->at[k].lex->roles & ROLE_VERB) : IS_ANY(m, k, sets);
        if (!is_word(m, k) || leaves || !joins)
            return 0;
    }
    return 0;
}

bool is_without_limit(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"unlimited", "uncapped", "limitless", "unmetered", "unrestricted"};
    static const char *const wishes[] = {"like", "want", "wish", "please", "fancy", "need"};
    if (IS_ANY(m, i, words))
        return true;
    bool amount = IS(m, i, "much") || IS(m, i, "many") || IS(m, i, "often");
    if (!amount || i == m->first || !IS(m, i - 1, "as"))
        return false;
    for (uint32_t k = i + 1; k < m->past && k <= i + 4; k++) /* "as many visits as you like" */
        if (IS(m, k, "as"))
            return (IS(m, k + 1, "you") || IS(m, k + 1, "they")) && IS_ANY(m, k + 2, wishes);
    return false;
}
