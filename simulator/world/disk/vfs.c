#include "inside.h"

#include <parley/must.h>

static struct node *node_of(const sqlite3_vfs *v)
{
    return v->pAppData;
}

static bool is_journal(int flags)
{
    return (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL)) != 0;
}

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
    struct node *n = node_of(v);
    struct disk *d = n->disk;
    struct handle *h = handle_of(f);
    struct slice file = slice_from(name);
    *h = (struct handle){.node = n, .deletes = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0};
    if (n->stale > 0) /* the process is dead and does not know it yet */
        return SQLITE_CANTOPEN;
    enum disk_fault fault = ask(n, DISK_OPEN, file, 0, 0);
    if (is_before(fault))
        return SQLITE_CANTOPEN;
    struct entry *at = name ? entry_make(d, file) : NULL;
    struct inode *inode = at ? at->now : NULL;
    if (at != NULL && inode == NULL && !(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    if (inode != NULL && (flags & SQLITE_OPEN_EXCLUSIVE) && (flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    if (inode == NULL) {
        inode = inode_make(d);
        if (at != NULL)
            name_it(d, at, inode);
    }
    h->entry = at;
    h->inode = inode;
    h->next = inode->handles;
    inode->handles = h;
    h->failed_syncs = inode->failed_syncs;
    h->names_at_sync = is_journal(flags) && (flags & SQLITE_OPEN_CREATE);
    if (flags & SQLITE_OPEN_MAIN_JOURNAL)
        salt(d);
    if (out_flags != NULL)
        *out_flags = flags;
    int rc = ends(n, fault, SQLITE_CANTOPEN);
    if (rc != SQLITE_OK) {
        n->stale--; /* SQLite closes only what it was given methods for */
        h->node = NULL;
        return rc;
    }
    d->handles++;
    h->base.pMethods = &disk_file_methods;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *v, const char *name, int sync_directory)
{
    struct node *n = node_of(v);
    struct slice file = slice_from(name);
    if (n->stale > 0)
        return SQLITE_IOERR_DELETE;
    enum disk_fault fault = ask(n, DISK_DELETE, file, 0, 0);
    if (is_before(fault))
        return SQLITE_IOERR_DELETE;
    struct entry *at = entry_find(n->disk, file);
    if (at == NULL || at->now == NULL)
        return SQLITE_IOERR_DELETE_NOENT;
    name_it(n->disk, at, NULL);
    if (sync_directory)
        names_are_durable(n->disk, at);
    return ends(n, fault, SQLITE_IOERR_DELETE);
}

/* An empty file does not count as existing, as with SQLite's own files. */
static int vfs_access(sqlite3_vfs *v, const char *name, int flags, int *out)
{
    struct node *n = node_of(v);
    struct slice file = slice_from(name);
    *out = 0;
    if (n->stale > 0)
        return SQLITE_IOERR_ACCESS;
    enum disk_fault fault = ask(n, DISK_ACCESS, file, 0, 0);
    if (is_before(fault))
        return SQLITE_IOERR_ACCESS;
    const struct entry *at = entry_find(n->disk, file);
    *out = at != NULL && at->now != NULL && (flags != SQLITE_ACCESS_EXISTS || at->now->now.len > 0);
    return ends(n, fault, SQLITE_IOERR_ACCESS);
}

static int vfs_full_pathname(sqlite3_vfs *v, const char *name, int room, char *out)
{
    (void)v;
    int len = snprintf(out, (size_t)room, "%s", name);
    return len >= 0 && len < room ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int vfs_randomness(sqlite3_vfs *v, int size, char *out)
{
    struct disk *d = node_of(v)->disk;
    uint64_t number = d->salts++;
    for (int i = 0; i < size; i++)
        out[i] = (char)roll(d, DISK_DICE_SALT, number, (uint64_t)i + 1);
    return size;
}

static int vfs_sleep(sqlite3_vfs *v, int us)
{
    (void)v;
    return us;
}

/* Julian days in milliseconds. */
static int vfs_time(sqlite3_vfs *v, sqlite3_int64 *out)
{
    static const int64_t epoch = INT64_C(210866760000000), new_year = INT64_C(1767225600000);
    const struct disk *d = node_of(v)->disk;
    *out = epoch + (d->setup.wall ? d->setup.wall(d->setup.context).ms : new_year);
    return SQLITE_OK;
}

void vfs_make(struct node *n)
{
    snprintf(n->name, sizeof n->name, "disk-%p-%u", (void *)n->disk, n->number); /* the address: once in a process */
    n->vfs = (sqlite3_vfs){.iVersion = 2,
                           .szOsFile = sizeof(struct handle),
                           .mxPathname = NAME_MAX_BYTES,
                           .zName = n->name,
                           .pAppData = n,
                           .xOpen = vfs_open,
                           .xDelete = vfs_delete,
                           .xAccess = vfs_access,
                           .xFullPathname = vfs_full_pathname,
                           .xRandomness = vfs_randomness,
                           .xSleep = vfs_sleep,
                           .xCurrentTimeInt64 = vfs_time};
    must(sqlite3_vfs_register(&n->vfs, 0) == SQLITE_OK);
    n->registered = true;
}
