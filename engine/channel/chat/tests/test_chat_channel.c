#define _POSIX_C_SOURCE 200809L

#include <criterion/criterion.h>
#include <parley/chat_channel.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

struct still_clock {
    struct clock base;
    uint64_t ms;
};

static struct instant still_now(struct clock *c)
{
    return (struct instant){((struct still_clock *)(void *)c)->ms * 1000000};
}

static struct wall still_wall(struct clock *c)
{
    return (struct wall){(int64_t)((struct still_clock *)(void *)c)->ms};
}

static const struct clock_ops still_ops = {still_now, still_wall};

struct heard {
    unsigned times;
    struct send_result result;
    char reason[64];
};

struct fixture {
    int ends[2];
    struct still_clock clock;
    struct channel *channel;
    struct send send;
    struct heard heard;
};

static struct fixture fixture_chat(void)
{
    struct fixture f = {.clock = {{&still_ops}, 1000},
                        .send = {.key = SLICE("1.2.0"),
                                 .attempts = 1,
                                 .address = private_hide(SLICE("+447700900001")),
                                 .text = private_hide(SLICE("hello")),
                                 .at = {1000}}};
    cr_assert_eq(pipe(f.ends), 0);
    return f;
}

static void open_chat(struct fixture *f, uint64_t deadline_s)
{
    struct chat_setup setup = {f->ends[1], &f->clock.base, DURATION_S(deadline_s)};
    f->channel = chat_channel_create(&setup);
}

static void on_done(void *context, struct slice key, const struct send_result *r)
{
    struct heard *h = context;
    cr_assert(slice_eq(key, SLICE("1.2.0")));
    h->times++;
    h->result = *r;
    snprintf(h->reason, sizeof h->reason, SLICE_FMT, SLICE_ARG(r->reason));
}

static void transmit(struct fixture *f)
{
    f->channel->ops->transmit(f->channel, &f->send, on_done, &f->heard);
}

static struct chat_receipt receipt(enum send_state state, uint64_t attempt)
{
    return (struct chat_receipt){.key = SLICE("1.2.0"), .state = state, .attempt = attempt, .after_ms = 70};
}

static bool tell(struct fixture *f, enum send_state state, uint64_t attempt)
{
    struct chat_receipt r = receipt(state, attempt);
    return chat_channel_receipt(f->channel, &r);
}

static void close_chat(struct fixture *f)
{
    f->channel->ops->close(f->channel);
    close(f->ends[0]);
    close(f->ends[1]);
}

Test(chat_channel, counts_a_written_line_as_accepted_without_receipts)
{
    struct fixture f = fixture_chat();
    char line[300] = "";
    open_chat(&f, 0);
    transmit(&f);
    cr_assert_eq(f.heard.times, 1);
    cr_assert_eq(f.heard.result.state, SEND_ACCEPTED);
    cr_assert_gt(read(f.ends[0], line, sizeof line - 1), 0);
    cr_assert_str_eq(line, "{\"kind\":\"message\",\"key\":\"1.2.0\",\"attempt\":1,\"to\":\"+447700900001\",\"purpose\":\"reply\","
                           "\"text\":\"hello\"}\n");
    close_chat(&f);
}

Test(chat_channel, is_told_at_the_pump_what_the_receipt_says)
{
    static const enum send_state states[] = {SEND_ACCEPTED, SEND_REFUSED, SEND_INTENT};
    for (size_t i = 0; i < 3; i++) {
        struct fixture f = fixture_chat();
        open_chat(&f, 10);
        transmit(&f);
        cr_assert_eq(f.heard.times, 0, "a written line is not accepted yet");
        cr_assert_eq(f.channel->ops->pump(f.channel).ns, UINT64_C(11000) * 1000000);
        cr_assert(tell(&f, states[i], 1));
        cr_assert_eq(f.heard.times, 0, "only its own thread hears");
        cr_assert_eq(f.channel->ops->pump(f.channel).ns, INSTANT_NEVER.ns);
        cr_assert_eq(f.heard.times, 1);
        cr_assert_eq(f.heard.result.state, states[i]);
        if (states[i] == SEND_INTENT)
            cr_assert_eq(f.heard.result.retry_at.ms, 1070);
        cr_assert_not(tell(&f, SEND_ACCEPTED, 1), "nobody waits any more");
        close_chat(&f);
    }
}

Test(chat_channel, calls_silence_until_the_deadline_unknown)
{
    struct fixture f = fixture_chat();
    open_chat(&f, 10);
    transmit(&f);
    f.clock.ms = 10999;
    f.channel->ops->pump(f.channel);
    cr_assert_eq(f.heard.times, 0);
    f.clock.ms = 11000;
    f.channel->ops->pump(f.channel);
    cr_assert_eq(f.heard.times, 1);
    cr_assert_eq(f.heard.result.state, SEND_UNKNOWN);
    cr_assert_str_eq(f.heard.reason, "no receipt came");
    close_chat(&f);
}

Test(chat_channel, does_not_take_a_refusal_of_an_earlier_attempt_for_this_one)
{
    struct fixture f = fixture_chat();
    open_chat(&f, 10);
    f.send.attempts = 2;
    transmit(&f);
    cr_assert_not(tell(&f, SEND_INTENT, 1));
    cr_assert_not(tell(&f, SEND_REFUSED, 1));
    cr_assert(tell(&f, SEND_ACCEPTED, 1), "what is there is there, whichever attempt brought it");
    f.channel->ops->pump(f.channel);
    cr_assert_eq(f.heard.result.state, SEND_ACCEPTED);
    close_chat(&f);
}

static void *pump_elsewhere(void *context)
{
    struct fixture *f = context;
    f->channel->ops->pump(f->channel);
    return NULL;
}

Test(chat_channel, tells_the_thread_that_transmitted_and_no_other)
{
    struct fixture f = fixture_chat();
    pthread_t other;
    open_chat(&f, 10);
    transmit(&f);
    cr_assert(tell(&f, SEND_ACCEPTED, 1));
    cr_assert_eq(pthread_create(&other, NULL, pump_elsewhere, &f), 0);
    pthread_join(other, NULL);
    cr_assert_eq(f.heard.times, 0);
    f.channel->ops->pump(f.channel);
    cr_assert_eq(f.heard.times, 1);
    close_chat(&f);
}

Test(chat_channel, sends_nothing_when_no_receipt_can_come)
{
    struct fixture f = fixture_chat();
    open_chat(&f, 10);
    transmit(&f);
    chat_channel_deaf(f.channel);
    f.channel->ops->pump(f.channel);
    cr_assert_eq(f.heard.result.state, SEND_UNKNOWN, "it was written");
    transmit(&f);
    cr_assert_eq(f.heard.times, 2);
    cr_assert_eq(f.heard.result.state, SEND_INTENT, "it was not");
    cr_assert_eq(f.heard.result.retry_at.ms, 6000);
    close_chat(&f);
}

Test(chat_channel, keeps_silent_about_what_was_forgotten)
{
    struct fixture f = fixture_chat();
    open_chat(&f, 10);
    transmit(&f);
    f.channel->ops->forget(f.channel, &f.heard);
    f.clock.ms = 60000;
    f.channel->ops->pump(f.channel);
    cr_assert_eq(f.heard.times, 0);
    cr_assert_not(tell(&f, SEND_ACCEPTED, 1));
    close_chat(&f);
}

/* -- settling what is in doubt -------------------------------------------------------------------------------------------------
 */

struct asked_store {
    struct store base;
    enum code answers;
    struct send_result result;
};

static enum code ended(struct store *s, struct slice key, const struct send_result *r, struct wall now, struct error *e)
{
    struct asked_store *a = (struct asked_store *)(void *)s;
    (void)now;
    a->result = *r;
    cr_assert(slice_eq(key, SLICE("1.2.0")));
    return a->answers == OK ? OK : fail(e, a->answers, "no");
}

static const struct store_ops asked_ops = {.send_ended = ended};

static enum code settle(struct asked_store *a, enum send_state says, enum code answers)
{
    struct chat_receipt r = receipt(says, 2);
    struct error e;
    *a = (struct asked_store){.base = {&asked_ops}, .answers = answers};
    return chat_receipt_settle(&a->base, &r, (struct wall){1000}, &e);
}

Test(chat_channel, settles_a_doubt_and_lets_the_store_compare)
{
    struct asked_store a;
    cr_assert_eq(settle(&a, SEND_ACCEPTED, OK), OK);
    cr_assert_eq(a.result.attempt, 0, "what is there is there, whichever attempt brought it");
    cr_assert_eq(settle(&a, SEND_INTENT, OK), OK);
    cr_assert_eq(a.result.attempt, 2);
    cr_assert_eq(a.result.retry_at.ms, 1070);
    cr_assert_eq(settle(&a, SEND_REFUSED, CONFLICT), OK, "nothing was in doubt");
    cr_assert_eq(a.result.attempt, 2);
    cr_assert_eq(settle(&a, SEND_ACCEPTED, NOT_FOUND), NOT_FOUND);
    cr_assert_eq(settle(&a, SEND_ACCEPTED, UNAVAILABLE), UNAVAILABLE);
}

/* -- lines
 * ------------------------------------------------------------------------------------------------------------------------ */

Test(chat_channel, reads_receipts_and_says_what_is_wrong_with_one)
{
    struct chat_line line;
    struct arena a;
    struct error e;
    struct place at = {SLICE("in"), 1, 1};
    arena_init(&a, 1 << 20);
    cr_assert_eq(chat_line_read(&line, &a, SLICE("{\"kind\":\"retry\",\"key\":\"1.2.0\",\"attempt\":3,\"after_ms\":20}"), at, &e),
                 OK);
    cr_assert(line.is_receipt);
    cr_assert_eq(line.receipt.state, SEND_INTENT);
    cr_assert_eq(line.receipt.attempt, 3);
    cr_assert_eq(line.receipt.after_ms, 20);
    cr_assert_eq(chat_line_read(&line, &a, SLICE("{\"kind\":\"shown\"}"), at, &e), BAD_INPUT);
    cr_assert_str_eq(e.text, "in:1:1: key: is missing; add \"key\": \"...\"");
    cr_assert_eq(chat_line_read(&line, &a, SLICE("{\"kind\":\"seen\",\"key\":\"1\"}"), at, &e), BAD_INPUT);
    cr_assert_str_eq(e.text, "in:1:1: kind: \"seen\" is not known; write message, shown, refused or retry");
    cr_assert_eq(chat_line_read(&line, &a, SLICE("{\"kind\":\"refused\",\"key\":\"1\",\"attempt\":0}"), at, &e), BAD_INPUT);
    arena_finish(&a);
}
