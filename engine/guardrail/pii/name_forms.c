/* Names as fields, lists and tickets write them. */
#include "pii/leads.h"
#include "pii/names.h"

enum { GIVEN_WORDS_MAX = 3, VALUE_MAX = 96 };

/* "ABELA/JOSEPH MR": as airlines write them. */
static size_t on_a_ticket(struct search *s, size_t i)
{
    bool form = word_is_mark(s, i + 1, '/') && i + 3 < s->t->word_count && s->t->words[i + 2].kind == WORD_LETTERS &&
                word_is_capital(s, i) && word_is_capital(s, i + 2) && s->t->words[i].folded.len > 1 &&
                !s->t->words[i + 1].space_before && !s->t->words[i + 2].space_before;
    if (!form || !word_is_any(s, i + 3, IS_TITLE))
        return 0;
    search_add(s, s->t->words[i].start, s->t->words[i + 2].end, PII_NAME, 5);
    return i + 3;
}

/* Is word i the value of a field of a person's name, "=" right before it? Not of file_name, product-name. */
static bool is_field(const struct search *s, size_t i)
{
    static const char *const things[] = {"file",    "product", "user",  "host", "domain", "event", "class", "company",
                                         "brand",   "item",    "page",  "tag",  "site",   "field", "key",   "nick",
                                         "display", "table",   "image", "city", "place",  "type",  "model", "script"};
    size_t sign = i > 0 && word_is_mark(s, i - 1, '"') ? i - 2 : i - 1;
    if (i < 2 || sign == 0 || sign > i || !word_is_mark(s, sign, '=') || !word_is_any(s, sign - 1, IS_ROLE | IS_CALLED))
        return false;
    for (size_t k = 0; sign > 2 && k < sizeof things / sizeof things[0]; k++)
        if (!s->t->words[sign - 1].space_before && word_is(s, sign - 3, things[k]))
            return false;
    return true;
}

/* "name=Sarah+Pemberton&tel=": up to what ends a value. */
static size_t in_a_field(struct search *s, size_t i)
{
    struct slice f = s->t->folded;
    size_t start = s->t->words[i].start, end = start, past = i;
    bool coded = false, person = false;
    if (!is_field(s, i))
        return 0;
    while (end < f.len && end - start < VALUE_MAX && f.at[end] != '\0' && strchr("&;\"<> \n),|", f.at[end]) == NULL) {
        coded |= f.at[end] == '+' || f.at[end] == '%' || f.at[end] == '_';
        end++;
    }
    if (end - start == VALUE_MAX)
        return 0;
    for (; past < s->t->word_count && s->t->words[past].start < end; past++)
        person |= looks_like_name(s, past) >= NAME_LIKELY || word_is_any(s, past, IS_GIVEN);
    if (!coded || !person)
        return 0;
    search_add(s, start, end, PII_NAME, 5);
    return past;
}

/* Does a list or a line begin with word i? */
static bool begins_entry(const struct search *s, size_t i)
{
    return i == 0 || search_breaks(s, i - 1) || s->t->words[i].sentence != s->t->words[i - 1].sentence ||
           (s->t->words[i - 1].kind == WORD_MARK && strchr(":;|(-*>.\"", s->t->words[i - 1].folded.at[0]) != NULL) ||
           s->t->words[i - 1].kind == WORD_DIGITS || lead_to(s, i) >= LEAD_MEDIUM;
}

/* "Pemberton, Sarah (Mrs)", "Pemberton, Sarah" alone on its line, "Pemberton, Sarah, 12/03/1980" */
static size_t turned_about(struct search *s, size_t i)
{
    const uint64_t things =
        IS_OTHER | IS_STATE | IS_MONTH | IS_TITLE | IS_ROLE | IS_HELLO | IS_BYE | IS_KIN | IS_FIRM | IS_STREET;
    size_t given = i + 2;
    if (!word_is_mark(s, i + 1, ',') || !word_is_any(s, given, IS_GIVEN) || !word_is_capital(s, i) ||
        !word_is_capital(s, given) || search_breaks(s, i) || search_breaks(s, i + 1) || word_is_any(s, i, things) ||
        !begins_entry(s, i))
        return 0;
    enum likeness family = looks_like_name(s, i);
    struct name_run r = name_run_at(s, given);
    if ((family < NAME_LIKELY && !word_is_any(s, i, IS_FAMILY)) || r.past == r.first || r.past - r.first > GIVEN_WORDS_MAX)
        return 0;
    bool titled = word_is_mark(s, r.past, '(') && is_title(s, r.past + 1) && word_is_mark(s, r.past + 2, ')');
    bool last = is_title(s, r.past - 1) && r.past - 1 > given;
    size_t at = word_is_mark(s, r.past, '.') || word_is_mark(s, r.past, ';') ? r.past + 1 : r.past;
    bool ends = at >= s->t->word_count || search_breaks(s, at - 1) || at > r.past;
    bool dated = word_is_mark(s, r.past, ',') && r.past + 1 < s->t->word_count && s->t->words[r.past + 1].kind == WORD_DIGITS;
    bool sure = looks_like_name(s, given) == NAME_SURE && family >= NAME_LIKELY;
    if (!titled && !last && !(sure && (ends || dated)))
        return 0;
    search_add(s, s->t->words[i].start, s->t->words[last ? r.past - 2 : r.past - 1].end, PII_NAME, 5);
    return r.past;
}

size_t name_in_form(struct search *s, size_t i)
{
    size_t past = on_a_ticket(s, i);
    if (past == 0)
        past = in_a_field(s, i);
    return past != 0 ? past : turned_about(s, i);
}
