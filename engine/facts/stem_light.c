#include "lexeme.h"

enum { STEM_MAX = 40 };

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool has_vowel(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (is_vowel(s[i]))
            return true;
    return false;
}

static bool ends(const char *s, size_t len, const char *tail, size_t tail_len, size_t keep)
{
    if (len < tail_len + keep)
        return false;
    for (size_t i = 0; i < tail_len; i++)
        if (s[len - tail_len + i] != tail[i])
            return false;
    return has_vowel(s, len - tail_len);
}

#define ENDS(tail, keep) ends(s, len, tail, sizeof(tail) - 1, keep)

/* Off come plurals and possessives, then one verbal or noun ending, then a final e, a doubled letter, and y becomes i. */
static size_t strip(char *s, size_t len)
{
    if (len > 2 && s[len - 1] == 's' && s[len - 2] == '\'')
        len -= 2;
    if (ENDS("ies", 2)) {
        len -= 3;
        s[len++] = 'y';
    } else if (ENDS("sses", 1) || ENDS("xes", 1) || ENDS("ches", 1) || ENDS("shes", 1))
        len -= 2;
    else if (len > 3 && s[len - 1] == 's' && s[len - 2] != 's' && s[len - 2] != 'u' && s[len - 2] != 'i')
        len--;
    if (ENDS("ations", 3) || ENDS("ation", 3))
        len -= s[len - 1] == 's' ? 6 : 5;
    else if (ENDS("ement", 3))
        len -= 5;
    else if (ENDS("ment", 3))
        len -= 4;
    else if (ENDS("ness", 3))
        len -= 4;
    else if (ENDS("ingly", 3))
        len -= 5;
    else if (ENDS("ing", 3))
        len -= 3;
    else if (ENDS("edly", 3))
        len -= 4;
    else if (len > 4 && ENDS("ied", 2)) {
        len -= 3;
        s[len++] = 'y';
    } else if (ENDS("ed", 2))
        len -= 2;
    else if (ENDS("ally", 4))
        len -= 4;
    else if (ENDS("ly", 3))
        len -= 2;
    else if (ENDS("able", 3) || ENDS("ible", 3))
        len -= 4;
    if (len > 3 && s[len - 1] == 'e')
        len--;
    if (len > 3 && s[len - 1] == s[len - 2])
        len--;
    if (len > 2 && s[len - 1] == 'y')
        s[len - 1] = 'i';
    return len;
}

uint64_t word_hash(struct slice word)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < word.len; i++)
        h = (h ^ (unsigned char)word.at[i]) * UINT64_C(0x100000001b3);
    return h ^ h >> 31;
}

uint64_t word_stem(struct slice word)
{
    char s[STEM_MAX];
    if (word.len >= STEM_MAX)
        return word_hash(word);
    for (size_t i = 0; i < word.len; i++)
        s[i] = word.at[i];
    return word_hash((struct slice){s, strip(s, word.len)});
}
