/* The bytes of a file. */
#ifndef PARLEY_DISK_IMAGE_H
#define PARLEY_DISK_IMAGE_H

#include <stddef.h>
#include <stdint.h>

struct image {
    uint8_t *at;
    size_t len, room;
};

void image_put(struct image *i, uint64_t offset, const void *bytes, size_t size); /* a hole reads as zeros */
void image_cut(struct image *i, uint64_t len);                                    /* shorter or longer */
size_t image_get(const struct image *i, uint64_t offset, void *to, size_t size);  /* what is there; the rest is zeros */
void image_copy(struct image *to, const struct image *from);
void image_finish(struct image *i);

#endif
