#include <criterion/criterion.h>

#include <parley/facts.h>
#include <parley/size.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, 1 << 28);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(facts, .init = set_up, .fini = tear_down);

static const struct known_text known[] = {
    {.kind = KNOWN_CLAIM,
     .id = SLICE_INIT("fee"),
     .text = SLICE_INIT("Our fee is 30% plus VAT of any compensation you receive.")},
    {.kind = KNOWN_CLAIM, .id = SLICE_INIT("cancel"), .text = SLICE_INIT("You can cancel within 14 days at no cost.")},
    {.kind = KNOWN_CLAIM,
     .id = SLICE_INIT("cap"),
     .text = SLICE_INIT("The most we can charge on awards up to \xc2\xa3"
                        "1,499 is \xc2\xa3"
                        "420.")},
    {.kind = KNOWN_CLAIM, .id = SLICE_INIT("pool"), .text = SLICE_INIT("The pool is open from 7am until 9:30 pm every day.")},
    {.kind = KNOWN_CLAIM,
     .id = SLICE_INIT("free"),
     .text = SLICE_INIT("You can complain to your lender yourself for free, without using a company like us.")},
    {.kind = KNOWN_CLAIM, .id = SLICE_INIT("noguar"), .text = SLICE_INIT("We cannot guarantee that you will receive anything.")},
    {.kind = KNOWN_CLAIM, .id = SLICE_INIT("weeks"), .text = SLICE_INIT("The lender has eight weeks to send a final response.")},
    {.kind = KNOWN_CLAIM,
     .id = SLICE_INIT("dates"),
     .text = SLICE_INIT("The scheme covers agreements from 6 April 2007 to 1 November 2024.")},
    {.kind = KNOWN_SCRIPT,
     .id = SLICE_INIT("hello"),
     .text = SLICE_INIT("Hello, I am Dave, an automated assistant for Dynamo Claims.")}};

static bool blocked(const char *s, struct facts_result *r)
{
    struct text *t = ARENA_NEW(&a, struct text);
    struct error e;
    static const struct slice said[] = {SLICE_INIT("my car was from 2016 and I paid 8000 pounds")};
    static const struct facts_said history = {said, 1};
    cr_assert_eq(text_read(t, &a, slice_from(s), &e), OK);
    facts_check(r, &a, facts_register_create(&a, known, COUNT_OF(known)), t, &history);
    return r->unregistered;
}

Test(facts, passes_what_is_registered_however_it_is_said)
{
    static const char *const rows[] = {
        "Our fee is 30% plus VAT of any compensation you receive.",
        "The fee is thirty per cent plus VAT.",
        "We charge 30 percent plus VAT of any compensation.",
        "You can cancel within fourteen days at no cost.",
        "You can cancel within two weeks at no cost.",
        "You can cancel within a fortnight at no cost.",
        "The pool opens at 7 am.",
        "The lender has 8 weeks to send a final response.",
        "Hello, I am Dave, an automated assistant for Dynamo Claims. You can cancel within 14 days at no cost.",
        "You can complain to your lender yourself for free.",
        "The scheme covers agreements from 06/04/2007 to 01/11/2024.",
        "We can't guarantee that you will receive anything.",
        "Thanks for getting in touch!",
        "I'm sorry to hear that, it sounds hard.",
        "Would you like to go on?",
        "Sure, no problem.",
        "You said the car was from 2016, is that right?"};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct facts_result r;
        cr_assert(!blocked(rows[i], &r), "%s (%s)", rows[i], r.unit_count ? r.units[0].why : "");
    }
}

Test(facts, blocks_every_changed_value_negation_and_promise)
{
    static const char *const rows[] = {"Our fee is 25% plus VAT of any compensation you receive.",
                                       "The fee is thirteen percent plus VAT.",
                                       "You can cancel within 30 days at no cost.",
                                       "You can cancel within a month at no cost.",
                                       "You cannot cancel within 14 days at no cost.",
                                       "You can cancel within 14 working days at no cost.",
                                       "The pool is open from 8am until 9:30 pm every day.",
                                       "The pool is open from 7pm.",
                                       "The lender has six weeks to send a final response.",
                                       "The scheme covers agreements from 6 April 2008 to 1 November 2024.",
                                       "We guarantee that you will receive something.",
                                       "You will definitely receive compensation.",
                                       "You will get \xc2\xa3"
                                       "5,000.",
                                       "You'll get five grand.",
                                       "Expect around 5k back.",
                                       "You are owed 5,OOO pounds.",
                                       "Your claim is worth \xc2\xa3"
                                       "2.5k.",
                                       "You can complain to your lender yourself without paying us 5 0 0 0.",
                                       "The most we can charge on awards up to \xc2\xa3"
                                       "1,499 is \xc2\xa3"
                                       "500.",
                                       "The most we can charge on awards up to \xc2\xa3"
                                       "420 is \xc2\xa3"
                                       "1,499.",
                                       "You cannot complain to your lender yourself for free.",
                                       "See www.bestclaims.com for details.",
                                       "Call us on 07700 900123.",
                                       "Hello, I am Steve, an automated assistant for Mega Claims.",
                                       "Most of our customers win.",
                                       "Your lender Black Horse has admitted it.",
                                       "Our fee is about 30% plus VAT.",
                                       "You can cancel within 14 days at no cost, and we will pay you \xc2\xa3"
                                       "50."};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct facts_result r;
        cr_assert(blocked(rows[i], &r), "%s", rows[i]);
        cr_assert(r.score.ppm >= 500000);
    }
}

Test(facts, ties_a_sentence_to_one_claim)
{
    struct facts_result r;
    cr_assert(!blocked("We charge 30% plus VAT. The lender has eight weeks to send a final response.", &r));
    cr_assert(r.sentence_count == 2 && slice_eq(r.sentences[0].source, SLICE("fee")) &&
              slice_eq(r.sentences[1].source, SLICE("weeks")));
}

struct form {
    const char *text;
    enum fact_kind kind;
};

Test(facts, extracts_every_kind_in_every_form)
{
    static const struct form rows[] = {{"it was \xc2\xa3"
                                        "1.2k",
                                        FACT_MONEY},
                                       {"twelve hundred quid", FACT_MONEY},
                                       {"5,OOO pounds", FACT_MONEY},
                                       {"five pounds fifty", FACT_MONEY},
                                       {"50p", FACT_MONEY},
                                       {"RM 250", FACT_MONEY},
                                       {"250 ringgit", FACT_MONEY},
                                       {"a grand", FACT_MONEY},
                                       {"30 per cent", FACT_PERCENT},
                                       {"7.5%", FACT_PERCENT},
                                       {"a fortnight", FACT_DURATION},
                                       {"24h", FACT_DURATION},
                                       {"three working days", FACT_DURATION},
                                       {"an hour", FACT_DURATION},
                                       {"dos semanas", FACT_DURATION},
                                       {"half six", FACT_TIME},
                                       {"quarter past nine", FACT_TIME},
                                       {"3pm", FACT_TIME},
                                       {"18:30", FACT_TIME},
                                       {"midnight", FACT_TIME},
                                       {"2026-11-20", FACT_DATE},
                                       {"20/11/2026", FACT_DATE},
                                       {"3rd of March", FACT_DATE},
                                       {"March 2026", FACT_DATE},
                                       {"20 de noviembre", FACT_DATE},
                                       {"in 2016", FACT_DATE},
                                       {"on Monday", FACT_DATE},
                                       {"40 rooms", FACT_COUNT},
                                       {"two dozen eggs", FACT_COUNT},
                                       {"the 3rd floor", FACT_ORDINAL},
                                       {"a quarter of it", FACT_FRACTION},
                                       {"2/3 of it", FACT_FRACTION},
                                       {"with Jane Smith there", FACT_NAME},
                                       {"go to www.example.org/x", FACT_LINK},
                                       {"see example.co.uk", FACT_LINK},
                                       {"mail a.b@example.com", FACT_EMAIL},
                                       {"call 07700 900123", FACT_PHONE},
                                       {"+44 20 7946 0018", FACT_PHONE},
                                       {"plate AB12 CDE", FACT_PLATE},
                                       {"guaranteed", FACT_PROMISE}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct text t;
        struct facts_result r;
        bool found = false;
        cr_assert_eq(text_read(&t, &a, slice_from(rows[i].text), NULL), OK);
        facts_extract(&r, &a, &t);
        for (size_t k = 0; k < r.unit_count; k++)
            found |= r.units[k].kind == rows[i].kind;
        cr_assert(found, "%s: %zu units, first %s", rows[i].text, r.unit_count,
                  r.unit_count ? fact_kind_name(r.units[0].kind) : "-");
    }
}

struct said_row {
    const char *text;
    bool bad;
};

static void expect_rows(const struct known_text *known, const struct said_row *rows, size_t count)
{
    struct facts_register *reg = facts_register_create(&a, known, 1);
    for (size_t i = 0; i < count; i++) {
        struct text t;
        struct facts_result r;
        cr_assert_eq(text_read(&t, &a, slice_from(rows[i].text), NULL), OK);
        facts_check(&r, &a, reg, &t, NULL);
        cr_expect_eq(r.unregistered, rows[i].bad, "%s (%s)", rows[i].text, r.unit_count && r.units[0].why ? r.units[0].why : "");
    }
}

/* A few words in common are not enough. */
Test(facts, a_sentence_of_mostly_new_words_is_refused)
{
    static const struct known_text known = {
        .kind = KNOWN_CLAIM, .id = SLICE_INIT("deliver"), .text = SLICE_INIT("The shop delivers parcels in Leeds on weekdays.")};
    static const struct said_row rows[] = {{"The shop paints garden sheds and mends old clocks.", true},
                                           {"The shop delivers painted horses with silver bells to singing children.", true},
                                           {"Parcels smell of lavender, cedar and warm bread.", true},
                                           {"On weekdays the shop delivers parcels in Leeds.", false}};
    expect_rows(&known, rows, COUNT_OF(rows));
}

/* One sentence of a summary from three of the source: no single one of them has most of it. */
Test(facts, a_summary_is_held_to_the_whole_source)
{
    static const struct known_text context = {
        .kind = KNOWN_CONTEXT,
        .id = SLICE_INIT("context"),
        .text = SLICE_INIT(
            "The council of Velden approved a new bridge over the river on Tuesday. Anna Kell, an engineer from Basel, "
            "designed it. The work will cost 14 million euros. Cyclists are not allowed to cross before the spring.")};
    static const struct said_row rows[] = {{"Velden gets a bridge by the engineer Anna Kell, for 14 million euros.", false},
                                           {"Velden gets a bridge by the engineer Anna Kell, for 41 million euros.", true},
                                           {"Kell from Basel lets cyclists cross in Velden for 14 million euros.", false},
                                           {"Kell from Basel lets cyclists cross in Velden for 41 million euros.", true},
                                           {"Velden gets a bridge by the engineer Boris Tamm, for 14 million euros.", true},
                                           {"Approved in Velden: the bridge of Anna Kell.", false}};
    expect_rows(&context, rows, COUNT_OF(rows));
}

Test(facts, free_context_serves_as_the_source)
{
    static const struct known_text context = {.kind = KNOWN_CONTEXT,
                                              .id = SLICE_INIT("context"),
                                              .text =
                                                  SLICE_INIT("The clinic in Leeds opened in 1998. It treats about 40 patients a "
                                                             "day. Dr Anna Weiss leads it. Parking is free for two hours.")};
    static const struct said_row rows[] = {{"The clinic in Leeds opened in 1998.", false},
                                           {"The clinic treats about 40 patients a day.", false},
                                           {"Anna Weiss leads the clinic.", false},
                                           {"The clinic opened in 1989.", true},
                                           {"The clinic treats exactly 40 patients a day.", true},
                                           {"The clinic in York opened in 1998.", true},
                                           {"Parking is free for three hours.", true},
                                           {"Parking is not free.", true}};
    expect_rows(&context, rows, COUNT_OF(rows));
}

static void read_into(struct text *t, struct slice s)
{
    struct error e;
    cr_assert_eq(text_read(t, &a, s, &e), OK);
}

static size_t next_value(const struct facts_result *r, size_t i)
{
    while (i < r->unit_count && r->units[i].kind > FACT_PLATE)
        i++;
    return i;
}

/* What repeats a known text is not read again: its values must stand where reading finds them. */
Test(facts, finds_the_values_of_repeated_wording_where_they_stand)
{
    const struct facts_register *r = facts_register_create(&a, known, COUNT_OF(known));
    for (size_t k = 0; k < COUNT_OF(known); k++) {
        struct text t;
        struct facts_result judged, read;
        struct slice s = arena_printf(&a, "Thanks, caf\xc3\xa9! " SLICE_FMT "\nIt is 31%% plus VAT. " SLICE_FMT,
                                      SLICE_ARG(known[k].text), SLICE_ARG(known[(k + 1) % COUNT_OF(known)].text));
        read_into(&t, s);
        facts_check(&judged, &a, r, &t, &(struct facts_said){NULL, 0});
        facts_extract(&read, &a, &t);
        cr_assert_eq(judged.sentence_count, 4);
        cr_assert(judged.sentences[1].identical && judged.sentences[3].identical);
        cr_assert(slice_eq(judged.sentences[1].source, known[k].id));
        cr_assert_eq(judged.sentences[2].verdict, VERDICT_UNREGISTERED);
        size_t j = next_value(&judged, 0), i = next_value(&read, 0);
        for (; i < read.unit_count; i = next_value(&read, i + 1), j = next_value(&judged, j + 1)) {
            cr_assert(j < judged.unit_count);
            cr_assert_eq(judged.units[j].kind, read.units[i].kind);
            cr_assert_eq(judged.units[j].span.start, read.units[i].span.start);
            cr_assert_eq(judged.units[j].span.end, read.units[i].span.end);
        }
        cr_assert_eq(j, judged.unit_count);
    }
}

Test(facts, points_at_the_value_and_not_at_its_sentence)
{
    const struct facts_register *r = facts_register_create(&a, known, COUNT_OF(known));
    struct facts_result f[2];
    struct text t;
    read_into(&t, SLICE("Thanks! You can cancel within 14 days at no cost."));
    facts_check(&f[0], &a, r, &t, &(struct facts_said){NULL, 0});
    facts_extract(&f[1], &a, &t);
    for (size_t i = 0; i < COUNT_OF(f); i++) {
        size_t u = next_value(&f[i], 0);
        cr_assert_lt(u, f[i].unit_count);
        cr_expect(slice_eq(text_at(&t, f[i].units[u].span), SLICE("14 days")), SLICE_FMT,
                  SLICE_ARG(text_at(&t, f[i].units[u].span)));
    }
}

/* A backquote is an apostrophe in a text that is not all ASCII: "don`t" is one word there, and was three. */
Test(facts, reads_again_what_is_folded_otherwise_than_it_was_known)
{
    static const struct known_text one = {
        .kind = KNOWN_CLAIM, .id = SLICE_INIT("pay"), .text = SLICE_INIT("You don`t pay for the first lesson.")};
    const struct facts_register *r = facts_register_create(&a, &one, 1);
    struct facts_result f;
    struct text plain, other;
    read_into(&plain, SLICE("Thanks. You don`t pay for the first lesson."));
    facts_check(&f, &a, r, &plain, &(struct facts_said){NULL, 0});
    cr_assert(f.sentences[1].identical);
    read_into(&other, SLICE("Gr\xc3\xa0"
                            "cies. You don`t pay for the first lesson."));
    facts_check(&f, &a, r, &other, &(struct facts_said){NULL, 0});
    cr_assert_not(f.sentences[1].identical);
}
