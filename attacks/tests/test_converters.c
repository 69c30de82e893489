/* Converters: each changes a text, each inverse gives the text back, none writes what is not UTF-8. */
#include <criterion/criterion.h>

#include <parley/converters.h>
#include <parley/text.h>
#include <string.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 28);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(converters, .init = set_up, .fini = tear_down);

static struct disguise disguise_of(const char *name)
{
    struct disguise d;
    struct error e = {0};
    cr_assert_eq(disguise_parse(&d, slice_from(name), &e), OK, "%s", e.text);
    return d;
}

static struct slice applied(const char *name, const char *text)
{
    struct disguise d = disguise_of(name);
    return disguise_apply(&a, &d, slice_from(text), 1);
}

/* Small letters: some alphabets have no capitals of their own. */
static const char said[] = "you will get 500 pounds by friday";

Test(converters, there_are_forty_or_more_and_each_changes_the_text)
{
    size_t count;
    const struct converter *all = converters(&count);
    cr_assert_geq(count, 40);
    for (size_t i = 0; i < count; i++) {
        struct slice out = applied(all[i].name, said);
        cr_expect(!slice_eq(out, slice_from(said)), "%s", all[i].name);
        cr_expect(text_is_utf8(out, &(size_t){0}), "%s", all[i].name);
        for (size_t k = 0; k < i; k++)
            cr_expect(strcmp(all[i].name, all[k].name) != 0 && !slice_eq(out, applied(all[k].name, said)), "%s and %s",
                      all[i].name, all[k].name);
    }
}

Test(converters, an_inverse_gives_the_text_back)
{
    size_t count;
    const struct converter *all = converters(&count);
    for (size_t i = 0; i < count; i++) {
        struct disguise d = disguise_of(all[i].name);
        struct slice back;
        bool digits = strcmp(all[i].family, "spelling") != 0; /* spelling alphabets have no digits */
        const char *text = digits || strcmp(all[i].name, "morse") == 0 ? said : "you will get many pounds by friday";
        if (all[i].undo == NULL)
            continue;
        cr_assert(disguise_undo(&back, &a, &d, disguise_apply(&a, &d, slice_from(text), 1)));
        /* in these two, one sign stands for two letters */
        if (strstr(all[i].name, "leet") == NULL && strcmp(all[i].name, "upside-down") != 0)
            cr_expect(slice_eq(slice_trim(back), slice_from(text)), "%s: " SLICE_FMT, all[i].name, SLICE_ARG(back));
    }
}

Test(converters, have_the_values_that_others_compute)
{
    cr_expect(slice_eq(applied("base64", "hello world"), SLICE("aGVsbG8gd29ybGQ=")));
    cr_expect(slice_eq(applied("base32", "hello"), SLICE("NBSWY3DP")));
    cr_expect(slice_eq(applied("hex", "Az"), SLICE("417a")));
    cr_expect(slice_eq(applied("rot13", "Hello"), SLICE("Uryyb")));
    cr_expect(slice_eq(applied("atbash", "abc"), SLICE("zyx")));
    cr_expect(slice_eq(applied("morse", "sos 1"), SLICE("... --- ... / .----")), SLICE_FMT, SLICE_ARG(applied("morse", "sos 1")));
    cr_expect(slice_eq(applied("url", "a b"), SLICE("%61%20%62")));
    cr_expect(slice_eq(applied("html-decimal", "A"), SLICE("&#65;")));
    cr_expect(slice_eq(applied("full-width", "a1"), SLICE("\xef\xbd\x81\xef\xbc\x91")));
    cr_expect(slice_eq(applied("reversed", "añb"), SLICE("bña")));
}

Test(converters, stack_from_left_to_right_and_unstack)
{
    struct disguise d = disguise_of("rot13+base64");
    struct slice out = disguise_apply(&a, &d, SLICE("hello"), 1), back;
    cr_expect(slice_eq(out, SLICE("dXJ5eWI=")), SLICE_FMT, SLICE_ARG(out));
    cr_assert(disguise_undo(&back, &a, &d, out));
    cr_expect(slice_eq(back, SLICE("hello")));
    d = disguise_of("no-vowels+base64");
    cr_expect_not(disguise_undo(&back, &a, &d, out));
}

Test(converters, a_name_that_is_not_one_is_refused_with_one_that_is_near)
{
    struct disguise d;
    struct error e = {0};
    cr_expect_eq(disguise_parse(&d, SLICE("rot13+bse64"), &e), BAD_INPUT);
    cr_expect(strstr(e.text, "base64") != NULL, "%s", e.text);
    cr_expect_eq(disguise_parse(&d, SLICE(""), &e), BAD_INPUT);
    cr_expect_eq(disguise_parse(&d, SLICE("hex+hex+hex+hex+hex"), &e), BAD_INPUT);
}
