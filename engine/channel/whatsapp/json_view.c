#include "json_view.h"

static void let_go(void *tree)
{
    json_decref(tree);
}

/* Brackets outside strings; jansson descends a level of the stack for each. */
static bool is_too_deep(struct slice s, unsigned most)
{
    unsigned depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
        } else if (c == '"')
            quoted = true;
        else if (c == '{' || c == '[') {
            if (++depth > most)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0)
            depth--;
    }
    return false;
}

static bool hex4(unsigned *out, struct slice s, size_t at)
{
    *out = 0;
    if (at + 4 > s.len)
        return false;
    for (size_t i = at; i < at + 4; i++) {
        char c = s.at[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                                : 16;
        if (digit > 15)
            return false;
        *out = *out * 16 + digit;
    }
    return true;
}

static bool escape_at(unsigned *unit, struct slice s, size_t at)
{
    return at + 6 <= s.len && s.at[at] == '\\' && s.at[at + 1] == 'u' && hex4(unit, s, at + 2);
}

/* Bytes of the UTF-8 character there; 0: there is none. */
static size_t character(struct slice s, size_t at)
{
    unsigned char c = (unsigned char)s.at[at];
    size_t len = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
    if (len == 0 || at + len > s.len)
        return 0;
    for (size_t k = 1; k < len; k++)
        if (((unsigned char)s.at[at + k] & 0xc0) != 0x80)
            return 0;
    unsigned char next = len > 1 ? (unsigned char)s.at[at + 1] : 0;
    bool overlong = (c == 0xe0 && next < 0xa0) || (c == 0xf0 && next < 0x90);
    bool no_scalar = (c == 0xed && next >= 0xa0) || (c == 0xf4 && next >= 0x90);
    return overlong || no_scalar ? 0 : len;
}

/* What is left of an escape that names no character by itself becomes U+FFFD. Never longer than three times what came. */
static struct slice mend(struct arena *a, struct slice s)
{
    static const char mark[] = "\xef\xbf\xbd";
    size_t size;
    must(s.len <= SIZE_MAX / 3 - 1);
    size = s.len * 3 + 1;
    char *to = arena_alloc(a, size);
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        unsigned unit, low;
        size_t len;
        if (escape_at(&unit, s, i)) {
            bool pair = unit >= 0xd800 && unit < 0xdc00 && escape_at(&low, s, i + 6) && low >= 0xdc00 && low < 0xe000;
            bool half = !pair && unit >= 0xd800 && unit < 0xe000;
            len = pair ? 12 : 6;
            if (half || unit == 0) {
                memcpy(to + n, mark, 3);
                n += 3;
            } else {
                memcpy(to + n, s.at + i, len);
                n += len;
            }
            i += len;
        } else if (s.at[i] == '\\' && i + 1 < s.len) { /* an escaped backslash is no beginning of an escape */
            to[n++] = s.at[i++];
            if ((unsigned char)s.at[i] < 0x80)
                to[n++] = s.at[i++];
        } else if ((len = character(s, i)) == 0) {
            memcpy(to + n, mark, 3);
            n += 3;
            i++;
        } else {
            memcpy(to + n, s.at + i, len);
            n += len;
            i += len;
        }
    }
    return (struct slice){to, n};
}

json_t *json_view_read(struct arena *a, struct slice bytes, unsigned depth_max, bool *too_deep, bool *mended)
{
    json_error_t why;
    *mended = false;
    if ((*too_deep = is_too_deep(bytes, depth_max)))
        return NULL;
    json_t *tree = json_loadb(bytes.at != NULL ? bytes.at : "", bytes.len, 0, &why);
    if (tree == NULL) {
        struct slice again = mend(a, bytes);
        tree = json_loadb(again.at, again.len, JSON_DECODE_INT_AS_REAL, &why); /* numbers may be longer than any integer */
        *mended = tree != NULL;
    }
    if (tree != NULL)
        arena_hook(a, let_go, tree);
    return tree;
}

static struct slice text_of(const json_t *value)
{
    return json_is_string(value) ? (struct slice){json_string_value(value), json_string_length(value)} : SLICE_NONE;
}

struct slice json_view_text(const json_t *object, const char *key)
{
    return text_of(json_object_get(object, key));
}

uint64_t json_view_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    uint64_t n = 0;
    if (json_is_integer(value))
        return json_integer_value(value) > 0 ? (uint64_t)json_integer_value(value) : 0;
    if (json_is_real(value)) { /* of a mended delivery: exact up to 2^53 */
        double real = json_real_value(value);
        return real > 0 && real < 9007199254740992.0 ? (uint64_t)real : 0;
    }
    return slice_to_u64(&n, text_of(value)) ? n : 0;
}

bool json_view_truth(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

const json_t *json_view_object(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_object(value) ? value : NULL;
}
