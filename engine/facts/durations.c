#include "durations.h"

#include <parley/size.h>

/* The length of a unit of time: minutes, or months when *months. Seconds are a sixtieth. */
static int64_t length_of(enum span_word span, int64_t micros, uint32_t *scale)
{
    static const int64_t factors[] = {
        [SPAN_MINUTE] = 1,        [SPAN_HOUR] = 60, [SPAN_DAY] = 1440,  [SPAN_NIGHT] = 1440, [SPAN_WEEK] = 10080,
        [SPAN_FORTNIGHT] = 20160, [SPAN_MONTH] = 1, [SPAN_QUARTER] = 3, [SPAN_YEAR] = 12,    [SPAN_DECADE] = 120};
    *scale = span >= SPAN_MONTH ? SPAN_MONTHS : span == SPAN_NIGHT ? SPAN_NIGHTS : SPAN_MINUTES;
    if (span == SPAN_SECOND)
        return micros / 60;
    return micros > INT64_MAX / 20160 ? INT64_MAX : micros * factors[span];
}

static bool is_working(const struct tokens *t, uint32_t i, uint32_t past)
{
    return TOKEN_IS(t, i, past, "working") || TOKEN_IS(t, i, past, "business") || TOKEN_IS(t, i, past, "work");
}

/* Words between a number and its unit of time that change nothing about its length: "two free weeks", "each remaining month". */
static bool describes_span(const struct tokens *t, uint32_t i, uint32_t past)
{
    static const char *const words[] = {"calendar", "full",  "clear",   "consecutive", "whole",     "more",
                                        "free",     "extra", "further", "entire",      "remaining", "additional",
                                        "straight", "short", "solid",   "single",      "complete",  "good"};
    if (i + 1 >= past || t->at[i + 1].lex->span == SPAN_NONE)
        return false;
    for (size_t k = 0; k < COUNT_OF(words); k++)
        if (token_is_word(t, i, past, words[k]))
            return true;
    return false;
}

/* The unit of time at token i, with what may stand before it; its end in *end. */
static enum span_word span_at(const struct tokens *t, uint32_t i, uint32_t past, bool *working, uint32_t *end)
{
    *working = is_working(t, i, past);
    if (*working || describes_span(t, i, past))
        i++;
    *end = i + 1;
    if (i >= past || t->at[i].lex->span == SPAN_NONE)
        return SPAN_NONE;
    if (TOKEN_IS(t, i + 1, past, "laborables") || TOKEN_IS(t, i + 1, past, "hábiles") || TOKEN_IS(t, i + 1, past, "bekerja")) {
        *working = true;
        *end = i + 2;
    }
    if (TOKEN_IS(t, i, past, "second") && !TOKEN_IS(t, i, past, "seconds"))
        return SPAN_NONE;
    return (enum span_word)t->at[i].lex->span;
}

/* "y media", "y cuarto" behind a unit of time; 0 when there is none. */
static int64_t part_behind(const struct tokens *t, uint32_t i, uint32_t past)
{
    if (!TOKEN_IS(t, i, past, "y"))
        return 0;
    bool half = TOKEN_IS(t, i + 1, past, "media") || TOKEN_IS(t, i + 1, past, "medio");
    return half ? MICRO / 2 : TOKEN_IS(t, i + 1, past, "cuarto") ? MICRO / 4 : 0;
}

/* "the first hour and a half", "hora y media", "the past year": a unit of time that needs no number. */
bool lone_span_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    enum span_word span = (enum span_word)t->at[i].lex->span;
    uint32_t scale;
    if (span == SPAN_NONE || span == SPAN_SECOND)
        return false;
    int64_t part = part_behind(t, i + 1, past);
    uint32_t end = i + 3;
    if (part == 0 && TOKEN_IS(t, i + 1, past, "and") && TOKEN_IS(t, i + 2, past, "a") && TOKEN_IS(t, i + 3, past, "half")) {
        part = MICRO / 2;
        end = i + 4;
    }
    bool past_one =
        part == 0 && i >= first + 2 && span >= SPAN_WEEK && TOKEN_IS(t, i - 1, past, "past") && TOKEN_IS(t, i - 2, past, "the");
    if (part == 0 && !past_one)
        return false;
    *out = (struct unit){.kind = FACT_DURATION, .first = i, .past = past_one ? i + 1 : end};
    out->value = length_of(span, MICRO + part, &scale);
    out->scale = scale;
    return true;
}

bool duration_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past, const struct number *n)
{
    bool working = false;
    uint32_t end = n->past, scale;
    enum span_word span;
    if (n->is_ordinal)
        return false;
    if (n->tail.len > 0) {
        span = (enum span_word)lexeme_of(n->tail)->span;
        if (n->tail.len == 1 && n->tail.at[0] == 'd')
            span = SPAN_DAY;
    } else {
        uint32_t at = n->past;
        if (n->is_fraction && (TOKEN_IS(t, at, past, "of") || TOKEN_IS(t, at, past, "de")) && at + 1 < past)
            at++; /* "a quarter of an hour", "un cuarto de hora" */
        if (TOKEN_IS(t, at, past, "of") || TOKEN_IS(t, at, past, "an") || TOKEN_IS(t, at, past, "a") ||
            token_is_mark(t, at, past, '-') || TOKEN_IS(t, at, past, "more"))
            at++;
        span = span_at(t, at, past, &working, &end);
    }
    if (span == SPAN_NONE)
        return false;
    if (span == SPAN_YEAR &&
        (TOKEN_IS(t, end, past, "old") || (TOKEN_IS(t, end, past, "of") && TOKEN_IS(t, end + 1, past, "age")))) {
        *out = (struct unit){.kind = FACT_COUNT,
                             .value = n->micros,
                             .first = i,
                             .past = end + (TOKEN_IS(t, end, past, "old") ? 1 : 2),
                             .is_age = true};
        return true;
    }
    bool per_week = (TOKEN_IS(t, end, past, "a") || TOKEN_IS(t, end, past, "per") || TOKEN_IS(t, end, past, "each")) &&
                    (TOKEN_IS(t, end + 1, past, "week") || TOKEN_IS(t, end + 1, past, "month"));
    if (span == SPAN_DAY && per_week && n->micros == 7 * (int64_t)MICRO && TOKEN_IS(t, end + 1, past, "week")) { /* every day */
        *out = (struct unit){.kind = FACT_DURATION, .first = i, .past = end + 2, .scale = SPAN_RATE_MINUTES};
        out->value = length_of(SPAN_DAY, MICRO, &scale);
        return true;
    }
    if (span == SPAN_DAY && per_week && !n->is_article) { /* "two days a week": twice a week */
        *out = (struct unit){.kind = FACT_COUNT, .value = n->micros, .first = i, .past = end};
        return true;
    }
    bool all_year =
        (n->micros == 365 * (int64_t)MICRO || n->micros == 366 * (int64_t)MICRO) && TOKEN_IS(t, end + 1, past, "year");
    if (span == SPAN_DAY && all_year) { /* 365 days a year */
        *out = (struct unit){.kind = FACT_DURATION, .first = i, .past = end + 2, .scale = SPAN_RATE_MINUTES};
        out->value = length_of(SPAN_DAY, MICRO, &scale);
        return true;
    }
    *out = (struct unit){.kind = FACT_DURATION, .first = i, .past = end};
    out->value = length_of(span, n->micros, &scale);
    if (working && span == SPAN_WEEK) /* five days of them */
        out->value = out->value / 7 * 5;
    out->scale = working ? SPAN_WORKING : scale;
    /* "an hour and a half", "2 hours 30 minutes", "a year and a day" */
    uint32_t next = TOKEN_IS(t, end, past, "and") ? end + 1 : end;
    struct number more;
    uint32_t more_scale, more_end;
    bool ignored;
    if (part_behind(t, end, past) != 0) { /* "hora y media" */
        out->value += length_of(span, part_behind(t, end, past), &more_scale);
        out->past = end + 2;
    } else if (next > end && TOKEN_IS(t, next, past, "a") && TOKEN_IS(t, next + 1, past, "half")) {
        out->value += length_of(span, MICRO / 2, &more_scale);
        out->past = next + 2;
    } else if (number_at(&more, t, next, past) && !more.is_ordinal && more.tail.len == 0) {
        enum span_word smaller = span_at(t, more.past, past, &ignored, &more_end);
        if (smaller != SPAN_NONE && smaller < span && !ignored) {
            int64_t rest = length_of(smaller, more.micros, &more_scale);
            if (more_scale == out->scale) {
                out->value += rest;
                out->past = more_end;
            }
        }
    }
    bool priced =
        i > first && (t->at[i - 1].kind == WORD_DIGITS || t->at[i - 1].lex->coin != COIN_NONE ||
                      t->at[i - 1].kind == WORD_MIXED || TOKEN_IS(t, i - 1, past, "once") || TOKEN_IS(t, i - 1, past, "twice") ||
                      TOKEN_IS(t, i - 1, past, "times") || TOKEN_IS(t, i - 1, past, "vat") ||
                      (i > first + 1 && (t->at[i - 2].kind == WORD_DIGITS || t->at[i - 2].lex->number_word == NUMBER_SMALL) &&
                       t->at[i - 1].kind == WORD_LETTERS && t->at[i - 1].lex->bound == BOUND_EXACT) ||
                      t->at[i - 1].lex->span != SPAN_NONE);
    bool compound = n->is_article && !priced && (span == SPAN_NIGHT || span == SPAN_DAY) && end < past &&
                    t->at[end].kind == WORD_LETTERS && t->at[end].key != 0 && t->at[end].lex->weight >= 2;
    if (compound) /* "a night run" */
        return false;
    bool one_of = n->is_article || TOKEN_IS(t, i, past, "satu") || TOKEN_IS(t, i, past, "una") || TOKEN_IS(t, i, past, "un");
    if (one_of && priced) /* "10 pounds a month", "seven days a week" */
        out->scale = out->scale == SPAN_MONTHS ? SPAN_RATE_MONTHS : SPAN_RATE_MINUTES;
    return true;
}

bool lifetime_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    enum { LIFETIME_MONTHS = 99999 };
    bool two = (TOKEN_IS(t, i, past, "for") && (TOKEN_IS(t, i + 1, past, "life") || TOKEN_IS(t, i + 1, past, "ever")));
    if (!two && !TOKEN_IS(t, i, past, "lifetime") && !TOKEN_IS(t, i, past, "forever") && !TOKEN_IS(t, i, past, "indefinitely") &&
        !TOKEN_IS(t, i, past, "indefinite"))
        return false;
    *out = (struct unit){.kind = FACT_DURATION,
                         .scale = SPAN_MONTHS,
                         .value = LIFETIME_MONTHS * (int64_t)MICRO,
                         .first = i,
                         .past = two ? i + 2 : i + 1};
    return true;
}

/* per night, each month, every day; monthly, daily; "7 days a week" is daily. */
bool rate_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    enum span_word span = (enum span_word)t->at[i].lex->rate;
    uint32_t end = i + 1, scale;
    bool working = false;
    bool sum_before = i > first && (t->at[i - 1].kind == WORD_DIGITS || t->at[i - 1].lex->coin != COIN_NONE);
    if (TOKEN_IS(t, i, past, "semalam") && (sum_before || (i > first && TOKEN_IS(t, i - 1, past, "sebilik"))))
        span = SPAN_DAY;                                               /* a night, not last night */
    bool shared = i >= first + 3 && TOKEN_IS(t, i - 1, past, "and") && /* "per room and night" */
                  (TOKEN_IS(t, i - 3, past, "per") || TOKEN_IS(t, i - 3, past, "each") || TOKEN_IS(t, i - 3, past, "every"));
    if (span == SPAN_NONE && shared)
        span = (enum span_word)t->at[i].lex->span;
    if (span == SPAN_NONE && (TOKEN_IS(t, i, past, "per") || TOKEN_IS(t, i, past, "each") || TOKEN_IS(t, i, past, "every") ||
                              TOKEN_IS(t, i, past, "/") || TOKEN_IS(t, i, past, "setiap") || TOKEN_IS(t, i, past, "cada") ||
                              TOKEN_IS(t, i, past, "por") || TOKEN_IS(t, i, past, "se"))) {
        if (TOKEN_IS(t, i + 1, past, "single"))
            i++;
        span = span_at(t, i + 1, past, &working, &end);
    }
    struct number n; /* "every 12 months" */
    bool every = TOKEN_IS(t, i, past, "every") || TOKEN_IS(t, i, past, "cada") || TOKEN_IS(t, i, past, "setiap");
    if (span == SPAN_NONE && every && number_at(&n, t, i + 1, past) && n.tail.len == 0 && !n.is_ordinal && !n.is_article &&
        (span = span_at(t, n.past, past, &working, &end)) != SPAN_NONE && !working) {
        *out = (struct unit){.kind = FACT_DURATION, .first = i, .past = end, .numeral = n.micros};
        out->value = length_of(span, n.micros, &scale);
        out->scale = scale == SPAN_MONTHS ? SPAN_RATE_MONTHS : SPAN_RATE_MINUTES;
        return true;
    }
    if (span == SPAN_NONE || (span == SPAN_NIGHT && i == first && t->at[i].lex->rate == SPAN_NONE && TOKEN_IS(t, i, past, "se")))
        return false;
    *out = (struct unit){.kind = FACT_DURATION, .first = i, .past = end};
    if (span == SPAN_NIGHT)
        span = SPAN_DAY;
    out->value = length_of(span, MICRO, &scale);
    out->scale = scale == SPAN_MONTHS ? SPAN_RATE_MONTHS : SPAN_RATE_MINUTES;
    return true;
}
