#include "harmless.h"

#include "address.h"
#include "certainty.h"
#include "courtesy.h"
#include "refusal.h"
#include "talk.h"
#include "words_at.h"

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

/* "I can tell you're eligible", "I can help you skip payments": what is told, or done, is a statement or a danger of its own. */
static bool is_told(const struct meaning *m, uint32_t verb)
{
    bool tells = IS(m, verb, "tell") || IS(m, verb, "see") || IS(m, verb, "say") || IS(m, verb, "confirm");
    if (tells && (has(m, verb + 1, MARK_YOU) && has_finite(m, verb + 1, m->past)))
        return true;
    if (IS(m, verb, "share"))
        for (uint32_t k = verb; k < m->past; k++)
            if (IS(m, k, "with") && !IS(m, k + 1, "you"))
                return true;
    bool explains = IS(m, verb, "explain") || IS(m, verb, "discuss") || IS(m, verb, "talk") || IS(m, verb, "clarify") ||
                    IS(m, verb, "go") || IS(m, verb, "walk") || IS(m, verb, "answer") || IS(m, verb, "guide");
    return has_dodge(m, verb, m->past) || m->negations > 0 || m->all != 0 || (!explains && has_deal(m, verb + 1, m->past));
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
            return courtesy_content(m, k) <= 5 && !(ours && is_deed(m, k)) && !is_told(m, k);
        bool little = m->tokens->at[k].lex->weight == 0 || has(m, k, MARK_HARMLESS) || m->tokens->at[k].kind == WORD_MARK;
        if (!little)
            return false;
    }
    return false;
}

/* "Check-ups", "text-books": the half of a word is no verb. */
static bool is_whole_word(const struct meaning *m, uint32_t i)
{
    const struct token *next = i + 1 < m->past ? &m->tokens->at[i + 1] : NULL;
    return next == NULL || next->space_before || (next->kind == WORD_MARK && !slice_eq(next->folded, SLICE("-")));
}

/* A word asked for as an answer: "reply STOP", "text me YES", "say so". */
static bool asks_for_word(const struct meaning *m, uint32_t i)
{
    uint32_t past = m->past;
    bool word = i + 1 < past && m->tokens->at[i + 1].all_capital; /* STOP */
    if (has(m, i + 1, MARK_YOU) || IS(m, i + 1, "them") || IS(m, i + 1, "that") || (!word && has_dodge(m, i, past)))
        return false;
    return strange_words(m, i, past) <= 3 && !has_deal(m, i, past);
}

/* Please reply with ..., let me know ..., tell me ...: asks for words, or for a detail of the enquiry, and for nothing else. */
static bool is_instruction(const struct meaning *m, uint32_t i)
{
    static const char *const saying[] = {"reply", "respond", "say", "type", "write", "text", "message", "answer"};
    static const char *const giving[] = {"choose", "pick",    "share",  "give",   "send", "confirm",
                                         "select", "provide", "upload", "attach", "enter"};
    static const char *const waiting[] = {"hold", "bear", "wait", "take", "check", "have", "note"};
    static const char *const freely[] = {"ask",  "reply", "write", "message", "answer", "get",
                                         "come", "say",   "text",  "contact", "take"};
    if (IS(m, i, "simply") || IS(m, i, "just") || IS(m, i, "please") || IS(m, i, "kindly"))
        i++;
    bool says = IS_ANY(m, i, saying), types = says && !IS(m, i, "say");
    bool no = m->outcome != 0 || foretells(m) || (m->negations > 0 && !types) || courtesy_content(m, i) > 5 || tells_that(m, i);
    uint32_t past = m->past;
    if (no || !is_whole_word(m, i))
        return false;
    for (uint32_t k = i; k < past; k++)
        if (token_is_mark(m->tokens, k, past, ':'))
            return false;
    if (says)
        return asks_for_word(m, i);
    bool free_to = IS(m, i, "feel") && IS(m, i + 1, "free") && IS(m, i + 2, "to");
    if (free_to)
        return IS_ANY(m, i + 3, freely) && strange_words(m, i, past) <= 2 && !has_deal(m, i + 2, past) && !has_dodge(m, i, past);
    bool to_us = has(m, i + 1, MARK_I | MARK_WE);
    if (IS(m, i, "tell") || IS(m, i, "let"))
        return to_us && strange_words(m, i, past) <= 4 && !has_dodge(m, i, past);
    if (IS_ANY(m, i, giving))
        return has_detail(m, i, past) && strange_words(m, i + 1, past) <= 2 && !has_deal(m, i, past) && !has_dodge(m, i, past);
    if (IS_ANY(m, i, waiting))
        return strange_words(m, i, past) <= (IS(m, i, "have") || IS(m, i, "check") ? 2u : 0u) && !has_deal(m, i, past) &&
               !has_dodge(m, i, past) && !has_finite(m, i + 1, past);
    return false;
}

/* Thanks for telling me about ..., sorry about the wait: a thing and no clause, or a clause of the reader's and its time past. */
static bool is_thing_or_theirs(const struct meaning *m, uint32_t i)
{
    uint32_t end = clause_end(m, i);
    if (has_deal(m, i, m->past) || strange_words(m, end, m->past) > 0 || (m->marks & MARK_FUTURE))
        return false;
    if (IS(m, i, "for") || IS(m, i, "about") || IS(m, i, "to"))
        return strange_words(m, i, end) <= 3;
    bool theirs = has(m, i, MARK_YOU) || IS(m, i, "how") || IS(m, i, "that") || IS(m, i, "what");
    return i >= end ? end > i || strange_words(m, i, m->past) == 0 : theirs && strange_words(m, i, end) <= 2;
}

/* You asked about ..., you mentioned ...; thanks for telling me about ... */
static bool is_reference(const struct meaning *m, uint32_t i)
{
    static const char *const warm[] = {"sorry", "thank", "thanks", "understand", "appreciate", "hear"};
    bool you = IS(m, i, "you") || IS(m, i, "you've") || IS(m, i, "you're");
    bool asked = you && (has(m, i + 1, MARK_RECAP) || IS(m, i + 1, "asking") || IS(m, i + 1, "asked"));
    if (m->negations > 0 || m->outcome != 0 || tells_that(m, i))
        return false;
    if (asked)
        return courtesy_content(m, m->first) <= 6 && !(m->marks & MARK_WE) && courtesy_content(m, clause_end(m, i)) == 0;
    for (uint32_t k = m->first; k < m->past && k < m->first + 4; k++)
        if (IS_ANY(m, k, warm)) {
            uint32_t behind = k + 1;
            while (IS(m, behind, "you") || IS(m, behind, "so") || IS(m, behind, "much") || IS(m, behind, "very") ||
                   IS(m, behind, "again"))
                behind++;
            if (behind > k + 1 && IS(m, k, "understand")) /* "I understand you'd like ..." */
                behind = k + 1;
            return courtesy_content(m, m->first) <= 4 && is_thing_or_theirs(m, behind);
        }
    return false;
}

/* It begins as a question does: with a word that asks, or a verb before its subject. */
static bool asks(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"what",   "what's", "which", "when",  "when's",  "where",   "where's", "who",    "who's",
                                        "whose",  "how",    "how's", "why",   "did",     "do",      "does",    "is",     "are",
                                        "was",    "were",   "has",   "have",  "had",     "can",     "could",   "may",    "might",
                                        "shall",  "should", "will",  "would", "am",      "going",   "having",  "qué",    "cuál",
                                        "cuándo", "dónde",  "quién", "cómo",  "cuántos", "cuántas", "cuánto",  "adakah", "berapa",
                                        "apa",    "bila",   "boleh", "nak",   "ada",     "anda"};
    return IS_ANY(m, i, words) || (m->roles & (ROLE_SPANISH | ROLE_MALAY)) != 0;
}

/* when, that, because and a clause of ours, of all, of a no or of an outcome: told, not asked. */
static bool tells_in_clause(const struct meaning *m, uint32_t from)
{
    for (uint32_t i = from + 1; i < m->past; i++) {
        if (!(IS(m, i, "when") || IS(m, i, "that") || IS(m, i, "because") || IS(m, i, "since") || IS(m, i, "believe") ||
              IS(m, i, "hear") || IS(m, i, "realise")))
            continue;
        for (uint32_t k = i + 1; k < m->past; k++)
            if (has(m, k, MARK_ALL | MARK_NEGATION | MARK_OUTCOME) || (IS(m, k, "we") && has_deal(m, k, m->past)) ||
                (IS(m, k, "is") && has_deal(m, k, m->past)))
                return true;
    }
    return false;
}

/* A question that asks, and takes nothing for given. A few words without a verb ask too: "a gap year?", "card not working?" */
static bool is_question(const struct meaning *m)
{
    static const char *const presuming[] = {"isn't", "aren't", "wouldn't", "don't", "doesn't", "won't", "can't"};
    enum { BARE_WORDS = 7 };
    uint32_t i = begin_of(m);
    while (IS(m, i, "roughly") || IS(m, i, "exactly") || IS(m, i, "just") || IS(m, i, "please") ||
           (i < m->past && m->tokens->at[i].kind == WORD_MARK))
        i++;
    if (takes_for_given(m) || tells_in_clause(m, i))
        return false;
    bool firm = m->outcome != 0 && !IS(m, m->outcome - 1, "get") && !IS(m, m->outcome - 1, "gets") &&
                !IS(m, m->outcome - 1, "due") && !IS(m, m->outcome - 1, "receive") && !IS(m, m->outcome - 1, "received");
    if (IS(m, i, "who") && IS(m, i + 1, "else"))
        return false;
    if (IS(m, i, "why") && !has_finite(m, i + 1, i + 2)) /* "why wait, ..." */
        return false;
    if (IS(m, i, "how") && (IS(m, i + 1, "about") || IS(m, i + 1, "does")))
        return !firm;
    bool elliptic = IS(m, i, "can't") || IS(m, i, "don't") || IS(m, i, "didn't") || IS(m, i, "haven't") || IS(m, i, "not");
    if (elliptic && !(m->marks & (MARK_WE | MARK_I)) && m->words <= BARE_WORDS + 3) /* "can't remember the year?" */
        return !firm && !has_deal(m, i, m->past) && !has_dodge(m, i, m->past);
    if (IS_ANY(m, i, presuming))
        return !firm && has(m, i + 1, MARK_YOU) && !has_deal(m, i, m->past);
    for (uint32_t k = m->first; k <= i; k++) /* "just so I point you the right way: are you asking ..." */
        if (asks(m, k))
            return !(firm && has(m, i, MARK_WE | MARK_I));
    for (uint32_t k = i; k + 1 < m->past; k++)
        if ((token_is_mark(m->tokens, k, m->past, ',') || token_is_mark(m->tokens, k, m->past, ':')) && asks(m, k + 1))
            return !firm && !has_deal(m, m->first, k);
    return !firm && m->words <= BARE_WORDS && !has_finite(m, i, m->past) && !has_deal(m, i, m->past) &&
           !has_dodge(m, i, m->past) && !has(m, i, MARK_YOU | MARK_I | MARK_WE);
}

/* A day, an hour or a count in a question asks for it; a sum or a share states it. */
static bool may_be_asked(const struct meaning *m)
{
    bool only_days = true;
    for (uint32_t i = 0; i < m->unit_count; i++) {
        enum fact_kind k = m->units[i].kind;
        if (k == FACT_MONEY || k == FACT_PERCENT || k == FACT_LINK || k == FACT_PHONE || k == FACT_EMAIL)
            return false;
        only_days &= k == FACT_DATE || k == FACT_TIME || k == FACT_NAME;
    }
    return only_days || ((m->marks & (MARK_YOU | MARK_I)) && m->outcome == 0 && !has_deal(m, m->first, m->past));
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

enum wish {
    WISH_SET,  /* nothing but small words behind it */
    WISH_LIFE, /* something of the reader's life behind it */
    WISH_LUCK  /* whatever it is that luck is wished with */
};

static const struct {
    const char *words;
    enum wish kind;
} wishes[] = {{"drive safe", WISH_SET},
              {"drive safely", WISH_SET},
              {"drive carefully", WISH_SET},
              {"travel safe", WISH_SET},
              {"travel safely", WISH_SET},
              {"safe travels", WISH_SET},
              {"safe journey", WISH_SET},
              {"safe trip", WISH_SET},
              {"safe flight", WISH_SET},
              {"safe drive", WISH_SET},
              {"safe home", WISH_SET},
              {"sleep well", WISH_SET},
              {"sleep tight", WISH_SET},
              {"get well", WISH_SET},
              {"get some rest", WISH_SET},
              {"get some sleep", WISH_SET},
              {"get home safe", WISH_SET},
              {"keep well", WISH_SET},
              {"keep safe", WISH_SET},
              {"keep warm", WISH_SET},
              {"keep smiling", WISH_SET},
              {"keep your chin up", WISH_SET},
              {"stay safe", WISH_SET},
              {"stay warm", WISH_SET},
              {"stay dry", WISH_SET},
              {"stay well", WISH_SET},
              {"stay cool", WISH_SET},
              {"stay strong", WISH_SET},
              {"take care", WISH_SET},
              {"see you", WISH_SET},
              {"speak soon", WISH_SET},
              {"speak to you", WISH_SET},
              {"all the best", WISH_LIFE},
              {"best of luck", WISH_LUCK},
              {"best wishes", WISH_LIFE},
              {"welcome back", WISH_SET},
              {"welcome aboard", WISH_SET},
              {"good luck", WISH_LUCK},
              {"good night", WISH_SET},
              {"good day", WISH_SET},
              {"good morning", WISH_SET},
              {"good afternoon", WISH_SET},
              {"good evening", WISH_SET},
              {"enjoy", WISH_LIFE},
              {"have a", WISH_LIFE},
              {"have fun", WISH_SET},
              {"happy", WISH_LIFE},
              {"merry", WISH_LIFE},
              {"congratulations", WISH_LIFE},
              {"congrats", WISH_LIFE},
              {"selamat", WISH_LIFE},
              {"jaga diri", WISH_SET},
              {"jumpa", WISH_SET},
              {"semoga", WISH_LIFE},
              {"feliz", WISH_LIFE},
              {"buen", WISH_LIFE},
              {"buena", WISH_LIFE},
              {"mucha suerte", WISH_LUCK},
              {"suerte", WISH_LUCK},
              {"wishing you", WISH_LIFE}};

/* Drive safely! Enjoy your weekend! Have a good trip. Good luck tomorrow. */
static bool is_wish(const struct meaning *m, bool *luck)
{
    if (m->words > 9 || m->negations || (m->outcome && !IS(m, m->outcome - 1, "get")) ||
        (m->marks & (MARK_WE | MARK_I | MARK_FUTURE)) || !has_plain_units(m))
        return false;
    uint32_t first = IS(m, m->first, "and") || IS(m, m->first, "so") ? m->first + 1 : m->first;
    for (size_t k = 0; k < sizeof wishes / sizeof wishes[0]; k++) {
        uint32_t behind = behind_words(m, first, wishes[k].words);
        if (behind == 0)
            continue;
        uint32_t strange = strange_words(m, behind, m->past), end = m->past;
        while (end > behind && m->tokens->at[end - 1].kind == WORD_MARK)
            end--;
        bool theirs = has_life(m, behind, m->past) || has_feeling(m, behind, m->past) || m->unit_count > 0 || end <= behind + 1;
        *luck = wishes[k].kind == WISH_LUCK;
        if (has_deal(m, behind, m->past) || has_finite(m, behind, m->past))
            return false;
        return *luck ? strange <= 3 : strange == 0 && (theirs || wishes[k].kind == WISH_SET);
    }
    return false;
}

/* "you must be tired", "that must have been a shock": it is guessed what they feel, and what they must do is no feeling. */
static bool must_feel(const struct meaning *m, uint32_t i)
{
    if (!IS(m, i + 1, "must"))
        return false;
    uint32_t k = i + 2;
    if (IS(m, k, "have") && !IS(m, k + 1, "been"))
        return false;
    return (IS(m, k, "be") || IS(m, k, "feel") || IS(m, k, "have")) && has_feeling(m, k, k + 7);
}

/* "I hope you slept well": a hope says of nothing that it is so. */
static bool is_hope(const struct meaning *m, uint32_t i)
{
    bool hopes = (has(m, i, MARK_I) && (IS(m, i + 1, "hope") || IS(m, i + 1, "wish"))) || IS(m, i, "hope") ||
                 IS(m, i, "hopefully") || IS(m, i, "harap") || IS(m, i, "semoga") || IS(m, i, "espero");
    return hopes && !(m->marks & (MARK_WE | MARK_FUTURE)) && m->outcome == 0 && m->all == 0 && has_plain_units(m) &&
           m->words <= 16 && !has_deal(m, i, m->past) && courtesy_content(m, i) <= 5;
}

/* What the speaker feels about what the customer told: I hope you slept well, that sounds lovely, you must be tired, how
 * exciting. It speaks of the customer, never of us or of what they will get. */
static bool is_feeling(const struct meaning *m, uint32_t i)
{
    bool nobody = m->all != 0 && has(m, m->all - 1, MARK_NEGATION); /* "written in a way nobody understands" */
    if ((m->marks & (MARK_WE | MARK_FUTURE)) || m->outcome || (m->all && !nobody) || !has_plain_units(m) || m->words > 16 ||
        has_deal(m, i, m->past))
        return false;
    bool hopes = has(m, i, MARK_I) && (IS(m, i + 1, "bet") || IS(m, i + 1, "imagine") || IS(m, i + 1, "admire"));
    bool sorry = IS(m, i, "i'm") && (IS(m, i + 1, "sorry") || (IS(m, i + 2, "sorry") && m->tokens->at[i + 1].lex->weight == 0));
    bool glad = (IS(m, i, "i'm") && (IS(m, i + 1, "glad") || IS(m, i + 1, "happy") || IS(m, i + 1, "delighted"))) ||
                (IS(m, i, "i") && IS(m, i + 1, "know") && !tells_that(m, i));
    bool present = false; /* "sorry, your card is blocked" tells; "sorry your flight was late" does not */
    for (uint32_t k = i + 2; k < m->past; k++)
        present |= (IS(m, k, "is") || IS(m, k, "are") || IS(m, k, "can")) && !has_feeling(m, k, k + 4);
    bool seems = (IS(m, i, "that") || IS(m, i, "this") || IS(m, i, "it") || IS(m, i, "you") || IS(m, i, "they")) &&
                 (IS(m, i + 1, "sounds") || IS(m, i + 1, "sound") || IS(m, i + 1, "seems") || IS(m, i + 1, "seem")) &&
                 (has_feeling(m, i + 2, i + 7) || has_life(m, i + 2, i + 7));
    bool calls = (IS(m, i, "how") || IS(m, i, "what")) && m->words <= 9 && m->negations == 0 &&
                 (has_feeling(m, i + 1, i + 5) || has_life(m, i + 1, i + 5));
    uint32_t strange = strange_words(m, i, m->past);
    return (hopes && courtesy_content(m, i) <= 5) || (sorry && !present && strange <= 3) ||
           (glad && !present && strange <= (IS(m, i, "i") ? 2u : 1u)) ||
           ((seems || must_feel(m, i)) && m->negations == 0 && strange <= 1) || (calls && strange <= 1);
}

/* "Of course.", "No problem at all.": acknowledgement. "They are.", "It does.", "Everything." answer, and say what was asked. */
static bool acknowledges(const struct meaning *m)
{
    static const char *const ends[] = {"is",   "are",  "can",  "may",   "does",   "do",   "will",
                                       "safe", "done", "free", "ready", "sorted", "that", "it"};
    static const char *const subjects[] = {"it",     "it's", "that's", "they", "they're", "you",
                                           "you're", "we",   "we'll",  "i",    "i'll",    "all"};
    bool talk = false, subject = false, thanks = false, anytime = false;
    uint32_t end = m->past;
    while (end > m->first && m->tokens->at[end - 1].kind == WORD_MARK)
        end--;
    for (uint32_t i = m->first; i < end; i++) {
        talk |= has(m, i, MARK_HARMLESS | MARK_GREETING) || IS(m, i, "afraid") || IS(m, i, "please") || IS(m, i, "favor");
        anytime |= IS(m, i, "anytime");
        subject |= IS_ANY(m, i, subjects);
        thanks |= IS(m, i, "thank") || IS(m, i, "thanks") || IS(m, i, "sorry") || IS(m, i, "glad") || IS(m, i, "know");
    }
    bool answers =
        subject && m->negations == 0 && end > m->first && IS_ANY(m, end - 1, ends) && !thanks && !IS(m, m->first, "right");
    bool whole = m->all != 0 && !anytime && !(m->marks & MARK_I) && m->negations == 0 && !thanks;
    bool deed = false; /* "I'll do that for you" */
    for (uint32_t i = m->first; i < end; i++)
        deed |= has(m, i, MARK_FUTURE) && IS(m, i + 1, "do");
    if (has(m, m->first, MARK_CONDITION)) /* "if it isn't, ..." */
        return true;
    if (m->negations > 0 && (m->marks & MARK_I)) /* "I can't do that" */
        return !has_deal(m, m->first, m->past);
    bool bare = m->words == 1 && IS(m, m->first, "safe");
    return talk && !answers && !whole && !deed && !bare && !IS(m, m->first, "get") && !has_deal(m, m->first, m->past);
}

/* "Tell us after your visit if you take tablets": when, and under which condition, a claim may have otherwise. */
static bool has_condition(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if ((m->tokens->at[i].lex->roles & ROLE_IF) || IS(m, i, "before") || IS(m, i, "after"))
            return true;
    return false;
}

enum harmless harmless_as(const struct meaning *m, bool question)
{
    if (m->promise != 0 || foretells(m) || (m->offers_free && !is_refusal(m, begin_of(m))))
        return HARMLESS_NOT;
    if (question && !is_statement_in_question(m) && is_question(m))
        return m->unit_count == 0 || may_be_asked(m) ? HARMLESS_TALK : HARMLESS_NOT;
    uint32_t from = begin_of(m);
    bool luck = false;
    if (is_wish(m, &luck))
        return luck ? HARMLESS_TALK : HARMLESS_WARM;
    if (is_inability(m, from) || is_plain_courtesy(m, from) || is_hope(m, from) || is_privacy_request(m, from) ||
        leaves_unanswered(m, from))
        return HARMLESS_TALK;
    if (is_feeling(m, from)) /* what one is sorry for may be a claim's matter */
        return IS(m, from + 1, "sorry") || IS(m, from + 2, "sorry") ? HARMLESS_TALK : HARMLESS_WARM;
    if (is_courtesy(m, from) || is_address(m) || is_salutation(m) || is_exclamation(m, from) || is_fondness(m, from))
        return HARMLESS_WARM;
    uint32_t meaningful = m->words - m->harmless, i = from;
    if (m->unit_count > 0 || m->attribution != 0)
        return HARMLESS_NOT;
    bool refused_compare = m->compare == 0 || m->first_negation < m->compare;
    if (refused_compare && m->first_negation <= i + 2 && is_refusal(m, i))
        return courtesy_content(m, i) <= 8 ? HARMLESS_TALK : HARMLESS_NOT;
    if (m->compare != 0 && !is_kind_compare(m))
        return HARMLESS_NOT;
    if (meaningful == 0)
        return acknowledges(m) ? HARMLESS_TALK : HARMLESS_NOT;
    if (is_refusal(m, i))
        return courtesy_content(m, i) <= 8 ? HARMLESS_TALK : HARMLESS_NOT;
    if (m->outcome != 0)
        return HARMLESS_NOT;
    if (is_offer_to_talk(m, i))
        return HARMLESS_TALK;
    if (is_instruction(m, i))
        return has_condition(m) ? HARMLESS_WARM : HARMLESS_TALK;
    return is_reference(m, i) ? HARMLESS_WARM : HARMLESS_NOT;
}

bool is_harmless(const struct meaning *m, bool question)
{
    return harmless_as(m, question) != HARMLESS_NOT;
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
