/* What the net is made of: mail addresses, also spelt out, and internet addresses. */
#include "pii/search.h"

enum { VERSION_REACH = 3, SPELT_WORDS_MAX = 9 };

static bool mail_char(char c)
{
    return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

static void look_for_at_signs(struct search *s)
{
    struct slice f = s->t->folded;
    for (size_t i = 1; i + 3 < f.len; i++) {
        if (f.at[i] != '@')
            continue;
        size_t from = i, to = i + 1;
        while (from > 0 && (mail_char(f.at[from - 1]) || (f.at[from - 1] == '\'' && from > 1 && mail_char(f.at[from - 2]))))
            from--;
        while (to < f.len && ((mail_char(f.at[to]) && f.at[to] != '_' && f.at[to] != '+') || (unsigned char)f.at[to] >= 0xc3))
            to += (unsigned char)f.at[to] >= 0xc3 && to + 1 < f.len ? 2 : 1; /* letters of other alphabets are two bytes here */
        while (to > i && (f.at[to - 1] == '.' || f.at[to - 1] == '-'))
            to--;
        if (from < i && slice_has(slice_sub(f, i, to), SLICE(".")))
            search_add(s, from, to, PII_EMAIL, 10);
    }
}

static bool is_top_domain(const struct search *s, size_t i)
{
    static const char *const tops[] = {"com", "co", "org", "net", "uk", "ie", "es", "de", "fr", "io", "edu", "gov", "my", "info"};
    for (size_t k = 0; k < sizeof tops / sizeof tops[0]; k++)
        if (word_is(s, i, tops[k]))
            return true;
    return false;
}

/* The word behind "dot" or "(dot)" or a point at word i; 0 when there is none. */
static size_t behind(const struct search *s, size_t i, const char *name, char sign)
{
    bool bracket = word_is_mark(s, i, '(') || word_is_mark(s, i, '[');
    if (bracket && word_is(s, i + 1, name) && (word_is_mark(s, i + 2, ')') || word_is_mark(s, i + 2, ']')))
        return i + 3;
    return word_is(s, i, name) || (sign != '\0' && word_is_mark(s, i, sign)) ? i + 1 : 0;
}

/* "name at firm dot com": the end of the last word, 0 for something else. */
static size_t spelt_end(const struct search *s, size_t at)
{
    size_t i = behind(s, at, "at", '\0'), dots = 0, last = 0;
    if (i == 0)
        return 0;
    for (size_t n = 0; n < SPELT_WORDS_MAX && i < s->t->word_count && s->t->words[i].kind != WORD_MARK; n++) {
        if (dots > 0 && is_top_domain(s, i))
            last = i;
        size_t next = behind(s, i + 1, "dot", '.');
        if (next == 0 || next >= s->t->word_count)
            break;
        dots += word_is_mark(s, next - 1, '.') && s->t->words[next].space_before ? 0 : 1;
        i = next;
    }
    bool says_dot = word_is(s, at - 2, "email") || word_is(s, at - 3, "email") || word_is(s, at - 4, "email");
    for (size_t k = at; k < last; k++)
        says_dot |= word_is(s, k, "dot") || word_is_mark(s, k, '[') || word_is_mark(s, at, '(');
    return last > 0 && says_dot ? s->t->words[last].end : 0;
}

void search_mail(struct search *s)
{
    if (s->has_at)
        look_for_at_signs(s);
    for (size_t i = 1; i + 2 < s->t->word_count; i++) {
        size_t len = s->t->words[i].folded.len;
        if (len > 2 || (!word_is(s, i, "at") && !word_is(s, i + 1, "at")))
            continue;
        size_t end = s->t->words[i - 1].kind == WORD_MARK ? 0 : spelt_end(s, i);
        size_t from = i - 1;
        while (end != 0 && from > 1 &&
               (word_is(s, from - 1, "dot") || word_is(s, from - 1, "underscore") || word_is_mark(s, from - 1, '.')) &&
               s->t->words[from - 2].kind != WORD_MARK)
            from -= 2;
        if (end != 0)
            search_add(s, s->t->words[from].start, end, PII_EMAIL, 10);
    }
}

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

/* Two in a row, or seven between eight groups. */
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
    if (!has_colons(f))
        return;
    for (size_t i = 0; i < f.len; i++) {
        bool hex = is_digit(f.at[i]) || (f.at[i] >= 'a' && f.at[i] <= 'f') || f.at[i] == ':';
        bool start = hex && (i == 0 || !(is_alnum(f.at[i - 1]) || f.at[i - 1] == ':' || f.at[i - 1] == '.'));
        if (start)
            look_for_colons(s, i);
    }
}
