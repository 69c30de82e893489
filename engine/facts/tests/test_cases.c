/* Cases: numbers and days of the reader's own against the bounds of a known text, and what must not follow from them. */
#include "one_claim.h"

TestSuite(cases, .init = set_up, .fini = tear_down);

struct row {
    const char *known, *right, *wrong;
};

static void each(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cr_expect(allowed(rows[i].known, rows[i].right), "refused: %s", rows[i].right);
        cr_expect(!allowed(rows[i].known, rows[i].wrong), "passed: %s", rows[i].wrong);
    }
}

#define ROOFS "We cover roofs up to 15 years old."
#define TREATED "You must claim within 90 days of the treatment."
#define ALONE "Children under 14 cannot travel alone."
#define ORDERS "Delivery is free on orders over 60 pounds."
#define CATS "Cats under 12 can be insured."
#define SHARE "If your pet is 9 or over, you also pay 20% of each claim."
#define LOST "Lost property is kept for 30 days."
#define WEEK "The line is open Monday to Friday."
#define TIMES "The timetable runs from 29 March to 24 October."

Test(cases, lets_an_age_fall_under_a_bound)
{
    static const struct row rows[] = {
        {ROOFS, "We can cover a roof that's thirteen years old.", "We can cover a roof that's eighteen years old."},
        {ROOFS, "Your roof's twelve, so we can cover it.", "Your roof's twelve, so we can't cover it."},
        {ROOFS, "Your roof's eighteen, so we can't cover it.", "Your roof's eighteen, so we can cover it."},
        {ROOFS, "A roof that's eighteen years old is too old to be covered.",
         "A roof that's thirteen years old is too old to be covered."},
        {ALONE, "Your ten-year-old can't travel alone.", "An eleven-year-old can travel alone."},
        {ALONE, "We can't let an eleven-year-old travel alone.", "A fifteen-year-old can't travel alone."},
        {CATS, "Your cat is eleven, so she can be insured.", "Your cat is thirteen, so she can be insured."},
        {"The nearest LRT station is 6 minutes away.", "Your nearest LRT station is 6 minutes away.",
         "Your nearest LRT station is 7 minutes away."},
        {SHARE, "At nine, you pay a fifth of each claim.", "At seven, you pay a fifth of each claim."},
        {SHARE, "Since Rufus is eleven, you pay a fifth of each claim.", "Since Rufus is eight, you pay a fifth of each claim."},
    };
    each(rows, COUNT_OF(rows));
}

Test(cases, lets_time_that_has_passed_fall_under_a_bound)
{
    static const struct row rows[] = {
        {TREATED, "The treatment was five months ago, so you can't claim.",
         "The treatment was two months ago, so you can't claim."},
        {TREATED, "The treatment was two months ago, so you can still claim.",
         "The treatment was five months ago, so you can claim."},
        {TREATED, "The treatment was five months ago, so it's too late to claim.",
         "The treatment was two months ago, so it's too late to claim."},
        {LOST, "It's been seven weeks, so lost property is no longer kept.",
         "It's been two weeks, so lost property is no longer kept."},
        {"The boxes must be returned within 4 weeks.", "The boxes must be returned within four weeks.",
         "We don't need the boxes returned for three months."},
    };
    each(rows, COUNT_OF(rows));
}

Test(cases, lets_a_sum_of_the_readers_fall_under_a_bound)
{
    static const struct row rows[] = {
        {ORDERS, "Your order is 65 pounds, so delivery is free.", "Your order is 45 pounds, so delivery is free."},
        {"The charge is 0.45% on pots up to 100,000 pounds and 0.35% on pots over 100,000 pounds.",
         "With a pot of 60,000 pounds the charge is 0.45%.", "With a pot of 60,000 pounds the charge is 0.35%."},
        {"The plan pays up to 3,000 pounds for each visit.", "The plan pays up to 3,000 pounds for each visit.",
         "The plan pays 2,000 pounds for each visit."},
    };
    each(rows, COUNT_OF(rows));
}

Test(cases, reads_days_against_stretches_of_days)
{
    static const struct row rows[] = {
        {WEEK, "The line isn't open on Saturdays.", "The line isn't open on Wednesdays."},
        {WEEK, "The line is open on Tuesday.", "The line is open on Saturday too."},
        {TIMES, "The timetable covers May.", "The timetable covers 2 May."}, /* may be meant for its first day */
        {TIMES, "The timetable covers May.", "The timetable doesn't cover May."},
        {TIMES, "The timetable starts on 29 March.", "The timetable starts on 30 March."},
        {"From 1 November to 31 March we come the same day.", "In January we come the same day.",
         "In June we come the same day."},
        {"The line is open 24 hours a day, 365 days a year.", "The line is open on Christmas Day.",
         "The line is open on weekdays only."},
        {"The shop is closed on Sundays.", "The shop is closed on Sundays.", "The shop isn't closed on Mondays."},
    };
    each(rows, COUNT_OF(rows));
}

Test(cases, reads_limits_in_other_words)
{
    static const struct row rows[] = {
        {"A transfer takes 10 to 15 working days.", "A transfer takes two to three working weeks.",
         "A transfer takes three to four working weeks."},
        {"A child under 7 goes in free.", "A child younger than seven goes in free.", "A child younger than nine goes in free."},
        {"The charge is 5% on pots over 900 pounds.", "Once your pot goes past 900 pounds, the charge is 5%.",
         "Once your pot goes past 800 pounds, the charge is 5%."},
    };
    each(rows, COUNT_OF(rows));
}

Test(cases, reckons_by_count_by_share_and_by_plus)
{
    static const struct row rows[] = {
        {"A certificate costs 45 pounds per property.", "Certificates for your three flats would add up to 135 pounds.",
         "Certificates for your three flats would add up to 145 pounds."},
        {"The yearly charge is 0.45% of the pot.", "On a pot of 10,000 pounds the yearly charge of 0.45% comes to 45 pounds.",
         "On a pot of 10,000 pounds the yearly charge of 0.45% comes to 55 pounds."},
        {"The cover costs 14 pounds a month and the Zero Fee option adds 6 pounds a month.",
         "Cover with the Zero Fee option would be 20 pounds a month, so 14 pounds plus 6 pounds.",
         "Cover with the Zero Fee option would be 21 pounds a month, so 14 pounds plus 6 pounds."},
    };
    each(rows, COUNT_OF(rows));
}
