#include "../command_parse.h"

#include <criterion/criterion.h>
#include <parley/size.h>

struct thing_options {
    struct slice name;
    struct slice_list many;
    uint64_t count;
    unsigned color;
    bool loud;
};

static const char *const colors[] = {"red", "green", NULL};
#define AT(member) offsetof(struct thing_options, member)
static const struct option_row options[] = {
    {"name", 'n', OPTION_TEXT, "NAME", AT(name), "anna", 0, 0, NULL, "a name"},
    {"many", 0, OPTION_TEXTS, "X", AT(many), NULL, 0, 0, NULL, "several"},
    {"count", 'c', OPTION_U64, "N", AT(count), "3", 1, 10, NULL, "a number"},
    {"color", 0, OPTION_CHOICE, "NAME", AT(color), "red", 0, 0, colors, "a choice"},
    {"loud", 'l', OPTION_FLAG, NULL, AT(loud), NULL, 0, 0, NULL, "a flag"},
};
static const struct command thing = {.name = "thing",
                                     .summary = "s",
                                     .operands = "[FILE]",
                                     .operand_max = 1,
                                     .options = options,
                                     .option_count = COUNT_OF(options),
                                     .options_size = sizeof(struct thing_options)};

static struct arena a;
static struct problems problems;
static enum asked asked;
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 24);
    problems_init(&problems, &a);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(command, .init = set_up, .fini = tear_down);

static struct invocation parse(size_t count, const char *const *words)
{
    struct invocation in = {.command = &thing, .arena = &a};
    asked = ASKED_RUN;
    command_parse(&in, &asked, (int)count, (char **)(uintptr_t)words, &problems);
    return in;
}
#define PARSE(...) parse(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *), (const char *[]){__VA_ARGS__, NULL})

static bool complains(const char *part)
{
    for (size_t i = 0; i < problems.count; i++)
        if (slice_has(problems.list[i].text, slice_from(part)))
            return true;
    return false;
}

Test(command, takes_long_and_short_options_in_every_form)
{
    struct invocation in = PARSE("--name=bob", "-c", "7", "--many", "x", "--many=y", "--color", "green", "-l", "file");
    const struct thing_options *o = in.options;
    cr_assert_eq(problems.count, 0, SLICE_FMT, SLICE_ARG(problems.list[0].text));
    cr_expect(slice_eq(o->name, SLICE("bob")));
    cr_expect_eq(o->count, 7);
    cr_expect_eq(o->many.count, 2);
    cr_expect(slice_eq(o->many.at[1], SLICE("y")));
    cr_expect_eq(o->color, 1);
    cr_expect(o->loud);
    cr_expect_eq(in.operand_count, 1);
}

Test(command, fills_in_the_defaults)
{
    struct invocation in = PARSE("--");
    const struct thing_options *o = in.options;
    cr_expect_eq(problems.count, 0);
    cr_expect(slice_eq(o->name, SLICE("anna")));
    cr_expect_eq(o->count, 3);
    cr_expect_not(o->loud);
}

Test(command, takes_everything_after_two_dashes_as_operands)
{
    struct invocation in = PARSE("--", "--loud");
    cr_expect_eq(in.operand_count, 1);
    cr_expect_not(((const struct thing_options *)in.options)->loud);
}

Test(command, reports_every_mistake_in_one_pass_with_its_mend)
{
    (void)PARSE("--nme", "x", "--count", "99", "--color", "gren", "--loud=yes", "one", "two", "three");
    cr_expect(complains("name"), "the nearest option is named");
    cr_expect(complains("10"), "the bounds are named");
    cr_expect(complains("green"), "the nearest choice is named");
    cr_expect(complains("loud"), "a flag takes no value");
    cr_expect_geq(problems.count, 5, "and there are too many operands");
}

Test(command, says_when_a_value_is_missing)
{
    (void)PARSE("--name");
    cr_expect(complains("--name"));
}

Test(command, answers_help_and_man_before_any_complaint)
{
    (void)PARSE("--help");
    cr_expect_eq(asked, ASKED_HELP);
    (void)PARSE("--man");
    cr_expect_eq(asked, ASKED_MAN);
}
