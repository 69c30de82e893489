/* Phone numbers: the plans of several countries, and cues for the rest. */
#include "pii/numbers.h"

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

bool is_phone(const struct search *s, const struct digits *d)
{
    unsigned cue = search_back(s, d->word, IS_PHONE, CUE_REACH);
    bool reference = search_refers(s, d->word);
    bool other = search_led(s, d->word, IS_PASSPORT | IS_SOCIAL | IS_NATIONAL | IS_NHS | IS_ACCOUNT, IS_PHONE, REF_REACH);
    bool dotted = d->group_count > 1 && digits_have_gaps(d, '.');
    if (is_international(d))
        return true;
    if (reference || other || is_date(d))
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
