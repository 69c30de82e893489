#include "database.h"

enum { CHECKPOINT_PAGES = 1000 };

static bool is_io(int rc)
{
    return (rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_READONLY;
}

static void remember(struct database *d, int rc)
{
    if (d->failed != SQLITE_OK)
        return;
    d->failed = rc;
    d->broken |= is_io(rc);
    bool knows = d->handle != NULL && (sqlite3_errcode(d->handle) & 0xff) == (rc & 0xff);
    snprintf(d->why, sizeof d->why, "%s", knows ? sqlite3_errmsg(d->handle) : sqlite3_errstr(rc));
}

static enum code code_for(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_INTERRUPT: return UNAVAILABLE;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA: return CORRUPT;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return DENIED;
    case SQLITE_CONSTRAINT: return CONFLICT;
    default: return IO_FAILED;
    }
}

enum code db_failure(const struct database *d, struct error *e)
{
    if (d->broken)
        return fail(e, IO_FAILED, "%s: a read or write failed (%s); the file is not trusted until it is opened again", d->name,
                    d->why);
    return d->failed == SQLITE_OK ? OK : fail(e, code_for(d->failed), "%s: %s", d->name, d->why);
}

static void run(struct database *d, const char *sql)
{
    if (d->failed != SQLITE_OK)
        return;
    int rc = sqlite3_exec(d->handle, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        remember(d, sqlite3_extended_errcode(d->handle));
}

static sqlite3_file *log_of(struct database *d)
{
    sqlite3_file *log = NULL;
    if (sqlite3_file_control(d->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) != SQLITE_OK || log == NULL ||
        log->pMethods == NULL)
        return NULL;
    return log;
}

static int rewrite_log(sqlite3_file *log)
{
    char block[16384];
    sqlite3_int64 size = 0;
    int rc = log->pMethods->xFileSize(log, &size);
    for (sqlite3_int64 at = 0; rc == SQLITE_OK && at < size; at += (sqlite3_int64)sizeof block) {
        int part = size - at < (sqlite3_int64)sizeof block ? (int)(size - at) : (int)sizeof block;
        if ((rc = log->pMethods->xRead(log, block, part, at)) == SQLITE_OK)
            rc = log->pMethods->xWrite(log, block, part, at);
    }
    return rc == SQLITE_OK && size > 0 ? log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) : rc;
}

static int empty_log(struct database *d)
{
    sqlite3_file *log = log_of(d);
    int rc = sqlite3_wal_checkpoint_v2(d->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    /* cutting it is not yet durable: after a power cut its old bytes could be back */
    return rc == SQLITE_OK && log != NULL ? log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) : rc;
}

/* What is found in the log may never have reached the disk: its process was killed before the sync, or the sync failed and the
 * operating system takes the pages for clean since, so that no later sync writes them. All that is promised behind them would be
 * lost with them in a power cut, and a log that is shorter on the disk than in memory would undo half of what was moved into the
 * file. So the log is written once more, the same bytes in their places, synced, and then emptied into the file. Another handle's
 * work is not disturbed by this; if it does not let us in, it is alive and keeps its log in order itself. */
static void settle(struct database *d)
{
    if (d->failed != SQLITE_OK)
        return;
    int rc = sqlite3_exec(d->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_file *log = log_of(d);
        rc = log != NULL ? rewrite_log(log) : SQLITE_OK;
        sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
    }
    if (rc == SQLITE_OK)
        rc = empty_log(d);
    if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY && (rc & 0xff) != SQLITE_LOCKED)
        remember(d, rc);
}

enum code db_open(struct database *d, const struct database_setup *s, struct error *e)
{
    char path[4096];
    int flags = s->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    memset(d, 0, sizeof *d);
    snprintf(d->name, sizeof d->name, "%s", s->name);
    if ((size_t)snprintf(path, sizeof path, "%s/%s", s->directory, s->name) >= sizeof path)
        return fail(e, BAD_INPUT, "%s: the directory's name is too long", s->directory);
    if (!s->read_only && !s->must_exist)
        flags |= SQLITE_OPEN_CREATE;
    int rc = sqlite3_open_v2(path, &d->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, s->vfs);
    if (rc != SQLITE_OK) {
        fail(e, s->must_exist ? CORRUPT : code_for(rc), "could not open %s: %s%s", path, sqlite3_errstr(rc),
             s->must_exist ? "; the registry says that it was made: restore it, it is never started afresh" : "");
        db_close(d);
        return e != NULL ? e->code : IO_FAILED;
    }
    sqlite3_busy_timeout(d->handle, (int)(s->busy.ns / 1000000));
    sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (!s->read_only)
        run(d, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;");
    run(d, "PRAGMA trusted_schema=OFF; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-1024; PRAGMA "
           "cache_spill=OFF;");
    if (!s->read_only)
        settle(d);
    return db_failure(d, e);
}

void db_close(struct database *d)
{
    for (size_t i = 0; i < d->cached; i++)
        sqlite3_finalize(d->cache[i].stmt);
    if (d->handle != NULL && d->broken) /* nothing is moved out of a log that may not be on the disk */
        sqlite3_db_config(d->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if (d->handle != NULL)
        sqlite3_close(d->handle);
    d->handle = NULL;
    d->cached = 0;
}

enum code db_migrate(struct database *d, const struct migration *steps, size_t count, bool read_only, struct error *e)
{
    struct query q;
    size_t at = 0;
    db_begin_read(d);
    q = q_of(d, "PRAGMA user_version");
    if (q_row(&q))
        at = (size_t)q_get_int(&q, 0);
    q_end(&q);
    enum code code = db_end(d, e);
    if (code != OK)
        return code;
    if (at > count)
        return fail(e, DENIED, "%s was written by a newer parley (schema %zu, this one knows %zu): use that one", d->name, at,
                    count);
    if (at < count && read_only)
        return fail(e, DENIED, "%s has an older schema (%zu of %zu) and is opened to look only: open it for writing once",
                    d->name, at, count);
    if (at == count)
        return OK;
    char stamp[64];
    snprintf(stamp, sizeof stamp, "PRAGMA user_version=%zu", count);
    db_begin_write(d);                  /* all of the steps or none */
    q = q_of(d, "PRAGMA user_version"); /* another handle may have been here first */
    if (q_row(&q))
        at = (size_t)q_get_int(&q, 0);
    q_end(&q);
    for (size_t i = at; i < count; i++)
        run(d, steps[i].sql);
    if (at < count)
        run(d, stamp);
    code = db_end(d, e);
    return code == OK ? OK : error_within(e, code, "could not bring the schema from step %zu to %zu", at, count);
}

/* -- transactions -------------------------------------------------------------------------------------------------------------
 */

/* Compiled once, as all that is said often. */
static void say(struct database *d, const char *sql)
{
    struct query q = q_of(d, sql);
    q_run(&q);
}

static void begin(struct database *d, const char *sql)
{
    d->failed = d->broken ? SQLITE_IOERR : SQLITE_OK;
    say(d, sql);
}

void db_look(struct database *d)
{
    d->failed = d->broken ? SQLITE_IOERR : SQLITE_OK;
}

void db_begin_read(struct database *d)
{
    begin(d, "BEGIN");
}

void db_begin_write(struct database *d)
{
    begin(d, "BEGIN IMMEDIATE");
}

void db_abandon(struct database *d)
{
    if (sqlite3_get_autocommit(d->handle) == 0)
        sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool db_is_inside(const struct database *d)
{
    return sqlite3_get_autocommit(d->handle) == 0;
}

enum code db_end(struct database *d, struct error *e)
{
    if (d->failed == SQLITE_OK && db_is_inside(d))
        say(d, "COMMIT");
    if (d->failed != SQLITE_OK)
        db_abandon(d);
    return db_failure(d, e);
}

/* SQLite says nothing of a sync that fails in its own checkpoints: none runs while the log has commits that were not synced. */
void db_lazy(struct database *d, bool lazy)
{
    sqlite3_wal_autocheckpoint(d->handle, lazy ? 0 : CHECKPOINT_PAGES);
    sqlite3_exec(d->handle, lazy ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL", NULL, NULL, NULL);
}

enum code db_forget_log(struct database *d, struct error *e)
{
    d->failed = d->broken ? SQLITE_IOERR : SQLITE_OK;
    if (d->broken)
        return db_failure(d, e);
    int rc = empty_log(d);
    if (rc != SQLITE_OK && is_io(rc)) {
        remember(d, rc);
        return db_failure(d, e);
    }
    return rc == SQLITE_OK ? OK
                           : fail(e, UNAVAILABLE, "%s: could not clear the log of old pages (%s); ask again", d->name,
                                  sqlite3_errmsg(d->handle));
}

/* -- statements ---------------------------------------------------------------------------------------------------------------
 */

struct query q_of(struct database *d, const char *sql)
{
    struct query q = {d, NULL, 0};
    if (d->failed != SQLITE_OK)
        return q;
    for (size_t i = 0; i < d->cached; i++)
        if (d->cache[i].sql == sql) {
            q.stmt = d->cache[i].stmt;
            return q;
        }
    must(d->cached < STATEMENTS_MAX);
    int rc = sqlite3_prepare_v3(d->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &q.stmt, NULL);
    if (rc != SQLITE_OK) {
        remember(d, rc);
        q.stmt = NULL;
        return q;
    }
    d->cache[d->cached].sql = sql;
    d->cache[d->cached++].stmt = q.stmt;
    return q;
}

void q_int(struct query *q, int64_t n)
{
    if (q->stmt != NULL)
        must(sqlite3_bind_int64(q->stmt, ++q->bound, n) == SQLITE_OK);
}

void q_id(struct query *q, uint64_t n)
{
    q_int(q, (int64_t)n);
}

/* The caller's bytes live until the statement has run. */
void q_text(struct query *q, struct slice s)
{
    if (q->stmt != NULL)
        must(sqlite3_bind_text64(q->stmt, ++q->bound, s.len ? s.at : "", s.len, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK);
}

void q_blob(struct query *q, struct slice s)
{
    if (q->stmt == NULL)
        return;
    if (s.len == 0)
        must(sqlite3_bind_null(q->stmt, ++q->bound) == SQLITE_OK);
    else
        must(sqlite3_bind_blob64(q->stmt, ++q->bound, s.at, s.len, SQLITE_STATIC) == SQLITE_OK);
}

bool q_row(struct query *q)
{
    if (q->stmt == NULL || q->db->failed != SQLITE_OK)
        return false;
    int rc = sqlite3_step(q->stmt);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        remember(q->db, rc);
    return rc == SQLITE_ROW;
}

void q_end(struct query *q)
{
    if (q->stmt == NULL)
        return;
    q->db->scanned += (uint64_t)sqlite3_stmt_status(q->stmt, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1) +
                      (uint64_t)sqlite3_stmt_status(q->stmt, SQLITE_STMTSTATUS_AUTOINDEX, 1);
    sqlite3_reset(q->stmt);
    sqlite3_clear_bindings(q->stmt);
    q->stmt = NULL;
}

void q_run(struct query *q)
{
    while (q_row(q))
        ;
    q_end(q);
}

int64_t q_get_int(const struct query *q, int column)
{
    return sqlite3_column_int64(q->stmt, column);
}

uint64_t q_get_id(const struct query *q, int column)
{
    return (uint64_t)sqlite3_column_int64(q->stmt, column);
}

struct slice q_get(const struct query *q, int column, struct arena *a)
{
    const void *at = sqlite3_column_blob(q->stmt, column);
    int size = sqlite3_column_bytes(q->stmt, column);
    return size > 0 && at != NULL ? arena_copy(a, (struct slice){at, (size_t)size}) : SLICE_NONE;
}

bool q_is_null(const struct query *q, int column)
{
    return sqlite3_column_type(q->stmt, column) == SQLITE_NULL;
}

uint64_t db_changes(const struct database *d)
{
    return (uint64_t)sqlite3_changes64(d->handle);
}

uint64_t db_last_id(const struct database *d)
{
    return (uint64_t)sqlite3_last_insert_rowid(d->handle);
}
