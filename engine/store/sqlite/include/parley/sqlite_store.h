/* The embedded store: SQLite files in one directory, behind the store port.
 *
 *   shared.db     registry of tenants, inbox, dedupe for ever, global kill switch
 *   tenant-N.db   everything about one tenant: contacts, conversations, outbox, audit; it decides (docs/adr/0004)
 *
 * WAL, synchronous FULL: OK means on the disk. Personal data (text, address) is sealed with the contact's key, which the tenant's
 * key wraps, which the master key wraps; a contact is found by a keyed hash of the address. Erasure destroys the contact's key.
 *
 * Threads: one handle, one thread. Several handles, in one process or in several, may share a directory. */
#ifndef PARLEY_SQLITE_STORE_H
#define PARLEY_SQLITE_STORE_H

#include <parley/outside.h>
#include <parley/store.h>

struct sqlite_store_setup {
    struct slice directory;  /* made if it is missing, readable by its owner only */
    struct entropy *entropy; /* borrowed: keys, nonces */
    struct audit_key master; /* wraps the tenants' keys; a store opened with another one answers DENIED */
    bool read_only;          /* looks only: every change answers DENIED */
    struct duration busy;    /* how long to wait for another handle's transaction; 0 = 5 s */
    const char *vfs;         /* NULL: the operating system's files */
};

/* NULL with an error when the directory cannot be used, was written by a newer parley, or opens with another master key. */
struct store *sqlite_store_open(const struct sqlite_store_setup *setup, struct error *e);

/* Once for the process, before the first store: SQLite need not count its memory, for which all threads would meet at a lock with
 * each allocation. */
void sqlite_store_once(void);

#endif
