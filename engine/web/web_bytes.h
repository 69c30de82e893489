/* The table that embed.cmake writes. */
#ifndef PARLEY_WEB_BYTES_H
#define PARLEY_WEB_BYTES_H

#include <parley/web_assets.h>

extern const struct web_asset web_bytes[];
extern const size_t web_bytes_count;

#endif
