#include "inside.h"

#include <parley/must.h>

static int file_close(sqlite3_file *f)
{
    struct handle *h = handle_of(f);
    struct disk *d = h->node->disk;
    if (h->shared != NULL)
        shared_unmap(f, 0);
    if (h->inode == NULL) {
        h->node->stale--;
    } else {
        if (h->deletes && h->entry != NULL && h->entry->now == h->inode)
            name_it(d, h->entry, NULL);
        handle_unlink(h);
        sweep_inodes(d);
    }
    d->handles--;
    return SQLITE_OK;
}

/* -- reading --------------------------------------------------------------------------------------------------------------------
 */

static bool is_zero(const uint8_t *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (at[i] != 0)
            return false;
    return true;
}

/* What was durable before: the last synced bytes if there are newer ones, else those before them, if any are known. */
static void read_stale(const struct inode *i, uint8_t *to, size_t size, uint64_t offset)
{
    uint64_t end = offset + size;
    if (end <= i->durable.len && memcmp(i->durable.at + offset, to, size) != 0)
        image_get(&i->durable, offset, to, size);
    else if (end <= i->older.len && !is_zero(i->older.at + offset, size))
        image_get(&i->older, offset, to, size);
}

static int file_read(sqlite3_file *f, void *to, int size, sqlite3_int64 offset)
{
    struct handle *h = handle_of(f);
    struct node *n = h->node;
    size_t wanted = (size_t)size, got;
    uint64_t from = (uint64_t)offset;
    if (h->inode == NULL)
        return SQLITE_IOERR_READ;
    enum disk_fault fault = ask(n, DISK_READ, name_of(h), from, wanted);
    if (is_before(fault))
        return SQLITE_IOERR_READ;
    got = image_get(&h->inode->now, from, to, wanted);
    if (fault == DISK_SHORT_READ) {
        got = got > wanted / 2 ? wanted / 2 : got;
        memset((uint8_t *)to + got, 0, wanted - got);
    } else if (fault == DISK_FLIP && got > 0) {
        uint64_t bit = roll(n->disk, DISK_DICE_FLIP, n->disk->counts.all - 1, 0) % (got * 8);
        ((uint8_t *)to)[bit / 8] ^= (uint8_t)(1u << bit % 8);
    } else if (fault == DISK_STALE && got == wanted) {
        read_stale(h->inode, to, wanted, from);
    }
    int rc = ends(n, fault, SQLITE_IOERR_READ);
    return rc != SQLITE_OK ? rc : got < wanted ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *out)
{
    struct handle *h = handle_of(f);
    struct node *n = h->node;
    if (h->inode == NULL)
        return SQLITE_IOERR_FSTAT;
    enum disk_fault fault = ask(n, DISK_SIZE, name_of(h), 0, 0);
    if (is_before(fault))
        return SQLITE_IOERR_FSTAT;
    *out = (sqlite3_int64)h->inode->now.len;
    return ends(n, fault, SQLITE_IOERR_FSTAT);
}

/* -- writing --------------------------------------------------------------------------------------------------------------------
 */

static bool is_full(const struct disk *d, const struct inode *i, uint64_t end)
{
    return d->setup.bytes_max != 0 && end > i->now.len && d->counts.bytes + (end - i->now.len) > d->setup.bytes_max;
}

/* The first sectors arrive: 0 to all but the last. */
static size_t torn_size(const struct disk *d, uint64_t offset, size_t size)
{
    uint64_t first = offset / DISK_SECTOR, sectors = (offset + size - 1) / DISK_SECTOR - first + 1;
    uint64_t arrive = roll(d, DISK_DICE_TEAR, d->counts.all - 1, 0) % sectors;
    return arrive == 0 ? 0 : (size_t)((first + arrive) * DISK_SECTOR - offset);
}

static int file_write(sqlite3_file *f, const void *from, int size, sqlite3_int64 offset)
{
    struct handle *h = handle_of(f);
    struct node *n = h->node;
    struct pending p = {.offset = (uint64_t)offset, .size = (size_t)size};
    if (h->inode == NULL)
        return SQLITE_IOERR_WRITE;
    enum disk_fault fault = ask(n, DISK_WRITE, name_of(h), p.offset, p.size);
    if (is_before(fault))
        return SQLITE_IOERR_WRITE;
    if (fault == DISK_FULL || is_full(n->disk, h->inode, p.offset + p.size))
        return SQLITE_FULL;
    if (fault == DISK_TORN || fault == DISK_DIES_DURING)
        p.size = torn_size(n->disk, p.offset, p.size);
    if (p.size > 0)
        add_pending(n->disk, h->inode, &p, from);
    return fault == DISK_TORN ? SQLITE_IOERR_WRITE : ends(n, fault, SQLITE_IOERR_WRITE);
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    struct handle *h = handle_of(f);
    struct node *n = h->node;
    struct pending p = {.offset = (uint64_t)size, .is_length = true};
    if (h->inode == NULL)
        return SQLITE_IOERR_TRUNCATE;
    enum disk_fault fault = ask(n, DISK_TRUNCATE, name_of(h), p.offset, 0);
    if (is_before(fault))
        return SQLITE_IOERR_TRUNCATE;
    if (h->inode->now.len != p.offset)
        add_pending(n->disk, h->inode, &p, NULL);
    return ends(n, fault, SQLITE_IOERR_TRUNCATE);
}

/* The pages count as clean now, and nobody writes them any more. */
static void sync_fails(struct disk *d, struct inode *i, bool some)
{
    uint64_t number = d->counts.all - 1;
    for (size_t n = 0; some && n < i->pending_count; n++)
        if (roll(d, DISK_DICE_TEAR, number, i->pending[n].number) % 2 == 0)
            make_durable(i, &i->pending[n]);
    i->pending_count = 0;
    i->log.len = 0;
    i->failed_syncs++;
}

static int file_sync(sqlite3_file *f, int flags)
{
    struct handle *h = handle_of(f);
    struct node *n = h->node;
    (void)flags;
    if (h->inode == NULL)
        return SQLITE_IOERR_FSYNC;
    enum disk_fault fault = ask(n, DISK_SYNC, name_of(h), 0, 0);
    if (is_before(fault))
        return SQLITE_IOERR_FSYNC;
    if (fault == DISK_SYNC_FAILS || fault == DISK_TORN)
        sync_fails(n->disk, h->inode, fault == DISK_TORN);
    else
        all_durable(h->inode);
    if (h->failed_syncs != h->inode->failed_syncs) {
        h->failed_syncs = h->inode->failed_syncs;
        return SQLITE_IOERR_FSYNC;
    }
    if (h->names_at_sync && h->entry != NULL) {
        names_are_durable(n->disk, h->entry);
        h->names_at_sync = false;
    }
    return ends(n, fault, SQLITE_IOERR_FSYNC);
}

/* -- locks: those of SQLite's own files, between handles instead of processes ---------------------------------------------------
 */

static int highest_of_others(const struct handle *h)
{
    int highest = SQLITE_LOCK_NONE;
    for (const struct handle *o = h->inode->handles; o != NULL; o = o->next)
        if (o != h && o->lock > highest)
            highest = o->lock;
    return highest;
}

static bool may_lock(const struct handle *h, int lock)
{
    int others = highest_of_others(h);
    switch (lock) {
    case SQLITE_LOCK_SHARED: return others < SQLITE_LOCK_PENDING;
    case SQLITE_LOCK_RESERVED: return others < SQLITE_LOCK_RESERVED;
    case SQLITE_LOCK_PENDING: return others < SQLITE_LOCK_PENDING;
    default: return others == SQLITE_LOCK_NONE;
    }
}

static int file_lock(sqlite3_file *f, int lock)
{
    struct handle *h = handle_of(f);
    struct node *n = h->node;
    if (h->inode == NULL)
        return SQLITE_IOERR_LOCK;
    if (h->lock >= lock)
        return SQLITE_OK;
    enum disk_fault fault = ask(n, DISK_LOCK, name_of(h), 0, 0);
    if (is_before(fault))
        return SQLITE_IOERR_LOCK;
    if (fault == DISK_BUSY)
        return SQLITE_BUSY;
    if (!may_lock(h, lock)) {
        if (lock == SQLITE_LOCK_EXCLUSIVE && may_lock(h, SQLITE_LOCK_PENDING))
            h->lock = SQLITE_LOCK_PENDING; /* keeps new readers out until the old ones are gone */
        return SQLITE_BUSY;
    }
    h->lock = lock;
    if (lock == SQLITE_LOCK_RESERVED)
        salt(n->disk);
    return ends(n, fault, SQLITE_IOERR_LOCK);
}

static int file_unlock(sqlite3_file *f, int lock)
{
    struct handle *h = handle_of(f);
    if (h->inode == NULL)
        return SQLITE_IOERR_UNLOCK;
    if (h->lock > lock)
        h->lock = lock;
    return SQLITE_OK;
}

static int file_reserved(sqlite3_file *f, int *out)
{
    struct handle *h = handle_of(f);
    if (h->inode == NULL)
        return SQLITE_IOERR_CHECKRESERVEDLOCK;
    *out = h->lock >= SQLITE_LOCK_RESERVED || highest_of_others(h) >= SQLITE_LOCK_RESERVED;
    return SQLITE_OK;
}

/* -- what kind of disk this is --------------------------------------------------------------------------------------------------
 */

static int file_control(sqlite3_file *f, int what, void *out)
{
    const struct handle *h = handle_of(f);
    if (what != SQLITE_FCNTL_HAS_MOVED)
        return SQLITE_NOTFOUND;
    *(int *)out = h->inode == NULL || (h->entry != NULL && h->entry->now != h->inode);
    return SQLITE_OK;
}

static int sector_size(sqlite3_file *f)
{
    (void)f;
    return DISK_SECTOR;
}

/* No atomic writes, no order, lengths may grow before their bytes: the less is promised, the more is tested. */
static int characteristics(sqlite3_file *f)
{
    return handle_of(f)->node->disk->setup.damages_neighbours ? 0 : SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods disk_file_methods = {.iVersion = 2,
                                              .xClose = file_close,
                                              .xRead = file_read,
                                              .xWrite = file_write,
                                              .xTruncate = file_truncate,
                                              .xSync = file_sync,
                                              .xFileSize = file_size,
                                              .xLock = file_lock,
                                              .xUnlock = file_unlock,
                                              .xCheckReservedLock = file_reserved,
                                              .xFileControl = file_control,
                                              .xSectorSize = sector_size,
                                              .xDeviceCharacteristics = characteristics,
                                              .xShmMap = shared_map,
                                              .xShmLock = shared_lock,
                                              .xShmBarrier = shared_barrier,
                                              .xShmUnmap = shared_unmap};
