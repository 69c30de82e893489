/* Classes of wording by what they mean: near words, phrasal verbs, reasons, undertakings, lifted conditions, denied parts. Each
 * row has its counterpart that must not pass. */
#include "one_claim.h"

TestSuite(classes, .init = set_up, .fini = tear_down);

struct row {
    const char *known, *said;
    bool bad;
};

static void expect(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct facts_result r = said_against(rows[i].known, rows[i].said);
        cr_expect_eq(r.unregistered, rows[i].bad, "%s <- %s (%s)", rows[i].said, rows[i].known,
                     r.unit_count && r.units[0].why ? r.units[0].why : "");
    }
}

Test(classes, takes_a_phrasal_verb_for_the_word_it_means)
{
    static const char HIRE[] = "The deposit for a tent is refunded within 5 days.", PRICE[] = "Prices of tents rise each spring.",
                      FEE[] = "The booking fee of 10 pounds is not refundable.";
    static const struct row rows[] = {{HIRE, "You get your tent deposit back within 5 days.", false},
                                      {HIRE, "You don't get your tent deposit back within 5 days.", true},
                                      {PRICE, "Tent prices go up each spring.", false},
                                      {PRICE, "Tent prices go down each spring.", true},
                                      {FEE, "The 10 pounds booking fee can't be given back.", false},
                                      {FEE, "We give the 10 pounds booking fee back.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(classes, reads_a_word_no_claim_has_as_a_near_one)
{
    static const char TENT[] = "You can swap a tent once free of charge.", DOG[] = "Pets are allowed on pitch four.";
    static const struct row rows[] = {{TENT, "Exchanging a tent once is free.", false},
                                      {TENT, "Exchanging a tent once is not free.", true},
                                      {TENT, "Exchanging a stove once is free of charge and brings a voucher.", true},
                                      {DOG, "Your spaniel is allowed on pitch four.", false},
                                      {DOG, "Your spaniel is banned from pitch four.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(classes, holds_a_reason_against_a_condition)
{
    static const char PITCH[] = "A second car costs 8 pounds unless you booked a family pitch.",
                      KEY[] = "You get the key deposit back if you hand in the key by noon.";
    static const struct row rows[] = {{PITCH, "A second car costs you 8 pounds, as you've booked a family pitch.", true},
                                      {KEY, "Even if you hand in the key late you get the key deposit back.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(classes, refuses_what_nobody_undertook)
{
    static const char LATE[] = "Late check-out costs 12 pounds.", BOOK[] = "We send the gate code by text on the day of arrival.";
    static const struct row rows[] = {{LATE, "We'll refund the 12 pounds for late check-out.", true},
                                      {LATE, "I'll credit your account with the 12 pounds for late check-out.", true},
                                      {LATE, "Someone from the site will call you back about late check-out.", true},
                                      {LATE, "Late check-out will cost 12 pounds.", false},
                                      {BOOK, "We'll send the gate code by text on the day of arrival.", false},
                                      {BOOK, "You'll get a text with the gate code on the day of arrival.", false},
                                      {BOOK, "We'll upgrade your pitch on the day of arrival and text the code.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(classes, refuses_a_condition_that_is_lifted)
{
    static const char TREE[] = "We replace a tent free of charge if it is under 3 years old.",
                      FIRE[] = "Campfires are not allowed unless you use a fire bowl.",
                      DEFER[] = "You can move your stay by one year, except for group stays.";
    static const struct row rows[] = {{TREE, "We replace a tent free of charge, however old it is.", true},
                                      {TREE, "If a tent is under 3 years old we replace it free of charge.", false},
                                      {FIRE, "Campfires are allowed, fire bowl or no fire bowl.", true},
                                      {FIRE, "You don't need to use a fire bowl for campfires.", true},
                                      {FIRE, "Campfires are allowed if you use a fire bowl.", false},
                                      {DEFER, "You can move any stay by one year.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(classes, refuses_what_a_part_of_the_claim_denies)
{
    static const char DESK[] = "The desk is open Monday to Saturday from 8am to 6pm and is closed on Sunday.",
                      BOAT[] = "A boat costs 9 pounds an hour; on a family pass there is no boat fee.";
    static const struct row rows[] = {{DESK, "The desk is open on Saturday too.", false},
                                      {DESK, "The desk is open on Sunday too.", true},
                                      {DESK, "The desk is closed on Sunday.", false},
                                      {BOAT, "There's no boat fee on a family pass.", false},
                                      {BOAT, "There's a boat fee on a family pass.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(classes, lets_pass_what_is_not_promised_or_known)
{
    static const char TENT[] = "Tents are guaranteed for 2 years.", WAIT[] = "Most repairs take 5 days.";
    static const struct row rows[] = {{WAIT, "I can't promise it will be done in 5 days.", false},
                                      {WAIT, "There's nothing in front of me about kayaks, so I couldn't say.", false},
                                      {WAIT, "I'm so sorry you're without a tent.", false},
                                      {WAIT, "That's not the answer you were hoping for.", false},
                                      {TENT, "We don't guarantee tents for 2 years.", true},
                                      {TENT, "There's nothing to pay for kayaks.", true}};
    expect(rows, COUNT_OF(rows));
}
