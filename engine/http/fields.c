#include <parley/http.h>

#include "utf8.h"

struct slice http_field_of(const struct http_request *r, struct slice name)
{
    for (size_t i = 0; i < r->field_count; i++)
        if (slice_eq(r->fields[i].name, name))
            return r->fields[i].value;
    return SLICE_NONE;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decoded text is UTF-8 without NUL, or it is nothing. */
static bool decode(struct slice *out, struct arena *a, struct slice coded)
{
    char *at = arena_alloc(a, coded.len + 1);
    size_t len = 0;
    struct utf8 text = {0};
    for (size_t i = 0; i < coded.len; i++) {
        char c = coded.at[i] == '+' ? ' ' : coded.at[i];
        if (c == '%') {
            if (coded.len - i < 3 || hex(coded.at[i + 1]) < 0 || hex(coded.at[i + 2]) < 0)
                return false;
            c = (char)(hex(coded.at[i + 1]) * 16 + hex(coded.at[i + 2]));
            i += 2;
        }
        if (c == '\0')
            return false;
        at[len++] = c;
    }
    *out = (struct slice){at, len};
    return utf8_takes(&text, *out) && utf8_is_whole(&text);
}

bool http_query_of(struct slice *out, struct arena *a, struct slice query, struct slice name)
{
    struct slice rest = query, pair, key;
    while (slice_next(&pair, &rest, '&')) {
        const char *equals = pair.len > 0 ? memchr(pair.at, '=', pair.len) : NULL;
        struct slice coded = slice_sub(pair, 0, equals != NULL ? (size_t)(equals - pair.at) : pair.len);
        if (pair.len > 0 && decode(&key, a, coded) && slice_eq(key, name))
            return decode(out, a, equals != NULL ? slice_after(pair, coded.len + 1) : (struct slice){"", 0});
    }
    return false;
}
