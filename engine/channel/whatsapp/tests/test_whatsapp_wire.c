/* The channel over real requests, against a server whose every byte the test decides: what it swallows, cuts or delays is in
 * doubt and is not said again; what it refuses, or never heard, is known not to be sent. */
#include <criterion/criterion.h>

#include "hand_server.h"

#include <parley/whatsapp_channel.h>

#include <signal.h>

static struct hand_server server;
static struct outgoing *outgoing;
static struct whatsapp_numbers *numbers;
static struct channel *channel;
static struct clock real;
static struct error error;
static char base[64];

static struct {
    bool is_done;
    unsigned times;
    enum send_state state;
    char id[64], reason[256];
} got;

static struct instant clock_now(struct clock *c)
{
    (void)c;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (struct instant){(uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec};
}

static struct wall clock_wall(struct clock *c)
{
    (void)c;
    return (struct wall){1795000000000};
}

static void on_done(void *context, struct slice key, const struct send_result *result)
{
    (void)context;
    cr_assert(slice_eq(key, SLICE("4.9.0")));
    got.is_done = true;
    got.times++;
    got.state = result->state;
    snprintf(got.id, sizeof got.id, SLICE_FMT, SLICE_ARG(result->provider_id));
    snprintf(got.reason, sizeof got.reason, SLICE_FMT, SLICE_ARG(result->reason));
}

static void begin_with(hand_script *script)
{
    static const struct clock_ops ops = {clock_now, clock_wall};
    signal(SIGPIPE, SIG_IGN);
    real.ops = &ops;
    hand_start(&server, script);
    snprintf(base, sizeof base, "http://127.0.0.1:%u", server.port);
    struct outgoing_setup o = {.open_max = 8};
    outgoing = outgoing_create(&o, &error);
    cr_assert_not_null(outgoing, "%s", error.text);
    struct whatsapp_number number = {.tenant = {7},
                                     .id = SLICE("11"),
                                     .provider = WHATSAPP_CLOUD,
                                     .base_url = slice_from(base),
                                     .version = SLICE("v25.0"),
                                     .token = SLICE("token-one")};
    struct whatsapp_numbers_setup n = {.numbers = &number, .count = 1, .clock = &real, .contacts_max = 64};
    cr_assert_eq(whatsapp_numbers_create(&numbers, &n, &error), OK, "%s", error.text);
    struct whatsapp_setup c = {.numbers = numbers, .wire = whatsapp_wire_of(outgoing), .clock = &real};
    channel = whatsapp_channel_create(&c);
}

static void finish(void)
{
    channel->ops->close(channel);
    whatsapp_numbers_destroy(numbers);
    outgoing_destroy(outgoing);
    hand_stop(&server);
}

static const struct send message = {.tenant = {7},
                                    .key = SLICE_INIT("4.9.0"),
                                    .channel = CHANNEL_WHATSAPP,
                                    .address = {SLICE_INIT("+447700900321")},
                                    .text = {SLICE_INIT("caf\xc3\xa9")},
                                    .attempts = 1};

/* As a lane does it: pump, rest, pump; and a while longer, to see that nothing comes behind. */
static void run(unsigned longest_ms, unsigned behind_ms)
{
    struct instant end = instant_plus(clock_now(NULL), DURATION_MS(longest_ms));
    channel->ops->transmit(channel, &message, on_done, NULL);
    while (!got.is_done && clock_now(NULL).ns < end.ns) {
        outgoing_rest(outgoing, -1, DURATION_MS(20));
        channel->ops->pump(channel);
    }
    end = instant_plus(clock_now(NULL), DURATION_MS(behind_ms));
    while (clock_now(NULL).ns < end.ns) {
        outgoing_rest(outgoing, -1, DURATION_MS(20));
        channel->ops->pump(channel);
    }
    cr_assert_eq(got.times, 1, "done is told once: %u", got.times);
}

static void accepts(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    while (hand_hear(s, fd))
        hand_answer(fd, "200 OK", "{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\"wamid.REAL\"}]}");
}

Test(whatsapp_wire, says_what_the_provider_expects)
{
    begin_with(accepts);
    run(5000, 0);
    cr_assert_eq(got.state, SEND_ACCEPTED, "%s", got.reason);
    cr_assert_str_eq(got.id, "wamid.REAL");
    cr_assert(strncmp(server.last, "POST /v25.0/11/messages HTTP/1.1\r\n", 34) == 0, "%s", server.last);
    cr_assert_not_null(strstr(server.last, "\r\nAuthorization: Bearer token-one\r\n"));
    cr_assert_not_null(strstr(server.last, "\r\nContent-Type: application/json\r\n"));
    cr_assert_not_null(strstr(server.last, "\"body\":\"caf\xc3\xa9\""));
    finish();
}

static void refuses(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        hand_answer(fd, "400 Bad Request", "{\"error\":{\"message\":\"(#131047)\",\"code\":131047}}");
}

Test(whatsapp_wire, knows_a_refusal)
{
    begin_with(refuses);
    run(5000, 100);
    cr_assert_eq(got.state, SEND_REFUSED, "%s", got.reason);
    cr_assert_eq(atomic_load(&server.requests), 1);
    finish();
}

static void swallows(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        hand_hear(s, fd); /* until the other side closes */
}

Test(whatsapp_wire, is_in_doubt_when_the_request_is_swallowed, .timeout = 30)
{
    begin_with(swallows);
    struct instant began = clock_now(NULL);
    run(12000, 1500);
    cr_assert_eq(got.state, SEND_UNKNOWN, "%s", got.reason);
    cr_assert_leq(clock_now(NULL).ns - began.ns, DURATION_MS(WHATSAPP_DEADLINE_MS + 1800).ns);
    cr_assert_eq(atomic_load(&server.requests), 1, "never said again");
    cr_assert_eq(atomic_load(&server.connections), 1);
    finish();
}

static void cuts(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    hand_hear(s, fd);
}

Test(whatsapp_wire, is_in_doubt_when_the_connection_is_cut_behind_the_request)
{
    begin_with(cuts);
    run(5000, 1500);
    cr_assert_eq(got.state, SEND_UNKNOWN, "%s", got.reason);
    cr_assert_eq(atomic_load(&server.requests), 1);
    finish();
}

static void resets(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    hand_hear(s, fd);
    hand_reset(fd);
}

Test(whatsapp_wire, is_in_doubt_when_the_connection_is_reset)
{
    begin_with(resets);
    run(5000, 1500);
    cr_assert_eq(got.state, SEND_UNKNOWN, "%s", got.reason);
    cr_assert_eq(atomic_load(&server.requests), 1);
    finish();
}

static void cuts_the_answer(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        hand_say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n{\"messages\":[{\"id\":\"wamid.REAL\"}]}");
}

Test(whatsapp_wire, is_in_doubt_when_the_answer_is_cut)
{
    begin_with(cuts_the_answer);
    run(5000, 500);
    cr_assert_eq(got.state, SEND_UNKNOWN, "%s", got.reason);
    cr_assert_eq(atomic_load(&server.requests), 1);
    finish();
}

static void relays_badly(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (hand_hear(s, fd))
        hand_answer(fd, "502 Bad Gateway", "<html>upstream</html>");
}

Test(whatsapp_wire, is_in_doubt_when_a_gateway_failed)
{
    begin_with(relays_badly);
    run(5000, 1500);
    cr_assert_eq(got.state, SEND_UNKNOWN, "%s", got.reason);
    cr_assert_eq(atomic_load(&server.requests), 1);
    finish();
}

static void delays(struct hand_server *s, int fd, unsigned nth)
{
    (void)nth;
    if (!hand_hear(s, fd))
        return;
    hand_pause(800);
    hand_answer(fd, "200 OK", "{\"messages\":[{\"id\":\"wamid.LATE\"}]}");
}

Test(whatsapp_wire, waits_for_an_answer_that_is_slow)
{
    begin_with(delays);
    run(5000, 0);
    cr_assert_eq(got.state, SEND_ACCEPTED, "%s", got.reason);
    cr_assert_str_eq(got.id, "wamid.LATE");
    finish();
}

Test(whatsapp_wire, knows_that_nothing_was_sent_when_nobody_listens)
{
    begin_with(accepts);
    hand_stop(&server);
    run(5000, 100);
    cr_assert_eq(got.state, SEND_INTENT, "%s", got.reason);
    channel->ops->close(channel);
    whatsapp_numbers_destroy(numbers);
    outgoing_destroy(outgoing);
}

Test(whatsapp_wire, forgets_what_is_on_its_way)
{
    begin_with(swallows);
    channel->ops->transmit(channel, &message, on_done, &got);
    for (int i = 0; i < 50 && atomic_load(&server.requests) == 0; i++)
        outgoing_rest(outgoing, -1, DURATION_MS(20));
    channel->ops->forget(channel, &got);
    for (int i = 0; i < 10; i++)
        outgoing_rest(outgoing, -1, DURATION_MS(20));
    cr_assert_eq(got.times, 0);
    cr_assert_eq(outgoing_open(outgoing), 0);
    finish();
}
