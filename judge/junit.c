#include "junit.h"

/* XML 1.0 has no place for control characters, not even escaped. */
static void text(struct buffer *b, struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '&')
            buffer_add(b, SLICE("&amp;"));
        else if (c == '<')
            buffer_add(b, SLICE("&lt;"));
        else if (c == '>')
            buffer_add(b, SLICE("&gt;"));
        else if (c == '"')
            buffer_add(b, SLICE("&quot;"));
        else if (c == '\n')
            buffer_add(b, SLICE("&#10;"));
        else if (c >= 0x20 && c != 0x7f)
            buffer_byte(b, (char)c);
    }
}

static void testcase(struct buffer *b, const struct run_case *c)
{
    buffer_add(b, SLICE("  <testcase classname=\"parley."));
    text(b, c->run);
    buffer_byte(b, '.');
    text(b, c->model);
    buffer_add(b, SLICE("\" name=\""));
    text(b, c->id);
    if (c->file.len > 0) {
        buffer_add(b, SLICE("\" file=\""));
        text(b, c->file);
        buffer_printf(b, "\" line=\"%llu", (unsigned long long)c->line);
    }
    buffer_add(b, SLICE("\">"));
    if (slice_eq(c->verdict, SLICE("fail"))) {
        buffer_add(b, SLICE("\n    <failure type=\"violation\" message=\""));
        text(b, c->failure_count ? c->failures[0] : SLICE("failed"));
        buffer_add(b, SLICE("\">"));
        for (size_t i = 0; i < c->failure_count; i++) {
            text(b, c->failures[i]);
            buffer_byte(b, '\n');
        }
        buffer_add(b, SLICE("</failure>\n  "));
    } else if (slice_eq(c->verdict, SLICE("void"))) {
        buffer_add(b, SLICE("\n    <skipped message=\""));
        text(b, c->failure_count ? c->failures[0] : SLICE("void"));
        buffer_add(b, SLICE("\"/>\n  "));
    }
    buffer_add(b, SLICE("</testcase>\n"));
}

void junit_write(struct buffer *b, const struct runs *r)
{
    uint64_t all, failed, voided;
    runs_count(r, NULL, &all, &failed, &voided);
    buffer_printf(
        b,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"parley\" tests=\"%llu\" failures=\"%llu\" errors=\"0\">\n"
        " <testsuite name=\"rehearsal\" tests=\"%llu\" failures=\"%llu\" errors=\"0\" skipped=\"%llu\">\n",
        (unsigned long long)all, (unsigned long long)failed, (unsigned long long)all, (unsigned long long)failed,
        (unsigned long long)voided);
    for (size_t i = 0; i < r->cases.count; i++)
        testcase(b, &r->cases.at[i]);
    buffer_add(b, SLICE(" </testsuite>\n</testsuites>\n"));
}
