/* Internet addresses. */
#include "pii/search.h"

enum { VERSION_REACH = 3, MAC_REACH = 3, PAIRS_LENGTH = 17 };

static size_t number_end(struct slice f, size_t at)
{
    unsigned n = 0;
    size_t end = at;
    while (end < f.len && is_digit(f.at[end]) && end < at + 3)
        n = n * 10 + (unsigned)(f.at[end++] - '0');
    return n <= 255 ? end : at;
}

static void look_for_four_parts(struct search *s, size_t w)
{
    struct slice f = s->t->folded;
    size_t from = s->t->words[w].start, at = from;
    if (s->t->words[w].kind != WORD_DIGITS || (from > 0 && (is_alnum(f.at[from - 1]) || f.at[from - 1] == '.')))
        return;
    for (unsigned part = 0; part < 4; part++) {
        size_t end = number_end(f, at);
        if (end == at || (part < 3 && (end >= f.len || f.at[end] != '.')))
            return;
        at = part < 3 ? end + 1 : end;
    }
    bool more = at < f.len && (is_alnum(f.at[at]) || (f.at[at] == '.' && at + 1 < f.len && is_alnum(f.at[at + 1])));
    if (!more && !search_led(s, w, IS_VERSION, IS_IP, VERSION_REACH) && !word_is(s, w - 1, "v"))
        search_add(s, from, at, PII_IP, 8);
}

/* Eight groups of one to four hex digits, or fewer around one "::". */
static void look_for_colons(struct search *s, size_t from)
{
    struct slice f = s->t->folded;
    size_t at = from, groups = 0, run = 0, digits = 0, twice = 0;
    while (at < f.len && (is_digit(f.at[at]) || (f.at[at] >= 'a' && f.at[at] <= 'f') || f.at[at] == ':')) {
        if (f.at[at] == ':') {
            twice += at + 1 < f.len && f.at[at + 1] == ':';
            run = 0;
        } else {
            groups += run == 0;
            digits++;
            if (++run > 4)
                return;
        }
        at++;
    }
    while (at > from && f.at[at - 1] == ':' && !(at > from + 1 && f.at[at - 2] == ':'))
        at--;
    bool alone = at >= f.len || !is_letter(f.at[at]);
    if (alone && digits >= 2 && ((twice == 1 && groups >= 2 && groups <= 7) || (twice == 0 && groups == 8)))
        search_add(s, from, at, PII_IP, 8);
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

/* 00:1a:2b:3c:4d:5e, 00-1A-2B-3C-4D-5E: without a letter only behind "MAC". */
static void look_for_pairs(struct search *s, size_t w)
{
    struct slice f = s->t->folded;
    size_t at = s->t->words[w].start, letters = 0, digits = 0;
    if (at + PAIRS_LENGTH > f.len || (f.at[at + 2] != ':' && f.at[at + 2] != '-'))
        return;
    char sign = f.at[at + 2];
    for (size_t i = 0; i < PAIRS_LENGTH; i++) {
        char c = f.at[at + i];
        if (i % 3 == 2 ? c != sign : !is_hex(c))
            return;
        letters += is_letter(c);
        digits += is_digit(c);
    }
    bool more = at > 0 && f.at[at - 1] == sign;
    more |= at + PAIRS_LENGTH < f.len && f.at[at + PAIRS_LENGTH] == sign;
    if (!more && stands_alone(f, at, at + PAIRS_LENGTH) && ((letters > 0 && digits > 0) || search_back(s, w, IS_MAC, MAC_REACH)))
        search_add(s, at, at + PAIRS_LENGTH, PII_IP, 8);
}

/* Eight groups have seven colons between them, fewer have two together. */
static bool has_colons(struct slice f)
{
    size_t colons = 0;
    for (size_t i = 0; i < f.len; i++)
        colons += f.at[i] == ':';
    return colons >= 7 || (colons >= 2 && slice_has(f, SLICE("::")));
}

void search_ip(struct search *s)
{
    struct slice f = s->t->folded;
    if (!s->has_digit)
        return;
    for (size_t w = 0; w < s->t->word_count; w++)
        look_for_four_parts(s, w);
    for (size_t w = 0; w < s->t->word_count; w++)
        if (s->t->words[w].kind != WORD_MARK)
            look_for_pairs(s, w);
    if (!has_colons(f))
        return;
    for (size_t i = 0; i < f.len; i++) {
        bool hex = is_digit(f.at[i]) || (f.at[i] >= 'a' && f.at[i] <= 'f') || f.at[i] == ':';
        bool start = hex && (i == 0 || !(is_alnum(f.at[i - 1]) || f.at[i - 1] == ':' || f.at[i - 1] == '.'));
        if (start)
            look_for_colons(s, i);
    }
}
