#include "pii/names.h"

#include <parley/english.h>

enum { NAME_WORDS_MAX = 6, ACRONYM_MOST = 5, BYTES_MAX = 80 };

static struct slice bare(struct slice word)
{
    bool possessive = word.len > 2 && word.at[word.len - 2] == '\'' && word.at[word.len - 1] == 's';
    return possessive ? slice_sub(word, 0, word.len - 2) : word;
}

bool is_small_word(const struct search *s, size_t i)
{
    return english_has(bare(s->t->words[i].folded));
}

bool is_initial(const struct search *s, size_t i)
{
    return i < s->t->word_count && s->t->words[i].folded.len == 1 && s->t->words[i].kind == WORD_LETTERS &&
           word_is_capital(s, i) && !word_is(s, i, "i") &&
           (i == 0 || s->t->words[i].space_before || s->t->words[i - 1].kind == WORD_MARK) && !word_is_mark(s, i - 1, '-');
}

/* CrispyOtter is no name; McBride, DeShawn and O'Neill are. */
static bool has_inner_capital(const struct search *s, size_t i)
{
    struct slice o = text_at(s->t, text_span(s->t, s->t->words[i].start, s->t->words[i].end));
    size_t upper = 0, lower = 0, inner = 0;
    for (size_t k = 0; k < o.len; k++) {
        bool big = o.at[k] >= 'A' && o.at[k] <= 'Z', after_mark = k == 0 || o.at[k - 1] == '-' || o.at[k - 1] == '\'';
        upper += big;
        lower += is_letter(o.at[k]);
        inner += big && !after_mark && k > 3;
    }
    return inner > 0 && lower > 0 && upper > 1;
}

static bool is_acronym(const struct search *s, size_t i)
{
    const struct word *w = &s->t->words[i];
    if (s->shouts || w->folded.len < 2 || w->folded.len > ACRONYM_MOST)
        return false;
    for (size_t at = w->start; at < w->end; at++)
        if (!search_is_upper(s, at))
            return false;
    return true;
}

static enum likeness of_part(struct slice part, uint64_t classes)
{
    bool named = (classes & (IS_GIVEN | IS_FAMILY)) != 0, other = (classes & (IS_OTHER | IS_FIRM | IS_MONTH | IS_FAMOUS)) != 0;
    bool small = english_has(part);
    if (named)
        return small || other ? NAME_MAYBE : NAME_SURE;
    if (other || small)
        return NAME_NOT;
    return classes & (IS_PROPER | IS_STATE | IS_TITLE | IS_ROLE | IS_KIN | IS_HELLO | IS_BYE | IS_VERB) ? NAME_MAYBE
                                                                                                        : NAME_LIKELY;
}

enum likeness looks_like_name(const struct search *s, size_t i)
{
    if (i >= s->t->word_count || s->t->words[i].kind != WORD_LETTERS || has_inner_capital(s, i))
        return NAME_NOT;
    struct slice word = bare(s->t->words[i].folded), rest = word, part;
    if (is_acronym(s, i) && !(s->classes[i] & (IS_GIVEN | IS_FAMILY)))
        return NAME_NOT;
    if (word.len < 2)
        return NAME_NOT;
    if (s->classes[i] != 0 || !slice_has(word, SLICE("-")))
        return of_part(word, s->classes[i]);
    enum likeness best = NAME_NOT; /* Moriarty-Keane, not Self-Employed */
    unsigned small = 0;
    while (slice_next(&part, &rest, '-')) {
        enum likeness one = part.len < 2 ? NAME_NOT : of_part(part, word_classes(part.at, part.len));
        best = one > best ? one : best;
        small += one == NAME_NOT;
    }
    return small > 1 ? NAME_NOT : best;
}

static bool may_continue(const struct search *s, size_t i)
{
    return i < s->t->word_count && s->t->words[i].kind == WORD_LETTERS && word_is_capital(s, i);
}

static bool is_small_particle(const struct search *s, size_t i)
{
    return word_is_any(s, i, IS_PARTICLE) && !word_is_capital(s, i);
}

/* A mark at word i that stands for a space, as in the names of files and in addresses of pages. */
static bool is_joined(const struct search *s, size_t i)
{
    return (word_is_mark(s, i, '+') || word_is_mark(s, i, '_')) && i > 0 && i + 1 < s->t->word_count &&
           s->t->words[i - 1].folded.len > 1 && s->t->words[i + 1].folded.len > 1 && !s->t->words[i].space_before &&
           !s->t->words[i + 1].space_before;
}

struct name_run name_run_at(const struct search *s, size_t i)
{
    struct name_run r = {i, i};
    for (size_t at = i; at < i + NAME_WORDS_MAX; at++) {
        size_t ahead = at;
        while (at > i && ahead < at + 2 && is_small_particle(s, ahead))
            ahead++;
        if (!may_continue(s, ahead))
            break;
        bool line = false;
        for (size_t k = at; k <= ahead && k > i; k++)
            line |= search_breaks(s, k - 1);
        if (line)
            break;
        r.past = ahead + 1;
        bool possessive = slice_ends(s->t->words[ahead].folded, SLICE("'s"));
        if (possessive)
            break;
        if (is_initial(s, ahead) && word_is_mark(s, ahead + 1, '.') && may_continue(s, ahead + 2) &&
            !search_breaks(s, ahead + 1)) {
            at = ahead + 1; /* J. Mbeki */
            continue;
        }
        if (is_joined(s, ahead + 1) && may_continue(s, ahead + 2)) {
            at = ahead + 1; /* Sarah_Pemberton */
            continue;
        }
        at = ahead;
    }
    return r;
}

static bool phrase_is_famous(const struct search *s, size_t first, size_t past)
{
    char key[BYTES_MAX];
    size_t n = 0;
    for (size_t i = first; i < past; i++) {
        struct slice w = i + 1 == past ? bare(s->t->words[i].folded) : s->t->words[i].folded;
        if (s->t->words[i].kind == WORD_MARK)
            continue;
        if (n + w.len + 1 > sizeof key)
            return false;
        if (n > 0)
            key[n++] = ' ';
        memcpy(key + n, w.at, w.len);
        n += w.len;
    }
    return (word_classes(key, n) & IS_FAMOUS) != 0;
}

/* I to XXX, in capitals */
static bool is_numeral(const struct search *s, size_t i)
{
    if (i >= s->t->word_count || s->t->words[i].kind != WORD_LETTERS || s->t->words[i].folded.len < 2 ||
        s->t->words[i].folded.len > 5)
        return false;
    for (size_t at = s->t->words[i].start; at < s->t->words[i].end; at++)
        if (!search_is_upper(s, at) || (s->t->folded.at[at] != 'i' && s->t->folded.at[at] != 'v' && s->t->folded.at[at] != 'x'))
            return false;
    return true;
}

bool is_famous(const struct search *s, struct name_run run)
{
    size_t from = run.first;
    for (size_t back = 0; back < 2 && from > 0 && (s->classes[from - 1] & IS_TITLE || word_is_mark(s, from - 1, '.')); back++)
        from--;
    if (from > 0 && word_is_any(s, from - 1, IS_ROYAL) && word_is_capital(s, from - 1))
        return true;
    if (is_numeral(s, run.past) || (run.past > run.first && is_numeral(s, run.past - 1))) /* Edward VII */
        return true;
    for (size_t first = from; first < run.past; first++)
        for (size_t past = first + 2; past <= run.past && past <= first + 4; past++)
            if (phrase_is_famous(s, first, past))
                return true;
    return run.past > run.first && (s->classes[run.past - 1] & IS_FAMOUS) != 0;
}
