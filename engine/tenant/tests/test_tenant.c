#include <criterion/criterion.h>

#include <parley/tenant.h>

static struct arena a;
static struct problems problems;
static void set_up(void)
{
    arena_init(&a, 1 << 24);
    problems_init(&problems, &a);
}
static void tear_down(void)
{
    arena_finish(&a);
}
TestSuite(tenant, .init = set_up, .fini = tear_down);

static const struct tenant *read_tenant(const char *text)
{
    struct source_file f = {SLICE("tenant.yaml"), slice_from(text)};
    return tenant_read(&a, &f, &problems);
}

#define HEAD "id: x\nname: X\nlegal_entity: X Ltd\ntime_zone: Europe/London\ncountry: GB\ncurrency: GBP\nlanguages: [en]\n"
#define WEEK "tue: [], wed: [], thu: [], fri: [], sat: []"
static const char base[] = HEAD "channels: [{kind: chat, address: here}]\nhours: {mon: [], sun: [], " WEEK "}\n";

Test(tenant, reads_a_short_file_with_careful_defaults)
{
    const struct tenant *t = read_tenant(base);
    cr_assert_not_null(t);
    cr_assert(!t->may_start && t->quiet_start == 1200 && t->quiet_end == 540 && t->strikes == 3 && t->cap_per_day == 1);
    cr_assert(t->window.ns == DURATION_S(86400).ns && slice_eq(t->languages_first, SLICE("en")) && t->version.hex[63] != 0);
}

Test(tenant, reads_channels_and_hours_across_midnight_in_both_spellings)
{
    static const char text[] =
        HEAD "hours: {mon: [\"09:00-12:00\", \"13:00-17:30\"], sunday: [\"22:00-02:00\"], " WEEK "}\nchannels: [{kind: "
             "whatsapp, address: \"+44 1\"}]\n";
    const struct tenant *t = read_tenant(text);
    cr_assert_not_null(t, SLICE_FMT, SLICE_ARG(problems.list[0].text));
    cr_assert(t->hours[0].count == 2 && t->hours[6].spans[0].close == 26 * 60 && t->hours[3].count == 0);
    cr_assert(t->channel_count == 1 && t->channels[0].kind == CHANNEL_WHATSAPP);
}

/* I17: what a write that was cut off leaves behind must not become active, wherever it was cut. */
Test(tenant, refuses_half_a_file)
{
    static const char whole[] =
        HEAD "channels:\n  - {kind: chat, address: here}\nmay_start: true\nquiet_hours: {start: \"20:00\", end: "
             "\"09:00\"}\ncaps: {per_day: 1, per_week: 3}\nstrikes: 3\nhours:\n  mon: []\n  tue: []\n  wed: []\n  "
             "thu: []\n  fri: []\n  sat: []\n  sun: []\n";
    cr_assert_not_null(read_tenant(whole), SLICE_FMT, SLICE_ARG(problems.list[0].text));
    for (size_t cut = 0; cut < sizeof whole - 2; cut++) {
        struct source_file f = {SLICE("tenant.yaml"), {whole, cut}};
        problems_init(&problems, &a);
        cr_assert_null(tenant_read(&a, &f, &problems), "taken though it was cut at byte %zu", cut);
    }
}

Test(tenant, refuses_with_every_mistake_named)
{
    cr_assert_null(read_tenant("id: x\nstrikes: 0\ncurrency: XXX\ncoalesce: {gap: 9s, longest: 2s}\nhours: {mon: "
                               "[\"9-17\"]}\nquiet_horus: 1\nspend: {per_day: GBP 2}\n"));
    struct buffer b;
    buffer_init(&b, &a, 1 << 14);
    problems_print(&problems, &b);
    struct slice s = buffer_slice(&b);
    static const char *const wants[] = {"tenant.yaml:2:10: strikes: \"0\"",
                                        "tenant.yaml:3:11: currency: \"XXX\" is not possible here",
                                        "name: is missing",
                                        "coalesce.longest: is shorter",
                                        "mon: \"9-17\" is not a span",
                                        "spend.reserve_per_turn: is missing",
                                        "tenant.yaml:6:1: quiet_horus: is not a field here"};
    for (size_t i = 0; i < sizeof wants / sizeof wants[0]; i++)
        cr_assert(slice_has(s, slice_from(wants[i])), "%s in\n" SLICE_FMT, wants[i], SLICE_ARG(s));
}
