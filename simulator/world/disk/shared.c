/* Shared memory of one database file: the index of its log.
 *
 * It lives while a handle maps it, as with SQLite's own files, where the first to come clears what a crash left. A process that
 * died writes into it no more; but its SQLite, which does not know yet, still tidies up when it closes. What it does then is
 * undone: the memory of the moment of death is kept, and put back when the last handle of the dead is closed. */
#include "inside.h"

#include <parley/must.h>

#include <stdlib.h>

enum { REGIONS_MAX = 512, REGION_SIZE = 32768, WRITER = 0 };

struct shared {
    size_t refs, dead; /* handles that map it; of these, those of the dead that live ones share it with */
    size_t count;
    uint8_t *regions[REGIONS_MAX];
    uint8_t *before; /* all regions at the moment of death; NULL: nobody died */
    size_t before_count;
};

static void drop(struct shared *m)
{
    for (size_t i = 0; i < m->count; i++)
        free(m->regions[i]);
    free(m->before);
    free(m);
}

static void attach(struct handle *h)
{
    if (h->inode->shared == NULL) {
        h->inode->shared = calloc(1, sizeof *h->inode->shared);
        must(h->inode->shared != NULL);
    }
    h->shared = h->inode->shared;
    h->shared->refs++;
}

int shared_map(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
    struct handle *h = handle_of(f);
    struct node *n = h->node;
    *out = NULL;
    must(size == REGION_SIZE && region >= 0 && region < REGIONS_MAX);
    if (h->inode == NULL)
        return SQLITE_IOERR_SHMMAP;
    enum disk_fault fault = ask(n, DISK_SHARED_MAP, name_of(h), 0, 0);
    if (is_before(fault))
        return SQLITE_IOERR_SHMMAP;
    if (h->shared == NULL)
        attach(h);
    struct shared *m = h->shared;
    must(m->dead == 0);
    while (extend && m->count <= (size_t)region) {
        m->regions[m->count] = calloc(1, REGION_SIZE);
        must(m->regions[m->count] != NULL);
        m->count++;
    }
    if ((size_t)region < m->count)
        *out = m->regions[region];
    return ends(n, fault, SQLITE_IOERR_SHMMAP);
}

static bool is_free(const struct handle *h, unsigned bits, bool exclusive)
{
    for (const struct handle *o = h->inode->handles; o != NULL; o = o->next)
        if (o != h && ((o->exclusive_locks & bits) != 0 || (exclusive && (o->shared_locks & bits) != 0)))
            return false;
    return true;
}

int shared_lock(sqlite3_file *f, int offset, int count, int flags)
{
    struct handle *h = handle_of(f);
    struct node *n = h->node;
    unsigned bits = ((1u << count) - 1) << offset;
    bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if (h->inode == NULL)
        return SQLITE_IOERR_SHMLOCK;
    must(h->shared != NULL && h->shared->dead == 0);
    if (flags & SQLITE_SHM_UNLOCK) {
        h->shared_locks = (uint16_t)(h->shared_locks & ~bits);
        h->exclusive_locks = (uint16_t)(h->exclusive_locks & ~bits);
        return SQLITE_OK;
    }
    enum disk_fault fault = ask(n, DISK_SHARED_LOCK, name_of(h), 0, 0);
    if (is_before(fault))
        return SQLITE_IOERR_SHMLOCK;
    if (fault == DISK_BUSY || !is_free(h, bits, exclusive))
        return SQLITE_BUSY;
    if (exclusive)
        h->exclusive_locks = (uint16_t)(h->exclusive_locks | bits);
    else
        h->shared_locks = (uint16_t)(h->shared_locks | bits);
    if (exclusive && (bits & 1u << WRITER))
        salt(n->disk);
    return ends(n, fault, SQLITE_IOERR_SHMLOCK);
}

void shared_barrier(sqlite3_file *f)
{
    (void)f; /* one thread */
}

static void put_back(struct shared *m)
{
    for (size_t i = 0; i < m->count; i++) {
        if (i < m->before_count)
            memcpy(m->regions[i], m->before + i * REGION_SIZE, REGION_SIZE);
        else
            memset(m->regions[i], 0, REGION_SIZE);
    }
    free(m->before);
    m->before = NULL;
}

int shared_unmap(sqlite3_file *f, int deletes)
{
    struct handle *h = handle_of(f);
    struct shared *m = h->shared;
    (void)deletes; /* it goes with the last handle in any case */
    if (m == NULL)
        return SQLITE_OK;
    h->shared = NULL;
    h->shared_locks = h->exclusive_locks = 0;
    if (h->inode == NULL && m->dead > 0 && --m->dead == 0)
        put_back(m);
    m->refs--;
    if (h->inode != NULL)
        shared_lost(h->inode);
    if (m->refs == 0)
        drop(m);
    return SQLITE_OK;
}

void shared_lost(struct inode *i)
{
    struct shared *m = i->shared;
    size_t living = 0;
    if (m == NULL)
        return;
    for (const struct handle *h = i->handles; h != NULL; h = h->next)
        living += h->shared == m;
    if (living == 0) { /* the next to come begins afresh; the dead keep theirs until they close */
        i->shared = NULL;
        m->dead = 0;
        free(m->before);
        m->before = NULL;
        return;
    }
    m->dead = m->refs - living;
    if (m->dead == 0 || m->before != NULL)
        return;
    m->before = malloc(m->count * REGION_SIZE);
    must(m->before != NULL);
    m->before_count = m->count;
    for (size_t n = 0; n < m->count; n++)
        memcpy(m->before + n * REGION_SIZE, m->regions[n], REGION_SIZE);
}
