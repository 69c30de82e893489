#include "conditions.h"

const char turns_condition[] = "turns the condition round";
const char lifts_condition[] = "leaves the condition out";

/* "..., as you've got a Flex ticket", "since you have claimed": a condition of which it is told that it is met. */
static bool opens_reason(const struct meaning *m, uint32_t i)
{
    static const char *const facts[] = {"there's", "there", "it's", "it", "that", "this", "the", "they", "they're", "he", "she"};
    const struct tokens *t = m->tokens;
    bool because = TOKEN_IS(t, i, m->past, "because") || (TOKEN_IS(t, i, m->past, "now") && TOKEN_IS(t, i + 1, m->past, "that"));
    if (!because && !TOKEN_IS(t, i, m->past, "as") && !TOKEN_IS(t, i, m->past, "since"))
        return false;
    if (because || token_has(t, i + 1, m->past, MARK_YOU | MARK_WE))
        return true;
    for (size_t k = 0; k < sizeof facts / sizeof facts[0]; k++)
        if (token_is_word(t, i + 1, m->past, facts[k]))
            return true;
    return false;
}

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

/* "must be returned within 21 days, or we charge 55": the joint that says what happens otherwise, + 1. */
static uint32_t or_else(const struct meaning *m)
{
    bool duty = false;
    for (uint32_t i = m->first; (m->roles & ROLE_OBLIGES) && i + 2 < m->past; i++) {
        const struct tokens *t = m->tokens;
        duty |= (t->at[i].lex->roles & ROLE_OBLIGES) != 0;
        bool joint =
            TOKEN_IS(t, i, m->past, "otherwise") ||
            (TOKEN_IS(t, i, m->past, "or") && (TOKEN_IS(t, i + 1, m->past, "else") || TOKEN_IS(t, i + 1, m->past, "we") ||
                                               TOKEN_IS(t, i + 1, m->past, "you") || TOKEN_IS(t, i + 1, m->past, "there") ||
                                               TOKEN_IS(t, i + 1, m->past, "you'll") || TOKEN_IS(t, i + 1, m->past, "we'll")));
        if (duty && joint)
            return i + 1;
    }
    return 0;
}

/* except on bank holidays; without flash, when that is a denial. */
static bool opens_exception(const struct meaning *m, uint32_t i)
{
    bool without = TOKEN_IS(m->tokens, i, m->past, "without");
    if (!without && !(m->tokens->at[i].lex->roles & ROLE_EXCEPTS))
        return false;
    for (uint32_t k = 0; k < m->scope_count; k++)
        if (m->scopes[k].token == i)
            return true;
    return false;
}

/* "as long as the flash stays off", not "8% off" */
static bool is_off(const struct meaning *m, uint32_t i)
{
    if (i == m->first || !TOKEN_IS(m->tokens, i, m->past, "off"))
        return false;
    return m->tokens->at[i - 1].kind == WORD_LETTERS && m->tokens->at[i - 1].lex->coin == COIN_NONE;
}

/* "If you miss a visit"; but "if a part is missing" is no failing to do something. */
static bool fails_at(const struct meaning *m, uint32_t i)
{
    bool lacks = TOKEN_IS(m->tokens, i, m->past, "missing") && i > m->first &&
                 (m->tokens->at[i - 1].lex->roles & ROLE_VERB || TOKEN_IS(m->tokens, i - 1, m->past, "goes") ||
                  TOKEN_IS(m->tokens, i - 1, m->past, "or"));
    return (m->tokens->at[i].lex->roles & ROLE_FAILS) != 0 && !lacks;
}

struct condition {
    bool there, turns;    /* a word of it says no without the word no: unless, except, miss */
    uint32_t denials;     /* no, unless, miss and except in the whole sentence: two of them make a yes */
    uint32_t first, past; /* tokens of the first one */
};

static uint32_t stretch_end(const struct meaning *m, uint32_t i)
{
    const struct tokens *t = m->tokens;
    while (i < m->past && !token_is_mark(t, i, m->past, ',') && !token_is_mark(t, i, m->past, ';') &&
           !token_is_mark(t, i, m->past, ':') && !token_is_mark(t, i, m->past, '.'))
        i++;
    return i;
}

/* "...; tripods are not allowed": another statement, with a no of its own. */
static bool is_apart(const struct meaning *m, uint32_t a, uint32_t b)
{
    uint32_t from = a < b ? a : b, to = a < b ? b : a;
    for (uint32_t i = from + 1; i < to; i++)
        if (token_is_mark(m->tokens, i, m->past, ';') ||
            (token_is_mark(m->tokens, i - 1, m->past, ',') &&
             (TOKEN_IS(m->tokens, i, m->past, "and") || TOKEN_IS(m->tokens, i, m->past, "but"))))
            return true;
    return false;
}

static struct condition condition_of(const struct meaning *m)
{
    struct condition c = {.there = is_order_and_result(m), .denials = m->negations + m->exceptions};
    uint32_t otherwise = or_else(m);
    bool inside = c.there;
    c.there |= m->exceptions > 0 || otherwise != 0;
    c.turns = m->exceptions > 0 || otherwise != 0;
    c.denials += otherwise != 0;
    c.first = m->first;
    c.past = otherwise != 0 ? otherwise - 1 : inside ? stretch_end(m, m->first) : m->first;
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct token *w = &m->tokens->at[i];
        bool unless = TOKEN_IS(m->tokens, i, m->past, "unless"), fails = fails_at(m, i) || is_off(m, i);
        bool opens = opens_condition(m, i) || opens_exception(m, i) || opens_reason(m, i);
        inside = (inside && w->kind != WORD_MARK) || opens;
        if (opens && c.past == c.first) {
            c.first = i;
            c.past = stretch_end(m, i);
        }
        c.there |= inside;
        c.denials += unless || (fails && inside);
        c.turns |= inside && (unless || fails);
    }
    for (uint32_t i = 0; i < m->scope_count && c.past > c.first; i++)
        c.denials -= c.denials > 0 && is_apart(m, m->scopes[i].token, c.first);
    return c;
}

/* -- what is paid under a condition -------------------------------------------------------------------------------------- */

enum payment { PAYMENT_UNSAID, PAYMENT_NONE, PAYMENT_SOME };

struct paid {
    enum payment payment;
    uint32_t token;
};

static void note_payment(struct paid *before, struct paid *after, const struct condition *c, struct paid p)
{
    bool is_before = p.token < c->first;
    if (is_before && (before->payment == PAYMENT_UNSAID || p.token > before->token))
        *before = p;
    if (p.token >= c->past && (after->payment == PAYMENT_UNSAID || p.token < after->token))
        *after = p;
}

/* The price nearest to the condition: before it, or behind it when it comes first. */
static enum payment payment_of(const struct meaning *m, const struct condition *c)
{
    struct paid before = {0}, after = {0};
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (m->units[i].kind == FACT_MONEY)
            note_payment(&before, &after, c, (struct paid){PAYMENT_SOME, m->units[i].first});
    for (uint32_t i = 0; i < m->side_count; i++) {
        int pair = m->sides[i].negated ? -m->sides[i].pair : m->sides[i].pair; /* the no is counted apart */
        if (pair == OPPOSITE_FREE || pair == -OPPOSITE_FREE)
            note_payment(&before, &after, c,
                         (struct paid){pair == OPPOSITE_FREE ? PAYMENT_NONE : PAYMENT_SOME, m->sides[i].token});
    }
    return before.payment != PAYMENT_UNSAID ? before.payment : after.payment;
}

static bool is_inside(const struct unit *u, const struct condition *c)
{
    return u->first >= c->first && u->past <= c->past;
}

/* "over a year old" and "a year at most": the one is where the other is not. */
static bool has_complement(const struct meaning *said, const struct condition *s, const struct meaning *known,
                           const struct condition *k)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        for (uint32_t j = 0; j < known->unit_count; j++) {
            const struct unit *a = &said->units[i], *b = &known->units[j];
            bool apart =
                (a->bound == BOUND_MOST && b->bound == BOUND_LEAST) || (a->bound == BOUND_LEAST && b->bound == BOUND_MOST);
            if (apart && unit_same_number(a, b) && is_inside(a, s) && is_inside(b, k))
                return true;
        }
    return false;
}

/* open, closed; included, excluded: pairs that are a yes and a no without the word no. How many of them stand on other sides. */
static uint32_t opposite_words(const struct meaning *said, const struct meaning *known)
{
    uint32_t flips = 0;
    for (int pair = OPPOSITE_ALLOWED; pair <= OPPOSITE_REFUNDED; pair++) {
        bool has[2][2] = {{false}};
        for (uint32_t i = 0; i < said->side_count; i++) {
            int own = said->sides[i].negated ? -said->sides[i].pair : said->sides[i].pair;
            has[0][0] |= own == pair;
            has[0][1] |= own == -pair;
        }
        for (uint32_t i = 0; i < known->side_count; i++) {
            int own = known->sides[i].negated ? -known->sides[i].pair : known->sides[i].pair;
            has[1][0] |= own == pair;
            has[1][1] |= own == -pair;
        }
        bool one_each = has[0][0] != has[0][1] && has[1][0] != has[1][1];
        flips += pair != OPPOSITE_BEFORE && one_each && has[0][0] != has[1][0];
    }
    return flips;
}

enum parity exception_parity(const struct meaning *said, const struct meaning *known)
{
    if (known->exceptions != 1 || said->exceptions > 0 || known->negations > 1 || said->negations > 1 ||
        (said->marks & (MARK_ONLY | MARK_CONDITION | MARK_UNLESS)))
        return PARITY_UNKNOWN;
    uint32_t own = 0;
    for (uint32_t i = 0; i < known->scope_count; i++) {
        const struct scope *s = &known->scopes[i];
        if (!(known->tokens->at[s->token].lex->roles & ROLE_EXCEPTS))
            continue;
        for (uint32_t k = 0; k < s->count; k++) {
            bool before = false; /* "dogs ..., except assistance dogs": of dogs there are both */
            for (uint32_t w = known->first; w < s->token && !before; w++)
                before = known->tokens->at[w].key == s->keys[k];
            if (before)
                continue;
            own += meaning_has(said, s->keys[k]);
        }
    }
    if (own == 0)
        return PARITY_UNKNOWN;
    return (said->negations + known->negations + opposite_words(said, known)) % 2 == 1 ? PARITY_SAME : PARITY_OTHER;
}

enum parity parity_of(const struct meaning *said, const struct meaning *known)
{
    if (!(known->marks & (MARK_CONDITION | MARK_UNLESS)) && known->exceptions == 0 && or_else(known) == 0)
        return PARITY_UNKNOWN;
    struct condition s = condition_of(said), k = condition_of(known);
    if (!s.there || !k.there)
        return PARITY_UNKNOWN;
    enum payment paid = payment_of(said, &s), known_paid = payment_of(known, &k);
    bool prices = paid != PAYMENT_UNSAID && known_paid != PAYMENT_UNSAID && paid != known_paid;
    uint32_t flips = opposite_words(said, known);
    if (!(s.turns || k.turns || prices || flips > 0) || s.denials > 2 || k.denials > 2)
        return PARITY_UNKNOWN;
    bool complement = has_complement(said, &s, known, &k);
    return (s.denials + k.denials + prices + complement + flips) % 2 == 0 ? PARITY_SAME : PARITY_OTHER;
}

bool shares_condition(const struct meaning *said, const struct meaning *known)
{
    struct condition s = condition_of(said), k = condition_of(known);
    for (uint32_t i = s.first; i < s.past; i++)
        for (uint32_t j = k.first; j < k.past; j++)
            if (said->tokens->at[i].key != 0 && said->tokens->at[i].lex->weight >= 2 &&
                said->tokens->at[i].key == known->tokens->at[j].key)
                return true;
    for (uint32_t i = 0; i < said->unit_count; i++)
        for (uint32_t j = 0; j < known->unit_count; j++) {
            const struct unit *a = &said->units[i], *b = &known->units[j];
            if (is_inside(a, &s) && is_inside(b, &k) && a->kind != FACT_NAME && unit_agrees(a, b))
                return true;
        }
    return false;
}

bool denies_unless(const struct meaning *m)
{
    uint32_t inside = 0, outside = 0;
    if (m->negations == 0 || m->exceptions > 0 || m->negations > 2 || !(m->marks & (MARK_CONDITION | MARK_UNLESS)))
        return false;
    struct condition c = condition_of(m);
    for (uint32_t i = 0; i < m->scope_count; i++) {
        uint32_t at = m->scopes[i].token;
        inside += c.there && at >= c.first && at < c.past;
        outside += !(c.there && at >= c.first && at < c.past);
    }
    return outside == 1 && (inside == 1 || (m->negations == 1 && m->conditional_negation));
}

bool requires_before(const struct meaning *m)
{
    bool needs = false;
    for (uint32_t i = m->negations == 0 && (m->marks & MARK_UNLESS) ? m->first : m->past; i < m->past; i++) {
        const struct tokens *t = m->tokens;
        needs |= (t->at[i].lex->roles & ROLE_OBLIGES) || TOKEN_IS(t, i, m->past, "need") || TOKEN_IS(t, i, m->past, "needs");
        if (needs && TOKEN_IS(t, i, m->past, "before"))
            return true;
    }
    return false;
}

/* -- what is left out ---------------------------------------------------------------------------------------------------- */

/* A statement of its own begins at token i, or ends before it. */
static bool parts_statements(const struct meaning *m, uint32_t i)
{
    const struct tokens *t = m->tokens;
    bool behind_comma = i > m->first && token_is_mark(t, i - 1, m->past, ',');
    return token_is_mark(t, i, m->past, ';') || token_is_mark(t, i, m->past, '.') || TOKEN_IS(t, i, m->past, "but") ||
           (behind_comma && (TOKEN_IS(t, i, m->past, "and") || TOKEN_IS(t, i, m->past, "so") || TOKEN_IS(t, i, m->past, "or") ||
                             TOKEN_IS(t, i, m->past, "which")));
}

static bool is_full(const struct token *w)
{
    return w->key != 0 && w->lex->weight >= 2;
}

static bool has_key(const struct meaning *m, uint32_t first, uint32_t past, uint64_t key)
{
    for (uint32_t i = first; i < past; i++)
        if (m->tokens->at[i].key == key)
            return true;
    return false;
}

/* A statement of the known sentence with the condition that it stands under. */
struct bound_statement {
    uint32_t first, past;                     /* tokens of the statement with its condition */
    uint32_t condition_first, condition_past; /* tokens of the condition */
};

/* The condition that begins at token i, if one does. */
static bool bound_at(struct bound_statement *out, const struct meaning *m, uint32_t i)
{
    bool goes_on = i > m->first && token_is_mark(m->tokens, i - 1, m->past, ',') && TOKEN_IS(m->tokens, i, m->past, "when");
    if ((!opens_condition(m, i) && !opens_exception(m, i)) || goes_on) /* "on Sundays, when it ends at four" */
        return false;
    *out = (struct bound_statement){i, i + 1, i, i + 1};
    bool verb = false; /* "it runs for a year and leaving early costs 30 unless ..." */
    while (out->first > m->first && !parts_statements(m, out->first - 1) &&
           !(verb && TOKEN_IS(m->tokens, out->first - 1, m->past, "and")))
        verb |= (m->tokens->at[--out->first].lex->roles & ROLE_VERB) != 0;
    while (out->past < m->past && !parts_statements(m, out->past))
        out->past++;
    while (out->condition_past < out->past && !token_is_mark(m->tokens, out->condition_past, m->past, ','))
        out->condition_past++;
    return true;
}

static bool is_in_statement(const struct bound_statement *b, const struct unit *u)
{
    return u->first >= b->first && u->past <= b->past;
}

/* A value that the known sentence has outside of the statement and not in it: "from 24 to 26 December". */
static bool says_other_value(const struct meaning *said, const struct meaning *known, const struct bound_statement *b)
{
    bool inside = false, outside = false;
    for (uint32_t i = 0; i < said->unit_count; i++)
        for (uint32_t k = 0; k < known->unit_count; k++) {
            bool agree = known->units[k].kind != FACT_NAME && unit_agrees(&said->units[i], &known->units[k]);
            inside |= agree && is_in_statement(b, &known->units[k]);
            outside |= agree && !is_in_statement(b, &known->units[k]);
        }
    return outside && !inside;
}

/* A word of the statement itself, which no other statement of the sentence has, is said. */
static bool says_statement(const struct meaning *said, const struct meaning *known, const struct bound_statement *b)
{
    if (says_other_value(said, known, b))
        return false;
    for (uint32_t i = 0; i < said->content_count; i++) {
        uint64_t key = said->content[i].key;
        bool own = has_key(known, b->first, b->condition_first, key) || has_key(known, b->condition_past, b->past, key);
        bool others = has_key(known, known->first, b->first, key) || has_key(known, b->past, known->past, key);
        if (said->content[i].weight >= 2 && own && !others)
            return true;
    }
    return false;
}

/* The sentence that what is said is a clause of, and so many before and behind it: the condition may stand there. */
static struct meaning text_around(const struct meaning *said, uint32_t sentences)
{
    struct meaning whole = {.tokens = said->tokens, .first = said->first, .past = said->past};
    const struct tokens *t = said->tokens;
    for (uint32_t n = 0; n <= sentences; n++) {
        whole.first -= n > 0 && whole.first > 0;
        while (whole.first > 0 && !t->at[whole.first].starts_sentence)
            whole.first--;
        whole.past += n > 0 && whole.past < t->count;
        while (whole.past < t->count && !t->at[whole.past].starts_sentence)
            whole.past++;
    }
    return whole;
}

/* The sentence asks, or sets a condition of its own. */
static bool asks_or_supposes(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if (token_is_mark(m->tokens, i, m->past, '?') || (m->tokens->at[i].lex->marks & MARK_CONDITION) ||
            opens_condition(m, i) || (m->tokens->at[i].lex->roles & ROLE_EXCEPTS))
            return true;
    return false;
}

/* The number that a token is, 0 when it is none. */
static int64_t number_of(const struct token *w)
{
    int64_t n = 0;
    if (w->lex->number_word == NUMBER_SMALL)
        return w->lex->number;
    for (size_t i = 0; w->kind == WORD_DIGITS && i < w->folded.len && i < 9; i++)
        n = w->folded.at[i] >= '0' && w->folded.at[i] <= '9' ? n * 10 + (w->folded.at[i] - '0') : n;
    return n;
}

static bool is_same_word(const struct token *a, const struct token *b)
{
    return (a->key != 0 && a->key == b->key) || slice_eq(a->folded, b->folded) ||
           (number_of(a) != 0 && number_of(a) == number_of(b));
}

/* A word, a number or a day that the known sentence has in its condition only. */
static bool names_condition(const struct meaning *text, const struct meaning *known, const struct bound_statement *b)
{
    bool any = false;
    for (uint32_t i = b->condition_first; i < b->condition_past; i++) {
        const struct token *w = &known->tokens->at[i];
        bool value = w->kind == WORD_DIGITS || number_of(w) != 0 || w->lex->day != 0 || w->lex->month != 0;
        bool own = value || (is_full(w) && !has_key(known, b->first, b->condition_first, w->key) &&
                             !has_key(known, b->condition_past, b->past, w->key));
        any |= own;
        for (uint32_t k = text->first; own && k < text->past; k++)
            if (is_same_word(w, &text->tokens->at[k]))
                return true;
    }
    return !any; /* "if you like": it names nothing that could be left out */
}

bool drops_condition(const struct meaning *said, const struct meaning *known)
{
    if (TOKEN_IS(said->tokens, said->first, said->past, "please")) /* call us, if there is anything */
        return false;
    for (uint32_t i = known->first; i < known->past; i++) {
        struct bound_statement b;
        if (!bound_at(&b, known, i) || !says_statement(said, known, &b))
            continue;
        struct meaning sentence = text_around(said, 0), text = text_around(said, 1);
        bool denies = said->negations > known->negations; /* what it is where the condition is not; polarity.c asks for that */
        if (!denies && !asks_or_supposes(&sentence) && !names_condition(&text, known, &b))
            return true;
    }
    return false;
}
