/* What the parts of the disk share. */
#ifndef PARLEY_DISK_INSIDE_H
#define PARLEY_DISK_INSIDE_H

#include <parley/disk.h>

#include <sqlite3.h>

#include "image.h"

enum { NAME_MAX_BYTES = 4096 };

/* What was done to a file since its last sync, in order. */
struct pending {
    uint64_t number;    /* of the operation: what the dice are asked about */
    uint64_t offset;    /* or the new length */
    size_t size, bytes; /* of a write: how many, and where in the file's log of bytes */
    bool is_length;
};

struct inode {
    struct inode *next;
    struct image now, durable;
    struct image older; /* what the last sync that changed a byte found there */
    struct image log;   /* bytes of the pending writes */
    struct pending *pending;
    size_t pending_count, pending_room;
    struct handle *handles;
    struct shared *shared;
    uint64_t failed_syncs;
};

struct entry {
    struct entry *next; /* by name */
    struct inode *now, *durable;
    size_t directory; /* bytes of the name before the file's own */
    size_t len;
    char name[]; /* with a NUL behind it */
};

struct naming { /* a creation or deletion that its directory has not been synced after */
    uint64_t number;
    struct entry *entry;
    struct inode *inode; /* NULL: deleted */
};

struct node {
    struct disk *disk;
    sqlite3_vfs vfs;
    char name[48];
    bool registered;
    uint32_t number;
    uint64_t deaths;
    size_t stale; /* handles of earlier lives that are still to be closed */
};

struct disk {
    struct disk_setup setup;
    struct inode *inodes;
    struct entry *entries;
    struct naming *namings;
    size_t naming_count, naming_room;
    struct disk_counts counts;
    uint64_t salts;
    size_t handles;
    struct node nodes[DISK_NODES_MAX];
};

struct handle {
    sqlite3_file base; /* first: SQLite's view */
    struct node *node;
    struct inode *inode; /* NULL: of an earlier life of its node */
    struct entry *entry; /* NULL: a file without a name */
    struct handle *next; /* of the same inode */
    struct shared *shared;
    int lock;
    uint16_t shared_locks, exclusive_locks; /* of the shared memory, a bit each */
    uint64_t failed_syncs;                  /* that it was told of */
    bool deletes, names_at_sync;
};

static inline struct handle *handle_of(sqlite3_file *f)
{
    return (struct handle *)(void *)f;
}

/* disk.c */
uint64_t roll(const struct disk *d, enum disk_dice what, uint64_t which, uint64_t occurrence);
/* Counts the operation and asks for a fault; what strikes before the operation has struck when this returns. */
enum disk_fault ask(struct node *n, enum disk_op op, struct slice file, uint64_t offset, uint64_t size);
bool is_before(enum disk_fault fault); /* the operation is not done */
/* What strikes after the operation strikes; `error` if so. */
int ends(struct node *n, enum disk_fault fault, int error);
void salt(struct disk *d);
struct entry *entry_find(const struct disk *d, struct slice name);
struct entry *entry_make(struct disk *d, struct slice name);
void name_it(struct disk *d, struct entry *at, struct inode *inode); /* or takes the name away */
void names_are_durable(struct disk *d, const struct entry *in_the_directory_of);
struct inode *inode_make(struct disk *d);
void sweep_inodes(struct disk *d); /* frees those that no name and no handle leads to */
void add_pending(struct disk *d, struct inode *i, const struct pending *p, const void *bytes);
struct slice name_of(const struct handle *h);

/* cut.c */
void make_durable(struct inode *i, const struct pending *p);
void all_durable(struct inode *i);
void handle_unlink(struct handle *h);

/* file.c */
extern const sqlite3_io_methods disk_file_methods;

/* shared.c */
int shared_map(sqlite3_file *f, int region, int size, int extend, void volatile **out);
int shared_lock(sqlite3_file *f, int offset, int count, int flags);
void shared_barrier(sqlite3_file *f);
int shared_unmap(sqlite3_file *f, int deletes);
void shared_lost(struct inode *i); /* a handle on it let go, or died */

/* vfs.c */
void vfs_make(struct node *n);

#endif
