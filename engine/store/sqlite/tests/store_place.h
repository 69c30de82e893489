/* A directory for one test's store, and entropy that is the same every time. */
#ifndef PARLEY_STORE_PLACE_H
#define PARLEY_STORE_PLACE_H

#include <parley/random.h>
#include <parley/sqlite_store.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct place_entropy {
    struct entropy base;
    struct dice dice;
};
struct store_place {
    char directory[64];
    struct place_entropy entropy;
};

static inline void place_fill(struct entropy *r, void *at, size_t size)
{
    struct place_entropy *e = (struct place_entropy *)(void *)r;
    unsigned char *to = at;
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)dice_below(&e->dice, 256);
}

static inline void place_make(struct store_place *p)
{
    static const struct entropy_ops ops = {place_fill};
    snprintf(p->directory, sizeof p->directory, "parley-store-XXXXXX");
    must(mkdtemp(p->directory) != NULL);
    p->entropy = (struct place_entropy){{&ops}, {{1, 2, 3}, 0}};
}

static inline struct store *place_open(struct store_place *p)
{
    struct error e = {0};
    struct sqlite_store_setup setup = {.directory = slice_from(p->directory), .entropy = &p->entropy.base, .master = {{7}}};
    struct store *s = sqlite_store_open(&setup, &e);
    if (s == NULL)
        fprintf(stderr, "%s\n", e.text);
    must(s != NULL);
    return s;
}

static inline void place_remove(struct store_place *p)
{
    DIR *d = opendir(p->directory);
    for (struct dirent *at = d ? readdir(d) : NULL; at != NULL; at = readdir(d)) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", p->directory, at->d_name);
        unlink(path);
    }
    if (d != NULL)
        closedir(d);
    rmdir(p->directory);
}

#endif
