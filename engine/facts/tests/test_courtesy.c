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
