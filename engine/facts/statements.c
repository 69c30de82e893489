#include "statements.h"

#include <parley/size.h>

#include "framing.h"

enum { STATEMENTS_MAX = 12 };

struct statement {
    uint32_t first, past;
    bool denies;
};

struct statements {
    struct statement at[STATEMENTS_MAX];
    uint32_t count;
};

static bool is_border(const struct meaning *m, uint32_t i)
{
    const struct token *w = &m->tokens->at[i];
    return (w->kind == WORD_MARK && w->lex->coin == COIN_NONE && w->folded.at[0] != '-' && w->folded.at[0] != '\'') ||
           (w->lex->roles & ROLE_JOINT);
}

static bool denies_at(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = 0; k < m->scope_count; k++)
        if (m->scopes[k].token == i)
            return true;
    return false;
}

/* Something is said of something: a list goes on without a verb, and belongs to the statement beside it. */
static bool has_verb(const struct meaning *m, uint32_t first, uint32_t past)
{
    for (uint32_t i = first; i < past; i++)
        if ((m->tokens->at[i].lex->roles & ROLE_VERB) || denies_at(m, i))
            return true;
    return false;
}

static void statements_read(struct statements *out, const struct meaning *m)
{
    *out = (struct statements){.count = 0};
    for (uint32_t first = m->first, i = m->first; i <= m->past; i++) {
        if (i < m->past && !is_border(m, i))
            continue;
        bool verb = has_verb(m, first, i), full = out->count == STATEMENTS_MAX;
        bool strong = i < m->past && (TOKEN_IS(m->tokens, i, m->past, "but") || TOKEN_IS(m->tokens, i + 1, m->past, "but") ||
                                      token_is_mark(m->tokens, i, m->past, ';'));
        bool goes_on = strong && out->count > 0; /* "..., cheque or card, but no cash" */
        if (((i == m->past || goes_on) && !verb) || full) {
            if (out->count > 0)
                out->at[out->count - 1].past = i;
            else
                out->at[out->count++] = (struct statement){first, i, false};
        } else if (verb)
            out->at[out->count++] = (struct statement){first, i, false};
        else
            continue;
        first = i;
    }
    for (uint32_t s = 0; s < out->count; s++)
        for (uint32_t i = out->at[s].first; i < out->at[s].past; i++)
            out->at[s].denies |= denies_at(m, i);
    for (uint32_t s = 0; s < out->count; s++)
        out->at[s].denies = out->at[s].denies != shuts_out(m, out->at[s].first, out->at[s].past);
}

static uint32_t verb_of(const struct meaning *m, const struct statement *s)
{
    for (uint32_t i = s->first; i < s->past; i++)
        if (m->tokens->at[i].lex->roles & ROLE_VERB)
            return i;
    return s->past;
}

/* "... and is not included": the subject is that of the statement before. */
static bool has_no_subject(const struct meaning *m, const struct statement *s)
{
    for (uint32_t i = s->first; i < verb_of(m, s); i++)
        if (m->tokens->at[i].key != 0 && m->tokens->at[i].lex->weight >= 2)
            return false;
    return true;
}

enum said_of { SAID_NOWHERE, SAID_AFFIRMED, SAID_DENIED, SAID_BOTH };

static enum said_of standing_of(const struct statements *s, const struct meaning *m, uint64_t key)
{
    enum said_of found = SAID_NOWHERE;
    for (uint32_t k = 0; k < s->count; k++)
        for (uint32_t i = s->at[k].first; i < s->at[k].past; i++) {
            enum said_of here = s->at[k].denies ? SAID_DENIED : SAID_AFFIRMED;
            if (m->tokens->at[i].key != key)
                continue;
            bool shared = k + 1 < s->count && s->at[k + 1].denies != s->at[k].denies && i < verb_of(m, &s->at[k]) &&
                          has_no_subject(m, &s->at[k + 1]);
            found = (found == SAID_NOWHERE || found == here) && !shared ? here : SAID_BOTH;
        }
    return found;
}

static bool is_mixed(const struct statements *s)
{
    bool denies = false, affirms = false;
    for (uint32_t i = 0; i < s->count; i++) {
        denies |= s->at[i].denies;
        affirms |= !s->at[i].denies;
    }
    return denies && affirms;
}

/* Words of one statement of `said` that `known` only affirms, and that it only denies. */
struct stands {
    uint32_t affirmed, denied, first, subjects; /* denied ones before the verb */
};

static struct stands stands_of(const struct meaning *said, const struct statement *s, const struct meaning *known,
                               const struct statements *k)
{
    struct stands n = {0};
    for (uint32_t i = s->first; i < s->past; i++) {
        const struct token *w = &said->tokens->at[i];
        bool pair = w->sense != NULL && w->sense->opposite[0] != 0; /* accept, allow: polarity.c reads them */
        if (w->key == 0 || w->lex->weight < 2 || w->lex->span != SPAN_NONE || (pair && !s->denies))
            continue;
        enum said_of of = standing_of(k, known, w->key);
        n.affirmed += of == SAID_AFFIRMED;
        n.denied += of == SAID_DENIED;
        n.subjects += of == SAID_DENIED && verb_of(said, s) < s->past && i < verb_of(said, s);
        if (n.first == 0 && of == (s->denies ? SAID_AFFIRMED : SAID_DENIED))
            n.first = i + 1;
    }
    return n;
}

/* except, unless, only: a no that depends, which polarity.c reads. */
static bool depends(const struct meaning *m)
{
    return m->exceptions > 0 || m->conditional_negation || m->has_unless || m->is_exclusive ||
           (m->marks & (MARK_ONLY | MARK_CONDITION));
}

/* "Smoking means a fee of 150": its value is registered with it. */
static bool has_known_value(const struct meaning *said, const struct statement *s, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        for (uint32_t k = 0; k < known->unit_count; k++)
            if (said->units[i].first >= s->first && said->units[i].past <= s->past && said->units[i].kind == FACT_MONEY &&
                unit_agrees(&said->units[i], &known->units[k]))
                return true;
    return false;
}

uint32_t turned_statement(const struct meaning *said, const struct meaning *known)
{
    if (known->scope_count == 0 || known->exceptions > 0 || depends(known) || depends(said)) /* most */
        return 0;
    struct statements s, k;
    statements_read(&k, known);
    if (!is_mixed(&k))
        return 0;
    statements_read(&s, said);
    for (uint32_t i = 0; i < s.count; i++) {
        struct stands n = stands_of(said, &s.at[i], known, &k);
        bool affirms = n.denied > 0 && (n.subjects > 0 || n.denied >= n.affirmed) && !has_known_value(said, &s.at[i], known);
        if (s.at[i].denies ? n.affirmed > 0 && n.denied == 0 : affirms)
            return n.first;
    }
    return 0;
}

/* -- whose value it is --------------------------------------------------------------------------------------------------- */

static bool is_amount(const struct unit *u)
{
    bool kind = u->kind == FACT_MONEY || u->kind == FACT_PERCENT || (u->kind == FACT_DURATION && u->scale < SPAN_RATE_MINUTES);
    return kind && (u->bound == BOUND_EXACT || u->soft_bound); /* "over 60" says when, and not how much */
}

static bool is_inside(const struct statement *s, const struct unit *u)
{
    return u->first >= s->first && u->past <= s->past;
}

/* free, no fee: a value without a number, at its token. */
static bool is_free_at(const struct meaning *m, uint32_t i)
{
    for (uint32_t k = 0; k < m->side_count; k++)
        if (m->sides[k].token == i && m->sides[k].pair == OPPOSITE_FREE)
            return true;
    return false;
}

static bool says_free(const struct meaning *m, uint32_t first, uint32_t past)
{
    for (uint32_t i = first; i < past && m->offers_free; i++)
        if (is_free_at(m, i))
            return true;
    return false;
}

static bool has_value(const struct meaning *m, uint32_t first, uint32_t past)
{
    struct statement s = {first, past, false};
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (is_amount(&m->units[i]) && is_inside(&s, &m->units[i]))
            return true;
    return says_free(m, first, past);
}

/* The stretches of a sentence that have a value each. */
static void valued_read(struct statements *out, const struct meaning *m)
{
    *out = (struct statements){.count = 0};
    for (uint32_t first = m->first, i = m->first; i <= m->past && out->count < STATEMENTS_MAX; i++) {
        if (i < m->past && !is_border(m, i))
            continue;
        if (has_value(m, first, i)) {
            out->at[out->count++] = (struct statement){first, i, false};
            first = i;
        } else if (i == m->past && out->count > 0)
            out->at[out->count - 1].past = i;
    }
}

static uint32_t value_of(const struct meaning *m, const struct statement *s)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (is_amount(&m->units[i]) && is_inside(s, &m->units[i]))
            return m->units[i].first;
    return s->past;
}

enum subject { SUBJECT_OWN, SUBJECT_SHARED, SUBJECT_POINTS };

/* What a statement begins with behind its joint: a thing of its own, "and a harness for 2"; a verb, a value or a preposition,
 * with the subject of the statement before, "and is free", "and for a cat"; or a word that points back, "and the second". */
static enum subject subject_of(const struct meaning *m, const struct statement *s)
{
    static const char *const prepositions[] = {"for", "on", "in", "at", "with", "to", "from", "of", "by", "if", "when", "after"};
    uint32_t i = s->first;
    while (i < s->past && (is_border(m, i) || TOKEN_IS(m->tokens, i, s->past, "a") || TOKEN_IS(m->tokens, i, s->past, "an") ||
                           TOKEN_IS(m->tokens, i, s->past, "the") || TOKEN_IS(m->tokens, i, s->past, "each") ||
                           TOKEN_IS(m->tokens, i, s->past, "every")))
        i++;
    if (i >= value_of(m, s) || i >= verb_of(m, s))
        return SUBJECT_SHARED;
    for (size_t k = 0; k < COUNT_OF(prepositions); k++)
        if (token_is_word(m->tokens, i, s->past, prepositions[k]))
            return SUBJECT_SHARED;
    const struct token *w = &m->tokens->at[i];
    return w->key != 0 && w->lex->number_word == NUMBER_NONE ? SUBJECT_OWN : SUBJECT_POINTS;
}

/* The statement has the word, and the next one does not share it. */
static bool tells_of(const struct meaning *m, const struct statements *all, uint32_t s, const struct token *w)
{
    const struct statement *at = &all->at[s];
    struct statement shared = {at->past, at->past, false};
    if (s + 1 < all->count) {
        const struct statement *next = &all->at[s + 1];
        uint32_t verb = verb_of(m, at), value = value_of(m, at);
        switch (subject_of(m, next)) {
        case SUBJECT_OWN: break;
        case SUBJECT_SHARED: shared = (struct statement){at->first, verb < value ? verb : value, false}; break;
        case SUBJECT_POINTS: shared = *at; break;
        }
    }
    for (uint32_t i = at->first; i < at->past; i++) {
        const struct token *k = &m->tokens->at[i];
        bool same = k->key == w->key && (slice_eq(k->folded, w->folded) || word_stem(k->folded) == word_stem(w->folded));
        if (same && (i < shared.first || i >= shared.past))
            return true;
    }
    return false;
}

/* How the values of statement `k` stand to those of statement `s` of what is said. */
enum values { VALUES_OTHER_KIND, VALUES_AGREE, VALUES_DIFFER };

static enum values values_of(const struct meaning *said, const struct statement *s, const struct meaning *known,
                             const struct statement *k)
{
    bool differ = false, said_free = says_free(said, s->first, s->past), known_free = says_free(known, k->first, k->past);
    if (said_free && known_free)
        return VALUES_AGREE;
    for (uint32_t i = 0; i < said->unit_count; i++)
        for (uint32_t j = 0; j < known->unit_count; j++) {
            const struct unit *u = &said->units[i], *v = &known->units[j];
            if (!is_amount(u) || !is_amount(v) || !is_inside(s, u) || !is_inside(k, v))
                continue;
            if (unit_agrees(u, v))
                return VALUES_AGREE;
            differ |= unit_same_kind(u, v);
        }
    for (uint32_t i = 0; i < said->unit_count && known_free; i++)
        differ |= said->units[i].kind == FACT_MONEY && is_inside(s, &said->units[i]);
    for (uint32_t i = 0; i < known->unit_count && said_free; i++)
        differ |= known->units[i].kind == FACT_MONEY && is_inside(k, &known->units[i]);
    return differ ? VALUES_DIFFER : VALUES_OTHER_KIND;
}

/* The words of `said` in [first, past) that only stretches with its value have, and only stretches with another one. */
struct belongs {
    uint32_t own, others;
};

static bool stands_in(const struct meaning *m, const struct statement *at, const struct token *w)
{
    for (uint32_t i = at->first; i < at->past; i++)
        if (m->tokens->at[i].key == w->key)
            return true;
    return false;
}

static struct belongs belongs_of(const struct meaning *said, uint32_t first, uint32_t past, const struct meaning *known,
                                 const struct statements *all, const enum values *values)
{
    struct belongs n = {0};
    bool supposed = false; /* "if you join the plan, the 18 pounds fall away": when, and not what */
    for (uint32_t i = first; i < past; i++) {
        supposed = (supposed && said->tokens->at[i].kind != WORD_MARK) || (said->tokens->at[i].lex->roles & ROLE_IF);
        if (supposed || (said->tokens->at[i].lex->roles & ROLE_VERB))
            continue;
        const struct token *w = &said->tokens->at[i];
        bool own = false, other = false, elsewhere = false, both = false; /* "students", of home and overseas ones */
        if (w->key == 0 || w->lex->weight < 2 || w->lex->span != SPAN_NONE || is_free_at(said, i))
            continue;
        for (uint32_t k = 0; k < all->count; k++) {
            both |= values[k] == VALUES_AGREE && stands_in(known, &all->at[k], w);
            if (tells_of(known, all, k, w)) {
                own |= values[k] == VALUES_AGREE;
                other |= values[k] == VALUES_DIFFER;
                elsewhere |= values[k] == VALUES_OTHER_KIND;
            }
        }
        n.own += own && !other;
        n.others += other && !own && !elsewhere && !both;
    }
    return n;
}

bool crosses_values(const struct meaning *said, const struct meaning *known)
{
    struct statements s, k;
    valued_read(&k, known);
    if (k.count < 2) /* most */
        return false;
    valued_read(&s, said);
    for (uint32_t i = 0; i < s.count; i++) {
        enum values values[STATEMENTS_MAX];
        bool agree = false;
        for (uint32_t j = 0; j < k.count; j++) {
            values[j] = values_of(said, &s.at[i], known, &k.at[j]);
            agree |= values[j] == VALUES_AGREE;
        }
        uint32_t verb = verb_of(said, &s.at[i]);
        struct belongs all = belongs_of(said, s.at[i].first, s.at[i].past, known, &k, values),
                       subject = belongs_of(said, s.at[i].first, verb, known, &k, values);
        if (agree && ((all.others > 0 && all.own == 0) || (verb < s.at[i].past && subject.others > 0 && subject.own == 0)))
            return true;
    }
    return false;
}

/* -- rates --------------------------------------------------------------------------------------------------------------- */

/* The rate behind a value: 14 pounds a month, two check-ups a year; NULL when none stands close. */
static const struct unit *rate_of(const struct meaning *m, const struct unit *u)
{
    enum { NEAR = 3 };
    for (uint32_t i = 0; i < m->unit_count; i++) {
        const struct unit *rate = &m->units[i];
        bool close = rate->first >= u->past && rate->first <= u->past + NEAR;
        if (!close || rate->kind != FACT_DURATION || rate->scale < SPAN_RATE_MINUTES)
            continue;
        for (uint32_t k = u->past; k < rate->first && close; k++)
            close = !is_border(m, k);
        if (close)
            return rate;
    }
    return NULL;
}

bool changes_rate(const struct meaning *said, const struct meaning *known)
{
    for (uint32_t i = 0; i < said->unit_count; i++) {
        const struct unit *u = &said->units[i], *rate = rate_of(said, u);
        bool same = false, other = false;
        for (uint32_t k = 0; rate != NULL && k < known->unit_count; k++) {
            const struct unit *v = &known->units[k], *known_rate = rate_of(known, v);
            if (known_rate == NULL || (v->kind != FACT_MONEY && v->kind != FACT_COUNT) || !unit_agrees(u, v))
                continue;
            same |= unit_agrees(rate, known_rate);
            other |= !unit_agrees(rate, known_rate);
        }
        if (other && !same)
            return true;
    }
    return false;
}

/* -- and, or ------------------------------------------------------------------------------------------------------------- */

/* The joint between two full words that stand close around it, 0 when there is none. */
static uint32_t joint_between(const struct meaning *m, uint64_t a, uint64_t b)
{
    enum { NEAR = 5 };
    for (uint32_t i = m->first + 1; i + 1 < m->past; i++) {
        const struct tokens *t = m->tokens;
        if (!TOKEN_IS(t, i, m->past, "and") && !TOKEN_IS(t, i, m->past, "or") && !TOKEN_IS(t, i, m->past, "o") &&
            !TOKEN_IS(t, i, m->past, "y") && !TOKEN_IS(t, i, m->past, "dan") && !TOKEN_IS(t, i, m->past, "atau"))
            continue;
        bool left = false, right = false;
        for (uint32_t k = i > m->first + NEAR ? i - NEAR : m->first; k < i; k++)
            left |= t->at[k].key == a;
        for (uint32_t k = i + 1; k < m->past && k <= i + NEAR; k++)
            right |= t->at[k].key == b;
        if (left && right)
            return i;
    }
    return 0;
}

static bool is_or(const struct meaning *m, uint32_t i)
{
    return TOKEN_IS(m->tokens, i, m->past, "or") || TOKEN_IS(m->tokens, i, m->past, "o") ||
           TOKEN_IS(m->tokens, i, m->past, "atau");
}

/* must, have to, need */
static bool is_duty(const struct meaning *m)
{
    for (uint32_t i = m->first; i < m->past; i++)
        if ((m->tokens->at[i].lex->roles & ROLE_OBLIGES) || TOKEN_IS(m->tokens, i, m->past, "need") ||
            TOKEN_IS(m->tokens, i, m->past, "needs") || TOKEN_IS(m->tokens, i, m->past, "requires") ||
            ((TOKEN_IS(m->tokens, i, m->past, "have") || TOKEN_IS(m->tokens, i, m->past, "has")) &&
             TOKEN_IS(m->tokens, i + 1, m->past, "to")))
            return true;
    return false;
}

bool turns_joint(const struct meaning *said, const struct meaning *known)
{
    bool duty = is_duty(known);
    if (said->negations > 0 || known->negations > 0 || !duty) /* not a and not b is neither a nor b */
        return false;
    for (uint32_t i = 0; i < said->content_count; i++)
        for (uint32_t k = i + 1; k < said->content_count; k++) {
            const struct content *a = &said->content[i], *b = &said->content[k];
            if (a->weight < 2 || b->weight < 2)
                continue;
            uint32_t joint = joint_between(said, a->key, b->key), other = 0;
            if (joint != 0)
                other = joint_between(known, a->key, b->key) | joint_between(known, b->key, a->key);
            if (joint != 0 && other != 0 && is_or(said, joint) != is_or(known, other))
                return true;
        }
    return false;
}

/* -- sides of before and after ------------------------------------------------------------------------------------------- */

/* The token of the only before or after, + 1; the sign tells which. */
static int64_t order_of(const struct meaning *m)
{
    int64_t at = 0;
    for (uint32_t i = m->first; i < m->past; i++) {
        bool before = TOKEN_IS(m->tokens, i, m->past, "before"), after = TOKEN_IS(m->tokens, i, m->past, "after");
        if ((before || after) && at != 0)
            return 0;
        if (before || after)
            at = before ? (int64_t)i + 1 : -(int64_t)i - 1;
    }
    return at;
}

enum { SIDE_LEFT = 1, SIDE_RIGHT = 2 };

static uint32_t sides_of(const struct meaning *m, uint32_t pivot, const struct token *w)
{
    uint32_t sides = 0;
    for (uint32_t i = m->first; i < m->past; i++)
        if (i != pivot && m->tokens->at[i].key == w->key &&
            (slice_eq(m->tokens->at[i].folded, w->folded) || word_stem(m->tokens->at[i].folded) == word_stem(w->folded)))
            sides |= i < pivot ? SIDE_LEFT : SIDE_RIGHT;
    return sides;
}

bool turns_sides(const struct meaning *said, const struct meaning *known)
{
    int64_t s = order_of(said), k = order_of(known);
    if (s == 0 || k == 0)
        return false;
    uint32_t pivot = (uint32_t)(s > 0 ? s : -s) - 1, known_pivot = (uint32_t)(k > 0 ? k : -k) - 1;
    bool front = pivot == said->first, known_front = known_pivot == known->first;
    if (front || known_front) /* "before you leave, ...": its sides are parted by a comma */
        return false;
    uint32_t crossed[2] = {0};
    for (uint32_t i = said->first; i < said->past; i++) {
        const struct token *w = &said->tokens->at[i];
        if (i == pivot || w->key == 0 || w->lex->weight < 2 || w->lex->span != SPAN_NONE)
            continue;
        uint32_t own = i < pivot ? SIDE_LEFT : SIDE_RIGHT, theirs = sides_of(known, known_pivot, w);
        if (sides_of(said, pivot, w) != own || (theirs != SIDE_LEFT && theirs != SIDE_RIGHT))
            continue;
        bool same = (own == theirs) == ((s > 0) == (k > 0));
        if (!same)
            crossed[own - 1]++;
    }
    return crossed[0] > 0 && crossed[1] > 0;
}
