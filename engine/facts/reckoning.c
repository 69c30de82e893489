#include "reckoning.h"

#include <parley/size.h>

#include "number.h"
#include "own_case.h"

/* One sum that is said, and which of the other units of the sentence went into it. */
struct reckoning {
    const struct facts_register *r;
    const struct meaning *said, *known;
    const struct unit *result;
    uint32_t claim; /* of the known sentence */
    uint64_t used;  /* units of `said`, by bit */
};

enum { UNITS_MAX = 64 };

static void use(struct reckoning *k, uint32_t unit)
{
    k->used |= UINT64_C(1) << unit;
}

static bool is_sum(const struct unit *u)
{
    return u->kind == FACT_MONEY && u->value > 0 && u->value < INT64_MAX / 1000;
}

static bool is_in(const struct unit *u, uint32_t token)
{
    return token >= u->first && token < u->past;
}

static bool ends_place(const struct tokens *t, uint32_t i)
{
    return (t->at[i].kind == WORD_MARK && t->at[i].lex->coin == COIN_NONE && t->at[i].folded.at[0] != '-') ||
           TOKEN_IS(t, i, t->count, "and") || TOKEN_IS(t, i, t->count, "but");
}

/* The unit of known sentence `m` that stands with sum `k` before the next joint, of a kind; NULL when there is none. */
static const struct unit *beside(const struct meaning *m, const struct unit *k, bool (*is)(const struct unit *))
{
    uint32_t first = k->first, past = k->past;
    while (first > m->first && !ends_place(m->tokens, first - 1))
        first--;
    while (past < m->past && !ends_place(m->tokens, past))
        past++;
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (&m->units[i] != k && m->units[i].first >= first && m->units[i].past <= past && is(&m->units[i]))
            return &m->units[i];
    return NULL;
}

static bool is_rate(const struct unit *u)
{
    return u->kind == FACT_DURATION && (u->scale >= SPAN_RATE_MINUTES || u->numeral == MICRO) && u->value > 0;
}

static bool is_length(const struct unit *u)
{
    return u->kind == FACT_DURATION && u->scale < SPAN_RATE_MINUTES && u->value > 0;
}

static bool is_monthly(const struct unit *u)
{
    return u->scale == SPAN_MONTHS || u->scale == SPAN_RATE_MONTHS;
}

/* A word that stands behind the sum is said: "for a dog". */
static bool names_one(const struct meaning *said, const struct meaning *known, const struct unit *sum)
{
    for (uint32_t w = sum->past; w < known->past && !ends_place(known->tokens, w); w++) {
        const struct token *word = &known->tokens->at[w];
        for (uint32_t i = said->first; i < said->past && word->key != 0 && word->lex->span == SPAN_NONE; i++)
            if (said->tokens->at[i].key != 0 && word_stem(said->tokens->at[i].folded) == word_stem(word->folded))
                return true;
    }
    return false;
}

/* first, after, then: what is paid depends on how long it was already. */
static bool has_tiers(const struct meaning *m)
{
    static const char *const words[] = {"first", "after", "afterwards", "then", "thereafter", "following", "further", "includes"};
    for (uint32_t i = m->first; i < m->past; i++)
        for (size_t k = 0; k < COUNT_OF(words); k++)
            if (token_is_word(m->tokens, i, m->past, words[k]))
                return true;
    return false;
}

/* Of several sums the one is meant whose own words are said, before it or behind it, and no word of another. */
static uint32_t own_words_said(const struct meaning *said, const struct meaning *known, const struct unit *sum)
{
    uint32_t first = sum->first, past = sum->past, n = 0;
    while (first > known->first && !ends_place(known->tokens, first - 1))
        first--;
    while (past < known->past && !ends_place(known->tokens, past))
        past++;
    for (uint32_t i = first; i < past; i++) {
        const struct token *w = &known->tokens->at[i];
        bool own =
            (w->key != 0 && w->lex->weight >= 2 && w->lex->span == SPAN_NONE) || (w->kind == WORD_DIGITS && !is_in(sum, i));
        for (uint32_t k = known->first; own && k < known->past; k++)
            own = (k >= first && k < past) || !slice_eq(known->tokens->at[k].folded, w->folded);
        for (uint32_t k = said->first; own && k < said->past; k++)
            if (slice_eq(said->tokens->at[k].folded, w->folded) ||
                (w->key != 0 && word_stem(said->tokens->at[k].folded) == word_stem(w->folded))) {
                n++;
                break;
            }
    }
    return n;
}

static bool is_named(const struct reckoning *k, const struct unit *sum)
{
    uint32_t sums = 0;
    for (uint32_t i = 0; i < k->known->unit_count; i++) {
        const struct unit *other = &k->known->units[i];
        if (!is_sum(other))
            continue;
        sums++;
        if (other != sum && own_words_said(k->said, k->known, other) > 0)
            return false;
    }
    return sums == 1 || own_words_said(k->said, k->known, sum) > 0;
}

/* -- times ------------------------------------------------------------------------------------------------------------- */

/* Five months at 12 pounds a month, three hours at 72 pounds an hour. */
static bool is_length_times_rate(struct reckoning *k, const struct unit *sum)
{
    const struct unit *rate = beside(k->known, sum, is_rate);
    if (rate == NULL || has_tiers(k->known) || !is_named(k, sum))
        return false;
    for (uint32_t i = 0; rate != NULL && i < k->said->unit_count; i++) {
        const struct unit *length = &k->said->units[i];
        if (!is_length(length) || is_monthly(length) != is_monthly(rate) || length->value % rate->value != 0)
            continue;
        int64_t times = length->value / rate->value;
        if (times > 1 && times < 1000 && sum->value * times == k->result->value) {
            use(k, i);
            return true;
        }
    }
    return false;
}

/* The word behind a count, or the count of nothing. */
static uint64_t counted_stem(const struct meaning *m, const struct unit *count)
{
    uint32_t i = count->past;
    bool noun = i < m->past && m->tokens->at[i].kind == WORD_LETTERS && m->tokens->at[i].key != 0;
    return noun ? word_stem(m->tokens->at[i].folded) : 0;
}

/* "28 pounds a week for each container": the sum is by the thing that is counted. */
static bool is_sum_of_one(const struct meaning *m, const struct unit *sum, uint64_t stem)
{
    const struct tokens *t = m->tokens;
    for (uint32_t i = sum->past; i < m->past && !ends_place(t, i); i++) {
        bool one = TOKEN_IS(t, i, m->past, "each") || TOKEN_IS(t, i, m->past, "per") || TOKEN_IS(t, i, m->past, "for") ||
                   TOKEN_IS(t, i, m->past, "every") || TOKEN_IS(t, i, m->past, "a") || TOKEN_IS(t, i, m->past, "an");
        if (one && i + 1 < m->past && word_stem(t->at[i + 1].folded) == stem)
            return true;
    }
    return false;
}

/* Two adults and two children, each by the sum that is told of one of them: all counts of the sentence go into it. */
static bool is_sum_of_counts(struct reckoning *k)
{
    int64_t all = 0;
    uint64_t used = 0;
    for (uint32_t i = 0; i < k->said->unit_count && i < UNITS_MAX; i++) {
        const struct unit *count = &k->said->units[i];
        uint64_t stem = count->kind == FACT_COUNT && count->bound == BOUND_EXACT ? counted_stem(k->said, count) : 0;
        for (uint32_t j = 0; stem != 0 && j < k->known->unit_count; j++) {
            const struct unit *sum = &k->known->units[j];
            if (!is_sum(sum) || count->value <= 0 || count->value > 1000 * (int64_t)MICRO || !is_sum_of_one(k->known, sum, stem))
                continue;
            all += sum->value * (count->value / MICRO);
            used |= UINT64_C(1) << i;
            break;
        }
    }
    if (used == 0 || all != k->result->value)
        return false;
    k->used |= used;
    return true;
}

/* "45 pounds per property", "40 for each of them": counted by something that is no time. */
static bool is_counted_by_one(const struct meaning *m, const struct unit *sum)
{
    const struct tokens *t = m->tokens;
    for (uint32_t i = sum->past; i + 1 < m->past && !ends_place(t, i); i++)
        if (token_has(t, i, m->past, MARK_PER) && t->at[i + 1].key != 0 && t->at[i + 1].lex->span == SPAN_NONE)
            return true;
    return false;
}

/* Three flats at 45 pounds per property, whatever the flats are called there. */
static bool is_count_times_one(struct reckoning *k, const struct unit *sum)
{
    for (uint32_t i = 0; is_counted_by_one(k->known, sum) && i < k->said->unit_count && i < UNITS_MAX; i++) {
        const struct unit *count = &k->said->units[i];
        bool several = count->kind == FACT_COUNT && count->bound == BOUND_EXACT && count->value % MICRO == 0 &&
                       count->value > MICRO && count->value <= 100 * (int64_t)MICRO;
        if (several && sum->value * (count->value / MICRO) == k->result->value) {
            use(k, i);
            return true;
        }
    }
    return false;
}

/* "On 10,000 pounds that comes to 45": the share of the known sentence, of a sum that is said. */
static bool is_part_of_sum(struct reckoning *k)
{
    for (uint32_t i = 0; i < k->said->unit_count && i < UNITS_MAX; i++) {
        const struct unit *whole = &k->said->units[i];
        if (whole == k->result || !is_sum(whole) || whole->scale != k->result->scale || !is_own_sum(k->said, whole))
            continue;
        for (uint32_t j = 0; j < k->known->unit_count; j++) {
            const struct unit *share = &k->known->units[j];
            bool part = share->kind == FACT_PERCENT && share->value > 0 && share->value <= 100 * (int64_t)MICRO &&
                        has_agreeing(k->said, share);
            if (part && whole->value % MICRO == 0 && share->value % 10000 == 0 &&
                whole->value / MICRO * (share->value / 100) == k->result->value) {
                use(k, i);
                return true;
            }
        }
    }
    return false;
}

/* "Each hour": one of the many that the length is. */
static void use_rate_of(struct reckoning *k, const struct unit *length)
{
    for (uint32_t i = 0; i < k->said->unit_count; i++) {
        const struct unit *rate = &k->said->units[i];
        if (is_rate(rate) && is_monthly(rate) == is_monthly(length) && rate->value == length->value / (length->numeral / MICRO))
            use(k, i);
    }
}

/* "In a block of ten each hour is 34 pounds": the price of many by their number. */
static bool is_share_of(struct reckoning *k, const struct unit *sum)
{
    const struct unit *length = beside(k->known, sum, is_length);
    for (uint32_t i = 0; length != NULL && i < k->said->unit_count; i++) {
        const struct unit *n = &k->said->units[i];
        bool same =
            n->numeral == length->numeral && length->numeral > MICRO && (n->kind == FACT_COUNT || n->kind == FACT_DURATION);
        if (same && k->result->value * (length->numeral / MICRO) == sum->value) {
            use(k, i);
            use_rate_of(k, length);
            return true;
        }
    }
    return false;
}

/* -- plus and minus ---------------------------------------------------------------------------------------------------- */

static bool is_more(const struct meaning *m)
{
    static const char *const words[] = {"extra", "plus", "top", "additional", "more", "supplement"};
    for (uint32_t i = m->first; i < m->past; i++)
        for (size_t k = 0; k < COUNT_OF(words); k++)
            if (token_is_word(m->tokens, i, m->past, words[k]))
                return true;
    return false;
}

/* An amount that a claim has which shares a word with what is said. */
static bool is_registered(const struct reckoning *k, const struct unit *u)
{
    for (size_t s = 0; s < k->r->sentence_count; s++) {
        const struct known_sentence *other = &k->r->sentences[s];
        if (other->kind != KNOWN_CLAIM || other->stretch != STRETCH_SENTENCE || !has_agreeing(other->meaning, u))
            continue;
        for (uint32_t i = 0; i < k->said->content_count; i++)
            if (k->said->content[i].weight >= 2 && meaning_has(other->meaning, k->said->content[i].key))
                return true;
    }
    return false;
}

/* 14 pounds, and with the tour, which is 5 pounds extra, 19; 14 pounds less 15 % are 11.90. */
static bool is_other_sum_changed(struct reckoning *k)
{
    for (uint32_t i = 0; i < k->said->unit_count && i < UNITS_MAX; i++) {
        const struct unit *from = &k->said->units[i];
        if (from == k->result || !is_sum(from) || from->scale != k->result->scale || !is_registered(k, from))
            continue;
        for (uint32_t j = 0; j < k->known->unit_count; j++) {
            const struct unit *change = &k->known->units[j];
            bool share =
                change->kind == FACT_PERCENT && !change->adds_on && change->value > 0 && change->value < 100 * (int64_t)MICRO;
            bool less =
                share && from->value / 100 * (100 - change->value / MICRO) == k->result->value && change->value % MICRO == 0;
            bool more = is_sum(change) && change->scale == from->scale && is_more(k->known) &&
                        from->value + change->value == k->result->value;
            if (less || more) {
                use(k, i);
                return true;
            }
        }
    }
    return false;
}

/* "34 plus 3.99": both sums are said, each where a claim has it, and the known sentence has one of them. */
static bool is_sum_of_said(struct reckoning *k)
{
    bool plus = false;
    for (uint32_t i = k->said->first; i < k->said->past; i++)
        plus |= TOKEN_IS(k->said->tokens, i, k->said->past, "plus") || TOKEN_IS(k->said->tokens, i, k->said->past, "+");
    for (uint32_t i = 0; plus && i < k->said->unit_count && i < UNITS_MAX; i++)
        for (uint32_t j = i + 1; j < k->said->unit_count && j < UNITS_MAX; j++) {
            const struct unit *a = &k->said->units[i], *b = &k->said->units[j];
            bool sums = a != k->result && b != k->result && is_sum(a) && is_sum(b) && a->scale == b->scale;
            if (!sums || a->value + b->value != k->result->value || !is_registered(k, a) || !is_registered(k, b) ||
                (!has_agreeing(k->known, a) && !has_agreeing(k->known, b)))
                continue;
            use(k, i);
            use(k, j);
            return true;
        }
    return false;
}

/* "For a dog and a cat together it is 30.25": two sums of one sentence, when what stands with each of them is said. */
static bool is_sum_of_two(const struct reckoning *k)
{
    uint32_t sums = 0;
    int64_t all = 0;
    bool together = false;
    for (uint32_t i = k->said->first; i < k->said->past; i++)
        together |= TOKEN_IS(k->said->tokens, i, k->said->past, "together") ||
                    TOKEN_IS(k->said->tokens, i, k->said->past, "both") || TOKEN_IS(k->said->tokens, i, k->said->past, "total") ||
                    TOKEN_IS(k->said->tokens, i, k->said->past, "altogether");
    for (uint32_t i = 0; i < k->known->unit_count && together; i++) {
        const struct unit *sum = &k->known->units[i];
        if (!is_sum(sum))
            continue;
        sums++;
        all += sum->value;
        if (!names_one(k->said, k->known, sum))
            return false;
    }
    return sums == 2 && all == k->result->value;
}

/* -- all of it --------------------------------------------------------------------------------------------------------- */

static bool comes_out(struct reckoning *k)
{
    for (uint32_t i = 0; i < k->known->unit_count; i++) {
        const struct unit *sum = &k->known->units[i];
        if (!is_sum(sum) || (sum->scale != k->result->scale && k->result->scale != 0))
            continue;
        if (is_length_times_rate(k, sum) || is_share_of(k, sum) || is_count_times_one(k, sum))
            return true;
    }
    return is_sum_of_counts(k) || is_sum_of_two(k) || is_sum_of_said(k) || is_part_of_sum(k) || is_other_sum_changed(k);
}

/* A sum, or a share that may be taken of one. */
static bool has_parts(const struct meaning *m, bool shares)
{
    for (uint32_t i = 0; i < m->unit_count; i++)
        if (is_sum(&m->units[i]) || (shares && m->units[i].kind == FACT_PERCENT))
            return true;
    return false;
}

/* A claim that has the word and another sum of the sentence, from which it was reckoned. */
static bool is_of_other_sum(const struct facts_register *r, const struct meaning *said, const struct unit *result, uint64_t key)
{
    const struct posting_list *l = register_list(r, key);
    for (uint32_t i = 0; l != NULL && i < l->count; i++) {
        const struct known_sentence *s = &r->sentences[r->postings[l->first + i] & (POSTING_SIBLING - 1)];
        for (uint32_t k = 0; k < said->unit_count && s->kind == KNOWN_CLAIM; k++)
            if (&said->units[k] != result && is_sum(&said->units[k]) && has_agreeing(s->meaning, &said->units[k]))
                return true;
    }
    return false;
}

/* Every word with a weight is one of the known sentence or of the reckoning, and the result is said once. */
static bool is_accounted_for(const struct facts_register *r, const struct meaning *said, const struct unit *result,
                             const struct known_sentence *known)
{
    for (uint32_t i = 0; i < said->unit_count; i++)
        if (&said->units[i] != result && is_sum(&said->units[i]) && said->units[i].value == result->value)
            return false;
    for (uint32_t i = 0; i < said->content_count; i++) {
        const struct content *c = &said->content[i];
        const struct lexeme *l = said->tokens->at[c->token].lex;
        bool talk = (l->roles & (ROLE_RECKONS | ROLE_TOTAL | ROLE_VERB)) || (l->marks & (MARK_HARMLESS | MARK_TALK | MARK_TELL));
        if (c->weight >= 2 && !c->is_name && !talk && l->span == SPAN_NONE && !known_has(known, c->key) &&
            !is_of_other_sum(r, said, result, c->key))
            return false;
    }
    return true;
}

bool is_reckoned(const struct facts_register *r, const struct meaning *said, const struct unit *u,
                 const struct known_sentence *known)
{
    bool may_be = u->kind == FACT_MONEY || u->kind == FACT_DURATION || u->kind == FACT_COUNT;
    if (!may_be || !(said->roles & ROLE_RECKONS) || said->unit_count > UNITS_MAX || known->kind != KNOWN_CLAIM ||
        !has_parts(said, false) || !has_parts(known->meaning, true)) /* most are told here */
        return false;
    for (uint32_t i = 0; i < said->unit_count; i++) {
        struct reckoning k = {.r = r, .said = said, .known = known->meaning, .result = &said->units[i], .claim = known->claim};
        if (!is_sum(k.result) || has_agreeing(known->meaning, k.result) || !is_accounted_for(r, said, k.result, known) ||
            !comes_out(&k))
            continue;
        if (k.result == u || (k.used >> (uint32_t)(u - said->units) & 1))
            return true;
    }
    return false;
}
