/* Where somebody lives: flat or house name, number and street, in the order of several countries. The town is left out. */
#include "pii/search.h"

enum { NAME_WORDS_MAX = 5, HOME_REACH = 6, NUMBER_LENGTH_MAX = 5 };

/* A house's number at word i: 12, 12b, 12-14, 5/2; the word behind it, or 0. */
static size_t number_past(const struct search *s, size_t i)
{
    if (i >= s->t->word_count)
        return 0;
    const struct word *w = &s->t->words[i];
    struct slice f = s->t->folded;
    bool money =
        w->start > 0 && (f.at[w->start - 1] == '$' || f.at[w->start - 1] == '.' || (unsigned char)f.at[w->start - 1] >= 0x80);
    if (money || w->folded.len > NUMBER_LENGTH_MAX + 2 || (w->kind != WORD_DIGITS && w->kind != WORD_MIXED) ||
        !is_digit(w->folded.at[0]))
        return 0;
    size_t digits = 0, slashes = 0, letters = 0;
    for (size_t k = 0; k < w->folded.len; k++) {
        digits += is_digit(w->folded.at[k]);
        slashes += w->folded.at[k] == '/';
        letters += is_letter(w->folded.at[k]);
    }
    if (digits > NUMBER_LENGTH_MAX || slashes > 1 || letters > 1 || digits + slashes + letters != w->folded.len)
        return 0;
    if (word_is_mark(s, i + 1, '-') && i + 2 < s->t->word_count && s->t->words[i + 2].kind == WORD_DIGITS &&
        s->t->words[i + 2].folded.len <= 4)
        return i + 3;
    bool letter_apart = letters == 0 && i + 2 < s->t->word_count && s->t->words[i + 1].folded.len == 1 &&
                        word_is_capital(s, i + 1) && word_is_capital(s, i + 2) && !word_is_mark(s, i + 2, '.');
    return letter_apart && !word_is(s, i + 1, "n") && !word_is(s, i + 1, "s") && !word_is(s, i + 1, "e") &&
                   !word_is(s, i + 1, "w")
               ? i + 2
               : i + 1;
}

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

static bool is_name_word(const struct search *s, size_t i)
{
    if (i >= s->t->word_count || (s->classes[i] & IS_MONTH & ~IS_GIVEN))
        return false;
    const struct word *w = &s->t->words[i];
    return w->kind == WORD_LETTERS || (w->kind == WORD_MIXED && is_digit(w->folded.at[0]) && w->folded.len <= 5); /* 5th */
}

/* Cardinal points, "Court" behind "Road", nothing: the word behind a street's last word. */
static size_t direction_past(const struct search *s, size_t i)
{
    static const char *const points[] = {"n", "s", "e", "w", "nw", "ne", "sw", "se", "north", "south", "east", "west"};
    for (size_t k = 0; k < sizeof points / sizeof points[0]; k++)
        if (word_is(s, i, points[k]) && word_is_capital(s, i))
            return i + 1;
    return i;
}

/* Behind a number: words with capitals up to one that streets end with. The word behind it, or 0. */
static size_t street_past(const struct search *s, size_t i, bool home, bool *weak)
{
    size_t best = 0;
    bool capitals = true, any = false;
    for (size_t n = 0; n < NAME_WORDS_MAX && i + n < s->t->word_count; n++) {
        size_t at = i + n;
        if (n > 0 && search_breaks(s, at - 1))
            break;
        if (word_is_mark(s, at, '.') && s->t->words[at - 1].folded.len <= 2) /* 1207 W. Alder Street, 4 St. John's Road */
            continue;
        if (!is_name_word(s, at))
            break;
        bool capital = word_is_capital(s, at), particle = word_is_any(s, at, IS_PARTICLE) || word_is(s, at, "of");
        bool strong = word_is_any(s, at, IS_STREET), soft = word_is_any(s, at, IS_WEAK_STREET);
        if (n > 0 && (strong || soft) && (any || home)) {
            bool fits = strong ? capital || (capitals && any) || home : (capital && capitals);
            if (fits) {
                best = at + 1;
                *weak = !strong && !capital;
            }
        }
        if (!capital && !particle && !home)
            break;
        if (!capital && !particle && home && word_is_any(s, at, IS_OTHER | IS_VERB))
            break;
        capitals &= capital || particle;
        any |= capital;
    }
    if (best != 0 && word_is_mark(s, best, '.') && s->t->words[best - 1].folded.len <= 4 && best + 1 < s->t->word_count &&
        word_is_mark(s, best + 1, ','))
        return direction_past(s, best);
    return best == 0 ? 0 : direction_past(s, best);
}

/* "Calle Mayor", "Jalan SS", "rue de la Paix" at word i; the word behind it, or 0. A number may be its last word. */
static size_t lead_street_past(const struct search *s, size_t i, bool led, bool *number)
{
    size_t end = i + 1, words = 0;
    if (!word_is_any(s, i, IS_LEAD_STREET))
        return 0;
    bool capital = word_is_capital(s, i);
    while (end < s->t->word_count && end < i + 7 && (end == i + 1 || !search_breaks(s, end - 1))) {
        if (!led && word_is_mark(s, end, ',') && words > 0 && number_past(s, end + 1)) {
            end++;
            continue;
        }
        if (words > 0 && number_past(s, end)) {
            *number = true;
            return number_past(s, end);
        }
        bool particle = word_is_any(s, end, IS_PARTICLE) || word_is(s, end, "des") || word_is(s, end, "du");
        if (s->t->words[end].kind == WORD_MARK || (!word_is_capital(s, end) && !particle))
            break;
        words++;
        end++;
    }
    return words > 0 && (capital || words > 0) && !word_is_mark(s, end - 1, ',') ? end : 0;
}

/* "Lindengasse 14", "Lange Straat 7b" at word i: the word behind the number, or 0. */
static size_t street_then_number_past(const struct search *s, size_t i)
{
    static const char *const ends[] = {"strasse", "str",   "gasse",  "weg",          "platz",  "allee", "ufer",
                                       "damm",    "laan",  "straat", "plein",        "gracht", "kade",  "vej",
                                       "gade",    "gatan", "vagen",  "v\xc3\xa4gen", "veien",  "gata"};
    if (!word_is_capital(s, i) || s->t->words[i].kind != WORD_LETTERS || search_breaks(s, i))
        return 0;
    size_t last = word_is_any(s, i + 1, IS_BEHIND_STREET) ? i + 1 : i;
    bool fits = last > i;
    if (!word_is_mark(s, last + 1, '.') && number_past(s, last + 1) == 0)
        return 0;
    for (size_t k = 0; k < sizeof ends / sizeof ends[0] && !fits; k++)
        fits = s->t->words[i].folded.len >= strlen(ends[k]) + 3 && slice_ends(s->t->words[i].folded, slice_from(ends[k]));
    if (fits && word_is_mark(s, last + 1, '.'))
        last++;
    return fits ? number_past(s, last + 1) : 0;
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
    bool figure = (w->kind == WORD_DIGITS || w->kind == WORD_MIXED) && w->folded.len <= NUMBER_LENGTH_MAX;
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

static size_t back(const struct search *s, size_t past)
{
    size_t unit = unit_past(s, over_comma(s, past));
    return unit == 0 ? past : unit;
}

static void add(struct search *s, size_t first, size_t past)
{
    search_add(s, s->t->words[first].start, s->t->words[past - 1].end, PII_ADDRESS, 6);
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
    return past != 0 && figure && word_is_capital(s, i) ? past : street_then_number_past(s, i);
}

void search_addresses(struct search *s)
{
    if (!s->has_digit)
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
        if (past == 0)
            continue;
        add(s, first, past);
        i = past - 1;
    }
}
