#include <parley/trial.h>

#include <criterion/criterion.h>
#include <parley/hostile_model.h>
#include <parley/pack_dir.h>
#include <parley/size.h>

static struct arena a;
static struct pack pack;
static struct problems problems, warnings;

static void set_up(void)
{
    struct error e = {0};
    arena_init(&a, (size_t)1 << 30);
    problems_init(&problems, &a);
    problems_init(&warnings, &a);
    cr_assert_eq(pack_load(&pack, &a, SLICE("../engine/packs/dynamo-dave"), (struct wall){INT64_C(1784541600000)},
                           &hostile_canaries, &problems, &warnings, &e),
                 OK, "%s", e.text);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(trial, .init = set_up, .fini = tear_down);

static struct cast cast_of(const char *text)
{
    struct cast cast;
    struct source_file file = {SLICE("p.yaml"), slice_from(text)};
    cast_read(&cast, &a, &file, 1, &problems);
    return cast;
}

static struct trial played(const char *text, uint64_t seed)
{
    struct cast cast = cast_of(text);
    struct trial t;
    cr_assert_eq(problems.count, 0, "%u: " SLICE_FMT, problems.list[0].at.line, SLICE_ARG(problems.list[0].text));
    cr_assert_eq(cast.count, 1);
    trial_run(&t, &a, &cast.at[0], pack.rules, false, seed);
    return t;
}

#define PERSONA(say, oracle)                                                                                                     \
    "persona: p\ntitle: P\nsummary: s\nchannels: [webchat]\nmood: {start: 0, patience: 3}\nhabits: {think: [4s, 9s]}\ngoal: "    \
    "g\ndone_when: [last]\n"                                                                                                     \
    "states:\n  - id: first\n    say:\n      - any: [\"" say                                                                     \
    "\"]\n    on:\n      - {reply: any, to: last}\n  - id: last\n    say: []\n"                                                  \
    "expect:\n  max_turns: 4\n" oracle

static bool says(const struct trial *t, const char *part)
{
    for (size_t i = 0; i < t->finding_count; i++)
        if (slice_has(t->findings[i], slice_from(part)))
            return true;
    return false;
}

Test(trial, passes_when_the_engine_does_what_must_be)
{
    struct trial t = played(PERSONA("I want to speak to a person", "  must: [handover]\n"), 1);
    cr_expect_eq(t.verdict, TRIAL_PASS, SLICE_FMT, SLICE_ARG(t.finding_count ? t.findings[0] : SLICE_NONE));
    cr_expect_gt(t.transcript.entries.count, 1);
}

Test(trial, fails_when_it_does_not)
{
    struct trial t = played(PERSONA("how much do you charge", "  must: [handover]\n"), 1);
    cr_expect_eq(t.verdict, TRIAL_FAIL);
    cr_expect(says(&t, "handover"));
}

Test(trial, is_void_when_the_bot_never_showed_what_it_stands_for)
{
    struct trial t =
        played(PERSONA("how much do you charge", "  must: [handover]\nfidelity:\n  must_show: [\"cancer|ill\"]\n"), 1);
    cr_expect_eq(t.verdict, TRIAL_VOID, "a persona that did not play its part says nothing about the brain");
}

Test(trial, is_void_when_the_bot_says_what_it_never_says)
{
    struct trial t =
        played(PERSONA("lovely, thank you so much", "  must: [reply]\nfidelity:\n  never_says: [\"thank you\"]\n"), 1);
    cr_expect_eq(t.verdict, TRIAL_VOID);
}

Test(trial, depends_on_its_seed_alone)
{
    struct source_file file;
    struct cast cast;
    struct error e = {0};
    struct trial one, same, other;
    bool differs = false;
    cr_assert_eq(file_read(&file, &a, SLICE("cast/sceptical-steve.yaml"), 1 << 20, &e), OK, "%s", e.text);
    cast_read(&cast, &a, &file, 1, &problems);
    cr_assert_eq(problems.count, 0);
    trial_run(&one, &a, &cast.at[0], pack.rules, false, 11);
    trial_run(&same, &a, &cast.at[0], pack.rules, false, 11);
    trial_run(&other, &a, &cast.at[0], pack.rules, false, 12);
    cr_assert_eq(one.transcript.entries.count, same.transcript.entries.count);
    for (size_t i = 0; i < one.transcript.entries.count; i++)
        cr_expect(slice_eq(one.transcript.entries.at[i].text, same.transcript.entries.at[i].text));
    differs = one.transcript.entries.count != other.transcript.entries.count;
    for (size_t i = 0; !differs && i < one.transcript.entries.count; i++)
        differs = !slice_eq(one.transcript.entries.at[i].text, other.transcript.entries.at[i].text);
    cr_expect(differs, "another seed, another conversation");
}

Test(trial, the_file_reports_every_mistake_in_one_pass)
{
    (void)cast_of(
        "persona: p\ntitle: P\nchannels: [fax]\nmood: {start: 900, patience: 3}\nhabits: {think: sometimes, typo: 7}\nstates:\n"
        "  - id: first\n    on:\n      - {reply: any, to: nowhere}\n  - id: first\n    say: [hi]\nexpect: {must: [handowver]}\n");
    unsigned lines = 0;
    for (size_t i = 0; i < problems.count && i < PROBLEMS_MAX; i++)
        lines |= 1u << problems.list[i].at.line;
    cr_expect_geq(problems.count, 6);
    cr_expect(lines & 1u << 3, "channels");
    cr_expect(lines & 1u << 4, "mood");
    cr_expect(lines & 1u << 5, "habits");
    cr_expect(lines & 1u << 9, "a branch to a state that is not there");
    cr_expect(lines & 1u << 10, "two states of one name");
    cr_expect(lines & 1u << 12, "what is expected");
}
