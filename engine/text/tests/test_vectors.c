#include <criterion/criterion.h>

#include <parley/vectors.h>
#include <stdio.h>

static void needs_vectors(void)
{
    if (!vectors_built_in()) {
        fprintf(stderr, "SKIPPED: built without word vectors\n");
        cr_skip_test("built without word vectors");
    }
}
TestSuite(vectors, .init = needs_vectors);

static struct vector of(const char *word)
{
    struct vector v = {.length = 0};
    cr_assert(vector_of_word(&v, slice_from(word)), "%s is not known", word);
    return v;
}

static int32_t likeness(const char *a, const char *b)
{
    struct vector x = of(a), y = of(b);
    return vector_likeness(&x, &y);
}

Test(vectors, words_of_one_subject_are_more_alike_than_words_of_two)
{
    static const char *const rows[][3] = {{"car", "automobile", "banana"},      {"doctor", "nurse", "parcel"},
                                          {"refund", "repayment", "breakfast"}, {"monday", "friday", "kitchen"},
                                          {"dentist", "teeth", "railway"},      {"payment", "bill", "swimming"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_assert_gt(likeness(rows[i][0], rows[i][1]), likeness(rows[i][0], rows[i][2]) + 100, "%s", rows[i][0]);
}

Test(vectors, a_word_is_just_like_itself_and_likeness_goes_both_ways)
{
    cr_assert_geq(likeness("parcel", "parcel"), 998);
    cr_assert_leq(likeness("parcel", "parcel"), 1002);
    cr_assert_eq(likeness("parcel", "letter"), likeness("letter", "parcel"));
}

Test(vectors, what_is_no_common_english_word_is_not_known)
{
    static const char *const rows[] = {
        "", "qzxv", "Parcel", "42", "abcdefghijklmnopqrstuvwxyz", "car park", "d\xc3\xa9j\xc3\xa0"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct vector v = {.length = 7};
        cr_assert_not(vector_of_word(&v, slice_from(rows[i])), "%s", rows[i]);
    }
}

Test(vectors, a_sum_lies_between_what_it_is_of_and_nearer_to_the_heavier)
{
    struct vector a = of("dentist"), b = of("parking"), v;
    struct vector_sum sum = {{0}};
    vector_sum_add(&sum, &a, 3000);
    vector_sum_add(&sum, &b, 1000);
    vector_of_sum(&v, &sum);
    cr_assert_gt(vector_likeness(&v, &a), vector_likeness(&v, &b));
    cr_assert_gt(vector_likeness(&v, &b), vector_likeness(&a, &b));
}

Test(vectors, nothing_is_like_nothing)
{
    struct vector a = of("dentist"), none;
    struct vector_sum sum = {{0}};
    vector_of_sum(&none, &sum);
    cr_assert_eq(none.length, 0);
    cr_assert_eq(vector_likeness(&a, &none), 0);
    vector_sum_add(&sum, &none, 1000);
    for (int i = 0; i < VECTOR_SIZE; i++)
        cr_assert_eq(sum.at[i], 0);
}

Test(vectors, the_longest_sums_stay_in_their_bounds)
{
    struct vector a = of("dentist"), v;
    struct vector_sum sum = {{0}};
    for (int i = 0; i < 1 << 20; i++)
        vector_sum_add(&sum, &a, 1 << 20);
    vector_of_sum(&v, &sum);
    cr_assert_geq(vector_likeness(&v, &a), 998);
    for (int i = 0; i < VECTOR_SIZE; i++)
        cr_assert(v.at[i] <= VECTOR_PART_MAX && v.at[i] >= -VECTOR_PART_MAX);
}
