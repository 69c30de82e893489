#include <criterion/criterion.h>
#include <parley/story.h>

static struct arena arena;
static struct problems problems;

static void begin(void)
{
    arena_init(&arena, (size_t)1 << 26);
    problems_init(&problems, &arena);
}

static void end(void)
{
    arena_finish(&arena);
}

TestSuite(stories, .init = begin, .fini = end);

static const char plain[] = "id: one\n"
                            "title: \"it holds\"\n"
                            "build: 0.1.0\n"
                            "seed: 7\n"
                            "nodes: 2\n"
                            "tenants: [dynamo-dave, nocturn-hotel]\n"
                            "horizon: 36h\n"
                            "customers:\n"
                            "  - writes:\n"
                            "      - {at: \"09:30\", text: \"hello\"}\n"
                            "      - {at: \"1d 09:30:01.250\", text: \"and more\"}\n"
                            "  - customer: 4\n"
                            "    tenant: dynamo-dave\n"
                            "    writes: [{at: \"10:00\", number: 9, text: \"bye\"}]\n"
                            "happens:\n"
                            "  - {at: \"09:30:02\", stop: nocturn-hotel}\n"
                            "  - {at: \"09:31\", take-over: 4}\n"
                            "  - {at: \"09:31\", open: 3}\n"
                            "faults:\n"
                            "  - {fault: send-ambiguous, at: 447700900000/2, size: 1}\n"
                            "  - {fault: crash-at-write, after: \"09:30:01\", entity: 1, nth: 3}\n"
                            "expect: {violates: I2}\n"
                            "trace: |\n"
                            "  0d 09:30:00.000  one\n"
                            "  0d 09:30:01.000  two\n";

static struct story *read(const char *text)
{
    struct stories stories;
    struct source_file file = {SLICE("s.yaml"), slice_from(text)};
    stories_read(&stories, &arena, &file, 1, &problems);
    return stories.count > 0 ? &stories.at[0] : NULL;
}

static struct slice told(void)
{
    struct buffer b;
    buffer_init(&b, &arena, (size_t)1 << 20);
    problems_print(&problems, &b);
    return buffer_slice(&b);
}

static const char *with(const char *line, const char *instead)
{
    const char *at = strstr(plain, line);
    cr_assert_not_null(at);
    size_t before = (size_t)(at - plain);
    return arena_printf(&arena, "%.*s%s%s", (int)before, plain, instead, at + strlen(line)).at;
}

Test(stories, are_read_as_they_are_written)
{
    const struct story *s = read(plain);
    cr_assert_eq(problems.count, 0, SLICE_FMT, SLICE_ARG(told()));
    cr_assert_eq(s->seed, 7);
    cr_assert_eq(s->horizon.ns, UINT64_C(36) * 3600 * 1000000000);
    cr_assert_eq(s->customers, 4);
    cr_assert_eq(s->play.message_count, 3);
    cr_assert_eq(s->play.messages[1].at_ms, 86400000 + 34201250);
    cr_assert_eq(s->play.messages[1].number, 1);
    cr_assert_eq(s->play.messages[2].number, 9);
    cr_assert_eq(s->play.messages[2].customer, 3);
    cr_assert_eq(s->play.tenant_of[3], 0);
    cr_assert_eq(s->play.acts[0].who, 2);
    cr_assert_eq(s->play.acts[1].who, 3);
    cr_assert(s->play.staff_idle);
    cr_assert(s->faults[0].exact && s->faults[0].sized);
    cr_assert_eq(s->faults[0].occurrence, 2);
    cr_assert(!s->faults[1].exact && !s->faults[1].any_entity && !s->faults[1].sized);
    cr_assert_eq(s->faults[1].nth, 3);
    cr_assert_eq(s->violates, I2_ONE_ATTEMPT);
    cr_assert_eq(s->trace.count, 2);
    cr_assert(slice_eq(s->trace.at[1], SLICE("0d 09:30:01.000  two")));
}

Test(stories, are_the_same_when_they_are_written_and_read_again)
{
    static const char *const texts[] = {
        "plain", "a \"quote\" and \\ and\nnew line\ttab", "\xc3\xa9\xf0\x9f\xa6\x84 - # : {x}", " ",
        "yes",   "\xe2\x80\xa8\xef\xbb\xbf\x01\x7f"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct story *s = read(plain);
        ((struct play_message *)(uintptr_t)s->play.messages)[0].text = slice_from(texts[i]);
        struct buffer once, twice;
        buffer_init(&once, &arena, (size_t)1 << 20);
        buffer_init(&twice, &arena, (size_t)1 << 20);
        story_write(&once, s);
        const struct story *again = read(arena_cstr(&arena, buffer_slice(&once)));
        cr_assert_eq(problems.count, 0, SLICE_FMT "\n" SLICE_FMT, SLICE_ARG(told()), SLICE_ARG(buffer_slice(&once)));
        cr_assert(slice_eq(again->play.messages[0].text, slice_from(texts[i])), "%s", texts[i]);
        story_write(&twice, again);
        cr_assert(slice_eq(buffer_slice(&once), buffer_slice(&twice)));
    }
}

static const struct {
    const char *line, *instead, *says;
} wrong[] = {
    {"id: one\n", "", "id: is missing"},
    {"title: \"it holds\"\n", "titel: x\n", "titel"},
    {"build: 0.1.0\n", "", "build: is missing"},
    {"nodes: 2", "nodes: 9", "s.yaml:5:8: nodes:"},
    {"send-ambiguous", "send-ambigous", "did you mean send-ambiguous?"},
    {"447700900000/2", "447700900000", "is not entity/occurrence"},
    {", after: \"09:30:01\"", "", "either at: entity/occurrence or after: a time"},
    {"after: \"09:30:01\"", "after: \"9:30\"", "is not a time"},
    {"at: \"10:00\", ", "", "customers.writes.at: is missing"},
    {"number: 9", "number: 1", "m1 is taken"},
    {"tenant: dynamo-dave", "tenant: dynamo", "is not among the tenants"},
    {"take-over: 4", "take-over: 5", "happens"},
    {"take-over: 4", "", "one thing an entry"},
    {"take-over: 4", "node-pauses: 1", "happens.for: is missing"},
    {"violates: I2", "violates: I99", "expect.violates"},
    {"{violates: I2}", "perhaps", "neither holds nor"},
    {"{violates: I2}", "[I2]", "expect"},
    {"customer: 4", "customer: 1", "1 is taken"},
    {"tenants: [dynamo-dave, nocturn-hotel]", "tenants: []", "tenants: is empty"},
    {"seed: 7", "begin: yesterday", "is no day or moment"},
    {"seed: 7", "begin: 1999-12-31", "is not between 2000 and 2100"},
    {"seed: 7", "begin: 0001-01-01", "is not between 2000 and 2100"},
    {"[dynamo-dave, nocturn-hotel]", "[dynamo-dave, dynamo-dave]", "s.yaml:6:10: tenants: dynamo-dave stands there twice"},
    {"horizon: 36h", "horizon: 33h", "customers.writes.at: the story heals before that"},
    {"{at: \"09:31\", open", "{at: \"1d 12:00\", open", "happens.at: the story heals before that"},
    {"store", "store", NULL},
};

Test(stories, say_what_is_wrong_and_where)
{
    for (size_t i = 0; wrong[i].says != NULL; i++) {
        problems_init(&problems, &arena);
        (void)read(with(wrong[i].line, wrong[i].instead));
        cr_assert_gt(problems.count, 0, "%s instead of %s", wrong[i].instead, wrong[i].line);
        cr_assert(slice_has(told(), slice_from(wrong[i].says)), "%s: " SLICE_FMT, wrong[i].says, SLICE_ARG(told()));
    }
}

Test(stories, tell_times_in_both_directions)
{
    static const uint64_t times[] = {0, 1, 999, 59999, 86399999, 86400000, 13 * UINT64_C(86400000) + 45296789};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        uint64_t back;
        cr_assert(story_time_parse(&back, story_time(&arena, times[i])));
        cr_assert_eq(back, times[i]);
    }
    static const char *const not_times[] = {"",        "9:30", "09:60", "24:00",  "09:30:61", "09:30:00.1", "09:30:00:00",
                                            "d 09:30", "x",    "09",    "1d09:30"};
    for (size_t i = 0; i < sizeof not_times / sizeof not_times[0]; i++) {
        uint64_t ms;
        cr_assert(!story_time_parse(&ms, slice_from(not_times[i])), "%s", not_times[i]);
    }
}

static bool matches(const char *expected, const char *happened, const char **difference)
{
    struct slice_list lists[2];
    const char *texts[] = {expected, happened};
    struct buffer b;
    for (size_t i = 0; i < 2; i++) {
        struct slice rest = slice_from(texts[i]), line;
        lists[i] = (struct slice_list){ARENA_NEW_ARRAY(&arena, struct slice, 100), 0};
        while (slice_next(&line, &rest, '|'))
            lists[i].at[lists[i].count++] = line;
    }
    buffer_init(&b, &arena, (size_t)1 << 16);
    bool same = story_trace_matches(&b, &lists[0], &lists[1], &arena);
    *difference = arena_cstr(&arena, buffer_slice(&b));
    return same;
}

Test(stories, compare_traces_line_by_line)
{
    const char *d;
    cr_assert(matches("a|b|c", "a|b|c", &d));
    cr_assert(matches("a|b...|c", "a|bcd|c", &d));
    cr_assert(matches("a|...|c", "a|bcd|c", &d));
    cr_assert(!matches("a|b...|c", "a|cb|c", &d));
    cr_assert(!matches("a|b|c", "a|b", &d));
    cr_assert_str_eq(d, "    a\n    b\n  - c\n");
    cr_assert(!matches("a|b", "a|b|c", &d));
    cr_assert_str_eq(d, "    a\n    b\n  + c\n");
    cr_assert(!matches("1|2|3|4|5|6|7", "1|2|3|x|5|y|6|7", &d));
    cr_assert_str_eq(d, "    2\n    3\n  - 4\n  + x\n    5\n  + y\n    6\n    7\n");
    cr_assert(!matches("", "a", &d));
}

Test(stories, keep_what_a_person_wrote_when_the_trace_is_written_anew)
{
    static struct slice lines[] = {SLICE_INIT("0d 00:00:00.000  new")};
    const struct slice_list trace = {lines, 1};
    struct error e;
    struct buffer b;
    const char *text = with("seed: 7\n", "seed: 7 # lucky\n");
    const struct story *s = read(text);
    buffer_init(&b, &arena, (size_t)1 << 16);
    cr_assert_eq(story_with_trace(&b, slice_from(text), s, SLICE("0.2.0"), &trace, &e), OK);
    struct slice got = buffer_slice(&b);
    cr_assert(slice_has(got, SLICE("seed: 7 # lucky\n")) && slice_has(got, SLICE("build: 0.2.0\n")));
    cr_assert(slice_ends(got, SLICE("expect: {violates: I2}\ntrace: |\n  0d 00:00:00.000  new\n")), SLICE_FMT, SLICE_ARG(got));
    struct slice late = arena_join(&arena, slice_from(plain), SLICE("about: late\n"));
    s = read(late.at);
    cr_assert_eq(story_with_trace(&b, late, s, SLICE("0.2.0"), &trace, &e), BAD_INPUT);
    cr_assert(slice_has(slice_from(e.text), SLICE("s.yaml:26:1")), "%s", e.text);
}

Test(stories, write_lines_that_a_document_can_hold)
{
    cr_assert(slice_eq(story_line(&arena, 1, SLICE("a\nb\x01\xff \xc3")), SLICE("0d 00:00:00.001  a\\nb?? ?")));
    cr_assert(slice_eq(story_line(&arena, 1, SLICE("end  ")), SLICE("0d 00:00:00.001  end")));
}
