#include <parley/sse.h>

#include <criterion/criterion.h>

static struct arena a;
static struct buffer heard;
static bool willing;

static bool take(void *context, struct slice event, struct slice data)
{
    (void)context;
    buffer_printf(&heard, "[" SLICE_FMT "|" SLICE_FMT "]", SLICE_ARG(event), SLICE_ARG(data));
    return willing;
}

static void set_up(void)
{
    arena_init(&a, 1 << 26);
    willing = true;
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(sse, .init = set_up, .fini = tear_down);

static struct slice read_in(const char *text, size_t step)
{
    struct sse s;
    struct slice rest = slice_from(text);
    buffer_init(&heard, &a, 1 << 20);
    sse_init(&s, &a, take, NULL);
    for (size_t i = 0; i < rest.len; i += step)
        if (!sse_feed(&s, slice_sub(rest, i, i + step)))
            break;
    return buffer_slice(&heard);
}

static const char *const rows[][2] = {
    {"data: a\n\n", "[|a]"},
    {"data: a\r\n\r\ndata: b\r\n\r\n", "[|a][|b]"},
    {"event: x\r\ndata: a\r\ndata: b\r\n\r\n", "[x|a\nb]"},
    {"data: a\r\rdata: b\r\r", "[|a][|b]"},
    {"event: x\ndata: a\ndata: b\n\n", "[x|a\nb]"},
    {"event: x\n\ndata: a\n\n", "[|a]"},
    {": comment\n\n:\n\ndata:a\n\n", "[|a]"},
    {"data:  two\n\n", "[| two]"},
    {"data\n\n", "[|]"},
    {"data: a: b\nid: 7\nretry: 5\nfoo\n\n", "[|a: b]"},
    {"\xef\xbb\xbf"
     "data: a\n\n",
     "[|a]"},
    {"\xef\xbb"
     "data: a\n\ndata: b\n\n",
     "[|b]"},
    {"data: a\n", ""},
    {"data: [DONE]\n\n", "[|[DONE]]"},
    {"data: \xe2\x82\xac\r\n\r\n\r\n\r\n", "[|\xe2\x82\xac]"},
};

Test(sse, reads_the_same_events_however_they_are_cut)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t step = 1; step < 12; step++) {
            struct slice s = read_in(rows[i][0], step);
            cr_expect(slice_eq(s, slice_from(rows[i][1])), "row %zu in steps of %zu: " SLICE_FMT, i, step, SLICE_ARG(s));
        }
}

Test(sse, stops_when_its_reader_says_no)
{
    willing = false;
    cr_assert(slice_eq(read_in("data: a\n\ndata: b\n\n", 100), SLICE("[|a]")));
}

Test(sse, gives_up_on_an_event_without_end)
{
    struct sse s;
    char much[1000];
    memset(much, 'x', sizeof much);
    buffer_init(&heard, &a, 1 << 20);
    sse_init(&s, &a, take, NULL);
    cr_assert(sse_feed(&s, SLICE("data: ")));
    unsigned fed = 0;
    while (fed < 3000 && sse_feed(&s, (struct slice){much, sizeof much}))
        fed++;
    cr_assert_lt(fed, 1100);
    cr_assert(!sse_feed(&s, SLICE("\n\n")), "and stays so");
}
