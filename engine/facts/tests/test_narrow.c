/* What is nearly the known text and is not: a condition left out, a denial in one word, bounds, sums and sides that change
 * places. Each row has what the known text allows, and the like of it that it must not. */
#include "one_claim.h"

TestSuite(narrow, .init = set_up, .fini = tear_down);

struct row {
    const char *what, *known, *right, *wrong;
};

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].right != NULL)
            cr_expect(allowed(rows[i].known, rows[i].right), "%s: blocked: %s", rows[i].what, rows[i].right);
        if (rows[i].wrong != NULL)
            cr_expect(!allowed(rows[i].known, rows[i].wrong), "%s: passed: %s", rows[i].what, rows[i].wrong);
    }
}

static const struct row conditions[] = {
    {"if", "Bread is half price if it was baked the day before.", "If bread was baked the day before it is half price.",
     "Bread is half price."},
    {"only if", "We refund the ticket only if the concert is cancelled.",
     "We refund the ticket only if the concert is cancelled by us.", "We refund the ticket."},
    {"unless", "Shirts are ironed overnight unless they are silk.", "Unless they are silk, shirts are ironed overnight.",
     "Shirts are ironed overnight."},
    {"as long as", "Tenants may paint the walls as long as the colour is white.",
     "Tenants may paint the walls as long as the colour is white.", "Tenants may paint the walls."},
    {"a condition in front", "If the roof leaks, we send a carpenter the same day.",
     "We send a carpenter the same day if the roof leaks.", "We send a carpenter the same day."},
    {"except", "The library is open every day, except on Mondays.",
     "The library is open every day, except on Mondays, of course.", "The library is open every day."},
    {"the other statement has no condition", "You can repay early; we charge interest if the loan is young.",
     "You can repay early.", "We charge interest."},
    {"the condition is in the next sentence", "Bread is half price if it was baked the day before.",
     "Bread is half price. Was it baked the day before?", NULL},
    {"without", "Entry is permitted without a ticket on Sundays.", "On Sundays entry is permitted without a ticket.",
     "Entry is permitted on Sundays."},
    {"the condition by its number", "Flights are changed free if you ask 5 days before.",
     "With five days' notice flights are changed free.", "Flights are changed free."},
};

Test(narrow, a_statement_is_not_said_without_its_condition)
{
    check(conditions, COUNT_OF(conditions));
}

static const struct row denials[] = {
    {"an elliptic no", "Curtains are part of the sale, lamps are not.", "Curtains are part of the sale.",
     "Lamps are part of the sale."},
    {"an elliptic cannot", "Bicycles can be parked here, but scooters cannot.", "Bicycles can be parked here.",
     "Scooters can be parked here."},
    {"a denied subject", "Glass bottles are not allowed; plastic bottles are sold at the bar.",
     "Plastic bottles are sold at the bar.", "Glass bottles are sold at the bar."},
    {"a denial that moves", "You should not eat for 8 hours before a fasting blood test, but you may drink water.",
     "You should not eat for 8 hours before a fasting blood test.", "You may not drink water before a fasting blood test."},
    {"a denial in the condition", "If we do not answer within eight weeks you can go to the Ombudsman.",
     "You can go to the Ombudsman if we do not answer within eight weeks.",
     "If we do not answer within eight weeks you cannot go to the Ombudsman."},
    {"both change places", "You can pay by cheque; we do not take vouchers.", "We do not take vouchers; you can pay by cheque.",
     "You can pay with vouchers; we do not take cheques."},
    {"a list is one statement", "Mirrors, shelves and hooks are not supplied, but the bed is.", NULL, "Mirrors are supplied."},
};

Test(narrow, what_one_statement_denies_another_does_not_affirm)
{
    check(denials, COUNT_OF(denials));
}

static const struct row bounds[] = {
    {"at least before, at most before", "Cakes must be ordered at least 3 days before the party.",
     "Cakes must be ordered 3 days or more before the party.", "Cakes must be ordered at most 3 days before the party."},
    {"up to before is at least before", "Moving the date is free up to 5 days before the move.",
     "Moving the date is free at least 5 days before the move.", "Moving the date is free at most 5 days before the move."},
    {"after the first", "You can leave the club at any time after the first 6 months.",
     "After the first 6 months you can leave the club at any time.", "You can leave the club at any time in the first 6 months."},
    {"before is not after", "You can leave the club after 6 months.", "After 6 months you can leave the club.",
     "You can leave the club before 6 months."},
    {"an end of a range", "Courses run from 3 to 9 months.", "Courses run for up to 9 months.", "Courses run from 9 months."},
    {"interest is not notice", "We charge up to 20 days' interest.", "Interest is charged for up to 20 days.",
     "We charge at least 20 days' interest."},
    {"above a number behind its noun", "If the water is above grade 4, the ferry does not sail.",
     "If the water is higher than grade 4, the ferry does not sail.", "If the water is below grade 4, the ferry does not sail."},
    {"outside", "We deliver within 8 miles of the shop.", "We deliver up to 8 miles from the shop.",
     "We deliver outside 8 miles of the shop."},
};

Test(narrow, a_bound_keeps_its_side)
{
    check(bounds, COUNT_OF(bounds));
}

static const struct row cases[] = {
    {"too young is not inside", "We teach children from 5 years of age.", NULL, "Your six-year-old child is too young for us."},
    {"the other side has a clause",
     "Changes are free up to 4 days before the trip; after that we keep the \xc2\xa3"
     "30 deposit.",
     "Changes are free up to 4 days before the trip.", "With a change 2 days before the trip we keep nothing."},
    {"an age is no sum",
     "A canoe costs \xc2\xa3"
     "14 for one hour.",
     "A canoe is 14 pounds for one hour.", "Your 14-year-old can hire a canoe for one hour."},
    {"a no on both sides", "If the air is above grade 6, the lift does not run.",
     "The lift does not run if the air is above grade 6.", "If the air is below grade 6, the lift does not run."},
};

Test(narrow, a_case_falls_on_its_side_of_the_bound)
{
    check(cases, COUNT_OF(cases));
}

static const struct row sums[] = {
    {"which sum",
     "A tent costs \xc2\xa3"
     "20 a night and a hut costs \xc2\xa3"
     "50 a night.",
     "Three nights in a tent come to \xc2\xa3"
     "60.",
     "Three nights in a hut come to \xc2\xa3"
     "60."},
    {"a registered price",
     "A canoe costs \xc2\xa3"
     "14 an hour and \xc2\xa3"
     "24 for two hours.",
     "A canoe is \xc2\xa3"
     "24 for two hours.",
     "Two hours in a canoe come to \xc2\xa3"
     "28."},
    {"tiers",
     "Skating is free for the first 2 hours, then it is \xc2\xa3"
     "3 an hour.",
     "Skating is free for the first 2 hours.",
     "Four hours of skating come to \xc2\xa3"
     "12."},
    {"something else with it",
     "Labour is \xc2\xa3"
     "40 an hour.",
     "Three hours of labour come to \xc2\xa3"
     "120.",
     "Three hours of labour come to \xc2\xa3"
     "120 with the paint."},
    {"the result twice",
     "A tent costs \xc2\xa3"
     "20 a night.",
     "Two nights in a tent come to \xc2\xa3"
     "40.",
     "Two nights in a tent come to \xc2\xa3"
     "40, and \xc2\xa3"
     "40 for the car."},
    {"both by another length",
     "A tent costs \xc2\xa3"
     "20 a night and a hut costs \xc2\xa3"
     "50 a night.",
     NULL,
     "A tent and a hut together are \xc2\xa3"
     "70 for the week."},
};

Test(narrow, a_sum_is_accounted_for)
{
    check(sums, COUNT_OF(sums));
}

static const struct row owners[] = {
    {"the second without a verb", "Paint is covered for 10 months, and varnish for 20 months.", "Paint is covered for 10 months.",
     "Varnish is covered for 10 months."},
    {"free changes places",
     "Letters are posted without charge, but parcels cost \xc2\xa3"
     "5 each.",
     "Parcels cost \xc2\xa3"
     "5 each.",
     "Letters cost \xc2\xa3"
     "5 each."},
    {"the price of the other",
     "Skis can be rented for \xc2\xa3"
     "9 and a sledge for \xc2\xa3"
     "4.",
     "Skis can be rented for \xc2\xa3"
     "9.",
     "A sledge can be rented for \xc2\xa3"
     "9."},
    {"a subject of both",
     "Delivery costs \xc2\xa3"
     "5 and is free for members of the club.",
     "Delivery is free for members of the club.", NULL},
};

Test(narrow, a_value_stays_with_its_thing)
{
    check(owners, COUNT_OF(owners));
}

static const struct row joints[] = {
    {"both rates",
     "The dental plan costs \xc2\xa3"
     "14.50 a month and includes two check-ups and two hygienist visits a year.",
     "The dental plan costs \xc2\xa3"
     "14.50 a month and includes two check-ups and two hygienist visits a year, of course.",
     "The dental plan costs \xc2\xa3"
     "14.50 a year and includes two check-ups and two hygienist visits a month."},
    {"an amount and an excess",
     "The care plan costs \xc2\xa3"
     "16 a month with an excess of \xc2\xa3"
     "40 per repair.",
     "The care plan is \xc2\xa3"
     "16 a month with an excess of \xc2\xa3"
     "40 per repair.",
     "The care plan is \xc2\xa3"
     "40 a month with an excess of \xc2\xa3"
     "16 per repair."},
    {"another rate",
     "The club costs \xc2\xa3"
     "12 a month and includes two lessons a year.",
     "The club costs \xc2\xa3"
     "12 a month.",
     "The club costs \xc2\xa3"
     "12 a year."},
    {"each of them",
     "The treatment takes 4 sessions and costs \xc2\xa3"
     "200.",
     "The treatment costs \xc2\xa3"
     "200.",
     "Each session costs \xc2\xa3"
     "200."},
    {"every one of them",
     "Our lessons cost \xc2\xa3"
     "20 each month.",
     "Our lessons cost \xc2\xa3"
     "20 a month.",
     "Every lesson you book costs \xc2\xa3"
     "20."},
    {"and for or", "You need a passport and a bank letter to open an account.",
     "To open an account you need a bank letter and a passport.", "To open an account you need a passport or a bank letter."},
    {"or for and", "You must bring a passport or a bank letter.", "You must bring a bank letter or a passport.",
     "You must bring a passport and a bank letter."},
};

Test(narrow, a_rate_and_a_joint_stay_what_they_are)
{
    check(joints, COUNT_OF(joints));
}

static const struct row framed[] = {
    {"barred", "Children are welcome in the garden.", "In the garden children are welcome.",
     "Children are barred from the garden."},
    {"off limits", "Children are welcome in the garden but not in the kitchen.", "Children are welcome in the garden.",
     "The garden is off limits to children."},
    {"a denial with another word", "Bicycles are not allowed in the yard, but prams are.",
     "Bicycles are not allowed in the yard.", "Prams are kept out of the yard."},
    {"lost instead of returned", "The key fee is returned when the key comes back.",
     "The key fee is returned when the key comes back to us.", "You lose the key fee when the key comes back."},
    {"a myth", "Children are welcome in the garden.", "Children are welcome in our garden.",
     "It's a myth that children are welcome in the garden."},
    {"used to be", "Children are welcome in the garden.", "Children are welcome in our garden.",
     "Children used to be welcome in the garden."},
    {"another verb", "Walls are painted by Mr Lund on Fridays.", "On Fridays walls are painted by Mr Lund.",
     "Walls are scraped by Mr Lund on Fridays."},
};

Test(narrow, a_claim_is_not_framed_away)
{
    check(framed, COUNT_OF(framed));
}

static const struct row orders[] = {
    {"both sides of before", "The bakery shuts an hour before the market.", "An hour before the market the bakery shuts.",
     "The market shuts an hour before the bakery."},
    {"which test", "You must pass the written exam before you book an oral exam.",
     "You must pass the written exam before booking the oral exam.",
     "You must pass the oral exam before you book a written exam."},
};

Test(narrow, before_keeps_its_sides)
{
    check(orders, COUNT_OF(orders));
}
