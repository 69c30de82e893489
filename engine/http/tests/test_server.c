/* The server over real sockets on the loopback. */
#include "fixture_server.h"

#define H "Host: x\r\n"

static void set(struct fixture *f)
{
    *f = (struct fixture){.setup.inherited = -1};
}

Test(http_server, answers_a_request)
{
    struct fixture f;
    bool closed;
    set(&f);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd, "POST /echo HTTP/1.1\r\n" H "Content-Length: 5\r\n\r\nhello");
    struct slice got = hear(fd, "hello", 3000, &closed);
    cr_expect(slice_starts(got, SLICE("HTTP/1.1 200 OK\r\nDate: ")), SLICE_FMT, SLICE_ARG(got));
    expect_has(got, " GMT\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
    cr_expect_not(closed);
    say(fd, "GET /echo HTTP/1.1\r\n" H "Connection: close\r\n\r\n");
    got = hear(fd, NULL, 3000, &closed);
    expect_has(got, "Content-Length: 0\r\nConnection: close\r\n\r\n");
    cr_expect(closed);
    close(fd);
    fixture_stop(&f);
    cr_expect_eq(f.counts.requests, 2);
    cr_expect_eq(f.counts.answers[2], 2);
    cr_expect_eq(f.counts.connections, 1);
}

Test(http_server, says_what_it_would_say_to_head_without_a_body)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    struct slice got =
        ask(&f, "HEAD /big?n=70000 HTTP/1.1\r\n" H "\r\nGET /none HTTP/1.1\r\n" H "Connection: close\r\n\r\n", NULL, NULL);
    expect_has(got, "Content-Length: 70000\r\n\r\nHTTP/1.1 204 No Content\r\nDate: ");
    cr_expect_eq(count_of(got, "Content-Length"), 1);
    fixture_stop(&f);
}

Test(http_server, answers_pipelined_requests_in_their_order)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd,
        "GET /later HTTP/1.1\r\n" H "\r\nPOST /echo HTTP/1.1\r\n" H "Content-Length: 3\r\n\r\ntwoGET /round?three HTTP/1.1\r\n" H
        "\r\nPOST /echo HTTP/1.1\r\n" H "Content-Length: 4\r\n\r\nfour");
    cr_expect(wait_for(&f.requests, 1));
    pause_ms(50);
    cr_expect_eq(f.requests, 1, "a request overtook");
    fixture_tell(&f, COMMAND_ANSWER);
    struct slice got = hear(fd, "four", 3000, NULL);
    size_t later, two, three, four;
    cr_expect(slice_find(&later, got, SLICE("later")) && slice_find(&two, got, SLICE("two")) &&
                  slice_find(&three, got, SLICE("three")) && slice_find(&four, got, SLICE("four")) && later < two &&
                  two < three && three < four,
              SLICE_FMT, SLICE_ARG(got));
    close(fd);
    fixture_stop(&f);
}

/* The loop runs on the test's own thread, a round at a time. */
static void start_here(struct fixture *f)
{
    struct error e;
    set(f);
    cr_assert_eq(uv_loop_init(&f->loop), 0);
    f->setup.loop = &f->loop;
    f->setup.address = SLICE("127.0.0.1");
    f->setup.request = fixture_request;
    f->setup.round = fixture_round;
    f->setup.context = f;
    f->server = http_server_start(&f->setup, &e);
    cr_assert_not_null(f->server, "%s", e.text);
    f->port = http_server_port(f->server);
}

Test(http_server, calls_the_round_once_for_all_requests_of_it)
{
    struct fixture f;
    enum { CLIENTS = 20 };
    int fds[CLIENTS];
    start_here(&f);
    for (int i = 0; i < CLIENTS; i++)
        fds[i] = dial(&f);
    for (int i = 0; i < 10; i++)
        uv_run(&f.loop, UV_RUN_NOWAIT);
    cr_expect_eq(f.rounds, 0, "a round without requests");
    for (int i = 0; i < CLIENTS; i++)
        say(fds[i], "GET /round?r HTTP/1.1\r\n" H "\r\nGET /round?s HTTP/1.1\r\n" H "\r\n");
    uv_run(&f.loop, UV_RUN_NOWAIT);
    cr_expect_eq(f.requests, CLIENTS);
    cr_expect_eq(f.rounds, 1);
    uv_run(&f.loop, UV_RUN_NOWAIT); /* what was pipelined */
    cr_expect_eq(f.requests, 2 * CLIENTS);
    cr_expect_eq(f.rounds, 2);
    for (int i = 0; i < CLIENTS; i++) {
        expect_has(hear(fds[i], "\r\n\r\ns", 3000, NULL), "\r\n\r\nrHTTP/1.1 200");
        close(fds[i]);
    }
    http_server_destroy(f.server);
    cr_expect_eq(uv_loop_close(&f.loop), 0);
}

Test(http_server, refuses_and_closes_so_that_the_answer_is_read)
{
    struct fixture f;
    bool closed;
    set(&f);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd, "POST /echo HTTP/1.1\r\n" H "Content-Length: 99999999\r\n\r\n");
    for (int i = 0; i < 50; i++)
        say(fd, "more that nobody reads, more that nobody reads, more that nobody reads, more that nobody reads");
    struct slice got = hear(fd, NULL, 5000, &closed);
    expect_has(got, "HTTP/1.1 413 Content Too Large\r\n");
    expect_has(got, "Connection: close\r\n\r\nthe body is too long\n");
    cr_expect_eq(reset_by_peer, 0, "a reset can take the answer from the client");
    cr_expect_eq(count_of(got, "HTTP/1.1"), 1);
    cr_expect(closed);
    close(fd);
    got = ask(&f, "GET / HTTP/1.1\nHost: x\n\nGET /echo HTTP/1.1\r\n" H "\r\n", NULL, &closed);
    expect_has(got, "HTTP/1.1 400 Bad Request");
    cr_expect_eq(count_of(got, "HTTP/1.1"), 1);
    cr_expect(closed);
    fixture_stop(&f);
    cr_expect_eq(f.requests, 0);
    cr_expect_eq(f.counts.refused_heads, 2);
    cr_expect_eq(f.counts.answers[4], 2);
}

Test(http_server, tells_a_client_that_asks_to_go_on)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd, "POST /echo HTTP/1.1\r\n" H "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    struct slice got = hear(fd, "\r\n\r\n", 3000, NULL);
    cr_expect(slice_eq(got, SLICE("HTTP/1.1 100 Continue\r\n\r\n")), SLICE_FMT, SLICE_ARG(got));
    say(fd, "hello");
    cr_expect(slice_starts(hear(fd, "hello", 3000, NULL), SLICE("HTTP/1.1 200 OK")));
    say(fd, "POST /echo HTTP/1.1\r\n" H "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"); /* it did not wait */
    cr_expect(slice_starts(hear(fd, "hello", 3000, NULL), SLICE("HTTP/1.1 200 OK")));
    close(fd);
    fixture_stop(&f);
}

Test(http_server, closes_after_an_old_client)
{
    struct fixture f;
    bool closed;
    set(&f);
    fixture_start(&f);
    expect_has(ask(&f, "GET /peer HTTP/1.0\r\n\r\n", NULL, &closed), "127.0.0.1 plain");
    cr_expect(closed);
    struct slice got = ask(&f, "GET /stream HTTP/1.0\r\n\r\n", "second ", NULL);
    expect_has(got, "\r\n\r\nfirst second ");
    cr_expect_not(slice_has(got, SLICE("chunked")));
    fixture_stop(&f);
}

Test(http_server, lets_nobody_write_fields_through_a_value)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    struct slice got = ask(&f, "GET /fields HTTP/1.1\r\n" H "\r\n", NULL, NULL);
    expect_has(got, "HTTP/1.1 500 Internal Server Error\r\n");
    cr_expect_not(slice_has(got, SLICE("Evil")));
    fixture_stop(&f);
}

/* -- Slow clients ---------------------------------------------------------------------------------------------------------------
 */

Test(http_server, cuts_a_client_that_says_nothing)
{
    struct fixture f;
    bool closed;
    set(&f);
    f.setup.limits.head_within = DURATION_MS(150);
    fixture_start(&f);
    cr_expect_eq(ask(&f, "", NULL, &closed).len, 0);
    cr_expect(closed);
    fixture_stop(&f);
    cr_expect_eq(f.counts.timeouts, 1);
}

static void drip(const struct fixture *f, const char *first, const char *wanted)
{
    bool closed = false;
    int fd = dial(f), drops = 0;
    struct slice got = SLICE_NONE;
    say(fd, first);
    for (; drops < 60 && got.len == 0; drops++) {
        say(fd, "a");
        got = hear(fd, NULL, 50, &closed);
    }
    cr_expect(slice_starts(got, slice_from(wanted)), "after %d drops: " SLICE_FMT, drops, SLICE_ARG(got));
    cr_expect_lt(drops, 40);
    close(fd);
}

Test(http_server, refuses_a_head_that_drips)
{
    struct fixture f;
    set(&f);
    f.setup.limits.head_within = DURATION_MS(400);
    fixture_start(&f);
    drip(&f, "POST /echo HTTP/1.1\r\nHost: ", "HTTP/1.1 408 Request Timeout");
    fixture_stop(&f);
    cr_expect_eq(f.counts.timeouts, 1);
}

Test(http_server, refuses_a_body_that_drips)
{
    struct fixture f;
    set(&f);
    f.setup.limits.body_within = DURATION_MS(400);
    fixture_start(&f);
    drip(&f, "POST /echo HTTP/1.1\r\n" H "Content-Length: 500\r\n\r\n", "HTTP/1.1 408 Request Timeout");
    fixture_stop(&f);
    cr_expect_eq(f.counts.timeouts, 1);
    cr_expect_eq(f.requests, 0);
}

Test(http_server, closes_an_idle_connection_and_gives_each_head_its_own_time)
{
    struct fixture f;
    bool closed;
    set(&f);
    f.setup.limits.idle_within = DURATION_MS(700);
    f.setup.limits.head_within = DURATION_S(5);
    fixture_start(&f);
    int fd = dial(&f);
    for (int i = 0; i < 3; i++) {
        say(fd, "GET /echo HTTP/1.1\r\n" H "\r\n");
        cr_expect_gt(hear(fd, "\r\n\r\n", 3000, NULL).len, 0);
        pause_ms(100);
    }
    say(fd, "GET /echo HT");
    pause_ms(1000); /* longer than it may be idle */
    say(fd, "TP/1.1\r\n" H "\r\n");
    cr_expect(slice_starts(hear(fd, "\r\n\r\n", 3000, NULL), SLICE("HTTP/1.1 200")));
    cr_expect_eq(hear(fd, NULL, 3000, &closed).len, 0);
    cr_expect(closed);
    close(fd);
    fixture_stop(&f);
    cr_expect_eq(f.counts.timeouts, 0);
}

Test(http_server, cuts_a_client_that_does_not_read_its_answer)
{
    struct fixture f;
    set(&f);
    f.setup.limits.write_within = DURATION_MS(300);
    fixture_start(&f);
    int fd = dial_with(&f, 4096);
    say(fd, "GET /big?n=30000000 HTTP/1.1\r\n" H "\r\n");
    pause_ms(900);
    struct slice got = hear(fd, NULL, 1000, NULL);
    cr_expect_lt(got.len, 30000000);
    close(fd);
    fixture_stop(&f);
    cr_expect_eq(f.counts.cut, 1);
    cr_expect_eq(f.counts.timeouts, 1);
}

Test(http_server, gives_a_whole_large_answer_to_a_client_that_reads)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    int fd = dial_with(&f, 4096);
    say(fd, "GET /big?n=3000000 HTTP/1.1\r\n" H "\r\nGET /echo HTTP/1.1\r\n" H "Connection: close\r\n\r\n");
    struct slice got = hear(fd, NULL, 3000, NULL);
    cr_expect_eq(count_of(got, "HTTP/1.1 200"), 2);
    cr_expect_gt(got.len, 3000000);
    close(fd);
    fixture_stop(&f);
}

/* -- Limits ---------------------------------------------------------------------------------------------------------------------
 */

static bool is_taken(const struct fixture *f) /* as soon as the server has seen that somebody left */
{
    for (int i = 0; i < 100; i++) {
        if (ask(f, "GET /echo HTTP/1.1\r\n" H "\r\n", "\r\n\r\n", NULL).len > 0)
            return true;
        pause_ms(20);
    }
    return false;
}

Test(http_server, takes_so_many_connections_and_no_more)
{
    struct fixture f;
    bool closed;
    set(&f);
    f.setup.limits.connections_max = 3;
    fixture_start(&f);
    int fds[3];
    for (int i = 0; i < 3; i++) {
        fds[i] = dial(&f);
        say(fds[i], "GET /echo HTTP/1.1\r\n" H "\r\n");
        cr_expect_gt(hear(fds[i], "\r\n\r\n", 3000, NULL).len, 0);
    }
    cr_expect_eq(ask(&f, "GET /echo HTTP/1.1\r\n" H "\r\n", NULL, &closed).len, 0);
    cr_expect(closed);
    close(fds[0]);
    cr_expect(is_taken(&f));
    close(fds[1]);
    close(fds[2]);
    fixture_stop(&f);
}

Test(http_server, takes_so_many_connections_of_a_peer)
{
    struct fixture f;
    bool closed;
    set(&f);
    f.setup.limits.connections_per_peer_max = 2;
    fixture_start(&f);
    int a = dial(&f), b = dial(&f);
    pause_ms(50);
    cr_expect_eq(ask(&f, "GET /echo HTTP/1.1\r\n" H "\r\n", NULL, &closed).len, 0);
    close(a);
    cr_expect(is_taken(&f));
    close(b);
    fixture_stop(&f);
    cr_expect_geq(f.counts.cut, 1);
}

Test(http_server, reads_only_so_much_of_all_bodies_together)
{
    struct fixture f;
    set(&f);
    f.setup.limits.exchange_bytes_max = 5000000;
    fixture_start(&f);
    static char body[1200000];
    memset(body, 'x', sizeof body);
    int first = dial(&f), second = dial(&f);
    say(first, "POST /echo HTTP/1.1\r\n" H "Content-Length: 1200000\r\n\r\n");
    say_bytes(first, (struct slice){body, 1100000});
    pause_ms(50);
    say(second, "POST /echo HTTP/1.1\r\n" H "Content-Length: 3600000\r\n\r\n");
    for (int i = 0; i < 3; i++)
        say_bytes(second, (struct slice){body, 1100000});
    expect_has(hear(second, NULL, 3000, NULL), "HTTP/1.1 503 Service Unavailable");
    close(second);
    say_bytes(first, (struct slice){body, 100000});
    struct slice got = hear_enough(first, NULL, 1200107, 3000, NULL);
    cr_expect(slice_starts(got, SLICE("HTTP/1.1 200 OK")));
    cr_expect_gt(got.len, 1200000);
    for (int i = 0; i < 5; i++) { /* what was read is given back */
        say(first, "POST /echo HTTP/1.1\r\n" H "Content-Length: 1200000\r\n\r\n");
        say_bytes(first, (struct slice){body, 1200000});
        cr_expect(slice_starts(hear_enough(first, NULL, 1200107, 3000, NULL), SLICE("HTTP/1.1 200 OK")));
    }
    close(first);
    fixture_stop(&f);
}

Test(http_server, closes_after_so_many_requests)
{
    struct fixture f;
    bool closed;
    set(&f);
    f.setup.limits.requests_per_connection_max = 2;
    fixture_start(&f);
    struct slice got =
        ask(&f, "GET / HTTP/1.1\r\n" H "\r\nGET / HTTP/1.1\r\n" H "\r\nGET / HTTP/1.1\r\n" H "\r\n", NULL, &closed);
    cr_expect_eq(count_of(got, "HTTP/1.1 200"), 2);
    cr_expect_eq(count_of(got, "Connection: close"), 1);
    cr_expect(closed);
    fixture_stop(&f);
}

/* -- Streams --------------------------------------------------------------------------------------------------------------------
 */

Test(http_server, sends_the_pieces_of_a_stream_as_they_come)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd, "GET /stream HTTP/1.1\r\n" H "\r\nGET /peer HTTP/1.1\r\n" H "\r\n");
    struct slice got = hear(fd, "second ", 3000, NULL);
    expect_has(got, "Transfer-Encoding: chunked\r\n\r\n6\r\nfirst \r\n7\r\nsecond ");
    fixture_tell(&f, COMMAND_ANSWER);
    got = hear(fd, "plain", 3000, NULL);
    expect_has(got, "0\r\n\r\nHTTP/1.1 200 OK");
    close(fd);
    fixture_stop(&f);
}

Test(http_server, says_when_the_client_of_a_stream_is_gone)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd, "GET /stream HTTP/1.1\r\n" H "\r\n");
    (void)hear(fd, "second ", 3000, NULL);
    cr_expect_eq(f.gone, 0);
    close(fd);
    cr_expect(wait_for(&f.gone, 1));
    fixture_stop(&f);
    cr_expect_eq(f.gone, 1);
}

Test(http_server, says_when_the_client_is_gone_before_its_answer)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd, "GET /later HTTP/1.1\r\n" H "\r\n");
    cr_expect(wait_for(&f.requests, 1));
    close(fd);
    cr_expect(wait_for(&f.gone, 1));
    fixture_stop(&f);
}

Test(http_server, outlives_a_stream_into_a_closed_connection)
{
    struct fixture f;
    set(&f);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd, "GET /stream HTTP/1.1\r\n" H "\r\nGET /peer HTTP/1.1\r\n" H
            "\r\n"); /* the second one waits unread, and so does the end */
    (void)hear(fd, "second ", 3000, NULL);
    close(fd);
    pause_ms(50);
    for (int i = 0; i < 4; i++) { /* the first write is answered with a reset, the next one would raise SIGPIPE */
        fixture_tell(&f, COMMAND_WRITE);
        pause_ms(50);
    }
    cr_expect(wait_for(&f.gone, 1));
    fixture_stop(&f);
}

Test(http_server, cuts_a_stream_that_is_not_read)
{
    struct fixture f;
    set(&f);
    f.setup.limits.queued_bytes_max = 200000;
    fixture_start(&f);
    int fd = dial_with(&f, 4096);
    say(fd, "GET /stream?n=1000 HTTP/1.1\r\n" H "\r\n");
    cr_expect(wait_for(&f.gone, 1));
    cr_expect_eq(f.refused_sends, 1);
    close(fd);
    fixture_stop(&f);
    cr_expect_eq(f.gone, 1);
    cr_expect_eq(f.counts.cut, 1);
}

/* -- The end --------------------------------------------------------------------------------------------------------------------
 */

Test(http_server, stops_after_the_answers_that_are_owed)
{
    struct fixture f;
    bool closed;
    set(&f);
    fixture_start(&f);
    int idle = dial(&f), busy = dial(&f);
    say(idle, "GET /echo HTTP/1.1\r\n" H "\r\n");
    (void)hear(idle, "\r\n\r\n", 3000, NULL);
    say(busy, "GET /later HTTP/1.1\r\n" H "\r\n");
    cr_expect(wait_for(&f.requests, 2));
    fixture_tell(&f, COMMAND_STOP);
    cr_expect_eq(hear(idle, NULL, 1000, &closed).len, 0);
    cr_expect(closed);
    cr_expect_eq(f.done, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(f.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int late = socket(AF_INET, SOCK_STREAM, 0);
    cr_expect_neq(connect(late, (struct sockaddr *)&to, sizeof to), 0, "it still listens");
    close(late);
    fixture_tell(&f, COMMAND_ANSWER);
    struct slice got = hear(busy, NULL, 1000, &closed);
    expect_has(got, "Connection: close\r\n\r\nlater");
    cr_expect(closed);
    close(busy);
    close(idle);
    cr_expect(wait_for(&f.done, 1));
    fixture_stop(&f);
}

Test(http_server, stops_at_the_end_of_its_patience)
{
    struct fixture f;
    set(&f);
    f.patience = DURATION_MS(200);
    fixture_start(&f);
    int fd = dial(&f);
    say(fd, "GET /stream HTTP/1.1\r\n" H "\r\n");
    (void)hear(fd, "second ", 3000, NULL);
    fixture_stop(&f);
    cr_expect_eq(f.gone, 1);
    close(fd);
}

Test(http_server, goes_with_its_clients_when_it_is_destroyed)
{
    struct fixture f;
    start_here(&f);
    int fd = dial(&f);
    say(fd, "GET /later HTTP/1.1\r\n" H "\r\n");
    for (int i = 0; i < 100 && f.requests == 0; i++)
        uv_run(&f.loop, UV_RUN_NOWAIT);
    cr_expect_eq(f.requests, 1);
    http_server_destroy(f.server);
    cr_expect_eq(f.gone, 1);
    cr_expect_eq(uv_loop_close(&f.loop), 0);
    close(fd);
}

/* -- Listening ------------------------------------------------------------------------------------------------------------------
 */

Test(http_server, takes_over_a_listening_descriptor)
{
    struct fixture f;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    set(&f);
    f.setup.inherited = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_eq(bind(f.setup.inherited, (struct sockaddr *)&at, sizeof at), 0);
    cr_assert_eq(listen(f.setup.inherited, 5), 0);
    fixture_start(&f);
    expect_has(ask(&f, "GET /peer HTTP/1.1\r\n" H "\r\n", "plain", NULL), "127.0.0.1 plain");
    fixture_stop(&f);
}

Test(http_server, says_why_it_cannot_listen)
{
    struct fixture f;
    uv_loop_t loop;
    struct error e;
    set(&f);
    fixture_start(&f);
    cr_assert_eq(uv_loop_init(&loop), 0);
    struct http_setup again = f.setup;
    again.loop = &loop;
    again.port = f.port;
    cr_expect_null(http_server_start(&again, &e));
    cr_expect_eq(e.code, UNAVAILABLE);
    expect_has(slice_from(e.text), "address already in use");
    again.address = SLICE("localhost");
    cr_expect_null(http_server_start(&again, &e));
    cr_expect_eq(e.code, BAD_INPUT);
    again.address = SLICE("127.0.0.1");
    again.certificate_file = again.key_file = SLICE("/nowhere.pem");
    cr_expect_null(http_server_start(&again, &e));
    expect_has(slice_from(e.text), "/nowhere.pem: cannot be used as a certificate (PEM)");
    cr_expect_eq(uv_loop_close(&loop), 0);
    fixture_stop(&f);
}
