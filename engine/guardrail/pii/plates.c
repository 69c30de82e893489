/* Number plates: the British forms by themselves, those of other countries behind a word for them. */
#include "pii/codes.h"

enum { CUE_REACH = 6 };

static bool all_upper(const struct search *s, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++)
        if (is_letter(s->t->folded.at[i]) && !search_is_upper(s, i))
            return false;
    return true;
}

/* Since 2001: a half-year's number, and no I, Q or Z where they would be misread. */
static bool is_current(struct slice f, size_t i, size_t end)
{
    unsigned age = (unsigned)(f.at[i + 2] - '0') * 10 + (unsigned)(f.at[i + 3] - '0');
    for (size_t k = i; k < end; k++)
        if (f.at[k] == 'i' || f.at[k] == 'q')
            return false;
    return f.at[i] != 'z' && f.at[i + 1] != 'z' && age >= 1 && age <= 79 && !(age > 29 && age < 50);
}

static size_t british(struct search *s, size_t i, bool led)
{
    struct slice f = s->t->folded;
    size_t end = shape(f, i, "aadd_aaa");
    if (end != 0 && search_is_upper(s, i) == search_is_upper(s, end - 3) &&
        (led || is_current(f, i, end))) /* "RM48 for" is a price */
        return led || search_is_upper(s, i) || f.at[end - 4] != ' ' ? end : 0;
    if (!led && !(s->all & (IS_PLATE | IS_VEHICLE))) /* A4 PDF, B737 MAX */
        return 0;
    static const char *const older[] = {"addd_aaa", "add_aaa", "ad_aaa", "aaa_ddda", "aaa_dda", "aaa_da"};
    for (size_t k = 0; k < COUNT_OF(older); k++)
        if ((end = shape(f, i, older[k])) && (led || all_upper(s, i, end)))
            return end;
    return 0;
}

static size_t foreign(struct search *s, size_t i)
{
    struct slice f = s->t->folded;
    static const char *const forms[] = {"dddd_aaa",   "aaa_dddd",    "aa_dddd",       "aa_ddd_aa", "aaa_ddd",   "ddd_aaa",
                                        "daaaddd",    "aa_ddddd",    "a_dddd",        "aaa_dd",    "aaa_d",     "ddd_a",
                                        "dddd_a",     "dddd_aa",     "a_aa_dddd",     "a_aa_ddd",  "aa_aa_ddd", "aa_a_dddd",
                                        "dd_aaa_dd",  "dd_d_ddddd",  "aa_dd_aa_dddd", "dd_aaa_d",  "aa_dd_aaa", "a_ddd_aaa",
                                        "ddd_a_dddd", "ddd_a_ddddd", "aa_dd_aa",      "aa_ddd_a",  "aadd_aa",   "aa_dddd_aa"};
    for (size_t k = 0; k < COUNT_OF(forms); k++) {
        size_t end = shape(f, i, forms[k]);
        if (end != 0 && all_upper(s, i, end))
            return end;
    }
    return 0;
}

void search_plates(struct search *s)
{
    for (size_t c = 0; c < s->code_count; c++) {
        size_t w = s->codes[c], i = s->t->words[w].start;
        bool led = search_led(s, w, IS_PLATE, IS_REF, CUE_REACH) || search_led(s, w, IS_VEHICLE, IS_REF, 2),
             reference = search_refers(s, w);
        size_t end = reference ? 0 : british(s, i, led);
        if (end == 0 && led)
            end = foreign(s, i);
        if (end != 0)
            search_add(s, i, end, PII_PLATE, 6);
    }
}
