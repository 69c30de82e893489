/* What the driver tells the shim inside the process under test, through a file that both have mapped. */
#ifndef PARLEY_CHAOS_CONTROL_H
#define PARLEY_CHAOS_CONTROL_H

#include <stdatomic.h>
#include <stdint.h>

#define CHAOS_POISON "parleypoison"
#define CHAOS_CONTROL_VARIABLE "PARLEY_CHAOS_CONTROL" /* the path of the file */

enum disk_fault {
    DISK_WELL,
    DISK_FULL,        /* ENOSPC on every write */
    DISK_WRITE_FAILS, /* EIO on every write */
    DISK_SYNC_FAILS,  /* EIO on some syncs, then all is said to be well again */
    DISK_READ_ONLY,   /* EROFS on whatever changes a file, as after a remount */
    DISK_FAULT_COUNT
};

struct chaos_control {
    atomic_uint disk;             /* enum disk_fault, for files below `below` */
    atomic_uint syncs_to_fail;    /* DISK_SYNC_FAILS: how many */
    atomic_uint hits;             /* operations that were failed */
    _Atomic int64_t clock_off_ms; /* added to CLOCK_REALTIME */
    atomic_uint deaths;           /* by poison: the process read a text with CHAOS_POISON in it and stopped */
    char below[256];              /* a directory, without links in its name */
};

#endif
