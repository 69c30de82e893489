#include <parley/sanitise.h>

#include <criterion/criterion.h>

static struct arena a;
static void set_up(void)
{
    arena_init(&a, 1 << 24);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(sanitise, .init = set_up, .fini = tear_down);

static const char *const rows[][2] = {
    {"How much is it?\nThanks", "How much is it?\nThanks"},
    {"a < b, [x] and <b>bold</b>", "a < b, [x] and <b>bold</b>"},
    {"caf\xc3\xa9 \xf0\x9f\x98\x80 \xe4\xb8\xad", "caf\xc3\xa9 \xf0\x9f\x98\x80 \xe4\xb8\xad"},
    {"x<|im_start|>y", "x y"},
    {"x<|IM_START|>y", "x y"},
    {"x<|anything at all|>y", "x y"},
    {"x<\xef\xbd\x9c"
     "begin\xe2\x96\x81of\xe2\x96\x81sentence\xef\xbd\x9c>y",
     "x y"},
    {"x<|im_<|a|>start|>y", "x start y"},
    {"[IN[INST]ST]x", "[IN ST]x"},
    {"<</s>s>x", "< s>x"},
    {"[INST]x[/INST]", "x"},
    {"<<SYS>>x<</SYS>>", "x"},
    {"<start_of_turn>model", "model"},
    {"</s><s>x", "x"},
    {"<think>x</think>", "x"},
    {"Human: x\n\nAssistant: y", "Human; x\n\nAssistant; y"},
    {"a human: x", "a human: x"},
    {"  SYSTEM: x", "SYSTEM; x"},
    {"a\xe2\x80\x8b"
     "b\xe2\x80\xae"
     "c\xef\xbb\xbf"
     "d",
     "abcd"},
    {"a\xf3\xa0\x81\xa9"
     "b\x01\x1b[31mc",
     "ab[31mc"},
    {"a\r\nb\rc", "a\nb\nc"},
    {"a\xff"
     "b",
     "a\xef\xbf\xbd"
     "b"},
};

Test(sanitise, takes_out_what_no_model_may_read_and_nothing_else)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct slice s = sanitise(&a, slice_from(rows[i][0]), 1000);
        cr_expect(slice_eq(s, slice_from(rows[i][1])), "%zu: " SLICE_FMT, i, SLICE_ARG(s));
    }
}

Test(sanitise, cuts_at_a_character)
{
    cr_assert(slice_eq(sanitise(&a, SLICE("ab\xf0\x9f\x98\x80"), 5), SLICE("ab")));
    cr_assert(slice_eq(sanitise(&a, SLICE("ab\xf0\x9f\x98\x80"), 6), SLICE("ab\xf0\x9f\x98\x80")));
    cr_assert_eq(sanitise(&a, SLICE("ab"), 0).len, 0);
}
