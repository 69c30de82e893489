#include "pii/streets.h"

#include <parley/size.h>

enum { NAME_WORDS_MAX = 5 };

/* A house's number at word i: 12, 12b, 12-14, 5/2; the word behind it, or 0. */
size_t number_past(const struct search *s, size_t i)
{
    if (i >= s->t->word_count)
        return 0;
    const struct word *w = &s->t->words[i];
    struct slice f = s->t->folded;
    bool money =
        w->start > 0 && (f.at[w->start - 1] == '$' || f.at[w->start - 1] == '.' || (unsigned char)f.at[w->start - 1] >= 0x80);
    if (money || w->folded.len > STREET_NUMBER_MAX + 2 || (w->kind != WORD_DIGITS && w->kind != WORD_MIXED) ||
        !is_digit(w->folded.at[0]))
        return 0;
    size_t digits = 0, slashes = 0, letters = 0;
    for (size_t k = 0; k < w->folded.len; k++) {
        digits += is_digit(w->folded.at[k]);
        slashes += w->folded.at[k] == '/';
        letters += is_letter(w->folded.at[k]);
    }
    if (digits > STREET_NUMBER_MAX || slashes > 1 || letters > 1 || digits + slashes + letters != w->folded.len)
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

bool is_name_word(const struct search *s, size_t i)
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

/* 5th, 42nd */
static bool is_ordinal(const struct search *s, size_t i)
{
    struct slice w = s->t->words[i].folded;
    return s->t->words[i].kind == WORD_MIXED && w.len >= 3 && w.len <= 5 && is_digit(w.at[w.len - 3]) &&
           (slice_ends(w, SLICE("th")) || slice_ends(w, SLICE("st")) || slice_ends(w, SLICE("nd")) || slice_ends(w, SLICE("rd")));
}

/* Behind a number: words with capitals up to one that streets end with. The word behind it, or 0. */
size_t street_past(const struct search *s, size_t i, bool home, bool *weak)
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
        bool capital = word_is_capital(s, at) || is_ordinal(s, at),
             particle = word_is_any(s, at, IS_PARTICLE) || word_is(s, at, "of");
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
size_t lead_street_past(const struct search *s, size_t i, bool led, bool *number)
{
    size_t end = i + 1, words = 0;
    bool short_form = i > 0 && word_is_mark(s, i, '/') && word_is(s, i - 1, "c"); /* c/ Mayor 12 */
    if (!word_is_any(s, i, IS_LEAD_STREET) && !short_form)
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
size_t street_then_number_past(const struct search *s, size_t i)
{
    static const char *const ends[] = {"strasse", "str",   "gasse",  "weg",          "platz",  "allee", "ufer",
                                       "damm",    "laan",  "straat", "plein",        "gracht", "kade",  "vej",
                                       "gade",    "gatan", "vagen",  "v\xc3\xa4gen", "veien",  "gata"};
    if (!word_is_capital(s, i) || s->t->words[i].kind != WORD_LETTERS || search_breaks(s, i))
        return 0;
    size_t last = word_is_any(s, i + 1, IS_BEHIND_STREET) ? i + 1 : i;
    bool fits = last > i;
    for (size_t k = 0; k < sizeof ends / sizeof ends[0] && !fits; k++)
        fits = s->t->words[i].folded.len >= strlen(ends[k]) + 3 && slice_ends(s->t->words[i].folded, slice_from(ends[k]));
    if (fits && word_is_mark(s, last + 1, '.'))
        last++;
    return fits ? number_past(s, last + 1) : 0;
}

/* "calle Mayor 12", "c/ Mayor 12": a street with a small letter, and a number with nothing counted behind it. */
size_t small_street_past(const struct search *s, size_t i)
{
    static const char *const streets[] = {"calle", "avenida", "avda", "paseo", "jalan", "jln", "lorong", "rue", "via", "rua"};
    bool street = word_is(s, i, "c") && word_is_mark(s, i + 1, '/'), figure = false;
    size_t lead = street ? i + 1 : i;
    for (size_t k = 0; k < COUNT_OF(streets) && !street && word_is_any(s, i, IS_LEAD_STREET); k++)
        street = word_is(s, i, streets[k]);
    size_t past = street ? lead_street_past(s, lead, false, &figure) : 0;
    if (past == 0 || !figure)
        return 0;
    bool ends = past >= s->t->word_count || search_breaks(s, past - 1) || s->t->words[past].kind == WORD_MARK ||
                word_is_capital(s, past) || word_is(s, past, "en") || word_is(s, past, "y");
    return ends ? past : 0;
}
