#include "address.h"

#include <parley/english.h>

#include "courtesy.h"
#include "talk.h"
#include "words_at.h"

static bool has_only_names(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind != FACT_NAME)
            return false;
    return true;
}

/* A word of the language is no name: "Loan Approved", "Declined". */
static bool is_plain_word(const struct token *w)
{
    return w->lex->length > 0 || w->sense != NULL || english_has(w->folded);
}

/* Rose, Grace, May: a name that is a word too, once, behind hi or a title. */
static bool may_be_called(const struct meaning *m, uint32_t i)
{
    static const char *const hails[] = {"hi", "hello", "hey", "hiya", "dear", "hola"};
    const struct token *w = &m->tokens->at[i];
    bool titled = i > m->first && token_has(m->tokens, i - 1, m->past, MARK_TITLE);
    bool hailed = i == m->first + 1 && IS_ANY(m, i - 1, hails) &&
                  (i + 1 >= m->past || m->tokens->at[i + 1].kind == WORD_MARK || !m->tokens->at[i + 1].capital);
    bool form = slice_ends(w->folded, SLICE("ed")) || slice_ends(w->folded, SLICE("ing")) || w->lex->weight == 0 ||
                (w->lex->marks & (MARK_OUTCOME | MARK_ALL)) || has_deal(m, i, i + 1);
    bool letters = w->capital && w->kind == WORD_LETTERS && w->lex->day == 0 && !slice_ends(w->folded, SLICE("'s"));
    return letters && (!is_plain_word(w) || titled || (hailed && !form));
}

/* A name of the reader, not of a thing: "Yes, Visa." answers a question. So yes and no are no greetings here. */
bool is_address(const struct meaning *m)
{
    static const char *const greetings[] = {"hi",       "hello",   "hey",   "hiya",   "dear",   "thanks",    "thank",
                                            "morning",  "evening", "sorry", "cheers", "bye",    "afternoon", "goodbye",
                                            "pleasure", "welcome", "all",   "hola",   "gracias"};
    enum { NAME_WORDS = 2 };
    bool greets = false, named = false;
    uint32_t names = 0;
    if (!(m->marks & (MARK_GREETING | MARK_TITLE)) || !has_only_names(m) || m->words > 10)
        return false;
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct token *w = &m->tokens->at[i];
        greets |= IS_ANY(m, i, greetings);
        if (w->kind == WORD_MARK || (w->lex->marks & (MARK_HARMLESS | MARK_TITLE)) || w->lex->weight == 0) {
            greets |= (w->lex->marks & MARK_TITLE) != 0;
            named |= names > 0;
            names = 0;
            if (named && w->kind != WORD_MARK && !(w->lex->marks & (MARK_HARMLESS | MARK_GREETING)))
                return false;
            continue;
        }
        bool follows = names > 0 || (i > m->first && (m->tokens->at[i - 1].kind == WORD_MARK || IS_ANY(m, i - 1, greetings) ||
                                                      token_has(m->tokens, i - 1, m->past, MARK_TITLE)));
        if (named || !greets || !follows || !may_be_called(m, i) || ++names > NAME_WORDS)
            return false;
    }
    return named || names > 0;
}

bool is_exclamation(const struct meaning *m, uint32_t from)
{
    static const char *const feelings[] = {"exciting", "amazing",   "gorgeous", "adorable", "super", "phew", "ouch",     "yikes",
                                           "bravo",    "hooray",    "yay",      "sweet",    "cute",  "chin", "fingers",  "bless",
                                           "aw",       "aww",       "whoops",   "oops",     "poor",  "gosh", "congrats", "yum",
                                           "yummy",    "delicious", "wow",      "lucky",    "brill"};
    enum { WORDS_MAX = 5 };
    if (!IS_ANY(m, from, feelings) || !has_only_names(m) || m->words > WORDS_MAX + (from - m->first))
        return false;
    for (uint32_t i = from; i < m->past; i++)
        if (m->tokens->at[i].lex->roles & ROLE_VERB || token_has(m->tokens, i, m->past, MARK_CLAUSE | MARK_WE | MARK_NEGATION))
            return false;
    return strange_words(m, from, m->past) <= 1 && !has_deal(m, from, m->past);
}

bool is_fondness(const struct meaning *m, uint32_t from)
{
    static const char *const fond[] = {"hug",    "scratch", "cuddle", "pat",    "stroke",  "kiss",
                                       "tickle", "fuss",    "love",   "wishes", "regards", "squeeze"};
    bool warm = false;
    if (!(token_is_word(m->tokens, from, m->past, "give") || token_is_word(m->tokens, from, m->past, "send")) ||
        !has_only_names(m) || m->negations > 0)
        return false;
    for (uint32_t i = from; i < m->past; i++)
        warm |= IS_ANY(m, i, fond);
    return warm && courtesy_content(m, from) <= 5;
}

/* "in touch with Tansy Lane Vets", "welcome to Pennywort": one run of capitals behind with or to, whatever words they are. */
static bool names_us(const struct meaning *m, uint32_t i)
{
    static const char *const fronts[] = {"with", "to", "calling", "contacting", "at"};
    while (i > m->first && m->tokens->at[i].capital && m->tokens->at[i].kind == WORD_LETTERS)
        i--;
    return IS_ANY(m, i, fronts);
}

/* "Hello, and thanks for getting in touch with Tansy Lane Vets": a greeting or thanks, names, and nothing that is told. */
bool is_salutation(const struct meaning *m)
{
    static const char *const talk[] = {"getting",  "touch",   "calling",  "ringing",    "writing",
                                       "emailing", "texting", "dropping", "contacting", "line"};
    static const char *const greetings[] = {"hi",      "hello",   "hey",       "thanks", "thank",
                                            "welcome", "morning", "afternoon", "evening"};
    bool greets = false;
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind != FACT_NAME)
            return false;
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct token *k = &m->tokens->at[i];
        bool plain = k->kind == WORD_MARK || k->lex->weight == 0 || (k->lex->marks & (MARK_HARMLESS | MARK_TITLE));
        bool company = i > m->first + 1 && k->capital && names_us(m, i);
        bool name = i > m->first && (may_be_called(m, i) || company), said = IS_ANY(m, i, talk) || IS_ANY(m, i, greetings);
        if ((!plain && !name && !said) || m->words > 14)
            return false;
        greets |= i <= m->first + 3 && IS_ANY(m, i, greetings);
    }
    return greets && m->negations == 0 && m->all == 0 && m->outcome == 0 && !has_deal(m, m->first, m->past);
}
