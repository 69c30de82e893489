#include "web_bytes.h"

const struct web_asset *web_asset_all(size_t *count)
{
    *count = web_bytes_count;
    return web_bytes;
}

const struct web_asset *web_asset_find(struct slice path)
{
    for (size_t i = 0; i < web_bytes_count; i++)
        if (slice_eq(web_bytes[i].path, path))
            return &web_bytes[i];
    return NULL;
}
