/* Where somebody lives: flat or house name, number and street, in the order of several countries. The town is left out. */
#include "pii/streets.h"

#include <parley/size.h>

enum { HOME_REACH = 6 };

static bool has_postcode(const struct search *s, size_t i)
{
    size_t from = i < s->t->word_count ? s->t->words[i].start : s->t->folded.len;
    for (size_t k = 0; k < s->found.count; k++) {
        const struct finding *f = &s->found.at[k];
        if (f->type == PII_POSTCODE && f->span.start >= from && f->span.start - from <= 30)
            return true;
    }
    return false;
}

/* "Flat 6,", "Unit 5", "Apt 3C", "#210" at word i: the word behind its number, or 0. */
static size_t unit_past(const struct search *s, size_t i)
{
    if (word_is_mark(s, i, '#') && i + 1 < s->t->word_count && s->t->words[i + 1].kind != WORD_MARK)
        return s->t->words[i + 1].space_before ? 0 : i + 2;
    if (!word_is_any(s, i, IS_UNIT) || i + 1 >= s->t->word_count)
        return 0;
    size_t at = word_is_mark(s, i + 1, '.') ? i + 2 : i + 1;
    if (at >= s->t->word_count)
        return 0;
    const struct word *w = &s->t->words[at];
    bool figure = (w->kind == WORD_DIGITS || w->kind == WORD_MIXED) && w->folded.len <= STREET_NUMBER_MAX;
    bool letter = w->kind == WORD_LETTERS && w->folded.len == 1 && (word_is_capital(s, at) || word_is_mark(s, at + 1, ','));
    if (figure && word_is_mark(s, at + 1, '/') && at + 2 < s->t->word_count)
        return at + 3;
    return figure || letter ? at + 1 : 0;
}

static size_t over_comma(const struct search *s, size_t i)
{
    return word_is_mark(s, i, ',') ? i + 1 : i;
}

/* Units and house names that end right before word i: "Flat 6, ", "The Old Forge, ", "Room 14, Rose House, ". The first word. */
static size_t front(const struct search *s, size_t i)
{
    size_t first = i;
    if (first > 1 && word_is_mark(s, first - 1, '.') && word_is(s, first - 2, "no"))
        first -= 2;
    else if (first > 0 && word_is(s, first - 1, "no"))
        first--;
    for (unsigned round = 0; round < 3 && first > 0; round++) {
        size_t end = word_is_mark(s, first - 1, ',') ? first - 1 : first;
        size_t from = first;
        for (size_t back = 2; back <= 3 && back <= end && from == first; back++)
            if (unit_past(s, end - back) == end)
                from = end - back;
        bool parted = end < first || search_breaks(s, first - 1);
        if (from == first && parted && end > 1 && word_is_any(s, end - 1, IS_HOUSE) && word_is_capital(s, end - 1)) {
            size_t at = end - 1;
            while (at > 0 && at + 4 > end && word_is_capital(s, at - 1) && s->t->words[at - 1].kind == WORD_LETTERS &&
                   !search_breaks(s, at - 1) && !(s->classes[at - 1] & (IS_HOME | IS_ROLE)))
                at--;
            if (at < end - 1)
                from = at;
        }
        if (from == first)
            break;
        first = from;
    }
    return first;
}

/* "3º B", "2º izq", "bajo A" at word i, folded to 3o: the word behind it, or 0 */
static size_t floor_past(const struct search *s, size_t i)
{
    static const char *const sides[] = {"izq", "izda", "dcha", "dch", "izquierda", "derecha"};
    if (i + 1 >= s->t->word_count)
        return 0;
    struct slice w = s->t->words[i].folded;
    bool floor = word_is(s, i, "bajo") || (s->t->words[i].kind == WORD_MIXED && w.len >= 2 && w.len <= 3 && is_digit(w.at[0]) &&
                                           (w.at[w.len - 1] == 'o' || w.at[w.len - 1] == 'a'));
    size_t door = word_is_mark(s, i + 1, '.') ? i + 2 : i + 1;
    bool letter = door < s->t->word_count && s->t->words[door].folded.len == 1 && word_is_capital(s, door);
    for (size_t k = 0; k < COUNT_OF(sides) && !letter; k++)
        letter = word_is(s, door, sides[k]);
    return floor && letter ? door + 1 : 0;
}

static size_t back(const struct search *s, size_t past)
{
    size_t unit = unit_past(s, over_comma(s, past));
    if (unit == 0)
        unit = floor_past(s, over_comma(s, past));
    return unit == 0 ? past : unit;
}

static void add(struct search *s, size_t first, size_t past)
{
    search_add(s, s->t->words[first].start, s->t->words[past - 1].end, PII_ADDRESS, 6);
}

/* Is somebody said to live here? */
static bool is_lived_at(const struct search *s, size_t i)
{
    static const char *const words[] = {"live",    "lives",   "living", "lived", "reside",
                                        "resides", "address", "home",   "vivo",  "vive"};
    for (size_t n = 0; n < 4 && i > 0 && (s->all & IS_HOUSE); n++) {
        i--;
        for (size_t k = 0; k < COUNT_OF(words); k++)
            if (word_is(s, i, words[k]))
                return true;
        if (search_breaks(s, i) && n > 0)
            return false;
    }
    return false;
}

/* "The Willows", "Rose Cottage" at word i: the word behind it, or 0. */
static size_t house_past(const struct search *s, size_t i)
{
    size_t past = i;
    while (past < i + 4 && past < s->t->word_count && word_is_capital(s, past) && s->t->words[past].kind == WORD_LETTERS &&
           (past == i || !search_breaks(s, past - 1)))
        past++;
    bool ends = past >= s->t->word_count || s->t->words[past].kind == WORD_MARK || search_breaks(s, past - 1) ||
                word_is(s, past, "in") || word_is(s, past, "and");
    return past > i + 1 && ends && word_is_any(s, past - 1, IS_HOUSE) ? past : 0;
}

static size_t house_and_street_past(const struct search *s, size_t i)
{
    bool weak = false;
    size_t past = house_past(s, i), street = past != 0 && word_is_mark(s, past, ',') ? street_past(s, past + 1, false, &weak) : 0;
    return street != 0 ? street : past;
}

static bool is_public(const struct search *s, size_t first, size_t past)
{
    static const char *const known[] = {"10 downing street",          "11 downing street",        "221b baker street",
                                        "1600 pennsylvania ave",      "1600 pennsylvania avenue", "1600 pennsylvania ave nw",
                                        "1600 pennsylvania avenue nw"};
    struct slice all = slice_sub(s->t->folded, s->t->words[first].start, s->t->words[past - 1].end);
    for (size_t k = 0; k < COUNT_OF(known); k++)
        if (slice_eq(all, slice_from(known[k])))
            return true;
    return false;
}

/* The word behind an address whose number or street begins at word i; 0 for none. */
static size_t address_past(const struct search *s, size_t i)
{
    size_t number = number_past(s, i), past = 0;
    if (number != 0 && number < s->t->word_count && !search_breaks(s, number - 1)) {
        bool home = search_back(s, i, IS_HOME, HOME_REACH) && !search_back(s, i, IS_REF, 2), weak = false, figure = false;
        size_t street = over_comma(s, number);
        past = word_is_any(s, street, IS_LEAD_STREET) ? lead_street_past(s, street, true, &figure) : 0;
        if (past == 0 && street == number)
            past = street_past(s, street, home || s->shouts, &weak);
        if (past == 0 && street == number && !home) { /* 22 mill lane, york yo1 7hh */
            past = street_past(s, street, true, &weak);
            past = past != 0 && (word_is_mark(s, past, ',') || search_breaks(s, past - 1)) && has_postcode(s, number) ? past : 0;
        }
        if (past == 0 && is_lived_at(s, i))
            past = house_and_street_past(s, street);                                                  /* 7, The Willows */
        if (past == 0 && street == number && word_is_capital(s, street) && is_name_word(s, street)) { /* 402 Broadgates, M4 6JA */
            size_t at = street;
            while (at < street + 3 && word_is_capital(s, at) && is_name_word(s, at))
                at++;
            if (word_is_mark(s, at, ',') && has_postcode(s, at))
                past = at;
        }
        return past;
    }
    bool figure = false;
    past = lead_street_past(s, i, false, &figure);
    if (past == 0 || !figure || !word_is_capital(s, i))
        past = small_street_past(s, i);
    if (past == 0 && word_is_capital(s, i) && is_lived_at(s, i))
        past = house_and_street_past(s, i); /* Rose Cottage, Church Lane */
    return past != 0 ? past : street_then_number_past(s, i);
}

void search_addresses(struct search *s)
{
    if (!s->has_digit && !(s->all & IS_HOUSE))
        return;
    for (size_t i = 0; i + 1 < s->t->word_count; i++) {
        size_t past = 0, first = i;
        if (word_is(s, i, "po") && word_is(s, i + 1, "box") && i + 2 < s->t->word_count && s->t->words[i + 2].kind == WORD_DIGITS)
            past = i + 3;
        else if ((past = address_past(s, i)) != 0) {
            first = front(s, i);
            past = back(s, past);
        } else if (word_is_any(s, i, IS_HOUSE) && word_is_capital(s, i) && word_is_mark(s, i + 1, ',') && front(s, i + 2) < i) {
            bool weak = false; /* a house with a name and no number */
            size_t street = street_past(s, i + 2, false, &weak);
            if (street == 0 && word_is_any(s, front(s, i + 2), IS_UNIT) && has_postcode(s, i)) {
                past = i + 1; /* Unit 12, Forge Industrial Estate */
                first = front(s, i + 2);
            }
            if (street != 0 && (has_postcode(s, street) || search_back(s, front(s, i + 2), IS_HOME, 3))) {
                past = street;
                first = front(s, i + 2);
            }
        }
        if (past == 0 || is_public(s, first, past))
            continue;
        add(s, first, past);
        i = past - 1;
    }
}
