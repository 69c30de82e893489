#include <criterion/criterion.h>
#include <parley/web_assets.h>

#include <stdio.h>
#include <string.h>

TestSuite(web_assets, .timeout = 30);

static char bytes[1 << 17];

/* The tests run in engine/web. */
static size_t source_of(const char *name)
{
    FILE *f = fopen(name, "rb");
    cr_assert_not_null(f, "%s", name);
    size_t len = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    cr_assert(len > 0 && len < sizeof bytes, "%s", name);
    return len;
}

static void carries(const char *path, const char *source, const char *type)
{
    const struct web_asset *a = web_asset_find(slice_from(path));
    size_t len = source_of(source);
    cr_assert_not_null(a, "%s", path);
    cr_assert_eq(a->bytes.len, len, "%s has %zu bytes, its source %zu", path, a->bytes.len, len);
    cr_assert_eq(memcmp(a->bytes.at, bytes, len), 0, "%s", path);
    cr_assert(slice_eq(a->content_type, slice_from(type)));
    cr_assert_eq(a->etag.len, 22u);
    cr_assert_eq(a->etag.at[0], '"');
    cr_assert_eq(a->etag.at[21], '"');
}

Test(web_assets, carries_the_widget_byte_by_byte)
{
    carries("/widget/widget.js", "widget/widget.js", "text/javascript; charset=utf-8");
}

Test(web_assets, carries_a_page_that_shows_it)
{
    carries("/widget/demo.html", "widget/demo.html", "text/html; charset=utf-8");
}

Test(web_assets, gives_other_bytes_another_etag)
{
    size_t count;
    const struct web_asset *all = web_asset_all(&count);
    cr_assert_eq(count, 2u);
    cr_assert_not(slice_eq(all[0].etag, all[1].etag));
}

Test(web_assets, knows_exact_paths_only)
{
    static const char *const wrong[] = {"",
                                        "/",
                                        "/widget",
                                        "/widget/",
                                        "widget.js",
                                        "/widget/widget.j",
                                        "/widget/widget.js/",
                                        "/widget/Widget.js",
                                        "/widget/../widget/widget.js"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        cr_assert_null(web_asset_find(slice_from(wrong[i])), "%s", wrong[i]);
}

Test(web_assets, keeps_the_widget_below_50_kb)
{
    cr_assert_lt(web_asset_find(SLICE("/widget/widget.js"))->bytes.len, 50000u);
}
