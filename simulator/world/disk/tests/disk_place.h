/* A disk for one test, and stores of its nodes. */
#ifndef PARLEY_DISK_PLACE_H
#define PARLEY_DISK_PLACE_H

#include <parley/disk.h>
#include <parley/random.h>
#include <parley/sqlite_store.h>

#include <stdio.h>

struct disk_place {
    struct disk *disk;
    struct entropy entropy;
    struct dice dice;
};

static inline void disk_place_fill(struct entropy *r, void *at, size_t size)
{
    struct disk_place *p = (struct disk_place *)(void *)((char *)r - offsetof(struct disk_place, entropy));
    unsigned char *to = at;
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)dice_below(&p->dice, 256);
}

static inline void disk_place_make(struct disk_place *p, const struct disk_setup *setup)
{
    static const struct entropy_ops ops = {disk_place_fill};
    *p = (struct disk_place){.disk = disk_create(setup), .entropy = {&ops}, .dice = {{setup->seed, 2, 3}, 0}};
}

static inline struct store *disk_place_open(struct disk_place *p, uint32_t node, struct error *e)
{
    struct sqlite_store_setup setup = {.directory = SLICE("store"),
                                       .entropy = &p->entropy,
                                       .master = {{7}},
                                       .busy = {1}, /* below a millisecond: nobody waits where no time passes */
                                       .vfs = disk_vfs_name(p->disk, node)};
    return sqlite_store_open(&setup, e);
}

static inline struct store *disk_place_must_open(struct disk_place *p, uint32_t node)
{
    struct error e = {0};
    struct store *s = disk_place_open(p, node, &e);
    if (s == NULL)
        fprintf(stderr, "%s\n", e.text);
    must(s != NULL);
    return s;
}

#endif
