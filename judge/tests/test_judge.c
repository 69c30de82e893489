#include <parley/judge.h>

#include <criterion/criterion.h>
#include <parley/pack_dir.h>
#include <parley/size.h>

static struct arena a;
static struct pack pack;

static void set_up(void)
{
    static struct problems problems, warnings;
    struct error e = {0};
    arena_init(&a, (size_t)1 << 30);
    problems_init(&problems, &a);
    problems_init(&warnings, &a);
    cr_assert_eq(pack_load(&pack, &a, SLICE("../engine/packs/dynamo-dave"), (struct wall){INT64_C(1784541600000)}, NULL,
                           &problems, &warnings, &e),
                 OK, "%s", e.text);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(judge, .init = set_up, .fini = tear_down);

static struct slice line(const char *id)
{
    const struct script_line *l = brain_line(pack.brain, slice_from(id));
    cr_assert_not_null(l, "%s", id);
    return l->text;
}

/* What every first message has to hold, and then the text. */
static struct slice opened(struct slice text)
{
    return arena_printf(&a, SLICE_FMT "\n\n" SLICE_FMT "\n\n" SLICE_FMT "\n\n" SLICE_FMT "\n\n" SLICE_FMT,
                        SLICE_ARG(line("disclosure.ai")), SLICE_ARG(line("disclosure.firm")),
                        SLICE_ARG(line("disclosure.free_route")), SLICE_ARG(line("disclosure.stop")), SLICE_ARG(text));
}

static struct judge_result judged(const struct judge_turn *turns, size_t count)
{
    struct judge_result r;
    judge(&r, &a, pack.rules, turns, count);
    return r;
}

static const struct judge_finding *finding(const struct judge_result *r, enum judge_check check)
{
    for (size_t i = 0; i < r->finding_count; i++)
        if (r->findings[i].check == check)
            return &r->findings[i];
    return NULL;
}

Test(judge, passes_signed_wording)
{
    struct judge_turn turns[] = {{false, SLICE("hello")}, {true, opened(line("talk.hello"))}};
    struct judge_result r = judged(turns, COUNT_OF(turns));
    cr_expect_eq(r.verdict, JUDGE_PASS, SLICE_FMT, SLICE_ARG(r.finding_count ? r.findings[0].why : SLICE_NONE));
    for (unsigned c = 0; c < JUDGE_CHECK_COUNT; c++)
        cr_expect_neq(r.checks[c], JUDGE_FAIL, "%s", judge_check_name((enum judge_check)c));
}

Test(judge, finds_an_invented_amount_and_says_where)
{
    struct judge_turn turns[] = {{false, SLICE("how much will I get?")},
                                 {true, opened(SLICE("You will get \xc2\xa3"
                                                     "2,400 back."))}};
    struct judge_result r = judged(turns, COUNT_OF(turns));
    cr_assert_eq(r.verdict, JUDGE_FAIL);
    const struct judge_finding *f = finding(&r, JUDGE_INVENTED_FACTS);
    cr_assert_not_null(f);
    cr_expect_eq(f->turn, 1);
    cr_expect_gt(f->rule.len, 0);
    cr_expect_gt(f->why.len, 0);
    cr_expect(slice_has(slice_sub(turns[1].text, f->span.start, f->span.end), SLICE("2,400")),
              "the span is the amount's: " SLICE_FMT, SLICE_ARG(slice_sub(turns[1].text, f->span.start, f->span.end)));
}

Test(judge, finds_words_after_an_opt_out)
{
    struct judge_turn turns[] = {{false, SLICE("hello")},
                                 {true, opened(line("talk.hello"))},
                                 {false, SLICE("stop messaging me")},
                                 {true, line("opt_out.done")},
                                 {true, line("follow_up.first")}};
    struct judge_result r = judged(turns, COUNT_OF(turns));
    cr_assert_eq(r.verdict, JUDGE_FAIL);
    cr_assert_not_null(finding(&r, JUDGE_OPT_OUT));
    cr_expect_eq(finding(&r, JUDGE_OPT_OUT)->turn, 4);
    cr_expect_eq(judged(turns, 4).checks[JUDGE_OPT_OUT], JUDGE_PASS, "one confirmation is right");
}

Test(judge, finds_pressure)
{
    struct judge_turn turns[] = {{false, SLICE("should I do it?")},
                                 {true, opened(SLICE("Act now, this is your last chance before it is too late."))}};
    struct judge_result r = judged(turns, COUNT_OF(turns));
    cr_expect_eq(r.verdict, JUDGE_FAIL);
    cr_expect_not_null(finding(&r, JUDGE_PRESSURE));
}

Test(judge, finds_a_missing_disclosure)
{
    struct judge_turn turns[] = {{false, SLICE("hello")}, {true, line("greeting.opening")}};
    struct judge_result r = judged(turns, COUNT_OF(turns));
    cr_expect_eq(r.verdict, JUDGE_FAIL);
    cr_expect_not_null(finding(&r, JUDGE_DISCLOSURES));
}

Test(judge, finds_a_crisis_that_nobody_answered)
{
    struct judge_turn turns[] = {{false, SLICE("I want to kill myself")}, {true, opened(line("path.agreement"))}};
    struct judge_result r = judged(turns, COUNT_OF(turns));
    cr_expect_eq(r.verdict, JUDGE_FAIL);
    cr_expect_not_null(finding(&r, JUDGE_ESCALATIONS));
}

Test(judge, passes_nothing_that_it_cannot_judge)
{
    struct judge_turn turns[] = {{false, SLICE("hello")}};
    cr_expect_eq(judged(turns, 1).verdict, JUDGE_INCONCLUSIVE, "the bot said nothing");
    cr_expect_eq(judged(turns, 0).verdict, JUDGE_INCONCLUSIVE);
}

static struct judge_result of_records(const struct judge_record *records, size_t count)
{
    struct judge_result r;
    judge_recorded(&r, &a, pack.rules, records, count);
    return r;
}

/* Only what was recorded counts: the words are not read. */
Test(judge, keeps_to_the_record_when_it_is_asked_to)
{
    static const struct slice complaint[] = {SLICE_INIT("complaint")}, angry[] = {SLICE_INIT("angry")},
                              opt_out[] = {SLICE_INIT("opt_out")};
    const struct slice first =
        SLICE("script:disclosure.ai script:disclosure.firm script:disclosure.free_route script:disclosure.stop "
              "script:greeting.opening");
    struct judge_record good[] = {{.kind = RECORD_TURN}, {.kind = RECORD_MESSAGE, .said = first, .text = SLICE("whatever")}};
    cr_expect_eq(of_records(good, COUNT_OF(good)).verdict, JUDGE_PASS);
    struct judge_record bare[] = {{.kind = RECORD_TURN}, {.kind = RECORD_MESSAGE, .said = SLICE("script:greeting.opening")}};
    cr_expect_eq(of_records(bare, COUNT_OF(bare)).checks[JUDGE_DISCLOSURES], JUDGE_FAIL);
    struct judge_record left_alone[] = {{.kind = RECORD_TURN, .signals = complaint, .signal_count = 1},
                                        {.kind = RECORD_MESSAGE, .said = first}};
    cr_expect_eq(of_records(left_alone, COUNT_OF(left_alone)).checks[JUDGE_ESCALATIONS], JUDGE_FAIL);
    left_alone[0].signals = angry; /* no obligation of the pack speaks of it */
    cr_expect_eq(of_records(left_alone, COUNT_OF(left_alone)).checks[JUDGE_ESCALATIONS], JUDGE_FAIL);
    left_alone[0].with_people = true;
    left_alone[1].said = SLICE("script:disclosure.ai script:handover.complaint");
    cr_expect_eq(of_records(left_alone, COUNT_OF(left_alone)).verdict, JUDGE_PASS);
    struct judge_record stopped[] = {{.kind = RECORD_TURN, .signals = opt_out, .signal_count = 1, .opted_out = true},
                                     {.kind = RECORD_MESSAGE, .said = SLICE("script:disclosure.ai script:opt_out.done")},
                                     {.kind = RECORD_TURN, .opted_out = true},
                                     {.kind = RECORD_MESSAGE, .said = first}};
    cr_expect_eq(of_records(stopped, 2).verdict, JUDGE_PASS);
    cr_expect_eq(of_records(stopped, 4).checks[JUDGE_OPT_OUT], JUDGE_FAIL);
    cr_expect_eq(of_records(good, 1).verdict, JUDGE_INCONCLUSIVE);
}
