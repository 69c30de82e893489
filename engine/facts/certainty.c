#include "certainty.h"

#include "conditions.h"
#include "dates.h"
#include "undertaking.h"

bool foretells(const struct meaning *m)
{
    bool denied = m->negations > 0 && m->first_negation + 1 < m->outcome;
    return m->outcome != 0 && (m->marks & MARK_FUTURE) && (m->marks & MARK_YOU) && !denied;
}

static bool is_hedged(const struct meaning *m)
{
    return (m->marks & (MARK_MAYBE | MARK_USUAL)) != 0;
}

static bool has_about(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].bound == BOUND_ABOUT)
            return true;
    return false;
}

/* I am, I've, my: the speaker as the thing spoken of; "I can confirm" is only talk. */
static bool speaks_of_itself(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct tokens *t = m->tokens;
        if (!token_has(t, i, m->past, MARK_I) || TOKEN_IS(t, i, m->past, "me"))
            continue;
        bool talk = TOKEN_IS(t, i, m->past, "i'd") || TOKEN_IS(t, i, m->past, "i'll") || TOKEN_IS(t, i + 1, m->past, "can") ||
                    (token_is_mark(t, i + 1, m->past, '.') && TOKEN_IS(t, i + 2, m->past, "e")) || /* i.e. */
                    TOKEN_IS(t, i + 1, m->past, "would") || TOKEN_IS(t, i + 1, m->past, "happy") ||
                    TOKEN_IS(t, i + 1, m->past, "afraid") || TOKEN_IS(t, i + 1, m->past, "understand") ||
                    TOKEN_IS(t, i + 1, m->past, "see");
        if (!talk)
            return true;
    }
    return false;
}

/* "per person", "per card": the token of the noun, 0 when there is none. */
static uint32_t rated_noun(const struct meaning *m)
{
    if (!(m->roles & ROLE_PER))
        return 0;
    for (uint32_t i = m->first; i + 1 < m->past; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "per") && m->tokens->at[i + 1].key != 0 &&
            m->tokens->at[i + 1].lex->span == SPAN_NONE && !TOKEN_IS(m->tokens, i + 1, m->past, "cent"))
            return i + 1;
    return 0;
}

/* "Each visit costs 20": the token of the noun, 0 when there is no such thing or no sum. */
static uint32_t priced_each(const struct meaning *m)
{
    uint32_t noun = 0;
    bool sum = false;
    for (uint32_t i = 0; i < m->unit_count; i++)
        sum |= m->units[i].kind == FACT_MONEY;
    if (!sum || !(TOKEN_IS(m->tokens, m->first, m->past, "each") || TOKEN_IS(m->tokens, m->first, m->past, "every")))
        return 0;
    for (uint32_t i = m->first + 1; i < m->past && !(m->tokens->at[i].lex->roles & ROLE_VERB); i++)
        if (m->tokens->at[i].key != 0 && m->tokens->at[i].lex->span == SPAN_NONE)
            noun = i;
    return noun;
}

static uint64_t price_key(void)
{
    const struct sense *s = sense_of(word_stem(SLICE("price")));
    return s != NULL ? s->group : 0;
}

/* "in total", "for both": what is counted by something is not counted once. */
static bool drops_a_rate(const struct meaning *said, const struct meaning *known)
{
    if (!(said->roles & ROLE_TOTAL) || rated_noun(known) == 0)
        return false;
    for (uint32_t i = said->first; i < said->past; i++) {
        const struct tokens *t = said->tokens;
        bool total = (TOKEN_IS(t, i, said->past, "total") && i > said->first && TOKEN_IS(t, i - 1, said->past, "in")) ||
                     TOKEN_IS(t, i, said->past, "altogether") || TOKEN_IS(t, i, said->past, "both");
        if (total && !TOKEN_IS(t, i + 1, said->past, "of") && rated_noun(said) == 0)
            return true;
    }
    return false;
}

/* "filter or no filter", "with or without a filter": both, so it makes no difference. */
static bool is_either_way(const struct meaning *m, uint32_t i)
{
    const struct tokens *t = m->tokens;
    bool or_no = TOKEN_IS(t, i, m->past, "or") && i > m->first && t->at[i - 1].key != 0 &&
                 (TOKEN_IS(t, i + 1, m->past, "no") || TOKEN_IS(t, i + 1, m->past, "without")) && i + 2 < m->past &&
                 (t->at[i + 2].key == t->at[i - 1].key || (i > m->first + 1 && t->at[i + 2].key == t->at[i - 2].key));
    bool with_or = TOKEN_IS(t, i, m->past, "or") && i > m->first && TOKEN_IS(t, i - 1, m->past, "with") &&
                   TOKEN_IS(t, i + 1, m->past, "without");
    return or_no || with_or || (TOKEN_IS(t, i, m->past, "or") && TOKEN_IS(t, i + 1, m->past, "not") && i + 2 >= m->past);
}

/* "even when a visa is refused", "however old it is", "makes no difference". */
static bool lifts_at(const struct meaning *m, uint32_t i)
{
    static const char *const behind_even[] = {"if", "when", "though", "after", "without", "where", "once"};
    const struct tokens *t = m->tokens;
    for (size_t k = 0; TOKEN_IS(t, i, m->past, "even") && k < sizeof behind_even / sizeof behind_even[0]; k++)
        if (token_is_word(t, i + 1, m->past, behind_even[k]))
            return true;
    bool however = TOKEN_IS(t, i, m->past, "however") && i + 1 < m->past && t->at[i + 1].kind == WORD_LETTERS;
    bool indifferent = TOKEN_IS(t, i, m->past, "difference") && i > m->first && token_has(t, i - 1, m->past, MARK_NEGATION);
    return however || indifferent || (TOKEN_IS(t, i, m->past, "no") && TOKEN_IS(t, i + 1, m->past, "matter")) ||
           is_either_way(m, i);
}

/* whenever, no matter what, regardless: no condition, where the known text has one. */
static uint32_t lifts_conditions(const struct meaning *m)
{
    if (!(m->roles & ROLE_LIFTS))
        return 0;
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct tokens *t = m->tokens;
        if (TOKEN_IS(t, i, m->past, "whenever") || TOKEN_IS(t, i, m->past, "regardless") ||
            TOKEN_IS(t, i, m->past, "unconditionally") || TOKEN_IS(t, i, m->past, "whatever") || lifts_at(m, i))
            return i + 1;
    }
    return 0;
}

/* The known text rates nothing by that noun: no per, each, every, a or for before it. */
static bool adds_a_rate(const struct meaning *said, const struct meaning *known)
{
    uint32_t noun = rated_noun(said);
    if (noun == 0)
        noun = priced_each(said);
    if (noun == 0)
        return false;
    for (uint32_t i = known->first + 1; i < known->past; i++) {
        const struct tokens *t = known->tokens;
        bool rated = token_has(t, i - 1, known->past, MARK_PER) || TOKEN_IS(t, i - 1, known->past, "one") ||
                     TOKEN_IS(t, i - 1, known->past, "for") || TOKEN_IS(t, i - 1, known->past, "the");
        bool rates = i + 1 < known->past && t->at[i + 1].key != 0 && t->at[i + 1].key == price_key(); /* "unit rates" */
        if (t->at[i].key == said->tokens->at[noun].key && (rated || rates))
            return false;
    }
    return !meaning_has(known, said->tokens->at[noun].key) || known->unit_count > 0;
}

/* "the day before you arrive" is not "the day of arrival". */
static bool loses_before(const struct meaning *said, const struct meaning *known)
{
    bool known_before = false, said_day = false;
    for (uint32_t i = known->first; i + 1 < known->past; i++)
        known_before |= known->tokens->at[i].lex->span != SPAN_NONE && (TOKEN_IS(known->tokens, i + 1, known->past, "before") ||
                                                                        TOKEN_IS(known->tokens, i + 1, known->past, "after"));
    if (!known_before)
        return false;
    for (uint32_t i = said->first; i < said->past; i++) {
        const struct tokens *t = said->tokens;
        if (TOKEN_IS(t, i, said->past, "before") || TOKEN_IS(t, i, said->past, "prior") || TOKEN_IS(t, i, said->past, "ahead") ||
            TOKEN_IS(t, i, said->past, "advance") || TOKEN_IS(t, i, said->past, "earlier") ||
            TOKEN_IS(t, i, said->past, "after") || TOKEN_IS(t, i, said->past, "later") ||
            TOKEN_IS(t, i, said->past, "beforehand") || TOKEN_IS(t, i, said->past, "previous"))
            return false;
        bool counted = false; /* "within 10 days of leaving" */
        for (uint32_t u = 0; u < said->unit_count; u++)
            counted |=
                said->units[u].past == i + 1 && said->units[u].kind == FACT_DURATION && said->units[u].bound == BOUND_WITHIN;
        said_day |= !counted && t->at[i].lex->span != SPAN_NONE &&
                    (TOKEN_IS(t, i + 1, said->past, "of") || TOKEN_IS(t, i + 1, said->past, "you"));
    }
    return said_day;
}

/* must, have to, required; debe, mesti. */
static uint32_t obliges(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct tokens *t = m->tokens;
        bool have_to = (TOKEN_IS(t, i, m->past, "have") || TOKEN_IS(t, i, m->past, "has")) && TOKEN_IS(t, i + 1, m->past, "to");
        bool tiene_que = TOKEN_IS(t, i, m->past, "tiene") && TOKEN_IS(t, i + 1, m->past, "que");
        if (have_to || tiene_que || (t->at[i].lex->roles & ROLE_OBLIGES))
            return i + 1;
    }
    return 0;
}

/* You can, you may, and nothing of a duty or a limit: what is left to the customer. */
static bool leaves_free(const struct meaning *m)
{
    bool may = false;
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct tokens *t = m->tokens;
        may |= TOKEN_IS(t, i, m->past, "can") || TOKEN_IS(t, i, m->past, "may") || TOKEN_IS(t, i, m->past, "puede") ||
               TOKEN_IS(t, i, m->past, "boleh");
        if (TOKEN_IS(t, i, m->past, "need") || TOKEN_IS(t, i, m->past, "needs") || TOKEN_IS(t, i, m->past, "please"))
            return false;
    }
    return may && !(m->marks & (MARK_ONLY | MARK_CONDITION | MARK_UNLESS)) && m->negations == 0 && obliges(m) == 0;
}

/* The token of "we" in "we pay you", "we refund you", + 1; 0 when it is not said. */
static uint32_t gives_money(const struct meaning *m)
{
    static const char *const verbs[] = {"pay", "refund", "reimburse", "compensate", "owe", "pagamos", "bayar"};
    for (uint32_t i = m->first; i + 2 < m->past; i++) {
        if (!token_has(m->tokens, i, m->past, MARK_WE))
            continue;
        for (uint32_t k = i + 1; k + 1 < m->past && k <= i + 2; k++)
            for (size_t v = 0; v < sizeof verbs / sizeof verbs[0]; v++)
                if (token_is_word(m->tokens, k, m->past, verbs[v]) && token_has(m->tokens, k + 1, m->past, MARK_YOU))
                    return i + 1;
    }
    return 0;
}

static bool gives_back(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (slice_starts(m->tokens->at[i].folded, SLICE("refund")) || slice_starts(m->tokens->at[i].folded, SLICE("reimburse")))
            return true;
    return false;
}

static bool says_each(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "each"))
            return true;
    return false;
}

/* "on any plan", "any day": all of them, when none of them is limited or refused. */
static bool says_any(const struct meaning *m)
{
    for (uint32_t i = m->first; i + 1 < m->past; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "any") && m->tokens->at[i + 1].key != 0)
            return true;
    return false;
}

/* "the whole deposit", "refunded in full": of one thing, not of all of them. */
static bool is_full(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"whole", "full", "fully", "entire", "entirely", "completely"};
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (token_is_word(m->tokens, i, m->past, words[k]))
            return true;
    return false;
}

static bool says_full(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (is_full(m, i))
            return true;
    return false;
}

/* "Anyone can have it", where it is only for some. */
static uint32_t lets_anyone(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past && m->negations == 0; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "anyone") || TOKEN_IS(m->tokens, i, m->past, "anybody") ||
            TOKEN_IS(m->tokens, i, m->past, "whoever"))
            return TOKEN_IS(m->tokens, i + 1, m->past, "who") || TOKEN_IS(m->tokens, i + 1, m->past, "with") ? 0 : i + 1;
    return 0;
}

/* "Nothing can be returned": every thing there is, where the known text speaks of one. */
static uint32_t denies_everything(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->scope_count; i++) {
        uint32_t at = m->scopes[i].token;
        bool nothing = TOKEN_IS(m->tokens, at, m->past, "nothing") || TOKEN_IS(m->tokens, at, m->past, "none");
        if (nothing && at + 1 < m->past && (m->tokens->at[at + 1].lex->roles & ROLE_VERB))
            return at + 1;
    }
    return 0;
}

static bool denies_any(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (TOKEN_IS(m->tokens, i, m->past, "nothing") || TOKEN_IS(m->tokens, i, m->past, "none") ||
            TOKEN_IS(m->tokens, i, m->past, "any") || TOKEN_IS(m->tokens, i, m->past, "no"))
            return true;
    return false;
}

/* A condition, an exception or a bound: it does not hold for everything. */
static bool is_conditional(const struct meaning *m)
{
    bool bounded = false;
    for (uint32_t i = 0; i < m->unit_count; i++)
        bounded |= m->units[i].bound != BOUND_EXACT && m->units[i].bound != BOUND_ABOUT;
    return bounded || (m->marks & (MARK_CONDITION | MARK_UNLESS | MARK_ONLY)) || m->exceptions > 0 || obliges(m) != 0;
}

/* "You don't need to have had advice", "there's no need for a check-up": what is asked for is not. The token, + 1. */
static uint32_t waives_duty(const struct meaning *m)
{
    enum { NEAR = 3 };
    static const char *const duties[] = {"need", "needs", "needed", "required", "necessary", "require", "requires"};
    if (m->negations == 0 || (m->marks & (MARK_CONDITION | MARK_ONLY)) || m->offers_free)
        return 0;
    for (uint32_t i = m->first_negation; i < m->past && i <= m->first_negation + NEAR; i++) {
        const struct tokens *t = m->tokens;
        if (TOKEN_IS(t, i, m->past, "needn't") || (TOKEN_IS(t, i, m->past, "have") && TOKEN_IS(t, i + 1, m->past, "to")))
            return i + 1;
        for (size_t k = 0; k < sizeof duties / sizeof duties[0]; k++)
            if (token_is_word(t, i, m->past, duties[k]))
                return i + 1;
    }
    return 0;
}

/* Does `said` have the words of the name? */
static bool has_name(const struct meaning *said, const struct unit *name, const struct meaning *known)
{
    for (uint32_t i = name->first; i < name->past; i++)
        if (known->tokens->at[i].key != 0 && meaning_has(said, known->tokens->at[i].key))
            return true;
    return false;
}

/* The known text names one thing that `said` does not, and speaks of no two. */
static bool names_one(const struct meaning *said, const struct meaning *known)
{
    bool named = false;
    for (uint32_t i = 0; i < known->unit_count; i++)
        named |= known->units[i].kind == FACT_NAME && !has_name(said, &known->units[i], known);
    for (uint32_t i = known->first; i < known->past; i++)
        if (TOKEN_IS(known->tokens, i, known->past, "both") || TOKEN_IS(known->tokens, i, known->past, "either"))
            return false;
    return named;
}

/* "any course", where some are excepted; "both plans", where one is named. */
static uint32_t widens_to_any(const struct meaning *said, const struct meaning *known)
{
    const struct tokens *t = said->tokens;
    bool excepted = known->exceptions > 0 && said->exceptions == 0 && said->negations == 0,
         both = (said->roles & ROLE_TOTAL) != 0;
    for (uint32_t i = excepted || both ? said->first : said->past; i + 1 < said->past; i++) {
        if (excepted && TOKEN_IS(t, i, said->past, "any") && t->at[i + 1].key != 0)
            return i + 1;
        bool of_ours =
            both && TOKEN_IS(t, i, said->past, "both") && (TOKEN_IS(t, i + 1, said->past, "of") || t->at[i + 1].key != 0);
        if (of_ours && names_one(said, known))
            return i + 1;
    }
    return 0;
}

const char *certainty_objection(uint32_t *token, const struct meaning *said, const struct meaning *known)
{
    *token = 0;
    if (said->promise != 0 && known->promise == 0) {
        *token = said->promise;
        return "promises more";
    }
    if (undertakes(said, known) != 0) {
        *token = undertakes(said, known);
        return "promises more";
    }
    if (gives_money(said) != 0 && gives_money(known) == 0 && !gives_back(known)) {
        *token = gives_money(said);
        return "turns round who pays";
    }
    if (obliges(said) != 0 && said->negations == 0 && leaves_free(known)) {
        *token = obliges(said);
        return "makes a duty of what is left free";
    }
    if (drops_a_rate(said, known))
        return "drops what it is counted by";
    if (lifts_conditions(said) != 0 && is_conditional(known) && lifts_conditions(known) == 0) {
        *token = lifts_conditions(said);
        return lifts_condition;
    }
    if (!known->offers_free && waives_duty(said) != 0 && is_conditional(known) && waives_duty(known) == 0) {
        *token = waives_duty(said);
        return "leaves the condition out";
    }
    if (widens_to_any(said, known) != 0) {
        *token = widens_to_any(said, known);
        return "widens it to all";
    }
    if (adds_a_rate(said, known))
        return "adds what it is counted by";
    if (loses_before(said, known))
        return "moves it to another day";
    if ((known->marks & MARK_MAYBE) && !is_hedged(said) && !(said->marks & MARK_CONDITION) &&
        ((said->marks & MARK_FUTURE) || said->outcome || (said->marks & MARK_ALL)) && !said->negations && !has_about(said)) {
        *token = said->outcome ? said->outcome : 0;
        return "makes certain what is only possible";
    }
    if ((known->marks & MARK_USUAL) && !is_hedged(said) && ((said->marks & MARK_FUTURE) || (said->marks & MARK_ALL)) &&
        !has_about(said) && !(said->marks & MARK_CONDITION) && !(known->marks & MARK_FUTURE)) {
        *token = said->all;
        return "makes certain what is only usual";
    }
    if (foretells(said) && !gives_alike(said, known) && !is_hedged(said) && !(known->marks & (MARK_OUTCOME | MARK_FUTURE)) &&
        !meaning_has(known, said->tokens->at[said->outcome - 1].key)) {
        *token = said->outcome;
        return "foretells an outcome";
    }
    if (foretells(said) && (known->marks & MARK_CONDITION) && !(said->marks & (MARK_CONDITION | MARK_MAYBE | MARK_USUAL)))
        return "leaves the condition out";
    if (lets_anyone(said) != 0 && (known->marks & (MARK_ONLY | MARK_CONDITION)) && !(said->marks & MARK_CONDITION)) {
        *token = lets_anyone(said);
        return "widens it to all";
    }
    if (denies_everything(said) != 0 && !denies_any(known)) {
        *token = denies_everything(said);
        return "widens it to all";
    }
    bool denies = said->all != 0 && ((said->tokens->at[said->all - 1].lex->marks & MARK_NEGATION) ||
                                     (said->all >= 2 && token_has(said->tokens, said->all - 2, said->past, MARK_NEGATION)));
    bool everybody = said->all != 0 && (TOKEN_IS(said->tokens, said->all - 1, said->past, "all") ||
                                        TOKEN_IS(said->tokens, said->all - 1, said->past, "everyone") ||
                                        TOKEN_IS(said->tokens, said->all - 1, said->past, "everybody"));
    if (said->all != 0 && (everybody ? known->all == 0 : !(known->marks & MARK_ALL)) && !denies) {
        bool daily =
            (TOKEN_IS(said->tokens, said->all - 1, said->past, "every") && says_each(known)) || says_any(known) ||
            ((is_full(said, said->all - 1) || TOKEN_IS(said->tokens, said->all, said->past, "our")) && says_full(known)) ||
            (TOKEN_IS(said->tokens, said->all - 1, said->past, "any") && lifts_conditions(known) != 0);
        for (uint32_t i = 0; i < known->unit_count && !everybody; i++)
            daily |= (known->units[i].kind == FACT_TIME && known->units[i].value == ALL_HOURS) ||
                     (known->units[i].kind == FACT_DURATION && known->units[i].scale >= SPAN_RATE_MINUTES);
        if (!daily) {
            *token = said->all;
            return "widens it to all";
        }
    }
    if ((said->marks & MARK_SOME) && (known->marks & MARK_ALL) && !(said->marks & MARK_ALL) && !(known->marks & MARK_SOME))
        return "quantity differs";
    bool limits = said->compare != 0 && TOKEN_IS(said->tokens, said->compare, said->past, "than") &&
                  said->unit_count > 0; /* faster than 70 */
    bool denied_compare =
        said->negations > 0 && said->first_negation < said->compare && known->negations > 0; /* no better than */
    if (said->compare != 0 && !limits && !denied_compare && !(known->marks & MARK_COMPARE) &&
        !meaning_has(known, said->tokens->at[said->compare - 1].key)) {
        *token = said->compare;
        return "adds a comparison";
    }
    if (said->attribution != 0 && known->attribution == 0) {
        *token = said->attribution;
        return "puts it into somebody's mouth";
    }
    if (!(known->marks & MARK_I) && (said->marks & MARK_I) && !said->negations && speaks_of_itself(said))
        return "speaks of itself where the register does not";
    return NULL;
}
