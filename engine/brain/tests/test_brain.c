#include <criterion/criterion.h>

#include <parley/brain.h>
#include <parley/size.h>

static struct arena a;
static struct problems problems, warnings;
static void set_up(void)
{
    arena_init(&a, 1 << 27);
    problems_init(&problems, &a);
    problems_init(&warnings, &a);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(brain, .init = set_up, .fini = tear_down);

static const char manifest[] = "id: t\nvoice: {name: Tess, style: short}\nlanguages: [en]\n";
static const char claims[] =
    "claims:\n"
    "  - {id: fee, topic: fees, says: \"The fee is 30%.\", values: [{kind: percent, text: \"30%\"}], questions: [what does it "
    "cost],\n"
    "     source: s, owner: o, approvers: [p], review_by: 2030-01-01, status: approved}\n"
    "  - {id: old, topic: fees, says: \"It was different.\", source: s, owner: o, approvers: [p], review_by: 2020-01-01, status: "
    "approved}\n"
    "  - {id: draft, topic: fees, says: \"Soon.\", source: s, owner: o, review_by: 2030-01-01, status: draft}\n";
static const char script[] =
    "signed: {by: Counsel, at: 2026-01-01}\n"
    "lines:\n"
    "  - {id: ai, purpose: disclosure, text: I am an automated assistant.}\n"
    "  - {id: defl, purpose: deflection, text: I cannot help with that.}\n"
    "  - {id: defl2, purpose: deflection, for: injection, text: I can only talk about this service.}\n"
    "  - {id: hand, purpose: handover, text: Let me get a colleague.}\n"
    "  - {id: hold, purpose: holding, text: One moment please.}\n"
    "  - {id: fall, purpose: fallback, text: I do not know that.}\n"
    "  - {id: out, purpose: opt_out, text: You will not hear from us again.}\n"
    "  - {id: care, purpose: care, text: That sounds hard.}\n"
    "  - {id: human, purpose: human_answer, text: I am not a person.}\n"
    "  - {id: unread, purpose: unreadable, text: I cannot open that.}\n"
    "  - {id: q1, purpose: path, text: Did you have a car?}\n"
    "path:\n  - {id: s1, line: q1, branches: [{when: [yes], to: done}, {when: [any], to: stop, reply: fall}]}\n";
static const char rules[] =
    "rules:\n  - {id: r, keeps: RULE-X-1, direction: out, kind: pressure, phrases: [act now], action: block}\n"
    "obligations:\n  - {id: o, keeps: RULE-AI-1, before: {need: \"said:ai\", trigger: sent}, repair: ai}\n";

static const struct brain *read_brain(const char *c, const char *s, const char *r, const char *m)
{
    struct source_file files[] = {
        {SLICE("brain/claims.yaml"), slice_from(c)},
        {SLICE("brain/script.yaml"), slice_from(s)},
        {SLICE("brain/rules.yaml"), slice_from(r)},
        {SLICE("brain/brain.yaml"), slice_from(m)},
        {SLICE("brain/corpus/a.md"), SLICE("# Cars\n\nAll about cars\nin two lines.\n\n## Vans\nVans too.\n")}};
    return brain_read(&a, files, 5, (struct wall){INT64_C(1780000000000)}, &problems, &warnings);
}

static struct slice printed(const struct problems *p)
{
    struct buffer b;
    buffer_init(&b, &a, 1 << 16);
    problems_print(p, &b);
    return buffer_slice(&b);
}

Test(brain, loads_only_approved_and_unexpired_claims_and_warns_of_the_rest)
{
    const struct brain *b = read_brain(claims, script, rules, manifest);
    cr_assert_not_null(b, SLICE_FMT, SLICE_ARG(printed(&problems)));
    cr_assert(b->claim_count == 1 && b->passage_count == 2 && b->path_count == 1 && b->obligation_count == 1);
    cr_assert(slice_has(printed(&warnings), SLICE("claims.old: is left out: its review date has passed")));
    cr_assert(slice_has(printed(&warnings), SLICE("claims.draft: is left out: it is not approved")));
    cr_assert(slice_eq(b->passages[0].text, SLICE("All about cars\nin two lines.")) &&
              slice_eq(b->passages[1].title, SLICE("Vans")));
}

Test(brain, finds_lines_by_purpose_and_signal)
{
    const struct brain *b = read_brain(claims, script, rules, manifest);
    cr_assert(slice_eq(brain_line_for(b, LINE_DEFLECTION, SLICE("injection"), SLICE("en"), 3)->id, SLICE("defl2")));
    cr_assert(slice_eq(brain_line_for(b, LINE_DEFLECTION, SLICE("abuse"), SLICE("ms"), 0)->id, SLICE("defl")));
    cr_assert_null(brain_line_for(b, LINE_CLOSING, SLICE_NONE, SLICE_NONE, 0));
}

Test(brain, a_version_is_its_content)
{
    struct slice one = read_brain(claims, script, rules, manifest)->version;
    cr_assert(slice_eq(one, read_brain(claims, script, rules, manifest)->version));
    cr_assert(!slice_eq(one, read_brain(claims, script, rules, "id: u\nvoice: {name: Tess}\nlanguages: [en]\n")->version));
}

Test(brain, searches_claims_and_corpus)
{
    const struct brain *b = read_brain(claims, script, rules, manifest);
    struct brain_hit hits[3];
    cr_assert(brain_search(hits, 3, &a, b, SLICE("how much does it cost?")) >= 1 && hits[0].claim != NULL);
    cr_assert(brain_search(hits, 3, &a, b, SLICE("tell me about vans")) >= 1 && hits[0].passage != NULL);
}

Test(brain, names_every_mistake_with_place_and_mend)
{
    const char *bad_claims =
        "claims:\n  - {id: fee, topic: f, says: \"30% and 5\", values: [{kind: percent, text: \"31%\"}], source: s, owner: o,\n"
        "     review_by: soon, status: aproved}\n  - {id: fee, topic: f, says: x, source: s, owner: o, approvers: [p], "
        "review_by: 2030-01-01, status: approved, colour: red}\n  - {id: alone, topic: f, says: x, source: s, owner: o, "
        "review_by: 2030-01-01, status: approved}\n";
    cr_assert_null(read_brain(bad_claims,
                              "signed: {by: x, at: 2026-01-01}\nlines:\n  - {id: a, purpose: greting, text: \"hi {nmae}\"}\n",
                              "obligations:\n  - {id: o, keeps: R}\n", "voice: {name: T}\nlanguages: [en]\n"));
    struct slice s = printed(&problems);
    static const char *const wants[] = {"brain/claims.yaml:2:5: claims.fee.says: holds the number 30 that values do not list",
                                        "does not stand in says",
                                        "brain/claims.yaml:3:17: claims.review_by: \"soon\" is not a date",
                                        "did you mean approved?",
                                        "claims.alone.approvers: is empty but the claim is approved",
                                        "claims.id: fee stands here a second time",
                                        "colour: is not a field here",
                                        "did you mean greeting?",
                                        "lines.a.text: holds an unknown variable",
                                        "obligations.o: has 0 shapes",
                                        "brain/brain.yaml:1:1: id: is missing"};
    for (size_t i = 0; i < sizeof wants / sizeof wants[0]; i++)
        cr_assert(slice_has(s, slice_from(wants[i])), "%s not in\n" SLICE_FMT, wants[i], SLICE_ARG(s));
}

Test(brain, names_references_that_lead_nowhere)
{
    struct buffer text;
    buffer_init(&text, &a, 1 << 16);
    buffer_add(&text, slice_from(script));
    buffer_add(&text, SLICE("  - {id: s2, line: q9, branches: [{when: [yes], to: s9, reply: fal}]}\n"));
    buffer_byte(&text, '\0');
    cr_assert_null(read_brain(claims, buffer_slice(&text).at, rules, manifest));
    struct slice s = printed(&problems);
    cr_assert(slice_has(s, SLICE("path.line: \"q9\" is not a script line")) &&
                  slice_has(s, SLICE("path.branches.to: \"s9\" is not a path step")) &&
                  slice_has(s, SLICE("path.branches.reply: \"fal\" is not a script line of this brain; did you mean fall?")),
              SLICE_FMT, SLICE_ARG(s));
}

Test(brain, a_pattern_that_waits_for_a_capital_is_refused_and_escapes_are_not)
{
    static const struct {
        const char *pattern;
        bool good;
    } rows[] = {{"act\\\\W+now", true},
                {"\\\\p{Lu}ct now", true},
                {"(?P<Name>act) now", true},
                {"(?<Name>act) now", true},
                {"(?:not act)(*SKIP)(*FAIL)|act now", true},
                {"Act now", false},
                {"act \\\\W+Now", false},
                {"act[A-z]now", false},
                {"(?<name>Act) now", false}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct slice text = arena_printf(
            &a, "rules:\n  - {id: r, keeps: RULE-X-1, direction: out, kind: pressure, patterns: [\"%s\"], action: block}\n%c",
            rows[i].pattern, 0);
        problems_init(&problems, &a);
        (void)read_brain(claims, script, text.at, manifest);
        cr_assert_eq(slice_has(printed(&problems), SLICE("which never comes")), !rows[i].good, "%s: " SLICE_FMT, rows[i].pattern,
                     SLICE_ARG(printed(&problems)));
    }
}
