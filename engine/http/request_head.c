/* The rules of the request line and of the fields. Sources: RFC 9110, RFC 9112. */
#include "request_reader.h"

#include <parley/size.h>

static const struct slice method_names[HTTP_METHOD_COUNT] = {
    [HTTP_GET] = SLICE_INIT("GET"),         [HTTP_HEAD] = SLICE_INIT("HEAD"),   [HTTP_POST] = SLICE_INIT("POST"),
    [HTTP_PUT] = SLICE_INIT("PUT"),         [HTTP_PATCH] = SLICE_INIT("PATCH"), [HTTP_DELETE] = SLICE_INIT("DELETE"),
    [HTTP_OPTIONS] = SLICE_INIT("OPTIONS"),
};

const char *http_method_name(enum http_method method)
{
    return method < HTTP_METHOD_COUNT ? method_names[method].at : "?";
}

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_token(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_alphanumeric(s.at[i]) && (s.at[i] == '\0' || strchr("!#$%&'*+-.^_`|~", s.at[i]) == NULL))
            return false;
    return s.len > 0;
}

static struct slice trim(struct slice s)
{
    while (s.len > 0 && (s.at[0] == ' ' || s.at[0] == '\t'))
        s = slice_after(s, 1);
    while (s.len > 0 && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t'))
        s.len--;
    return s;
}

/* -- The request line -----------------------------------------------------------------------------------------------------------
 */

static bool check_version(struct request_reader *r, struct slice version)
{
    if (version.len != 8 || !slice_starts(version, SLICE("HTTP/")) || version.at[6] != '.' || version.at[5] < '0' ||
        version.at[5] > '9' || version.at[7] < '0' || version.at[7] > '9')
        return request_refuse(r, 400, "the request line is method, target and version with one space between");
    if (version.at[5] != '1' || version.at[7] > '1')
        return request_refuse(r, 505, "HTTP/1.1 is spoken here");
    r->is_old = version.at[7] == '0';
    r->closes = r->is_old;
    return true;
}

static bool check_target(struct request_reader *r, struct slice target)
{
    struct slice path = target;
    if (target.len == 0 || target.at[0] != '/')
        return request_refuse(r, 400, "the target does not begin with a slash");
    for (size_t i = 0; i < target.len; i++)
        if (target.at[i] <= ' ' || target.at[i] >= 0x7f || target.at[i] == '#')
            return request_refuse(r, 400, "a character in the target that has to be percent-encoded");
    const char *mark = memchr(target.at, '?', target.len);
    if (mark != NULL) {
        path.len = (size_t)(mark - target.at);
        r->query = (uint32_t)(mark + 1 - r->head);
        r->query_len = (uint32_t)(target.len - path.len - 1);
    }
    if (memchr(path.at, '\\', path.len) != NULL)
        return request_refuse(r, 400, "a backslash in the path");
    r->path = (uint32_t)(path.at - r->head);
    r->path_len = (uint32_t)path.len;
    return true;
}

bool request_line(struct request_reader *r, struct slice line)
{
    struct slice rest = line, method, target;
    if (!slice_next(&method, &rest, ' ') || !is_token(method) || !slice_next(&target, &rest, ' '))
        return request_refuse(r, 400, "the request line is method, target and version with one space between");
    if (!check_version(r, rest))
        return false;
    for (size_t i = 0; i < HTTP_METHOD_COUNT; i++)
        if (slice_eq(method, method_names[i])) {
            r->request.method = (enum http_method)i;
            return check_target(r, target);
        }
    return request_refuse(r, 501, "this method is not known here");
}

/* -- Fields ---------------------------------------------------------------------------------------------------------------------
 */

enum { /* what must not come twice */
       ONCE_HOST,
       ONCE_LENGTH,
       ONCE_TRANSFER,
       ONCE_EXPECT,
       ONCE_KEY,
       ONCE_VERSION,
       ONCE_TYPE,
       ONCE_AUTHORIZATION,
       ONCE_ORIGIN,
       ONCE_COOKIE
};
static const struct slice once[] = {
    [ONCE_HOST] = SLICE_INIT("host"),
    [ONCE_LENGTH] = SLICE_INIT("content-length"),
    [ONCE_TRANSFER] = SLICE_INIT("transfer-encoding"),
    [ONCE_EXPECT] = SLICE_INIT("expect"),
    [ONCE_KEY] = SLICE_INIT("sec-websocket-key"),
    [ONCE_VERSION] = SLICE_INIT("sec-websocket-version"),
    [ONCE_TYPE] = SLICE_INIT("content-type"),
    [ONCE_AUTHORIZATION] = SLICE_INIT("authorization"),
    [ONCE_ORIGIN] = SLICE_INIT("origin"),
    [ONCE_COOKIE] = SLICE_INIT("cookie"),
};

static bool has(const struct request_reader *r, unsigned what)
{
    return (r->seen >> what & 1) != 0;
}

static bool check_host(struct request_reader *r, struct slice value)
{
    for (size_t i = 0; i < value.len; i++)
        if (!is_alphanumeric(value.at[i]) && (value.at[i] == '\0' || strchr("-._~:[]%!$&'()*+;=", value.at[i]) == NULL))
            return request_refuse(r, 400, "Host is a name or an address, and a port");
    return value.len > 0 || request_refuse(r, 400, "Host is empty");
}

static bool check_length(struct request_reader *r, struct slice value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.at[i] < '0' || value.at[i] > '9')
            return request_refuse(r, 400, "Content-Length is one number in decimal digits");
    if (value.len == 0 || (value.len > 1 && value.at[0] == '0')) /* 010 is eight to some readers */
        return request_refuse(r, 400, "Content-Length is one number in decimal digits, without leading zeros");
    if (!slice_to_u64(&r->length, value) || r->length > r->limits->body_bytes_max)
        return request_refuse(r, 413, "the body is too long");
    return true;
}

static bool check_transfer(struct request_reader *r, struct slice value)
{
    struct slice rest = value, coding, last = SLICE_NONE;
    r->is_chunked = slice_eq_fold(value, SLICE("chunked"));
    if (r->is_chunked)
        return true;
    while (slice_next(&coding, &rest, ','))
        last = trim(coding);
    if (slice_eq_fold(last, SLICE("chunked")))
        return request_refuse(r, 501, "of the transfer codings only chunked is known here");
    return request_refuse(r, 400, "Transfer-Encoding is chunked, or absent");
}

static bool check_once(struct request_reader *r, struct slice name, struct slice value)
{
    unsigned what = 0;
    while (what < COUNT_OF(once) && !slice_eq(name, once[what]))
        what++;
    if (what == COUNT_OF(once))
        return true;
    if (has(r, what))
        return request_refuse(r, 400, "a field that may come once came twice");
    r->seen |= UINT32_C(1) << what;
    if (what == ONCE_HOST)
        return check_host(r, value);
    if (what == ONCE_LENGTH)
        return check_length(r, value);
    if (what == ONCE_TRANSFER)
        return check_transfer(r, value);
    if (what == ONCE_EXPECT) {
        r->continues = slice_eq_fold(value, SLICE("100-continue"));
        return r->continues || request_refuse(r, 417, "of Expect only 100-continue is known here");
    }
    return true;
}

bool request_field(struct request_reader *r, char *line, size_t len)
{
    const char *colon = memchr(line, ':', len);
    struct slice name = {line, colon != NULL ? (size_t)(colon - line) : 0};
    if (line[0] == ' ' || line[0] == '\t')
        return request_refuse(r, 400, "a field goes on in the next line");
    if (!is_token(name))
        return request_refuse(r, 400, "a field is a name, a colon right behind it and a value");
    if (r->marks.count == r->limits->fields_max)
        return request_refuse(r, 431, "too many fields");
    for (size_t i = 0; i < name.len; i++)
        if (line[i] >= 'A' && line[i] <= 'Z')
            line[i] = (char)(line[i] - 'A' + 'a');
    struct slice value = trim((struct slice){line + name.len + 1, len - name.len - 1});
    *ARRAY_ADD(r->arena, &r->marks) = (struct field_mark){(uint32_t)(name.at - r->head), (uint32_t)name.len,
                                                          (uint32_t)(value.at - r->head), (uint32_t)value.len};
    return check_once(r, name, value);
}

/* -- The end of the head --------------------------------------------------------------------------------------------------------
 */

static bool lists(const struct http_request *q, struct slice name, struct slice token)
{
    for (size_t i = 0; i < q->field_count; i++) {
        struct slice rest = q->fields[i].value, one;
        if (slice_eq(q->fields[i].name, name))
            while (slice_next(&one, &rest, ','))
                if (slice_eq_fold(trim(one), token))
                    return true;
    }
    return false;
}

static void settle_fields(struct request_reader *r)
{
    struct http_request *q = &r->request;
    struct http_field *fields = ARENA_NEW_ARRAY(r->arena, struct http_field, r->marks.count);
    for (size_t i = 0; i < r->marks.count; i++) {
        const struct field_mark *m = &r->marks.at[i];
        fields[i] = (struct http_field){{r->head + m->name, m->name_len}, {r->head + m->value, m->value_len}};
    }
    q->path = (struct slice){r->head + r->path, r->path_len};
    q->query = r->query_len > 0 ? (struct slice){r->head + r->query, r->query_len} : SLICE_NONE;
    q->fields = fields;
    q->field_count = r->marks.count;
    r->closes |= lists(q, SLICE("connection"), SLICE("close"));
    q->wants_websocket = !r->is_old && q->method == HTTP_GET && lists(q, SLICE("connection"), SLICE("upgrade")) &&
                         lists(q, SLICE("upgrade"), SLICE("websocket"));
}

bool request_head_ends(struct request_reader *r)
{
    enum http_method m = r->request.method;
    if (!r->is_old && !has(r, ONCE_HOST))
        return request_refuse(r, 400, "Host is missing");
    if (r->is_chunked && has(r, ONCE_LENGTH))
        return request_refuse(r, 400, "Content-Length and Transfer-Encoding together");
    if (r->is_chunked && r->is_old)
        return request_refuse(r, 400, "Transfer-Encoding in HTTP/1.0");
    /* Without either an HTTP/1.1 request has no body (RFC 9112, 6.3); an old one may mean what follows until its end. */
    if (r->is_old && (m == HTTP_POST || m == HTTP_PUT || m == HTTP_PATCH) && !has(r, ONCE_LENGTH))
        return request_refuse(r, 411, "Content-Length is missing");
    r->continues = r->continues && !r->is_old && (r->is_chunked || r->length > 0);
    settle_fields(r);
    return true;
}
