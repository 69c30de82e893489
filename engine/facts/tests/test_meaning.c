/* What is said in other words than the register's: prices of nothing, limits, conditions from both ends, open and shut. Each row
 * has its counterpart that must not pass. */
#include "one_claim.h"

TestSuite(meaning, .init = set_up, .fini = tear_down);

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

Test(meaning, takes_free_of_charge_as_a_price)
{
    static const char LIFT[] = "A lift pass costs 45 pounds and is free if you stay for a week.",
                      SKIS[] = "We lend skis free of charge.", BOOTS[] = "Boots cost 12 pounds a day.",
                      SLEDGE[] = "We charge no fee for sledges.";
    static const struct row rows[] = {{LIFT, "You won't pay for the lift pass if you stay for a week.", false},
                                      {LIFT, "Staying for a week means there's no charge for the lift pass.", false},
                                      {LIFT, "You won't get a lift pass if you stay for a week.", true},
                                      {SKIS, "You can borrow skis from us for nothing.", false},
                                      {SKIS, "Borrowing skis is on us.", false},
                                      {SKIS, "Skis from us don't cost a penny.", false},
                                      {SKIS, "You pay for the skis that we lend.", true},
                                      {SKIS, "We do not lend skis free of charge.", true},
                                      {SKIS, "We can't shovel your driveway, as we lend skis free of charge.", true},
                                      {BOOTS, "Boots cost nothing.", true},
                                      {BOOTS, "There is no charge for boots.", true},
                                      {BOOTS, "You don't pay for boots.", true},
                                      {SLEDGE, "Sledges are free.", false},
                                      {SLEDGE, "We charge a fee for sledges.", true},
                                      {SLEDGE, "Sledges are not free.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(meaning, takes_no_limit_as_an_amount)
{
    static const char DATA[] = "We do not limit the amount of water you use on any tariff.", HIRE[] = "You can use 20 skis.";
    static const struct row rows[] = {{DATA, "Every tariff comes with unlimited water.", false},
                                      {DATA, "There's no water cap on any tariff.", false},
                                      {DATA, "Use as much water as you like.", false},
                                      {DATA, "There is a limit on the amount of water you use.", true},
                                      {DATA, "We limit the amount of water you use on every tariff.", true},
                                      {HIRE, "You can use as many skis as you like.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(meaning, reads_a_condition_from_both_ends)
{
    static const char MISSED[] = "A late ferry return is charged at 20 pounds unless you call us at least 4 hours before.",
                      KEYS[] = "The keys must be returned within 21 days of the end of the lease, or we charge 55 pounds.";
    static const struct row rows[] = {
        {MISSED, "As long as you call us 4 hours or more before, there's no charge for a late ferry return.", false},
        {MISSED, "If you call us at least 4 hours before, a late ferry return is free.", false},
        {MISSED, "If you call us at least 4 hours before, a late ferry return costs 20 pounds.", true},
        {MISSED, "Unless you call us at least 4 hours before, a late ferry return is free.", true},
        {MISSED, "If you cook for us, there's no charge for a late ferry return.", true},
        {MISSED, "If you cook, there's no charge for a late ferry return.", true},
        {KEYS, "If the keys aren't returned within 21 days of the end of the lease, we charge 55 pounds.", false},
        {KEYS, "If the keys are returned within 21 days of the end of the lease, we charge 55 pounds.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(meaning, knows_the_rest_from_the_exception)
{
    static const char DOGS[] = "Dogs are not admitted, except assistance dogs.",
                      SHUT[] = "The museum is closed on Mondays, except on bank holidays.",
                      PHOTOS[] = "Photography is allowed without flash; tripods are not allowed.",
                      LICENCE[] = "You need a provisional licence before your first lesson.",
                      LINE[] = "The fault line is answered 24 hours a day.",
                      LENS[] = "We do not accept returns of contact lenses; other lenses can be returned.";
    static const struct row rows[] = {
        {DOGS, "Only assistance dogs are admitted.", false},
        {DOGS, "Assistance dogs can come in.", false},
        {DOGS, "Dogs are admitted.", true},
        {DOGS, "Assistance dogs are not admitted.", true},
        {DOGS, "All dogs are admitted.", true},
        {DOGS, "Sorry, we can't let your spaniel in, as only assistance dogs are admitted.", false},
        {DOGS, "We can let your spaniel in.", true},
        {DOGS, "You won't pay for your spaniel, as only assistance dogs are admitted.", true},
        {DOGS, "We never refuse your spaniel a free bone, as only assistance dogs are admitted.", true},
        {SHUT, "The museum is open on bank holiday Mondays.", false},
        {SHUT, "If it's a bank holiday Monday, the museum isn't closed.", false},
        {SHUT, "If it's a bank holiday Monday, the museum is closed.", true},
        {SHUT, "The museum is closed on bank holiday Mondays.", true},
        {PHOTOS, "Photos are fine if you don't use flash.", false},
        {PHOTOS, "As long as the flash stays off, you're welcome to take photos.", false},
        {PHOTOS, "Photos are fine if you use flash.", true},
        {PHOTOS, "Photos are allowed.", true},
        {LICENCE, "You can't start lessons until you've got your provisional licence.", false},
        {LICENCE, "You don't need a provisional licence before your first lesson.", true},
        {LINE, "Our fault line never closes.", false},
        {LENS, "Contact lenses can't be sent back.", false},
        {LENS, "Contact lenses can be sent back.", true},
        {LENS, "Nothing can be returned, contact lenses or not.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(meaning, knows_a_reason_from_an_excuse)
{
    static const char DOGS[] = "Dogs are not admitted, except assistance dogs.", CASH[] = "We do not take cash.",
                      POST[] = "We do not deliver outside the UK.", DRINK[] = "Alcohol is not allowed on board.",
                      ROOM[] = "Only guests of the hotel may use the pool.";
    static const struct row rows[] = {
        {DOGS, "We can't admit your terrier, as only assistance dogs are admitted.", false},
        {POST, "We can't post to Spain, as we don't deliver outside the UK.", false},
        {DRINK, "You can't bring alcohol for the picnic, as alcohol is not allowed on board.", false},
        {CASH, "Your teeth won't fall out, as we do not take cash.", true},
        {CASH, "Smokers can't be treated, as we do not take cash.", true},
        {DRINK, "The boat can't sink, as alcohol is not allowed on board.", true},
        {DRINK, "Swimming isn't allowed, as alcohol is not allowed on board.", true},
        {ROOM, "Your parrot can't stay, as only guests of the hotel may use the pool.", true},
        {ROOM, "You'd have to insure the car yourself, since only guests of the hotel may use the pool.", true}};
    expect(rows, COUNT_OF(rows));
}

Test(meaning, goes_on_from_what_was_said_and_nothing_else)
{
    static const char BOAT[] = "A rowing boat costs £16 for one hour.", LOAN[] = "Loans run from 12 to 60 months.",
                      FEE[] = "The first lesson is £25 for new learners.", VISIT[] = "Whitening takes 3 visits and costs £260.";
    static const struct row rows[] = {{BOAT, "A rowing boat costs £16 for one hour. That's £16.", false},
                                      {BOAT, "A rowing boat costs £16 for one hour. Canoes are £16.", true},
                                      {BOAT, "A rowing boat costs £16 for one hour. It's £16 for damage.", true},
                                      {FEE, "The first lesson is £25 for new learners. It's £25 afterwards.", true},
                                      {LOAN, "Loans run from 12 to 60 months. Mortgages are 60 months.", true},
                                      {VISIT, "Whitening takes 3 visits and costs £260. Each is £260.", true}};
    expect(rows, COUNT_OF(rows));
}
