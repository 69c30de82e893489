#include "pii/leads.h"

static size_t over_marks_back(const struct search *s, size_t i, const char *marks)
{
    while (i > 0 && s->t->words[i - 1].kind == WORD_MARK && strchr(marks, s->t->words[i - 1].folded.at[0]) != NULL)
        i--;
    return i;
}

/* What the last word or two before word i say of it. */
static uint64_t says(const struct search *s, size_t i)
{
    uint64_t set = i > 0 ? s->classes[i - 1] : 0;
    if (i < 2 || s->t->words[i - 1].kind != WORD_LETTERS || s->t->words[i - 2].kind != WORD_LETTERS)
        return set;
    uint32_t from = s->t->words[i - 2].start;
    return set | word_classes(s->t->folded.at + from, s->t->words[i - 1].end - from);
}

/* "Thanks so much," on the line that ends with word i */
static bool line_thanks(const struct search *s, size_t i)
{
    for (size_t n = 0; n < 6 && i > 0; n++) {
        i--;
        if (word_is_any(s, i, IS_BYE))
            return true;
        if (search_breaks(s, i))
            return false;
    }
    return false;
}

/* The short ones are words of other languages (en, di, don) unless they have a capital. */
bool is_title(const struct search *s, size_t i)
{
    static const char *const always[] = {"mr", "mrs", "ms", "mx", "dr", "sr", "sra", "miss", "encik", "puan", "cik"};
    if (!word_is_any(s, i, IS_TITLE))
        return false;
    for (size_t k = 0; k < sizeof always / sizeof always[0]; k++)
        if (word_is(s, i, always[k]))
            return true;
    return s->t->words[i].folded.len > 4 || word_is_capital(s, i);
}

enum lead lead_to(const struct search *s, size_t i)
{
    if (i == 0)
        return LEAD_NONE;
    size_t before = over_marks_back(s, i, ":=\"'(-*>_");
    bool colon = false;
    for (size_t k = before; k < i; k++)
        colon |= word_is_mark(s, k, ':') || word_is_mark(s, k, '=');
    if (before == 0)
        return LEAD_NONE;
    bool line = search_breaks(s, before - 1);
    if (colon && word_is_any(s, before - 1, IS_ROLE | IS_CALLED | IS_KIN | IS_HEADER | IS_PASSPORT))
        return LEAD_SURE;
    if (colon && !line &&
        (word_is(s, before - 1, "me") || word_is(s, before - 1, "her") || word_is(s, before - 1, "him") ||
         word_is(s, before - 1, "person") || word_is(s, before - 1, "by") || word_is(s, before - 1, "to") ||
         word_is(s, before - 1, "eingegangen")))
        return LEAD_MEDIUM;
    if (before == i && word_is_mark(s, i - 1, '.') && i > 1 && word_is_any(s, i - 2, IS_TITLE) && !search_breaks(s, i - 1) &&
        s->t->words[i - 2].folded.len <= 5)
        return LEAD_SURE;
    size_t comma = over_marks_back(s, before, ",!.;");
    bool bye = comma > 0 && word_is_any(s, comma - 1, IS_BYE);
    if (line && comma < before && line_thanks(s, before - 1))
        return LEAD_MEDIUM;
    if (bye && (line || comma < before || search_breaks(s, comma - 1) || word_is_any(s, comma - 1, IS_BYE)))
        return LEAD_MEDIUM;
    if (line)
        return LEAD_NONE;
    uint64_t said = says(s, before);
    if (before == i && is_title(s, before - 1))
        return LEAD_SURE;
    if ((said & IS_SAYS_NAME) != 0 || word_is_any(s, before - 1, IS_CALLED))
        return LEAD_SURE;
    if ((said & IS_SAYS_PERSON) != 0 || word_is_any(s, before - 1, IS_HELLO | IS_KIN | IS_ROLE))
        return LEAD_MEDIUM;
    if (comma + 1 == before && comma == 1 && word_is(s, 0, "i")) /* I, Fitzwilliam Darrow, */
        return LEAD_MEDIUM;
    if (comma == before - 1 && comma > 0 && word_is_mark(s, comma, ',') && word_is_any(s, comma - 1, IS_KIN | IS_HELLO))
        return LEAD_MEDIUM;
    return word_is_any(s, before - 1, IS_BEFORE) || (before < i && colon) ? LEAD_WEAK : LEAD_NONE;
}

/* "cheers, jonno" at the end of a line */
bool is_behind_thanks(const struct search *s, size_t i)
{
    size_t before = over_marks_back(s, i, ",!.-");
    return before > 0 && word_is_any(s, before - 1, IS_BYE);
}
