/* The widget and, in a twin, a page that shows it: files that the program carries. */
#include "parts.h"

#include <parley/web_assets.h>

void handle_asset(struct call *c)
{
    const struct web_asset *asset = web_asset_find(c->request->path);
    bool is_page = asset != NULL && slice_starts(asset->content_type, SLICE("text/html"));
    if (asset == NULL || (is_page && !c->api->setup.is_twin)) {
        answer_problem(c, 404, "there is nothing at this path");
        return;
    }
    const struct http_field fields[] = {{SLICE("ETag"), asset->etag},
                                        {SLICE("Cache-Control"), SLICE("public, max-age=300")},
                                        {SLICE("X-Content-Type-Options"), SLICE("nosniff")},
                                        {SLICE("Cross-Origin-Resource-Policy"), SLICE("cross-origin")}};
    bool known = slice_eq(http_field_of(c->request, SLICE("if-none-match")), asset->etag);
    http_answer(c->x, &(struct http_answer){.status = known ? 304 : 200,
                                            .content_type = known ? SLICE_NONE : asset->content_type,
                                            .body = known ? SLICE_NONE : asset->bytes,
                                            .fields = fields,
                                            .field_count = COUNT_OF(fields)});
}
