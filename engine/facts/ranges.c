#include "ranges.h"

#include <parley/size.h>

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
        s->at[k + 1].is_range_end = true;
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

/* 5.30 between hours is half past five: the minutes of a bare number, -1 when it can be no hour. */
static int64_t minutes_of(const struct unit *u)
{
    int64_t part = u->value % MICRO, minutes = part / (MICRO / 100);
    bool whole = part == 0, clock = part % (MICRO / 100) == 0 && minutes < 60 && minutes % 5 == 0;
    return whole || clock ? minutes : -1;
}

static bool is_bare_hour(const struct unit *u)
{
    return u->is_bare && !u->is_age && u->value > 0 && u->value <= 24 * (int64_t)MICRO && minutes_of(u) >= 0;
}

static void become_hour(struct unit *u)
{
    int64_t hour = u->value / MICRO;
    u->value = hour * 60 + minutes_of(u) + (hour <= 12 ? HOUR_UNCLEAR : 0);
    u->kind = FACT_TIME;
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

/* Nothing that could be counted stands at token i. */
static bool counts_nothing(const struct row *s, uint32_t i)
{
    if (i >= s->past || s->t->at[i].lex->day != 0)
        return true;
    const struct token *w = &s->t->at[i];
    return w->lex->coin == COIN_NONE && w->lex->span == SPAN_NONE && !TOKEN_IS(s->t, i, s->past, "of") &&
           (w->kind == WORD_MARK || (w->kind == WORD_LETTERS && w->lex->weight == 0 && w->key == 0));
}

/* A day directly behind the hours, or before them: "8 to 8, Monday to Friday", "on Saturdays it's 9 to 5". */
static bool day_beside(const struct row *s, uint32_t first, uint32_t past)
{
    for (size_t k = 0; k < s->count; k++) {
        const struct unit *u = &s->at[k];
        bool behind = u->first >= past && u->first - past <= 2, before = u->past <= first && first - u->past <= 2;
        if (u->kind == FACT_DATE && u->value >= WEEKDAYS && (behind || before))
            return true;
    }
    return false;
}

/* What joins two hours: "to" and "and" join other things too. */
enum joint { JOINT_NONE, JOINT_AND, JOINT_TO, JOINT_UNTIL };

static enum joint joint_at(const struct row *s, uint32_t i)
{
    if (TOKEN_IS(s->t, i, s->past, "and") || TOKEN_IS(s->t, i, s->past, "y"))
        return JOINT_AND;
    if (TOKEN_IS(s->t, i, s->past, "until") || TOKEN_IS(s->t, i, s->past, "till") || TOKEN_IS(s->t, i, s->past, "til"))
        return JOINT_UNTIL;
    bool to = TOKEN_IS(s->t, i, s->past, "to") || TOKEN_IS(s->t, i, s->past, "a") || TOKEN_IS(s->t, i, s->past, "hasta") ||
              TOKEN_IS(s->t, i, s->past, "hingga") || TOKEN_IS(s->t, i, s->past, "sampai") ||
              token_is_mark(s->t, i, s->past, '-');
    return to ? JOINT_TO : JOINT_NONE;
}

/* A word before token i that asks for the first of two hours. */
static bool range_begins(const struct row *s, uint32_t i, bool and)
{
    static const char *const words[2][4] = {{"from", "de", "desde", "dari"}, {"between", "entre", "between", "at"}};
    for (size_t k = 0; i > s->first && k < 4; k++)
        if (token_is_word(s->t, i - 1, s->past, words[and][k]))
            return true;
    return false;
}

/* "children from 5 to 16": a range behind those who are of that age. */
static bool is_range_of_ages(const struct row *s, uint32_t i)
{
    static const char *const people[] = {"children",  "child",    "kids",   "people", "adults", "pupils", "students", "juniors",
                                         "teenagers", "visitors", "anyone", "those",  "ages",   "aged",   "age"};
    uint32_t at = i > s->first && TOKEN_IS(s->t, i - 1, s->past, "from") ? i - 1 : i;
    at = at == i && i > s->first && TOKEN_IS(s->t, i - 1, s->past, "between") ? i - 1 : at;
    for (size_t k = 0; at > s->first && k < COUNT_OF(people); k++)
        if (token_is_word(s->t, at - 1, s->past, people[k]))
            return true;
    return false;
}

/* "from half past eight to six", "de nueve a dos": a bare number at the other end of an hour is an hour, and so are two of them
 * behind "from" or beside a day. */
void ranges_share_hour(const struct row *s)
{
    for (size_t k = 0; k + 1 < s->count; k++) {
        struct unit *a = &s->at[k], *b = &s->at[k + 1];
        enum joint joint = b->first == a->past + 1 ? joint_at(s, a->past) : JOINT_NONE;
        if (joint == JOINT_NONE || !counts_nothing(s, b->past))
            continue;
        if (a->is_bare && b->is_bare && is_range_of_ages(s, a->first)) {
            a->is_age = b->is_age = true;
            continue;
        }
        bool and = joint == JOINT_AND;
        bool first_bare = is_bare_hour(a), last_bare = is_bare_hour(b);
        bool closes = b->past >= s->past || s->t->at[b->past].kind == WORD_MARK;
        bool asked = (range_begins(s, a->first, and) && (closes || has_day(s))) || joint == JOINT_UNTIL ||
                     (!and&&day_beside(s, a->first, b->past));
        if ((first_bare && b->kind == FACT_TIME) || (first_bare && last_bare && asked))
            become_hour(a);
        if (last_bare && a->kind == FACT_TIME && (!and || asked))
            become_hour(b);
    }
}

/* "no food after nine": a bare number behind after or before, and nothing that it counts. */
void ranges_lone_hour(const struct row *s)
{
    for (size_t k = 0; k < s->count; k++) {
        struct unit *u = &s->at[k];
        bool asked = u->first > s->first &&
                     (TOKEN_IS(s->t, u->first - 1, s->past, "after") || TOKEN_IS(s->t, u->first - 1, s->past, "before"));
        bool closes = u->past >= s->past || s->t->at[u->past].kind == WORD_MARK || s->t->at[u->past].lex->day != 0 ||
                      TOKEN_IS(s->t, u->past, s->past, "on");
        if (asked && closes && is_bare_hour(u) && u->value <= 12 * (int64_t)MICRO && counts_nothing(s, u->past))
            become_hour(u);
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
