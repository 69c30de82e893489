#define _POSIX_C_SOURCE 200809L

#include <parley/journal.h>

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena a;
static char path[64];
static void set_up(void)
{
    arena_init(&a, (size_t)1 << 24);
    snprintf(path, sizeof path, "journal-XXXXXX");
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    close(fd);
    unlink(path);
}
static void tear_down(void)
{
    unlink(path);
    arena_finish(&a);
}
TestSuite(journal, .init = set_up, .fini = tear_down);

static const struct slice header = SLICE_INIT("{\"run\":\"bots\",\"seed\":1,\"seeds\":3}");

static struct slice content(void)
{
    char text[4096];
    FILE *f = fopen(path, "r");
    cr_assert_not_null(f);
    size_t n = fread(text, 1, sizeof text, f);
    fclose(f);
    return arena_copy(&a, (struct slice){text, n});
}

static void add_raw(const char *text)
{
    FILE *f = fopen(path, "a");
    cr_assert_not_null(f);
    fputs(text, f);
    fclose(f);
}

static uint64_t append(struct slice head, const char *const *lines, size_t count)
{
    struct journal *j;
    struct error e = {0};
    cr_assert_eq(journal_open(&j, slice_from(path), head, false, &e), OK, "%s", e.text);
    uint64_t done = journal_done(j);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(journal_append(j, slice_from(lines[i]), &e), OK);
    cr_assert_eq(journal_close(j, &e), OK);
    return done;
}

Test(journal, resumed_after_a_torn_line_it_has_the_bytes_of_an_unbroken_run)
{
    static const char *const all[] = {"{\"n\":1}", "{\"n\":2}", "{\"n\":3}"};
    cr_expect_eq(append(header, all, 3), 0);
    struct slice whole = content();
    unlink(path);
    append(header, all, 1);
    add_raw("{\"n\":2");
    cr_expect_eq(append(header, all + 1, 2), 1, "the torn line does not count");
    cr_expect(slice_eq(content(), whole), SLICE_FMT, SLICE_ARG(content()));
}

Test(journal, gives_back_what_was_there)
{
    static const char *const all[] = {"{\"n\":1}", "{\"n\":22}"};
    struct journal *j;
    struct error e = {0};
    struct slice line;
    append(header, all, 2);
    cr_assert_eq(journal_open(&j, slice_from(path), header, false, &e), OK);
    cr_expect_eq(journal_done(j), 2);
    cr_assert_eq(journal_line(&line, &a, j, 1, &e), OK);
    cr_expect(slice_eq(line, SLICE("{\"n\":22}")));
    cr_assert_eq(journal_close(j, &e), OK);
}

Test(journal, a_header_that_was_torn_is_written_again)
{
    add_raw("{\"run\":\"bo");
    cr_expect_eq(append(header, NULL, 0), 0);
    cr_expect(slice_starts(content(), header));
}

Test(journal, of_another_run_is_refused_with_what_differs_and_stays_as_it_was)
{
    static const char *const one[] = {"{\"n\":1}"};
    struct journal *j = NULL;
    struct error e = {0};
    append(header, one, 1);
    struct slice before = content();
    cr_assert_eq(journal_open(&j, slice_from(path), SLICE("{\"run\":\"bots\",\"seed\":1,\"seeds\":9}"), false, &e), CONFLICT);
    cr_expect_not_null(strstr(e.text, "seeds is 3 there and 9 here"), "%s", e.text);
    cr_expect(slice_eq(content(), before));
    cr_assert_eq(journal_open(&j, slice_from(path), SLICE("{\"run\":\"attack\"}"), true, &e), OK, "fresh begins anew");
    cr_expect_eq(journal_done(j), 0);
    cr_assert_eq(journal_close(j, &e), OK);
}

Test(journal, a_file_that_is_no_journal_stays_as_it_is)
{
    static const char *const others[] = {"my only copy", "my only copy\nof this\n", "{\"groups\":[]}\n", "{\"run\":1}\n"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        for (int fresh = 0; fresh < 2; fresh++) {
            struct journal *j;
            struct error e = {0};
            unlink(path);
            add_raw(others[i]);
            cr_expect_eq(journal_open(&j, slice_from(path), header, fresh, &e), CONFLICT, "%s", others[i]);
            cr_expect(slice_eq(content(), slice_from(others[i])), SLICE_FMT, SLICE_ARG(content()));
        }
}

Test(journal, fresh_begins_a_journal_anew_and_a_torn_header_is_mended)
{
    struct journal *j;
    struct error e = {0};
    static const char *const all[] = {"{\"n\":1}"};
    append(SLICE("{\"run\":\"attack\",\"seed\":9}"), all, 1);
    cr_assert_eq(journal_open(&j, slice_from(path), header, true, &e), OK, "%s", e.text);
    cr_expect_eq(journal_done(j), 0);
    cr_assert_eq(journal_close(j, &e), OK);
    cr_expect(slice_eq(slice_trim(content()), header));
    unlink(path);
    add_raw("{\"run\":\"bo");
    cr_expect_eq(append(header, all, 1), 0);
    cr_expect(slice_starts(content(), header));
}

Test(journal, nothing_of_a_long_torn_line_stays_behind_a_short_one)
{
    static const char *const all[] = {"{\"n\":1}", "{\"n\":2}"};
    append(header, all, 1);
    add_raw("{\"n\":2,\"text\":\"much longer than what is written in its place\"");
    append(header, all + 1, 1);
    cr_expect(slice_ends(content(), SLICE("{\"n\":1}\n{\"n\":2}\n")), SLICE_FMT, SLICE_ARG(content()));
}
