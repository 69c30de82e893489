#include "ranges.h"

#include "dates.h"
#include "number.h"

/* "10-15 days", "5 to 7 per cent": the first end takes the measure of the second. */
void ranges_share_measure(const struct row *s)
{
    for (size_t k = 0; k + 1 < s->count; k++) {
        struct unit *a = &s->at[k];
        const struct unit *b = &s->at[k + 1];
        uint32_t gap = a->past;
        bool joined =
            b->first == gap + 1 &&
            (token_is_mark(s->t, gap, s->past, '-') || TOKEN_IS(s->t, gap, s->past, "to") || TOKEN_IS(s->t, gap, s->past, "or") ||
             TOKEN_IS(s->t, gap, s->past, "sampai") || TOKEN_IS(s->t, gap, s->past, "hingga") ||
             (TOKEN_IS(s->t, gap, s->past, "and") && a->first > s->first && TOKEN_IS(s->t, a->first - 1, s->past, "between")));
        bool stuck = b->first == gap + 2 && token_is_mark(s->t, gap, s->past, '-') && s->t->at[gap + 1].lex->coin != COIN_NONE;
        if (!joined && !stuck)
            continue;
        a->from_range = true;
        s->at[k + 1].from_range = true;
        bool is_code = a->value < 0; /* M62 or e900123 measures nothing */
        if (a->kind != FACT_COUNT || is_code || (b->kind != FACT_DURATION && b->kind != FACT_PERCENT && b->kind != FACT_MONEY))
            continue;
        if (b->kind == FACT_DURATION) {
            struct number n;
            if (!number_at(&n, s->t, b->first, s->past) || n.micros <= 0 || b->value % n.micros != 0)
                continue;
            int64_t factor = b->value / n.micros;
            if (a->value > INT64_MAX / (factor + 1))
                continue;
            a->value *= factor;
        }
        a->kind = b->kind;
        a->scale = b->scale;
        a->is_bare = false;
    }
}

static bool is_bare_hour(const struct unit *u)
{
    return u->is_bare && !u->is_age && u->value > 0 && u->value <= 24 * (int64_t)MICRO && u->value % MICRO == 0;
}

static void become_hour(struct unit *u)
{
    int64_t hour = u->value / MICRO;
    u->kind = FACT_TIME;
    u->value = hour * 60 + (hour <= 12 ? HOUR_UNCLEAR : 0);
    u->is_bare = false;
    u->numeral = 0;
}

static bool has_day(const struct row *s)
{
    for (size_t k = 0; k < s->count; k++)
        if (s->at[k].kind == FACT_DATE)
            return true;
    return false;
}

/* "from half past eight to six", "de nueve a dos": a bare number at the other end of an hour is an hour, and so are two of them
 * behind "from". */
void ranges_share_hour(const struct row *s)
{
    for (size_t k = 0; k + 1 < s->count; k++) {
        struct unit *a = &s->at[k], *b = &s->at[k + 1];
        uint32_t gap = a->past, before = a->first;
        bool and = TOKEN_IS(s->t, gap, s->past, "and") || TOKEN_IS(s->t, gap, s->past, "y");
        bool joined = b->first == gap + 1 && (and || TOKEN_IS(s->t, gap, s->past, "to") ||
                                              TOKEN_IS(s->t, gap, s->past, "until") || TOKEN_IS(s->t, gap, s->past, "till") ||
                                              TOKEN_IS(s->t, gap, s->past, "a") || TOKEN_IS(s->t, gap, s->past, "hasta") ||
                                              TOKEN_IS(s->t, gap, s->past, "hingga") || TOKEN_IS(s->t, gap, s->past, "sampai"));
        bool asked = before > s->first &&
                     (and? TOKEN_IS(s->t, before - 1, s->past, "between") || TOKEN_IS(s->t, before - 1, s->past, "entre")
                         : TOKEN_IS(s->t, before - 1, s->past, "from") || TOKEN_IS(s->t, before - 1, s->past, "de") ||
                               TOKEN_IS(s->t, before - 1, s->past, "desde") || TOKEN_IS(s->t, before - 1, s->past, "dari"));
        if (!joined)
            continue;
        bool first_bare = is_bare_hour(a), last_bare = is_bare_hour(b);
        bool closes = b->past >= s->past || s->t->at[b->past].kind == WORD_MARK;
        bool day_before = k > 0 && a[-1].kind == FACT_DATE && before - a[-1].past <= 1; /* "weekdays, 9 to 1" */
        asked = (asked && (closes || has_day(s))) || (day_before && !and&&closes);
        if ((first_bare && b->kind == FACT_TIME) || (first_bare && last_bare && asked))
            become_hour(a);
        if (last_bare && a->kind == FACT_TIME && (!and || asked))
            become_hour(b);
    }
}

/* "never more than 480 plus VAT, which is 576 with VAT": the same value once more has the same bound. */
void ranges_share_bound(const struct row *s)
{
    for (size_t k = 1; k < s->count; k++) {
        const struct unit *a = &s->at[k - 1];
        struct unit *b = &s->at[k];
        bool again =
            (b->first >= 2 && TOKEN_IS(s->t, b->first - 2, s->past, "which") && TOKEN_IS(s->t, b->first - 1, s->past, "is")) ||
            (b->first >= 1 && (TOKEN_IS(s->t, b->first - 1, s->past, "or") || token_is_mark(s->t, b->first - 1, s->past, ',')) &&
             b->first - a->past <= 4);
        if (again && b->kind == FACT_MONEY && a->kind == FACT_MONEY && b->bound == BOUND_EXACT && a->tax != b->tax)
            b->bound = a->bound;
        if (again && b->kind == FACT_MONEY && k >= 2 && s->at[k - 2].kind == FACT_MONEY && b->bound == BOUND_EXACT &&
            a->kind == FACT_COUNT && s->at[k - 2].tax != b->tax)
            b->bound = s->at[k - 2].bound;
    }
}
