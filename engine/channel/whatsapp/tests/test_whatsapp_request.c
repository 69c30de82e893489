#include <criterion/criterion.h>

#include "markup.h"

#include <parley/size.h>
#include <parley/whatsapp_request.h>

static struct arena arena;
static struct error error;
static struct slice out;

static void begin(void)
{
    arena_init(&arena, (size_t)1 << 26);
    out = SLICE_NONE;
}

static void finish(void)
{
    arena_finish(&arena);
}

TestSuite(whatsapp_request, .init = begin, .fini = finish);

static struct whatsapp_envelope to(const char *address)
{
    return (struct whatsapp_envelope){.to = private_hide(slice_from(address)), .key = SLICE("4.9.0")};
}

static struct private_slice hidden(const char *text)
{
    return private_hide(slice_from(text));
}

static bool is(const char *expected)
{
    bool same = slice_eq(out, slice_from(expected));
    if (!same)
        fprintf(stderr, SLICE_FMT "\n", SLICE_ARG(out));
    return same;
}

/* -- texts ------------------------------------------------------------------------------------------------------------------ */

Test(whatsapp_request, sends_a_text_to_digits_with_our_key)
{
    struct whatsapp_envelope e = to("+447700900321");
    cr_assert_eq(whatsapp_text(&out, &arena, &e, hidden("Good morning.\n\"Yes\""), &error), OK, "%s", error.text);
    cr_assert(
        is("{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"447700900321\",\"type\":\"text\","
           "\"biz_opaque_callback_data\":\"4.9.0\",\"text\":{\"preview_url\":false,\"body\":\"Good morning.\\n\\\"Yes\\\"\"}}"));
}

Test(whatsapp_request, sends_to_a_business_scoped_id_and_quotes)
{
    struct whatsapp_envelope e = to("GB.2000000000000000008");
    e.reply_to = SLICE("wamid.A=");
    cr_assert_eq(whatsapp_text(&out, &arena, &e, hidden("hello"), &error), OK);
    cr_assert(is("{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"recipient\":\"GB.2000000000000000008\","
                 "\"type\":\"text\",\"biz_opaque_callback_data\":\"4.9.0\",\"context\":{\"message_id\":\"wamid.A=\"},"
                 "\"text\":{\"preview_url\":false,\"body\":\"hello\"}}"));
}

static const struct {
    const char *address;
    bool good;
} addresses[] = {
    {"+447700900321", true},
    {"447700900321", true},
    {"+12345", true},
    {"GB.ENT.99", true},
    {"MY.a1", true},
    {"", false},
    {"+", false},
    {"+1234", false},
    {"+44 7700", false},
    {"+44770090032x", false},
    {"07700900321", false},
    {"GB.", false},
    {"GB.ENT.", false},
    {"gb.1", false},
    {"G.1", false},
    {"GB.1/2", false},
    {"ana@x.org", false},
    {"++44770090", false},
    {"GB.ENT.a.b", false},
    {"+447700900321447700900321", false},
};

Test(whatsapp_request, knows_who_can_be_written_to)
{
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        struct whatsapp_envelope e = to(addresses[i].address);
        cr_assert_eq(whatsapp_address_is_good(e.to), addresses[i].good, "%s", addresses[i].address);
        cr_assert_eq(whatsapp_text(&out, &arena, &e, hidden("hello"), &error) == OK, addresses[i].good, "%s",
                     addresses[i].address);
    }
}

static struct private_slice many(const char *what, size_t count)
{
    size_t len = strlen(what);
    char *text = arena_alloc(&arena, len * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * len, what, len);
    return private_hide((struct slice){text, len * count});
}

Test(whatsapp_request, counts_characters_and_splits_nothing)
{
    struct whatsapp_envelope e = to("+447700900321");
    cr_assert_eq(whatsapp_text(&out, &arena, &e, many("\xf0\x9f\x8d\x8b", WHATSAPP_TEXT_MAX), &error), OK);
    cr_assert_eq(whatsapp_text(&out, &arena, &e, many("\xf0\x9f\x8d\x8b", WHATSAPP_TEXT_MAX + 1), &error), BAD_INPUT);
    cr_assert_str_eq(error.text, "text: has 4097 characters; 4096 at most");
    cr_assert_eq(whatsapp_text(&out, &arena, &e, hidden(""), &error), BAD_INPUT);
    cr_assert_eq(whatsapp_text(&out, &arena, &e, hidden(" \n"), &error), BAD_INPUT);
    cr_assert_eq(whatsapp_text(&out, &arena, &e, many("*a* ", WHATSAPP_TEXT_MAX / 4), &error), OK, "a twin is as long");
}

Test(whatsapp_request, needs_a_key)
{
    struct whatsapp_envelope e = to("+447700900321");
    e.key = SLICE_NONE;
    cr_assert_eq(whatsapp_text(&out, &arena, &e, hidden("hello"), &error), BAD_INPUT);
    e.key = private_reveal(many("k", 512), REVEAL_REPORT);
    cr_assert_eq(whatsapp_text(&out, &arena, &e, hidden("hello"), &error), OK);
    e.key = private_reveal(many("k", 513), REVEAL_REPORT);
    cr_assert_eq(whatsapp_text(&out, &arena, &e, hidden("hello"), &error), BAD_INPUT);
}

/* -- markup ----------------------------------------------------------------------------------------------------------------- */

#define STAR "\xe2\x88\x97"
#define LINE "\xcb\x8d"
#define WAVE "\xe2\x88\xbc"
#define TICK "\xcb\x8b"
#define MORE "\xef\xbc\x9e"

static const struct {
    const char *text, *plain;
} markups[] = {
    {"nothing here", "nothing here"},
    {"*bold*", STAR "bold" STAR},
    {"is *very* good and *that* too", "is " STAR "very" STAR " good and " STAR "that" STAR " too"},
    {"_a_ ~b~ `c`", LINE "a" LINE " " WAVE "b" WAVE " " TICK "c" TICK},
    {"```code\nmore```", TICK TICK TICK "code\nmore" TICK TICK TICK},
    {"*_both_*", STAR LINE "both" LINE STAR},
    {"5 * 3 * 2", "5 * 3 * 2"},
    {"2*3*4", "2*3*4"},
    {"snake_case_name", "snake_case_name"},
    {"*terms apply", "*terms apply"},
    {"price* and tax*", "price* and tax*"},
    {"*one line\nanother*", "*one line\nanother*"},
    {"(*a*)", "(" STAR "a" STAR ")"},
    {"\xc2\xa3*5*", "\xc2\xa3" STAR "5" STAR},
    {"*a* b*", STAR "a" STAR " b" STAR},
    {"> 5 days", MORE " 5 days"},
    {"more\n  > than", "more\n  " MORE " than"},
    {"5 > 3", "5 > 3"},
    {"- a\n- b\n1. c", "- a\n- b\n1. c"},
    {"https://ex.org/_a_/*b*?x=~1~", "https://ex.org/_a_/*b*?x=~1~"},
    {"see _https://ex.org/a_b_ now_", "see " LINE "https://ex.org/a_b_ now" LINE},
    {"_see https://ex.org/a_b_ now_", LINE "see https://ex.org/a_b_ now" LINE},
    {"www.ex.org/_a_ *b*", "www.ex.org/_a_ " STAR "b" STAR},
    {"", ""},
    {"*", "*"},
    {"**", STAR STAR},
};

Test(whatsapp_request, writes_no_markup_that_nobody_meant)
{
    for (size_t i = 0; i < COUNT_OF(markups); i++) {
        out = markup_plain(&arena, slice_from(markups[i].text));
        cr_assert(is(markups[i].plain), "%s", markups[i].text);
        cr_assert_eq(markup_length(out), markup_length(slice_from(markups[i].text)), "%s", markups[i].text);
    }
}

/* -- buttons, lists --------------------------------------------------------------------------------------------------------- */

static struct whatsapp_choice choices[] = {{SLICE_INIT("a"), SLICE_INIT("Morning"), SLICE_INIT("")},
                                           {SLICE_INIT("b"), SLICE_INIT("Noon"), SLICE_INIT("")},
                                           {SLICE_INIT("c"), SLICE_INIT("Evening"), SLICE_INIT("")},
                                           {SLICE_INIT("d"), SLICE_INIT("Night"), SLICE_INIT("")}};

static struct whatsapp_buttons fixture_buttons(void)
{
    return (struct whatsapp_buttons){.body = hidden("When?"), .buttons = choices, .count = 2};
}

static enum code offer(struct whatsapp_buttons b)
{
    struct whatsapp_envelope e = to("+447700900321");
    return whatsapp_offer_buttons(&out, &arena, &e, &b, &error);
}

Test(whatsapp_request, offers_buttons)
{
    struct whatsapp_buttons b = fixture_buttons();
    b.header = SLICE("Call");
    cr_assert_eq(offer(b), OK, "%s", error.text);
    cr_assert(is(
        "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"447700900321\",\"type\":\"interactive\","
        "\"biz_opaque_callback_data\":\"4.9.0\",\"interactive\":{\"type\":\"button\",\"header\":{\"type\":\"text\",\"text\":"
        "\"Call\"},\"body\":{\"text\":\"When?\"},\"action\":{\"buttons\":[{\"type\":\"reply\",\"reply\":{\"id\":\"a\",\"title\":"
        "\"Morning\"}},{\"type\":\"reply\",\"reply\":{\"id\":\"b\",\"title\":\"Noon\"}}]}}}"));
}

Test(whatsapp_request, keeps_the_limits_of_buttons)
{
    struct whatsapp_buttons b = fixture_buttons();
    struct whatsapp_choice one[2] = {choices[0], choices[1]};
    b.count = 3;
    cr_assert_eq(offer(b), OK);
    b.count = 4;
    cr_assert_eq(offer(b), BAD_INPUT);
    b.count = 0;
    cr_assert_eq(offer(b), BAD_INPUT);
    b = fixture_buttons();
    b.buttons = one;
    one[1].title = private_reveal(many("t", 20), REVEAL_REPORT);
    cr_assert_eq(offer(b), OK);
    one[1].title = private_reveal(many("t", 21), REVEAL_REPORT);
    cr_assert_eq(offer(b), BAD_INPUT);
    one[1].title = one[0].title;
    cr_assert_eq(offer(b), BAD_INPUT, "titles differ");
    one[1] = choices[1];
    one[1].description = SLICE("more");
    cr_assert_eq(offer(b), BAD_INPUT, "a button has no description");
    b = fixture_buttons();
    b.body = many("b", WHATSAPP_BODY_TEXT_MAX);
    cr_assert_eq(offer(b), OK);
    b.body = many("b", WHATSAPP_BODY_TEXT_MAX + 1);
    cr_assert_eq(offer(b), BAD_INPUT);
    b = fixture_buttons();
    b.footer = private_reveal(many("f", 61), REVEAL_REPORT);
    cr_assert_eq(offer(b), BAD_INPUT);
}

static enum code offer_list(const struct whatsapp_section *sections, size_t count)
{
    struct whatsapp_envelope e = to("+447700900321");
    struct whatsapp_list l = {.body = hidden("When?"), .button = SLICE("Choose"), .sections = sections, .count = count};
    return whatsapp_offer_list(&out, &arena, &e, &l, &error);
}

Test(whatsapp_request, offers_a_list)
{
    struct whatsapp_choice row = {SLICE("a"), SLICE("Morning"), SLICE("8 to 12")};
    struct whatsapp_section s = {.rows = &row, .count = 1};
    cr_assert_eq(offer_list(&s, 1), OK, "%s", error.text);
    cr_assert(is(
        "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"447700900321\",\"type\":\"interactive\","
        "\"biz_opaque_callback_data\":\"4.9.0\",\"interactive\":{\"type\":\"list\",\"body\":{\"text\":\"When?\"},\"action\":{"
        "\"button\":\"Choose\",\"sections\":[{\"rows\":[{\"id\":\"a\",\"title\":\"Morning\",\"description\":\"8 to 12\"}]}]}}}"));
}

Test(whatsapp_request, keeps_the_limits_of_lists)
{
    struct whatsapp_choice rows[11];
    char names[11][3];
    for (int i = 0; i < 11; i++) {
        snprintf(names[i], sizeof names[i], "%c", 'a' + i);
        rows[i] = (struct whatsapp_choice){slice_from(names[i]), slice_from(names[i]), SLICE_NONE};
    }
    struct whatsapp_section two[] = {{SLICE("one"), rows, 6}, {SLICE("two"), rows + 6, 4}};
    cr_assert_eq(offer_list(two, 2), OK, "%s", error.text);
    two[1].count = 5;
    cr_assert_eq(offer_list(two, 2), BAD_INPUT, "ten rows together");
    two[1].count = 4;
    two[1].title = SLICE_NONE;
    cr_assert_eq(offer_list(two, 2), BAD_INPUT, "several sections have titles");
    two[1] = (struct whatsapp_section){SLICE("two"), rows, 1};
    cr_assert_eq(offer_list(two, 2), BAD_INPUT, "ids differ over sections");
    two[0].count = 0;
    cr_assert_eq(offer_list(two, 1), BAD_INPUT);
    cr_assert_eq(offer_list(two, 0), BAD_INPUT);
    rows[0].description = private_reveal(many("d", 73), REVEAL_REPORT);
    two[0].count = 1;
    cr_assert_eq(offer_list(two, 1), BAD_INPUT);
}

/* -- templates -------------------------------------------------------------------------------------------------------------- */

static enum code template(struct whatsapp_template t) {
    struct whatsapp_envelope e = to("+447700900321"); return whatsapp_from_template(&out, &arena, &e, &t, &error);
}

Test(whatsapp_request, fills_a_template)
{
    struct whatsapp_parameter body[] = {{SLICE("name"), hidden("Chlo\xc3\xa9")}, {SLICE("ref"), hidden("AB-12")}};
    struct slice replies[] = {SLICE_INIT("ok:1")};
    cr_assert_eq(template((struct whatsapp_template){SLICE("welcome_2"), SLICE("en_GB"), body, 2, replies, 1}), OK, "%s",
                 error.text);
    cr_assert(is(
        "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"447700900321\",\"type\":\"template\","
        "\"biz_opaque_callback_data\":\"4.9.0\",\"template\":{\"name\":\"welcome_2\",\"language\":{\"code\":\"en_GB\"},"
        "\"components\":[{\"type\":\"body\",\"parameters\":[{\"type\":\"text\",\"parameter_name\":\"name\",\"text\":"
        "\"Chlo\xc3\xa9\"},"
        "{\"type\":\"text\",\"parameter_name\":\"ref\",\"text\":\"AB-12\"}]},{\"type\":\"button\",\"sub_type\":\"quick_reply\","
        "\"index\":\"0\",\"parameters\":[{\"type\":\"payload\",\"payload\":\"ok:1\"}]}]}}"));
    cr_assert_eq(template((struct whatsapp_template){SLICE("bare"), SLICE("en"), NULL, 0, NULL, 0}), OK);
    cr_assert_not(slice_has(out, SLICE("components")));
}

Test(whatsapp_request, refuses_parameters_that_production_refuses)
{
    static const char *const bad[] = {"", "a\nb", "a\tb", "a     b", "a\rb"};
    struct whatsapp_parameter p = {SLICE_NONE, hidden("a    b")};
    struct whatsapp_template t = {SLICE("t"), SLICE("en"), &p, 1, NULL, 0};
    cr_assert_eq(template(t), OK, "four spaces");
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        p.text = hidden(bad[i]);
        cr_assert_eq(template(t), BAD_INPUT, "%zu", i);
    }
    struct whatsapp_parameter mixed[] = {{SLICE("name"), hidden("a")}, {SLICE_NONE, hidden("b")}};
    cr_assert_eq(template((struct whatsapp_template){SLICE("t"), SLICE("en"), mixed, 2, NULL, 0}), BAD_INPUT);
    cr_assert_eq(template((struct whatsapp_template){SLICE("T"), SLICE("en"), NULL, 0, NULL, 0}), BAD_INPUT);
    cr_assert_eq(template((struct whatsapp_template){SLICE("t"), SLICE("en-GB"), NULL, 0, NULL, 0}), BAD_INPUT);
}

Test(whatsapp_request, marks_read_and_shows_writing)
{
    cr_assert_eq(whatsapp_seen(&out, &arena, SLICE("wamid.A="), true, &error), OK);
    cr_assert(is("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.A=\",\"typing_indicator\":{"
                 "\"type\":\"text\"}}"));
    cr_assert_eq(whatsapp_seen(&out, &arena, SLICE("wamid.A="), false, &error), OK);
    cr_assert(is("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.A=\"}"));
    cr_assert_eq(whatsapp_seen(&out, &arena, SLICE(""), false, &error), BAD_INPUT);
    cr_assert_eq(whatsapp_seen(&out, &arena, SLICE("a b"), false, &error), BAD_INPUT);
}
