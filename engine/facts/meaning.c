#include "meaning.h"

#include "denials.h"
#include "words_at.h"

bool meaning_has(const struct meaning *m, uint64_t key)
{
    for (uint32_t i = 0; i < m->content_count; i++)
        if (m->content[i].key == key)
            return true;
    return false;
}

static void add_content(struct meaning *m, const struct token *k, uint32_t at, bool is_name)
{
    if (k->key == 0 || m->content_count == CONTENT_MAX || meaning_has(m, k->key))
        return;
    uint8_t weight = k->is_nearby && k->lex->weight > 1 ? 1 : k->lex->weight; /* less sure than the word itself */
    m->content[m->content_count++] = (struct content){k->key, at, weight, is_name};
}

void meaning_lend(struct meaning *m, uint64_t key, uint32_t token)
{
    if (m->content_count < CONTENT_MAX && !meaning_has(m, key))
        m->content[m->content_count++] = (struct content){key, token, 0, true};
}

void meaning_inherit(struct meaning *m, const struct meaning *before)
{
    for (uint32_t i = 0; i < before->content_count; i++)
        if (m->content_count < CONTENT_MAX && !meaning_has(m, before->content[i].key))
            m->content[m->content_count++] = before->content[i];
}

void meaning_inherit_subject(struct meaning *m, const struct meaning *before)
{
    for (uint32_t i = 0; i < before->content_count; i++)
        if (m->content_count < CONTENT_MAX && (i == 0 || before->content[i].is_name) && !meaning_has(m, before->content[i].key))
            m->content[m->content_count++] = before->content[i];
}

/* -- marks ------------------------------------------------------------------------------------------------------------ */

static bool is_denied(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = i, steps = 0; k > m->first && steps < 5; k--, steps++)
        if ((m->tokens->at[k - 1].lex->marks & MARK_NEGATION) && negates(m, k - 1))
            return true;
    return false;
}

/* Promises said in more than one word. */
static bool promise_phrase(const struct meaning *m, uint32_t i)
{
    if (!token_has(m->tokens, i, m->past, MARK_PHRASE))
        return false;
    static const char *const phrases[][3] = {
        {"no", "doubt", NULL},     {"without", "fail", NULL}, {"without", "exception", NULL}, {"without", "doubt", NULL},
        {"without", "a", "doubt"}, {"beyond", "doubt", NULL}, {"without", "any", "doubt"},    {"for", "sure", NULL},
        {"for", "certain", NULL},  {"bound", "to", NULL},     {"rest", "assured", NULL},      {"count", "on", NULL},
        {"no", "matter", "what"},  {"take", "my", "word"},    {"you", "have", "my"},          {"rely", "on", NULL},
        {"no", "risk", NULL},      {"risk", "free", NULL},    {"make", "sure", "you"},        {"sin", "duda", NULL},
        {"sure", "thing", NULL},   {"sure", "to", NULL},      {"can't", "lose", NULL},        {"cannot", "lose", NULL},
        {"cannot", "fail", NULL},  {"can't", "fail", NULL},   {"100", "%", "certain"},        {"100", "%", "sure"},
        {"in", "the", "bag"},      {"no", "question", NULL},  {"every", "single", "time"},    {"never", "fails", NULL}};
    char letter = m->tokens->at[i].folded.at[0];
    for (size_t k = 0; k < sizeof phrases / sizeof phrases[0]; k++)
        if (phrases[k][0][0] == letter && is(m, i, phrases[k][0]) && is(m, i + 1, phrases[k][1]) &&
            (phrases[k][2] == NULL || is(m, i + 2, phrases[k][2])))
            return true;
    return false;
}

/* "all" that quantifies nothing: at all, all set, after all, all you need; "always" and "every" in talk. */
static bool quantifies(const struct meaning *m, uint32_t i)
{
    if (IS(m, i, "all") && i > m->first &&
        IS(m, i - 1, "are")) /* "cash, cards and cheques are all fine": those that were named */
        for (uint32_t k = m->first; k < i; k++)
            if (IS(m, k, "and") || IS(m, k, "or"))
                return false;
    if (IS(m, i, "all"))
        return !(i > m->first &&
                 (IS(m, i - 1, "at") || IS(m, i - 1, "after") || IS(m, i - 1, "that's") || IS(m, i - 1, "first"))) &&
               !IS(m, i + 1, "set") && !IS(m, i + 1, "right") && !IS(m, i + 1, "you") && !IS(m, i + 1, "your") &&
               !IS(m, i + 1, "we") && !IS(m, i + 1, "about");
    if (IS(m, i, "everything") && (IS(m, i + 1, "you") || IS(m, i + 1, "you've"))) /* "everything you paid" */
        return false;
    if ((IS(m, i, "every") || IS(m, i, "each")) && i + 1 < m->past)
        return m->tokens->at[i + 1].lex->day == 0;
    return true;
}

static bool any_time(const struct meaning *m, uint32_t i)
{
    if (!IS(m, i, "any"))
        return false;
    if (IS(m, i + 2, "from") || IS(m, i + 2, "between") || IS(m, i + 2, "after") || IS(m, i + 2, "before") ||
        IS(m, i + 2, "until") || IS(m, i + 2, "within"))
        return false; /* any time from three */
    return IS(m, i + 1, "time") || IS(m, i + 1, "moment") || IS(m, i + 1, "day") || IS(m, i + 1, "point") ||
           IS(m, i + 1, "stage") || IS(m, i + 1, "circumstances") || IS(m, i + 1, "case") || IS(m, i + 1, "event");
}

/* "the cheapest is 50 euros", "15% cheaper": a bound and a discount, no comparison with others. */
static bool bounds_or_measures(const struct meaning *m, uint32_t i)
{
    uint32_t roles = m->tokens->at[i].lex->roles;
    bool cheaper = IS(m, i, "cheaper") && !IS(m, i + 1, "than");
    for (uint32_t u = 0; u < m->all_unit_count; u++) {
        const struct unit *k = &m->units[u];
        if (cheaper && k->kind == FACT_PERCENT && k->past == i)
            return true;
        if (k->soft_bound || k->past + 2 == i) {
            if ((roles & ROLE_MOST && k->bound == BOUND_MOST) || (roles & ROLE_LEAST && k->bound == BOUND_LEAST))
                return true;
        }
    }
    return false;
}

/* get back to you, get in touch, gets lost; "we'll get it to your insurer" */
static bool is_idle_get(const struct meaning *m, uint32_t i)
{
    bool ours = i > m->first && token_has(m->tokens, i - 1, m->past, MARK_WE) && !IS(m, i + 1, "you");
    if (IS(m, i, "get") && ours)
        return true;
    return (IS(m, i, "get") || IS(m, i, "gets")) &&
           ((IS(m, i + 1, "back") && IS(m, i + 2, "to")) || IS(m, i + 1, "in") || IS(m, i + 1, "lost") || IS(m, i + 1, "to"));
}

/* A promise at token i: by its word, unless it is warmth, an answer or a determiner, or by several words; not denied. */
static bool promises(const struct meaning *m, uint32_t i, uint32_t marks)
{
    bool agrees = IS(m, i, "sure") && IS(m, i + 1, "thing") && i == m->first; /* "Sure thing, ..." */
    bool phrase = !agrees && promise_phrase(m, i);
    if (!phrase && !(marks & MARK_PROMISE))
        return false;
    bool warm = IS(m, i + 1, "sorry") || IS(m, i + 1, "understand") || IS(m, i + 1, "happy") || IS(m, i + 1, "glad") ||
                IS(m, i + 1, "love") || IS(m, i + 1, "appreciate") || IS(m, i + 1, "welcome") || IS(m, i + 1, "fine") ||
                IS(m, i + 1, "right") || IS(m, i + 1, "okay") || IS(m, i + 1, "delighted") || IS(m, i + 1, "correct");
    bool answers = (IS(m, i, "certainly") || IS(m, i, "absolutely") || IS(m, i, "definitely") || IS(m, i, "sure")) &&
                   i <= m->first + 1 &&
                   (i + 1 >= m->past || m->tokens->at[i + 1].kind == WORD_MARK || token_has(m->tokens, i + 1, m->past, MARK_I));
    bool make_certain = IS(m, i, "certain") && i + 1 < m->past && m->tokens->at[i + 1].key != 0; /* "certain rooms" */
    if (!phrase && (warm || answers || make_certain))
        return false;
    return !is_denied(m, i) || IS(m, i, "no") || IS(m, i, "without");
}

static bool next_unit_at(const struct meaning *m, uint32_t i)
{
    for (uint32_t u = 0; u < m->all_unit_count; u++)
        if (m->units[u].first == i && m->units[u].kind == FACT_MONEY)
            return true;
    return false;
}

static void read_marks(struct meaning *m, uint32_t i, bool in_unit)
{
    const struct token *k = &m->tokens->at[i];
    uint32_t marks = k->lex->marks;
    if (k->kind == WORD_LETTERS && k->folded.len > 3 && marks == 0 && slice_ends(k->folded, SLICE("'ll")))
        marks |= MARK_FUTURE;
    if (m->promise == 0 && promises(m, i, marks))
        m->promise = i + 1;
    bool dated = IS(m, i, "due") && i > m->first && (IS(m, i - 1, "is") || IS(m, i - 1, "are")); /* when the next box is due */
    if ((marks & MARK_OUTCOME) && m->outcome == 0 && !is_idle_get(m, i) && !dated)
        m->outcome = i + 1;
    if ((marks & MARK_COMPARE) && m->compare == 0 && !in_unit && !bounds_or_measures(m, i) &&
        !(i > m->first && IS(m, i - 1, "at")))
        m->compare = i + 1;
    for (uint32_t u = 0; u < m->unit_count; u++)
        if (m->units[u].denied_by == i + 1) /* "never more than" */
            marks &= ~(uint32_t)MARK_ALL;
    bool only_so_much = (IS(m, i, "just") || IS(m, i, "only")) && next_unit_at(m, i + 1); /* "it's just 15 a month" */
    if (only_so_much)
        marks &= ~(uint32_t)MARK_ONLY;
    if (IS(m, i, "most") && i > m->first && IS(m, i - 1, "the"))
        marks &= ~(uint32_t)MARK_SOME;
    marks |= any_time(m, i) ? MARK_ALL : 0;
    if ((marks & MARK_ALL) && !in_unit) {
        if (!quantifies(m, i))
            marks &= ~(uint32_t)MARK_ALL;
        else if (m->all == 0)
            m->all = i + 1;
    }
    if ((marks & MARK_ATTRIBUTION) && m->attribution == 0 && i > m->first &&
        !token_has(m->tokens, i - 1, m->past, MARK_I | MARK_WE | MARK_YOU | MARK_FUTURE | MARK_MAYBE))
        m->attribution = i + 1;
    if ((marks & MARK_MAYBE) && IS(m, i, "may") && k->capital && i > m->first)
        marks &= ~(uint32_t)MARK_MAYBE;
    m->marks |= marks;
}

/* A date or time counts as talk when it only names the day; other units are checked apart. */
void meaning_of(struct meaning *m, const struct tokens *t, uint32_t first, uint32_t past, struct unit *units, size_t unit_count)
{
    size_t u = 0;
    bool any_side = false;
    m->tokens = t;
    m->first = first;
    m->past = past;
    m->content_count = m->side_count = m->scope_count = m->negations = m->exceptions = m->first_negation = 0;
    m->conditional_negation = m->offers_free = m->is_unlimited = m->has_unless = m->is_exclusive = false;
    m->roles = m->marks = m->promise = m->outcome = m->compare = m->all = m->attribution = m->words = m->harmless = 0;
    while (u < unit_count && units[u].first < first)
        u++;
    m->units = u > 0 ? units + u : units; /* units may be NULL when there are none */
    m->unit_count = 0;
    m->all_unit_count = (uint32_t)(unit_count - u);
    for (size_t k = u; k < unit_count; k++)
        if (units[k].past > past) {
            m->all_unit_count = (uint32_t)(k - u);
            break;
        }
    m->identity = UINT64_C(0x9e3779b97f4a7c15);
    for (uint32_t i = first; i < past; i++) {
        const struct token *k = &t->at[i];
        m->roles |= k->lex->roles;
        while (u < unit_count && units[u].past <= i)
            u++;
        bool in_unit = u < unit_count && units[u].first <= i && units[u].past <= past;
        if (in_unit && units[u].first == i)
            m->unit_count++;
        if (k->kind == WORD_MARK && k->lex->coin == COIN_NONE && !in_unit)
            continue;
        m->identity = (m->identity ^ word_hash(k->folded)) * UINT64_C(0x100000001b3);
        if (k->kind == WORD_MARK || k->kind == WORD_DIGITS)
            continue;
        bool name = in_unit && units[u].kind == FACT_NAME;
        read_marks(m, i, in_unit && !name);
        if (in_unit && !name)
            continue;
        m->words++;
        m->harmless += k->lex->weight == 0 || (k->lex->marks & MARK_HARMLESS) != 0;
        any_side |= k->sense != NULL && k->sense->opposite[0] != 0;
        add_content(m, k, i, name);
    }
    polarity_read(m, any_side);
}
