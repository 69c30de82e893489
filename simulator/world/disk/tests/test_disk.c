/* The disk by itself, under plain SQLite files and under the plain calls of a VFS. */
#include <parley/disk.h>

#include <criterion/criterion.h>
#include <parley/must.h>
#include <sqlite3.h>
#include <stdlib.h>

enum { FLAGS = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE };

/* One fault at one operation of one kind, and dice that show one face. */
struct world {
    enum disk_op op;
    enum disk_fault fault;
    uint64_t nth; /* of that kind, from 1 */
    uint64_t seen;
    uint64_t face;
};

static enum disk_fault strike(void *context, const struct disk_request *r)
{
    struct world *w = context;
    return r->op == w->op && ++w->seen == w->nth ? w->fault : DISK_FINE;
}

static uint64_t face(void *context, enum disk_dice what, uint64_t which, uint64_t occurrence)
{
    const struct world *w = context;
    (void)what;
    (void)which;
    return w->face + (what == DISK_DICE_SECTOR ? occurrence : 0);
}

static struct disk *disk_with(struct world *w)
{
    return disk_create(&(struct disk_setup){.seed = 1, .context = w, .fault = strike, .dice = face});
}

static sqlite3_file *open_file(struct disk *d, uint32_t node, const char *name, int kind)
{
    sqlite3_vfs *v = sqlite3_vfs_find(disk_vfs_name(d, node));
    sqlite3_file *f = calloc(1, (size_t)v->szOsFile);
    must(f != NULL);
    int rc = v->xOpen(v, name, f, FLAGS | kind, NULL);
    if (rc == SQLITE_OK)
        return f;
    free(f);
    return NULL;
}

static void close_file(sqlite3_file *f)
{
    f->pMethods->xClose(f);
    free(f);
}

static int put(sqlite3_file *f, const char *text, sqlite3_int64 at)
{
    return f->pMethods->xWrite(f, text, (int)strlen(text), at);
}

static int sync_it(sqlite3_file *f)
{
    return f->pMethods->xSync(f, SQLITE_SYNC_NORMAL);
}

static bool shows(struct disk *d, const char *name, bool durable, const char *text)
{
    struct slice there;
    return disk_look(d, &there, slice_from(name), durable) && slice_eq(there, slice_from(text));
}

/* A file whose name is durable already, with these bytes. */
static sqlite3_file *synced(struct disk *d, const char *name, const char *text)
{
    sqlite3_file *f = open_file(d, 0, name, SQLITE_OPEN_WAL);
    cr_assert_eq(put(f, text, 0), SQLITE_OK);
    cr_assert_eq(sync_it(f), SQLITE_OK);
    return f;
}

Test(disk, keeps_what_was_synced_and_drops_the_rest)
{
    struct world w = {.face = 1};
    struct disk *d = disk_with(&w);
    sqlite3_file *f = synced(d, "a", "old");
    cr_assert_eq(put(f, "new", 0), SQLITE_OK);
    cr_assert(shows(d, "a", false, "new"));
    cr_assert(shows(d, "a", true, "old"));
    disk_power_cut(d);
    cr_assert(shows(d, "a", false, "old"));
    cr_assert_eq(put(f, "late", 0), SQLITE_IOERR_WRITE, "handles are gone with the power");
    cr_assert_eq(disk_deaths(d, 0), 1);
    cr_assert_null(open_file(d, 0, "a", 0), "a node closes what it had before it opens again");
    close_file(f);
    close_file(open_file(d, 0, "a", 0));
    cr_assert_eq(disk_count(d).dropped, 1);
    disk_destroy(d);
}

Test(disk, lets_a_write_survive_whole_torn_or_in_length_only)
{
    for (uint64_t fate = 0; fate < 4; fate++) {
        struct world w = {.face = fate};
        struct disk *d = disk_with(&w);
        sqlite3_file *f = synced(d, "a", "");
        char bytes[3 * DISK_SECTOR], expected[3 * DISK_SECTOR];
        struct slice there;
        memset(bytes, 'x', sizeof bytes);
        memset(expected, fate == 0 ? 'x' : 0, sizeof expected);
        if (fate == 2) { /* every second sector, by these dice: 2 + number of the sector */
            memset(expected, 'x', DISK_SECTOR);
            memset(expected + 2 * DISK_SECTOR, 'x', DISK_SECTOR);
        }
        cr_assert_eq(f->pMethods->xWrite(f, bytes, sizeof bytes, 0), SQLITE_OK);
        disk_power_cut(d);
        bool is_there = disk_look(d, &there, SLICE("a"), true);
        cr_assert(fate == 1 ? !is_there || there.len == 0
                            : is_there && slice_eq(there, (struct slice){expected, sizeof expected}),
                  "fate %d", (int)fate);
        close_file(f);
        disk_destroy(d);
    }
}

Test(disk, forgets_a_name_that_was_not_synced)
{
    struct world w = {.face = 1};
    struct disk *d = disk_with(&w);
    sqlite3_file *f = open_file(d, 0, "dir/main", SQLITE_OPEN_MAIN_DB);
    cr_assert_eq(put(f, "text", 0), SQLITE_OK);
    cr_assert_eq(sync_it(f), SQLITE_OK); /* the bytes, and not the name: as with real files */
    disk_power_cut(d);
    cr_assert_not(shows(d, "dir/main", false, "text"));
    close_file(f);
    f = open_file(d, 0, "dir/main", SQLITE_OPEN_MAIN_DB);
    cr_assert_eq(put(f, "text", 0), SQLITE_OK);
    cr_assert_eq(sync_it(f), SQLITE_OK);
    sqlite3_file *log = open_file(d, 0, "dir/main-wal", SQLITE_OPEN_WAL);
    cr_assert_eq(sync_it(log), SQLITE_OK); /* a log's first sync is one of its directory too */
    disk_power_cut(d);
    cr_assert(shows(d, "dir/main", false, "text"));
    close_file(f);
    close_file(log);
    disk_destroy(d);
}

Test(disk, brings_a_deleted_file_back_unless_the_directory_was_synced)
{
    struct world w = {.face = 1};
    struct disk *d = disk_with(&w);
    sqlite3_vfs *v = sqlite3_vfs_find(disk_vfs_name(d, 0));
    close_file(synced(d, "a", "text"));
    cr_assert_eq(v->xDelete(v, "a", 0), SQLITE_OK);
    cr_assert_not(shows(d, "a", false, "text"));
    disk_power_cut(d);
    cr_assert(shows(d, "a", false, "text"));
    cr_assert_eq(v->xDelete(v, "a", 1), SQLITE_OK);
    disk_power_cut(d);
    cr_assert_not(shows(d, "a", false, "text"));
    cr_assert_eq(v->xDelete(v, "a", 1), SQLITE_IOERR_DELETE_NOENT);
    disk_destroy(d);
}

Test(disk, tells_a_failed_sync_once_and_then_takes_the_pages_for_clean)
{
    struct world w = {.op = DISK_SYNC, .fault = DISK_SYNC_FAILS, .nth = 2};
    struct disk *d = disk_with(&w);
    sqlite3_file *f = synced(d, "a", "old"), *other = open_file(d, 1, "a", 0);
    cr_assert_eq(put(f, "new", 0), SQLITE_OK);
    cr_assert_eq(sync_it(f), SQLITE_IOERR_FSYNC);
    cr_assert_eq(sync_it(f), SQLITE_OK, "the lesson: trying again succeeds");
    cr_assert_eq(sync_it(other), SQLITE_IOERR_FSYNC, "who had it open hears of it, once");
    cr_assert_eq(sync_it(other), SQLITE_OK);
    sqlite3_file *late = open_file(d, 2, "a", 0);
    cr_assert_eq(sync_it(late), SQLITE_OK, "who comes later does not");
    cr_assert(shows(d, "a", false, "new"));
    cr_assert(shows(d, "a", true, "old"));
    disk_power_cut(d);
    cr_assert(shows(d, "a", false, "old"));
    close_file(f);
    close_file(other);
    close_file(late);
    disk_destroy(d);
}

Test(disk, writes_the_first_sectors_of_a_torn_write)
{
    struct world w = {.op = DISK_WRITE, .fault = DISK_TORN, .nth = 2, .face = 1};
    struct disk *d = disk_with(&w);
    sqlite3_file *f = synced(d, "a", "old");
    char bytes[3 * DISK_SECTOR];
    struct slice there;
    memset(bytes, 'x', sizeof bytes);
    cr_assert_eq(f->pMethods->xWrite(f, bytes, sizeof bytes, 0), SQLITE_IOERR_WRITE);
    cr_assert(disk_look(d, &there, SLICE("a"), false));
    cr_assert_eq(there.len, DISK_SECTOR);
    close_file(f);
    disk_destroy(d);
}

Test(disk, reads_wrongly_when_asked)
{
    static const struct {
        enum disk_fault fault;
        int rc;
        const char *reads;
    } rows[] = {{DISK_FINE, SQLITE_OK, "four"},
                {DISK_ERROR, SQLITE_IOERR_READ, NULL},
                {DISK_SHORT_READ, SQLITE_IOERR_SHORT_READ, "fo"},
                {DISK_FLIP, SQLITE_OK, "gour"}, /* bit 0 by these dice */
                {DISK_STALE, SQLITE_OK, "olds"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world w = {.op = DISK_READ, .fault = rows[i].fault, .nth = 1};
        struct disk *d = disk_with(&w);
        sqlite3_file *f = synced(d, "a", "olds");
        char got[5] = "";
        cr_assert_eq(put(f, "four", 0), SQLITE_OK);
        cr_assert_eq(sync_it(f), SQLITE_OK);
        cr_assert_eq(f->pMethods->xRead(f, got, 4, 0), rows[i].rc);
        cr_assert(rows[i].reads == NULL || strcmp(got, rows[i].reads) == 0, "%s: %s", disk_fault_name(rows[i].fault), got);
        cr_assert_eq(f->pMethods->xRead(f, got, 4, 0), SQLITE_OK);
        cr_assert_str_eq(got, "four", "and rightly the next time");
        close_file(f);
        disk_destroy(d);
    }
}

Test(disk, is_full_and_has_room_again)
{
    struct disk *d = disk_create(&(struct disk_setup){.seed = 1, .bytes_max = 6});
    sqlite3_file *f = open_file(d, 0, "a", 0), *g = open_file(d, 0, "b", 0);
    cr_assert_eq(put(f, "four", 0), SQLITE_OK);
    cr_assert_eq(put(g, "four", 0), SQLITE_FULL);
    cr_assert_eq(put(f, "more", 0), SQLITE_OK, "writing over takes no room");
    cr_assert_eq(put(g, "ab", 0), SQLITE_OK);
    disk_limit(d, 0);
    cr_assert_eq(put(g, "four", 0), SQLITE_OK);
    cr_assert_eq(disk_count(d).bytes, 8);
    cr_assert_eq(f->pMethods->xTruncate(f, 1), SQLITE_OK);
    cr_assert_eq(disk_count(d).bytes, 5);
    close_file(f);
    close_file(g);
    disk_destroy(d);
}

Test(disk, takes_the_power_in_the_middle_of_an_operation)
{
    static const enum disk_fault faults[] = {DISK_CUT_BEFORE, DISK_CUT_AFTER};
    for (size_t i = 0; i < 2; i++) {
        struct world w = {.op = DISK_SYNC, .fault = faults[i], .nth = 2, .face = 1};
        struct disk *d = disk_with(&w);
        sqlite3_file *f = synced(d, "a", "old");
        cr_assert_eq(put(f, "new", 0), SQLITE_OK);
        cr_assert_eq(sync_it(f), SQLITE_IOERR_FSYNC);
        cr_assert(shows(d, "a", false, faults[i] == DISK_CUT_AFTER ? "new" : "old"));
        cr_assert_eq(sync_it(f), SQLITE_IOERR_FSYNC);
        close_file(f);
        disk_destroy(d);
    }
}

/* -- under SQLite ---------------------------------------------------------------------------------------------------------------
 */

static sqlite3 *open_database(struct disk *d, uint32_t node)
{
    sqlite3 *db = NULL;
    cr_assert_eq(sqlite3_open_v2("t.db", &db, FLAGS, disk_vfs_name(d, node)), SQLITE_OK);
    return db;
}

static int run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int64_t ask_for(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *q = NULL;
    int64_t n = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
        n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return n;
}

Test(disk, locks_between_processes_at_once_in_every_journal_mode)
{
    static const char *const modes[] = {"PRAGMA journal_mode=WAL", "PRAGMA journal_mode=DELETE"};
    for (size_t i = 0; i < 2; i++) {
        struct disk *d = disk_create(&(struct disk_setup){.seed = 1});
        sqlite3 *one = open_database(d, 0), *two = open_database(d, 1);
        cr_assert_eq(run(one, modes[i]), SQLITE_OK);
        cr_assert_eq(run(one, "CREATE TABLE t(n); INSERT INTO t VALUES(1)"), SQLITE_OK);
        cr_assert_eq(ask_for(two, "SELECT COUNT(*) FROM t"), 1);
        cr_assert_eq(run(one, "BEGIN IMMEDIATE; INSERT INTO t VALUES(2)"), SQLITE_OK);
        cr_assert_eq(run(two, "BEGIN IMMEDIATE"), SQLITE_BUSY);
        cr_assert_eq(ask_for(two, "SELECT COUNT(*) FROM t"), 1);
        cr_assert_eq(run(one, "COMMIT"), SQLITE_OK);
        cr_assert_eq(run(two, "INSERT INTO t VALUES(3)"), SQLITE_OK);
        cr_assert_eq(ask_for(one, "SELECT COUNT(*) FROM t"), 3);
        sqlite3_close(one);
        sqlite3_close(two);
        disk_destroy(d);
    }
}

/* Its SQLite rolls back when it is closed, in memory that it shares with the living: that must not reach them. */
Test(disk, frees_the_locks_of_a_process_that_died_and_keeps_its_hands_off)
{
    struct disk *d = disk_create(&(struct disk_setup){.seed = 1});
    sqlite3 *one = open_database(d, 0), *two = open_database(d, 1);
    cr_assert_eq(run(one, "PRAGMA journal_mode=WAL; CREATE TABLE t(n); INSERT INTO t VALUES(1)"), SQLITE_OK);
    cr_assert_eq(ask_for(two, "SELECT COUNT(*) FROM t"), 1);
    cr_assert_eq(run(one, "PRAGMA cache_size=1; BEGIN IMMEDIATE"), SQLITE_OK);
    cr_assert_eq(run(one, "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000) INSERT INTO t SELECT "
                          "hex(zeroblob(200)) FROM c"),
                 SQLITE_OK); /* more than its memory holds: uncommitted pages stand in the log */
    disk_process_dies(d, 0);
    cr_assert_eq(run(one, "COMMIT"), SQLITE_IOERR_WRITE & 0xff);
    sqlite3_close(one);
    cr_assert_eq(ask_for(two, "SELECT COUNT(*) FROM t"), 1);
    cr_assert_eq(run(two, "INSERT INTO t VALUES(2)"), SQLITE_OK);
    one = open_database(d, 0);
    cr_assert_eq(ask_for(one, "SELECT COUNT(*) FROM t"), 2);
    cr_assert_eq(ask_for(one, "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    sqlite3_close(one);
    sqlite3_close(two);
    disk_destroy(d);
}

static struct wall noon(void *context)
{
    (void)context;
    return (struct wall){INT64_C(1780315200000)}; /* 2026-06-01 12:00 */
}

Test(disk, has_the_time_that_it_is_given)
{
    struct disk *d = disk_create(&(struct disk_setup){.seed = 1, .wall = noon});
    sqlite3 *db = open_database(d, 0);
    cr_assert_eq(ask_for(db, "SELECT strftime('%s', 'now') = '1780315200'"), 1);
    sqlite3_close(db);
    disk_destroy(d);
}

/* Without a sync nothing is promised: the disk has to show it, or no test on it means anything. */
Test(disk, shows_what_it_costs_not_to_sync)
{
    size_t lost = 0;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct disk *d = disk_create(&(struct disk_setup){.seed = seed});
        sqlite3 *db = open_database(d, 0);
        cr_assert_eq(run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE t(n)"), SQLITE_OK);
        cr_assert_eq(run(db, "INSERT INTO t VALUES(1)"), SQLITE_OK);
        disk_power_cut(d);
        sqlite3_close(db);
        db = open_database(d, 0);
        lost += ask_for(db, "SELECT COUNT(*) FROM t") != 1;
        sqlite3_close(db);
        disk_destroy(d);
    }
    cr_assert_gt(lost, 20, "%zu of 40", lost);
}

static struct digest bytes_of_a_run(uint64_t seed, bool disturbed)
{
    struct disk *d = disk_create(&(struct disk_setup){.seed = seed});
    sqlite3 *db = open_database(d, 0);
    char junk[8];
    cr_assert_eq(run(db, "PRAGMA journal_mode=WAL; CREATE TABLE t(n); INSERT INTO t VALUES(1)"), SQLITE_OK);
    if (disturbed) /* somebody else draws from SQLite's generator */
        sqlite3_randomness(sizeof junk, junk);
    cr_assert_eq(run(db, "PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO t VALUES(2)"), SQLITE_OK);
    struct digest digest = disk_digest(d);
    sqlite3_close(db);
    disk_destroy(d);
    return digest;
}

Test(disk, writes_the_same_bytes_from_the_same_seed)
{
    struct digest one = bytes_of_a_run(1, false);
    cr_assert(digest_eq(one, bytes_of_a_run(1, false)));
    cr_assert(digest_eq(one, bytes_of_a_run(1, true)));
    cr_assert_not(digest_eq(one, bytes_of_a_run(2, false)), "the salts come from the seed");
}
