#include <parley/outgoing.h>

#include "hand_server.h"
#include "private_address.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/eventfd.h>

#define KEY "sk-very-secret"

struct heard {
    unsigned times, status;
    enum outgoing_end end;
    char body[4096], reason[512], type[100];
    size_t body_len, pieces, streamed;
    bool said_no;
    struct outgoing *forgets_in, *asks_in;
    void *forgets, *asks;
};

static struct hand_server server;
static struct outgoing *o;

static void hear(void *context, const struct outgoing_answer *a)
{
    struct heard *h = context;
    h->times++;
    h->end = a->end;
    h->status = a->status;
    h->body_len = a->body.len;
    snprintf(h->body, sizeof h->body, SLICE_FMT, SLICE_ARG(a->body));
    snprintf(h->reason, sizeof h->reason, SLICE_FMT, SLICE_ARG(a->reason));
    snprintf(h->type, sizeof h->type, SLICE_FMT, SLICE_ARG(outgoing_field_of(a, SLICE("Content-Type"))));
    cr_assert(strstr(h->reason, KEY) == NULL);
    cr_assert((a->end == OUTGOING_ANSWERED) == (a->reason.len == 0), "%s: %s", outgoing_end_name(a->end), h->reason);
    if (h->forgets_in)
        outgoing_forget(h->forgets_in, h->forgets);
}

static bool take(void *context, struct slice piece)
{
    struct heard *h = context;
    cr_assert(h->streamed + piece.len < sizeof h->body);
    memcpy(h->body + h->streamed, piece.at, piece.len);
    h->streamed += piece.len;
    h->pieces++;
    if (h->forgets_in)
        outgoing_forget(h->forgets_in, h->forgets);
    return !h->said_no;
}

static struct outgoing_request to(const char *scheme, const char *path)
{
    static char url[200];
    static const struct outgoing_field fields[] = {{SLICE_INIT("Authorization"), SLICE_INIT("Bearer " KEY)},
                                                   {SLICE_INIT("Content-Type"), SLICE_INIT("application/json")}};
    snprintf(url, sizeof url, "%s://127.0.0.1:%u%s", scheme, server.port, path);
    return (struct outgoing_request){.method = SLICE("POST"),
                                     .url = slice_from(url),
                                     .fields = fields,
                                     .field_count = 2,
                                     .body = SLICE("{\"a\":1}"),
                                     .connect_within = DURATION_S(5),
                                     .answer_within = DURATION_S(5)};
}

static void begin(const struct outgoing_setup *setup, hand_script *script)
{
    struct error e;
    signal(SIGPIPE, SIG_IGN);
    hand_start(&server, script);
    o = outgoing_create(setup, &e);
    cr_assert(o != NULL);
}

static void until_told(struct heard *h)
{
    for (int i = 0; i < 2000 && h->times == 0; i++)
        outgoing_rest(o, -1, DURATION_MS(100));
    cr_assert_eq(h->times, 1, "told %u times", h->times);
}

static struct heard ask(struct outgoing_request r, outgoing_data *data)
{
    struct heard h = {0};
    outgoing_ask(o, &r, data, hear, &h);
    until_told(&h);
    return h;
}

static void end(void)
{
    cr_assert_eq(outgoing_open(o), 0);
    outgoing_destroy(o);
    hand_stop(&server);
}

static const struct outgoing_setup plain = {0};

static void keeps_answering(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    while (hand_hear(s, fd))
        if (!hand_answer(fd, "200 OK\r\nContent-Type: text/plain\r\nSet-Cookie: a=b", "hello"))
            return;
}

Test(outgoing, brings_the_whole_answer_and_keeps_the_connection)
{
    begin(&plain, keeps_answering);
    struct heard h = ask(to("http", "/v1/x?y=1"), NULL);
    cr_assert_eq(h.end, OUTGOING_ANSWERED, "%s", h.reason);
    cr_assert_eq(h.status, 200);
    cr_assert_str_eq(h.body, "hello");
    cr_assert_str_eq(h.type, "text/plain");
    cr_assert(strstr(server.last, "POST /v1/x?y=1 HTTP/1.1\r\n") == server.last);
    cr_assert(strstr(server.last, "Authorization: Bearer " KEY "\r\n") != NULL);
    cr_assert(strstr(server.last, "\r\n\r\n{\"a\":1}") != NULL);
    cr_assert_eq(ask(to("http", "/"), NULL).status, 200);
    cr_assert(strstr(server.last, "ookie") == NULL, "no cookie is kept");
    cr_assert_eq(server.connections, 1);
    cr_assert_eq(server.requests, 2);
    end();
}

static void in_chunks(struct hand_server *s, int fd, unsigned nth)
{
    const char *text =
        "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type:  a/b  \r\n\r\n"
        "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nContent-Type: trailer\r\n\r\n";
    (void)nth;
    while (hand_hear(s, fd))
        for (const char *at = text; *at != '\0'; at++) {
            if (!hand_say_bytes(fd, at, 1))
                return;
            hand_pause(1);
        }
}

Test(outgoing, reads_chunks_and_interim_answers_byte_by_byte)
{
    begin(&plain, in_chunks);
    struct heard h = ask(to("http", "/"), NULL);
    cr_assert_eq(h.end, OUTGOING_ANSWERED, "%s", h.reason);
    cr_assert_eq(h.status, 200);
    cr_assert_str_eq(h.body, "abcdefg");
    cr_assert_str_eq(h.type, "a/b");
    end();
}

static void says_nothing(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        (void)hand_hear(s, fd);
}

Test(outgoing, is_in_doubt_when_no_answer_comes_in_time)
{
    begin(&plain, says_nothing);
    struct outgoing_request r = to("http", "/");
    r.answer_within = DURATION_MS(150);
    struct heard h = ask(r, NULL);
    cr_assert_eq(h.end, OUTGOING_LATE, "%s", h.reason);
    cr_assert_eq(h.status, 0);
    end();
}

Test(outgoing, keeps_to_the_time_for_everything)
{
    begin(&plain, says_nothing);
    struct outgoing_request r = to("http", "/");
    r.all_within = DURATION_MS(150);
    struct heard h = ask(r, NULL);
    cr_assert_eq(h.end, OUTGOING_LATE, "%s", h.reason);
    end();
}

static void stops_in_the_body(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd) && hand_say(fd, "HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\nabc"))
        (void)hand_hear(s, fd);
}

Test(outgoing, is_in_doubt_when_the_answer_stops)
{
    begin(&plain, stops_in_the_body);
    struct outgoing_request r = to("http", "/");
    r.answer_within = DURATION_MS(150);
    struct heard h = ask(r, NULL);
    cr_assert_eq(h.end, OUTGOING_LATE, "%s", h.reason);
    cr_assert_eq(h.status, 201);
    end();
}

static void closes_unanswered(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    (void)hand_hear(s, fd);
}

static void resets_unanswered(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    (void)hand_hear(s, fd);
    hand_reset(fd);
}

static void closes_in_the_body(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        (void)hand_say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
}

static void closes_in_a_chunk(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        (void)hand_say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\nd");
}

static void closes_in_the_fields(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        (void)hand_say(fd, "HTTP/1.1 200 OK\r\nContent-Le");
}

static void talks_rubbish(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        (void)hand_say(fd, "\x16\x03\x01 this is no HTTP at all, and long enough to be looked at\r\n\r\n");
}

static void chunks_of_rubbish(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        (void)hand_say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyzzy\r\nabc\r\n0\r\n\r\n");
}

static hand_script *const breaks[] = {closes_unanswered,    resets_unanswered, closes_in_the_body, closes_in_a_chunk,
                                      closes_in_the_fields, talks_rubbish,     chunks_of_rubbish};

Test(outgoing, is_in_doubt_when_the_connection_breaks_and_asks_once)
{
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        begin(&plain, breaks[i]);
        struct heard h = ask(to("http", "/"), NULL);
        cr_assert_eq(h.end, OUTGOING_CUT, "%zu: %s: %s", i, outgoing_end_name(h.end), h.reason);
        cr_assert_eq(server.requests, 1);
        end();
    }
}

static void answers_once_then_closes(struct hand_server *s, int fd, unsigned nth)
{
    if (!hand_hear(s, fd) || !hand_answer(fd, "200 OK", "first"))
        return;
    if (hand_hear(s, fd) && s->context != NULL)
        hand_reset(fd);
    (void)nth;
}

/* libcurl would say it again on a new connection by itself, also a POST. */
Test(outgoing, never_asks_again_when_a_kept_connection_dies)
{
    for (int reset = 0; reset < 2; reset++) {
        begin(&plain, answers_once_then_closes);
        server.context = reset ? &server : NULL;
        cr_assert_eq(ask(to("http", "/1"), NULL).end, OUTGOING_ANSWERED);
        struct heard h = ask(to("http", "/2"), NULL);
        cr_assert_eq(h.end, OUTGOING_CUT, "%s: %s", outgoing_end_name(h.end), h.reason);
        hand_pause(50);
        cr_assert_eq(server.requests, 2);
        end();
    }
}

static void answers_and_hangs_up(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        (void)hand_answer(fd, "200 OK", "bye");
}

Test(outgoing, takes_a_new_connection_when_the_kept_one_was_closed_before)
{
    begin(&plain, answers_and_hangs_up);
    cr_assert_eq(ask(to("http", "/1"), NULL).end, OUTGOING_ANSWERED);
    hand_pause(50);
    struct heard h = ask(to("http", "/2"), NULL);
    cr_assert_eq(h.end, OUTGOING_ANSWERED, "%s", h.reason);
    cr_assert_eq(server.connections, 2);
    end();
}

static void answers_too_much(struct hand_server *s, int fd, unsigned nth)
{
    char text[100];
    while (hand_hear(s, fd)) {
        snprintf(text, sizeof text, "connection %u", nth);
        if (!hand_answer(fd, "200 OK", text))
            return;
        hand_pause(20);
        (void)hand_answer(fd, "200 OK", "an answer that nobody asked for");
    }
}

Test(outgoing, takes_no_answer_that_came_before_its_question)
{
    begin(&plain, answers_too_much);
    cr_assert_str_eq(ask(to("http", "/1"), NULL).body, "connection 0");
    hand_pause(100);
    cr_assert_str_eq(ask(to("http", "/2"), NULL).body, "connection 1");
    end();
}

Test(outgoing, knows_that_nothing_was_sent_when_nobody_listens)
{
    begin(&plain, keeps_answering);
    hand_stop(&server);
    struct heard h = ask(to("http", "/"), NULL);
    cr_assert_eq(h.end, OUTGOING_NOT_SENT, "%s", h.reason);
    outgoing_destroy(o);
}

static void listens_only(struct hand_server *s, int fd, unsigned nth)
{
    char rest[4096];
    (void)s, (void)nth;
    while (recv(fd, rest, sizeof rest, 0) > 0)
        ;
}

static void answers_a_hello_with_http(struct hand_server *s, int fd, unsigned nth)
{
    char rest[4096];
    (void)s, (void)nth;
    if (recv(fd, rest, sizeof rest, 0) > 0)
        (void)hand_say(fd, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
}

Test(outgoing, knows_that_nothing_was_sent_when_TLS_is_not_ready)
{
    begin(&plain, listens_only);
    struct outgoing_request r = to("https", "/");
    r.connect_within = DURATION_MS(200);
    struct heard h = ask(r, NULL);
    cr_assert_eq(h.end, OUTGOING_NOT_SENT, "%s", h.reason);
    end();
    begin(&plain, answers_a_hello_with_http);
    h = ask(to("https", "/"), NULL);
    cr_assert_eq(h.end, OUTGOING_NOT_SENT, "%s", h.reason);
    end();
}

static void redirects(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    while (hand_hear(s, fd))
        if (!hand_answer(fd, "307 Elsewhere\r\nLocation: /other", "moved"))
            return;
}

Test(outgoing, follows_no_redirect)
{
    begin(&plain, redirects);
    struct heard h = ask(to("http", "/"), NULL);
    cr_assert_eq(h.end, OUTGOING_ANSWERED, "%s", h.reason);
    cr_assert_eq(h.status, 307);
    cr_assert_eq(server.requests, 1);
    end();
}

Test(outgoing, asks_no_proxy_of_the_environment)
{
    begin(&plain, keeps_answering);
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    cr_assert_eq(ask(to("http", "/"), NULL).end, OUTGOING_ANSWERED);
    end();
}

static void answers_ten(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    while (hand_hear(s, fd))
        if (!hand_answer(fd, "200 OK", "0123456789"))
            return;
}

static void streams_without_end(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd) && hand_say(fd, "HTTP/1.1 200 OK\r\n\r\n"))
        while (hand_say(fd, "0123456789"))
            ;
}

static void fields_without_end(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd) && hand_say(fd, "HTTP/1.1 200 OK\r\n"))
        while (hand_say(fd, "X-Field: 0123456789012345678901234567890123456789\r\n"))
            ;
}

Test(outgoing, reads_no_more_than_allowed)
{
    begin(&plain, answers_ten);
    struct outgoing_request r = to("http", "/");
    r.answer_bytes_max = 10;
    cr_assert_eq(ask(r, NULL).end, OUTGOING_ANSWERED);
    r.answer_bytes_max = 9;
    cr_assert_eq(ask(r, NULL).end, OUTGOING_TOO_LARGE);
    cr_assert_eq(ask(r, take).end, OUTGOING_TOO_LARGE);
    end();
    begin(&plain, streams_without_end);
    r = to("http", "/");
    r.answer_bytes_max = 1000;
    cr_assert_eq(ask(r, NULL).end, OUTGOING_TOO_LARGE);
    end();
    begin(&plain, fields_without_end);
    cr_assert_eq(ask(to("http", "/"), NULL).end, OUTGOING_TOO_LARGE);
    end();
}

static void streams(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    while (hand_hear(s, fd)) {
        if (!hand_say(fd, s->context ? "HTTP/1.1 429 Slow\r\n" : "HTTP/1.1 200 OK\r\n") ||
            !hand_say(fd, "Transfer-Encoding: chunked\r\n\r\n"))
            return;
        for (int i = 0; i < 5; i++) {
            if (!hand_say(fd, "5\r\npiece\r\n"))
                return;
            hand_pause(20);
        }
        (void)hand_say(fd, "0\r\n\r\n");
    }
}

Test(outgoing, hands_over_pieces_as_they_come_until_the_reader_says_no)
{
    begin(&plain, streams);
    struct heard h = ask(to("http", "/"), take);
    cr_assert_eq(h.end, OUTGOING_ANSWERED);
    cr_assert_eq(h.streamed, 25);
    cr_assert_eq(h.body_len, 0);
    cr_assert_geq(h.pieces, 3);
    struct heard no = {.said_no = true};
    struct outgoing_request r = to("http", "/");
    outgoing_ask(o, &r, take, hear, &no);
    until_told(&no);
    cr_assert_eq(no.end, OUTGOING_CUT);
    cr_assert_eq(no.pieces, 1);
    cr_assert_eq(no.status, 200);
    server.context = &server;
    h = ask(to("http", "/"), take);
    cr_assert_eq(h.status, 429);
    cr_assert_eq(h.streamed, 0, "an error is no stream");
    cr_assert_eq(h.body_len, 25);
    end();
}

enum { MANY = 2000 };

Test(outgoing, lets_two_thousand_wait_in_line)
{
    static struct heard many[MANY];
    begin(&(struct outgoing_setup){.per_host_max = 7}, keeps_answering);
    struct outgoing_request r = to("http", "/");
    r.connect_within = DURATION_S(60);
    for (size_t i = 0; i < MANY; i++)
        outgoing_ask(o, &r, NULL, hear, &many[i]);
    cr_assert_eq(outgoing_open(o), MANY);
    for (int i = 0; i < 100000 && outgoing_open(o) > 0; i++)
        outgoing_rest(o, -1, DURATION_S(1));
    for (size_t i = 0; i < MANY; i++)
        cr_assert(many[i].times == 1 && many[i].end == OUTGOING_ANSWERED, "%zu: %s", i, many[i].reason);
    cr_assert_eq(server.requests, MANY);
    cr_assert_leq(server.most_open, 7);
    end();
}

Test(outgoing, sends_nothing_that_waited_in_line_too_long)
{
    struct heard first = {0}, second = {0};
    begin(&(struct outgoing_setup){.per_host_max = 1}, says_nothing);
    struct outgoing_request r = to("http", "/");
    r.answer_within = DURATION_MS(400);
    outgoing_ask(o, &r, NULL, hear, &first);
    r.connect_within = DURATION_MS(100);
    outgoing_ask(o, &r, NULL, hear, &second);
    until_told(&second);
    cr_assert_eq(second.end, OUTGOING_NOT_SENT, "%s", second.reason);
    cr_assert_eq(first.times, 0);
    until_told(&first);
    cr_assert_eq(first.end, OUTGOING_LATE);
    cr_assert_eq(server.requests, 1);
    end();
}

Test(outgoing, a_busy_host_does_not_hold_up_another)
{
    static struct hand_server other;
    struct heard first = {0}, second = {0}, third = {0};
    begin(&(struct outgoing_setup){.per_host_max = 1}, says_nothing);
    hand_start(&other, keeps_answering);
    struct outgoing_request r = to("http", "/");
    outgoing_ask(o, &r, NULL, hear, &first);
    outgoing_ask(o, &r, NULL, hear, &second);
    char url[100];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/", other.port);
    r.url = slice_from(url);
    outgoing_ask(o, &r, NULL, hear, &third);
    until_told(&third);
    cr_assert_eq(first.times + second.times, 0);
    outgoing_forget(o, &first);
    outgoing_forget(o, &second);
    end();
    hand_stop(&other);
}

Test(outgoing, tells_nobody_who_was_forgotten)
{
    struct heard gone = {0}, stays = {0};
    begin(&plain, streams);
    struct outgoing_request r = to("http", "/");
    outgoing_ask(o, &r, take, hear, &gone);
    outgoing_ask(o, &r, take, hear, &stays);
    while (gone.pieces == 0)
        outgoing_rest(o, -1, DURATION_MS(100));
    outgoing_forget(o, &gone);
    cr_assert_eq(outgoing_open(o), 1);
    size_t pieces = gone.pieces;
    until_told(&stays);
    cr_assert_eq(gone.times, 0);
    cr_assert_eq(gone.pieces, pieces);

    struct heard inside = {.forgets_in = o, .forgets = &inside}; /* from its own data */
    outgoing_ask(o, &r, take, hear, &inside);
    while (inside.pieces == 0)
        outgoing_rest(o, -1, DURATION_MS(100));
    for (int i = 0; i < 10; i++)
        outgoing_rest(o, -1, DURATION_MS(20));
    cr_assert_eq(inside.times, 0);
    cr_assert_eq(inside.pieces, 1);

    struct heard victim = {0},
                 killer = {.forgets_in = o, .forgets = &victim}; /* one that fails forgets the one that fails with it */
    struct outgoing_request bad = r;
    bad.url = SLICE("ftp://127.0.0.1/");
    outgoing_ask(o, &bad, NULL, hear, &killer);
    outgoing_ask(o, &bad, NULL, hear, &victim);
    until_told(&killer);
    cr_assert_eq(victim.times, 0);
    end();
}

Test(outgoing, refuses_private_addresses_before_connecting)
{
    begin(&(struct outgoing_setup){.refuses_private = true}, keeps_answering);
    struct heard h = ask(to("http", "/"), NULL);
    cr_assert_eq(h.end, OUTGOING_NOT_SENT);
    cr_assert(strstr(h.reason, "private") != NULL, "%s", h.reason);
    char url[100];
    snprintf(url, sizeof url, "http://localhost:%u/", server.port);
    struct outgoing_request r = to("http", "/");
    r.url = slice_from(url);
    cr_assert_eq(ask(r, NULL).end, OUTGOING_NOT_SENT);
    hand_pause(30);
    cr_assert_eq(server.connections, 0);
    end();
}

static bool is_private_text(const char *text)
{
    uint8_t four[4], six[16];
    if (inet_pton(AF_INET, text, four) == 1)
        return address_is_private_4(four);
    cr_assert_eq(inet_pton(AF_INET6, text, six), 1, "%s", text);
    return address_is_private_6(six);
}

Test(outgoing, knows_private_addresses_at_both_ends_of_a_range)
{
    static const char *const private[] = {"0.0.0.0",
                                          "10.0.0.0",
                                          "10.255.255.255",
                                          "100.64.0.0",
                                          "100.127.255.255",
                                          "127.0.0.1",
                                          "169.254.169.254",
                                          "172.16.0.0",
                                          "172.31.255.255",
                                          "192.168.0.0",
                                          "192.168.255.255",
                                          "198.18.0.1",
                                          "224.0.0.1",
                                          "255.255.255.255",
                                          "::",
                                          "::1",
                                          "::ffff:127.0.0.1",
                                          "::ffff:10.1.2.3",
                                          "fc00::1",
                                          "fdff::1",
                                          "fe80::1",
                                          "febf::1",
                                          "ff02::1",
                                          "64:ff9b::7f00:1",
                                          "64:ff9b:1::808:808",
                                          "2002:7f00:1::",
                                          "2001:db8::1",
                                          "::127.0.0.1"};
    static const char *const public[] = {
        "9.255.255.255",   "11.0.0.0",         "100.63.255.255",  "100.128.0.0",     "126.255.255.255", "128.0.0.0",
        "169.253.255.255", "172.15.255.255",   "172.32.0.0",      "192.167.255.255", "192.169.0.0",     "223.255.255.255",
        "::ffff:8.8.8.8",  "64:ff9b::808:808", "2606:4700::1111", "2a00:1450::1",    "2002:808:808::"};
    for (size_t i = 0; i < sizeof private / sizeof *private; i++)
        cr_expect(is_private_text(private[i]), "%s", private[i]);
    for (size_t i = 0; i < sizeof public / sizeof *public; i++)
        cr_expect(!is_private_text(public[i]), "%s", public[i]);
}

Test(outgoing, begins_nothing_that_is_no_good_request)
{
    static const struct outgoing_field breaks_line[] = {{SLICE_INIT("X-A"), SLICE_INIT("b\r\nX-C: d")}},
                                       breaks_name[] = {{SLICE_INIT("X A"), SLICE_INIT("b")}},
                                       frames[] = {{SLICE_INIT("transfer-Encoding"), SLICE_INIT("chunked")}};
    begin(&plain, keeps_answering);
    struct outgoing_request good = to("http", "/"), r;
    r = good, r.fields = breaks_line, r.field_count = 1;
    cr_assert_eq(ask(r, NULL).end, OUTGOING_NOT_SENT);
    r = good, r.fields = breaks_name, r.field_count = 1;
    cr_assert_eq(ask(r, NULL).end, OUTGOING_NOT_SENT);
    r = good, r.fields = frames, r.field_count = 1;
    cr_assert_eq(ask(r, NULL).end, OUTGOING_NOT_SENT);
    r = good, r.method = SLICE("GET /x HTTP/1.1\r\n");
    cr_assert_eq(ask(r, NULL).end, OUTGOING_NOT_SENT);
    static const char *const urls[] = {
        "", "file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1/", "http://a:b@127.0.0.1/", "http://", "http://127.0.0.1/a b"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        r = good, r.url = slice_from(urls[i]);
        cr_assert_eq(ask(r, NULL).end, OUTGOING_NOT_SENT, "%s", urls[i]);
    }
    cr_assert_eq(server.connections, 0);
    end();
}

Test(outgoing, sends_large_bodies_without_asking_first)
{
    static char large[3 << 20];
    memset(large, 'x', sizeof large);
    begin(&plain, keeps_answering);
    struct outgoing_request r = to("http", "/");
    r.body = (struct slice){large, sizeof large};
    cr_assert_eq(ask(r, NULL).end, OUTGOING_ANSWERED);
    cr_assert(strstr(server.last, "xpect:") == NULL);
    r.method = SLICE("GET"), r.body = SLICE_NONE;
    cr_assert_eq(ask(r, NULL).end, OUTGOING_ANSWERED);
    cr_assert(strstr(server.last, "Content-Length") == NULL);
    end();
}

Test(outgoing, rests_until_it_is_woken)
{
    begin(&plain, keeps_answering);
    int wake = eventfd(1, EFD_NONBLOCK);
    uint64_t value;
    outgoing_rest(o, wake, DURATION_S(600));
    cr_assert_eq(read(wake, &value, sizeof value), -1, "it is emptied");
    outgoing_rest(o, wake, DURATION_MS(20));
    close(wake);
    end();
}
