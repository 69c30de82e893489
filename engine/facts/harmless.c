#include "harmless.h"

#include "certainty.h"

static bool is(const struct meaning *m, uint32_t i, const char *word)
{
    return i >= m->first && i < m->past && slice_eq(m->tokens->at[i].folded, slice_from(word));
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
    for (; i < m->past && (is(m, i, "so") || is(m, i, "and") || is(m, i, "but") || is(m, i, "then") || is(m, i, "unfortunately") || is(m, i, "ok") || is(m, i, "well") || is(m, i, "if"));
         i++)
        if (is(m, i, "if")) { /* "if you like, ..." */
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
    if ((is(m, i, "did") && is(m, i + 1, "you") && (is(m, i + 2, "know") || is(m, i + 2, "realise"))) || is(m, i, "guess") || (is(m, i, "who") && is(m, i + 1, "wouldn't")) ||
        (is(m, i, "isn't") && is(m, i + 1, "it")) || (is(m, i, "have") && is(m, i + 1, "you") && is(m, i + 2, "heard")))
        return true;
    uint32_t end = m->past; /* "..., right?" "..., isn't it?" */
    while (end > m->first && m->tokens->at[end - 1].kind == WORD_MARK)
        end--;
    for (uint32_t k = end, steps = 0; k > m->first + 3 && steps < 4; k--, steps++)
        if (token_is_mark(m->tokens, k - 1, m->past, ',')) {
            if (end - k <= 3 && (is(m, k, "right") || is(m, k, "ok") || is(m, k, "okay") || is(m, k, "yes") || is(m, k, "isn't") || is(m, k, "aren't") || is(m, k, "don't") ||
                                 is(m, k, "doesn't") || is(m, k, "won't") || is(m, k, "no") || is(m, k, "eh") || is(m, k, "remember")))
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

static uint32_t full_content(const struct meaning *m, uint32_t from)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->content_count; i++)
        n += m->content[i].token >= from && m->content[i].weight >= 2 && !has(m, m->content[i].token, MARK_HARMLESS | MARK_TALK | MARK_TELL);
    return n;
}

/* "that" and a verb behind: what is told is a statement of its own. */
static bool tells_that(const struct meaning *m, uint32_t from)
{
    for (uint32_t i = from; i + 2 < m->past; i++)
        if (is(m, i, "that") && i + 3 < m->past && full_content(m, i) > 1)
            return true;
    return false;
}

/* I can explain ..., let me check ..., happy to go through ...: what the speaker is about to do in this talk. */
static bool is_offer_to_talk(const struct meaning *m, uint32_t i)
{
    bool let = is(m, i, "let") && (is(m, i + 1, "me") || is(m, i + 1, "us"));
    bool we = has(m, i, MARK_I) || (has(m, i, MARK_WE) && !is(m, i, "our")) || let || is(m, i, "happy") || is(m, i, "glad") || is(m, i, "here's") || is(m, i, "here") || is(m, i, "a") ||
              is(m, i, "someone") || is(m, i, "one");
    if (!we || tells_that(m, i) || m->outcome > i + 1)
        return false;
    for (uint32_t k = i, steps = 0; k < m->past && steps < 7; k++, steps++) {
        if (has(m, k, MARK_TALK) && k > i)
            return full_content(m, k) <= 5;
        bool little = m->tokens->at[k].lex->weight == 0 || has(m, k, MARK_HARMLESS) || m->tokens->at[k].kind == WORD_MARK;
        if (!little)
            return false;
    }
    return false;
}

/* I can't say ..., we cannot predict ..., I'm not able to give ...: a refusal may mention what it refuses. */
static bool is_refusal(const struct meaning *m, uint32_t i)
{
    if (m->negations == 0 || !(has(m, i, MARK_I | MARK_WE) || is(m, i, "nobody") || is(m, i, "it's")))
        return false;
    bool self = has(m, i, MARK_I);
    for (uint32_t k = m->first_negation, steps = 0; k < m->past && steps < 5; k++, steps++) {
        if (!has(m, k, MARK_TELL))
            continue;
        bool plain = is(m, k, "give") || is(m, k, "provide") || is(m, k, "help") || is(m, k, "see") || is(m, k, "access") || is(m, k, "offer") || is(m, k, "share") || is(m, k, "show") ||
                     is(m, k, "disclose") || is(m, k, "look") || is(m, k, "go") || is(m, k, "know") || is(m, k, "decide") || is(m, k, "reveal");
        return self || !plain;
    }
    for (uint32_t k = m->first_negation, steps = 0; k < m->past && steps < 5; k++, steps++)
        if (self && (is(m, k, "have") || is(m, k, "got")))
            for (uint32_t w = k; w < m->past; w++)
                if (is(m, w, "information") || is(m, w, "details") || is(m, w, "access") || is(m, w, "answer") || is(m, w, "record") || is(m, w, "info") || is(m, w, "sight"))
                    return true;
    return false;
}

/* please reply with ..., let me know ..., tell me ... */
static bool is_instruction(const struct meaning *m, uint32_t i)
{
    bool asks = has(m, i, MARK_REQUEST) || is(m, i, "just") || is(m, i, "could") || is(m, i, "if");
    if (is(m, i, "simply") || is(m, i, "just") || is(m, i, "please") || is(m, i, "kindly"))
        i++;
    bool talk = is(m, i, "reply") || is(m, i, "respond") || is(m, i, "tell") || is(m, i, "let") || is(m, i, "say") || is(m, i, "type") || is(m, i, "write") || is(m, i, "text") ||
                is(m, i, "message") || is(m, i, "choose") || is(m, i, "pick") || is(m, i, "share") || is(m, i, "give") || is(m, i, "send") || is(m, i, "confirm") || is(m, i, "select") ||
                is(m, i, "answer") || is(m, i, "feel") || is(m, i, "hold") || is(m, i, "bear") || is(m, i, "take") || is(m, i, "wait") || is(m, i, "check") || is(m, i, "provide") ||
                is(m, i, "upload") || is(m, i, "attach") || is(m, i, "enter") || is(m, i, "have") || is(m, i, "note");
    bool types = is(m, i, "reply") || is(m, i, "text") || is(m, i, "type") || is(m, i, "write");
    return (asks || talk) && talk && m->outcome == 0 && !foretells(m) && (m->negations == 0 || types) && full_content(m, i) <= 5 && !tells_that(m, i);
}

/* You asked about ..., you mentioned ...; thanks for telling me about ... */
static bool is_reference(const struct meaning *m, uint32_t i)
{
    bool you = is(m, i, "you") || is(m, i, "you've") || is(m, i, "you're");
    bool asked = you && (has(m, i + 1, MARK_RECAP) || is(m, i + 1, "asking") || is(m, i + 1, "asked"));
    bool thanks = has(m, m->first, MARK_GREETING) && (is(m, m->first, "thanks") || is(m, m->first, "thank") || is(m, m->first, "sorry"));
    for (uint32_t k = m->first; k < m->past && k < m->first + 4; k++)
        thanks |= is(m, k, "sorry") || is(m, k, "thank") || is(m, k, "thanks") || is(m, k, "understand") || is(m, k, "appreciate") || is(m, k, "hear");
    return (asked || thanks) && m->negations == 0 && m->outcome == 0 && full_content(m, m->first) <= (asked ? 6u : 4u) && !tells_that(m, i);
}

/* A day, an hour or a count in a question asks for it; a sum or a share states it. */
static bool may_be_asked(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind == FACT_MONEY || m->units[i].kind == FACT_PERCENT || m->units[i].kind == FACT_LINK || m->units[i].kind == FACT_PHONE || m->units[i].kind == FACT_EMAIL)
            return false;
    return (m->marks & MARK_YOU) || (m->marks & MARK_I);
}

/* feel better, do my best, get well: a comparison that compares nothing */
static bool is_kind_compare(const struct meaning *m)
{
    uint32_t i = m->compare - 1;
    return i > m->first && (is(m, i - 1, "feel") || is(m, i - 1, "get") || is(m, i - 1, "my") || is(m, i - 1, "our") || is(m, i - 1, "feeling") || is(m, i - 1, "your") || is(m, i + 1, "wishes"));
}

/* Drive safely! Enjoy your stay! Have a good trip. */
static bool is_wish(const struct meaning *m)
{
    static const char *const verbs[] = {"drive", "enjoy", "have", "take", "stay", "safe", "travel", "sleep", "get", "speak", "keep", "see", "happy", "good", "best", "all", "welcome"};
    if (m->words > 6 || m->negations || m->outcome || (m->marks & (MARK_WE | MARK_I | MARK_FUTURE)))
        return false;
    uint32_t end = m->past;
    bool calls = end > m->first && token_is_mark(m->tokens, end - 1, m->past, '!');
    uint32_t first = is(m, m->first, "and") ? m->first + 1 : m->first;
    for (size_t k = 0; k < sizeof verbs / sizeof verbs[0]; k++)
        if (is(m, first, verbs[k]))
            return full_content(m, m->first) <= (calls ? 2u : 1u);
    return false;
}

bool is_harmless(const struct meaning *m, bool question)
{
    if (m->promise != 0 || foretells(m) || m->offers_free)
        return false;
    if (question && !is_statement_in_question(m))
        return m->unit_count == 0 || may_be_asked(m);
    if (m->unit_count > 0 || (m->compare != 0 && !is_kind_compare(m)) || m->attribution != 0)
        return false;
    uint32_t meaningful = m->words - m->harmless, i = begin_of(m);
    if (is_wish(m))
        return true;
    if (meaningful == 0)
        return true;
    if (is_refusal(m, i))
        return full_content(m, i) <= 8;
    if (m->outcome != 0)
        return false;
    if (is_offer_to_talk(m, i) || is_instruction(m, i) || is_reference(m, i))
        return true;
    return m->words >= 6 && meaningful * 6 <= m->words && m->negations == 0;
}
