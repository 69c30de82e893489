/* One thing differs at a time: each pair is a known text, what it allows, and what it must not allow although all else is alike.
 */
#include "one_claim.h"

TestSuite(differences, .init = set_up, .fini = tear_down);

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
    {"a bound said another way", "The fee is never more than 480 euros for one order.",
     "The most we can charge for one order is 480 euros.", "The least we can charge for one order is 480 euros."},
    {"cannot go over", "Working time is limited to 60 hours in any one week.", "Working time can't go over 60 hours in one week.",
     "Working time can go over 60 hours in one week."},
    {"is the minimum", "The daily rest of a driver is at least 11 hours.", "For drivers 11 hours is the minimum for daily rest.",
     "For drivers 11 hours is the most for daily rest."},
    {"or more", "A regular weekly rest is at least 45 hours.", "A regular weekly rest is 45 hours or more.",
     "A regular weekly rest is 45 hours or less."},
    {"not for more than", "Driving a coach is limited to 90 hours in two weeks.",
     "You can't drive a coach for more than 90 hours in two weeks.",
     "You can drive a coach for more than 90 hours in two weeks."},
    {"need is at least", "After 4 hours of work, a break of at least 45 minutes is due.",
     "You need a break of 45 minutes after 4 hours of work.", "You need a break of 35 minutes after 4 hours of work."},
    {"one unit for two numbers", "The break can be split into 15 minutes first and 30 minutes later.",
     "The break splits into 15 and then 30 minutes.", "The break splits into 10 and then 30 minutes."},
    {"a quarter of an hour", "The desk rings you back within 15 minutes.", "The desk rings you back within a quarter of an hour.",
     "The desk rings you back within three quarters of an hour."},
    {"hora y media", "El aparcamiento es gratuito durante 90 minutos.", "El aparcamiento es gratuito durante hora y media.",
     "El aparcamiento es gratuito durante una hora y cuarto."},
    {"half past to an hour", "The office is open from 8:30am to 6pm.", "The office is open from half past eight to six.",
     "The office is open from half past eight to seven."},
    {"the same hour twice", "The office is open from 8:30am to 6pm.", "The office is open from 8:30 to 6.",
     "The office is open from 6 to 6."},
    {"24 hours a day", "The accident line is there day and night.", "The accident line is there 24 hours a day.",
     "The accident line is there 12 hours a day."},
    {"not a penny", "If the complaint brings you nothing, you owe us nothing.",
     "If nothing comes of the complaint, you don't owe us a penny.", "If nothing comes of the complaint, you owe us a penny."},
    {"who pays", "We charge 50 euros for the repair.", "The repair costs 50 euros.", "For the repair we pay you 50 euros."},
    {"only with", "Dangerous goods are carried only with a certificate.",
     "Without a certificate you can't carry dangerous goods.", "Without a certificate you can carry dangerous goods."},
    {"never without", "Goods are never left without a signature.", "Goods are left only with a signature.",
     "Goods are left without a signature."},
    {"a denial of the whole", "Warning triangles are not for motorways.", "Please don't put a warning triangle on a motorway.",
     "Please put a warning triangle on a motorway."},
    {"neither", "A delivery note changes neither your hours nor your route.",
     "A delivery note doesn't change your route or your hours.", "A delivery note changes your route or your hours."},
    {"doesn't stop you", "You can still complain with a prepayment meter.",
     "Having a prepayment meter doesn't stop you complaining.", "With a prepayment meter you can't complain."},
    {"don't forget", "Please bring your passport to the appointment.", "Don't forget your passport for the appointment.",
     "Don't bring your passport to the appointment."},
    {"a storey", "The prayer room on level 2 is open to all guests.",
     "The prayer room on the second level is open to all guests.", "The prayer room on the third level is open to all guests."},
    {"within of", "A credit balance is due within 10 working days after the final bill.",
     "The credit balance is due within 10 working days of the final bill.",
     "The credit balance is due within 10 days of the final bill."},
    {"after is not within", "After 14 days you can still leave and we charge for the work.", "You can still leave after 14 days.",
     "You can leave within 14 days."},
    {"tax further on", "Our fee is 25% of what the supplier pays you, plus VAT.", "Our fee is 25% plus VAT.",
     "Our fee is 25% including VAT."},
    {"a narrower subject", "Assistance dogs are welcome, and other animals stay outside.", "Assistance dogs are welcome.",
     "Dogs are welcome."},
    {"the whole list is denied", "We do not work for a supplier, for the regulator or for the court.",
     "We don't work for a supplier or for the court.", "We work for the court."},
    {"whose value it is", "We look at bills from the last 6 years in England, and from the last 5 years in Scotland.",
     "In Scotland we look at bills from the last 5 years.", "In England we look at bills from the last 5 years."},
    {"spanish inflection", "Los sábados la clínica abre de 9:00 a 14:00.", "Los sábados abrimos de nueve a dos.",
     "Los sábados abrimos de nueve a tres."},
    {"spanish denial", "La primera copia de su historia es gratuita.", "La primera copia de su historia no se cobra.",
     "La primera copia de su historia se cobra."},
    {"malay inflection", "Kolam renang dibuka dari 7 pagi hingga 9 malam.", "Kolam renang buka dari 7 pagi sampai 9 malam.",
     "Kolam renang buka dari 8 pagi sampai 9 malam."},
    {"a clipped word", "A physiotherapy session of 45 minutes costs 42 euros.", "A physio session of 45 minutes is 42 euros.",
     "A physio session of 30 minutes is 42 euros."},
    {"initials", "Proofs of delivery are uploaded in the driver app on the same day.",
     "Upload your PODs in the driver app the same day.", "Upload your PTAs in the driver app the same day."},
    {"about", "A cleaning costs 60 euros and takes 40 minutes.", "A cleaning takes about 40 minutes.",
     "A cleaning takes about 30 minutes."},
    {"about a sum", "A cleaning costs 60 euros and takes 40 minutes.", "A cleaning costs 60 euros.",
     "A cleaning costs about 60 euros."},
    {"a duty", "You can bring a friend to the class.", "You may bring a friend to the class.",
     "You must bring a friend to the class."},
    {"hours and their day", "Our phone is answered from Monday to Friday from 8am to 8pm, and on Saturday from 9am to 2pm.",
     "Our phone is answered from 8 to 8, Monday to Friday.", "Our phone is answered from 8 to 2, Monday to Friday."},
    {"a superlative is a bound", "A parcel may weigh at most 25 kg.", "25 kg is the heaviest a parcel can weigh.",
     "25 kg is the lightest a parcel can weigh."},
    {"too heavy", "A parcel may weigh at most 25 kg.", "A parcel above 25 kg is too heavy.",
     "A parcel below 25 kg is too light."},
    {"as many as", "Delivery to the islands takes up to 5 working days.",
     "Delivery to the islands can take as many as 5 working days.", "Delivery to the islands can take as few as 5 working days."},
    {"no sooner than", "Claims must be made within 28 days of posting.", "Claims have to be made within 28 days of posting.",
     "Claims must be made no sooner than 28 days after posting."},
    {"ahead and after", "Tell us at least 5 working days before you move.", "Tell us at least 5 working days ahead of your move.",
     "Tell us at least 5 working days after you move."},
    {"yearly", "Tenants get a safety check every 12 months.", "Tenants get a yearly safety check.",
     "Tenants get a monthly safety check."},
    {"a feast", "We do not deliver on Christmas Day.", "We don't deliver on 25 December.", "We don't deliver on Boxing Day."},
    {"hours behind a day", "Home collection happens on weekdays between 9am and 1pm.", "Home collection is on weekdays, 9 to 1.",
     "Home collection is on weekdays, 9 to 3."},
    {"a number in a name", "The Steady 24 tariff fixes your unit rates for 24 months.",
     "On Steady 24 your unit rates are fixed for two years.", "On Steady 36 your unit rates are fixed for two years."},
    {"a share off", "Members get 15% off fillings.", "Fillings are 15% cheaper for members.",
     "Fillings are 15% dearer for members."},
    {"miss and turn up", "If we miss an appointment, we pay you 40 euros.",
     "If our engineer doesn't turn up for the appointment, we pay you 40 euros.",
     "If our engineer turns up for the appointment, we pay you 40 euros."},
    {"as long as", "We guarantee crowns for 5 years, unless you miss a yearly check-up.",
     "Crowns are guaranteed for 5 years as long as you don't miss a yearly check-up.",
     "Crowns are guaranteed for 5 years as long as you miss a yearly check-up."},
    {"if for unless", "The driver takes a photo at the door unless the recipient signs.",
     "If the recipient signs, the driver doesn't take a photo at the door.",
     "If the recipient signs, the driver takes a photo at the door."},
    {"even if", "Leaving early costs 35 euros, unless you leave in the last 49 days.",
     "Leaving early costs 35 euros, except in the last 49 days.",
     "Leaving early costs 35 euros, even if you leave in the last 49 days."},
    {"all of them", "Business customers who send at least 40 parcels a month get 12% off.",
     "Business customers get 12% off if they send at least 40 parcels a month.", "All business customers get 12% off."},
    {"in total", "Leaving early costs 35 euros per fuel.", "Leaving early is 35 euros per fuel.",
     "Leaving early is 35 euros in total for both fuels."},
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
