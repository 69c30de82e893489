/* Precision and recall of the inbound screen on sentences written for this project, by kind, and every miss by name. */
#include <criterion/criterion.h>

#include <parley/guardrail.h>
#include <parley/size.h>

static struct arena a, scratch;
static struct guardrail *rails;
static void set_up(void)
{
    static const struct slice_list none = {NULL, 0};
    static struct problems problems;
    arena_init(&a, (size_t)1 << 29);
    arena_init(&scratch, (size_t)1 << 26);
    problems_init(&problems, &a);
    rails = guardrail_create(&a, NULL, &none, &none, &problems);
    cr_assert_not_null(rails, SLICE_FMT, SLICE_ARG(problems.list[0].text));
}
static void tear_down(void)
{
    arena_finish(&a);
    arena_finish(&scratch);
}
TestSuite(signals, .init = set_up, .fini = tear_down);

struct tally {
    unsigned hits, misses, clean, false_alarms;
};

static void judge(struct tally *tallies, struct slice line)
{
    struct screen s;
    struct slice kind_name, text = slice_after(line, 1);
    enum signal_kind kind;
    arena_reset(&scratch);
    if (line.at[0] == '=') {
        guardrail_screen_in(&s, &scratch, rails, slice_trim(text), NULL, 0);
        tallies[SIGNAL_KIND_COUNT].clean += s.signal_count == 0;
        tallies[SIGNAL_KIND_COUNT].false_alarms += s.signal_count != 0;
        if (s.signal_count != 0)
            cr_log_info("%s wrongly seen: " SLICE_FMT, signal_kind_name(s.signals[0].kind), SLICE_ARG(text));
        return;
    }
    cr_assert(slice_next(&kind_name, &text, ' ') && signal_kind_parse(&kind, kind_name), SLICE_FMT, SLICE_ARG(line));
    guardrail_screen_in(&s, &scratch, rails, text, NULL, 0);
    bool seen = screen_has(&s, kind);
    struct tally *t = &tallies[kind];
    if (line.at[0] == '+') {
        t->hits += seen;
        t->misses += !seen;
        if (!seen)
            cr_log_info("%s missed: " SLICE_FMT, signal_kind_name(kind), SLICE_ARG(text));
    } else {
        t->clean += !seen;
        t->false_alarms += seen;
        if (seen)
            cr_log_info("%s wrongly seen (" SLICE_FMT "): " SLICE_FMT, signal_kind_name(kind),
                        SLICE_ARG(screen_first(&s, kind)->rule), SLICE_ARG(text));
    }
}

static unsigned read_all(struct tally *tallies, const char *path)
{
    char line[1024];
    unsigned rows = 0;
    FILE *f = fopen(path, "r");
    cr_assert_not_null(f);
    while (fgets(line, sizeof line, f) != NULL) {
        struct slice s = slice_trim(slice_from(line));
        if (s.len == 0 || s.at[0] == '#')
            continue;
        judge(tallies, s);
        rows++;
    }
    fclose(f);
    return rows;
}

static const char *name_of(unsigned kind)
{
    return kind < SIGNAL_KIND_COUNT ? signal_kind_name((enum signal_kind)kind) : "any";
}

/* The sentences that the rules were made with: each kind by itself. */
Test(signals, are_seen_in_sentences_of_many_trades_and_not_in_their_honest_neighbours)
{
    static struct tally tallies[SIGNAL_KIND_COUNT + 1];
    cr_assert_gt(read_all(tallies, "tests/data/in_dev.txt"), 500);
    for (unsigned k = 0; k <= SIGNAL_KIND_COUNT; k++) {
        const struct tally *t = &tallies[k];
        cr_expect_leq(t->misses * 50, t->hits + t->misses, "%s: %u of %u missed", name_of(k), t->misses, t->hits + t->misses);
        cr_expect_leq(t->false_alarms * 50, t->clean + t->false_alarms, "%s: %u of %u wrongly seen", name_of(k), t->false_alarms,
                      t->clean + t->false_alarms);
    }
}

/* Sentences written apart from the rules: over all kinds, so that no rule is fitted to one of them. */
Test(signals, are_seen_in_sentences_that_the_rules_were_not_made_with)
{
    static struct tally tallies[SIGNAL_KIND_COUNT + 1];
    struct tally all = {0};
    cr_assert_gt(read_all(tallies, "tests/data/in_held.txt"), 200);
    for (unsigned k = 0; k <= SIGNAL_KIND_COUNT; k++) {
        all.hits += tallies[k].hits;
        all.misses += tallies[k].misses;
        all.clean += tallies[k].clean;
        all.false_alarms += tallies[k].false_alarms;
    }
    cr_expect_leq(all.misses * 12, all.hits + all.misses, "%u of %u missed", all.misses, all.hits + all.misses);
    cr_expect_leq(all.false_alarms * 33, all.clean + all.false_alarms, "%u of %u wrongly seen", all.false_alarms,
                  all.clean + all.false_alarms);
}
