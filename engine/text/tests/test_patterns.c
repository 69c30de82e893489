#include <criterion/criterion.h>

#include <parley/patterns.h>
#include <parley/size.h>
#include <string.h>

#include "literals.h"

static struct arena a;
static void set_up(void)
{
    arena_init(&a, 1 << 26);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(patterns, .init = set_up, .fini = tear_down);

static struct pattern_set *compiled(const char *const *texts, size_t n)
{
    struct pattern_source sources[8] = {0};
    struct pattern_set *set = NULL;
    struct error e = {0};
    for (size_t i = 0; i < n; i++)
        sources[i] =
            (struct pattern_source){.pattern = slice_from(texts[i]), .id = (uint32_t)i, .at = {SLICE("rules.yaml"), 4, 9}};
    cr_assert_eq(patterns_compile(&set, &a, sources, n, &e), OK, "%s", e.text);
    return set;
}

Test(patterns, finds_all_and_only_what_matches)
{
    const char *const texts[] = {"\\bstop (?:it|now)\\b", "\\bunsubscribe\\b", "leave me alone"};
    struct pattern_set *set = compiled(texts, 3);
    struct pattern_hits hits;
    patterns_search(&hits, &a, set, SLICE("please stop now and unsubscribe, stop it"));
    cr_assert_eq(hits.count, 3);
    cr_assert(hits.at[0].id == 0 && hits.at[0].start == 7 && hits.at[1].id == 1 && hits.at[2].id == 0);
    patterns_search(&hits, &a, set, SLICE("stopping it"));
    cr_assert_eq(hits.count, 0);
}

Test(patterns, derives_only_literals_that_every_match_needs)
{
    static const struct {
        const char *pattern;
        const char *want;
    } rows[] = {{"\\bguarantee[ds]?\\b", "guarantee"},
                {"(?:promise|assure) you", "promise,assure and  you"},
                {"(?:can|will) (?:never )?lose", "lose and can,will"},
                {"at(?=abc) it [a-z]+ once (?:more|x) again", " once  and  again and  it "},
                {"(?:promise|assure)", "promise,assure"},
                {"(?:stop|end)?", ""},
                {"colou?r", "colo"},
                {"a|bcd", ""},
                {"caf\\x{e9} refund", " refund and caf"},
                {"stop\\x20now", "stop and now"},
                {"guarantee\\p{L}*", "guarantee"},
                {"[[:alpha:]]romise", "romise"},
                {"[^[:space:]a]romise", "romise"},
                {"(?i)guarantee", ""},
                {"hello(?#note: a comment) world", ""},
                {"(*atomic:hello) world", ""},
                {"(?:never win(*SKIP)(*FAIL)|will win)", "will win"},
                {"(?<x>ab|cd)\\k<x>ello", ""},
                {"\\Qa.b\\E+", ""},
                {"yes\\nmore", "more and yes"},
                {"(?=abc)x", ""},
                {"\\d+ pounds", " pounds"},
                {"ab{0,3}cde", "cde"},
                {"[abc]def", "def"},
                {"x\\.com", "x.com"},
                {"(?:abc){0}def", "def"},
                {"(?:abc)+", "abc"},
                {"caf\xc3\xa9?s", "caf"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        static struct literal_groups groups;
        char text[256] = "";
        literals_derive(&groups, &a, slice_from(rows[i].pattern));
        for (size_t g = 0; g < groups.count; g++)
            for (size_t k = 0; k < groups.at[g].count; k++)
                snprintf(text + strlen(text), sizeof text - strlen(text), "%s" SLICE_FMT,
                         k   ? ","
                         : g ? " and "
                             : "",
                         SLICE_ARG(groups.at[g].at[k]));
        cr_assert_str_eq(text, rows[i].want, "row %zu", i);
    }
}

Test(patterns, refuses_with_place_and_mend_and_all_at_once)
{
    struct pattern_source sources[2] = {{.pattern = SLICE("(unclosed here"), .at = {SLICE("rules.yaml"), 2, 5}},
                                        {.pattern = SLICE("[0-9]+"), .at = {SLICE("rules.yaml"), 3, 5}}};
    struct pattern_set *set = NULL;
    struct error e;
    cr_assert_eq(patterns_compile(&set, &a, sources, 2, &e), BAD_INPUT);
    cr_assert(strstr(e.text, "rules.yaml:2:5: ") && strstr(e.text, "\nrules.yaml:3:5: ") && strstr(e.text, "literals"), "%s",
              e.text);
}

Test(patterns, gives_up_loudly_on_a_pattern_that_explodes)
{
    const char *const texts[] = {"(?:a+)+$xyz|(?:(?:a|aa)+)+xyz"};
    struct pattern_set *set = compiled(texts, 1);
    char text[4000];
    memset(text, 'a', sizeof text);
    memcpy(text + sizeof text - 4, "bxyz", 4);
    memcpy(text, "xyz", 3);
    struct pattern_hits hits;
    patterns_search(&hits, &a, set, (struct slice){text, sizeof text});
    cr_assert(hits.gave_up);
}

Test(patterns, finds_overlapping_literals)
{
    const char *const texts[] = {"abcd", "bcd", "cde", "zabcde"};
    struct pattern_hits hits;
    patterns_search(&hits, &a, compiled(texts, 4), SLICE("zabcde"));
    cr_assert_eq(hits.count, 4);
}
