/* Internet addresses. */
#include "pii/search.h"

enum { VERSION_REACH = 3 };

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

void search_ip(struct search *s)
{
    struct slice f = s->t->folded;
    if (!s->has_digit)
        return;
    for (size_t w = 0; w < s->t->word_count; w++)
        look_for_four_parts(s, w);
    if (!slice_has(f, SLICE(":")))
        return;
    for (size_t i = 0; i < f.len; i++) {
        bool hex = is_digit(f.at[i]) || (f.at[i] >= 'a' && f.at[i] <= 'f') || f.at[i] == ':';
        bool start = hex && (i == 0 || !(is_alnum(f.at[i - 1]) || f.at[i - 1] == ':' || f.at[i - 1] == '.'));
        if (start)
            look_for_colons(s, i);
    }
}
