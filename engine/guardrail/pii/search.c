#include "pii/search.h"

enum { WORD_BYTES_MAX = 64, SHOUT_LEAST = 12, CODE_DIGIT_WITHIN = 6 };

void search_add(struct search *s, size_t start, size_t end, enum pii_type type, unsigned rank)
{
    *ARRAY_ADD(s->arena, &s->found) = (struct finding){{start, end}, type, rank};
}

/* Latin letters of two bytes without their accents. */
static size_t plain(char *out, struct slice word)
{
    static const char of[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"; /* U+00E0 to U+00FF, small; U+00C0 up are folded */
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.at[i];
        if (c == 0xc3 && i + 1 < word.len && (unsigned char)word.at[i + 1] >= 0xa0) {
            unsigned char low = (unsigned char)((unsigned char)word.at[i + 1] - 0xa0);
            out[n++] = low == 0x1f ? 'y' : of[low];
            i++;
        } else {
            out[n++] = word.at[i];
        }
    }
    return n;
}

static uint64_t classes_of(struct slice word)
{
    if (word.len > WORD_BYTES_MAX)
        return 0;
    if (word.len > 2 && word.at[word.len - 2] == '\'' && word.at[word.len - 1] == 's') {
        uint64_t whole = word_classes(word.at, word.len);
        if (whole != 0)
            return whole;
        word.len -= 2;
    }
    uint64_t set = word_classes(word.at, word.len);
    bool accented = false;
    for (size_t i = 0; i < word.len; i++)
        accented |= (unsigned char)word.at[i] == 0xc3;
    if (!accented)
        return set;
    char bare[WORD_BYTES_MAX];
    size_t n = plain(bare, word);
    return set | word_classes(bare, n);
}

static void look_at_letters(struct search *s)
{
    struct slice o = s->t->original, f = s->t->folded;
    uint32_t upper = 0, lower = 0, latin = 0, digits = 0, signs = 0;
    for (size_t i = 0; i < o.len; i++) {
        upper += o.at[i] >= 'A' && o.at[i] <= 'Z';
        lower += is_letter(o.at[i]);
        latin += (unsigned char)o.at[i] == 0xc3;
    }
    for (size_t i = 0; i < f.len; i++) {
        digits += is_digit(f.at[i]);
        signs += f.at[i] == '@' || f.at[i] == '%';
    }
    s->has_capital = upper + latin > 0;
    s->shouts = upper >= SHOUT_LEAST && upper > lower * 2;
    s->has_digit = digits > 0;
    s->has_at = signs > 0;
}

/* Every code begins where a word begins, and has a digit among its first letters. */
static bool begins_a_code(struct slice s, size_t i)
{
    bool has_digit = false;
    if (!is_alnum(s.at[i]) || (i > 0 && is_alnum(s.at[i - 1])))
        return false;
    for (size_t k = i; k < s.len && k < i + CODE_DIGIT_WITHIN && !has_digit; k++)
        has_digit = is_digit(s.at[k]);
    return has_digit;
}

static void list_codes(struct search *s)
{
    uint32_t *codes = ARENA_NEW_ARRAY(s->arena, uint32_t, s->t->word_count + 1);
    for (size_t i = 0; i < s->t->word_count; i++)
        if (begins_a_code(s->t->folded, s->t->words[i].start))
            codes[s->code_count++] = (uint32_t)i;
    s->codes = codes;
}

void search_begin(struct search *s, struct arena *arena, const struct text *t)
{
    *s = (struct search){.arena = arena, .t = t};
    look_at_letters(s);
    if (s->has_digit)
        list_codes(s);
    uint64_t *classes = ARENA_NEW_ARRAY(arena, uint64_t, t->word_count + 1);
    for (size_t i = 0; i < t->word_count; i++) {
        const struct word *w = &t->words[i];
        classes[i] = w->kind == WORD_LETTERS ? classes_of(w->folded) : 0;
        s->all |= classes[i];
    }
    for (size_t i = 0; i + 4 < t->word_count; i++) /* d.o.b. and a/c are words of one letter */
        if (t->words[i].folded.len == 1 && t->words[i].folded.at[0] == 'd' && t->words[i + 2].folded.at[0] == 'o' &&
            t->words[i + 4].folded.at[0] == 'b' && t->words[i + 1].kind == WORD_MARK) {
            classes[i + 4] |= IS_BIRTH;
            s->all |= IS_BIRTH;
        }
    for (size_t i = 1; i < t->word_count; i++) /* "sort code" refers to nothing */
        if (classes[i] & IS_REF &&
            (classes[i - 1] & (IS_SORT | IS_ZIP) || word_is(s, i - 1, "post") || word_is(s, i - 1, "area")))
            classes[i] &= ~IS_REF;
    for (size_t i = 0; i + 2 < t->word_count; i++)
        if (t->words[i].folded.len == 1 && t->words[i + 1].folded.at[0] == '/' && t->words[i + 2].folded.len == 1) {
            char first = t->words[i].folded.at[0], last = t->words[i + 2].folded.at[0];
            uint64_t set = first == 'a' && last == 'c'   ? IS_ACCOUNT | IS_BANK
                           : first == 's' && last == 'c' ? IS_SORT | IS_BANK
                           : first == 'i' && last == 'c' ? IS_NATIONAL
                                                         : 0;
            classes[i + 2] |= set;
            s->all |= set;
        }
    s->classes = classes;
}

unsigned search_back(const struct search *s, size_t i, uint64_t class_, unsigned reach)
{
    if ((s->all & class_) == 0)
        return 0;
    unsigned distance = 0;
    while (i > 0 && distance < reach) {
        i--;
        if (s->t->words[i].kind == WORD_MARK)
            continue;
        distance++;
        if (s->classes[i] & class_)
            return distance;
    }
    return 0;
}

bool search_led(const struct search *s, size_t i, uint64_t cue, uint64_t against, unsigned reach)
{
    unsigned at = search_back(s, i, cue, reach);
    return at > 0 && search_back(s, i, against, at - 1) == 0;
}

bool search_refers(const struct search *s, size_t i)
{
    static const char *const between[] = {"is", "no", "nos", "nr", "num", "number", "numbers", "was", "of", "card", "to"};
    enum { WORDS_MAX = 4 };
    for (unsigned n = 0; n < WORDS_MAX && i > 0; n++) {
        i--;
        if (word_is_any(s, i, IS_REF))
            return true;
        bool passes = s->t->words[i].kind == WORD_MARK && strchr(":#.=\"'(", s->t->words[i].folded.at[0]) != NULL;
        for (size_t k = 0; k < sizeof between / sizeof between[0] && !passes; k++)
            passes = word_is(s, i, between[k]);
        if (!passes)
            return false;
    }
    return false;
}

size_t search_word_at(const struct search *s, size_t from, size_t byte)
{
    while (from < s->t->word_count && s->t->words[from].end <= byte)
        from++;
    return from;
}

bool word_is(const struct search *s, size_t i, const char *word)
{
    struct slice w = i < s->t->word_count ? s->t->words[i].folded : SLICE_NONE;
    return w.len > 0 && w.at[0] == word[0] && strncmp(w.at, word, w.len) == 0 && word[w.len] == '\0';
}

bool word_is_any(const struct search *s, size_t i, uint64_t class_)
{
    return i < s->t->word_count && (s->classes[i] & class_) != 0;
}

bool word_is_mark(const struct search *s, size_t i, char mark)
{
    return i < s->t->word_count && s->t->words[i].folded.len == 1 && s->t->words[i].folded.at[0] == mark;
}

bool word_is_capital(const struct search *s, size_t i)
{
    uint32_t p;
    if (i >= s->t->word_count || s->shouts)
        return false;
    size_t at = s->t->origin[s->t->words[i].start];
    if (!text_next_point(&p, s->t->original, &at))
        return false;
    return (p >= 'A' && p <= 'Z') || (p >= 0xc0 && p <= 0xde && p != 0xd7) ||
           (p >= 0x100 && p <= 0x17d && (p & 1) == (p >= 0x139 && p <= 0x148));
}

bool search_is_upper(const struct search *s, size_t folded_byte)
{
    char c = s->t->original.at[s->t->origin[folded_byte]];
    return c >= 'A' && c <= 'Z';
}

size_t letter_behind(struct slice folded, size_t at)
{
    uint32_t p;
    size_t end = at;
    if (at >= folded.len || (unsigned char)folded.at[at] < 0xc3 || !text_next_point(&p, folded, &end))
        return 0;
    return p < 0x2000 && p != 0xd7 && p != 0xf7 ? end - at : 0;
}

size_t letter_before(struct slice folded, size_t at)
{
    size_t start = at;
    while (start > 0 && at - start < 3 && ((unsigned char)folded.at[start - 1] & 0xc0) == 0x80)
        start--;
    if (start == at || start == 0)
        return 0;
    start--;
    return letter_behind(folded, start) == at - start ? at - start : 0;
}

bool search_breaks(const struct search *s, size_t i)
{
    if (i >= s->t->word_count || i + 1 == s->t->word_count)
        return true;
    for (size_t at = s->t->words[i].end; at < s->t->words[i + 1].start; at++)
        if (s->t->folded.at[at] == '\n')
            return true;
    return false;
}
