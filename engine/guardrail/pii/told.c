/* Numbers and words that look like many others and are told by the word before them: a card's expiry, security code and PIN (a
 * `card`), a password (a `bank_account`: what opens one), taxpayers' numbers; and driving licences, which have a form. */
#include "pii/codes.h"

#include <parley/english.h>

enum { BETWEEN_MAX = 5, LICENCE_REACH = 8, PASSWORD_MOST = 64, TAX_LEAST = 8, TAX_MOST = 11 };

/* The word that word i is said to be: "PIN is 4471", "cvc: 321", "TFN no. 123". Behind the last one when there is none. */
static size_t value_of(const struct search *s, size_t i, bool *is)
{
    static const char *const between[] = {"no",   "nr",   "number", "code", "date", "of",  "my", "the", "thru",
                                          "card", "till", "until",  "on",   "es",   "ist", "yr", "id",  "ending"};
    *is = false;
    for (unsigned n = 0; n < BETWEEN_MAX && ++i < s->t->word_count; n++) {
        bool sign = word_is(s, i, "is") || word_is(s, i, "was") || word_is_mark(s, i, ':') || word_is_mark(s, i, '=');
        bool passes = sign || (s->t->words[i].kind == WORD_MARK && strchr(".#\"'(-", s->t->words[i].folded.at[0]) != NULL);
        for (size_t k = 0; k < COUNT_OF(between) && !passes; k++)
            passes = word_is(s, i, between[k]);
        if (!passes)
            return i;
        *is |= sign;
    }
    return s->t->word_count;
}

/* A bare number of so many digits at word i? */
static bool is_number(const struct search *s, size_t i, size_t least, size_t most)
{
    if (i >= s->t->word_count || s->t->words[i].kind != WORD_DIGITS)
        return false;
    struct slice f = s->t->folded, w = s->t->words[i].folded;
    size_t end = s->t->words[i].end;
    for (size_t k = 0; k < w.len; k++)
        if (!is_digit(w.at[k]))
            return false;
    bool tail = end + 1 < f.len && (f.at[end] == '-' || f.at[end] == '+') && is_alnum(f.at[end + 1]);
    bool money = s->t->words[i].start > 0 &&
                 (f.at[s->t->words[i].start - 1] == '$' || (unsigned char)f.at[s->t->words[i].start - 1] >= 0x80);
    return w.len >= least && w.len <= most && !tail && !money;
}

static void add_word(struct search *s, size_t i, enum pii_type type)
{
    search_add(s, s->t->words[i].start, s->t->words[i].end, type, 6);
}

/* Does the text speak of a card to pay with, not of one of a club or a shop? */
static bool speaks_of_card(const struct search *s)
{
    static const char *const cards[] = {"card", "visa", "mastercard", "amex", "debit", "maestro", "tarjeta"};
    static const char *const others[] = {"gift", "loyalty", "membership", "library", "club", "sim", "business", "id", "store"};
    for (size_t i = 0; i < s->found.count; i++)
        if (s->found.at[i].type == PII_CARD)
            return true;
    for (size_t i = 0; i < s->t->word_count; i++) {
        bool card = word_is_any(s, i, IS_SECURITY), other = false;
        for (size_t k = 0; k < COUNT_OF(cards) && !card; k++)
            card = word_is(s, i, cards[k]);
        for (size_t k = 0; k < COUNT_OF(others) && card && i > 0; k++)
            other |= word_is(s, i - 1, others[k]);
        if (card && !other)
            return true;
    }
    return false;
}

/* 04/27, 04-27, 04/2027 at word i: its end, or 0 */
static size_t expiry_end(const struct search *s, size_t i)
{
    if (i >= s->t->word_count || s->t->words[i].kind != WORD_DIGITS)
        return 0;
    struct slice f = s->t->folded;
    size_t at = s->t->words[i].start, digits = 0, end;
    if (at + 5 > f.len || !is_digit(f.at[at]) || !is_digit(f.at[at + 1]))
        return 0;
    int month = (f.at[at] - '0') * 10 + f.at[at + 1] - '0';
    at += 2;
    at += f.at[at] == ' ';
    if (month < 1 || month > 12 || at >= f.len || (f.at[at] != '/' && f.at[at] != '-'))
        return 0;
    at++;
    at += at < f.len && f.at[at] == ' ';
    for (end = at; end < f.len && is_digit(f.at[end]); end++)
        digits++;
    bool more = end + 1 < f.len && (f.at[end] == '/' || f.at[end] == '-') && is_digit(f.at[end + 1]);
    return (digits == 2 || (digits == 4 && f.at[at] == '2')) && !more ? end : 0;
}

/* Digits and letters mixed, or what no dictionary has: "Hunter2!", not "wrong" or "case-sensitive". */
static void add_password(struct search *s, size_t i)
{
    struct slice f = s->t->folded;
    size_t start = s->t->words[i].start, end = start, letters = 0, digits = 0, marks = 0;
    while (end < f.len && f.at[end] != ' ' && f.at[end] != '\n' && end - start < PASSWORD_MOST) {
        letters += is_letter(f.at[end]);
        digits += is_digit(f.at[end]);
        marks += !is_alnum(f.at[end]) && f.at[end] != '-' && f.at[end] != '\'' && f.at[end] != '/';
        end++;
    }
    while (end > start && strchr(".,;:)\"'", f.at[end - 1]) != NULL) {
        marks -= f.at[end - 1] != '\'';
        end--;
    }
    size_t lead = 0;
    while (start + lead < end && is_digit(f.at[start + lead]))
        lead++;
    bool counted = lead > 0 && lead < end - start && f.at[start + lead] == '-'; /* 2-step, 12-character */
    bool mixed = letters > 0 && digits > 0 && end - start >= 5 && !counted;
    bool unknown = digits == 0 && marks == 0 && letters == end - start && letters >= 5 &&
                   !english_has(slice_sub(f, start, end)) && !word_is_any(s, i, IS_OTHER | IS_VERB);
    if (mixed || unknown || (letters == 0 && digits >= 4 && marks == 0) || (letters > 3 && marks > 0 && end - start > 5))
        search_add(s, start, end, PII_BANK_ACCOUNT, 6);
}

/* Groups of digits that only spaces part: "123 456 782" */
static void add_tax_number(struct search *s, size_t i)
{
    size_t digits = 0, past = i;
    while (is_number(s, past, 1, TAX_MOST) && (past == i || !search_breaks(s, past - 1)) && digits < TAX_LEAST)
        digits += s->t->words[past++].folded.len;
    while (digits > 0 && digits < TAX_MOST && is_number(s, past, 1, TAX_MOST - digits) && !search_breaks(s, past - 1))
        digits += s->t->words[past++].folded.len;
    if (digits >= TAX_LEAST && digits <= TAX_MOST)
        search_add(s, s->t->words[i].start, s->t->words[past - 1].end, PII_NATIONAL_ID, 8);
}

/* MORGA657054SM9IJ: five letters of the name (9 for those it lacks), the decade, month (plus 50 for women) and day of birth, the
 * year, two initials (9 for none), a digit or letter, two letters. The end, or 0. */
static size_t licence_end(const struct search *s, size_t i)
{
    struct slice f = s->t->folded;
    char c[16];
    size_t at = i, n = 0, gaps = 0;
    for (; at < f.len && n < sizeof c && gaps < 4; at++) {
        if (is_alnum(f.at[at]))
            c[n++] = f.at[at];
        else if (f.at[at] == ' ' && (n == 5 || n == 11 || n == 14))
            gaps++;
        else
            return 0;
    }
    bool nines = false, fits = n == sizeof c && is_letter(c[0]);
    for (size_t k = 0; k < 5 && fits; k++) {
        nines |= c[k] == '9';
        fits = nines ? c[k] == '9' : is_letter(c[k]);
    }
    for (size_t k = 5; k < 11 && fits; k++)
        fits = is_digit(c[k]);
    if (!fits)
        return 0;
    int month = (c[6] - '0') * 10 + c[7] - '0', day = (c[8] - '0') * 10 + c[9] - '0';
    month -= month > 50 ? 50 : 0;
    fits = month >= 1 && month <= 12 && day >= 1 && day <= 31 && is_letter(c[11]) && (is_letter(c[12]) || c[12] == '9') &&
           is_letter(c[14]) && is_letter(c[15]) && stands_alone(f, i, at);
    return fits ? at : 0;
}

static void look_for_licence(struct search *s, size_t w)
{
    const struct word *word = &s->t->words[w];
    if (word->folded.len < 5 || !is_letter(word->folded.at[0]) ||
        (word->kind != WORD_MIXED &&
         !(word->folded.len == 5 && w + 1 < s->t->word_count && s->t->words[w + 1].kind != WORD_LETTERS)))
        return;
    size_t end = licence_end(s, word->start);
    if (end != 0 && (search_is_upper(s, word->start) || search_back(s, w, IS_LICENCE, LICENCE_REACH)))
        search_add(s, word->start, end, PII_NATIONAL_ID, 9);
}

/* India's: AAAPL1234C */
static void look_for_pan(struct search *s, size_t v)
{
    size_t end = v < s->t->word_count ? shape(s->t->folded, s->t->words[v].start, "aaaaadddda") : 0;
    if (end != 0)
        search_add(s, s->t->words[v].start, end, PII_NATIONAL_ID, 8);
}

void search_told(struct search *s)
{
    bool card = (s->all & IS_EXPIRY) != 0 && s->has_digit && speaks_of_card(s);
    if (!s->has_digit && !(s->all & IS_PASSWORD))
        return;
    for (size_t w = 0; w < s->t->word_count; w++) {
        bool is, security = word_is_any(s, w, IS_SECURITY) || (word_is(s, w, "security") && word_is(s, w + 1, "code"));
        look_for_licence(s, w);
        if (!security && !word_is_any(s, w, IS_SECRET | IS_PASSWORD | IS_EXPIRY | IS_TAX) && !word_is(s, w, "pan"))
            continue;
        size_t v = value_of(s, w, &is), end;
        if (security && is_number(s, v, 3, 6))
            add_word(s, v, PII_CARD);
        else if (word_is_any(s, w, IS_SECRET) && is_number(s, v, 4, 6))
            add_word(s, v, PII_CARD);
        else if (word_is_any(s, w, IS_PASSWORD) && is && v < s->t->word_count)
            add_password(s, v);
        else if (card && (end = expiry_end(s, v)) != 0)
            search_add(s, s->t->words[v].start, end, PII_CARD, 6);
        else if (word_is_any(s, w, IS_TAX))
            add_tax_number(s, v);
        else if (word_is(s, w, "pan"))
            look_for_pan(s, v);
    }
}
