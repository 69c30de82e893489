#include <parley/receipt.h>

#include <criterion/criterion.h>
#include "outbox_store.h"
#include <parley/size.h>

static struct outbox_store outbox;
static const struct wall noon = {INT64_C(1784548800000)};
static const enum receipt arrivals[] = {RECEIPT_SENT, RECEIPT_DELIVERED, RECEIPT_READ};

static void begin_as(enum send_state state)
{
    outbox_init(&outbox, 1);
    outbox.sends[0].state = state;
    outbox.sends[0].attempts = 1;
}

static enum code take(const char *key, enum receipt r)
{
    struct error e;
    return receipt_take(&outbox.base, slice_from(key), r, noon, &e);
}

Test(receipt, names_are_read_as_they_are_written)
{
    enum receipt r;
    for (int i = RECEIPT_SENT; i <= RECEIPT_FAILED; i++)
        cr_assert(receipt_parse(&r, slice_from(receipt_name((enum receipt)i))) && r == (enum receipt)i);
    cr_assert(!receipt_parse(&r, SLICE("delivere")) && !receipt_parse(&r, SLICE("Sent")) && !receipt_parse(&r, SLICE("")));
}

Test(receipt, settles_a_doubt_as_accepted_whatever_comes_first)
{
    static const enum send_state open[] = {SEND_SENDING, SEND_UNKNOWN}; /* a receipt may be quicker than the response */
    for (size_t o = 0; o < COUNT_OF(open); o++)
        for (size_t first = 0; first < COUNT_OF(arrivals); first++) {
            begin_as(open[o]);
            for (size_t i = 0; i < 2 * COUNT_OF(arrivals); i++) {
                cr_assert_eq(take("k0", arrivals[(first + i) % COUNT_OF(arrivals)]), OK, "the provider need not repeat it");
                cr_assert_eq(outbox.sends[0].state, SEND_ACCEPTED);
            }
        }
}

Test(receipt, a_failure_settles_a_doubt_as_refused)
{
    static const enum send_state open[] = {SEND_SENDING, SEND_UNKNOWN};
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        begin_as(open[i]);
        cr_assert_eq(take("k0", RECEIPT_FAILED), OK);
        cr_assert_eq(outbox.sends[0].state, SEND_REFUSED);
        cr_expect(outbox.reason[0][0] != '\0', "somebody will ask why");
        cr_assert_eq(take("k0", RECEIPT_FAILED), OK, "again is no news");
        cr_assert_eq(outbox.sends[0].state, SEND_REFUSED);
    }
}

Test(receipt, a_failure_after_the_acceptance_goes_to_a_person_once)
{
    begin_as(SEND_SENDING);
    cr_assert_eq(take("k0", RECEIPT_SENT), OK);
    cr_assert_eq(take("k0", RECEIPT_FAILED), OK);
    cr_assert_eq(outbox.sends[0].state, SEND_HUMAN);
    for (int i = 0; i < 3; i++)
        cr_assert_eq(take("k0", RECEIPT_FAILED), OK, "the provider need not repeat it");
    cr_assert_eq(take("k0", RECEIPT_DELIVERED), OK);
    cr_assert_eq(outbox.sends[0].state, SEND_HUMAN, "what a person has stays with them");
}

Test(receipt, changes_nothing_that_is_settled)
{
    begin_as(SEND_REFUSED);
    for (size_t i = 0; i < COUNT_OF(arrivals); i++)
        cr_assert_eq(take("k0", arrivals[i]), OK);
    cr_assert_eq(outbox.sends[0].state, SEND_REFUSED);
}

Test(receipt, says_when_the_key_was_never_sent)
{
    begin_as(SEND_SENDING);
    cr_assert_eq(take("k7", RECEIPT_SENT), NOT_FOUND);
    cr_assert_eq(take("k7", RECEIPT_FAILED), NOT_FOUND);
    cr_assert_eq(outbox.sends[0].state, SEND_SENDING);
}

/* Not durable, not acknowledged: by the first look, and by the second that a failure after an acceptance takes. */
Test(receipt, must_be_repeated_when_the_store_did_not_take_it)
{
    for (unsigned from = 0; from < 2; from++) {
        begin_as(SEND_ACCEPTED);
        outbox.ended_says = UNAVAILABLE;
        outbox.ended_says_from = from;
        cr_assert_eq(take("k0", RECEIPT_FAILED), UNAVAILABLE);
        cr_assert_eq(outbox.sends[0].state, SEND_ACCEPTED);
        outbox.ended_says = OK;
        cr_assert_eq(take("k0", RECEIPT_FAILED), OK);
        cr_assert_eq(outbox.sends[0].state, SEND_HUMAN);
    }
}
