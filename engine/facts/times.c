#include "dates.h"

static bool done(struct unit *out, uint32_t i, uint32_t end, int64_t minutes)
{
    *out = (struct unit){.kind = FACT_TIME, .value = minutes, .first = i, .past = end};
    return true;
}

enum half { HALF_UNSAID, HALF_MORNING, HALF_EVENING };

/* am, pm, a.m., p.m., in the morning: behind the hour; *end moves behind it. */
static enum half half_of_day(const struct tokens *t, uint32_t at, uint32_t past, struct slice tail, uint32_t *end)
{
    if (tail.len > 0) {
        if (slice_eq(tail, SLICE("a")) || slice_eq(tail, SLICE("p"))) { /* 3p.m. */
            if (TOKEN_IS(t, at, past, ".") && TOKEN_IS(t, at + 1, past, "m"))
                *end = at + 2;
            else
                return HALF_UNSAID;
        }
        return tail.at[0] == 'a' && tail.len <= 2                                   ? HALF_MORNING
               : tail.at[0] == 'p' && tail.len <= 2 && !slice_eq(tail, SLICE("pc")) ? HALF_EVENING
                                                                                    : HALF_UNSAID;
    }
    if (TOKEN_IS(t, at, past, "am") || TOKEN_IS(t, at, past, "pm")) {
        *end = at + 1;
        return TOKEN_IS(t, at, past, "am") ? HALF_MORNING : HALF_EVENING;
    }
    if ((TOKEN_IS(t, at, past, "a") || TOKEN_IS(t, at, past, "p")) && TOKEN_IS(t, at + 1, past, ".") &&
        TOKEN_IS(t, at + 2, past, "m")) {
        *end = at + 3;
        return TOKEN_IS(t, at, past, "a") ? HALF_MORNING : HALF_EVENING;
    }
    if (TOKEN_IS(t, at, past, "tengah") && (TOKEN_IS(t, at + 1, past, "hari") || TOKEN_IS(t, at + 1, past, "malam"))) {
        *end = at + 2;
        return TOKEN_IS(t, at + 1, past, "hari") ? HALF_EVENING : HALF_MORNING;
    }
    if ((TOKEN_IS(t, at, past, "de") || TOKEN_IS(t, at, past, "por")) && TOKEN_IS(t, at + 1, past, "la")) {
        bool morning = TOKEN_IS(t, at + 2, past,
                                "ma\xc3\xb1"
                                "ana") ||
                       TOKEN_IS(t, at + 2, past, "madrugada");
        if (morning || TOKEN_IS(t, at + 2, past, "tarde") || TOKEN_IS(t, at + 2, past, "noche")) {
            *end = at + 3;
            return morning ? HALF_MORNING : HALF_EVENING;
        }
    }
    uint32_t word = TOKEN_IS(t, at, past, "in") && TOKEN_IS(t, at + 1, past, "the") ? at + 2
                    : TOKEN_IS(t, at, past, "at")                                   ? at + 1
                                                                                    : at;
    bool named = word > at || TOKEN_IS(t, at, past, "pagi") || TOKEN_IS(t, at, past, "petang") || TOKEN_IS(t, at, past, "malam");
    if (!named)
        return HALF_UNSAID;
    if (TOKEN_IS(t, word, past, "morning") || TOKEN_IS(t, word, past, "pagi")) {
        *end = word + 1;
        return HALF_MORNING;
    }
    if (TOKEN_IS(t, word, past, "afternoon") || TOKEN_IS(t, word, past, "evening") || TOKEN_IS(t, word, past, "night") ||
        TOKEN_IS(t, word, past, "petang") || TOKEN_IS(t, word, past, "malam")) {
        *end = word + 1;
        return HALF_EVENING;
    }
    return HALF_UNSAID;
}

static int64_t minutes_of(int64_t h, int64_t m, enum half half)
{
    if (half == HALF_MORNING)
        return h % 12 * 60 + m;
    return half == HALF_EVENING ? (h % 12 + 12) * 60 + m : h * 60 + m;
}

static bool is_hour(const struct number *n, int64_t most)
{
    return n->micros >= 0 && n->micros <= most * MICRO && n->micros % MICRO == 0 && !n->is_article && !n->is_ordinal &&
           !n->is_fraction;
}

/* 18:30, 9.30pm, 0930hrs: digits with minutes in one token. */
static bool clock_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    struct slice s = t->at[i].folded, hour, rest = s;
    uint64_t h, m;
    char sign = slice_has(s, SLICE(":")) ? ':' : '.';
    if (!slice_has(s, (struct slice){&sign, 1}) || !slice_next(&hour, &rest, sign) || !slice_to_u64(&h, hour) || h > 24 ||
        rest.len < 2 || !slice_to_u64(&m, slice_sub(rest, 0, 2)) || m > 59)
        return false;
    uint32_t end = i + 1;
    struct slice tail = slice_after(rest, 2);
    enum half half = half_of_day(t, end, past, tail, &end);
    bool asked = i > first && token_has(t, i - 1, past, MARK_HOUR) && sign == '.' && tail.len == 0 && h <= 24 && hour.len <= 2 &&
                 rest.len == 2;
    if (asked && end < past && (t->at[end].lex->coin != COIN_NONE || t->at[end].lex->span != SPAN_NONE || t->at[end].key != 0))
        asked = false;
    if (half == HALF_UNSAID && !(sign == ':' && (tail.len == 0 || tail.at[0] == 'h')) && !asked)
        return false;
    int64_t value = minutes_of((int64_t)h, (int64_t)m, half);
    bool unclear = half == HALF_UNSAID && h <= 12 && h >= 1 && hour.at[0] != '0';
    return done(out, i, end, unclear ? value + HOUR_UNCLEAR : value);
}

/* half six, half past six, quarter to nine, ten past four. */
static bool spoken_at(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past)
{
    struct number n, minutes;
    uint32_t at = i;
    if (TOKEN_IS(t, at, past, "a"))
        at++;
    bool half_hour = TOKEN_IS(t, at, past, "half"), quarter = TOKEN_IS(t, at, past, "quarter");
    int64_t m = half_hour ? 30 : 15;
    if (half_hour || quarter)
        at++;
    else if (at == i && number_at(&minutes, t, at, past) && is_hour(&minutes, 59) && minutes.tail.len == 0) {
        m = minutes.micros / MICRO;
        at = minutes.past;
        if (TOKEN_IS(t, at, past, "minutes"))
            at++;
    } else
        return false;
    bool to = TOKEN_IS(t, at, past, "to"), over = TOKEN_IS(t, at, past, "past");
    if (to || over)
        at++;
    else if (!half_hour)
        return false;
    if (!half_hour && !quarter && !over) /* "ten to six" is a range as often as a time */
        return false;
    if (!number_at(&n, t, at, past) || !is_hour(&n, 12) || n.micros == 0)
        return false;
    if (!to && !over && n.past < past && t->at[n.past].kind != WORD_MARK && !token_has(t, n.past, past, MARK_CLAUSE | MARK_HOUR))
        return false; /* "half five pounds" */
    uint32_t end = n.past;
    enum half half = half_of_day(t, end, past, n.tail, &end);
    int64_t value = minutes_of(n.micros / MICRO, 0, half) + (to ? -m : m);
    return done(out, i, end, half != HALF_UNSAID ? value : value + HOUR_UNCLEAR);
}

/* "two to three working days", "5 or 6 people": the second number counts something, and so does the first. */
static bool is_measured_range(const struct tokens *t, uint32_t i, uint32_t past)
{
    struct number n;
    bool joined = TOKEN_IS(t, i, past, "to") || TOKEN_IS(t, i, past, "or") || token_is_mark(t, i, past, '-');
    if (!joined || i + 1 >= past || !number_at(&n, t, i + 1, past))
        return false;
    uint32_t behind = n.past;
    if (TOKEN_IS(t, behind, past, "working") || TOKEN_IS(t, behind, past, "business"))
        return true;
    return behind < past && t->at[behind].kind == WORD_LETTERS &&
           (t->at[behind].lex->span != SPAN_NONE || t->at[behind].key != 0);
}

/* "from 9 to 5", "at 7", "by six": a bare hour where an hour is asked for and nothing is counted. */
static bool bare_hour(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past, const struct number *n)
{
    if (!is_hour(n, 12) || n->micros == 0 || n->tail.len > 0 || i == first)
        return false;
    bool asked = TOKEN_IS(t, i - 1, past, "at") || TOKEN_IS(t, i - 1, past, "until") || TOKEN_IS(t, i - 1, past, "till") ||
                 (TOKEN_IS(t, i - 1, past, "by") && !(i >= first + 2 && TOKEN_IS(t, i - 2, past, "one"))) ||
                 TOKEN_IS(t, i - 1, past, "pukul") || TOKEN_IS(t, i - 1, past, "las");
    if (TOKEN_IS(t, i - 1, past, "from") || TOKEN_IS(t, i - 1, past, "between")) {
        uint32_t sign = n->past; /* only with another hour behind */
        struct number other;
        struct unit spoken;
        asked = (TOKEN_IS(t, sign, past, "to") || TOKEN_IS(t, sign, past, "until") || TOKEN_IS(t, sign, past, "till") ||
                 TOKEN_IS(t, sign, past, "and") || token_is_mark(t, sign, past, '-')) &&
                sign + 1 < past && (number_at(&other, t, sign + 1, past) || TOKEN_IS(t, sign + 1, past, "quarter")) &&
                (spoken_at(&spoken, t, sign + 1, past) || slice_eq(other.tail, SLICE("pm")) ||
                 slice_eq(other.tail, SLICE("am")) || t->at[sign + 1].lex->day >= 13 ||
                 (is_hour(&other, 12) && other.tail.len == 0 &&
                  (other.past >= past || t->at[other.past].kind == WORD_MARK || token_has(t, other.past, past, MARK_CLAUSE))));
    }
    bool counted = n->past < past && t->at[n->past].kind != WORD_MARK &&
                   (t->at[n->past].key != 0 || t->at[n->past].lex->span != SPAN_NONE || t->at[n->past].lex->coin != COIN_NONE);
    if (n->past < past && t->at[n->past].kind == WORD_MARK && t->at[n->past].lex->coin != COIN_NONE)
        counted = true;
    return asked && !is_measured_range(t, n->past, past) && !counted &&
           done(out, i, n->past, n->micros / MICRO * 60 + HOUR_UNCLEAR);
}

/* The first end of "9-5pm", "9am-5pm", "7 to 10am": the half of the day may stand at the second end only. */
static bool first_end(struct unit *out, const struct tokens *t, uint32_t i, uint32_t past, const struct number *n)
{
    uint32_t sign = n->past, end;
    struct number other;
    if (!is_hour(n, 12) || n->micros == 0 || n->tail.len > 0)
        return false;
    if (!(token_is_mark(t, sign, past, '-') || TOKEN_IS(t, sign, past, "to") || TOKEN_IS(t, sign, past, "until") ||
          TOKEN_IS(t, sign, past, "till") || TOKEN_IS(t, sign, past, "and")))
        return false;
    struct unit clock; /* "12 to 2:30" */
    if (sign + 1 < past && (t->at[sign + 1].kind == WORD_DIGITS || t->at[sign + 1].kind == WORD_MIXED) &&
        clock_at(&clock, t, i, sign + 1, past))
        return done(out, i, n->past, n->micros / MICRO * 60 + HOUR_UNCLEAR);
    if (!number_at(&other, t, sign + 1, past) || !is_hour(&other, 12))
        return false;
    end = other.past;
    if (half_of_day(t, end, past, other.tail, &end) == HALF_UNSAID)
        return false;
    return done(out, i, n->past, n->micros / MICRO * 60 + HOUR_UNCLEAR);
}

/* "9 malam" is nine nights, and nine in the evening behind a word that asks for an hour. */
static bool asks_hour(const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    return i > first && (token_has(t, i - 1, past, MARK_HOUR | MARK_STARTS | MARK_ENDS) || token_is_mark(t, i - 1, past, '-'));
}

bool all_hours_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    static const char *const phrases[][3] = {{"day", "and", "night"},     {"night", "and", "day"},   {"day", "or", "night"},
                                             {"around", "the", "clock"},  {"round", "the", "clock"}, {"siang", "dan", "malam"},
                                             {"bila", "bila", "masa"},    {"any", "hour", NULL},     {"cualquier", "hora", NULL},
                                             {"sepanjang", "masa", NULL}, {"día", "y", "noche"}};
    if (i >= past || memchr("dnarsbc2", t->at[i].folded.at[0], sizeof "dnarsbc2" - 1) == NULL)
        return false;
    for (size_t k = 0; k < sizeof phrases / sizeof phrases[0]; k++) {
        uint32_t n = 0;
        while (n < 3 && phrases[k][n] != NULL && token_is_word(t, i + n, past, phrases[k][n]))
            n++;
        if (n >= 2 && (n == 3 || phrases[k][n] == NULL))
            return done(out, i, i + n, ALL_HOURS);
    }
    bool hours = TOKEN_IS(t, i, past, "24") &&
                 (TOKEN_IS(t, i + 1, past, "hours") || TOKEN_IS(t, i + 1, past, "jam") || TOKEN_IS(t, i + 1, past, "horas"));
    bool opens =
        i > first && (TOKEN_IS(t, i - 1, past, "open") || TOKEN_IS(t, i - 1, past, "buka") || TOKEN_IS(t, i - 1, past, "dibuka"));
    bool daily = TOKEN_IS(t, i + 2, past, "sehari") || (TOKEN_IS(t, i + 2, past, "al") && TOKEN_IS(t, i + 3, past, "día"));
    if (hours && daily)
        return done(out, i, TOKEN_IS(t, i + 2, past, "al") ? i + 4 : i + 3, ALL_HOURS);
    bool in_advance = TOKEN_IS(t, i + 2, past, "before") || TOKEN_IS(t, i + 2, past, "a") || TOKEN_IS(t, i + 2, past, "per");
    return hours && opens && !in_advance && done(out, i, i + 2, ALL_HOURS);
}

bool time_at(struct unit *out, const struct tokens *t, uint32_t first, uint32_t i, uint32_t past)
{
    const struct token *k = &t->at[i];
    struct number n;
    if (k->lex->day == 13)
        return done(out, i, i + 1, 720);
    if (k->lex->day == 14)
        return done(out, i, i + 1, 0);
    if (TOKEN_IS(t, i, past, "24/7") || (TOKEN_IS(t, i, past, "clock") && i >= first + 3 && TOKEN_IS(t, i - 2, past, "around")))
        return done(out, i, i + 1, ALL_HOURS);
    if (k->kind == WORD_MARK)
        return false;
    if ((k->kind == WORD_DIGITS || k->kind == WORD_MIXED) && clock_at(out, t, first, i, past))
        return true;
    if (k->kind == WORD_LETTERS && k->lex->number_word == NUMBER_NONE && !TOKEN_IS(t, i, past, "a"))
        return false;
    if (spoken_at(out, t, i, past))
        return true;
    if (!number_at(&n, t, i, past))
        return false;
    if (n.micros == 24 * (int64_t)MICRO && TOKEN_IS(t, n.past, past, "hours") &&
        (TOKEN_IS(t, n.past + 1, past, "a") || TOKEN_IS(t, n.past + 1, past, "per")) && TOKEN_IS(t, n.past + 2, past, "day"))
        return done(out, i, n.past + 3, ALL_HOURS);
    if (!is_hour(&n, 24))
        return false;
    if (n.micros == 12 * (int64_t)MICRO && n.past < past && n.tail.len == 0 &&
        (t->at[n.past].lex->day == 13 || t->at[n.past].lex->day == 14)) /* 12 noon, 12 midnight */
        return done(out, i, n.past + 1, t->at[n.past].lex->day == 13 ? 720 : 0);
    uint32_t end = n.past;
    if (TOKEN_IS(t, end, past, "o'clock") ||
        (TOKEN_IS(t, end, past, "o") && token_is_mark(t, end + 1, past, '\'') && TOKEN_IS(t, end + 2, past, "clock"))) {
        end += TOKEN_IS(t, end, past, "o") ? 3 : 1;
        enum half half = half_of_day(t, end, past, SLICE_NONE, &end);
        return done(out, i, end, minutes_of(n.micros / MICRO, 0, half) + (half == HALF_UNSAID ? HOUR_UNCLEAR : 0));
    }
    struct number m; /* "nine thirty pm", "seven fifteen" */
    bool spoken_minutes = n.from_words && number_at(&m, t, n.past, past) && m.from_words && is_hour(&m, 59) &&
                          m.micros >= 10 * (int64_t)MICRO && is_hour(&n, 12);
    int64_t minutes = spoken_minutes ? m.micros / MICRO : 0;
    if (spoken_minutes)
        end = m.past;
    uint32_t before = end;
    enum half half = half_of_day(t, end, past, n.tail, &end);
    bool nights = end > before && TOKEN_IS(t, before, past, "malam") && !asks_hour(t, first, i, past);
    if (half != HALF_UNSAID && is_hour(&n, 12) && !nights)
        return done(out, i, end, minutes_of(n.micros / MICRO, minutes, half));
    if (first_end(out, t, i, past, &n))
        return true;
    return bare_hour(out, t, first, i, past, &n);
}

bool time_agrees(const struct unit *said, const struct unit *known)
{
    if (said->edge != EDGE_NONE && known->edge != EDGE_NONE && said->edge != known->edge)
        return false;
    if (said->value == known->value)
        return true;
    if (said->value == ALL_HOURS || known->value == ALL_HOURS)
        return false;
    bool unclear = said->value >= HOUR_UNCLEAR || known->value >= HOUR_UNCLEAR;
    int64_t s = said->value % HOUR_UNCLEAR, k = known->value % HOUR_UNCLEAR;
    return unclear && s % 720 == k % 720;
}
