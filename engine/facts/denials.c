#include "denials.h"

#include "free_of.h"
#include "words_at.h"

/* "can't go faster than 70": a bound, not a denial. */
static bool bounds_a_value(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = i + 2; k < m->past && k <= i + 5; k++)
        if (IS(m, k, "than") && k + 1 < m->past)
            return m->tokens->at[k + 1].kind == WORD_DIGITS || m->tokens->at[k + 1].lex->coin != COIN_NONE ||
                   m->tokens->at[k + 1].lex->number_word != NUMBER_NONE;
    return false;
}

/* "no" alone at the start answers; no doubt, no problem, not only, no more than, or not, no win no fee do not negate. */
bool negates(const struct meaning *m, uint32_t i)
{
    if (bounds_a_value(m, i))
        return false;
    bool hinders = IS(m, i + 1, "stop") || IS(m, i + 1, "prevent") || IS(m, i + 1, "keep");
    if (hinders && (IS(m, i + 2, "you") || IS(m, i + 2, "anyone") || IS(m, i + 2, "anybody"))) /* "doesn't stop you" */
        return false;
    if (IS(m, i + 1, "forget") || IS(m, i + 1, "olvide") || IS(m, i + 1, "lupa") ||
        (IS(m, i + 1, "se") && IS(m, i + 2, "olvide")))
        return false; /* "don't forget your card" */
    for (uint32_t k = 0; k < m->unit_count; k++)
        if (m->units[k].denied_by == i + 1)
            return false;
    static const char *const idioms[] = {"doubt",  "problem",     "problems", "worries", "worry",    "matter", "idea",
                                         "later",  "longer-than", "wonder",   "rush",    "pressure", "win",    "trouble",
                                         "bother", "fun",         "harm",     "biggie",  "sweat",    "apa"};
    bool dont = IS(m, i, "don't") || (IS(m, i, "not") && IS(m, i - 1, "do"));
    if (dont &&
        (IS(m, i + 1, "worry") || IS(m, i + 1, "panic") || IS(m, i + 1, "hesitate") || IS(m, i + 1, "leave") ||
         IS(m, i + 1, "mind") || IS(m, i + 1, "stress")) &&
        !(IS(m, i + 1, "leave") && !IS(m, i + 2, "it"))) /* "don't leave it too long" */
        return false;
    if (IS(m, i, "no") || IS(m, i, "not") || IS(m, i, "without") || IS(m, i, "never")) {
        for (size_t k = 0; k < sizeof idioms / sizeof idioms[0]; k++)
            if (is(m, i + 1, idioms[k]))
                return false;
        if (IS(m, i, "without") && (IS(m, i + 1, "fail") || IS(m, i + 1, "exception")))
            return false;
    }
    if (IS(m, i, "no")) {
        bool answers = i == m->first && i + 1 < m->past && m->tokens->at[i + 1].kind == WORD_MARK;
        bool bound =
            IS(m, i + 2, "than") || (IS(m, i + 1, "fee") && i >= m->first + 2 && (IS(m, i - 2, "win") || IS(m, i - 1, "win")));
        return !answers && !bound;
    }
    if (IS(m, i, "not"))
        return !IS(m, i + 1, "only") && !IS(m, i + 1, "just") && !(i > m->first && (IS(m, i - 1, "or") || IS(m, i - 1, "why"))) &&
               !IS(m, i + 2, "than");
    if (IS(m, i, "zero")) { /* a number, unless it says that nothing is charged */
        const struct sense *s = i + 1 < m->past ? m->tokens->at[i + 1].sense : NULL;
        return s != NULL && s->opposite[0] == -OPPOSITE_FREE;
    }
    return true;
}

static bool is_preposition(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"in", "for", "on", "at", "by", "during", "within", "from", "to"};
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (is(m, i, words[k]))
            return true;
    return false;
}

/* The strongest word a negation stands before (or behind: "costs nothing"); an opposite is preferred. */
static void open_scope(struct meaning *m, uint32_t i, uint32_t *turned)
{
    struct scope s = {.token = i};
    bool beside = false;
    bool behind = IS(m, i, "nothing") || IS(m, i, "nil") || IS(m, i, "zero") || IS(m, i, "nada");
    *turned = 0;
    for (uint32_t k = i, steps = 0; k > m->first && steps < 3 && s.before == 0; k--, steps++)
        s.before = m->tokens->at[k - 1].kind == WORD_MARK ? 0 : m->tokens->at[k - 1].key;
    for (uint32_t k = i + 1, steps = 0; k < m->past && steps < (IS(m, i, "none") ? 8u : 7u) && s.count < SCOPE_WORDS;
         k++, steps++) {
        const struct token *w = &m->tokens->at[k];
        if (w->kind == WORD_MARK &&
            (w->folded.at[0] == ',' || w->folded.at[0] == ';' || w->folded.at[0] == ':' || w->folded.at[0] == '.'))
            break;
        if (w->lex->marks & MARK_CLAUSE && s.count > 0 && !IS(m, k, "or"))
            break;
        int pair = w->sense != NULL ? w->sense->opposite[0] : 0;
        bool far = (pair == OPPOSITE_BEFORE || pair == -OPPOSITE_BEFORE) && k > i + 1; /* "isn't back after" */
        beside |= s.count > 0 && is_preposition(m, k);                                 /* "isn't covered in the first week" */
        if (w->key != 0 && w->sense != NULL && w->sense->opposite[0] != 0 && !far && !beside && *turned == 0 &&
            steps < (IS(m, i, "none") ? 7u : 5u))
            *turned = k + 1;
        s.denies_us |= s.count == 0 && steps < 3 && (w->lex->marks & MARK_WE);
        bool of_part = IS(m, k, "part") || IS(m, k, "sebahagian") || IS(m, k, "parte"); /* "no part of the certificate" */
        if (w->key != 0 && !of_part)
            s.keys[s.count++] = w->key;
    }
    if (behind)
        for (uint32_t k = i, steps = 0; k > m->first && steps < 3 && *turned == 0; k--, steps++) {
            const struct token *w = &m->tokens->at[k - 1];
            if (w->sense != NULL && w->sense->opposite[0] != 0)
                *turned = k;
            if (w->key != 0 && s.count < SCOPE_WORDS)
                s.keys[s.count++] = w->key;
        }
    bool passive = i > m->first && (IS(m, i - 1, "are") || IS(m, i - 1, "is") || IS(m, i - 1, "be") || IS(m, i - 1, "was") ||
                                    IS(m, i - 1, "were") || IS(m, i, "aren't") || IS(m, i, "isn't"));
    for (uint32_t k = i, steps = 0; passive && k > m->first && steps < 4 && *turned == 0;
         k--, steps++) { /* "refunds are not given" */
        const struct token *w = &m->tokens->at[k - 1];
        if (w->key != 0 && w->sense != NULL && w->sense->opposite[0] != 0 && s.count < SCOPE_WORDS)
            *turned = k;
    }
    if (m->scope_count < SCOPES_MAX)
        m->scopes[m->scope_count++] = s;
}

static void add_side(struct meaning *m, int16_t pair, bool negated, uint32_t token)
{
    if (pair == 0 || m->side_count == OPPOSITES_MAX)
        return;
    m->sides[m->side_count++] = (struct side){negated ? (int16_t)-pair : pair, negated, token};
}

/* The content of a word that is denied becomes what the denial says: free, unlimited. */
static void turn_content(struct meaning *m, uint64_t key, uint64_t into)
{
    bool there = meaning_has(m, into);
    for (uint32_t i = 0; i < m->content_count && key != into; i++) {
        if (m->content[i].key != key)
            continue;
        if (!there)
            m->content[i].key = into;
        else /* every key once */
            m->content[i] = m->content[--m->content_count];
        return;
    }
}

static uint64_t key_of(struct slice word)
{
    uint64_t stem = word_stem(word);
    const struct sense *s = sense_of(stem);
    return s != NULL && s->group != 0 ? s->group : stem;
}

static void say_content(struct meaning *m, struct slice word, uint32_t token)
{
    uint64_t key = key_of(word);
    if (m->content_count < CONTENT_MAX && !meaning_has(m, key))
        m->content[m->content_count++] = (struct content){key, token, 2, false};
}

/* "neither hours nor route", "no cuesta nada": one denial in two words. */
static bool goes_on_denying(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"nor", "ni", "nada", "nunca", "nadie", "ninguna", "ningún", "tampoco"};
    bool follows = false;
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        follows |= is(m, i, words[k]);
    if (!follows || m->negations == 0)
        return false;
    for (uint32_t k = i; k > m->first; k--) {
        if (m->tokens->at[k - 1].lex->marks & MARK_NEGATION)
            return true;
        if (m->tokens->at[k - 1].kind == WORD_MARK && !IS(m, i, "nor") && !IS(m, i, "ni"))
            return false;
    }
    return false;
}

static bool is_part_end(const struct meaning *m, uint32_t i)
{
    return token_is_mark(m->tokens, i, m->past, ';') || IS(m, i, "and") || IS(m, i, "but") || IS(m, i, "though") ||
           IS(m, i, "although") || IS(m, i, "while") || IS(m, i, "because");
}

/* A semicolon or a joint stands between the two tokens: what is denied in one part is not meant in the other. */
bool meaning_parts(const struct meaning *m, uint32_t a, uint32_t b)
{
    uint32_t from = a < b ? a : b, to = a < b ? b : a;
    for (uint32_t i = from + 1; i < to; i++)
        if (is_part_end(m, i))
            return true;
    return false;
}

/* Another negation stands in the same part of the sentence as token i. */
static bool is_denied_beside(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = i; k > m->first; k--) {
        if (token_has(m->tokens, k - 1, m->past, MARK_NEGATION) && negates(m, k - 1))
            return true;
        if (is_part_end(m, k - 1))
            break;
    }
    for (uint32_t k = i + 1; k < m->past; k++) {
        if (token_has(m->tokens, k, m->past, MARK_NEGATION) && negates(m, k))
            return true;
        if (is_part_end(m, k))
            break;
    }
    return false;
}

/* "never ... without a signature", "without a card you can't", "nobody's card but your own": a negation and an exception. */
static bool is_exclusive(const struct meaning *m, uint32_t i)
{
    bool without = IS(m, i, "without") || IS(m, i, "sin") || IS(m, i, "tanpa");
    if (i > m->first && (IS(m, i - 1, "than") || IS(m, i - 1, "or")))
        return false;
    if (without)
        return is_denied_beside(m, i);
    for (uint32_t k = m->past > i + 7 ? m->past - 5 : i + 2; k < m->past; k++) /* all of it would be read for every no */
        if (IS(m, k, "but") && m->tokens->at[k - 1].kind != WORD_MARK)
            return true;
    return false;
}

/* unless, until: but not "until nine". */
static bool sets_exception(const struct meaning *m, uint32_t i)
{
    if (!IS(m, i, "until") && !IS(m, i, "till"))
        return IS(m, i, "unless");
    return i + 1 >= m->past || (m->tokens->at[i + 1].kind == WORD_LETTERS && m->tokens->at[i + 1].lex->day == 0 &&
                                m->tokens->at[i + 1].lex->number_word == NUMBER_NONE);
}

static bool excepts(const struct meaning *m, uint32_t i)
{
    if (IS(m, i, "apart"))
        return IS(m, i + 1, "from");
    return !IS(m, i, "other") || IS(m, i + 1, "than");
}

/* The words that the negations of a sentence turn round. */
struct turned {
    uint32_t tokens[SCOPES_MAX], count;       /* by a no */
    uint32_t values[SCOPES_MAX], value_count; /* by a denial that is a value */
};

static void turn_value(struct turned *t, uint32_t token)
{
    if (t->value_count < SCOPES_MAX)
        t->values[t->value_count++] = token;
}

/* A denial that is a value: no charge, no limit. It turns its words, and the sentence says no more no than before. */
static bool reads_as_value(struct meaning *m, uint32_t i, struct turned *turned)
{
    if (turned->value_count > 0 && IS(m, i, "none")) /* "no fee under 40, and none on the rest" */
        return true;
    uint32_t limit = free_of_limit(m, i), price = limit == 0 ? free_of_charge(m, i) : 0;
    if (limit == 0 && price == 0)
        return false;
    turn_value(turned, (limit != 0 ? limit : price) - 1);
    m->is_unlimited |= limit != 0;
    m->offers_free |= price != 0;
    if (limit != 0)
        say_content(m, SLICE("limit"), limit - 1);
    if (price == i + 1) { /* "for nothing": no word of a price */
        add_side(m, OPPOSITE_FREE, false, i);
        say_content(m, SLICE("free"), i);
    }
    for (uint32_t k = price > m->first + 5 ? price - 5 : m->first; price != 0 && k < m->past && k < price + 4; k++)
        if (k + 1 != price && is_same_price(m, price - 1, k))
            turn_value(turned, k);
    return true;
}

/* "do not accept returns": what is not allowed is denied with it. */
static uint32_t object_of(const struct meaning *m, uint32_t verb)
{
    enum { NEAR = 3 };
    const struct sense *s = m->tokens->at[verb].sense;
    if (s == NULL || s->opposite[0] != OPPOSITE_ALLOWED)
        return 0;
    for (uint32_t i = verb + 1; i < m->past && i <= verb + NEAR && m->tokens->at[i].kind == WORD_LETTERS; i++)
        if (m->tokens->at[i].sense != NULL && m->tokens->at[i].sense->opposite[0] > OPPOSITE_BEFORE)
            return i + 1;
    return 0;
}

static void read_negation(struct meaning *m, uint32_t i, struct turned *turned)
{
    if (reads_as_value(m, i, turned))
        return;
    if (m->negations == 0)
        m->first_negation = i;
    m->negations += !goes_on_denying(m, i);
    m->is_exclusive = m->is_exclusive || is_exclusive(m, i);
    uint32_t word;
    open_scope(m, i, &word);
    if (word == 0)
        return;
    uint32_t object = object_of(m, word - 1);
    if (turned->count < SCOPES_MAX)
        turned->tokens[turned->count++] = word - 1;
    if (object != 0 && turned->count < SCOPES_MAX)
        turned->tokens[turned->count++] = object - 1;
}

/* Free of charge or of a limit, said without a denial. */
static void read_freedom(struct meaning *m, uint32_t i)
{
    if (is_on_us(m, i)) {
        m->offers_free = true;
        add_side(m, OPPOSITE_FREE, false, i);
        say_content(m, SLICE("free"), i);
    }
    if (is_without_limit(m, i)) {
        m->is_unlimited = true;
        add_side(m, sense_of(word_stem(SLICE("unlimited")))->opposite[0], false, i);
        say_content(m, SLICE("limit"), i);
    }
}

/* How a word of a pair stands: as it is, denied, or as a value that is said by denying it. */
enum standing { STANDS, STANDS_DENIED, STANDS_FREED };

static void read_side(struct meaning *m, uint32_t i, enum standing standing)
{
    const struct sense *s = m->tokens->at[i].sense;
    bool outside = (s->opposite[0] == OPPOSITE_OPEN || s->opposite[0] == -OPPOSITE_OPEN) && IS(m, i - 1, "outside");
    bool negated = (standing == STANDS_DENIED) != outside; /* outside opening hours */
    bool freed = standing == STANDS_FREED ||
                 (i >= m->first + 2 && IS(m, i - 2, "free") && (IS(m, i - 1, "of") || IS(m, i - 1, "from"))); /* free of charge */
    add_side(m, freed ? (int16_t)-s->opposite[0] : s->opposite[0], negated, i);
    add_side(m, freed ? 0 : s->opposite[1], negated, i);
    bool talk =
        IS(m, i + 1, "to") ||
        (i > m->first && (IS(m, i - 1, "feel") || IS(m, i - 1, "risk") || IS(m, i - 1, "toll") || IS(m, i - 1, "hands"))) ||
        IS(m, i + 1, "time");
    if (s->opposite[0] == -OPPOSITE_FREE && (negated || freed)) /* no charge is free */
        turn_content(m, m->tokens->at[i].key, key_of(SLICE("free")));
    if ((s->opposite[0] == OPPOSITE_FREE && !negated && !talk) || (s->opposite[0] == -OPPOSITE_FREE && (negated || freed)))
        m->offers_free = true;
}

static bool has_token(const uint32_t *tokens, uint32_t count, uint32_t i)
{
    for (uint32_t k = 0; k < count; k++)
        if (tokens[k] == i)
            return true;
    return false;
}

void polarity_read(struct meaning *m, bool any_side)
{
    struct turned turned = {0};
    bool unless = false;
    for (uint32_t i = m->first; i < m->past; i++) {
        const struct lexeme *lex = m->tokens->at[i].lex;
        if ((lex->marks & MARK_UNLESS) && sets_exception(m, i)) {
            unless |= m->negations > 0;
            m->has_unless = true;
        }
        if ((lex->roles & ROLE_EXCEPTS) && excepts(m, i)) {
            uint32_t ignored;
            open_scope(m, i, &ignored);
            m->exceptions++;
        }
        if ((lex->marks & MARK_NEGATION) && negates(m, i))
            read_negation(m, i, &turned);
        if (lex->roles & ROLE_FREES)
            read_freedom(m, i);
    }
    m->conditional_negation = unless;
    for (uint32_t i = any_side ? m->first : m->past; i < m->past; i++) {
        const struct sense *s = m->tokens->at[i].sense;
        if (s == NULL || s->opposite[0] == 0)
            continue;
        bool freed = has_token(turned.values, turned.value_count, i);
        bool denied = !unless && has_token(turned.tokens, turned.count, i);
        read_side(m, i, freed ? STANDS_FREED : denied ? STANDS_DENIED : STANDS);
    }
}
