/* Courtesy, talk about the talk and refusals pass without a source; a statement dressed as one of them does not. */
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
TestSuite(courtesy, .init = set_up, .fini = tear_down);

static bool passes(const char *said)
{
    static const struct known_text known[] = {
        {.kind = KNOWN_CLAIM, .id = SLICE_INIT("pool"), .text = SLICE_INIT("The pool is open from 7am to 9pm.")},
        {.kind = KNOWN_CLAIM, .id = SLICE_INIT("towel"), .text = SLICE_INIT("A towel costs 4 euros.")},
        {.kind = KNOWN_CLAIM, .id = SLICE_INIT("pets"), .text = SLICE_INIT("Pets are not allowed.")}};
    struct text t;
    struct facts_result r;
    cr_assert_eq(text_read(&t, &a, slice_from(said), NULL), OK);
    facts_check(&r, &a, facts_register_create(&a, known, COUNT_OF(known)), &t, NULL);
    return !r.unregistered;
}

Test(courtesy, states_nothing)
{
    static const char *const rows[] = {"What a day you've had.",
                                       "Take your time, I'm not going anywhere.",
                                       "Of course, let's leave it there for today.",
                                       "You've been very patient.",
                                       "No need to apologise, it's confusing.",
                                       "Please don't worry about the typing.",
                                       "Ha, I'd make you a tea too if I had hands.",
                                       "Being stuck in traffic is the worst.",
                                       "That's a long time to be waiting.",
                                       "It's perfectly fine to change your mind.",
                                       "Skip any question you don't fancy.",
                                       "Nobody can promise you that.",
                                       "¡Buenas noches!",
                                       "Claro que sí, cuénteme.",
                                       "Siento el malentendido, de verdad.",
                                       "Me alegro mucho de leerle.",
                                       "Entiendo que resulte pesado.",
                                       "Gracias por avisar.",
                                       "No soy una persona.",
                                       "Tak apa, ambil masa.",
                                       "Jumpa lagi, jaga diri ya.",
                                       "Please don't send me your card number, I don't need it.",
                                       "Please do not share photos of your passport here.",
                                       "No envíe fotos por aquí.",
                                       "I won't tell you which towel is the best.",
                                       "I can't approve that, it isn't up to me.",
                                       "Without a parent I can't go on with this.",
                                       "I'm not going to rush you.",
                                       "I have no information about parking.",
                                       "I don't have any prices for massages.",
                                       "I have nothing on how to pack a bicycle, sorry.",
                                       "Hi Lena!",
                                       "Not at all, Mr Okonjo.",
                                       "Thanks, Marisol!",
                                       "Exciting!",
                                       "Poor little Biscuit!",
                                       "Glad that helped.",
                                       "Congratulations on the new baby!",
                                       "Give Hector a scratch behind the ears from us.",
                                       "Ah, don't be too hard on yourself, chin up!",
                                       "Sorry it hasn't turned up!",
                                       "Oh dear, toothache is miserable.",
                                       "That isn't something I can advise on, I'm afraid.",
                                       "I can't tell you how busy it'll be on Saturday.",
                                       "I've no details on food and drink.",
                                       "I have no way of telling you the waiting time for a test.",
                                       "Sure thing, just a moment."};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_expect(passes(rows[i]), "blocked: %s", rows[i]);
}

Test(courtesy, does_not_carry_a_statement)
{
    static const char *const rows[] = {"What a day, towels are free.",
                                       "Take your time, the pool is open until midnight.",
                                       "No worries, pets are allowed.",
                                       "Please don't send a complaint to the ombudsman.",
                                       "Please don't pay the invoice.",
                                       "It's fine to smoke in the sauna.",
                                       "Gracias por esperar, la toalla cuesta 5 euros.",
                                       "Entiendo, las toallas son gratis.",
                                       "Siento decirle que la piscina cierra a las 8.",
                                       "Tak apa, kolam buka 24 jam.",
                                       "Please don't worry, you will get your money back.",
                                       "Being a member is free of charge.",
                                       "I'm not going to charge you 4 euros, it's free.",
                                       "I can't tell you more, but the towel costs 5 euros.",
                                       "I have no information that towels cost money.",
                                       "I have no information about pets, but we allow them.",
                                       "Hello, towels!, free.",
                                       "Yes, Visa.",
                                       "Hi Lena, the pool never closes.",
                                       "Sorry, Monday is our day off.",
                                       "Sorry, Monday's our day off.",
                                       "Sorry it isn't open on Sundays.",
                                       "Sorry, it's 9 euros.",
                                       "Poor weather closes the pool.",
                                       "Congratulations on the free towel!",
                                       "Glad you get a free towel.",
                                       "Give the towel back to us for 3 euros.",
                                       "I can't tell you how busy it is on Saturday, but pets are allowed.",
                                       "That isn't something I can advise on because pets are allowed.",
                                       "I've no details on towels as they are sold out.",
                                       "I don't have any prices for towels, they cost 9 euros."};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        cr_expect(!passes(rows[i]), "passed: %s", rows[i]);
}

static bool passes_by(const char *claim, const char *said)
{
    struct known_text known = {.kind = KNOWN_CLAIM, .id = SLICE("k"), .text = slice_from(claim)};
    struct text t;
    struct facts_result r;
    cr_assert_eq(text_read(&t, &a, slice_from(said), NULL), OK);
    facts_check(&r, &a, facts_register_create(&a, &known, 1), &t, NULL);
    return !r.unregistered;
}

Test(courtesy, is_made_of_life_and_feeling_and_of_no_deal)
{
    static const struct {
        const char *warm, *cold;
    } rows[] = {/* wishes */
                {"Enjoy your weekend!", "Enjoy interest holidays!"},
                {"Good luck with the unpacking!", "All borrowers welcome!"},
                {"Congratulations on the new job!", "Congrats on acceptance!"},
                {"Get well soon!", "Best rates!"},
                /* feelings */
                {"You must be tired.", "You must be married."},
                {"That must have been a nasty surprise.", "It must be repaid in bitcoin."},
                {"I'm glad it worked out in the end.", "I'm glad your application succeeded."},
                {"That sounds like a long day.", "It sounds like you qualify."},
                {"What a lovely name for a kitten!", "What a safe painless clinic."},
                {"I hope you slept well.", "I hope you enjoy your approved loan."},
                /* thanks and regret */
                {"Thanks for asking.", "Thank you, your account is blocked."},
                {"Sorry for the confusion, that was my mistake.", "Sorry, your application failed."},
                {"Sorry your lesson didn't go well.", "Sorry we were negligent."},
                {"Being stuck at an airport is the worst.", "Being treated by students is hard."},
                {"Glad that helped.", "Glad you chose the best clinic in town."},
                /* other languages */
                {"Entiendo que esperar se hace largo.", "Lamento que cerremos pronto los lunes."},
                {"Tak apa, ambil masa, saya tunggu.", "Jangan risau rawatan percuma."},
                /* names */
                {"Thanks, Deepa.", "Thanks, Loan Approved."},
                {"Hi Rose!", "Sorry, Declined."},
                {"Hello, and welcome to Pennywort!", "Good morning, Instant Payout!"},
                {"Poor Biscuit!", "Super quick decision!"},
                /* acknowledgement */
                {"No problem at all.", "Everything."},
                {"Of course.", "Of course it is."},
                {"Anytime!", "They are."}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cr_expect(passes(rows[i].warm), "blocked: %s", rows[i].warm);
        cr_expect(!passes(rows[i].cold), "passed: %s", rows[i].cold);
    }
}

Test(courtesy, asks_and_denies_without_telling)
{
    static const struct {
        const char *plain, *telling;
    } rows[] = {/* what the speaker cannot do */
                {"I can't book it for you from here.", "I can't refuse students."},
                {"I can't tell you who was driving.", "I won't tell your employer."},
                {"I can't see your next drop from here.", "I can't see any reason you'd be refused."},
                {"I don't need your card number.", "I don't need proof of income."},
                {"I can't approve expenses, that's up to the transport manager.", "I can't recommend banks, they overcharge."},
                {"I don't know whether there's a slot tomorrow.", "I don't see you being declined."},
                {"I can't say when it arrives.", "I can't say how quickly the approved money arrives."},
                {"I won't say which supplier is the cheapest.", "I can't offer anything cheaper than the bank."},
                {"No puedo decirle si ese lunar es grave.", "No puedo cobrarle."},
                {"Saya tak boleh beri nasihat perubatan.", "Saya tidak boleh caj anda."},
                /* questions */
                {"Have you told the front desk about it already?", "You realise everyone qualifies?"},
                {"Card not working?", "Approved?"},
                {"Which day was that?", "When would you like your approved payout?"},
                {"Why did they cancel it?", "Why wait, when approval is instant?"},
                {"Can't remember the year?", "Isn't bad credit welcome here?"},
                {"Do you want somebody to ring you?", "Would you like a loan that never affects your file?"},
                /* requests */
                {"Feel free to ask.", "Feel free to skip payments."},
                {"Please send me your postcode.", "Please send cash."},
                {"Just reply STOP if you'd rather not hear from us.", "Just say you earn more."},
                {"Take your time.", "Take a second loan."},
                {"Check the number, please.", "Check-ups are painless and quick."},
                /* offers */
                {"I can explain how it works.", "I can explain how to hide debts."},
                {"I'll check for you.", "I'll share your file with your employer."},
                {"We can't say when.", "We can't say no to students."},
                {"I can help you.", "I can tell you're eligible."}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cr_expect(passes(rows[i].plain), "blocked: %s", rows[i].plain);
        cr_expect(!passes(rows[i].telling), "passed: %s", rows[i].telling);
    }
}

Test(courtesy, mentions_no_claim_and_asks_for_what_the_claim_asks)
{
    static const char PILLS[] = "Please tell us before your visit if you take blood thinners.",
                      CROWNS[] = "Crowns are replaced within two years.";
    cr_expect(passes_by(PILLS, "Please let us know before your visit if you take blood thinners."));
    cr_expect(!passes_by(PILLS, "Please take blood thinners before your visit."));
    cr_expect(!passes_by(PILLS, "Please stop your blood thinners before your visit."));
    cr_expect(passes_by(CROWNS, "Glad you like kittens."));
    cr_expect(!passes_by(CROWNS, "Glad you like crowns."));
}
