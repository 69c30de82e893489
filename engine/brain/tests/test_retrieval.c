#include <criterion/criterion.h>

#include <parley/retrieval.h>
#include <parley/vectors.h>
#include <stdio.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, 1 << 26);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(retrieval, .init = set_up, .fini = tear_down);

static const struct retrieval_document docs[] = {
    {SLICE_INIT("pool"), SLICE_INIT("Swimming pool"), SLICE_INIT("The pool is open from 7 in the morning. Towels are free.")},
    {SLICE_INIT("park"), SLICE_INIT("Car park"), SLICE_INIT("Parking costs 12 a night. The barrier opens with your room card.")},
    {SLICE_INIT("breakfast"), SLICE_INIT("Breakfast"),
     SLICE_INIT("Breakfast is served from 7 to 10 in the restaurant by the pool.")},
    {SLICE_INIT("late"), SLICE_INIT("Late check-out"), SLICE_INIT("You may keep the room until 2 pm when nobody needs it.")}};

static const struct retrieval_index *index_of(void)
{
    static struct slice synonyms[] = {SLICE_INIT("vehicle car automobile")};
    static const struct slice_list list = {synonyms, 1};
    return retrieval_build(&a, docs, 4, &list, SLICE("en"));
}

static const char *first(const char *query)
{
    struct retrieval_hit hits[4];
    size_t n = retrieval_search(hits, 4, &a, index_of(), slice_from(query));
    return n ? docs[hits[0].document].id.at : "";
}

Test(retrieval, finds_by_stem_title_and_synonym)
{
    cr_assert_str_eq(first("when does the pool open"), "pool");
    cr_assert_str_eq(first("what do you charge for parking?"), "park");
    cr_assert_str_eq(first("where do I leave my automobile"), "park");
    cr_assert_str_eq(first("breakfasts"), "breakfast");
    cr_assert_str_eq(first("can we check out late"), "late");
}

Test(retrieval, forgives_one_slip)
{
    cr_assert_str_eq(first("brekfast please"), "breakfast");
}

Test(retrieval, answers_nothing_rather_than_anything)
{
    cr_assert_str_eq(first("quantum physics"), "");
    cr_assert_str_eq(first(""), "");
    cr_assert_str_eq(first("the of and"), "");
}

Test(retrieval, breaks_ties_by_the_earlier_document)
{
    static const struct retrieval_document same[] = {{SLICE_INIT("a"), SLICE_INIT(""), SLICE_INIT("red apple")},
                                                     {SLICE_INIT("b"), SLICE_INIT(""), SLICE_INIT("red apple")}};
    static const struct slice_list none = {NULL, 0};
    struct retrieval_hit hits[2];
    cr_assert_eq(retrieval_search(hits, 2, &a, retrieval_build(&a, same, 2, &none, SLICE("en")), SLICE("apple")), 2);
    cr_assert(hits[0].document == 0 && hits[0].score == hits[1].score);
}

static void set_up_with_vectors(void)
{
    set_up();
    if (!vectors_built_in()) {
        fprintf(stderr, "SKIPPED: built without word vectors\n");
        cr_skip_test("built without word vectors");
    }
}
TestSuite(retrieval_alike, .init = set_up_with_vectors, .fini = tear_down);

/* Articles and questions that have no word with meaning in common. */
static const struct retrieval_document articles[] = {
    {SLICE_INIT("dog"), SLICE_INIT("Pets"), SLICE_INIT("Dogs are welcome in the garden rooms.")},
    {SLICE_INIT("meal"), SLICE_INIT("Dinner"), SLICE_INIT("Dinner is served from six.")},
    {SLICE_INIT("train"), SLICE_INIT("Railway station"), SLICE_INIT("The railway station is near the bridge.")},
    {SLICE_INIT("money"), SLICE_INIT("Refunds"), SLICE_INIT("Refunds reach your bank account soon.")}};

Test(retrieval_alike, finds_what_is_meant_by_other_words)
{
    static const struct slice_list none = {NULL, 0};
    static const char *const rows[][2] = {
        {"could our puppy come", "dog"}, {"supper", "meal"}, {"trains", "train"}, {"my cash", "money"}};
    const struct retrieval_index *x = retrieval_build(&a, articles, 4, &none, SLICE("en"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct retrieval_hit hits[4];
        size_t n = retrieval_search(hits, 4, &a, x, slice_from(rows[i][0]));
        cr_assert_gt(n, 0, "%s", rows[i][0]);
        cr_assert_str_eq(articles[hits[0].document].id.at, rows[i][1], "%s", rows[i][0]);
    }
}

Test(retrieval_alike, other_languages_are_searched_by_their_words_alone)
{
    static const struct slice_list none = {NULL, 0};
    struct retrieval_hit hits[4];
    const struct retrieval_index *x = retrieval_build(&a, articles, 4, &none, SLICE("es"));
    cr_assert_eq(retrieval_search(hits, 4, &a, x, SLICE("supper")), 0);
}

static const char *first_of(const struct retrieval_document *two, const char *query)
{
    static const struct slice_list none = {NULL, 0};
    struct retrieval_hit hits[2];
    size_t n = retrieval_search(hits, 2, &a, retrieval_build(&a, two, 2, &none, SLICE("en")), slice_from(query));
    return n ? two[hits[0].document].id.at : "";
}

/* Both have the word once, among as many others; the earlier one would win. */
Test(retrieval_alike, of_two_with_the_word_the_one_about_it_comes_first)
{
    static const struct retrieval_document two[] = {{SLICE_INIT("shop"), SLICE_INIT(""), SLICE_INIT("summer tools")},
                                                    {SLICE_INIT("sky"), SLICE_INIT(""), SLICE_INIT("summer weather")}};
    cr_assert_str_eq(first_of(two, "summer"), "sky");
}

/* A claim answers several questions: one that is asked is enough, however much the others are about something else. */
Test(retrieval_alike, one_of_many_questions_is_enough)
{
    static const struct retrieval_document two[] = {
        {SLICE_INIT("shop"), SLICE_INIT("summer weather garden night"), SLICE_INIT("")},
        {SLICE_INIT("many"), SLICE_INIT("summer\nengine\nrailway\nsteel"), SLICE_INIT("")}};
    cr_assert_str_eq(first_of(two, "summer"), "many");
}
