#include "refusal.h"

#include "courtesy.h"
#include "talk.h"
#include "words_at.h"

/* "..., but I can send you the link" */
static bool offers_help(const struct meaning *m, uint32_t i)
{
    if (has(m, i, MARK_I) && (has(m, i + 1, MARK_NEGATION) || has(m, i + 2, MARK_NEGATION))) /* "..., so I couldn't say" */
        return true;
    return IS(m, i, "i'll") || IS(m, i, "i'd") || (IS(m, i, "i") && (IS(m, i + 1, "can") || IS(m, i + 1, "could")));
}

/* A reason or an objection behind the refusal is a statement of its own. */
static bool goes_on(const struct meaning *m, uint32_t from)
{
    for (uint32_t i = from; i + 1 < m->past; i++)
        if ((IS(m, i, "but") || IS(m, i, "because") || IS(m, i, "since") || IS(m, i, "as") || IS(m, i, "so") ||
             IS(m, i, "though") || token_is_mark(m->tokens, i, m->past, ';') || token_is_mark(m->tokens, i, m->past, ':')) &&
            !offers_help(m, i + 1) && courtesy_content(m, i) > 0)
            return true;
    return false;
}

/* I have no information about ..., I don't have any prices for ..., I have nothing on ...: what is not known here. */
static bool lacks_knowledge(const struct meaning *m)
{
    static const char *const things[] = {"information", "details", "info",   "prices", "price",    "figures", "data",
                                         "records",     "record",  "dates",  "times",  "anything", "notes",   "note",
                                         "answers",     "answer",  "advice", "facts",  "word",     "list",    "way",
                                         "means",       "idea",    "clue",   "news"};
    uint32_t n = m->first_negation, behind = n + 1;
    for (uint32_t k = behind; k < m->past; k++)
        if (has(m, k, MARK_WE) || IS(m, k, "but")) /* "..., but we have it" */
            return false;
    bool have = n >= m->first + 2 && (IS(m, n - 1, "have") || IS(m, n - 1, "got")) && has(m, n - 2, MARK_I);
    have |= n > m->first && (IS(m, n - 1, "i've") || (IS(m, n - 1, "got") && n >= m->first + 2 && IS(m, n - 2, "i've")));
    bool dont = n > m->first && has(m, n - 1, MARK_I) && (IS(m, n, "don't") || IS(m, n, "haven't"));
    if (dont && (IS(m, n + 1, "have") || IS(m, n + 1, "got")))
        behind = n + 2;
    else if (!have)
        return false;
    if (have && IS(m, n, "nothing"))
        return IS(m, behind, "on") || IS(m, behind, "about") || IS(m, behind, "here");
    for (uint32_t k = behind; k < m->past && k < behind + 4; k++)
        for (size_t w = 0; w < sizeof things / sizeof things[0]; w++)
            if (is(m, k, things[w]))
                return IS(m, k + 1, "about") || IS(m, k + 1, "on") || IS(m, k + 1, "for") || IS(m, k + 1, "of") ||
                       IS(m, k + 1, "here") || k + 1 >= m->past || m->tokens->at[k + 1].kind == WORD_MARK;
    return false;
}

/* "There's nothing in front of me about trains", "nothing I've been given mentions trains". */
static bool has_nothing_here(const struct meaning *m)
{
    static const char *const about[] = {"about", "on", "mentions", "mention", "says", "covers", "regarding", "covering"};
    uint32_t n = m->first_negation;
    bool nothing = IS(m, n, "nothing") ||
                   (IS(m, n, "no") && (IS(m, n + 1, "information") || IS(m, n + 1, "details") || IS(m, n + 1, "mention")));
    bool mine = false;
    for (uint32_t i = n + 1; nothing && i < m->past && m->tokens->at[i].kind == WORD_LETTERS && !has(m, i, MARK_WE); i++) {
        mine |= has(m, i, MARK_I) || IS(m, i, "here");
        for (size_t k = 0; mine && k < sizeof about / sizeof about[0]; k++)
            if (is(m, i, about[k]))
                return true;
    }
    return false;
}

/* whether, when, how: what is left open behind it is not stated. */
static bool opens_question(const struct meaning *m, uint32_t from, uint32_t past)
{
    static const char *const words[] = {"how", "what", "when",  "whether", "if",  "which",
                                        "why", "who",  "where", "si",      "qué", "sama"};
    for (uint32_t i = from; i < past && i < m->past; i++)
        if (IS_ANY(m, i, words))
            return true;
    return false;
}

/* "I can't refuse students", "we can't say no": two noes make a statement of what is given. */
static bool denies_a_no(const struct meaning *m, uint32_t n)
{
    enum { VERB_BEHIND = 3 }; /* "not allowed to refuse" */
    for (uint32_t i = n + 1; i < m->past && i <= n + VERB_BEHIND; i++) {
        if (has_refusing(m, i, i + 1) || (IS(m, i, "say") && (IS(m, i + 1, "no") || IS(m, i + 1, "we"))))
            return true;
        if (has(m, i, MARK_TELL) || IS(m, i, "approve") || IS(m, i, "accept"))
            return false;
    }
    return false;
}

/* "I can't promise it'll be there after 30 days": nothing is promised, whatever the time. */
bool refuses_promise(const struct meaning *m, uint32_t from)
{
    uint32_t n = m->first_negation;
    bool self = n <= from + 2 && (has(m, from, MARK_I | MARK_WE) || (n > m->first && has(m, n - 1, MARK_I | MARK_WE)));
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind == FACT_MONEY || m->units[i].kind == FACT_PERCENT || m->units[i].kind == FACT_LINK ||
            m->units[i].kind == FACT_PHONE)
            return false;
    bool promise = IS(m, n + 1, "promise") || IS(m, n + 1, "guarantee") ||
                   (IS(m, n + 1, "say") && IS(m, n + 2, "for") && (IS(m, n + 3, "certain") || IS(m, n + 3, "sure")));
    return self && promise && m->negations == 1 && !m->offers_free;
}

/* "I won't tell your employer": who is told nothing is the reader, or what is told is left open. */
static bool tells_others(const struct meaning *m, uint32_t i)
{
    static const char *const open[] = {"you",   "how",  "what",    "when",   "whether", "if",   "which", "why",   "who",
                                       "where", "that", "exactly", "anyone", "anybody", "from", "yet",   "apart", "for"};
    return IS(m, i, "tell") && i + 1 < m->past && m->tokens->at[i + 1].kind != WORD_MARK && !IS_ANY(m, i + 1, open);
}

/* The approved money, how many we've approved: an open question takes it for given. */
bool takes_for_given(const struct meaning *m)
{
    static const char *const done[] = {"approved", "accepted", "awarded", "granted"};
    for (uint32_t i = m->first + 1; i < m->past; i++) {
        bool instant = IS(m, i - 1, "instant") && (IS(m, i, "approval") || IS(m, i, "payout") || IS(m, i, "acceptance"));
        bool given = has(m, i - 1, MARK_YOU | MARK_WE) || IS(m, i - 1, "the") || IS(m, i - 1, "an") || IS(m, i - 1, "have");
        if (instant || (given && IS_ANY(m, i, done)))
            return true;
    }
    return false;
}

/* "I can't see your drop": a thing; not "see why you'd be refused", "see you being refused". */
static bool sees_a_thing(const struct meaning *m, uint32_t i)
{
    return IS(m, i, "see") && !IS(m, i + 1, "any") && !IS(m, i + 1, "why") && !IS(m, i + 1, "you") && !IS(m, i + 1, "how");
}

/* "..., they overcharge": a clause behind the comma speaks of the talk, of the one who decides, or of nothing. */
static bool adds_a_statement(const struct meaning *m, uint32_t from)
{
    static const char *const fronts[] = {
        "that",   "that's",   "it",      "it's",     "i",      "i'm",   "i'd",     "i've",  "i'll",      "even",    "whoever",
        "a",      "an",       "someone", "somebody", "the",    "only",  "not",     "sorry", "but",       "and",     "or",
        "so",     "as",       "please",  "ask",      "eso",    "lo",    "tetapi",  "no",    "yet",       "exactly", "your",
        "nor",    "this",     "there's", "if",       "unless", "until", "without", "for",   "in",        "at",      "on",
        "though", "although", "when",    "how",      "who",    "which", "whether", "what",  "especially"};
    uint32_t at = clause_end(m, from);
    if (at + 1 >= m->past || strange_words(m, at, m->past) == 0)
        return false;
    bool we_deny = has(m, at + 1, MARK_WE) && m->negations > 1;
    bool theirs = IS(m, at + 1, "you'd") || (IS(m, at + 1, "you") && (IS(m, at + 2, "can") || IS(m, at + 2, "could") ||
                                                                      IS(m, at + 2, "need") || IS(m, at + 2, "would")));
    return !IS_ANY(m, at + 1, fronts) && !we_deny && !theirs;
}

/* "I don't know anyone who was declined": praise, and nothing left open. */
static bool knows_of_none(const struct meaning *m, uint32_t i)
{
    return IS(m, i, "know") && (IS(m, i + 1, "anyone") || IS(m, i + 1, "anybody") || IS(m, i + 1, "of"));
}

static bool tells_all_the_same(const struct meaning *m, uint32_t i)
{
    return tells_others(m, i) || knows_of_none(m, i) || (IS(m, i, "see") && !sees_a_thing(m, i));
}

/* "I can't offer anything cheaper", "no better than ours": compared, and not left open. */
static bool states_a_comparison(const struct meaning *m)
{
    if (m->compare == 0 || opens_question(m, m->first_negation, m->compare))
        return false;
    for (uint32_t i = m->first; i < m->past; i++)
        if (IS(m, i, "than") || IS(m, i, "anywhere") || ((IS(m, i, "anything") || IS(m, i, "of")) && i + 3 >= m->compare))
            return true;
    return false;
}

/* I can't say ..., we cannot predict ..., I'm not able to give ...: a refusal may mention what it refuses. */
bool is_refusal(const struct meaning *m, uint32_t i)
{
    bool nobody = has(m, i, MARK_NEGATION) && has(m, i, MARK_ALL);
    if (IS(m, i, "our") || IS(m, i, "my")) /* "our repairs don't come with a guarantee" */
        return false;
    if (m->negations == 0 || goes_on(m, m->first_negation) || !(has(m, i, MARK_I | MARK_WE) || nobody || IS(m, i, "it's")))
        return false;
    for (uint32_t k = i; k < m->first_negation; k++) /* "we'll pay the vet, so you won't ..." denies something else */
        if (token_is_mark(m->tokens, k, m->past, ',') || has(m, k, MARK_YOU))
            return false;
    bool self = has(m, i, MARK_I);
    if (denies_a_no(m, m->first_negation) || takes_for_given(m) || states_a_comparison(m) || adds_a_statement(m, i))
        return false;
    for (uint32_t k = m->first_negation, steps = 0; k < m->past && steps < 5; k++, steps++) {
        if (!has(m, k, MARK_TELL))
            continue;
        if (tells_all_the_same(m, k))
            return false;
        bool plain = IS(m, k, "give") || IS(m, k, "provide") || IS(m, k, "help") || IS(m, k, "see") || IS(m, k, "access") ||
                     IS(m, k, "offer") || IS(m, k, "share") || IS(m, k, "show") || IS(m, k, "disclose") || IS(m, k, "look") ||
                     IS(m, k, "go") || IS(m, k, "know") || IS(m, k, "decide") || IS(m, k, "reveal");
        return self || !plain;
    }
    if (lacks_knowledge(m))
        return true;
    for (uint32_t k = m->first_negation, steps = 0; k < m->past && steps < 5; k++, steps++)
        if (self && (IS(m, k, "have") || IS(m, k, "got")))
            for (uint32_t w = k; w < m->past; w++)
                if (IS(m, w, "information") || IS(m, w, "details") || IS(m, w, "access") || IS(m, w, "answer") ||
                    IS(m, w, "record") || IS(m, w, "info") || IS(m, w, "sight"))
                    return true;
    return false;
}

/* Only days, hours and names: "how busy it'll be on Saturday". */
static bool has_only_days(const struct meaning *m)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind != FACT_DATE && m->units[i].kind != FACT_TIME && m->units[i].kind != FACT_NAME)
            return false;
    return true;
}

/* how busy it will be, whether she passes, what they charge: a question that is left open. */
static bool is_open_question(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"how", "what", "when", "whether", "if", "which", "why", "who", "where"};
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (is(m, i, words[k]))
            return true;
    return false;
}

/* "That isn't something I can advise on", "it's not for me to say". */
static bool refuses_topic(const struct meaning *m, uint32_t i)
{
    bool it = IS(m, i, "that") || IS(m, i, "this") || IS(m, i, "it") || IS(m, i, "that's") || IS(m, i, "it's");
    uint32_t n = m->first_negation + 1;
    if (!it || m->first_negation > i + 2)
        return false;
    for (uint32_t k = n; k < m->past && k <= n + 3; k++) {
        if (!has(m, k, MARK_I | MARK_WE))
            continue;
        bool able = IS(m, k + 1, "can") || IS(m, k + 1, "could") || IS(m, k + 1, "know") || IS(m, k + 1, "to") ||
                    IS(m, k + 1, "am") || IS(m, k + 1, "have");
        for (uint32_t v = k + 1; able && v < m->past && v <= k + 4; v++)
            if (has(m, v, MARK_TELL) || IS(m, v, "into"))
                return true;
    }
    return false;
}

bool leaves_unanswered(const struct meaning *m, uint32_t from)
{
    enum { CONTENT_LEFT_MAX = 8 };
    if (m->negations > 0 && !goes_on(m, m->first_negation) && m->promise == 0 && m->unit_count == 0 && has_nothing_here(m) &&
        courtesy_content(m, from) <= CONTENT_LEFT_MAX)
        return true;
    if (m->negations > 0 && !goes_on(m, m->first_negation) && m->promise == 0 && refuses_promise(m, from))
        return courtesy_content(m, from) <= CONTENT_LEFT_MAX;
    bool idle = m->promise == 0 && m->attribution == 0 && has_only_days(m) && !m->offers_free;
    if (m->negations == 0 || denies_a_no(m, m->first_negation) || takes_for_given(m))
        return false;
    if (!idle || goes_on(m, m->first_negation) || courtesy_content(m, from) > CONTENT_LEFT_MAX)
        return false;
    if (refuses_topic(m, from))
        return true;
    uint32_t n = m->first_negation;
    bool self = has(m, from, MARK_I | MARK_WE) || (n > m->first && has(m, n - 1, MARK_I | MARK_WE));
    for (uint32_t k = n + 1; self && k < m->past && k <= n + 5; k++)
        if (tells_all_the_same(m, k))
            return false;
    for (uint32_t k = n + 1; self && k < m->past && k <= n + 5; k++)
        if ((has(m, k, MARK_TELL) || IS(m, k, "sure") || IS(m, k, "telling") || IS(m, k, "knowing") || IS(m, k, "saying")) &&
            (is_open_question(m, k + 1) || (has(m, k + 1, MARK_YOU) && is_open_question(m, k + 2)) ||
             (has(m, n - 1, MARK_I) && is_open_question(m, k + 2))))
            return true;
    return false;
}

/* What the speaker does in a talk, or would do for the reader, and says that it cannot. */
static bool is_doing(const struct meaning *m, uint32_t i)
{
    static const char *const doings[] = {
        "add",       "assist",  "attach",    "calculate", "chase",     "click",    "complete",  "correct",   "delete",
        "email",     "fill",    "force",     "forward",   "hear",      "hold",     "interpret", "issue",     "keep",
        "listen",    "locate",  "negotiate", "override",  "prepare",   "recall",   "remember",  "remove",    "represent",
        "set",       "settle",  "speed",     "start",     "stop",      "store",    "submit",    "translate", "type",
        "vouch",     "watch",   "accept",    "access",    "act",       "advise",   "agree",     "alter",     "answer",
        "approve",   "arrange", "ask",       "book",      "bring",     "call",     "cancel",    "carry",     "change",
        "check",     "choose",  "comment",   "confirm",   "contact",   "cover",    "decide",    "diagnose",  "disclose",
        "discuss",   "do",      "estimate",  "explain",   "extend",    "forecast", "give",      "go",        "guarantee",
        "guess",     "handle",  "help",      "hurry",     "judge",     "look",     "make",      "mark",      "message",
        "move",      "offer",   "okay",      "open",      "order",     "pass",     "pick",      "predict",   "prescribe",
        "pretend",   "process", "promise",   "provide",   "put",       "quote",    "read",      "reach",     "recommend",
        "reconnect", "refund",  "repeat",    "reserve",   "ring",      "say",      "schedule",  "sell",      "send",
        "share",     "show",    "sign",      "speak",     "speculate", "switch",   "take",      "talk",      "tell",
        "transfer",  "turn",    "update",    "use",       "value",     "verify",   "view",      "waive",     "work",
        "write"};
    return IS_ANY(m, i, doings);
}

/* decir, recomendar, reservar: what is said of the talk, whatever pronoun hangs on it. */
static bool begins_any(struct slice w, const char *const *stems, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (slice_starts(w, slice_from(stems[k])))
            return true;
    return false;
}

static bool is_spanish_doing(const struct meaning *m, uint32_t i)
{
    static const char *const stems[] = {
        "dec",    "recom",  "promet",  "garanti", "reserv", "enseñ", "le",      "dar",     "ver",    "hac",     "confirm",
        "asegur", "seguir", "ayud",    "cambi",   "envi",   "mand",  "pas",     "compart", "acced",  "calcul",  "anul",
        "cancel", "abr",    "respond", "contest", "opin",   "pred",  "presion", "insist",  "molest", "pregunt", "ped",
        "fing",   "escrib", "sab",     "mostr",   "atend",  "llam",  "aconsej", "valor"};
    return i < m->past && begins_any(m->tokens->at[i].folded, stems, sizeof stems / sizeof stems[0]) && !has_deal(m, i, m->past);
}

static bool is_malay_doing(const struct meaning *m, uint32_t i)
{
    static const char *const doings[] = {"beri",    "beritahu", "janji",  "terima",   "mengira", "kira",  "buat",   "cakap",
                                         "kata",    "tempah",   "batal",  "batalkan", "tukar",   "bantu", "hantar", "lihat",
                                         "semak",   "nampak",   "buka",   "sahkan",   "jamin",   "teka",  "jawab",  "baca",
                                         "berikan", "janjikan", "tunjuk", "sambung",  "memberi"};
    return IS_ANY(m, i, doings) && !has_deal(m, i, m->past);
}

/* "No puedo decirle ...", "no le puedo ...", "no necesito su número"; "saya tak boleh beri ...". */
static bool is_inability_elsewhere(const struct meaning *m, uint32_t i)
{
    if (IS(m, i, "saya") && (IS(m, i + 1, "tak") || IS(m, i + 1, "tidak")) && (IS(m, i + 2, "boleh") || IS(m, i + 2, "dapat")))
        return is_malay_doing(m, i + 3);
    if (!IS(m, i, "no"))
        return false;
    uint32_t k = IS(m, i + 1, "le") || IS(m, i + 1, "lo") || IS(m, i + 1, "te") || IS(m, i + 1, "se") ? i + 2 : i + 1;
    if (IS(m, k, "puedo"))
        return is_spanish_doing(m, k + 1);
    if (IS(m, k, "voy") && IS(m, k + 1, "a"))
        return is_spanish_doing(m, k + 2);
    if (IS(m, k, "necesito"))
        return !has_deal(m, k, m->past) && has_detail(m, k, m->past);
    return IS(m, k, "opino") || (IS(m, k, "sé") && opens_question(m, k, k + 3));
}

/* I don't have an opinion, I don't know whether, I don't need your number. */
static bool lacks(const struct meaning *m, uint32_t verb)
{
    static const char *const idle[] = {"have", "do", "give", "make", "take", "deal", "handle", "work", "share"};
    if (IS(m, verb, "know"))
        return opens_question(m, verb, verb + 4) || IS(m, verb + 1, "the") || IS(m, verb + 1, "that") || IS(m, verb + 1, "yet") ||
               verb + 1 >= m->past || m->tokens->at[verb + 1].kind == WORD_MARK;
    if (IS(m, verb, "need") || IS(m, verb, "want"))
        return IS(m, verb + 1, "to") || IS(m, verb + 1, "it") || (has_detail(m, verb, m->past) && !has_deal(m, verb, m->past));
    if (IS(m, verb, "think"))
        return has(m, verb + 1, MARK_I);
    return IS_ANY(m, verb, idle) || sees_a_thing(m, verb);
}

/* I won't hurry you, I won't ask for your number, I'm not going to pretend. */
static bool refrains(const struct meaning *m, uint32_t verb)
{
    static const char *const idle[] = {"push",  "hurry",  "rush",     "press", "bother",  "keep",    "repeat",  "write",
                                       "bring", "judge",  "pressure", "guess", "mention", "message", "pretend", "argue",
                                       "say",   "decide", "choose",   "agree", "comment", "help"};
    if (IS(m, verb, "ask"))
        return has(m, verb + 1, MARK_YOU) || has_detail(m, verb, m->past);
    if (IS(m, verb, "tell"))
        return !tells_others(m, verb);
    return IS_ANY(m, verb, idle);
}

/* I can't book it for you, I don't have an opinion, I won't hurry you; saya tak boleh, no puedo: what the speaker does not do.
 * The verb that is denied is one of doing and telling, denied once, and nothing is stated behind it. */
bool is_inability(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = 0; k < m->unit_count; k++)
        if (m->units[k].kind == FACT_MONEY || m->units[k].kind == FACT_PERCENT || m->units[k].kind == FACT_LINK)
            return false;
    bool outcome_denied = m->negations > 0 && m->outcome > m->first_negation && m->outcome <= m->first_negation + 5;
    if (m->negations == 0 || goes_on(m, m->first_negation) || (m->outcome && !outcome_denied) ||
        (m->all != 0 && m->all != m->first_negation + 1) || courtesy_content(m, i) > 9)
        return false;
    if (IS(m, i, "without") || IS(m, i, "sin")) /* "without a guardian I can't go on" */
        for (uint32_t k = i + 1; k < m->past && k < i + 10; k++)
            if (IS(m, k, "i") || (IS(m, k, "no") && IS(m, k + 1, "puedo"))) {
                i = k;
                break;
            }
    if (IS(m, i, "yo"))
        i++;
    if (denies_a_no(m, m->first_negation) || takes_for_given(m) || states_a_comparison(m) || adds_a_statement(m, i))
        return false;
    if (is_inability_elsewhere(m, i))
        return true;
    if (!(IS(m, i, "i") || IS(m, i, "i'm")))
        return false;
    for (uint32_t k = i + 1; k <= i + 2; k++) {
        bool able = IS(m, k, "not") && (IS(m, k + 1, "able") || IS(m, k + 1, "allowed"));
        bool cannot = IS(m, k, "can't") || IS(m, k, "cannot") || IS(m, k, "couldn't") || able || IS(m, k, "unable");
        uint32_t done = able ? k + 3 : IS(m, k, "unable") ? k + 2 : k + 1;
        if (cannot)
            return (is_doing(m, done) && !tells_others(m, done)) || sees_a_thing(m, done);
        bool dont = IS(m, k, "don't") || (IS(m, k, "do") && IS(m, k + 1, "not"));
        bool not_going = IS(m, k, "not") && IS(m, k + 1, "going") && IS(m, k + 2, "to");
        bool wont = IS(m, k, "won't") || IS(m, k, "never") || (IS(m, k, "will") && IS(m, k + 1, "not")) || not_going;
        uint32_t verb = not_going ? k + 3 : IS(m, k, "do") || IS(m, k, "will") ? k + 2 : k + 1;
        if ((dont && lacks(m, verb)) || (wont && refrains(m, verb)))
            return true;
    }
    return false;
}
