#include "../baseline.h"
#include "../coverage.h"
#include "../html.h"
#include "../junit.h"

#include <criterion/criterion.h>
#include <parley/size.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 28);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(runs, .init = set_up, .fini = tear_down);

#define HEADER                                                                                                                   \
    "{\"run\":\"attack\",\"model\":\"script\",\"seed\":1,\"tenant\":\"t\",\"brain\":\"b\",\"cases\":%zu,\"rules\":[{\"id\":"     \
    "\"RULE-X-1\","                                                                                                              \
    "\"by\":[\"ai_first\"]},"                                                                                                    \
    "{\"id\":\"RULE-X-2\",\"by\":[]}]}\n"

static struct slice a_case(const char *id, const char *kind, const char *verdict, const char *failure, const char *text)
{
    return arena_printf(
        &a,
        "{\"run\":\"attack\",\"id\":\"%s\",\"kind\":\"%s\",\"model\":\"script\",\"verdict\":\"%s\",\"blocked\":0,\"keeps\":[],"
        "\"failures\":[%s],\"file\":\"f.yaml\",\"line\":3,\"channel\":\"webchat\",\"entries\":[{\"kind\":\"customer\",\"at_ms\":"
        "0,"
        "\"text\":\"%s\"},{\"kind\":\"turn\",\"at_ms\":10,\"turn\":1,\"signals\":[],\"reasons\":[\"obligation repair [ai_first]: "
        "x\"],"
        "\"blocked\":0,\"outcome\":\"replied\",\"ticket\":\"none\",\"holder\":\"bot\"}]}\n",
        id, kind, verdict, failure, text);
}

static struct runs runs_of(struct slice journal)
{
    struct runs r = {.arena = &a};
    struct error e = {0};
    cr_assert_eq(runs_take(&r, SLICE("run.jsonl"), journal, &e), OK, "%s", e.text);
    return r;
}

static struct slice joined(const struct slice *parts, size_t count)
{
    struct buffer b;
    buffer_init(&b, &a, 1 << 20);
    buffer_printf(&b, HEADER, count);
    for (size_t i = 0; i < count; i++)
        buffer_add(&b, parts[i]);
    return buffer_slice(&b);
}

#define JOURNAL(...)                                                                                                             \
    joined((const struct slice[]){__VA_ARGS__}, sizeof((const struct slice[]){__VA_ARGS__}) / sizeof(struct slice))

static struct comparison compared(struct slice before, struct slice now)
{
    struct runs old = runs_of(before), r = runs_of(now);
    struct comparison c;
    struct error e = {0};
    struct buffer b;
    buffer_init(&b, &a, 1 << 20);
    baseline_write(&b, &old);
    cr_assert_eq(baseline_compare(&c, &a, &r, buffer_slice(&b), (struct place){SLICE("base.json"), 1, 1}, &e), OK, "%s", e.text);
    return c;
}

Test(runs, the_worst_case_is_the_verdict)
{
    struct runs good = runs_of(JOURNAL(a_case("a", "x", "pass", "", "hi")));
    struct runs bad =
        runs_of(JOURNAL(a_case("a", "x", "pass", "", "hi"), a_case("b", "x", "fail", "\"turn 1: money: \\\"x\\\"\"", "hi")));
    struct runs hollow = runs_of(JOURNAL(a_case("a", "x", "void", "", "hi")));
    cr_expect_str_eq(runs_verdict(&good), "pass");
    cr_expect_str_eq(runs_verdict(&bad), "violation");
    cr_expect_str_eq(runs_verdict(&hollow), "inconclusive");
}

static const char *refused(struct slice journal)
{
    struct runs r = {.arena = &a};
    struct error *e = ARENA_NEW(&a, struct error);
    cr_expect_eq(runs_take(&r, SLICE("run.jsonl"), journal, e), BAD_INPUT, "taken: " SLICE_FMT, SLICE_ARG(journal));
    return e->text;
}

Test(runs, a_journal_that_was_cut_off_is_never_a_pass)
{
    struct slice whole = JOURNAL(a_case("a", "x", "pass", "", "hi"), a_case("b", "x", "pass", "", "hi"));
    size_t end = whole.len - 1;
    while (whole.at[end - 1] != '\n')
        end--;
    struct runs r = runs_of(slice_sub(whole, 0, end));
    cr_expect_str_eq(runs_verdict(&r), "inconclusive");
    cr_expect(slice_eq(runs_unfinished(&r), SLICE("run.jsonl (1 of 2 cases)")), SLICE_FMT, SLICE_ARG(runs_unfinished(&r)));
    struct runs all = runs_of(whole);
    cr_expect_eq(runs_unfinished(&all).len, 0);
}

Test(runs, what_is_damaged_is_refused_and_named)
{
    struct slice good = a_case("a", "x", "pass", "", "hi");
    cr_expect(strstr(refused(JOURNAL(a_case("a", "x", "ok", "", "hi"))), "none of pass, fail and void"));
    cr_expect(strstr(refused(JOURNAL(a_case("a", "x", "", "", "hi"))), "none of pass, fail and void"));
    cr_expect(strstr(refused(JOURNAL(a_case("a", "x", "pass", "\"turn 1: money\"", "hi"))), "was changed"));
    cr_expect(strstr(refused(good), "before the first line"));
    cr_expect(strstr(refused(SLICE("{}\n")), "the first line.run: is missing"));
    cr_expect(strstr(refused(JOURNAL(good, SLICE("{\"run\":\"attack\",\"verdict\":\"pass\"}\n"))), "run.jsonl:3:1"));
    cr_expect(strstr(refused(JOURNAL(good, SLICE("\n"), SLICE("{\"run\":\"attack\",\"entries\":[]}\n"))), "the case.id"));
    cr_expect(strstr(refused(JOURNAL(SLICE("{\"run\":\"attack\",\"id\":\"a\",\"model\":\"script\",\"verdict\":\"pass\","
                                           "\"blocked\":0,\"failures\":[],\"channel\":\"webchat\",\"entries\":[{}]}\n"))),
                     "entries.kind"));
}

Test(runs, a_baseline_of_another_shape_is_refused)
{
    static const char *const bad[] = {"{}",
                                      "[]",
                                      "{\"groups\":{},\"classes\":[]}",
                                      "{\"groups\":[],\"classes\":[]}",
                                      "{\"groups\":[{\"name\":\"g\",\"cases\":-1,\"failed\":0}],\"classes\":[]}",
                                      "{\"groups\":[{\"name\":\"g\",\"cases\":1,\"failed\":2}],\"classes\":[]}",
                                      "{\"groups\":[{\"name\":\"g\",\"cases\":1}],\"classes\":[]}",
                                      "{\"groups\":[{\"name\":\"g\",\"cases\":1,\"failed\":0}],\"classes\":[1]}"};
    struct runs r = runs_of(JOURNAL(a_case("a", "x", "pass", "", "hi")));
    struct comparison c;
    struct error e;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        cr_expect_eq(baseline_compare(&c, &a, &r, slice_from(bad[i]), (struct place){SLICE("b"), 1, 1}, &e), BAD_INPUT, "%s",
                     bad[i]);
}

Test(runs, the_same_run_again_is_no_regression)
{
    struct slice j = JOURNAL(a_case("a", "x", "pass", "", "hi"), a_case("b", "x", "fail", "\"turn 1: money: \\\"x\\\"\"", "hi"));
    cr_expect_eq(compared(j, j).regressions.count, 0);
}

Test(runs, a_new_class_of_failure_blocks_even_at_the_same_score)
{
    struct slice before = JOURNAL(a_case("a", "x", "fail", "\"turn 1: money: \\\"x\\\"\"", "hi"));
    struct slice now = JOURNAL(a_case("a", "x", "fail", "\"turn 2: advice: \\\"y\\\"\"", "hi"));
    struct comparison c = compared(before, now);
    cr_assert_eq(c.regressions.count, 1);
    cr_expect(slice_has(c.regressions.at[0], SLICE("advice")), SLICE_FMT, SLICE_ARG(c.regressions.at[0]));
}

Test(runs, a_lower_score_and_a_group_that_is_gone_are_regressions)
{
    struct slice before = JOURNAL(a_case("a", "x", "pass", "", "hi"), a_case("b", "x", "fail", "\"turn 1: money: 1\"", "hi"),
                                  a_case("c", "y", "pass", "", "hi"));
    struct slice worse = JOURNAL(a_case("a", "x", "fail", "\"turn 1: money: 1\"", "hi"),
                                 a_case("b", "x", "fail", "\"turn 1: money: 1\"", "hi"), a_case("c", "y", "pass", "", "hi"));
    struct slice fewer = JOURNAL(a_case("a", "x", "pass", "", "hi"), a_case("b", "x", "fail", "\"turn 1: money: 1\"", "hi"));
    cr_expect_eq(compared(before, worse).regressions.count, 1);
    cr_expect_eq(compared(before, fewer).regressions.count, 1);
    cr_expect_eq(compared(worse, before).regressions.count, 0, "better is no regression");
}

Test(runs, coverage_names_the_rules_that_nothing_tested)
{
    struct runs r = runs_of(JOURNAL(a_case("a", "x", "pass", "", "hi")));
    const struct coverage *v = coverage_of(&a, &r);
    cr_expect_eq(v->rules.count, 2);
    cr_expect_eq(coverage_cell(v, 0, 0)->tested[CHANNEL_WEBCHAT], 1, "an obligation that keeps it decided");
    cr_expect_eq(coverage_cell(v, 0, 0)->tested[CHANNEL_EMAIL], 0);
    cr_expect(slice_eq(coverage_holes(&a, v), SLICE("RULE-X-2")));
}

Test(runs, the_page_escapes_what_people_wrote_and_masks_personal_data)
{
    struct runs r = runs_of(JOURNAL(a_case("a", "x", "fail", "\"<b>why</b>\"", "<script>alert(1)</script> call 07700 900123")));
    struct buffer b;
    buffer_init(&b, &a, 1 << 22);
    html_write(&b, &r);
    struct slice page = buffer_slice(&b);
    cr_expect_not(slice_has(page, SLICE("<script>")));
    cr_expect(slice_has(page, SLICE("&lt;script&gt;")));
    cr_expect_not(slice_has(page, SLICE("900123")));
    cr_expect(slice_has(page, SLICE("&lt;b&gt;why")));
    cr_expect(slice_has(page, SLICE("violation")));
}

Test(runs, junit_counts_and_escapes)
{
    struct runs r = runs_of(JOURNAL(a_case("a", "x", "pass", "", "hi"), a_case("b&\\\"c", "x", "fail", "\"1 < 2\"", "hi")));
    struct buffer b;
    buffer_init(&b, &a, 1 << 20);
    junit_write(&b, &r);
    struct slice xml = buffer_slice(&b);
    cr_expect(slice_has(xml, SLICE("tests=\"2\"")));
    cr_expect(slice_has(xml, SLICE("failures=\"1\"")));
    cr_expect(slice_has(xml, SLICE("b&amp;&quot;c")));
    cr_expect(slice_has(xml, SLICE("1 &lt; 2")));
}

Test(runs, a_line_that_cannot_be_read_has_its_place)
{
    struct runs r = {.arena = &a};
    struct error e = {0};
    cr_assert_eq(runs_take(&r, SLICE("run.jsonl"), JOURNAL(SLICE("{\"run\":\n")), &e), BAD_INPUT);
    cr_expect(slice_starts(slice_from(e.text), SLICE("run.jsonl:2:")), "%s", e.text);
}

Test(runs, a_baseline_of_another_shape_is_refused_with_its_place)
{
    struct runs r = runs_of(JOURNAL(a_case("a", "x", "pass", "", "hi")));
    struct comparison c;
    struct error e = {0};
    cr_assert_eq(baseline_compare(&c, &a, &r, SLICE("{\"cases\":1}"), (struct place){SLICE("base.json"), 1, 1}, &e), BAD_INPUT);
    cr_expect(slice_starts(slice_from(e.text), SLICE("base.json:1:1: ")), "%s", e.text);
}
