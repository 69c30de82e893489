#include "image.h"

#include <parley/must.h>

#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 30 };

static void make_room(struct image *i, uint64_t len)
{
    size_t room = i->room ? i->room : 4096;
    must(len <= FILE_MAX);
    if (len <= i->room)
        return;
    while (room < len)
        room *= 2;
    i->at = realloc(i->at, room);
    must(i->at != NULL);
    i->room = room;
}

void image_cut(struct image *i, uint64_t len)
{
    make_room(i, len);
    if (len > i->len)
        memset(i->at + i->len, 0, (size_t)len - i->len);
    i->len = (size_t)len;
}

void image_put(struct image *i, uint64_t offset, const void *bytes, size_t size)
{
    if (size == 0)
        return;
    if (offset + size > i->len) {
        make_room(i, offset + size);
        if (offset > i->len)
            memset(i->at + i->len, 0, (size_t)offset - i->len);
        i->len = (size_t)offset + size;
    }
    memcpy(i->at + offset, bytes, size);
}

size_t image_get(const struct image *i, uint64_t offset, void *to, size_t size)
{
    size_t there = offset >= i->len ? 0 : i->len - (size_t)offset;
    if (there > size)
        there = size;
    if (there > 0)
        memcpy(to, i->at + offset, there);
    if (there < size)
        memset((uint8_t *)to + there, 0, size - there);
    return there;
}

void image_copy(struct image *to, const struct image *from)
{
    to->len = 0;
    image_put(to, 0, from->at, from->len);
}

void image_finish(struct image *i)
{
    free(i->at);
    *i = (struct image){0};
}
