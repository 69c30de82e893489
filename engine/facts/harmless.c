#include "harmless.h"

#include "address.h"
#include "certainty.h"
#include "courtesy.h"
#include "refusal.h"

#define IS(m, i, literal) ((i) >= (m)->first && token_is((m)->tokens, (i), (m)->past, "" literal, sizeof(literal) - 1))

static bool is(const struct meaning *m, uint32_t i, const char *word)
{
    return i >= m->first && token_is_word(m->tokens, i, m->past, word);
}

static bool has(const struct meaning *m, uint32_t i, uint32_t marks)
{
    return i >= m->first && token_has(m->tokens, i, m->past, marks);
}

/* The first token that is no interjection, greeting or name before a comma. */
static uint32_t begin_of(const struct meaning *m)
{
    uint32_t i = m->first;
    for (uint32_t k = m->first; k < m->past && k < m->first + 5; k++)
        if (m->tokens->at[k].kind == WORD_MARK && m->tokens->at[k].lex->coin == COIN_NONE)
            i = k + 1;
        else if (!has(m, k, MARK_GREETING | MARK_HARMLESS) && !m->tokens->at[k].capital)
            break;
    for (;
         i < m->past && (IS(m, i, "so") || IS(m, i, "and") || IS(m, i, "but") || IS(m, i, "then") || IS(m, i, "unfortunately") ||
                         IS(m, i, "ok") || IS(m, i, "well") || IS(m, i, "if") || (IS(m, i, "before") && IS(m, i + 1, "we")));
         i++)
        if (IS(m, i, "if") || IS(m, i, "before")) { /* "if you like, ...", "before we go on, ..." */
            uint32_t k = i;
            while (k < m->past && !token_is_mark(m->tokens, k, m->past, ','))
                k++;
            if (k == m->past)
                return i;
            i = k;
        }
    return i < m->past ? i : m->first;
}

bool is_statement_in_question(const struct meaning *m)
{
    uint32_t i = begin_of(m);
    if ((IS(m, i, "did") && IS(m, i + 1, "you") && (IS(m, i + 2, "know") || IS(m, i + 2, "realise"))) || IS(m, i, "guess") ||
        (IS(m, i, "who") && IS(m, i + 1, "wouldn't")) || (IS(m, i, "isn't") && IS(m, i + 1, "it")) ||
        (IS(m, i, "have") && IS(m, i + 1, "you") && IS(m, i + 2, "heard")))
        return true;
    uint32_t end = m->past; /* "..., right?" "..., isn't it?" */
    while (end > m->first && m->tokens->at[end - 1].kind == WORD_MARK)
        end--;
    for (uint32_t k = end, steps = 0; k > m->first + 3 && steps < 4; k--, steps++)
        if (token_is_mark(m->tokens, k - 1, m->past, ',')) {
            if (end - k <= 3 && (IS(m, k, "right") || IS(m, k, "ok") || IS(m, k, "okay") || IS(m, k, "yes") ||
                                 IS(m, k, "isn't") || IS(m, k, "aren't") || IS(m, k, "don't") || IS(m, k, "doesn't") ||
                                 IS(m, k, "won't") || IS(m, k, "no") || IS(m, k, "eh") || IS(m, k, "remember")))
                return true;
            break;
        }
    return false;
}

bool is_recap(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (has(m, i, MARK_RECAP))
            return m->promise == 0 && !foretells(m);
    return false;
}

bool quotes_customer(const struct meaning *m)
{
    for (uint32_t i = m->first; i + 1 < m->past; i++)
        if ((IS(m, i, "you") || IS(m, i, "you've")) && has(m, i + 1, MARK_RECAP))
            return true;
    return false;
}

/* "that" and a verb behind: what is told is a statement of its own. */
static bool tells_that(const struct meaning *m, uint32_t from)
{
    for (uint32_t i = from; i + 2 < m->past; i++)
        if (IS(m, i, "that") && i + 3 < m->past && courtesy_content(m, i) > 1)
            return true;
    return false;
}

/* "We'll find you an earlier date": done for the customer, not said to them. */
static bool is_deed(const struct meaning *m, uint32_t verb)
{
    bool deed = IS(m, verb, "find") || IS(m, verb, "share") || IS(m, verb, "see") || IS(m, verb, "run") || IS(m, verb, "walk") ||
                IS(m, verb, "pass") || IS(m, verb, "hand");
    return (deed && !IS(m, verb + 1, "out")) || (IS(m, verb, "look") && IS(m, verb + 1, "after"));
}

/* I can explain ..., let me check ..., happy to go through ...: what the speaker is about to do in this talk. */
static bool is_offer_to_talk(const struct meaning *m, uint32_t i)
{
    bool let = IS(m, i, "let") && (IS(m, i + 1, "me") || IS(m, i + 1, "us"));
    bool we = has(m, i, MARK_I) || IS(m, i, "let's") || (has(m, i, MARK_WE) && !IS(m, i, "our")) || let || IS(m, i, "happy") ||
              IS(m, i, "glad") || IS(m, i, "here's") || IS(m, i, "here") || IS(m, i, "a") || IS(m, i, "someone") ||
              IS(m, i, "one");
    bool ours = has(m, i, MARK_WE) && !let && !IS(m, i, "let's"); /* "we look after lizards" is no offer */
    if (!we || tells_that(m, i) || m->outcome > i + 1)
        return false;
    for (uint32_t k = i, steps = 0; k < m->past && steps < 7; k++, steps++) {
        if (has(m, k, MARK_TALK) && k > i)
            return courtesy_content(m, k) <= 5 && !(ours && is_deed(m, k));
        bool little = m->tokens->at[k].lex->weight == 0 || has(m, k, MARK_HARMLESS) || m->tokens->at[k].kind == WORD_MARK;
        if (!little)
            return false;
    }
    return false;
}

/* please reply with ..., let me know ..., tell me ... */
static bool is_instruction(const struct meaning *m, uint32_t i)
{
    bool asks = has(m, i, MARK_REQUEST) || IS(m, i, "just") || IS(m, i, "could") || IS(m, i, "if");
    if (IS(m, i, "simply") || IS(m, i, "just") || IS(m, i, "please") || IS(m, i, "kindly"))
        i++;
    bool talk = IS(m, i, "reply") || IS(m, i, "respond") || IS(m, i, "tell") || IS(m, i, "let") || IS(m, i, "say") ||
                IS(m, i, "type") || IS(m, i, "write") || IS(m, i, "text") || IS(m, i, "message") || IS(m, i, "choose") ||
                IS(m, i, "pick") || IS(m, i, "share") || IS(m, i, "give") || IS(m, i, "send") || IS(m, i, "confirm") ||
                IS(m, i, "select") || IS(m, i, "answer") || IS(m, i, "feel") || IS(m, i, "hold") || IS(m, i, "bear") ||
                IS(m, i, "take") || IS(m, i, "wait") || IS(m, i, "check") || IS(m, i, "provide") || IS(m, i, "upload") ||
                IS(m, i, "attach") || IS(m, i, "enter") || IS(m, i, "have") || IS(m, i, "note");
    if (IS(m, i, "feel") && IS(m, i + 1, "free") && IS(m, i + 2, "to") &&
        !has(m, i + 3, MARK_TALK | MARK_REQUEST | MARK_HARMLESS))
        return false; /* "feel free to bring your cat" gives leave */
    bool types = IS(m, i, "reply") || IS(m, i, "text") || IS(m, i, "type") || IS(m, i, "write");
    return (asks || talk) && talk && m->outcome == 0 && !foretells(m) && (m->negations == 0 || types) &&
           courtesy_content(m, i) <= 5 && !tells_that(m, i);
}

/* You asked about ..., you mentioned ...; thanks for telling me about ... */
static bool is_reference(const struct meaning *m, uint32_t i)
{
    bool you = IS(m, i, "you") || IS(m, i, "you've") || IS(m, i, "you're");
    bool asked = you && (has(m, i + 1, MARK_RECAP) || IS(m, i + 1, "asking") || IS(m, i + 1, "asked"));
    bool thanks =
        has(m, m->first, MARK_GREETING) && (IS(m, m->first, "thanks") || IS(m, m->first, "thank") || IS(m, m->first, "sorry"));
    for (uint32_t k = m->first; k < m->past && k < m->first + 4; k++)
        thanks |= IS(m, k, "sorry") || IS(m, k, "thank") || IS(m, k, "thanks") || IS(m, k, "understand") ||
                  IS(m, k, "appreciate") || IS(m, k, "hear");
    return (asked || thanks) && m->negations == 0 && m->outcome == 0 && courtesy_content(m, m->first) <= (asked ? 6u : 4u) &&
           !tells_that(m, i);
}

/* A day, an hour or a count in a question asks for it; a sum or a share states it. */
static bool may_be_asked(const struct meaning *m)
{
    bool only_days = true;
    for (uint32_t i = 0; i < m->unit_count; i++) {
        enum fact_kind k = m->units[i].kind;
        if (k == FACT_MONEY || k == FACT_PERCENT || k == FACT_LINK || k == FACT_PHONE || k == FACT_EMAIL)
            return false;
        only_days &= k == FACT_DATE || k == FACT_TIME;
    }
    return only_days || (m->marks & (MARK_YOU | MARK_I));
}

/* feel better, do my best, get well: a comparison that compares nothing */
static bool is_kind_compare(const struct meaning *m)
{
    uint32_t i = m->compare - 1;
    return i > m->first && (IS(m, i - 1, "feel") || IS(m, i - 1, "get") || IS(m, i - 1, "my") || IS(m, i - 1, "our") ||
                            IS(m, i - 1, "feeling") || IS(m, i - 1, "your") || IS(m, i + 1, "wishes"));
}

/* Days and names only: "good luck tomorrow", "happy Diwali". */
static bool has_plain_units(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind != FACT_DATE && m->units[i].kind != FACT_NAME)
            return false;
    return true;
}

/* Drive safely! Enjoy your stay! Have a good trip. Good luck tomorrow. */
static bool is_wish(const struct meaning *m)
{
    static const char *const verbs[] = {
        "drive", "enjoy",  "have",  "take", "stay",  "safe",    "travel", "sleep",           "get",      "speak",   "keep",
        "see",   "happy",  "good",  "best", "all",   "welcome", "merry",  "congratulations", "congrats", "selamat", "jaga",
        "jumpa", "semoga", "feliz", "buen", "buena", "suerte",  "mucha",  "wishing"};
    if (m->words > 8 || m->negations || m->outcome || (m->marks & (MARK_WE | MARK_I | MARK_FUTURE)) || !has_plain_units(m))
        return false;
    uint32_t end = m->past;
    bool calls = end > m->first && token_is_mark(m->tokens, end - 1, m->past, '!');
    uint32_t first = IS(m, m->first, "and") ? m->first + 1 : m->first;
    bool luck = IS(m, first, "good") || IS(m, first, "happy") || IS(m, first, "selamat") || IS(m, first, "merry") ||
                IS(m, first, "semoga");
    for (size_t k = 0; k < sizeof verbs / sizeof verbs[0]; k++)
        if (is(m, first, verbs[k]))
            return courtesy_content(m, m->first) <= (calls || luck ? 3u : 1u);
    return false;
}

/* What the speaker feels about what the customer told: I hope you slept well, that sounds lovely, you must be tired, how
 * exciting. It speaks of the customer, never of us or of what they will get. */
static bool is_feeling(const struct meaning *m, uint32_t i)
{
    bool nobody = m->all != 0 && has(m, m->all - 1, MARK_NEGATION); /* "written in a way nobody understands" */
    if ((m->marks & (MARK_WE | MARK_FUTURE)) || m->outcome || (m->all && !nobody) || !has_plain_units(m) || m->words > 16)
        return false;
    bool hopes = (has(m, i, MARK_I) && (IS(m, i + 1, "hope") || IS(m, i + 1, "bet") || IS(m, i + 1, "imagine") ||
                                        IS(m, i + 1, "admire") || IS(m, i + 1, "wish"))) ||
                 IS(m, i, "hope") || IS(m, i, "hopefully") || IS(m, i, "harap") || IS(m, i, "semoga") || IS(m, i, "espero") ||
                 (IS(m, i, "i'm") &&
                  (IS(m, i + 1, "glad") || IS(m, i + 1, "sorry") || IS(m, i + 1, "happy") || IS(m, i + 1, "delighted"))) ||
                 (IS(m, i, "i") && IS(m, i + 1, "know") && !tells_that(m, i));
    bool must_be = IS(m, i + 1, "must") && (IS(m, i + 2, "be") || IS(m, i + 2, "feel") || IS(m, i + 2, "have")) &&
                   !IS(m, i + 3, "a") && !IS(m, i + 3, "your"); /* "you must be tired", not "you must have a ticket" */
    bool sounds = (IS(m, i, "he") || IS(m, i, "she") || IS(m, i, "that") || IS(m, i, "this") || IS(m, i, "it") ||
                   IS(m, i, "you") || IS(m, i, "they")) &&
                  (IS(m, i + 1, "sounds") || IS(m, i + 1, "sound") || must_be || IS(m, i + 1, "seems"));
    bool calls = (IS(m, i, "how") || IS(m, i, "what")) && m->words <= 8 && m->negations == 0;
    return (hopes && courtesy_content(m, i) <= 5) || (sounds && m->negations == 0 && courtesy_content(m, i) <= 4) ||
           (calls && courtesy_content(m, i) <= 3);
}

bool is_harmless(const struct meaning *m, bool question)
{
    if (m->promise != 0 || foretells(m) || (m->offers_free && !is_refusal(m, begin_of(m))))
        return false;
    if (question && !is_statement_in_question(m))
        return m->unit_count == 0 || may_be_asked(m);
    uint32_t from = begin_of(m);
    uint32_t second = from; /* "Oh bless, he sounds ..." */
    while (second < m->past && second < from + 4 && !token_is_mark(m->tokens, second, m->past, ','))
        second++;
    if (token_is_mark(m->tokens, second, m->past, ',') && from + 2 >= second && is_feeling(m, second + 1) &&
        courtesy_content(m, from) <= courtesy_content(m, second) + 1)
        return true;
    if (is_wish(m) || is_feeling(m, from) || is_inability(m, from))
        return true;
    if (is_courtesy(m, from) || is_privacy_request(m, from) || is_address(m) || is_salutation(m) || is_exclamation(m, from) ||
        is_fondness(m, from))
        return true;
    if (leaves_unanswered(m, from))
        return true;
    uint32_t meaningful = m->words - m->harmless, i = from;
    if (m->unit_count > 0 || m->attribution != 0)
        return false;
    bool refused_compare = m->compare == 0 || m->first_negation < m->compare;
    if (refused_compare && m->first_negation <= i + 2 && is_refusal(m, i))
        return courtesy_content(m, i) <= 8;
    if (m->compare != 0 && !is_kind_compare(m))
        return false;
    if (meaningful == 0)
        return true;
    if (is_refusal(m, i))
        return courtesy_content(m, i) <= 8;
    if (m->outcome != 0)
        return false;
    if (is_offer_to_talk(m, i) || is_instruction(m, i) || is_reference(m, i))
        return true;
    return false;
}

bool is_mostly_talk(const struct meaning *m)
{
    uint32_t meaningful = m->words - m->harmless, i = begin_of(m);
    bool plain = m->unit_count == 0 && m->promise == 0 && m->outcome == 0 && m->attribution == 0 && m->negations == 0 &&
                 !m->offers_free && (m->compare == 0 || is_kind_compare(m));
    for (uint32_t k = m->first; k < m->past && plain; k++) /* "we can let your spaniel in" */
        plain = !((IS(m, k, "can") || IS(m, k, "may") || has(m, k, MARK_FUTURE)) && has(m, k - 1, MARK_WE | MARK_YOU));
    return plain && m->words >= 6 && meaningful * 6 <= m->words &&
           (courtesy_content(m, m->first) == 0 || (m->marks & (MARK_YOU | MARK_I)) || IS(m, i, "it's") || IS(m, i, "that's"));
}
