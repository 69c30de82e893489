#include "objections.h"

#include <parley/size.h>

#include "cases.h"
#include "dates.h"
#include "number.h"

enum { NEAR = 6 };
enum { PENALTY = 6 }; /* a stop or a joint stands between */

/* How far token i is from a unit; words behind a unit are nearer than words before it. */
static uint32_t distance(const struct tokens *t, uint32_t i, const struct unit *u)
{
    uint32_t from = i < u->first ? i : u->past, to = i < u->first ? u->first : i, d = to > from ? to - from : 1;
    for (uint32_t k = from; k < to; k++)
        if (t->at[k].kind == WORD_MARK || TOKEN_IS(t, k, to, "and") || TOKEN_IS(t, k, to, "but"))
            d += PENALTY;
    return d + (i >= u->past ? 0 : 1);
}

/* How alike the neighbourhoods of two units are: content that stands near both, at most `reach` away. */
static uint32_t likeness(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k,
                         uint32_t reach)
{
    uint32_t sum = 0;
    uint32_t from = u->first > said->first + reach ? u->first - reach : said->first,
             to = u->past + reach < said->past ? u->past + reach : said->past;
    uint32_t known_from = k->first > known->first + reach ? k->first - reach : known->first,
             known_to = k->past + reach < known->past ? k->past + reach : known->past;
    for (uint32_t i = from; i < to; i++) {
        uint64_t key = said->tokens->at[i].key;
        if (key == 0 || (i >= u->first && i < u->past))
            continue;
        uint32_t near = distance(said->tokens, i, u);
        for (uint32_t j = known_from; j < known_to && near <= reach; j++) {
            if (known->tokens->at[j].key != key || (j >= k->first && j < k->past))
                continue;
            uint32_t far = distance(known->tokens, j, k);
            sum += far <= reach ? 72u * known->tokens->at[j].lex->weight / (near * far) : 0;
        }
    }
    return sum;
}

static bool is_placed(const struct unit *k, const struct meaning *known)
{
    return k->first < known->past;
}

/* "Under 35", when it is free from 35: the same sum from the other side. */
static bool is_same_sum(const struct unit *u, const struct unit *k)
{
    return u->kind == FACT_MONEY && k->kind == FACT_MONEY && u->value == k->value && u->scale == k->scale;
}

/* The unit of `said` that says what `other` of the known sentence says. */
static const struct unit *counterpart(const struct meaning *said, const struct unit *u, const struct unit *other)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (&said->units[i] != u && (unit_agrees(&said->units[i], other) || is_same_sum(&said->units[i], other)))
            return &said->units[i];
    return NULL;
}

/* "In Scotland from the last 5 years": a name that stands with the one value and not with the other tells which is meant. */
static bool is_named_for(const struct meaning *said, const struct meaning *known, const struct unit *k, const struct unit *other)
{
    bool with_k = false, with_other = false;
    for (uint32_t i = 0; i < said->content_count; i++) {
        if (!said->content[i].is_name)
            continue;
        for (uint32_t j = known->first; j < known->past; j++) {
            if (known->tokens->at[j].key != said->content[i].key)
                continue;
            uint32_t to_k = distance(known->tokens, j, k), to_other = distance(known->tokens, j, other);
            with_k |= to_k < to_other;
            with_other |= to_other < to_k;
        }
    }
    return with_k && !with_other;
}

/* -- what stands with one value only ------------------------------------------------------------------------------------ */

/* The words of a known sentence that are told of one of its values: from the verb or joint before it to the joint behind it. */
struct surrounding {
    uint32_t first, past;
};

static bool parts_values(const struct tokens *t, uint32_t i)
{
    return (t->at[i].kind == WORD_MARK && t->at[i].lex->coin == COIN_NONE && t->at[i].folded.at[0] != '-') ||
           TOKEN_IS(t, i, t->count, "and") || TOKEN_IS(t, i, t->count, "but") || TOKEN_IS(t, i, t->count, "y") ||
           TOKEN_IS(t, i, t->count, "dan") ||
           ((TOKEN_IS(t, i, t->count, "or") || TOKEN_IS(t, i, t->count, "o")) && i + 1 < t->count && /* "painters or joiners" */
            (t->at[i + 1].kind == WORD_DIGITS || t->at[i + 1].lex->coin != COIN_NONE));
}

/* Something that could tell one value from another stands among the tokens: a full word that measures no time. */
static bool tells_something(const struct meaning *m, uint32_t first, uint32_t past)
{
    for (uint32_t i = first; i < past; i++) {
        const struct token *w = &m->tokens->at[i];
        if (w->kind == WORD_DIGITS || (w->key != 0 && w->lex->weight >= 2 && w->lex->span == SPAN_NONE))
            return true;
    }
    return false;
}

/* A subject of its own begins at token i: "and a large bag", "and for guests"; not "and is free", "rising to", "unless it is",
 * "and the second". */
static bool begins_subject(const struct meaning *m, uint32_t i)
{
    static const char *const words[] = {"a", "an", "the", "our", "your", "each", "for", "on", "in", "with", "at", "to"};
    const struct tokens *t = m->tokens;
    for (size_t w = 0; w < COUNT_OF(words); w++)
        if (token_is_word(t, i, m->past, words[w]))
            return i + 1 < m->past && t->at[i + 1].lex->number_word != NUMBER_ORDINAL;
    const struct token *k = &t->at[i];
    return k->kind == WORD_LETTERS && k->key != 0 && k->lex->weight >= 2 && k->lex->number_word == NUMBER_NONE &&
           !(k->lex->roles & (ROLE_VERB | ROLE_IF)) && !(k->lex->marks & (MARK_CONDITION | MARK_UNLESS)) &&
           !slice_ends(k->folded, SLICE("ing"));
}

/* "Tuition for home students is 90 a term and for guests 190": behind the joint only what begins with a word like "for" is other,
 * so only from that word on does the subject belong to the first. "A small bag costs 4 and a large bag costs 9": all of it. */
static uint32_t own_subject(const struct meaning *m, uint32_t subject, const struct unit *k, uint32_t second)
{
    static const char *const words[] = {"for", "on", "in", "with", "at", "to", "of"};
    for (size_t w = 0; w < COUNT_OF(words); w++)
        if (token_is_word(m->tokens, second, m->past, words[w])) {
            for (uint32_t i = subject; i < k->first; i++)
                if (token_is_word(m->tokens, i, k->first, words[w]))
                    return i;
            return k->first;
        }
    return subject;
}

/* Where the words before the first of two values begin to be its own. What stands before its verb may be said of both, unless the
 * other value has a subject of its own. */
static uint32_t first_place(const struct meaning *m, const struct unit *k, const struct unit *other)
{
    uint32_t verb = k->first, subject = k->first, second = other->first;
    while (verb > m->first && !parts_values(m->tokens, verb - 1) && !(m->tokens->at[verb - 1].lex->roles & ROLE_VERB))
        verb--;
    while (second > k->past && !parts_values(m->tokens, second - 1))
        second--;
    bool has_verb = verb > m->first && (m->tokens->at[verb - 1].lex->roles & ROLE_VERB);
    if (second == k->past || !begins_subject(m, second) || !tells_something(m, second, other->first))
        return has_verb ? verb : k->first;
    while (subject > m->first && !parts_values(m->tokens, subject - 1))
        subject--;
    return own_subject(m, subject, k, second);
}

/* The place of `k` towards `other`: one joint between them ends the one and begins the other. */
static struct surrounding place_of(const struct meaning *m, const struct unit *k, const struct unit *other)
{
    struct surrounding p = {.first = k->first, .past = k->past};
    uint32_t from = other->first < k->first ? other->past : m->first, to = other->first > k->first ? other->first : m->past;
    if (other->first > k->first)
        p.first = first_place(m, k, other);
    else
        while (p.first > from && !parts_values(m->tokens, p.first - 1))
            p.first--;
    while (p.past < to && !parts_values(m->tokens, p.past))
        p.past++;
    return p;
}

static bool has_digits(const struct meaning *m, uint32_t first, uint32_t past)
{
    for (uint32_t i = first; i < past; i++)
        if (m->tokens->at[i].kind == WORD_DIGITS)
            return true;
    return false;
}

/* "The small plan pays 30 in fees and the large plan pays 90": what stands on one side of one value only, when the other side
 * tells the two apart, is said of both. */
static void leave_shared(const struct meaning *m, struct surrounding *a, const struct unit *of_a, struct surrounding *b,
                         const struct unit *of_b)
{
    bool head_a = tells_something(m, a->first, of_a->first), head_b = tells_something(m, b->first, of_b->first);
    bool tail_a = tells_something(m, of_a->past, a->past), tail_b = tells_something(m, of_b->past, b->past);
    bool with_value = has_digits(m, of_a->past, a->past) || has_digits(m, of_b->past, b->past); /* 57 in April 2028 */
    if (head_a && head_b && tail_a != tail_b && !with_value) {
        a->past = of_a->past;
        b->past = of_b->past;
    }
}

/* The word itself, not another one of its group: a dog and a cat are two things here. */
static bool stands_in(const struct meaning *m, struct surrounding p, const struct token *word)
{
    for (uint32_t i = p.first; i < p.past; i++) {
        const struct token *w = &m->tokens->at[i];
        if (w->key == word->key && (slice_eq(w->folded, word->folded) || word_stem(w->folded) == word_stem(word->folded)))
            return true;
    }
    return false;
}

/* How many words of `said` stand in the one place and not in the other. Words before both values stand in neither. */
static uint32_t named_of(const struct meaning *said, const struct meaning *known, struct surrounding one,
                         struct surrounding other)
{
    uint32_t named = 0;
    for (uint32_t i = 0; i < said->content_count; i++) {
        const struct token *w = &said->tokens->at[said->content[i].token];
        bool span = w->lex->span != SPAN_NONE && w->lex->number_word == NUMBER_NONE; /* the second is no length of time */
        if (said->content[i].weight < 2 || span)
            continue;
        named += stands_in(known, one, w) && !stands_in(known, other, w);
    }
    return named;
}

/* "The second is given later": which one it is stands in that place as a word. */
static bool has_ordinal_in(const struct meaning *m, struct surrounding p, const struct unit *u)
{
    for (uint32_t i = p.first; i < p.past; i++) {
        const struct lexeme *l = m->tokens->at[i].lex;
        if (l->number_word == NUMBER_ORDINAL && l->number == u->value / MICRO)
            return true;
    }
    return false;
}

/* How many other values of `said` stand, or fall, in the one place and not in the other: the age beside the price. */
static uint32_t valued_of(const struct meaning *said, const struct unit *u, const struct meaning *known, struct surrounding one,
                          struct surrounding other)
{
    uint32_t valued = 0;
    for (uint32_t i = 0; i < said->unit_count; i++) {
        const struct unit *v = &said->units[i];
        bool here = false, there = false;
        for (uint32_t k = 0; k < known->unit_count && v != u && v->kind != FACT_NAME; k++) {
            const struct unit *w = &known->units[k];
            bool met = w->kind == v->kind && (unit_agrees(v, w) || stands_within(v, known, w));
            here |= met && w->first >= one.first && w->past <= one.past;
            there |= met && w->first >= other.first && w->past <= other.past;
        }
        bool which = v->kind == FACT_ORDINAL && v != u; /* tells more than what is counted by it */
        here |= which && has_ordinal_in(known, one, v);
        there |= which && has_ordinal_in(known, other, v);
        if (here && !there)
            valued += which ? 4 : 1;
    }
    return valued;
}

enum told { TOLD_NEITHER, TOLD_THIS, TOLD_OTHER };

/* Of several values nobody knows to which the words of the sentence belong. */
static bool is_only_one(const struct meaning *said, const struct unit *u)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (&said->units[i] != u && said->units[i].kind == u->kind && unit_same_kind(&said->units[i], u))
            return false;
    return true;
}

/* "For a cat it is 13.50", when it is 16.75 for a dog and 13.50 for a cat: which of two values the words of `said` name. */
static enum told told_of(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k,
                         const struct unit *other)
{
    struct surrounding here = place_of(known, k, other), there = place_of(known, other, k);
    leave_shared(known, &here, k, &there, other);
    uint32_t this_one = named_of(said, known, here, there) + valued_of(said, u, known, here, there);
    uint32_t other_one = named_of(said, known, there, here) + valued_of(said, u, known, there, here);
    return this_one == other_one ? TOLD_NEITHER : this_one > other_one ? TOLD_THIS : TOLD_OTHER;
}

/* Two amounts in one sentence must not change places. When both are said, the crossed pairing must not fit better; when one is
 * said, no other unit of its kind may fit the words right beside it better. */
bool shares_role(const struct meaning *said, const struct unit *u, const struct meaning *known, const struct unit *k)
{
    if (!is_placed(k, known))
        return true;
    for (uint32_t i = 0; i < known->unit_count; i++) {
        const struct unit *other = &known->units[i];
        if (other == k || !unit_same_kind(other, k) || other->kind == FACT_NAME || !is_placed(other, known) ||
            unit_agrees(u, other))
            continue;
        if (other->kind != k->kind && u->kind == k->kind) /* a sum is never meant for a count */
            continue;
        const struct unit *mate = counterpart(said, u, other);
        bool ends =
            mate != NULL && u->edge == k->edge && mate->edge == other->edge && u->edge + mate->edge == EDGE_START + EDGE_END;
        if (ends && u->kind == FACT_TIME) /* from nine, until one */
            continue;
        enum told told = mate == NULL && k->kind != FACT_DATE && k->kind != FACT_TIME && is_only_one(said, u)
                             ? told_of(said, u, known, k, other)
                             : TOLD_NEITHER;
        if (told == TOLD_OTHER)
            return false;
        if (told == TOLD_THIS)
            continue;
        bool told_apart = other->bound != k->bound && !other->soft_bound && !k->soft_bound;
        if (told_apart || (mate == NULL && (u->kind == FACT_DATE || u->kind == FACT_TIME)))
            continue;
        uint32_t reach = mate != NULL ? 2 * NEAR : NEAR - 1;
        uint32_t straight = likeness(said, u, known, k, reach), crossed = likeness(said, u, known, other, reach);
        if (mate != NULL) {
            straight += likeness(said, mate, known, other, reach);
            crossed += likeness(said, mate, known, k, reach);
        }
        if (crossed > straight + straight / 8 + 2 && !(mate == NULL && is_named_for(said, known, k, other)))
            return false;
    }
    return true;
}
