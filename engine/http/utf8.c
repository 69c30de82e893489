#include "utf8.h"

static bool begins(struct utf8 *u, uint8_t c)
{
    u->least = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    u->most = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    u->missing = c >= 0xc2 && c <= 0xdf ? 1 : c >= 0xe0 && c <= 0xef ? 2 : c >= 0xf0 && c <= 0xf4 ? 3 : 0;
    return c < 0x80 || u->missing > 0;
}

bool utf8_takes(struct utf8 *u, struct slice piece)
{
    for (size_t i = 0; i < piece.len; i++) {
        uint8_t c = (uint8_t)piece.at[i];
        if (u->missing == 0) {
            if (!begins(u, c))
                return false;
            continue;
        }
        if (c < u->least || c > u->most)
            return false;
        u->least = 0x80;
        u->most = 0xbf;
        u->missing--;
    }
    return true;
}

bool utf8_is_whole(const struct utf8 *u)
{
    return u->missing == 0;
}
