/* Phone numbers: the plans of several countries, and cues for the rest. */
#include "pii/numbers.h"

#include <parley/size.h>

enum { CUE_REACH = 6, REF_REACH = 3, LEAST = 7, INTERNATIONAL_LEAST = 8, INTERNATIONAL_MOST = 15 };

static bool is_international(const struct digits *d)
{
    if (d->plus)
        return d->count >= INTERNATIONAL_LEAST && d->count <= INTERNATIONAL_MOST && d->at[0] != '0';
    return d->count >= 11 && d->count <= 17 && d->at[0] == '0' && d->at[1] == '0' && d->at[2] != '0' && d->groups[0].len <= 6;
}

/* With the 0 of a trunk call: the UK and most of Europe and Asia. */
static bool is_trunk(const struct digits *d)
{
    if (d->at[0] != '0' || d->at[1] == '0' || d->count < 9 || d->count > 12 || d->groups[0].len < 2)
        return false;
    if (d->group_count == 1)
        return d->count == 10 || d->count == 11;
    return d->group_count <= 5 && d->groups[d->group_count - 1].len >= 2;
}

/* 3-3-4, area and exchange beginning with 2 to 9, maybe a 1 before them. */
static bool is_american(const struct digits *d)
{
    bool one = digits_have_form(d, "1334") && d->at[0] == '1';
    if (!one && !digits_have_form(d, "334"))
        return false;
    size_t area = one ? 1 : 0;
    return d->at[area] >= '2' && d->at[area + 3] >= '2';
}

static bool is_date(const struct digits *d)
{
    return digits_have_form(d, "422") || digits_have_form(d, "224");
}

/* 0800, 0808, 03.., 084., 087., 09..; 1-800 and its like: lines that nobody has at home. */
static bool is_special(const struct digits *d)
{
    bool british = d->plus && d->count > 10 && d->at[0] == '4' && d->at[1] == '4';
    size_t i = british ? 2 : 0;
    if (!british && d->plus && d->at[0] != '1')
        return false;
    if (british || d->at[0] == '0') {
        i += d->at[i] == '0';
        char first = d->at[i], second = d->at[i + 1];
        return d->count >= 10 && (first == '3' || first == '9' || (first == '8' && strchr("047", second) != NULL));
    }
    i = d->at[0] == '1' && d->count == 11;
    char second = d->at[i + 1];
    return d->count - i == 10 && d->at[i] == '8' && second != '1' && (second == d->at[i + 2] || second == '0');
}

/* Is it a line that is called a firm's, in a sentence that speaks of no person? */
bool is_public_line(const struct search *s, const struct digits *d)
{
    static const char *const firms[] = {"our",     "us",       "we",        "helpline",  "hotline",   "freephone", "switchboard",
                                        "support", "customer", "enquiries", "reception", "helpdesk",  "advice",    "emergency",
                                        "line",    "lines",    "services",  "service",   "toll-free", "samaritans"};
    static const char *const persons[] = {"my", "me", "mine", "her", "his", "him", "their", "i", "i'm"};
    enum { BEFORE = 10, BEHIND = 6 };
    bool firm = false;
    if (!is_special(d))
        return false;
    size_t from = d->word > BEFORE ? d->word - BEFORE : 0, past = d->word + BEHIND + d->group_count;
    for (size_t i = from; i < past && i < s->t->word_count; i++) {
        if (s->t->words[i].sentence != s->t->words[d->word].sentence)
            continue;
        for (size_t k = 0; k < COUNT_OF(persons); k++)
            if (word_is(s, i, persons[k]))
                return false;
        for (size_t k = 0; k < COUNT_OF(firms); k++)
            firm |= word_is(s, i, firms[k]);
    }
    return firm;
}

bool is_phone(const struct search *s, const struct digits *d)
{
    unsigned cue = search_back(s, d->word, IS_PHONE, CUE_REACH);
    bool reference = search_refers(s, d->word);
    bool other = search_led(s, d->word, IS_PASSPORT | IS_SOCIAL | IS_NATIONAL | IS_NHS | IS_ACCOUNT, IS_PHONE, REF_REACH);
    bool is_row =
        d->group_count == 1 && d->count == 10 && (memcmp(d->at, "0123456789", 10) == 0 || memcmp(d->at, "1234567890", 10) == 0);
    bool dotted = d->group_count > 1 && digits_have_gaps(d, '.');
    if (is_international(d))
        return true;
    if (reference || other || is_date(d) || is_row)
        return false;
    if (is_trunk(d))
        return !dotted || d->group_count >= 3;
    if (is_american(d))
        return true;
    if (dotted || cue == 0 || !search_led(s, d->word, IS_PHONE, IS_REF, CUE_REACH) || d->count < LEAST || d->count > 13 ||
        d->group_count > 5)
        return false;
    return d->groups[d->group_count - 1].len >= 2 || d->group_count == 1;
}
