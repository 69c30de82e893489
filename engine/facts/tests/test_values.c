/* Values in free wording: what each known text allows, and the nearest thing that it must not allow. */
#include "one_claim.h"

TestSuite(values, .init = set_up, .fini = tear_down);

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

#define KENNEL "The kennel costs 21.50 pounds a night for a dog and 17.25 pounds a night for a cat."
#define SHOP "The shop is open Monday to Friday from 8:30am to 6pm and Saturday from 9am to 1pm."
#define POOL "The pool is open Tuesday to Sunday from 10am to 5:30pm."
#define HALL "The hall is closed from 24 to 26 December."
#define PARCEL "A parcel costs 4 pounds and is free for orders of at least 30 pounds."
#define DEPOSIT "The deposit is refunded in full if you cancel at least 10 days before the stay; after that it is not refunded."
#define CLASS "Cancelling a class is free up to 48 hours before; after that we charge the full price of the class."
#define ENTRY "A seat costs 12 pounds for adults and 5 pounds for children from 4 to 15; children under 4 go in free."
#define GROUP "Groups of at least 12 people pay 10 pounds each."
#define SWAP "You can swap your room once free of charge; each further swap costs 25 pounds."
#define VISIT "Kittens can have their first visit from 9 weeks of age, and the second is given 3 weeks later."

Test(values, tells_two_values_apart_by_what_stands_with_one)
{
    static const struct row rows[] = {
        {KENNEL, "For a cat the kennel costs 17.25 pounds a night.", "For a cat the kennel costs 21.50 pounds a night."},
        {KENNEL, "For a cat, the kennel costs 17.25 pounds a night.", "For a cat, the kennel costs 21.50 pounds a night."},
        {KENNEL, "A dog in the kennel is 21.50 pounds a night.", "A dog in the kennel is 17.25 pounds a night."},
        {ENTRY, "A seat for adults is 12 pounds.", "A seat for adults is 5 pounds."},
    };
    each(rows, COUNT_OF(rows));
}

#define TABLES "A kitchen table costs from 14 pounds and a garden table costs from 29 pounds per set."
#define PLANS "The Small plan pays up to 300 pounds in fees a year and the Large plan pays up to 900 pounds a year."

Test(values, tells_two_values_apart_by_their_subjects)
{
    static const struct row rows[] = {
        {TABLES, "A kitchen table is from 14 pounds.", "A kitchen table is from 29 pounds."},
        {TABLES, "For a garden table, prices begin at 29 pounds.", "For a garden table, prices begin at 14 pounds."},
        {PLANS, "The Large plan gives you up to 900 pounds in fees each year.",
         "The Large plan gives you up to 300 pounds in fees each year."},
        {"Tuition for home students is 90 pounds a term and for overseas students 190 pounds a term.",
         "For home students the tuition is 90 pounds a term.", "For home students the tuition is 190 pounds a term."},
    };
    each(rows, COUNT_OF(rows));
}

Test(values, reads_bare_hours_beside_a_day)
{
    static const struct row rows[] = {
        {SHOP, "The shop is open 9 to 1 on Saturday.", "The shop is open 9 to 2 on Saturday."},
        {SHOP, "The shop is open from 8.30 to 6 Monday to Friday.", "The shop is open from 9 to 6 Monday to Friday."},
        {SHOP, "The shop is open Saturday from nine till one.", "The shop is open Saturday from nine till six."},
        {POOL, "The pool is open at weekends, 10 till 5.30.", "The pool is open at weekends, 10 till 5.45."},
        {POOL, "The pool is open on Saturday from 10am.", "The pool is open on Monday from 10am."},
        {HALL, "The hall is closed on Christmas Eve.", "The hall is closed on New Year's Eve."},
        {"Please do not eat after 9pm.", "Please do not eat after nine.", "Please do not eat after ten."},
    };
    each(rows, COUNT_OF(rows));
}

Test(values, lets_a_bound_decide_a_case)
{
    static const struct row rows[] = {
        {DEPOSIT, "With only four days to go the deposit can't be refunded if you cancel.",
         "With only twelve days to go the deposit can't be refunded if you cancel."},
        {DEPOSIT, "If you cancel nine days before the stay, the deposit isn't refunded.",
         "The deposit is refunded in full if you cancel nine days before the stay."},
        {DEPOSIT, "The deposit is refunded in full if you cancel at least ten days before the stay.",
         "The deposit is refunded in full if you cancel 12 days before the stay."},
        {PARCEL, "If your order is under 30 pounds, a parcel costs 4 pounds.",
         "If your order is under 40 pounds, a parcel costs 4 pounds."},
        {PARCEL, "If your order is at least 30 pounds, a parcel is free.",
         "If your order is over 30 pounds, a parcel costs 4 pounds."},
        {CLASS, "If you cancel a class fewer than 48 hours before, we charge the full price.",
         "If you cancel a class more than 48 hours before, we charge the full price."},
        {GROUP, "Nine people isn't enough for the group to pay 10 pounds each.",
         "Fourteen people isn't enough for the group to pay 10 pounds each."},
        {ENTRY, "Your nine-year-old would pay 5 pounds for a seat.", "Your nineteen-year-old would pay 5 pounds for a seat."},
        {ENTRY, "Your nine-year-old would pay 5 pounds for a seat.", "Your nine-year-old would pay 12 pounds for a seat."},
        {ENTRY, "Children under 4 go in free.", "Children over 4 go in free."},
        {VISIT, "Seven weeks is too young for a kitten's first visit.", "Eleven weeks is too young for a kitten's first visit."},
    };
    each(rows, COUNT_OF(rows));
}

Test(values, counts_as_people_count)
{
    static const struct row rows[] = {
        {SWAP, "Swapping your room the first time is free.", "Swapping your room twice is free."},
        {SWAP, "A second swap costs 25 pounds.", "A second swap costs 35 pounds."},
        {"Leaving early costs 12 pounds for each remaining month.", "Leaving early is 12 pounds for every month left.",
         "Leaving early is 12 pounds for every week left."},
        {"Tours start at 11am and 2pm.", "There are two tours, at 11 and 2.", "There are three tours, at 11 and 2."},
        {"The first 2 weeks of storage are free.", "You get two free weeks of storage.", "You get three free weeks of storage."},
        {VISIT, "Kittens can have their first visit from 9 weeks of age.",
         "Kittens can have their second visit from 9 weeks of age."},
        {"A guide costs 5 pounds extra.", "A guide is a fiver extra.", "A guide is a tenner extra."},
        {"A seat costs 13.50 pounds.", "A seat costs thirteen pounds fifty.", "A seat costs thirteen pounds sixty."},
    };
    each(rows, COUNT_OF(rows));
}

Test(values, takes_sums_that_come_out_exactly)
{
    static const struct row rows[] = {
        {"Leaving early costs 12 pounds for each remaining month.",
         "With five months to run, leaving early would come to 60 pounds.",
         "With five months to run, leaving early would come to 72 pounds."},
        {KENNEL, "For a dog and a cat together the kennel comes to 38.75 pounds a night.",
         "For a dog and a cat together the kennel comes to 39.75 pounds a night."},
        {"Storage costs 28 pounds a week for each crate.", "Two crates in storage would be 56 pounds a week.",
         "Three crates in storage would be 56 pounds a week."},
        {"A block of 10 hours costs 340 pounds.", "In a block of ten, each hour works out at 34 pounds.",
         "In a block of ten, each hour works out at 35 pounds."},
        {"Van hire costs 72 pounds an hour.", "Three hours of van hire would come to 216 pounds.",
         "Three hours of van hire would come to 206 pounds."},
        {"A van costs 72 pounds an hour.", "A van costs 72 pounds an hour.", "A van costs 144 pounds an hour."},
        {"A seat costs 14 pounds for adults and 6.50 pounds for children.",
         "Two adults and two children come to 41 pounds for their seats.",
         "Two adults and three children come to 41 pounds for their seats."},
    };
    each(rows, COUNT_OF(rows));
}

Test(values, goes_on_from_the_sentence_before)
{
    static const struct row rows[] = {
        {"Prices rise by 3.9% on 1 April each year.", "Prices rise each year. It's 3.9% on 1 April.",
         "Prices rise each year. It's 4.9% on 1 April."},
        {"Emergencies are seen at the Hill Clinic, telephone 01632 960417.",
         "Emergencies are seen at the Hill Clinic. Their number is 01632 960417.",
         "Emergencies are seen at the Hill Clinic. Their number is 01632 960418."},
    };
    each(rows, COUNT_OF(rows));
}

Test(values, lets_a_name_address_the_reader)
{
    static const struct row rows[] = {
        {"A stamp costs 2 pounds.", "Yes, Lena, a stamp costs 2 pounds.", "Yes, Lena, a stamp costs 3 pounds."},
        {"Rabbits are seen by Dr Imogen Sallow.", "Rabbits are seen by Dr Sallow.", "Rabbits are seen by Sarah's team."},
        {"You can order a repeat prescription at lane.example/repeat.",
         "You can order Milo's repeat prescription at lane.example/repeat.",
         "You can order Milo's repeat prescription at lane.example/again."},
    };
    each(rows, COUNT_OF(rows));
    cr_expect(allowed("A stamp costs 2 pounds.", "Hello, and thanks for getting in touch with Larkwire!"));
}
