#include <criterion/criterion.h>

#include <parley/mending.h>
#include <parley/size.h>
#include <parley/views.h>

static struct arena a;
static const struct mending *m;
static void set_up(void)
{
    static const struct slice patterns[] = {SLICE_INIT("\\b(?:stop|cease)\\s+(?:messag(?:e|ing)|contacting)"),
                                            SLICE_INIT("\\bombudsm[ae]n\\b"),
                                            SLICE_INIT("don't understand|chemotherapy|disabilit(?:y|ies)"),
                                            SLICE_INIT("\\bberhenti\\b|\\bdrowning in debt|loan sharks?")};
    arena_init(&a, (size_t)1 << 28);
    m = mending_create_in(&a, patterns, COUNT_OF(patterns));
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(mending, .init = set_up, .fini = tear_down);

static void reads(const char *typed, const char *meant)
{
    struct slice other, got = mend(m, slice_from(typed), &other);
    cr_expect(slice_eq(got, slice_from(meant)), "%s is read as " SLICE_FMT ", not %s", typed, SLICE_ARG(got), meant);
}

Test(mending, undoes_one_slip_of_every_kind)
{
    reads("sotp", "stop");             /* two letters swapped */
    reads("stopp", "stop");            /* one more */
    reads("messge", "message");        /* one less */
    reads("contactinf", "contacting"); /* another one */
    reads("undesrtand", "understand");
    reads("berhneti", "berhenti"); /* in no English dictionary, but in a pattern */
}

Test(mending, finds_whole_words_behind_the_fragments_of_a_pattern)
{
    reads("ombudsamn", "ombudsman");
    reads("disbilities", "disabilities");
    reads("drwoning", "drowning");
    reads("shrak", "shark");
}

Test(mending, allows_two_slips_in_long_words_only)
{
    reads("chmtherapy", "chemotherapy");
    reads("sptoo", "sptoo");
    reads("contacitons", "contacitons"); /* contractions, and no key, is one slip away */
}

Test(mending, keeps_a_second_guess_where_two_words_are_near)
{
    static const struct slice patterns[] = {SLICE_INIT("person|prison")};
    struct slice other, got = mend(mending_create_in(&a, patterns, 1), SLICE("prson"), &other);
    cr_expect(slice_eq(got, SLICE("person")));
    cr_expect(slice_eq(other, SLICE("prison")));
}

Test(mending, leaves_every_real_word_alone)
{
    reads("step", "step");
    reads("shop", "shop");
    reads("message", "message");
    reads("massage", "massage");
    reads("debit", "debit");
    reads("stoop", "stoop");
}

Test(mending, leaves_what_is_near_nothing_alone)
{
    reads("xyzzy", "xyzzy");
    reads("qwertyuiop", "qwertyuiop");
    reads("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    reads("qqq", "qqq");
}

Test(mending, leads_back_to_what_was_typed)
{
    struct text t;
    struct views v;
    cr_assert_eq(text_read(&t, &a, SLICE("Please sotp contactng me, ombudsamn's rules"), NULL), OK);
    views_of(&v, &a, &t, m);
    for (size_t i = 0; i < v.count; i++) {
        size_t at;
        if (v.at[i].kind != VIEW_MENDED)
            continue;
        cr_assert(slice_find(&at, v.at[i].text.folded, SLICE("stop contacting")), SLICE_FMT, SLICE_ARG(v.at[i].text.folded));
        cr_expect(slice_has(v.at[i].text.folded, SLICE("ombudsman's rules")), SLICE_FMT, SLICE_ARG(v.at[i].text.folded));
        struct span back = view_span(&v.at[i], text_span(&v.at[i].text, (uint32_t)at, (uint32_t)at + 4));
        cr_expect_eq(back.start, 7);
        return;
    }
    cr_assert_fail("there is no mended view");
}

Test(mending, gives_the_second_guess_a_view_of_its_own)
{
    static const struct slice patterns[] = {SLICE_INIT("person|prison")};
    struct text t;
    struct views v;
    bool first = false, second = false;
    cr_assert_eq(text_read(&t, &a, SLICE("let me talk to a prson"), NULL), OK);
    views_of(&v, &a, &t, mending_create_in(&a, patterns, 1));
    for (size_t i = 0; i < v.count; i++) {
        first |= v.at[i].kind == VIEW_MENDED && slice_has(v.at[i].text.folded, SLICE("person"));
        second |= v.at[i].kind == VIEW_MENDED_OTHER && slice_has(v.at[i].text.folded, SLICE("prison"));
    }
    cr_expect(first && second);
}

Test(mending, takes_the_nearer_word_even_when_it_is_no_key)
{
    static const struct slice patterns[] = {SLICE_INIT("insolven\\w+")};
    const struct mending *few = mending_create_in(&a, patterns, 1);
    struct slice other;
    cr_expect(slice_eq(mend(few, SLICE("insalments"), &other), SLICE("insalments")), "instalments is nearer");
    cr_expect(slice_eq(other, SLICE("insalments")));
    cr_expect(slice_eq(mend(few, SLICE("insolvnet"), &other), SLICE("insolvent")));
}

Test(mending, leaves_what_it_learned_alone)
{
    const struct slice patterns[] = {SLICE_INIT("raging")};
    struct mending *taught = mending_create_in(&a, patterns, 1);
    struct slice other;
    cr_assert(slice_eq(mend(taught, SLICE("daging"), &other), SLICE("raging")));
    mending_learn(taught, &a, SLICE("Makan Daging, tidak?"));
    cr_assert(slice_eq(mend(taught, SLICE("daging"), &other), SLICE("daging")));
    char text[4000] = "";
    for (int i = 0; i < 600; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "qz%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
    mending_learn(taught, &a, slice_from(text));
    cr_assert(slice_eq(mend(taught, SLICE("daging"), &other), SLICE("daging")), "many words more");
}
