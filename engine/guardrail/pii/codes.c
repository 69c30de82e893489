/* Codes with letters: postcodes, IBAN, national numbers, passports. */
#include "pii/codes.h"

#include "pii/checks.h"

enum { CUE_REACH = 5, PASSPORT_REACH = 12, IBAN_LEAST = 15, IBAN_MOST = 34 };

size_t shape(struct slice s, size_t from, const char *form)
{
    size_t at = from;
    for (const char *p = form; *p; p++) {
        if (*p == '_') {
            at += at < s.len && (s.at[at] == ' ' || s.at[at] == '-' || s.at[at] == '.');
            continue;
        }
        if (at >= s.len || !(*p == 'a' ? is_letter(s.at[at]) : *p == 'd' ? is_digit(s.at[at]) : is_alnum(s.at[at])))
            return 0;
        at++;
    }
    return stands_alone(s, from, at) ? at : 0;
}

struct packed {
    char at[40];
    size_t len;
};

static struct slice pack(struct packed *out, struct slice s, size_t from, size_t to)
{
    out->len = 0;
    for (size_t i = from; i < to && out->len < sizeof out->at; i++)
        if (is_alnum(s.at[i]))
            out->at[out->len++] = s.at[i];
    return (struct slice){out->at, out->len};
}

static void look_for_iban(struct search *s, size_t i)
{
    struct slice f = s->t->folded;
    struct packed p = {.len = 0};
    size_t end = 0;
    if (i + IBAN_LEAST > f.len || !is_letter(f.at[i]) || !is_letter(f.at[i + 1]) || !is_digit(f.at[i + 2]) ||
        !is_digit(f.at[i + 3]))
        return;
    for (size_t at = i; at < f.len && p.len < IBAN_MOST; at++) {
        char c = f.at[at];
        if (!is_alnum(c) && c != ' ' && c != '-' && c != '.')
            break;
        if (!is_alnum(c))
            continue;
        p.at[p.len++] = c;
        bool ends = at + 1 >= f.len || !is_alnum(f.at[at + 1]);
        if (p.len >= IBAN_LEAST && ends && check_iban((struct slice){p.at, p.len}))
            end = at + 1;
    }
    if (end != 0)
        search_add(s, i, end, PII_IBAN, 9);
}

/* "AB-123456-C" is a part of something: hyphens stand between all pairs or nowhere. */
static bool is_even(struct slice s, size_t from, size_t end)
{
    size_t gaps = 0;
    for (size_t i = from; i < end; i++)
        gaps += !is_alnum(s.at[i]);
    return gaps == 0 || gaps == 4 || s.at[from + 2] == ' ' || s.at[end - 2] == ' ';
}

static size_t national(const struct search *s, size_t w, size_t i)
{
    struct slice f = s->t->folded;
    struct packed p;
    size_t end;
    bool led = search_led(s, w, IS_NATIONAL, IS_REF, CUE_REACH), reference = search_refers(s, w);
    if ((end = shape(f, i, "aa_dd_dd_dd_a")) && f.at[end - 1] <= 'd' && (led || check_national_prefix(slice_after(f, i))))
        return led || (!reference && is_even(f, i, end)) ? end : 0;
    if ((end = shape(f, i, "aa_dd_dd_dd")) && led && check_national_prefix(slice_after(f, i)))
        return end;
    if ((end = shape(f, i, "dddddd_dd_dddd")) && (led || (end - i == 14 && !reference)) && check_nric(pack(&p, f, i, end)))
        return end;
    if (((end = shape(f, i, "dddddddd_a")) || (end = shape(f, i, "a_ddddddd_a")) || (end = shape(f, i, "dd_ddd_ddd_a"))) &&
        !reference && check_dni(pack(&p, f, i, end)))
        return led || search_is_upper(s, end - 1) ? end : 0;
    if (((end = shape(f, i, "ddddddd_a")) || (end = shape(f, i, "dddddddaa"))) && !reference && check_pps(pack(&p, f, i, end)))
        return led || (search_is_upper(s, end - 1) && f.at[end - 2] != ' ') ? end : 0;
    if (led && ((end = shape(f, i, "addddddda")) || (end = shape(f, i, "dddd_dddd_dddd"))))
        return end;
    return 0;
}

static size_t postcode(const struct search *s, size_t w, size_t i)
{
    static const char *const forms[] = {"ad_daa", "add_daa", "aad_daa", "aadd_daa", "ada_daa", "aada_daa"};
    struct slice f = s->t->folded;
    struct packed p;
    for (size_t k = 0; k < COUNT_OF(forms); k++) {
        size_t end = shape(f, i, forms[k]);
        if (end == 0 || f.at[end - 4] == '.' || f.at[end - 4] == '-' || !check_postcode(pack(&p, f, i, end)))
            continue;
        bool upper = search_is_upper(s, i) && search_is_upper(s, end - 1);
        return upper || search_back(s, w, IS_HOME | IS_ZIP | IS_STREET, CUE_REACH + 3) ? end : 0;
    }
    return 0;
}

static size_t passport(const struct search *s, size_t w, size_t i)
{
    static const char *const forms[] = {"a_dddddd",   "a_ddddddd",   "a_dddddddd", "aa_dddddd", "aa_ddddddd",
                                        "aaa_dddddd", "ddaaddddd",   "ddddddddd",  "c????????", "ddd_ddd_ddd",
                                        "aadddaddd",  "aaa_ddddddd", "addadddd",   "dddddddd",  "addddddda"};
    if (!search_led(s, w, IS_PASSPORT, IS_SOCIAL | IS_PHONE | IS_REF | IS_BANK, PASSPORT_REACH))
        return 0;
    for (size_t k = 0; k < COUNT_OF(forms); k++) {
        size_t end = 0;
        if (forms[k][0] != 'c')
            end = shape(s->t->folded, i, forms[k]);
        else if (s->t->folded.at[i] == 'c')
            end = shape(s->t->folded, i, "?????????");
        if (end != 0)
            return end;
    }
    return 0;
}

void search_codes(struct search *s)
{
    for (size_t c = 0; c < s->code_count; c++) {
        size_t w = s->codes[c], i = s->t->words[w].start, end;
        look_for_iban(s, i);
        if ((end = national(s, w, i)))
            search_add(s, i, end, PII_NATIONAL_ID, 9);
        else if ((end = passport(s, w, i)))
            search_add(s, i, end, PII_PASSPORT, 8);
        else if ((end = postcode(s, w, i)))
            search_add(s, i, end, PII_POSTCODE, 7);
    }
}
