/* The files of the web that the program carries: the chat widget and a page that shows it. They are put in when it is built. */
#ifndef PARLEY_WEB_ASSETS_H
#define PARLEY_WEB_ASSETS_H

#include <parley/slice.h>

struct web_asset {
    struct slice path;         /* as asked for: /widget/widget.js */
    struct slice content_type; /* of the answer's field */
    struct slice bytes;
    struct slice etag; /* with its quotes; other bytes have another */
};

/* The file at exactly this path, case included; NULL: there is none. Static, for ever. */
const struct web_asset *web_asset_find(struct slice path);

/* All of them. */
const struct web_asset *web_asset_all(size_t *count);

#endif
