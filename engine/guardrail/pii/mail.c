/* Mail addresses: in letters of any alphabet, quoted, with spaces around the sign, and spelt out. */
#include "pii/search.h"

#include <parley/english.h>

enum { SPELT_WORDS_MAX = 9, QUOTED_MAX = 64, LITERAL_MAX = 48, CUE_REACH = 5, SPACES_MAX = 2 };

/* Signs that an address has only between others: o'neil, tom&ann, a%2bb. */
static bool is_inner(struct slice f, size_t at)
{
    return f.at[at] != '\0' && strchr("'!#$%&~^", f.at[at]) != NULL && at > 0 && at + 1 < f.len && is_alnum(f.at[at + 1]) &&
           (is_alnum(f.at[at - 1]) || letter_before(f, at) != 0);
}

/* Han, Kana and Hangul have no spaces between words: they belong to an address that touches its sign with them. */
static bool is_dense(struct slice f, size_t at)
{
    return at + 2 < f.len && (unsigned char)f.at[at] >= 0xe3 && (unsigned char)f.at[at] <= 0xed &&
           !slice_starts(slice_after(f, at), SLICE("\xe3\x80"));
}

static size_t local_start(struct slice f, size_t sign)
{
    size_t from = sign;
    for (size_t n = 2; sign > 1 && f.at[sign - 1] == '"' && n <= QUOTED_MAX && n <= sign; n++)
        if (f.at[sign - n] == '"')
            return sign - n;
    bool dense = sign > 2 && is_dense(f, sign - 3);
    while (from > 0) {
        char c = f.at[from - 1];
        size_t letter = letter_before(f, from);
        if (letter == 0 && dense && from > 2 && is_dense(f, from - 3))
            letter = 3;
        if (letter == 0 &&
            (is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || (from < sign && is_inner(f, from - 1))))
            letter = 1;
        if (letter == 0)
            break;
        from -= letter;
    }
    return from;
}

static size_t domain_end(struct slice f, size_t start)
{
    size_t to = start;
    for (size_t n = 1; start < f.len && f.at[start] == '[' && n < LITERAL_MAX && start + n < f.len; n++)
        if (f.at[start + n] == ']')
            return start + n + 1;
    bool dense = start < f.len && is_dense(f, start);
    while (to < f.len) {
        size_t letter = letter_behind(f, to);
        if (letter == 0 && dense && is_dense(f, to))
            letter = 3;
        if (letter == 0 && (is_alnum(f.at[to]) || f.at[to] == '.' || f.at[to] == '-'))
            letter = 1;
        if (letter == 0)
            break;
        to += letter;
    }
    while (to > start && (f.at[to - 1] == '.' || f.at[to - 1] == '-')) /* the full stop of the sentence */
        to--;
    return to;
}

static bool is_top_domain(struct slice word)
{
    static const char *const tops[] = {"com", "co", "org", "net", "uk", "ie", "es", "de", "fr", "io", "edu", "gov", "my", "info"};
    for (size_t k = 0; k < sizeof tops / sizeof tops[0]; k++)
        if (slice_eq(word, slice_from(tops[k])))
            return true;
    return false;
}

static bool says_mail(const struct search *s, size_t i)
{
    static const char *const words[] = {"email", "e-mail", "mail", "correo", "emel"};
    for (size_t n = 0; n < CUE_REACH && i > 0; n++) {
        i--;
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
            if (word_is(s, i, words[k]))
                return true;
    }
    return false;
}

/* "sarah.p @ example.com", not "find us @ example.com" */
static void look_around(struct search *s, size_t sign, size_t *word)
{
    struct slice f = s->t->folded;
    size_t left = sign, right = sign + 1;
    while (left > 0 && sign - left < SPACES_MAX && f.at[left - 1] == ' ')
        left--;
    while (right < f.len && right - sign <= SPACES_MAX && f.at[right] == ' ')
        right++;
    size_t from = local_start(f, left), to = domain_end(f, right), top = to;
    while (top > right && f.at[top - 1] != '.')
        top--;
    struct slice local = slice_sub(f, from, left);
    if (local.len == 0 || top == right || !is_top_domain(slice_sub(f, top, to)))
        return;
    *word = search_word_at(s, *word, from);
    if (!english_has(local) || says_mail(s, *word))
        search_add(s, from, to, PII_EMAIL, 10);
}

static void look_for_signs(struct search *s)
{
    struct slice f = s->t->folded;
    size_t word = 0;
    for (size_t i = 1; i + 3 < f.len; i++) {
        bool plain = f.at[i] == '@', coded = f.at[i] == '%' && f.at[i + 1] == '4' && f.at[i + 2] == '0';
        if (!plain && !coded)
            continue;
        size_t start = plain ? i + 1 : i + 3, from = local_start(f, i), to = domain_end(f, start);
        if (from < i && to > start && (f.at[start] == '[' || slice_has(slice_sub(f, start, to), SLICE("."))))
            search_add(s, from, to, PII_EMAIL, 10);
        else if (plain && (f.at[i - 1] == ' ' || f.at[i + 1] == ' '))
            look_around(s, i, &word);
    }
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
        if (dots > 0 && is_top_domain(s->t->words[i].folded))
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

/* A mark at word i between two words that touch it. */
static bool is_joint(const struct search *s, size_t i)
{
    bool mark = word_is_mark(s, i, '.') || word_is_mark(s, i, '_') || word_is_mark(s, i, '-') || word_is_mark(s, i, '+');
    return mark && !s->t->words[i].space_before && !s->t->words[i + 1].space_before;
}

void search_mail(struct search *s)
{
    if (s->has_at)
        look_for_signs(s);
    for (size_t i = 1; i + 2 < s->t->word_count; i++) {
        size_t len = s->t->words[i].folded.len;
        if (len > 2 || (!word_is(s, i, "at") && !word_is(s, i + 1, "at")))
            continue;
        size_t end = s->t->words[i - 1].kind == WORD_MARK ? 0 : spelt_end(s, i);
        size_t from = i - 1;
        while (end != 0 && from > 1 &&
               (word_is(s, from - 1, "dot") || word_is(s, from - 1, "underscore") || is_joint(s, from - 1)) &&
               s->t->words[from - 2].kind != WORD_MARK)
            from -= 2;
        if (end != 0)
            search_add(s, s->t->words[from].start, end, PII_EMAIL, 10);
    }
}
