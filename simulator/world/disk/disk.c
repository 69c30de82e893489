#include "inside.h"

#include <parley/must.h>
#include <parley/random.h>
#include <parley/size.h>

#include <stdlib.h>

const char *disk_op_name(enum disk_op op)
{
    static const char *const names[] = {"open",  "access",   "read", "size",  "lock", "map shared memory", "lock shared memory",
                                        "write", "truncate", "sync", "delete"};
    _Static_assert(COUNT_OF(names) == DISK_OP_COUNT, "one name each");
    return names[op];
}

const char *disk_fault_name(enum disk_fault fault)
{
    static const char *const names[] = {"none",
                                        "error before",
                                        "torn",
                                        "sync fails",
                                        "disk full",
                                        "short read",
                                        "bit flip",
                                        "stale read",
                                        "busy",
                                        "power cut before",
                                        "power cut after",
                                        "process dies before",
                                        "process dies during",
                                        "process dies after"};
    _Static_assert(COUNT_OF(names) == DISK_FAULT_COUNT, "one name each");
    return names[fault];
}

bool disk_fault_fits(enum disk_fault fault, enum disk_op op)
{
    switch (fault) {
    case DISK_TORN: return op == DISK_WRITE || op == DISK_SYNC;
    case DISK_SYNC_FAILS: return op == DISK_SYNC;
    case DISK_FULL:
    case DISK_DIES_DURING: return op == DISK_WRITE;
    case DISK_SHORT_READ:
    case DISK_FLIP:
    case DISK_STALE: return op == DISK_READ;
    case DISK_BUSY: return op == DISK_LOCK || op == DISK_SHARED_LOCK;
    case DISK_FINE:
    case DISK_ERROR:
    case DISK_CUT_BEFORE:
    case DISK_CUT_AFTER:
    case DISK_DIES_BEFORE:
    case DISK_DIES_AFTER:
    case DISK_FAULT_COUNT: break;
    }
    return true;
}

uint64_t roll(const struct disk *d, enum disk_dice what, uint64_t which, uint64_t occurrence)
{
    if (d->setup.dice != NULL)
        return d->setup.dice(d->setup.context, what, which, occurrence);
    return random_at((struct random_key){d->setup.seed, (uint64_t)what + 1, which}, occurrence);
}

enum disk_fault ask(struct node *n, enum disk_op op, struct slice file, uint64_t offset, uint64_t size)
{
    struct disk *d = n->disk;
    struct disk_request r = {op, n->number, file, d->counts.all, d->counts.durable, offset, size};
    d->counts.all++;
    d->counts.durable += op >= DISK_WRITE;
    d->counts.operations[op]++;
    enum disk_fault fault = d->setup.fault ? d->setup.fault(d->setup.context, &r) : DISK_FINE;
    if (!disk_fault_fits(fault, op))
        return DISK_FINE;
    d->counts.faults[fault]++;
    if (fault == DISK_CUT_BEFORE)
        disk_power_cut(d);
    else if (fault == DISK_DIES_BEFORE)
        disk_process_dies(d, n->number);
    return fault;
}

bool is_before(enum disk_fault fault)
{
    return fault == DISK_ERROR || fault == DISK_CUT_BEFORE || fault == DISK_DIES_BEFORE;
}

int ends(struct node *n, enum disk_fault fault, int error)
{
    if (fault == DISK_CUT_AFTER)
        disk_power_cut(n->disk);
    else if (fault == DISK_DIES_AFTER || fault == DISK_DIES_DURING)
        disk_process_dies(n->disk, n->number);
    else
        return SQLITE_OK;
    return error;
}

/* SQLite's one generator is seeded just before a transaction draws from it: its salts then depend on this disk alone. */
void salt(struct disk *d)
{
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(roll(d, DISK_DICE_SALT, d->salts++, 0) & INT32_MAX) | 1, NULL);
}

/* -- names and files ------------------------------------------------------------------------------------------------------------
 */

struct slice name_of(const struct handle *h)
{
    return h->entry ? (struct slice){h->entry->name, h->entry->len} : SLICE_NONE;
}

struct entry *entry_find(const struct disk *d, struct slice name)
{
    struct entry *e = d->entries;
    while (e != NULL && !slice_eq((struct slice){e->name, e->len}, name))
        e = e->next;
    return e;
}

struct entry *entry_make(struct disk *d, struct slice name)
{
    struct entry *e = entry_find(d, name), **at = &d->entries;
    if (e != NULL)
        return e;
    e = calloc(1, sizeof *e + name.len + 1);
    must(e != NULL);
    memcpy(e->name, name.at, name.len);
    e->len = name.len;
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] == '/')
            e->directory = i + 1;
    while (*at != NULL && slice_compare((struct slice){(*at)->name, (*at)->len}, name) < 0)
        at = &(*at)->next;
    e->next = *at;
    *at = e;
    return e;
}

void name_it(struct disk *d, struct entry *at, struct inode *inode)
{
    if (d->naming_count == d->naming_room) {
        d->naming_room = d->naming_room ? d->naming_room * 2 : 64;
        d->namings = realloc(d->namings, d->naming_room * sizeof *d->namings);
        must(d->namings != NULL);
    }
    d->namings[d->naming_count++] = (struct naming){d->counts.all - 1, at, inode};
    at->now = inode;
}

void names_are_durable(struct disk *d, const struct entry *in_the_directory_of)
{
    const struct entry *of = in_the_directory_of;
    size_t kept = 0;
    for (size_t i = 0; i < d->naming_count; i++) {
        struct naming *n = &d->namings[i];
        if (n->entry->directory == of->directory && memcmp(n->entry->name, of->name, of->directory) == 0)
            n->entry->durable = n->inode;
        else
            d->namings[kept++] = *n;
    }
    d->naming_count = kept;
    sweep_inodes(d);
}

struct inode *inode_make(struct disk *d)
{
    struct inode *i = calloc(1, sizeof *i);
    must(i != NULL);
    i->next = d->inodes;
    d->inodes = i;
    return i;
}

static bool is_needed(const struct disk *d, const struct inode *i)
{
    bool needed = i->handles != NULL;
    for (const struct entry *e = d->entries; e != NULL && !needed; e = e->next)
        needed = e->now == i || e->durable == i;
    for (size_t n = 0; n < d->naming_count && !needed; n++)
        needed = d->namings[n].inode == i;
    return needed;
}

static void inode_free(struct inode *i)
{
    image_finish(&i->now);
    image_finish(&i->durable);
    image_finish(&i->older);
    image_finish(&i->log);
    free(i->pending);
    free(i);
}

void sweep_inodes(struct disk *d)
{
    struct inode **at = &d->inodes;
    while (*at != NULL) {
        struct inode *i = *at;
        if (is_needed(d, i)) {
            at = &i->next;
            continue;
        }
        *at = i->next;
        d->counts.bytes -= i->now.len;
        inode_free(i);
    }
}

void add_pending(struct disk *d, struct inode *i, const struct pending *p, const void *bytes)
{
    if (i->pending_count == i->pending_room) {
        i->pending_room = i->pending_room ? i->pending_room * 2 : 64;
        i->pending = realloc(i->pending, i->pending_room * sizeof *i->pending);
        must(i->pending != NULL);
    }
    struct pending *to = &i->pending[i->pending_count++];
    size_t before = i->now.len;
    *to = *p;
    to->number = d->counts.all - 1;
    to->bytes = i->log.len;
    if (p->is_length) {
        image_cut(&i->now, p->offset);
    } else {
        image_put(&i->log, i->log.len, bytes, p->size);
        image_put(&i->now, p->offset, bytes, p->size);
    }
    d->counts.bytes += i->now.len - before; /* may wrap on the way down, and wraps back */
}

/* -- a disk ---------------------------------------------------------------------------------------------------------------------
 */

struct disk *disk_create(const struct disk_setup *setup)
{
    struct disk *d = calloc(1, sizeof *d);
    must(d != NULL);
    d->setup = *setup;
    for (uint32_t i = 0; i < DISK_NODES_MAX; i++) {
        d->nodes[i].disk = d;
        d->nodes[i].number = i;
    }
    return d;
}

void disk_destroy(struct disk *d)
{
    if (d == NULL)
        return;
    must(d->handles == 0);
    for (size_t i = 0; i < DISK_NODES_MAX; i++)
        if (d->nodes[i].registered)
            sqlite3_vfs_unregister(&d->nodes[i].vfs);
    while (d->entries != NULL) {
        struct entry *e = d->entries;
        d->entries = e->next;
        free(e);
    }
    d->naming_count = 0;
    sweep_inodes(d);
    free(d->namings);
    free(d);
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, 0, NULL); /* whoever comes next draws from the operating system */
}

const char *disk_vfs_name(struct disk *d, uint32_t node)
{
    must(node < DISK_NODES_MAX);
    struct node *n = &d->nodes[node];
    if (!n->registered)
        vfs_make(n);
    return n->name;
}

uint64_t disk_deaths(const struct disk *d, uint32_t node)
{
    must(node < DISK_NODES_MAX);
    return d->nodes[node].deaths;
}

void disk_limit(struct disk *d, uint64_t bytes_max)
{
    d->setup.bytes_max = bytes_max;
}

struct disk_counts disk_count(const struct disk *d)
{
    return d->counts;
}

struct digest disk_digest(const struct disk *d)
{
    struct digest_parts parts;
    digest_begin(&parts);
    for (const struct entry *e = d->entries; e != NULL; e = e->next) {
        digest_part(&parts, (struct slice){e->name, e->len});
        digest_part_u64(&parts, e->now ? e->now->now.len + 1 : 0);
        if (e->now != NULL)
            digest_part(&parts, (struct slice){(const char *)e->now->now.at, e->now->now.len});
        digest_part_u64(&parts, e->durable ? e->durable->durable.len + 1 : 0);
        if (e->durable != NULL)
            digest_part(&parts, (struct slice){(const char *)e->durable->durable.at, e->durable->durable.len});
    }
    return digest_end(&parts);
}

static bool image_has(const struct image *i, struct slice bytes)
{
    return slice_has((struct slice){(const char *)i->at, i->len}, bytes);
}

bool disk_holds(const struct disk *d, struct slice bytes)
{
    for (const struct inode *i = d->inodes; i != NULL; i = i->next)
        if (image_has(&i->now, bytes) || image_has(&i->durable, bytes) || image_has(&i->log, bytes))
            return true;
    return false;
}

bool disk_look(const struct disk *d, struct slice *out, struct slice name, bool durable)
{
    const struct entry *e = entry_find(d, name);
    const struct inode *i = e == NULL ? NULL : durable ? e->durable : e->now;
    if (i == NULL)
        return false;
    const struct image *m = durable ? &i->durable : &i->now;
    *out = (struct slice){(const char *)m->at, m->len};
    return true;
}
