/* WebSockets over real sockets: RFC 6455 from both sides. */
#include "fixture_server.h"

#include "frames.h"
#include "upgrade.h"

static void set(struct fixture *f)
{
    *f = (struct fixture){.setup.inherited = -1};
    fixture_start(f);
}

#define UPGRADE(path, more)                                                                                                      \
    "GET " path " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"             \
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" more "\r\n"

static int dial_socket(const struct fixture *f, const char *request)
{
    int fd = dial(f);
    say(fd, request);
    struct slice got = hear(fd, "\r\n\r\n", 3000, NULL);
    cr_assert(slice_starts(got, SLICE("HTTP/1.1 101 Switching Protocols\r\n")), SLICE_FMT, SLICE_ARG(got));
    expect_has(got, "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"); /* RFC 6455, 1.3 */
    cr_expect_not(slice_has(got, SLICE("Content-Length")));
    return fd;
}

/* Puts a client's frame behind `at`; a declared length other than the payload's when `declared` is not 0. */
static struct slice frame(char *at, unsigned first, struct slice payload, bool is_masked, uint64_t declared)
{
    static const unsigned char mask[4] = {1, 2, 3, 4};
    uint64_t len = declared ? declared : payload.len;
    size_t n = 0;
    at[n++] = (char)first;
    if (len < 126)
        at[n++] = (char)len;
    else {
        unsigned bytes = len < 65536 ? 2 : 8;
        at[n++] = bytes == 2 ? 126 : 127;
        for (unsigned i = bytes; i-- > 0;)
            at[n++] = (char)(len >> (8 * i));
    }
    if (is_masked) {
        at[1] = (char)(at[1] | 0x80);
        memcpy(at + n, mask, 4);
        n += 4;
    }
    for (size_t i = 0; i < payload.len; i++)
        at[n++] = (char)(payload.at[i] ^ (is_masked ? mask[i % 4] : 0));
    return (struct slice){at, n};
}

static void say_frame(int fd, unsigned first, struct slice payload)
{
    static char at[300000];
    say_bytes(fd, frame(at, first, payload, true, 0));
}

enum { FIN = 0x80, TEXT = 1, BINARY = 2, GOES_ON = 0, CLOSE = 8, PING = 9, PONG = 10 };

struct battery {
    const char *name;
    struct slice frames[3]; /* first byte, then the payload; masked */
    struct slice wanted;    /* raw */
};

static const struct battery battery[] = {
    {"a text", {SLICE_INIT("\x81hello")}, SLICE_INIT("\x81\x05hello")},
    {"an empty text", {SLICE_INIT("\x81")}, SLICE_INIT("\x81\0")},
    {"a text in fragments", {SLICE_INIT("\x01he"), SLICE_INIT("\0l"), SLICE_INIT("\x80lo")}, SLICE_INIT("\x81\x05hello")},
    {"a ping between fragments",
     {SLICE_INIT("\x01he"), SLICE_INIT("\x89p"), SLICE_INIT("\x80llo")},
     SLICE_INIT("\x8a\x01p\x81\x05hello")},
    {"a pong between fragments", {SLICE_INIT("\x01he"), SLICE_INIT("\x8ap"), SLICE_INIT("\x80llo")}, SLICE_INIT("\x81\x05hello")},
    {"a character in two fragments",
     {SLICE_INIT("\x01\xe2"), SLICE_INIT("\0\x82"), SLICE_INIT("\x80\xac")},
     SLICE_INIT("\x81\x03\xe2\x82\xac")},
    {"a close", {SLICE_INIT("\x88\x03\xe8")}, SLICE_INIT("\x88\x02\x03\xe8")},
    {"a close with a reason", {SLICE_INIT("\x88\x0f\xa1good")}, SLICE_INIT("\x88\x02\x0f\xa1")},
    {"a close without a code", {SLICE_INIT("\x88")}, SLICE_INIT("\x88\0")},
    {"nothing after a close", {SLICE_INIT("\x88\x03\xe8"), SLICE_INIT("\x81hello")}, SLICE_INIT("\x88\x02\x03\xe8")},
    {"a reserved bit", {SLICE_INIT("\xc1hello")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a reserved opcode", {SLICE_INIT("\x83x")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a reserved control opcode", {SLICE_INIT("\x8bx")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a ping in fragments", {SLICE_INIT("\x09x")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a continuation of nothing", {SLICE_INIT("\x80x")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a continuation of what has ended", {SLICE_INIT("\x81x"), SLICE_INIT("\x80x")}, SLICE_INIT("\x81\x01x\x88\x02\x03\xea")},
    {"a text inside a text", {SLICE_INIT("\x01x"), SLICE_INIT("\x81x")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"binary inside a text", {SLICE_INIT("\x01x"), SLICE_INIT("\x82x")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"binary", {SLICE_INIT("\x82x")}, SLICE_INIT("\x88\x02\x03\xeb")},
    {"bad UTF-8", {SLICE_INIT("\x81\xc3\x28")}, SLICE_INIT("\x88\x02\x03\xef")},
    {"bad UTF-8 in the first fragment", {SLICE_INIT("\x01\xff")}, SLICE_INIT("\x88\x02\x03\xef")},
    {"half a character", {SLICE_INIT("\x81\xe2\x82")}, SLICE_INIT("\x88\x02\x03\xef")},
    {"a surrogate", {SLICE_INIT("\x81\xed\xa0\x80")}, SLICE_INIT("\x88\x02\x03\xef")},
    {"a long form", {SLICE_INIT("\x81\xc0\x80")}, SLICE_INIT("\x88\x02\x03\xef")},
    {"beyond Unicode", {SLICE_INIT("\x81\xf4\x90\x80\x80")}, SLICE_INIT("\x88\x02\x03\xef")},
    {"a close with half a code", {SLICE_INIT("\x88\x03")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a close with 1005", {SLICE_INIT("\x88\x03\xed")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a close with 1006", {SLICE_INIT("\x88\x03\xee")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a close with 999", {SLICE_INIT("\x88\x03\xe7")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a close with 2999", {SLICE_INIT("\x88\x0b\xb7")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a close with 5000", {SLICE_INIT("\x88\x13\x88")}, SLICE_INIT("\x88\x02\x03\xea")},
    {"a close whose reason is not UTF-8", {SLICE_INIT("\x88\x03\xe8\xff")}, SLICE_INIT("\x88\x02\x03\xef")},
};

/* At once, and byte by byte. */
static void expect_answer(const struct fixture *f, const char *name, struct slice bytes, struct slice wanted)
{
    for (int bytewise = 0; bytewise < 2; bytewise++) {
        bool closed, closes = wanted.len >= 2 && slice_has(wanted, SLICE("\x88"));
        int fd = dial_socket(f, UPGRADE("/ws", ""));
        if (bytewise)
            for (size_t i = 0; i < bytes.len && i < 200; i++) {
                say_bytes(fd, slice_sub(bytes, i, i + 1));
                pause_ms(bytes.len < 30);
            }
        else
            say_bytes(fd, bytes);
        if (bytewise && bytes.len > 200)
            say_bytes(fd, slice_after(bytes, 200));
        struct slice got = hear_enough(fd, NULL, closes ? SIZE_MAX : wanted.len, 3000, &closed);
        cr_expect(slice_eq(got, wanted), "%s: %zu bytes, first %02x %02x %02x %02x", name, got.len,
                  got.len > 0 ? got.at[0] & 255 : 0, got.len > 1 ? got.at[1] & 255 : 0, got.len > 2 ? got.at[2] & 255 : 0,
                  got.len > 3 ? got.at[3] & 255 : 0);
        cr_expect_eq(closed, closes, "%s: closed %d", name, closed);
        close(fd);
    }
}

Test(http_websocket, keeps_the_rules_and_closes_whoever_breaks_them)
{
    struct fixture f;
    set(&f);
    for (size_t i = 0; i < COUNT_OF(battery); i++) {
        char at[1000];
        size_t len = 0;
        for (size_t j = 0; j < 3 && battery[i].frames[j].len > 0; j++)
            len += frame(at + len, (unsigned char)battery[i].frames[j].at[0], slice_after(battery[i].frames[j], 1), true, 0).len;
        expect_answer(&f, battery[i].name, (struct slice){at, len}, battery[i].wanted);
    }
    cr_expect(wait_for(&f.closed, f.sockets));
    fixture_stop(&f);
    cr_expect_eq(f.closed, 2 * COUNT_OF(battery));
    cr_expect_eq(f.counts.websockets, 2 * COUNT_OF(battery));
}

Test(http_websocket, refuses_a_frame_by_its_header)
{
    struct fixture f;
    char at[70000], many[200];
    memset(many, 'x', sizeof many);
    set(&f);
    expect_answer(&f, "unmasked", frame(at, FIN | TEXT, SLICE("hello"), false, 0), SLICE("\x88\x02\x03\xea"));
    expect_answer(&f, "a ping of 126 bytes", frame(at, FIN | PING, (struct slice){many, 126}, true, 0),
                  SLICE("\x88\x02\x03\xea"));
    expect_answer(&f, "longer than allowed", frame(at, FIN | TEXT, SLICE("x"), true, 100001), SLICE("\x88\x02\x03\xf1"));
    expect_answer(&f, "2^40 bytes", frame(at, FIN | TEXT, SLICE("x"), true, UINT64_C(1) << 40), SLICE("\x88\x02\x03\xf1"));
    expect_answer(&f, "2^63 bytes", frame(at, FIN | TEXT, SLICE("x"), true, UINT64_C(1) << 63), SLICE("\x88\x02\x03\xea"));
    fixture_stop(&f);
}

Test(http_websocket, counts_a_message_over_its_fragments)
{
    struct fixture f;
    static char many[60000];
    bool closed;
    memset(many, 'x', sizeof many);
    set(&f);
    int fd = dial_socket(&f, UPGRADE("/ws", ""));
    say_frame(fd, TEXT, (struct slice){many, 60000});
    say_frame(fd, FIN | GOES_ON, (struct slice){many, 40000});
    struct slice got = hear_enough(fd, NULL, 100010, 3000, NULL);
    cr_expect_eq(got.len, 100010, "%zu", got.len);
    say_frame(fd, TEXT, (struct slice){many, 60000});
    say_frame(fd, FIN | GOES_ON, (struct slice){many, 40001});
    got = hear(fd, NULL, 3000, &closed);
    cr_expect(slice_eq(got, SLICE("\x88\x02\x03\xf1")));
    cr_expect(closed);
    close(fd);
    fixture_stop(&f);
    cr_expect_eq(f.texts, 1);
}

struct improper {
    const char *request;
    const char *status;
};

static const struct improper improper[] = {
    {"GET /ws HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 426 Upgrade Required"},
    {"GET /ws HTTP/1.0\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
     "dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
     "HTTP/1.1 426 Upgrade Required"},
    {"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: "
     "dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
     "HTTP/1.1 426 Upgrade Required"},
    {"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n",
     "HTTP/1.1 400 Bad Request"},
    {"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
     "13\r\nSec-WebSocket-Key: "
     "short==\r\n\r\n",
     "HTTP/1.1 400 Bad Request"},
    {"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: "
     "13\r\nSec-WebSocket-Key: "
     "dGhlIHNhbXBsZSBub25jZ***\r\n\r\n",
     "HTTP/1.1 400 Bad Request"},
    {"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nContent-Length: "
     "1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nx",
     "HTTP/1.1 400 Bad Request"},
};

Test(http_websocket, refuses_what_is_no_proper_upgrade)
{
    struct fixture f;
    set(&f);
    for (size_t i = 0; i < COUNT_OF(improper); i++) {
        bool closed;
        struct slice got = ask(&f, improper[i].request, NULL, &closed);
        cr_expect(slice_starts(got, slice_from(improper[i].status)), "%s\n" SLICE_FMT, improper[i].request, SLICE_ARG(got));
        if (slice_has(got, SLICE("426")))
            expect_has(got, "Sec-WebSocket-Version: 13\r\n");
    }
    fixture_stop(&f);
    cr_expect_eq(f.sockets, 0);
    cr_expect_eq(f.closed, 0);
}

Test(http_websocket, names_the_subprotocol_when_it_was_offered)
{
    struct fixture f;
    set(&f);
    struct slice got = ask(&f, UPGRADE("/ws", "Sec-WebSocket-Protocol: other, parley\r\n"), "\r\n\r\n", NULL);
    expect_has(got, "Sec-WebSocket-Protocol: parley\r\n");
    got = ask(&f, UPGRADE("/ws", "Sec-WebSocket-Protocol: other\r\n"), "\r\n\r\n", NULL);
    expect_has(got, "101");
    cr_expect_not(slice_has(got, SLICE("Sec-WebSocket-Protocol")));
    fixture_stop(&f);
}

Test(http_websocket, reads_frames_that_came_with_the_request)
{
    struct fixture f;
    char at[1000];
    set(&f);
    int fd = dial(&f);
    size_t len = strlen(UPGRADE("/ws", ""));
    memcpy(at, UPGRADE("/ws", ""), len);
    len += frame(at + len, FIN | TEXT, SLICE("early"), true, 0).len;
    say_bytes(fd, (struct slice){at, len});
    expect_has(hear(fd, "early", 3000, NULL), "\x81\x05"
                                              "early");
    close(fd);
    fixture_stop(&f);
}

Test(http_websocket, closes_with_a_code_and_waits_for_the_other_side)
{
    struct fixture f;
    bool closed;
    set(&f);
    int fd = dial_socket(&f, UPGRADE("/ws", ""));
    say_frame(fd, FIN | TEXT, SLICE("close me"));
    struct slice got = hear(fd, "wish", 3000, &closed);
    cr_expect(slice_eq(got, SLICE("\x88\x0d\x0f\xa1"
                                  "as you wish")));
    say_frame(fd, FIN | TEXT, SLICE("too late"));
    pause_ms(100);
    cr_expect_eq(f.texts, 1);
    cr_expect_eq(f.closed, 0);
    say_frame(fd, FIN | CLOSE, SLICE("\x0f\xa1"));
    cr_expect_eq(hear(fd, NULL, 3000, &closed).len, 0);
    cr_expect(closed);
    close(fd);
    cr_expect(wait_for(&f.closed, 1));
    fixture_stop(&f);
}

Test(http_websocket, does_not_wait_for_ever_for_the_other_side)
{
    struct fixture f;
    bool closed;
    set(&f);
    int fd = dial_socket(&f, UPGRADE("/ws", ""));
    fixture_tell(&f, COMMAND_CLOSE);
    struct slice got = hear(fd, NULL, 5000, &closed);
    cr_expect(slice_eq(got, SLICE("\x88\x06\x03\xe8"
                                  "done")));
    cr_expect(closed);
    close(fd);
    fixture_stop(&f);
    cr_expect_eq(f.closed, 1);
}

Test(http_websocket, pings_and_cuts_whoever_gives_no_sign_of_life)
{
    struct fixture f;
    bool closed;
    set(&f);
    int silent = dial_socket(&f, UPGRADE("/ws?ping=300", "")), alive = dial_socket(&f, UPGRADE("/ws?ping=300", ""));
    for (int i = 0; i < 4; i++) {
        cr_expect(slice_eq(hear(alive, "\x89", 3000, NULL), SLICE("\x89\0")));
        say_frame(alive, FIN | PONG, SLICE_NONE);
    }
    struct slice got = hear(silent, NULL, 3000, &closed);
    cr_expect(got.len <= 4 && slice_starts(got, SLICE("\x89\0")));
    cr_expect(closed);
    cr_expect_eq(f.closed, 1);
    close(silent);
    close(alive);
    fixture_stop(&f);
    cr_expect_eq(f.counts.timeouts, 1);
}

Test(http_websocket, says_that_too_much_is_queued)
{
    struct fixture f;
    set(&f);
    int fd = dial_socket(&f, UPGRADE("/ws", ""));
    cr_expect(wait_for(&f.sockets, 1));
    fixture_tell(&f, COMMAND_FLOOD); /* until it is refused */
    cr_expect(wait_for(&f.refused_sends, 1));
    struct slice got = SLICE_NONE;
    bool closed = false;
    char last[64] = "";
    while (!closed) { /* now it reads */
        got = hear(fd, NULL, 500, &closed);
        if (got.len >= 22)
            memcpy(last, got.at + got.len - 22, 22);
        if (got.len == 0)
            break;
    }
    cr_expect_eq(memcmp(last, "\x88\x14\x03\xf5too much is unread", 22), 0);
    close(fd);
    fixture_stop(&f);
    cr_expect_eq(f.closed, 1);
}

Test(http_websocket, closes_all_sockets_when_the_server_stops)
{
    struct fixture f;
    bool closed;
    set(&f);
    int fd = dial_socket(&f, UPGRADE("/ws", ""));
    fixture_tell(&f, COMMAND_STOP);
    struct slice got = hear(fd, "stops", 3000, NULL);
    cr_expect(slice_starts(got, SLICE("\x88\x12\x03\xe9the server stops")));
    say_frame(fd, FIN | CLOSE, SLICE("\x03\xe9"));
    (void)hear(fd, NULL, 3000, &closed);
    cr_expect(closed);
    close(fd);
    fixture_stop(&f);
    cr_expect_eq(f.closed, 1);
}
