/* One thing differs at a time: each pair is a known text, what it allows, and what it must not allow although all else is alike.
 */
#include <criterion/criterion.h>

#include <parley/facts.h>
#include <parley/size.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 27);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(differences, .init = set_up, .fini = tear_down);

static bool allowed(const char *known, const char *said)
{
    struct known_text source = {.kind = KNOWN_CLAIM, .id = SLICE("k"), .text = slice_from(known)};
    struct text t;
    struct facts_result r;
    cr_assert_eq(text_read(&t, &a, slice_from(said), NULL), OK);
    facts_check(&r, &a, facts_register_create(&a, &source, 1), &t, NULL);
    return !r.unregistered;
}

static const struct {
    const char *what, *known, *right, *wrong;
} rows[] = {
    {"currency", "The deposit is 150 euros.",
     "The deposit is \xe2\x82\xac"
     "150.",
     "The deposit is 150 pounds."},
    {"tax",
     "The fee is \xc2\xa3"
     "90 plus VAT.",
     "The fee is 90 pounds plus VAT.",
     "The fee is \xc2\xa3"
     "90 including VAT."},
    {"fraction", "A third of the seats are reserved.", "One third of the seats are reserved.", "Half of the seats are reserved."},
    {"ordinal", "The surgery is on the second floor.", "You'll find the surgery on the second floor.",
     "The surgery is on the fourth floor."},
    {"plate", "The courtesy car is AB12 CDE.", "The courtesy car is AB12CDE.", "The courtesy car is AB12 CDF."},
    {"link", "Forms are at www.example.org/forms.", "Forms are at www.example.org/forms.", "Forms are at www.example.org/pay."},
    {"email", "Write to help@example.org with questions.", "Write to help@example.org with questions.",
     "Write to sales@example.org with questions."},
    {"two amounts change places",
     "Adults pay \xc2\xa3"
     "30 and children pay \xc2\xa3"
     "12.",
     "Children pay \xc2\xa3"
     "12 and adults pay \xc2\xa3"
     "30.",
     "Children pay \xc2\xa3"
     "30 and adults pay \xc2\xa3"
     "12."},
    {"another day's hours", "We open Monday to Friday from 8am to 6pm and on Saturday from 9am to 1pm.",
     "On Saturday we open from 9am to 1pm.", "On Saturday we open from 8am to 6pm."},
    {"a comparison", "Our scanners are made in Sweden.", "The scanners are made in Sweden.",
     "Our better scanners are made in Sweden."},
    {"all", "Staff at the branch speak Polish.", "Branch staff speak Polish.", "All staff at the branch speak Polish."},
    {"an attribution", "The roof was damaged by the storm.", "The storm damaged the roof.",
     "The council admitted the roof was damaged by the storm."},
    {"may becomes will", "You may receive a letter from the bank.", "You might receive a letter from the bank.",
     "You will receive a letter from the bank."},
    {"free of charge", "Replacement cards arrive in five days.", "A replacement card arrives in five days.",
     "Replacement cards arrive in five days for free."},
    {"a negation moves", "Dogs are allowed in the garden but not in the restaurant.",
     "Dogs are allowed in the garden, not in the restaurant.", "Dogs are not allowed in the garden but in the restaurant."},
    {"a negation moves to the other verb", "You do not need an appointment, but you must bring a referral letter.",
     "You must bring a referral letter, but you do not need an appointment.",
     "You need an appointment, but you must not bring a referral letter."},
    {"a clause that rides along",
     "The museum in the old harbour warehouse shows paintings, drawings and early photographs by local artists of the last "
     "century.",
     "The museum in the old harbour warehouse shows paintings, drawings and early photographs by local artists.",
     "The museum in the old harbour warehouse shows paintings, drawings and early photographs by local artists of the last "
     "century, and tigers sleep upstairs."},
    {"a clause of its own", "The museum has a cloakroom for coats and bags.",
     "There is a cloakroom for coats and bags in the museum.",
     "The museum has a cloakroom for coats and bags, and the director collects Roman helmets."},
    {"an outcome", "We send your complaint to the lender.", "Your complaint is sent to the lender by us.",
     "You will win once we send your complaint to the lender."},
    {"a statement in a question", "The pool closes at nine.", "What time does the pool close?",
     "Did you know that the pool closes at ten?"},
    {"an amount in a question",
     "The room costs \xc2\xa3"
     "80.",
     "How much would you like to spend?",
     "Would you like the room for \xc2\xa3"
     "60?"},
};

Test(differences, each_is_seen_and_the_same_said_otherwise_passes)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cr_expect(allowed(rows[i].known, rows[i].right), "%s: blocked: %s", rows[i].what, rows[i].right);
        cr_expect(!allowed(rows[i].known, rows[i].wrong), "%s: passed: %s", rows[i].what, rows[i].wrong);
    }
}

Test(differences, a_line_with_its_blanks_filled_is_allowed_and_not_identical)
{
    struct known_text source = {.kind = KNOWN_SCRIPT, .id = SLICE("k"), .text = SLICE("Your reference with us is {ref}.")};
    struct text t;
    struct facts_result r;
    cr_assert_eq(text_read(&t, &a, SLICE("Your reference with us is p12."), NULL), OK);
    facts_check(&r, &a, facts_register_create(&a, &source, 1), &t, NULL);
    cr_assert_eq(r.sentence_count, 1);
    cr_expect_eq(r.sentences[0].verdict, VERDICT_SCRIPT);
    cr_expect_not(r.sentences[0].identical);
}

Test(differences, only_the_very_words_are_identical)
{
    struct known_text source = {
        .kind = KNOWN_CLAIM, .id = SLICE("k"), .text = SLICE("You can cancel within 14 days at no cost.")};
    const struct facts_register *k = facts_register_create(&a, &source, 1);
    static const char *const said[] = {"You can cancel within 14 days at no cost.",
                                       "You can cancel within fourteen days at no cost."};
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        struct text t;
        struct facts_result r;
        cr_assert_eq(text_read(&t, &a, slice_from(said[i]), NULL), OK);
        facts_check(&r, &a, k, &t, NULL);
        cr_assert_eq(r.sentence_count, 1);
        cr_expect_eq(r.sentences[0].verdict, VERDICT_CLAIM);
        cr_expect_eq(r.sentences[0].identical, i == 0, "%s", said[i]);
    }
}
