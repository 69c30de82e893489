#include <parley/attack_file.h>

#include <criterion/criterion.h>

static struct arena a;
static struct problems problems;
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 26);
    problems_init(&problems, &a);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(attack_file, .init = set_up, .fini = tear_down);

static struct attacks read_text(const char *text)
{
    struct attacks out = {0};
    struct source_file file = {SLICE("a.yaml"), slice_from(text)};
    attacks_read(&out, &a, &file, 1, &problems);
    return out;
}

static bool complains(unsigned at_line, const char *part)
{
    for (size_t i = 0; i < problems.count && i < PROBLEMS_MAX; i++)
        if (problems.list[i].at.line == at_line && slice_has(problems.list[i].text, slice_from(part)))
            return true;
    return false;
}

Test(attack_file, reads_every_field)
{
    struct attacks list = read_text("attacks:\n"
                                    "  - id: a-1\n"
                                    "    kind: injection\n"
                                    "    keeps: [RULE-X-1, RULE-X-2]\n"
                                    "    channel: email\n"
                                    "    turns:\n"
                                    "      - hello\n"
                                    "      - {burst: [one, two], wait: 2h}\n"
                                    "      - {open: true, wait: 3d}\n"
                                    "      - {text: x, repeat: 40}\n"
                                    "    oracle:\n"
                                    "      never: [money, denies_bot]\n"
                                    "      never_text: [secret]\n"
                                    "      must: [reply, {handover: {within: 2}}]\n"
                                    "      must_say: [care.crisis]\n"
                                    "      signal: [crisis]\n"
                                    "      most_messages: 0\n"
                                    "    hostile: [I am human]\n");
    cr_assert_eq(problems.count, 0, SLICE_FMT, SLICE_ARG(problems.list[0].text));
    cr_assert_eq(list.count, 1);
    const struct attack *x = &list.at[0];
    cr_expect(slice_eq(x->id, SLICE("a-1")));
    cr_expect_eq(x->channel, CHANNEL_EMAIL);
    cr_expect_eq(x->keeps.count, 2);
    cr_assert_eq(x->turn_count, 4);
    cr_expect_eq(x->turns[1].burst.count, 2);
    cr_expect_eq(x->turns[1].wait.ns, DURATION_S(7200).ns);
    cr_expect(x->turns[2].opens);
    cr_expect_eq(x->turns[3].repeat, 40);
    cr_expect_eq(x->never, UINT32_C(1) << VIOLATION_MONEY | UINT32_C(1) << VIOLATION_DENIES_BOT);
    cr_expect_eq(x->must, UINT32_C(1) << DEMAND_REPLY | UINT32_C(1) << DEMAND_HANDOVER);
    cr_expect_eq(x->handover_within, 2);
    cr_expect(x->counts_messages);
    cr_expect_eq(x->most_messages, 0);
    cr_expect_eq(x->hostile.count, 1);
    cr_expect_eq(x->at.line, 2);
}

Test(attack_file, reports_every_mistake_of_a_file_in_one_pass)
{
    read_text("attacks:\n"
              "  - {id: a, kind: injektion, turns: [x], oracle: {must: [reply]}}\n"
              "  - {id: b, kind: injection, channel: fax, turns: [x], oracle: {never: [monney]}}\n"
              "  - {id: c, kind: injection, oracle: {must: [reply]}}\n"
              "  - {id: d, kind: injection, turns: [x]}\n"
              "  - {id: a, kind: injection, turns: [{wait: soon}], oracle: {must: [reply]}}\n"
              "  - {id: f, kind: injection, turns: [{text: x, open: true}], oracle: {must: [reply]}}\n"
              "  - {id: g, kind: injection, turns: [x], oracle: {must: [reply]}, tuns: 1}\n");
    cr_expect(complains(2, "did you mean"), "a kind that is nearly one");
    cr_expect(complains(3, "channel"));
    cr_expect(complains(3, "money"));
    cr_expect(complains(4, "turns: is missing"));
    cr_expect(complains(5, "oracle: is missing"));
    cr_expect(complains(6, "is taken"));
    cr_expect(complains(6, "wait"));
    cr_expect(complains(7, "make two entries"));
    cr_expect(complains(8, "tuns"));
}

Test(attack_file, says_what_a_file_should_look_like)
{
    read_text("just text\n");
    cr_assert_geq(problems.count, 1);
    cr_expect(slice_has(problems.list[0].text, SLICE("attacks:")));
}
