/* The reader of requests: what it takes, what it refuses, and that the answer never depends on where the bytes were cut. */
#include <criterion/criterion.h>

#include <parley/buffer.h>
#include <parley/size.h>

#include "request_reader.h"

static const struct reader_limits limits = {.head_bytes_max = 2048, .fields_max = 20, .body_bytes_max = 1000};

/* Everything that came out, as text. `cuts`: before which bytes the input is cut. */
static struct slice outcome(struct arena *a, struct slice bytes, size_t cut, size_t step)
{
    struct buffer b;
    buffer_init(&b, a, 1 << 20);
    for (unsigned requests = 0; requests < 4; requests++) {
        struct request_reader r;
        enum reading got = READING_HEAD;
        request_reader_init(&r, a, &limits);
        while (bytes.len > 0 && got < READING_WHOLE) {
            size_t len = cut > 0 && cut < bytes.len ? cut : step > 0 && step < bytes.len ? step : bytes.len;
            /* a block of its own, so that a read past the piece is seen by the sanitizer */
            char *own = malloc(len);
            memcpy(own, bytes.at, len);
            struct slice piece = {own, len};
            got = request_read(&r, &piece);
            size_t used = len - piece.len;
            free(own);
            cr_assert(got >= READING_WHOLE || piece.len == 0, "bytes were left");
            bytes = slice_after(bytes, used);
            cut = cut > used ? cut - used : 0;
        }
        if (got == READING_REFUSED) {
            buffer_printf(&b, "refused %u: %s\n", r.status, r.why);
            break;
        }
        if (got != READING_WHOLE) {
            buffer_printf(&b, got == READING_BODY ? "wants body\n" : request_has_begun(&r) ? "wants head\n" : "nothing\n");
            break;
        }
        const struct http_request *q = &r.request;
        buffer_printf(&b, "%s " SLICE_FMT " ? " SLICE_FMT "%s%s%s%s\n", http_method_name(q->method), SLICE_ARG(q->path),
                      SLICE_ARG(q->query), r.is_old ? " old" : "", r.closes ? " closes" : "", r.continues ? " continues" : "",
                      q->wants_websocket ? " websocket" : "");
        for (size_t i = 0; i < q->field_count; i++)
            buffer_printf(&b, "  " SLICE_FMT "=" SLICE_FMT "\n", SLICE_ARG(q->fields[i].name), SLICE_ARG(q->fields[i].value));
        buffer_printf(&b, "  [" SLICE_FMT "]\n", SLICE_ARG(q->body));
    }
    return buffer_slice(&b);
}

static struct slice read_it(struct arena *a, struct slice bytes)
{
    struct slice whole = outcome(a, bytes, 0, 0), bytewise = outcome(a, bytes, 0, 1);
    cr_assert(slice_eq(whole, bytewise), "byte by byte:\n" SLICE_FMT "at once:\n" SLICE_FMT, SLICE_ARG(bytewise),
              SLICE_ARG(whole));
    for (size_t cut = 1; cut < bytes.len && cut < 4000; cut++) {
        struct arena pieces;
        arena_init(&pieces, ARENA_TURN_MAX);
        struct slice cut_once = outcome(&pieces, bytes, cut, 0);
        cr_assert(slice_eq(whole, cut_once), "cut at %zu:\n" SLICE_FMT "at once:\n" SLICE_FMT, cut, SLICE_ARG(cut_once),
                  SLICE_ARG(whole));
        arena_finish(&pieces);
    }
    return whole;
}

struct taken {
    struct slice bytes;
    const char *wanted;
};

#define H "Host: x\r\n"
#define POST "POST /hook HTTP/1.1\r\n" H
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"
#define TAKEN(text, wanted)                                                                                                      \
    {                                                                                                                            \
        SLICE_INIT(text), wanted                                                                                                 \
    }

static const struct taken taken[] = {
    TAKEN("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / ? \n  host=x\n  []\nnothing\n"),
    TAKEN("GET /a/b%20c?x=1&y=%zz HTTP/1.1\r\nHOST:a.b:8080 \t\r\nX-Long:  two words\t\r\nEmpty:\r\n\r\n",
          "GET /a/b%20c ? x=1&y=%zz\n  host=a.b:8080\n  x-long=two words\n  empty=\n  []\nnothing\n"),
    TAKEN("GET /?? HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET / ? ?\n  host=[::1]:80\n  []\nnothing\n"),
    TAKEN(POST "\r\n", "POST /hook ? \n  host=x\n  []\nnothing\n"),
    TAKEN(POST "Content-Length: 5\r\n\r\nhello", "POST /hook ? \n  host=x\n  content-length=5\n  [hello]\nnothing\n"),
    TAKEN(POST "Content-Length: 0\r\n\r\n", "POST /hook ? \n  host=x\n  content-length=0\n  []\nnothing\n"),
    TAKEN(POST "Content-Length: 5\r\n\r\nhell", "wants body\n"),
    TAKEN(CHUNKED "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n",
          "POST /hook ? \n  host=x\n  transfer-encoding=chunked\n  [hello!]\nnothing\n"),
    TAKEN(CHUNKED "00a\r\n0123456789\r\n000\r\n\r\n",
          "POST /hook ? \n  host=x\n  transfer-encoding=chunked\n  [0123456789]\nnothing\n"),
    TAKEN(POST "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n",
          "POST /hook ? \n  host=x\n  transfer-encoding=CHUNKED\n  []\nnothing\n"),
    TAKEN(CHUNKED "5\r\nhel", "wants body\n"),
    TAKEN(CHUNKED "0\r\n", "wants body\n"),
    TAKEN("GET /1 HTTP/1.1\r\n" H "\r\nGET /2 HTTP/1.1\r\n" H "Connection: close\r\n\r\n",
          "GET /1 ? \n  host=x\n  []\nGET /2 ?  closes\n  host=x\n  connection=close\n  []\nnothing\n"),
    TAKEN(CHUNKED "1\r\na\r\n0\r\n\r\n\r\nGET /2 HTTP/1.1\r\n" H "\r\n",
          "POST /hook ? \n  host=x\n  transfer-encoding=chunked\n  [a]\nGET /2 ? \n  host=x\n  []\nnothing\n"),
    TAKEN("GET / HTTP/1.0\r\n\r\n", "GET / ?  old closes\n  []\nnothing\n"),
    TAKEN(POST "Expect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
          "POST /hook ?  continues\n  host=x\n  expect=100-Continue\n  content-length=1\n  [x]\nnothing\n"),
    TAKEN("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
          "POST / ?  old closes\n  expect=100-continue\n  content-length=1\n  [x]\nnothing\n"),
    TAKEN("GET /ws HTTP/1.1\r\n" H "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\r\n",
          "GET /ws ?  websocket\n  host=x\n  connection=keep-alive, Upgrade\n  upgrade=WebSocket\n  []\nnothing\n"),
    TAKEN("DELETE /x HTTP/1.1\r\n" H "Content-Length: 2\r\n\r\nab",
          "DELETE /x ? \n  host=x\n  content-length=2\n  [ab]\nnothing\n"),
    TAKEN("OPTIONS /x HTTP/1.1\r\n" H "\r\n", "OPTIONS /x ? \n  host=x\n  []\nnothing\n"),
    TAKEN("HEAD /x HTTP/1.1\r\n" H "User-Agent: caf\xc3\xa9\r\n\r\n",
          "HEAD /x ? \n  host=x\n  user-agent=caf\xc3\xa9\n  []\nnothing\n"),
    TAKEN("\r\n", "nothing\n"),
    TAKEN("GET / HT", "wants head\n"),
};

Test(http_request, reads_what_is_right_however_it_is_cut)
{
    for (size_t i = 0; i < COUNT_OF(taken); i++) {
        struct arena a;
        arena_init(&a, ARENA_TURN_MAX);
        struct slice got = read_it(&a, taken[i].bytes);
        cr_expect(slice_eq(got, slice_from(taken[i].wanted)), SLICE_FMT "\ngave\n" SLICE_FMT "instead of\n%s",
                  SLICE_ARG(taken[i].bytes), SLICE_ARG(got), taken[i].wanted);
        arena_finish(&a);
    }
}

struct refused {
    unsigned status;
    struct slice bytes;
};
#define REFUSED(status, text)                                                                                                    \
    {                                                                                                                            \
        status, SLICE_INIT(text)                                                                                                 \
    }
#define GET "GET / HTTP/1.1\r\n" H

static const struct refused refused[] = {
    /* two readers, two lengths */
    REFUSED(400, POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Content-Length: 5\r\nContent-Length: 3\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length: 5\r\ncontent-length: 5\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length: 5, 5\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length: 5 5\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length: +5\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length: -1\r\n\r\n"),
    REFUSED(400, POST "Content-Length: 0x5\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length: 010\r\n\r\n12345678"),
    REFUSED(400, POST "Content-Length: 5.0\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length: \"5\"\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length:\r\n\r\n"),
    REFUSED(400, POST "Content-Length: 5\v\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length : 5\r\n\r\nhello"),
    REFUSED(400, POST "Content-Length\t: 5\r\n\r\nhello"),
    REFUSED(413, POST "Content-Length: 1001\r\n\r\n"),
    REFUSED(413, POST "Content-Length: 99999999999999999999999999\r\n\r\n"),
    REFUSED(411, "PUT / HTTP/1.0\r\n" H "\r\n"),
    REFUSED(411, "POST / HTTP/1.0\r\n\r\nhello"),
    REFUSED(400, POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding: identity\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding:\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding: chunked;x=1\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding: \x0b"
                      "chunked\r\n\r\n0\r\n\r\n"),
    REFUSED(400, POST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
    REFUSED(501, POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    REFUSED(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    /* chunks */
    REFUSED(400, CHUNKED "0x5\r\nhello\r\n0\r\n\r\n"),
    REFUSED(413, CHUNKED "FFFFFFFFFFFFFFFFF\r\nhello"),
    REFUSED(413, CHUNKED "FFFFFFFF\r\nhello"),
    REFUSED(413, CHUNKED "3e9\r\n"),
    REFUSED(400, CHUNKED "-1\r\nhello"),
    REFUSED(400, CHUNKED "+5\r\nhello"),
    REFUSED(400, CHUNKED " 5\r\nhello"),
    REFUSED(400, CHUNKED "5 \r\nhello"),
    REFUSED(400, CHUNKED "5\t\r\nhello"),
    REFUSED(400, CHUNKED "5;x=y\r\nhello\r\n0\r\n\r\n"),
    REFUSED(400, CHUNKED "5;\r\nhello\r\n0\r\n\r\n"),
    REFUSED(400, CHUNKED "5\nhello\r\n0\r\n\r\n"),
    REFUSED(400, CHUNKED "5\rhello\r\n0\r\n\r\n"),
    REFUSED(400, CHUNKED "\r\nhello\r\n0\r\n\r\n"),
    REFUSED(400, CHUNKED "5\r\nhelloxx0\r\n\r\n"),
    REFUSED(400, CHUNKED "5\r\nhello\n0\r\n\r\n"),
    REFUSED(400, CHUNKED "5\r\nhellox\n0\r\n\r\n"),
    REFUSED(400, CHUNKED "5\r\nhello\r0\r\n\r\n"),
    REFUSED(400, CHUNKED "5\r\nhello0\r\n\r\n"),
    REFUSED(400, CHUNKED "0\r\nX: y\r\n\r\n"),
    REFUSED(400, CHUNKED "0\r\n\n"),
    REFUSED(400, CHUNKED "0\r\n\rX"),
    REFUSED(400, CHUNKED "000000005\r\nhello\r\n0\r\n\r\n"),
    /* lines */
    REFUSED(400, GET "X-A: b\r\n c\r\n\r\n"),
    REFUSED(400, GET "X-A: b\r\n\tc\r\n\r\n"),
    REFUSED(400, "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
    REFUSED(400, "GET / HTTP/1.1\nHost: x\n\n"),
    REFUSED(400, GET "X-A: b\n\r\n"),
    REFUSED(400, GET "\n"),
    REFUSED(400, GET "X-A: a\rb\r\n\r\n"),
    REFUSED(400, GET "\rX"),
    REFUSED(400, GET "X-A: a\0b\r\n\r\n"),
    REFUSED(400, GET "X-A: a\x7f\r\n\r\n"),
    REFUSED(400, GET "X-A: a\x1b[0m\r\n\r\n"),
    REFUSED(400, GET "X\0A: a\r\n\r\n"),
    REFUSED(400, GET "X A: a\r\n\r\n"),
    REFUSED(400, GET "X-\xc3\xa9: a\r\n\r\n"),
    REFUSED(400, GET "X-A : a\r\n\r\n"),
    REFUSED(400, GET ": a\r\n\r\n"),
    REFUSED(400, GET "nothing\r\n\r\n"),
    REFUSED(400, GET "(X): a\r\n\r\n"),
    REFUSED(400, "\r\n\r\nGET / HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "\rGET / HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "\nGET / HTTP/1.1\r\n" H "\r\n"),
    /* fields that may come once */
    REFUSED(400, "GET / HTTP/1.1\r\n\r\n"),
    REFUSED(400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    REFUSED(400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    REFUSED(400, "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n"),
    REFUSED(400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
    REFUSED(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    REFUSED(400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
    REFUSED(400, GET "Authorization: a\r\nAuthorization: b\r\n\r\n"),
    REFUSED(400, GET "Content-Type: a\r\nContent-Type: b\r\n\r\n"),
    REFUSED(400, GET "Cookie: a=1\r\nCookie: a=2\r\n\r\n"),
    REFUSED(400, GET "Origin: a\r\nOrigin: b\r\n\r\n"),
    REFUSED(417, POST "Expect: 200-ok\r\nContent-Length: 1\r\n\r\nx"),
    /* request lines */
    REFUSED(400, "GET http://x/ HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET * HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "OPTIONS * HTTP/1.1\r\n" H "\r\n"),
    REFUSED(501, "CONNECT x:443 HTTP/1.1\r\n" H "\r\n"),
    REFUSED(501, "TRACE / HTTP/1.1\r\n" H "\r\n"),
    REFUSED(501, "get / HTTP/1.1\r\n" H "\r\n"),
    REFUSED(501, "GETX / HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "G(T / HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, " GET / HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET  / HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET /  HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET / HTTP/1.1 \r\n" H "\r\n"),
    REFUSED(400, "GET\t/ HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET /a b HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET /\tb HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET /\xc3\xa9 HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET /a#b HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET /a\\b HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET /\0 HTTP/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET /\r\n" H "\r\n"),
    REFUSED(400, "GET\r\n\r\n"),
    REFUSED(400, "GET / http/1.1\r\n" H "\r\n"),
    REFUSED(400, "GET / HTTP/1.1x\r\n" H "\r\n"),
    REFUSED(400, "GET / HTTP/11\r\n" H "\r\n"),
    REFUSED(400, "GET / HTTP/ 1.1\r\n" H "\r\n"),
    REFUSED(505, "GET / HTTP/1.2\r\n" H "\r\n"),
    REFUSED(505, "GET / HTTP/0.9\r\n" H "\r\n"),
    REFUSED(505, "GET / HTTP/2.0\r\n" H "\r\n"),
    REFUSED(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    REFUSED(400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), /* TLS on the plain port: at once, not when a line has ended */
    REFUSED(400, "\x80\x2e\x01\x03\x01\n"),
    /* after a request that was right */
    REFUSED(400, POST "Content-Length: 5\r\n\r\nhelloGET / HTTP/1.1\nHost: x\n\n"),
    REFUSED(501, POST "Content-Length: 4\r\n\r\nhelloGET / HTTP/1.1\r\n" H "\r\n"),
};

static bool last_line_is(struct slice got, unsigned status)
{
    struct slice line, rest = got, last = SLICE_NONE;
    char wanted[32];
    int n = snprintf(wanted, sizeof wanted, "refused %u:", status);
    while (slice_next(&line, &rest, '\n'))
        if (line.len > 0)
            last = line;
    return slice_starts(last, (struct slice){wanted, (size_t)n});
}

Test(http_request, refuses_what_two_readers_could_read_differently)
{
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct arena a;
        arena_init(&a, ARENA_TURN_MAX);
        struct slice got = read_it(&a, refused[i].bytes);
        cr_expect(last_line_is(got, refused[i].status), SLICE_FMT "\ngave " SLICE_FMT "instead of %u",
                  SLICE_ARG(refused[i].bytes), SLICE_ARG(got), refused[i].status);
        arena_finish(&a);
    }
}

/* A request with something repeated in its middle, of which `count` pass and one more does not. */
static void expect_limit(const char *before, const char *again, const char *after, size_t count, unsigned status)
{
    for (size_t more = 0; more < 2; more++) {
        struct arena a;
        struct buffer b;
        arena_init(&a, ARENA_TURN_MAX);
        buffer_init(&b, &a, 1 << 20);
        buffer_add(&b, slice_from(before));
        for (size_t i = 0; i < count + more; i++)
            buffer_add(&b, slice_from(again));
        buffer_add(&b, slice_from(after));
        struct slice got = read_it(&a, buffer_slice(&b));
        cr_expect(last_line_is(got, status) == (more > 0), "%s, %zu: " SLICE_FMT, before, count + more,
                  SLICE_ARG(slice_sub(got, 0, 60)));
        arena_finish(&a);
    }
}

Test(http_request, refuses_a_target_that_is_too_long)
{
    expect_limit("GET /", "a", " HTTP/1.1\r\n" H "\r\n", 1024 - strlen("GET / HTTP/1.1\r\n"), 414);
}

Test(http_request, refuses_a_head_that_is_too_long)
{
    expect_limit(GET "X: ", "a", "\r\n\r\n", 2048 - strlen(GET "X: \r\n\r\n"), 431);
    expect_limit(GET,
                 "XXXX: 56789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
                 "123456789012345678901234567890123456789012345\r\n",
                 "\r\n", (2048 - strlen(GET "\r\n")) / 136, 431);
}

Test(http_request, refuses_too_many_fields)
{
    expect_limit(GET, "a:b\r\n", "\r\n", 19, 431);
}

Test(http_request, refuses_a_body_that_is_too_long)
{
    expect_limit(CHUNKED, "1\r\nx\r\n", "0\r\n\r\n", 1000, 413);
    struct arena a;
    arena_init(&a, ARENA_TURN_MAX);
    cr_expect(slice_eq(read_it(&a, SLICE(POST "Content-Length: 1000\r\n\r\n")), SLICE("wants body\n")));
    arena_finish(&a);
}

Test(http_request, sets_nothing_aside_for_a_body_that_is_only_declared)
{
    struct arena a;
    struct request_reader r;
    struct slice head = SLICE(POST "Content-Length: 4000000\r\n\r\nx");
    static const struct reader_limits wide = {.head_bytes_max = 2048, .fields_max = 20, .body_bytes_max = 4 << 20};
    arena_init(&a, ARENA_TURN_MAX);
    request_reader_init(&r, &a, &wide);
    cr_assert_eq(request_read(&r, &head), READING_BODY);
    cr_expect_lt(a.used, 10000);
    arena_finish(&a);
}

struct question {
    const char *query, *name, *value; /* NULL: none */
};

static const struct question questions[] = {
    {"a=1&b=2", "b", "2"},   {"a=1&a=2", "a", "1"}, {"a=1&b=2", "c", NULL}, {"a=x+y%20z%2b", "a", "x y z+"},
    {"%61=1", "a", "1"},     {"a", "a", ""},        {"a=", "a", ""},        {"a=b=c", "a", "b=c"},
    {"&&a=1&", "a", "1"},    {"", "a", NULL},       {"a=%", "a", NULL},     {"a=%4", "a", NULL},
    {"a=%zz", "a", NULL},    {"a=%00", "a", NULL},  {"a=%ff", "a", NULL},   {"a=%c3%a9", "a", "\xc3\xa9"},
    {"%zz=1&a=2", "a", "2"},
};

Test(http_request, finds_values_in_a_query)
{
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        struct arena a;
        struct slice value = SLICE_NONE;
        arena_init(&a, ARENA_TURN_MAX);
        bool found = http_query_of(&value, &a, slice_from(questions[i].query), slice_from(questions[i].name));
        cr_expect(found == (questions[i].value != NULL) && (!found || slice_eq(value, slice_from(questions[i].value))),
                  "%s of %s: " SLICE_FMT, questions[i].name, questions[i].query, SLICE_ARG(value));
        arena_finish(&a);
    }
}
