/* What is digits alone: cards, health numbers, accounts, SSN, passports, zips, phones. */
#include "pii/numbers.h"

#include "pii/checks.h"

enum { CUE_REACH = 7, REF_REACH = 3, FAR_REACH = 12, ACCOUNT_BEHIND_SORT = 40, DIGITS_LEAST = 5 };

bool digits_have_form(const struct digits *d, const char *form)
{
    size_t n = strlen(form);
    for (size_t i = 0; i < n && i < d->group_count; i++)
        if (d->groups[i].len != (size_t)(form[i] - '0'))
            return false;
    return n == d->group_count;
}

bool digits_have_gaps(const struct digits *d, char gap)
{
    for (size_t i = 1; i < d->group_count; i++)
        if (d->gaps[i] != gap)
            return false;
    return true;
}

/* The mark between two groups and its length, 0 when the run ends here. "(0)" may stand inside. */
static size_t gap_at(char *gap, struct slice f, size_t i)
{
    size_t n = 0;
    bool bracket = false;
    *gap = f.at[i];
    while (i + n < f.len && n < 3 && strchr(" -.()", f.at[i + n]) != NULL && f.at[i + n] != '\0') {
        bracket |= f.at[i + n] == '(' || f.at[i + n] == ')';
        if (n > 0 && !bracket && !(f.at[i + n] == ' ' && *gap == ' '))
            return 0;
        n++;
    }
    if (bracket)
        *gap = '(';
    return n > 0 && i + n < f.len && is_digit(f.at[i + n]) ? n : 0;
}

static void read_digits(struct digits *d, struct slice f, size_t start)
{
    size_t i = start;
    *d = (struct digits){.start = start, .gaps = {' '}};
    if (f.at[i] == '(')
        i++;
    d->plus = f.at[i] == '+';
    i += d->plus;
    while (i < f.len && d->group_count < GROUPS_MAX) {
        struct group *g = &d->groups[d->group_count];
        *g = (struct group){.start = i, .first = d->count};
        for (; i < f.len && is_digit(f.at[i]) && d->count < DIGITS_MAX; i++, g->len++)
            d->at[d->count++] = f.at[i];
        d->group_count++;
        d->end = i;
        char gap;
        size_t n = i < f.len && d->count < DIGITS_MAX ? gap_at(&gap, f, i) : 0;
        if (n == 0)
            break;
        if (d->group_count < GROUPS_MAX)
            d->gaps[d->group_count] = gap;
        i += n;
    }
}

/* Groups from..past alone. */
static void cut(struct digits *out, const struct digits *d, size_t from, size_t past)
{
    *out = (struct digits){.start = from == 0 ? d->start : d->groups[from].start, .word = d->word, .plus = d->plus && from == 0};
    for (size_t i = from; i < past; i++) {
        struct group *g = &out->groups[out->group_count];
        *g = d->groups[i];
        g->first = out->count;
        memcpy(out->at + out->count, d->at + d->groups[i].first, g->len);
        out->count += g->len;
        out->gaps[out->group_count++] = d->gaps[i];
    }
    out->end = d->groups[past - 1].start + d->groups[past - 1].len;
}

static struct slice all_of(const struct digits *d)
{
    return (struct slice){d->at, d->count};
}

static bool is_sort_form(const struct digits *d)
{
    return digits_have_form(d, "222") && d->gaps[1] == d->gaps[2];
}

/* Does a number of eight digits follow close behind this byte? "77-28-15 / 63251511", "09-44-16, acc 40406545" */
static bool account_follows(struct slice f, size_t at)
{
    size_t i = at, run = 0;
    while (i < f.len && i < at + 14 && !is_digit(f.at[i]))
        i++;
    while (i < f.len && is_digit(f.at[i])) {
        i++;
        run++;
    }
    return run == 8 && (i >= f.len || !is_alnum(f.at[i]));
}

static bool is_sort_code(const struct search *s, const struct digits *d)
{
    bool led = search_led(s, d->word, IS_SORT, IS_REF, CUE_REACH), bank = search_led(s, d->word, IS_BANK, IS_REF, CUE_REACH);
    bool reference = search_refers(s, d->word) || search_led(s, d->word, IS_BIRTH, IS_BANK, REF_REACH);
    if (d->count != 6)
        return false;
    if (d->group_count == 1)
        return search_led(s, d->word, IS_SORT, IS_REF | IS_ACCOUNT, 4);
    if (!is_sort_form(d))
        return false;
    if (account_follows(s->t->folded, d->end))
        return !reference;
    if (d->gaps[1] != '-')
        return led;
    return led || bank || (!reference && !check_sort_is_date(all_of(d)));
}

static bool is_account(const struct search *s, const struct digits *d, size_t sort_end)
{
    bool behind_sort = sort_end > 0 && d->start >= sort_end && d->start - sort_end <= ACCOUNT_BEHIND_SORT;
    bool led = search_led(s, d->word, IS_ACCOUNT, IS_REF | IS_PHONE | IS_NATIONAL, CUE_REACH);
    bool american = (s->all & IS_ROUTING) && search_led(s, d->word, IS_ACCOUNT, IS_REF | IS_ROUTING, CUE_REACH);
    bool compact = d->group_count == 1 || digits_have_form(d, "44");
    if (!d->plus && d->count >= 6 && d->count <= 11 && search_led(s, d->word, IS_ROLL, IS_REF, 3))
        return true;
    if (d->plus || !compact)
        return false;
    if (d->count == 8 || d->count == 7)
        return behind_sort || led;
    return american && d->count >= 6 && d->count <= 17;
}

static bool is_social(const struct search *s, const struct digits *d)
{
    if (d->count != 9 || !check_social(all_of(d)))
        return false;
    if (search_led(s, d->word, IS_SOCIAL, IS_PASSPORT | IS_ROUTING, CUE_REACH))
        return true;
    return digits_have_form(d, "324") && digits_have_gaps(d, '-') && !search_refers(s, d->word);
}

static bool is_health(const struct search *s, const struct digits *d)
{
    if (!check_health(all_of(d)) || d->plus)
        return false;
    return digits_have_form(d, "334") ? !search_refers(s, d->word) && !search_led(s, d->word, IS_PHONE, IS_HEALTH, REF_REACH)
                                      : search_back(s, d->word, IS_NHS, FAR_REACH) || (s->all & IS_HEALTH) != 0;
}

/* "WA 99201", "Ohio 43235-4417", "zip 10001" */
static bool is_zip(const struct search *s, const struct digits *d)
{
    bool form = digits_have_form(d, "5") || (digits_have_form(d, "54") && d->gaps[1] == '-');
    size_t before = d->word > 0 && word_is_mark(s, d->word - 1, ',') ? d->word - 1 : d->word;
    if (!form || before == 0)
        return false;
    before--;
    if (search_back(s, d->word, IS_ZIP, 3))
        return true;
    if (word_is_any(s, before, IS_STATE) && word_is_capital(s, before))
        return true;
    bool code = word_is_any(s, before, IS_STATE_CODE) && s->t->words[before].end - s->t->words[before].start == 2;
    return code && search_is_upper(s, s->t->words[before].start) && search_is_upper(s, s->t->words[before].start + 1) &&
           !search_breaks(s, before);
}

/* What the whole run is; false when nothing. */
static bool take(struct search *s, const struct digits *d, size_t *sort_end)
{
    if (!d->plus && check_card(all_of(d)))
        search_add(s, d->start, d->end, PII_CARD, 9);
    else if (is_health(s, d))
        search_add(s, d->start, d->end, PII_HEALTH_ID, 8);
    else if (is_sort_code(s, d)) {
        search_add(s, d->start, d->end, PII_BANK_ACCOUNT, 7);
        *sort_end = d->end;
    } else if (is_social(s, d))
        search_add(s, d->start, d->end, PII_NATIONAL_ID, 8);
    else if (d->count == 9 && !d->plus && search_led(s, d->word, IS_PASSPORT, IS_SOCIAL | IS_PHONE | IS_ROUTING, FAR_REACH))
        search_add(s, d->start, d->end, PII_PASSPORT, 7);
    else if (d->group_count == 1 && check_routing(all_of(d)) && search_back(s, d->word, IS_ROUTING, 4))
        search_add(s, d->start, d->end, PII_BANK_ACCOUNT, 7);
    else if (is_account(s, d, *sort_end))
        search_add(s, d->start, d->end, PII_BANK_ACCOUNT, 7);
    else if (is_zip(s, d))
        search_add(s, d->start, d->end, PII_POSTCODE, 7);
    else if (d->count >= 7 && is_phone(s, d) && !is_public_line(s, d))
        search_add(s, d->start, d->end, PII_PHONE, d->plus ? 6 : 5);
    else
        return false;
    return true;
}

/* Two things that only a space parts: a sort code and its account, a number of a house and a phone. */
static void take_parts(struct search *s, const struct digits *d, size_t *sort_end)
{
    struct digits part;
    for (size_t n = 3; n < d->group_count; n++) {
        cut(&part, d, n - 3, n);
        if (!is_sort_form(&part) || !account_follows(s->t->folded, part.end) || !is_sort_code(s, &part))
            continue;
        search_add(s, part.start, part.end, PII_BANK_ACCOUNT, 7);
        *sort_end = part.end;
        cut(&part, d, n, n + 1);
        search_add(s, part.start, part.end, PII_BANK_ACCOUNT, 7);
        return;
    }
    if (digits_have_form(d, "68") && search_led(s, d->word, IS_BANK, IS_REF, REF_REACH + 2)) {
        search_add(s, d->groups[0].start, d->groups[0].start + 6, PII_BANK_ACCOUNT, 7);
        search_add(s, d->groups[1].start, d->end, PII_BANK_ACCOUNT, 7);
        return;
    }
    if (digits_have_form(d, "28") || d->gaps[d->group_count - 1] != ' ')
        return;
    for (size_t n = 1; n < d->group_count; n++) {
        cut(&part, d, 0, n); /* "0141 496 0926 4": something short behind it */
        if (d->count - part.count <= 2 && part.count >= DIGITS_LEAST && take(s, &part, sort_end))
            return;
        cut(&part, d, n, d->group_count);
        if (d->count - part.count <= 3 && part.at[0] == '0' && part.count >= 10 && take(s, &part, sort_end))
            return;
    }
}

static bool begins(struct slice f, size_t i)
{
    size_t at = i + (f.at[i] == '(');
    at += at < f.len && f.at[at] == '+';
    if (at >= f.len || !is_digit(f.at[at]) || at > i + 2)
        return false;
    if (i == 0)
        return true;
    char before = f.at[i - 1];
    bool joined =
        (before == '-' || before == '.' || before == '/' || before == ':' || before == '_') && i > 1 && is_alnum(f.at[i - 2]);
    return !is_alnum(before) && !joined && before != '#';
}

static bool is_money(struct slice f, size_t i)
{
    return i > 0 && (f.at[i - 1] == '$' || (i > 1 && (unsigned char)f.at[i - 2] == 0xc2 && (unsigned char)f.at[i - 1] <= 0xa5) ||
                     (i > 2 && (unsigned char)f.at[i - 3] == 0xe2 && (unsigned char)f.at[i - 2] == 0x82));
}

void search_numbers(struct search *s)
{
    struct slice f = s->t->folded;
    size_t sort_end = 0, word = 0;
    if (!s->has_digit)
        return;
    for (size_t i = 0; i < f.len;) {
        if (!begins(f, i)) {
            i++;
            continue;
        }
        struct digits d;
        read_digits(&d, f, i);
        d.word = word = search_word_at(s, word, d.groups[0].start);
        bool tail =
            d.end < f.len && (is_letter(f.at[d.end]) || ((f.at[d.end] == '/' || f.at[d.end] == ':' || f.at[d.end] == '-') &&
                                                         d.end + 1 < f.len && is_alnum(f.at[d.end + 1])));
        if (!tail && !is_money(f, i) && d.count >= DIGITS_LEAST && !take(s, &d, &sort_end) && d.group_count > 1)
            take_parts(s, &d, &sort_end);
        i = d.end > i ? d.end : i + 1;
    }
}
