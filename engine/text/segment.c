#include "segment.h"

#include <parley/size.h>
#include <utf8proc.h>

#include "utf8.h"

enum sort { SORT_SPACE, SORT_LETTER, SORT_DIGIT, SORT_MARK };

static enum sort sort_of_point(uint32_t p)
{
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)p);
    if (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_MN)
        return SORT_LETTER;
    if (c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME)
        return SORT_LETTER;
    if (c == UTF8PROC_CATEGORY_ND)
        return SORT_DIGIT;
    return c == UTF8PROC_CATEGORY_ZS ? SORT_SPACE : SORT_MARK;
}

static enum sort sort_above_ascii(struct slice s, size_t at, size_t *len)
{
    uint32_t p;
    size_t end = at;
    text_next_point(&p, s, &end);
    *len = end - at;
    return sort_of_point(p);
}

static inline enum sort sort_at(struct slice s, size_t at, size_t *len)
{
    unsigned char c = (unsigned char)s.at[at];
    if (c >= 0x80)
        return sort_above_ascii(s, at, len);
    *len = 1;
    if (c >= 'a' && c <= 'z')
        return SORT_LETTER;
    if (c >= '0' && c <= '9')
        return SORT_DIGIT;
    return c == ' ' || c == '\n' ? SORT_SPACE : SORT_MARK;
}

/* A sign that stays inside a word when it stands between the right neighbours. */
static bool joins(char c, enum sort before, enum sort after)
{
    if (before == SORT_LETTER && after == SORT_LETTER)
        return c == '\'' || c == '-';
    if (before == SORT_DIGIT && after == SORT_DIGIT)
        return c == ',' || c == '.' || c == ':' || c == '/';
    return false;
}

static size_t word_end(struct slice s, size_t at, enum word_kind *kind)
{
    bool letters = false, digits = false;
    size_t len;
    for (enum sort c = sort_at(s, at, &len);;) {
        letters |= c == SORT_LETTER;
        digits |= c == SORT_DIGIT;
        at += len;
        if (at >= s.len)
            break;
        enum sort next = sort_at(s, at, &len);
        if (next == SORT_LETTER || next == SORT_DIGIT) {
            c = next;
            continue;
        }
        size_t after_len;
        if (next != SORT_MARK || at + len >= s.len)
            break;
        enum sort after = sort_at(s, at + len, &after_len);
        if (!joins(s.at[at], c, after))
            break;
        at += len;
        len = after_len;
        c = after;
    }
    *kind = letters && digits ? WORD_MIXED : digits ? WORD_DIGITS : WORD_LETTERS;
    return at;
}

void segment_words(struct text *t, struct arena *arena)
{
    struct slice s = t->folded;
    size_t room = s.len / 3 + 8;
    t->words = ARENA_NEW_ARRAY(arena, struct word, room);
    bool space = false;
    for (size_t at = 0; at < s.len;) {
        size_t len;
        enum sort c = sort_at(s, at, &len);
        if (c == SORT_SPACE) {
            space = true;
            at += len;
            continue;
        }
        enum word_kind kind = WORD_MARK;
        size_t end = c == SORT_MARK ? at + len : word_end(s, at, &kind);
        t->words = array_grow(arena, t->words, &room, t->word_count, sizeof *t->words);
        t->words[t->word_count++] = (struct word){
            .folded = slice_sub(s, at, end), .start = (uint32_t)at, .end = (uint32_t)end, .kind = kind, .space_before = space};
        space = false;
        at = end;
    }
}

static const char *const abbreviations[] = {"mr",   "mrs", "ms",  "dr",  "prof", "st",     "ltd", "plc", "co",   "inc", "no",
                                            "nos",  "vs",  "etc", "eg",  "ie",   "approx", "tel", "ref", "dept", "est", "sr",
                                            "sra",  "sdn", "bhd", "jan", "feb",  "mar",    "apr", "jun", "jul",  "aug", "sep",
                                            "sept", "oct", "nov", "dec", "am",   "pm",     "rd",  "ave"};

static bool is_abbreviation(struct slice word)
{
    if (word.len == 1 && word.at[0] >= 'a' && word.at[0] <= 'z' && word.at[0] != 'i')
        return true; /* an initial, or the e of e.g. */
    for (size_t i = 0; i < COUNT_OF(abbreviations); i++)
        if (slice_eq(word, slice_from(abbreviations[i])))
            return true;
    return false;
}

static bool is_mark(const struct word *w, char c)
{
    return w->kind == WORD_MARK && w->folded.len == 1 && w->folded.at[0] == c;
}

static bool is_end_mark(const struct word *w)
{
    return is_mark(w, '.') || is_mark(w, '!') || is_mark(w, '?');
}

static bool newline_between(const struct text *t, size_t i)
{
    for (size_t at = t->words[i].end; at < t->words[i + 1].start; at++)
        if (t->folded.at[at] == '\n')
            return true;
    return false;
}

static bool begins_small(const struct text *t, const struct word *w)
{
    char c = t->original.at[t->origin[w->start]];
    return c >= 'a' && c <= 'z';
}

/* Does a sentence end behind word i? */
static bool ends_behind(const struct text *t, size_t i)
{
    const struct word *w = &t->words[i];
    if (i + 1 >= t->word_count || newline_between(t, i))
        return true;
    const struct word *next = &t->words[i + 1];
    if (is_end_mark(w)) {
        if (is_end_mark(next) || is_mark(next, '"') || is_mark(next, ')') || is_mark(next, '\''))
            return !next->space_before ? false : true;
        if (!next->space_before)
            return false;
        if (!is_mark(w, '.'))
            return true;
        if (i > 0 && is_end_mark(&t->words[i - 1])) /* dots of an ellipsis: only before a capital */
            return !begins_small(t, next);
        if (i > 0 && is_abbreviation(t->words[i - 1].folded) && !w->space_before)
            return false;
        return !begins_small(t, next) || next->kind != WORD_LETTERS;
    }
    bool closing = is_mark(w, '"') || is_mark(w, ')') || is_mark(w, '\'');
    return closing && i > 0 && is_end_mark(&t->words[i - 1]) && next->space_before && !begins_small(t, next);
}

static void add_sentence(struct text *t, struct arena *arena, size_t *room, size_t first, size_t past)
{
    t->sentences = array_grow(arena, t->sentences, room, t->sentence_count, sizeof *t->sentences);
    struct sentence *s = &t->sentences[t->sentence_count];
    *s = (struct sentence){.first = (uint32_t)first, .past = (uint32_t)past};
    s->span = text_span(t, t->words[first].start, t->words[past - 1].end);
    for (size_t i = first; i < past; i++) {
        t->words[i].sentence = (uint32_t)t->sentence_count;
        s->is_question |= is_mark(&t->words[i], '?') && i + 3 >= past;
    }
    t->sentence_count++;
}

void segment_sentences(struct text *t, struct arena *arena)
{
    size_t room = 8, first = 0;
    t->sentences = ARENA_NEW_ARRAY(arena, struct sentence, room);
    for (size_t i = 0; i < t->word_count; i++)
        if (ends_behind(t, i)) {
            add_sentence(t, arena, &room, first, i + 1);
            first = i + 1;
        }
}
