/* A scripted run over the whole store port, step by step, each step one promise of the store. */
#ifndef PARLEY_DISK_SCRIPT_H
#define PARLEY_DISK_SCRIPT_H

#include "disk_place.h"

enum { SCRIPT_SENDS = 3 };

struct run {
    struct disk_place *place;
    uint32_t node;
    struct store *store; /* NULL: not open */
    struct store *other; /* of another process, node + 1, that has everything open and does nothing; NULL: none */
    bool watched;        /* there is another one */
    struct arena arena;
    struct tenant_id acme, globex;
    struct work work;
    struct send send;
    struct contact anna, bert;
    uint64_t ticket;
    struct slice keys[SCRIPT_SENDS];
    size_t key_count;
    char secret[64]; /* anna's wrapped key, as it stands in the file */
    size_t secret_size;
    bool leaked; /* the secret was somewhere on the disk when erasure had been promised */
};

enum step_kind {
    STEP_GIVES = 1, /* later steps need what it answers */
    STEP_TIDIES = 2 /* may say that it failed when it is done but for its last part, which is had by opening or asking again */
};

struct step {
    const char *name;
    enum code (*take)(struct run *r, struct error *e);
    unsigned kind;
};

extern const struct step script[];
extern const size_t script_count;

void run_init(struct run *r, struct disk_place *place, uint32_t node);
void run_finish(struct run *r);

#endif
