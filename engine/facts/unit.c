#include "unit.h"

#include <parley/size.h>

#include "dates.h"
#include "names.h"
#include "number.h"

enum { MICRO = 1000000 };

struct scan {
    struct units *out;
    struct arena *arena;
    const struct text *t;
    uint32_t first, past;
};

static bool is(const struct scan *s, uint32_t i, const char *word)
{
    return i >= s->first && i < s->past && slice_eq(s->t->words[i].folded, slice_from(word));
}

static bool is_any(const struct scan *s, uint32_t i, const char *words) /* " a b c " */
{
    if (i < s->first || i >= s->past)
        return false;
    struct slice rest = slice_from(words), one;
    while (slice_next(&one, &rest, ' '))
        if (one.len > 0 && slice_eq(one, s->t->words[i].folded))
            return true;
    return false;
}

static struct unit *add(struct scan *s, enum fact_kind kind, uint32_t first, uint32_t past)
{
    struct unit *u = ARRAY_ADD(s->arena, s->out);
    u->kind = kind;
    u->first = first;
    u->past = past;
    return u;
}

/* -- money ----------------------------------------------------------------------------------------------------------- */

static uint32_t currency_before(const struct scan *s, uint32_t i)
{
    if (i == s->first)
        return 0;
    if (is_any(s, i - 1, "\xc2\xa3 gbp"))
        return CURRENCY_GBP;
    if (is_any(s, i - 1, "$ usd us$"))
        return CURRENCY_USD;
    if (is_any(s, i - 1, "\xe2\x82\xac eur"))
        return CURRENCY_EUR;
    return is_any(s, i - 1, "rm myr") ? CURRENCY_MYR : 0;
}

static uint32_t currency_behind(const struct scan *s, uint32_t i, int64_t *micros, uint32_t *past)
{
    *past = i + 1;
    if (is_any(s, i, "pound pounds quid gbp sterling \xc2\xa3 libras squid smackers"))
        return CURRENCY_GBP;
    if (is_any(s, i, "pence penny p") && *micros < INT64_C(100000) * MICRO) {
        *micros /= 100;
        return CURRENCY_GBP;
    }
    if (is_any(s, i, "dollar dollars usd bucks $ dolar"))
        return CURRENCY_USD;
    if (is_any(s, i, "cents cent sen") && *micros < INT64_C(100000) * MICRO) {
        *micros /= 100;
        return 1;
    }
    if (is_any(s, i, "euro euros eur \xe2\x82\xac"))
        return CURRENCY_EUR;
    return is_any(s, i, "ringgit rm myr") ? CURRENCY_MYR : 0;
}

static bool money_at(struct scan *s, uint32_t i, const struct number *n, uint32_t *past)
{
    int64_t micros = n->micros;
    uint32_t before = currency_before(s, i), end = n->past, behind = 0;
    uint32_t currency = before;
    if (n->is_ordinal || n->is_fraction)
        return false;
    bool pence = slice_eq(n->tail, SLICE("p")) || slice_eq(n->tail, SLICE("pence"));
    if (currency == 0 && pence) {
        currency = CURRENCY_GBP;
        micros /= 100;
    } else if (currency == 0 && n->tail.len == 0)
        currency = currency_behind(s, n->past, &micros, &behind);
    if (behind > 0 && currency != 0)
        end = behind;
    if (currency == 0 && n->is_slang_money)
        currency = CURRENCY_GBP;
    if (currency == 0 || (n->is_article && before == 0 && behind == 0))
        return false;
    if (before != 0) /* "£5 pounds" */
        (void)(currency_behind(s, end, &(int64_t){0}, &behind) && (end = behind));
    struct number rest; /* "five pounds fifty" */
    if (behind > 0 && before == 0 && number_at(&rest, s->t, end) && rest.past <= s->past && rest.micros < 100 * MICRO && rest.micros >= 10 * MICRO &&
        rest.tail.len == 0 && !rest.is_ordinal) {
        micros += rest.micros / 100;
        end = rest.past;
    }
    struct unit *u = add(s, FACT_MONEY, before ? i - 1 : i, end);
    u->value = micros;
    u->scale = currency;
    *past = end;
    return true;
}

/* -- per cent, durations, counts -------------------------------------------------------------------------------------- */

static bool percent_at(struct scan *s, uint32_t i, const struct number *n, uint32_t *past)
{
    uint32_t end = 0;
    if (slice_eq(n->tail, SLICE("pc")))
        end = n->past;
    else if (n->tail.len == 0 && is_any(s, n->past, "% percent percentage pc peratus porciento"))
        end = n->past + 1;
    else if (n->tail.len == 0 && is_any(s, n->past, "per por") && is_any(s, n->past + 1, "cent ciento"))
        end = n->past + 2;
    if (end == 0 || n->is_article)
        return false;
    struct unit *u = add(s, FACT_PERCENT, i, end);
    u->value = n->micros;
    *past = end;
    return true;
}

static const struct {
    const char *words;
    int64_t minutes; /* negative: months */
    uint32_t scale;
} spans[] = {
    {"second seconds sec secs segundo segundos saat", 0, 0}, {"minute minutes min mins minuto minutos minit", 1, 0},
    {"hour hours hr hrs hora horas jam h", 60, 0}, {"day days d\xc3\xad" "a d\xc3\xad" "as hari dia dias", 1440, 0}, {"night nights noche noches malam", 1440, 3},
    {"week weeks wk wks semana semanas minggu", 10080, 0}, {"fortnight fortnights", 20160, 0}, {"month months mes meses bulan", -1, 1},
    {"year years yr yrs a\xc3\xb1o a\xc3\xb1os tahun", -12, 1}, {"decade decades", -120, 1}};

static bool duration_at(struct scan *s, uint32_t i, const struct number *n, uint32_t *past)
{
    uint32_t at = n->past;
    bool working = false;
    if (n->is_ordinal)
        return false;
    if (n->tail.len > 0) { /* 24h, 30mins */
        for (size_t k = 0; k < COUNT_OF(spans); k++) {
            struct slice rest = slice_from(spans[k].words), one;
            while (slice_next(&one, &rest, ' '))
                if (slice_eq(one, n->tail)) {
                    struct unit *u = add(s, FACT_DURATION, i, n->past);
                    u->value = spans[k].scale == 1 ? n->micros * -spans[k].minutes : n->micros * spans[k].minutes;
                    u->scale = spans[k].scale;
                    *past = n->past;
                    return true;
                }
        }
        return false;
    }
    if (is_any(s, at, "of")) /* a couple of weeks */
        at++;
    if (is_any(s, at, "working business calendar clear")) {
        working = !is(s, at, "calendar");
        at++;
    }
    if (is(s, at, "-"))
        at++;
    for (size_t k = 0; k < COUNT_OF(spans); k++)
        if (is_any(s, at, spans[k].words)) {
            struct unit *u = add(s, FACT_DURATION, i, at + 1);
            u->value = spans[k].scale == 1 ? n->micros * -spans[k].minutes : spans[k].minutes == 0 ? n->micros / 60 : n->micros * spans[k].minutes;
            u->scale = working ? 2 : spans[k].scale;
            *past = at + 1;
            return true;
        }
    return false;
}

static bool count_at(struct scan *s, uint32_t i, const struct number *n, uint32_t *past)
{
    enum fact_kind kind = n->is_ordinal ? FACT_ORDINAL : n->is_fraction ? FACT_FRACTION : FACT_COUNT;
    bool idiom = n->from_words && n->micros == MICRO; /* "one" is mostly a pronoun */
    if (n->is_article || (idiom && kind == FACT_COUNT) || (kind == FACT_ORDINAL && n->from_words && n->micros <= 2 * MICRO))
        return false;
    struct unit *u = add(s, kind, i, n->past);
    u->value = n->micros;
    *past = n->past;
    return true;
}

/* -- bounds ---------------------------------------------------------------------------------------------------------- */

static bool two(const struct scan *s, uint32_t i, const char *a, const char *b)
{
    return i >= s->first + 2 && is(s, i - 2, a) && is(s, i - 1, b);
}

static enum bound bound_before(const struct scan *s, uint32_t i)
{
    if (i > s->first && is_any(s, i - 1, "\xc2\xa3 $ \xe2\x82\xac rm gbp usd eur myr the a"))
        i--;
    if (i <= s->first)
        return BOUND_EXACT;
    if (two(s, i, "up", "to") || two(s, i, "at", "most") || two(s, i, "less", "than") || two(s, i, "a", "maximum") || two(s, i, "maximum", "of"))
        return BOUND_MOST;
    if (i >= s->first + 3 && is(s, i - 3, "no") && is_any(s, i - 2, "more later longer fewer less") && is(s, i - 1, "than"))
        return is_any(s, i - 2, "fewer less") ? BOUND_LEAST : BOUND_MOST;
    if (two(s, i, "at", "least") || two(s, i, "more", "than") || two(s, i, "starting", "at") || two(s, i, "starting", "from") || two(s, i, "a", "minimum") ||
        two(s, i, "minimum", "of") || two(s, i, "upwards", "of"))
        return BOUND_LEAST;
    if (is_any(s, i - 1, "about around approximately approx roughly nearly almost circa ~ lebih sekitar unos unas aproximadamente kira-kira some"))
        return BOUND_ABOUT;
    if (is_any(s, i - 1, "under below within maximum max hingga hasta dentro"))
        return BOUND_MOST;
    return is_any(s, i - 1, "over above exceeding minimum min") ? BOUND_LEAST : BOUND_EXACT;
}

static enum bound bound_of(const struct scan *s, const struct unit *u)
{
    if (is(s, u->past, "+") || two(s, u->past + 2, "or", "more") || two(s, u->past + 2, "or", "so"))
        return two(s, u->past + 2, "or", "so") ? BOUND_ABOUT : BOUND_LEAST;
    if (two(s, u->past + 2, "or", "less") || two(s, u->past + 2, "or", "fewer"))
        return BOUND_MOST;
    return bound_before(s, u->first);
}

/* -- all ------------------------------------------------------------------------------------------------------------- */

static bool token_unit(struct scan *s, uint32_t i, uint32_t *past)
{
    struct unit u = {0};
    if (!link_at(&u, s->arena, s->t, i, s->past) && !phone_at(&u, s->arena, s->t, i, s->past) && !plate_at(&u, s->arena, s->t, i, s->past) &&
        !date_at(&u, s->t, i, s->past) && !time_at(&u, s->t, i, s->past))
        return false;
    *ARRAY_ADD(s->arena, s->out) = u;
    *past = u.past;
    return true;
}

void units_of(struct units *out, struct arena *arena, const struct text *t, uint32_t first, uint32_t past)
{
    struct scan s = {out, arena, t, first, past};
    size_t begin = out->count;
    for (uint32_t i = first; i < past;) {
        struct number n;
        uint32_t end = i + 1;
        if (token_unit(&s, i, &end)) {
            i = end;
            continue;
        }
        if (number_at(&n, t, i) && n.past <= past &&
            (money_at(&s, i, &n, &end) || percent_at(&s, i, &n, &end) || duration_at(&s, i, &n, &end) || count_at(&s, i, &n, &end))) {
            i = end;
            continue;
        }
        if (is_any(&s, i, "fortnight fortnightly"))
            add(&s, FACT_DURATION, i, i + 1)->value = INT64_C(20160) * MICRO;
        i++;
    }
    for (size_t k = begin; k < out->count; k++)
        out->at[k].bound = bound_of(&s, &out->at[k]);
    names_of(out, arena, t, first, past);
}

bool unit_same_kind(const struct unit *a, const struct unit *b)
{
    if (a->kind == b->kind)
        return true;
    /* a bare number may be an amount whose sign was left out, or the other way round */
    bool a_bare = a->kind == FACT_COUNT || a->kind == FACT_FRACTION, b_bare = b->kind == FACT_COUNT || b->kind == FACT_FRACTION;
    return (a_bare && (b->kind == FACT_MONEY || b->kind == FACT_PERCENT)) || (b_bare && (a->kind == FACT_MONEY || a->kind == FACT_PERCENT));
}

bool unit_agrees(const struct unit *said, const struct unit *known)
{
    if (said->kind == FACT_NAME || said->kind == FACT_LINK || said->kind == FACT_PHONE || said->kind == FACT_EMAIL || said->kind == FACT_PLATE)
        return said->kind == known->kind && slice_eq(said->text, known->text);
    if (said->kind == FACT_DATE && known->kind == FACT_DATE)
        return date_agrees(said, known);
    if (said->kind == FACT_FRACTION && known->kind == FACT_PERCENT)
        return said->value * 100 == known->value && said->bound == known->bound;
    if (said->kind == FACT_PERCENT && known->kind == FACT_FRACTION)
        return known->value * 100 == said->value && said->bound == known->bound;
    if (said->kind != known->kind || said->value != known->value || said->bound != known->bound)
        return false;
    if (said->kind == FACT_MONEY)
        return said->scale == known->scale || (said->scale == 1 || known->scale == 1);
    return said->scale == known->scale;
}
