/* A disk with an operating system above it, in memory, under real SQLite: deterministic, one thread, several processes ("nodes").
 *
 * Every file is three things: what the operating system shows, what is durable, and between them the list of what was written,
 * cut or named since the last sync, in order. A sync makes a file's list durable. Names are durable when their directory is
 * synced, which happens as in SQLite's own Unix files: at the first sync of a new journal or log, and at deletions that ask for
 * it.
 *
 *   power cut      every node loses its handles; of the unsynced writes the dice keep, drop or tear each one, sector by sector
 *   process dies   one node loses its handles, locks and shared memory; what it wrote stays with the operating system
 *
 * The operating system tells a failed sync once to every handle that was open, as Linux does, and then holds the pages for clean:
 * they are shown until the power goes, and were never written.
 *
 *   struct disk *d = disk_create(&(struct disk_setup){.seed = 7});
 *   struct sqlite_store_setup s = {.vfs = disk_vfs_name(d, 0), .busy = {1}, ...};
 *
 * A lock that somebody else has answers SQLITE_BUSY at once, and sleeping takes no time: nobody else runs meanwhile. So open with
 * a busy timeout below a millisecond, which SQLite takes for none.
 *
 * SQLite draws the salts of its logs from one generator per process; the disk seeds it before each transaction from its own dice,
 * so that the bytes of its files depend on the seed alone. Threads: one disk, one thread, and equal bytes only while no other
 * thread of the process uses SQLite: several jobs are several processes. */
#ifndef PARLEY_DISK_H
#define PARLEY_DISK_H

#include <parley/digest.h>
#include <parley/slice.h>
#include <parley/units.h>

enum { DISK_SECTOR = 512, DISK_NODES_MAX = 64 };

enum disk_op {
    DISK_OPEN,
    DISK_ACCESS,
    DISK_READ,
    DISK_SIZE,
    DISK_LOCK,
    DISK_SHARED_MAP,
    DISK_SHARED_LOCK,
    DISK_WRITE, /* from here on durable operations: they are counted apart */
    DISK_TRUNCATE,
    DISK_SYNC,
    DISK_DELETE,
    DISK_OP_COUNT
};
const char *disk_op_name(enum disk_op op);

enum disk_fault {
    DISK_FINE,
    DISK_ERROR, /* nothing is done, and an error says so */
    DISK_TORN,  /* write: the first sectors, then an error. sync: some of the writes, then an error, and the rest is lost as below
                 */
    DISK_SYNC_FAILS,  /* an error; the writes are forgotten as if they were durable, and the next sync succeeds */
    DISK_FULL,        /* write: nothing is done, no space is left */
    DISK_SHORT_READ,  /* read: the second half is missing */
    DISK_FLIP,        /* read: one bit is wrong */
    DISK_STALE,       /* read: what was durable before the last sync that changed it */
    DISK_BUSY,        /* locks: somebody else has it */
    DISK_CUT_BEFORE,  /* power cut, the operation is not begun */
    DISK_CUT_AFTER,   /* power cut, the operation is done (a write may still tear) and nobody hears of it */
    DISK_DIES_BEFORE, /* the process dies */
    DISK_DIES_DURING, /* write: after its first sectors */
    DISK_DIES_AFTER,
    DISK_FAULT_COUNT
};
const char *disk_fault_name(enum disk_fault fault);
bool disk_fault_fits(enum disk_fault fault, enum disk_op op);

struct disk_request {
    enum disk_op op;
    uint32_t node;
    struct slice file;     /* as SQLite names it */
    uint64_t number;       /* of all operations, from 0 */
    uint64_t durable;      /* of the durable ones, from 0; of the next one when this is none */
    uint64_t offset, size; /* of a read or write; of the new length */
};

/* Dice are keyed: the same question has the same answer. */
enum disk_dice {
    DISK_DICE_FATE,   /* of unsynced operation `which`: mod 4, 0 kept, 1 dropped, 2 torn, 3 only its length is kept (zeros) */
    DISK_DICE_SECTOR, /* of torn write `which`, of its sector `occurrence`: 0 mod 2 kept */
    DISK_DICE_TEAR,   /* how many sectors of failing write `which` arrive; of a failing sync, whether write `occurrence` does */
    DISK_DICE_FLIP,   /* which bit */
    DISK_DICE_SALT,   /* SQLite's salts, the `which`th time; xRandomness */
    DISK_DICE_JUNK    /* what stands in a damaged sector */
};

struct disk_setup {
    uint64_t seed;
    void *context;                                                         /* of the callbacks, each of which may be NULL */
    enum disk_fault (*fault)(void *context, const struct disk_request *r); /* NULL: no fault */
    uint64_t (*dice)(void *context, enum disk_dice, uint64_t which, uint64_t occurrence); /* NULL: by key from seed */
    struct wall (*wall)(void *context); /* for CURRENT_TIMESTAMP; NULL: 2026-01-01 */
    uint64_t bytes_max;                 /* of all files together; a write past it answers DISK_FULL; 0: no limit */
    bool damages_neighbours; /* a write torn by a power cut may spoil the whole of its sectors, and SQLite is told so */
};

struct disk;
struct disk *disk_create(const struct disk_setup *setup);
void disk_destroy(struct disk *d); /* every handle must be closed */

/* The name of the SQLite VFS of one node, registered until the disk is destroyed. */
const char *disk_vfs_name(struct disk *d, uint32_t node);

/* Both leave handles that answer SQLITE_IOERR to everything. A node opens nothing before it has closed all of them, and while it
 * has not, no other node may use a database that both had open (its SQLite still tidies up in memory that they shared). */
void disk_power_cut(struct disk *d);
void disk_process_dies(struct disk *d, uint32_t node);
uint64_t disk_deaths(const struct disk *d, uint32_t node); /* of both kinds: a simulation sees that a call died inside */

void disk_limit(struct disk *d, uint64_t bytes_max); /* fills the disk, or makes room again */

struct disk_counts {
    uint64_t operations[DISK_OP_COUNT];
    uint64_t all, durable;             /* operations */
    uint64_t faults[DISK_FAULT_COUNT]; /* that struck */
    uint64_t cuts, kept, dropped, torn, length_only;
    uint64_t bytes; /* of all files, as shown */
};
struct disk_counts disk_count(const struct disk *d);

/* Names and bytes of all files, shown and durable: equal runs have equal digests. */
struct digest disk_digest(const struct disk *d);
/* Whether any file, shown or durable, or any unsynced write has these bytes. */
bool disk_holds(const struct disk *d, struct slice bytes);
/* A file's bytes, borrowed until the next operation; false when there is none. */
bool disk_look(const struct disk *d, struct slice *out, struct slice name, bool durable);

#endif
