#include "unit.h"

#include "bounds.h"
#include "dates.h"
#include "durations.h"
#include "money.h"
#include "names.h"
#include "number.h"
#include "ranges.h"

struct scan {
    struct units *out;
    struct arena *arena;
    const struct tokens *t;
    uint32_t first, past;
};

static bool is_storey(const struct tokens *t, uint32_t i, uint32_t past)
{
    return TOKEN_IS(t, i, past, "level") || TOKEN_IS(t, i, past, "floor") || TOKEN_IS(t, i, past, "storey") ||
           TOKEN_IS(t, i, past, "tingkat") || TOKEN_IS(t, i, past, "planta") || TOKEN_IS(t, i, past, "piso");
}

static bool count_at(struct unit *out, const struct scan *s, uint32_t i, const struct number *n)
{
    enum fact_kind kind = n->is_ordinal ? FACT_ORDINAL : n->is_fraction ? FACT_FRACTION : FACT_COUNT;
    const struct tokens *t = s->t;
    if (n->is_article || n->tail.len > 3)
        return false;
    bool noun_behind = n->past < s->past && t->at[n->past].kind == WORD_LETTERS &&
                       (n->is_ordinal || t->at[n->past].lex->day == 0) && /* "8 to 8 Monday to Friday" counts no days */
                       (t->at[n->past].lex->weight > 0 || t->at[n->past].key != 0);
    if (n->from_words && n->micros == MICRO && kind == FACT_COUNT) { /* "one" is mostly a pronoun */
        bool pronoun = i > s->first && (TOKEN_IS(t, i - 1, s->past, "the") || TOKEN_IS(t, i - 1, s->past, "this") ||
                                        TOKEN_IS(t, i - 1, s->past, "that") || TOKEN_IS(t, i - 1, s->past, "no") ||
                                        TOKEN_IS(t, i - 1, s->past, "any") || TOKEN_IS(t, i - 1, s->past, "each"));
        if (!noun_behind || pronoun)
            return false;
    }
    if (kind == FACT_ORDINAL && n->from_words && n->micros <= 2 * (int64_t)MICRO && !noun_behind)
        return false;
    if (kind == FACT_ORDINAL && n->past < s->past && noun_behind == false && t->at[n->past].lex->number_word != NUMBER_NONE)
        return false; /* "the first seven days" */
    struct number next;
    if (kind == FACT_ORDINAL && n->from_words && n->micros == MICRO && number_at(&next, t, n->past, s->past) && !next.is_article)
        return false; /* "the first seven days" */
    bool age = i > s->first && (TOKEN_IS(t, i - 1, s->past, "aged") || TOKEN_IS(t, i - 1, s->past, "age"));
    *out = (struct unit){.kind = kind, .value = n->micros, .first = i, .past = n->past, .is_age = age};
    out->is_storey = (i > s->first && is_storey(t, i - 1, s->past)) || is_storey(t, n->past, s->past);
    out->is_bare = kind == FACT_COUNT && !noun_behind && !(n->from_words && n->micros == MICRO);
    return true;
}

/* "double the rate", "triple your money". */
static bool multiple_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    bool twice = TOKEN_IS(t, i, past, "double"), thrice = TOKEN_IS(t, i, past, "triple");
    bool of = TOKEN_IS(t, i + 1, past, "the") || TOKEN_IS(t, i + 1, past, "your") || TOKEN_IS(t, i + 1, past, "their") ||
              TOKEN_IS(t, i + 1, past, "our");
    if ((!twice && !thrice) || !of)
        return false;
    *out = (struct unit){.kind = FACT_COUNT, .value = (twice ? 2 : 3) * (int64_t)MICRO, .first = i, .past = i + 1};
    return true;
}

/* "not a penny" is nothing, "one by one" and "a pair of hands" count nothing. */
static bool is_idiom(const struct scan *s, uint32_t i, const struct number *n)
{
    const struct tokens *t = s->t;
    if (TOKEN_IS(t, n->past - 1, s->past, "pair") && TOKEN_IS(t, n->past, s->past, "of") &&
        (TOKEN_IS(t, n->past + 1, s->past, "hands") || TOKEN_IS(t, n->past + 1, s->past, "eyes"))) /* one more helper */
        return true;
    bool least_coin = TOKEN_IS(t, n->past, s->past, "penny") || TOKEN_IS(t, n->past, s->past, "cent");
    if (n->micros == MICRO && least_coin)
        for (uint32_t k = i, steps = 0; k > s->first && steps < 7; k--, steps++)
            if (token_has(t, k - 1, s->past, MARK_NEGATION))
                return true;
    return n->from_words && n->micros == MICRO &&
           ((TOKEN_IS(t, i + 1, s->past, "by") && TOKEN_IS(t, i + 2, s->past, "one")) ||
            (i >= s->first + 2 && TOKEN_IS(t, i - 1, s->past, "by") && TOKEN_IS(t, i - 2, s->past, "one")));
}

/* "the Zero Fee option": a number word in capitals inside a sentence, before another one, is a name. */
static bool is_name_part(const struct scan *s, uint32_t i)
{
    const struct token *w = &s->t->at[i];
    return w->kind == WORD_LETTERS && w->capital && i > s->first && !w->starts_sentence && i + 1 < s->past &&
           s->t->at[i - 1].kind == WORD_LETTERS && s->t->at[i + 1].kind == WORD_LETTERS && s->t->at[i + 1].capital &&
           s->t->at[i + 1].lex->coin == COIN_NONE && s->t->at[i + 1].lex->span == SPAN_NONE &&
           s->t->at[i + 1].lex->number_word == NUMBER_NONE;
}

/* A number and what it measures. */
static bool measured_at(struct unit *out, const struct scan *s, uint32_t i)
{
    struct number n;
    if (is_name_part(s, i))
        return false;
    if (!number_at(&n, s->t, i, s->past) || is_idiom(s, i, &n))
        return false;
    bool found = money_at(out, s->t, s->first, i, s->past, &n) || percent_at(out, s->t, i, s->past, &n) ||
                 duration_at(out, s->t, s->first, i, s->past, &n) || count_at(out, s, i, &n);
    out->numeral = n.micros;
    return found;
}

static bool token_unit(struct unit *out, const struct scan *s, uint32_t i)
{
    const struct token *k = &s->t->at[i];
    if ((k->kind != WORD_MARK || k->folded.at[0] == '+' || k->folded.at[0] == '(') &&
        (link_at(out, s->arena, s->t, i, s->past) || phone_at(out, s->arena, s->t, i, s->past) ||
         plate_at(out, s->arena, s->t, i, s->past)))
        return true;
    bool article = TOKEN_IS(s->t, i, s->past, "a");
    if (k->kind == WORD_LETTERS && !article && k->lex->month == 0 && k->lex->day == 0 && k->lex->number_word == NUMBER_NONE &&
        !TOKEN_IS(s->t, i, s->past, "clock"))
        return false;
    return date_at(out, s->t, s->first, i, s->past) || time_at(out, s->t, s->first, i, s->past);
}

/* Two sorted runs, [begin, middle) and [middle, count), into one. */
static void merge(struct units *out, struct arena *arena, size_t begin, size_t middle)
{
    if (middle == out->count || begin == middle)
        return;
    struct unit *all = ARENA_NEW_ARRAY(arena, struct unit, out->count - begin);
    size_t a = begin, b = middle, n = 0;
    while (a < middle || b < out->count)
        all[n++] = b == out->count || (a < middle && out->at[a].first <= out->at[b].first) ? out->at[a++] : out->at[b++];
    for (size_t i = 0; i < n; i++)
        out->at[begin + i] = all[i];
}

/* The count that is part of a name counts nothing. Gives where the names begin now. */
static size_t without_numbers_of_names(struct units *out, size_t begin, size_t middle)
{
    size_t kept = begin;
    for (size_t i = begin; i < out->count; i++) {
        bool named = false;
        for (size_t k = middle; i < middle && k < out->count && !named; k++)
            named = out->at[k].first < out->at[i].first && out->at[i].past == out->at[k].past;
        if (i == middle)
            begin = kept;
        if (!named)
            out->at[kept++] = out->at[i];
    }
    size_t gone = out->count - kept;
    out->count = kept;
    return middle - gone;
}

/* What the values of a sentence say of each other. There is one at least. */
static void read_row(struct units *out, size_t begin, const struct tokens *t, uint32_t first, uint32_t past)
{
    struct row row = {out->at + begin, out->count - begin, t, first, past};
    ranges_share_measure(&row);
    ranges_share_hour(&row);
    ranges_lone_hour(&row);
    tax_read(out->at + begin, out->count - begin, t, first, past);
    for (size_t k = begin; k < out->count; k++)
        bounds_read(&out->at[k], t, first, past);
    ranges_share_bound(&row);
}

void units_of(struct units *out, struct arena *arena, const struct tokens *t, uint32_t first, uint32_t past)
{
    struct scan s = {out, arena, t, first, past};
    size_t begin = out->count;
    for (uint32_t i = first; i < past;) {
        struct unit u;
        const struct token *k = &t->at[i];
        const struct lexeme *l = k->lex;
        bool un = (TOKEN_IS(t, i, past, "un") || TOKEN_IS(t, i, past, "una")) && i + 1 < past &&
                  (t->at[i + 1].lex->span != SPAN_NONE || t->at[i + 1].lex->number_word == NUMBER_PART);
        bool plain = !un && k->kind == WORD_LETTERS && l->number_word == NUMBER_NONE && l->month == 0 && l->day == 0 &&
                     l->span == 0 && l->rate == 0 && !(l->marks & (MARK_PER | MARK_VAGUE));
        bool found = !plain || (i + 1 < past && t->at[i + 1].kind == WORD_MARK && !t->at[i + 1].space_before) || k->all_capital ||
                     TOKEN_IS(t, i, past, "clock");
        found = feast_at(&u, t, i, past) || all_hours_at(&u, t, first, i, past) ||
                (found && (lifetime_at(&u, t, i, past) || lone_span_at(&u, t, first, i, past) || multiple_at(&u, t, i, past) ||
                           rate_at(&u, t, first, i, past) || token_unit(&u, &s, i) || vague_sum_at(&u, t, i, past) ||
                           measured_at(&u, &s, i)));
        if (found && u.past > past)
            found = false;
        if (!found && (k->kind == WORD_DIGITS || k->kind == WORD_MIXED)) { /* a code: M62, 5G, 40:30 */
            u = (struct unit){.kind = FACT_COUNT, .value = -(int64_t)(word_hash(k->folded) >> 8), .first = i, .past = i + 1};
            found = true;
        }
        if (found) {
            *ARRAY_ADD(arena, out) = u;
            i = u.past;
        } else
            i++;
    }
    if (out->count > begin)
        read_row(out, begin, t, first, past);
    size_t middle = out->count;
    names_of(out, arena, t, first, past);
    middle = without_numbers_of_names(out, begin, middle);
    merge(out, arena, begin, middle);
}

static bool counts_years(const struct unit *u)
{
    return u->kind == FACT_DURATION && u->scale == SPAN_MONTHS;
}

bool unit_same_kind(const struct unit *a, const struct unit *b)
{
    if ((a->is_bare && b->kind == FACT_DURATION) || (b->is_bare && a->kind == FACT_DURATION) || (a->is_age && counts_years(b)) ||
        (b->is_age && counts_years(a)))
        return true;
    if (a->kind == b->kind)
        return a->kind != FACT_DURATION || (a->scale >= SPAN_RATE_MINUTES) == (b->scale >= SPAN_RATE_MINUTES);
    bool a_bare = a->kind == FACT_COUNT || a->kind == FACT_FRACTION, b_bare = b->kind == FACT_COUNT || b->kind == FACT_FRACTION;
    return (a_bare && (b->kind == FACT_MONEY || b->kind == FACT_PERCENT)) ||
           (b_bare && (a->kind == FACT_MONEY || a->kind == FACT_PERCENT));
}

/* "The first 12 months", "within 12 months", "before 12 months": none of them is "after 12 months". */
static bool is_other_side(const struct unit *u, const struct unit *after)
{
    return after->is_after && !u->is_after && u->kind == FACT_DURATION &&
           (u->is_first || u->is_until || (u->bound == BOUND_MOST && u->soft_bound));
}

/* Counted backwards: up to 48 hours before is 48 hours before or more, and within 48 hours before is 48 hours or less. */
static enum bound bound_in_advance(const struct unit *u)
{
    if (u->bound == BOUND_MOST || u->bound == BOUND_WITHIN)
        return u->is_up_to ? BOUND_LEAST : BOUND_MOST;
    if (u->bound == BOUND_LEAST)
        return u->is_up_to ? BOUND_MOST : BOUND_LEAST;
    return u->bound;
}

static bool agree_in_advance(const struct unit *said, const struct unit *known)
{
    enum bound s = bound_in_advance(said), k = bound_in_advance(known);
    return s == k || (s != BOUND_MOST && k != BOUND_MOST) || s == BOUND_EXACT || k == BOUND_EXACT;
}

/* "within" promises no more than the plain value and no less. */
static bool bounds_agree(const struct unit *said, const struct unit *known)
{
    bool from_then = said->is_after != known->is_after && (said->bound == BOUND_WITHIN || known->bound == BOUND_WITHIN);
    if (from_then && said->kind == FACT_DURATION) /* "after 14 days" and "within 14 days" */
        return false;
    if ((said->takes_off && known->adds_on) || (said->adds_on && known->takes_off))
        return false;
    bool turned = (said->in_advance && known->is_later) || (said->is_later && known->in_advance);
    bool beyond = known->is_less && said->bound == BOUND_LEAST; /* less than 24 hours, more than 24 hours */
    bool not_more = said->denied_by != 0 && said->bound == BOUND_MOST && known->bound == BOUND_LEAST;
    if (turned || beyond || not_more)
        return false;
    if (said->is_less && !known->is_less && known->in_advance && known->bound != BOUND_LEAST)
        return false;
    if (is_other_side(said, known) || is_other_side(known, said))
        return false;
    if (said->in_advance && known->in_advance)
        return agree_in_advance(said, known);
    if (known->from_range && !said->from_range && said->kind != FACT_TIME &&
        (said->bound == BOUND_LEAST || said->bound == BOUND_MOST)) /* "from 60 months", "up to 12 months" */
        return known->is_range_end == (said->bound == BOUND_MOST);
    if (said->bound == known->bound)
        return true;
    if (said->soft_bound && known->soft_bound && said->kind == FACT_DURATION &&
        (said->bound == BOUND_WITHIN || known->bound == BOUND_WITHIN)) /* spread over a year */
        return true;
    if ((said->soft_bound && known->bound == BOUND_EXACT) || (known->soft_bound && said->bound == BOUND_EXACT))
        return true;
    bool s_soft = said->bound == BOUND_EXACT || said->bound == BOUND_WITHIN,
         k_soft = known->bound == BOUND_EXACT || known->bound == BOUND_WITHIN;
    if (s_soft && k_soft)
        return true;
    if (said->is_rough && known->bound == BOUND_EXACT)
        return true;
    if ((said->is_needed && said->bound == BOUND_EXACT && known->bound == BOUND_LEAST) ||
        (said->is_after && known->bound == BOUND_LEAST) || (known->is_after && said->bound == BOUND_LEAST))
        return true;
    bool within_most = (said->bound == BOUND_WITHIN && known->bound == BOUND_MOST) ||
                       (said->bound == BOUND_MOST && known->bound == BOUND_WITHIN);
    return within_most || said->from_range || known->from_range;
}

static bool numbers_agree(const struct unit *said, const struct unit *known)
{
    if (said->kind == FACT_FRACTION && known->kind == FACT_PERCENT)
        return said->value * 100 == known->value;
    if (said->kind == FACT_PERCENT && known->kind == FACT_FRACTION)
        return known->value * 100 == said->value;
    if (said->is_bare && known->kind == FACT_DURATION)
        return said->value == known->numeral && known->numeral != 0;
    if ((said->is_age && counts_years(known)) || (known->is_age && counts_years(said)))
        return said->is_age ? said->value * 12 == known->value : known->value * 12 == said->value;
    if (said->kind == FACT_COUNT && known->kind == FACT_MONEY) /* "it is 16", and not "your 16-year-old" */
        return said->is_bare && !said->is_age && said->value == known->value;
    if (said->kind != known->kind)
        return false;
    if (said->kind == FACT_MONEY) {
        bool same_coin = said->scale == known->scale || said->scale == CURRENCY_UNCLEAR || known->scale == CURRENCY_UNCLEAR;
        bool tax = said->tax == TAX_UNSAID || said->tax == known->tax || known->tax == TAX_NEAR || said->tax == TAX_NEAR;
        return same_coin && tax && said->value == known->value;
    }
    if (said->kind == FACT_PERCENT)
        return said->value == known->value && (said->tax == TAX_UNSAID || said->tax == known->tax || known->tax == TAX_UNSAID ||
                                               known->tax == TAX_NEAR || said->tax == TAX_NEAR);
    if (said->kind == FACT_DURATION && said->value == known->value) {
        uint32_t a = said->scale, b = known->scale;
        bool one = (a >= SPAN_RATE_MINUTES && known->numeral == MICRO) || (b >= SPAN_RATE_MINUTES && said->numeral == MICRO);
        if (one && (a == SPAN_RATE_MINUTES || a == SPAN_MINUTES) == (b == SPAN_RATE_MINUTES || b == SPAN_MINUTES))
            return true; /* "in one week" and "a week" */
        return a == b || (a == SPAN_NIGHTS && b == SPAN_MINUTES) || (a == SPAN_MINUTES && b == SPAN_NIGHTS);
    }
    return said->value == known->value && said->scale == known->scale;
}

static uint64_t bit_of(int64_t value)
{
    return UINT64_C(1) << ((uint64_t)value * UINT64_C(0x9e3779b97f4a7c15) >> 58);
}

uint64_t unit_signature_said(const struct unit *u)
{
    bool told = u->kind == FACT_MONEY || u->kind == FACT_PERCENT || u->kind == FACT_FRACTION || u->kind == FACT_DURATION ||
                (u->kind == FACT_COUNT && u->value != MICRO);
    return told ? bit_of(u->value) : 0;
}

/* 18 years and 216 months, half and 50 %, 15 and 15 minutes. */
uint64_t unit_signature_known(const struct unit *u)
{
    uint64_t s = bit_of(u->value) | bit_of(u->numeral);
    if (u->value > INT64_MAX / 100 || u->value < 0)
        return s;
    if (u->value % 12 == 0)
        s |= bit_of(u->value / 12);
    if (u->value % 100 == 0)
        s |= bit_of(u->value / 100);
    return s | bit_of(u->value * 12) | bit_of(u->value * 100);
}

/* Most pairs are told apart by their kinds and values alone. */
static bool may_agree(const struct unit *said, const struct unit *known)
{
    enum {
        COUNTS = 1 << FACT_COUNT | 1 << FACT_ORDINAL | 1 << FACT_FRACTION,
        MEASURES = COUNTS | 1 << FACT_MONEY | 1 << FACT_PERCENT | 1 << FACT_DURATION
    };
    int s = 1 << said->kind, k = 1 << known->kind;
    if (s == k)
        return said->value == known->value || !(s & MEASURES);
    return (s & COUNTS) || (k & COUNTS);
}

bool unit_same_number(const struct unit *said, const struct unit *known)
{
    return may_agree(said, known) && numbers_agree(said, known);
}

bool unit_agrees(const struct unit *said, const struct unit *known)
{
    if (!may_agree(said, known))
        return false;
    if (said->kind == FACT_NAME || said->kind == FACT_LINK || said->kind == FACT_PHONE || said->kind == FACT_EMAIL ||
        said->kind == FACT_PLATE)
        return said->kind == known->kind && slice_eq(said->text, known->text);
    if (said->kind == FACT_DATE && known->kind == FACT_DATE)
        return date_agrees(said, known);
    if (said->kind == FACT_TIME && known->kind == FACT_TIME)
        return time_agrees(said, known) && (said->bound == known->bound);
    bool storeys = (said->is_storey && known->is_storey) && said->value == known->value; /* second level, level 2 */
    if (storeys)
        return true;
    if (said->is_storey && known->kind == FACT_COUNT && !known->is_storey)
        return false;
    if (said->kind == FACT_ORDINAL && known->kind == FACT_DATE && known->value < WEEKDAYS)
        return known->value % 100 == said->value / MICRO;
    return numbers_agree(said, known) && bounds_agree(said, known);
}
