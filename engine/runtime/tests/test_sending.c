#include "sending.h"

#include <criterion/criterion.h>
#include "outbox_store.h"
#include <parley/size.h>

/* -- the world around it: a clock that is set, a channel that keeps what it was handed
 * ------------------------------------------- */

static struct outbox_store outbox;
static struct sendings sendings;
static struct runtime_setup setup;
static uint64_t clock_ms;
static const struct wall noon = {INT64_C(1784548800000)};

static struct instant clock_now(struct clock *c)
{
    (void)c;
    return (struct instant){clock_ms * 1000000};
}

static struct wall clock_wall(struct clock *c)
{
    (void)c;
    return (struct wall){noon.ms + (int64_t)clock_ms};
}

static struct {
    struct channel base;
    struct flight {
        const struct send *send;
        channel_done *done;
        void *context;
    } flights[OUTBOX_MAX];
    size_t count, forgotten;
} line;

static void transmit(struct channel *c, const struct send *send, channel_done *done, void *context)
{
    (void)c;
    must(line.count < OUTBOX_MAX);
    line.flights[line.count++] = (struct flight){send, done, context};
}

static void forget(struct channel *c, void *context)
{
    (void)c, (void)context;
    line.forgotten++;
}

static struct {
    unsigned count;
    enum send_state last;
} heard;

static void send_done(void *context, const struct send *s, const struct send_result *r, struct wall at)
{
    (void)context, (void)s, (void)at;
    heard.count++;
    heard.last = r->state;
}

static void begin_with(size_t sends, size_t most)
{
    static const struct clock_ops clock_ops = {clock_now, clock_wall};
    static const struct channel_ops line_ops = {.name = "line", .transmit = transmit, .forget = forget};
    static struct clock clock = {&clock_ops};
    clock_ms = 1000;
    outbox_init(&outbox, sends);
    for (size_t i = 0; i < sends; i++)
        outbox.sends[i].since = noon;
    line.base.ops = &line_ops;
    setup = (struct runtime_setup){.store = &outbox.base,
                                   .clock = &clock,
                                   .channels[CHANNEL_CHAT] = &line.base,
                                   .watch.send_done = send_done,
                                   .sends_max = most};
    sendings_init(&sendings, &setup);
}

static void tear_down(void)
{
    sendings_finish(&sendings);
}
TestSuite(sending, .fini = tear_down);

static void pump(void)
{
    while (sendings_pump(&sendings, true))
        continue;
}

/* The flight that began as the nth ends; the result is gone after the call. */
static void ends(size_t nth, enum send_state state, int64_t retry_after_ms)
{
    char id[] = "p-17", reason[] = "busy";
    struct flight *f = &line.flights[nth];
    struct send_result r = {.state = state, .provider_id = slice_from(id), .reason = slice_from(reason)};
    r.retry_at.ms = noon.ms + (int64_t)clock_ms + retry_after_ms;
    f->done(f->context, f->send->key, &r);
    id[0] = reason[0] = '?';
}

static uint64_t comes_back_in_ms(void)
{
    struct instant next = sendings_next(&sendings, true);
    return next.ns == INSTANT_NEVER.ns ? UINT64_MAX : next.ns / 1000000 - clock_ms;
}

/* -- results
 * --------------------------------------------------------------------------------------------------------------------- */

Test(sending, keeps_a_result_until_the_store_has_taken_it)
{
    begin_with(1, 4);
    pump();
    cr_assert(line.count == 1 && outbox.sends[0].state == SEND_SENDING);
    outbox.ended_says = UNAVAILABLE;
    ends(0, SEND_ACCEPTED, 0);
    for (unsigned tries = 1; tries <= 3; tries++) {
        cr_assert(outbox.ended_calls == tries && sendings.open == 1 && heard.count == 0);
        cr_assert_eq(comes_back_in_ms(), 1000);
        clock_ms += 999;
        pump();
        cr_assert_eq(outbox.ended_calls, tries, "a store that is away is not asked all the time");
        clock_ms += 1;
        pump();
    }
    outbox.ended_says = OK;
    clock_ms += 1000;
    pump();
    cr_assert(outbox.sends[0].state == SEND_ACCEPTED && heard.count == 1 && heard.last == SEND_ACCEPTED);
    cr_assert_str_eq(outbox.provider_id[0], "p-17", "as the channel said it");
    cr_assert_eq(sendings.open, 0);
    cr_assert_eq(line.count, 1, "and nothing was sent again");
}

/* Whatever becomes of them: an acceptance, a refusal, a doubt, a result that came too late to matter. */
Test(sending, has_room_again_for_each_that_ended)
{
    enum { MOST = 2 };
    static const enum send_state states[] = {SEND_ACCEPTED, SEND_REFUSED, SEND_UNKNOWN};
    begin_with(OUTBOX_MAX, MOST);
    for (size_t i = 0; i < OUTBOX_MAX; i++) {
        pump();
        cr_assert_eq(line.count, i + MOST < OUTBOX_MAX ? i + MOST : OUTBOX_MAX, "%zu ended", i);
        if (i % 4 == 3)
            outbox.sends[i].state = SEND_HUMAN; /* somebody was quicker */
        ends(i, i % 4 == 3 ? SEND_REFUSED : states[i % 4], 0);
    }
    pump();
    cr_assert(sendings.open == 0 && line.count == OUTBOX_MAX);
    cr_assert_eq(heard.count, OUTBOX_MAX - OUTBOX_MAX / 4, "what the store did not take did not happen");
}

/* A process that slept: meanwhile another began the send once more. */
Test(sending, a_refusal_of_an_old_attempt_does_not_end_a_new_one)
{
    static const enum send_state late[] = {SEND_REFUSED, SEND_INTENT, SEND_UNKNOWN};
    begin_with(COUNT_OF(late) + 1, 4);
    pump();
    for (size_t i = 0; i < COUNT_OF(late); i++) {
        outbox.sends[i].attempts++;
        ends(i, late[i], 0);
        cr_assert_eq(outbox.sends[i].state, SEND_SENDING);
    }
    outbox.sends[COUNT_OF(late)].attempts++;
    ends(COUNT_OF(late), SEND_ACCEPTED, 0);
    cr_assert_eq(outbox.sends[COUNT_OF(late)].state, SEND_ACCEPTED, "whichever attempt brought it there");
    cr_assert(sendings.open == 0 && heard.count == 1);
}

Test(sending, tries_again_when_the_provider_said)
{
    begin_with(1, 4);
    pump();
    cr_assert_eq(comes_back_in_ms(), UINT64_MAX, "nothing else waits");
    ends(0, SEND_INTENT, 5000);
    cr_assert_eq(comes_back_in_ms(), 5000);
    clock_ms += 4999;
    pump();
    cr_assert_eq(line.count, 1);
    clock_ms += 1;
    pump();
    cr_assert(line.count == 2 && outbox.sends[0].attempts == 2);
    ends(1, SEND_ACCEPTED, 0);
}

Test(sending, looks_for_what_waited_behind_the_one_that_ended)
{
    static const enum send_state states[] = {SEND_ACCEPTED, SEND_REFUSED, SEND_UNKNOWN};
    begin_with(COUNT_OF(states) + 1, 4);
    outbox.retry_at[COUNT_OF(states)].ms = noon.ms + 60000;
    pump();
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        cr_assert_eq(comes_back_in_ms(), 59000, "as the store said");
        ends(i, states[i], 0);
        cr_assert_eq(comes_back_in_ms(), 0);
        pump();
    }
}

/* A provider that says "again, in 0 ms" for ever: what it costs is ours to say. */
static uint64_t seconds_until_it_is_over(uint32_t *attempts)
{
    enum { STEP_MS = 250, PUMPS_MAX = 400000 };
    begin_with(1, 4);
    for (unsigned i = 0; i < PUMPS_MAX && outbox.sends[0].state != SEND_REFUSED; i++) {
        pump();
        if (outbox.sends[0].state == SEND_SENDING) {
            ends(0, SEND_INTENT, 0);
            line.count = 0;
        }
        clock_ms += STEP_MS;
    }
    *attempts = outbox.sends[0].attempts;
    return (clock_ms - 1000) / 1000;
}

Test(sending, tries_no_more_often_than_its_own_pauses_allow)
{
    uint32_t attempts;
    uint64_t seconds = seconds_until_it_is_over(&attempts);
    cr_assert_eq(outbox.sends[0].state, SEND_REFUSED, "after %u attempts", attempts);
    cr_assert_leq(attempts, 220, "%u attempts", attempts);
    cr_assert(seconds >= 86400 - 600 && seconds <= 86400, "given up after %llu s", (unsigned long long)seconds);
    cr_assert_str_eq(outbox.reason[0], "busy", "with what the provider said last");
    cr_assert(sendings.called, "somebody hears of it");
}

static struct {
    struct alert base;
    unsigned count;
} bell;

static void rings(struct alert *a, enum alert_level level, struct slice what, struct slice text)
{
    (void)a, (void)text;
    bell.count += level == ALERT_PAGE && slice_eq(what, SLICE("channel.away"));
}

Test(sending, tells_once_that_a_channel_takes_nothing)
{
    static const struct alert_ops ops = {.raise = rings};
    enum { SENDS = 3 };
    begin_with(SENDS, 4);
    bell.base.ops = &ops;
    setup.alert = &bell.base;
    for (unsigned s = 0; s < 180 * 4; s++) {
        pump();
        while (line.count > 0) {
            ends(line.count - 1, SEND_INTENT, 0);
            line.count--;
        }
        cr_assert(s > 12 * 4 || bell.count == 0, "a short trouble is nobody's business");
        clock_ms += 250;
    }
    cr_assert_eq(bell.count, 1, "not for each of %d sends, nor for each attempt", SENDS);
}

/* -- the store
 * ------------------------------------------------------------------------------------------------------------------- */

Test(sending, asks_a_store_that_is_away_a_second_later)
{
    begin_with(1, 4);
    outbox.began_says = UNAVAILABLE;
    pump();
    pump();
    cr_assert_eq(outbox.began_calls, 1);
    cr_assert_eq(comes_back_in_ms(), 1000);
    outbox.began_says = OK;
    clock_ms += 1000;
    pump();
    cr_assert_eq(line.count, 1);
}

/* Each call may wait for the lock as long as the store has patience: one of them finds out for all. */
Test(sending, asks_a_store_that_is_away_for_one_result_and_not_for_all)
{
    enum { SENDS = 8 };
    begin_with(SENDS, SENDS);
    pump();
    outbox.ended_says = UNAVAILABLE;
    for (size_t i = 0; i < SENDS; i++)
        ends(i, SEND_ACCEPTED, 0);
    cr_assert_eq(outbox.ended_calls, 1);
    clock_ms += 1000;
    pump();
    cr_assert_eq(outbox.ended_calls, 2);
    outbox.ended_says = OK;
    clock_ms += 1000;
    pump();
    cr_assert(sendings.open == 0 && heard.count == SENDS, "and then all of them");
}

Test(sending, notices_a_store_that_failed_for_good)
{
    begin_with(1, 4);
    pump();
    cr_assert(!sendings.failed);
    outbox.ended_says = IO_FAILED;
    ends(0, SEND_ACCEPTED, 0);
    cr_assert(sendings.failed && sendings.open == 0);
    tear_down();
    begin_with(1, 4);
    outbox.began_says = IO_FAILED;
    pump();
    cr_assert(sendings.failed && line.count == 1);
}

/* -- beginning and ending
 * -------------------------------------------------------------------------------------------------------- */

Test(sending, begins_nothing_that_may_not_begin)
{
    begin_with(1, 4);
    cr_assert(!sendings_pump(&sendings, false) && outbox.began_calls == 0);
    cr_assert_eq(sendings_next(&sendings, false).ns, INSTANT_NEVER.ns);
}

/* Another process may have that channel, or this one after its next start. */
Test(sending, waits_with_what_no_channel_can_carry)
{
    begin_with(1, 4);
    outbox.sends[0].channel = CHANNEL_VOICE;
    pump();
    cr_assert(outbox.sends[0].state == SEND_INTENT && outbox.reason[0][0] != '\0' && sendings.open == 0);
    cr_assert(comes_back_in_ms() <= 1000 && comes_back_in_ms() >= 750);
    clock_ms += 1000;
    setup.channels[CHANNEL_VOICE] = &line.base;
    pump();
    cr_assert_eq(line.count, 1, "somebody has connected it");
}

/* The store knows it as sending; whoever starts next calls it unknown. */
Test(sending, hears_no_more_of_what_is_on_its_way_at_the_end)
{
    begin_with(3, 2);
    pump();
    ends(0, SEND_ACCEPTED, 0);
    pump();
    cr_assert(line.count == 3 && sendings.open == 2);
    sendings_finish(&sendings);
    cr_assert_eq(line.forgotten, 2, "the one that ended is not on its way");
    cr_assert(outbox.sends[1].state == SEND_SENDING && outbox.sends[2].state == SEND_SENDING);
    begin_with(0, 1);
}
