#include <parley/slice.h>

#include <string.h>

struct slice slice_from(const char *text)
{
    return (struct slice){text, text ? strlen(text) : 0};
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool slice_eq_fold(struct slice a, struct slice b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

int slice_compare(struct slice a, struct slice b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    if (order != 0)
        return order < 0 ? -1 : 1;
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

bool slice_starts(struct slice s, struct slice prefix)
{
    return s.len >= prefix.len && slice_eq((struct slice){s.at, prefix.len}, prefix);
}

bool slice_ends(struct slice s, struct slice suffix)
{
    return s.len >= suffix.len && slice_eq(slice_after(s, s.len - suffix.len), suffix);
}

bool slice_find(size_t *where, struct slice s, struct slice needle)
{
    if (needle.len == 0) {
        *where = 0;
        return true;
    }
    for (size_t i = 0; i + needle.len <= s.len; i++) {
        const char *first = memchr(s.at + i, needle.at[0], s.len - needle.len - i + 1);
        if (first == NULL)
            return false;
        i = (size_t)(first - s.at);
        if (memcmp(first, needle.at, needle.len) == 0) {
            *where = i;
            return true;
        }
    }
    return false;
}

bool slice_has(struct slice s, struct slice needle)
{
    size_t where;
    return slice_find(&where, s, needle);
}

struct slice slice_after(struct slice s, size_t from)
{
    return slice_sub(s, from, s.len);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice slice_trim(struct slice s)
{
    while (s.len > 0 && is_space(s.at[s.len - 1]))
        s.len--;
    while (s.len > 0 && is_space(s.at[0])) {
        s.at++;
        s.len--;
    }
    return s;
}

bool slice_next(struct slice *piece, struct slice *rest, char separator)
{
    if (rest->at == NULL)
        return false;
    const char *end = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
    if (end == NULL) {
        *piece = *rest;
        *rest = SLICE_NONE;
        return true;
    }
    size_t len = (size_t)(end - rest->at);
    *piece = (struct slice){rest->at, len};
    *rest = (struct slice){end + 1, rest->len - len - 1};
    return true;
}

bool slice_to_u64(uint64_t *out, struct slice s)
{
    uint64_t n = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(s.at[i] - '0');
        if (n > (UINT64_MAX - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *out = n;
    return true;
}

bool slice_to_i64(int64_t *out, struct slice s)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    uint64_t n;
    if (!slice_to_u64(&n, slice_after(s, negative ? 1 : 0)) || n > (uint64_t)INT64_MAX)
        return false;
    *out = negative ? -(int64_t)n : (int64_t)n;
    return true;
}
