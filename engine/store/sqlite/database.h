/* One SQLite file: pragmas, cached statements, transactions whose first failure sticks until their end. */
#ifndef PARLEY_STORE_DATABASE_H
#define PARLEY_STORE_DATABASE_H

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/slice.h>
#include <parley/units.h>
#include <sqlite3.h>

enum { STATEMENTS_MAX = 128 };

struct database {
    sqlite3 *handle;
    struct {
        const char *sql;
        sqlite3_stmt *stmt;
    } cache[STATEMENTS_MAX]; /* by the literal's address: one per call site */
    size_t cached;
    uint64_t scanned; /* rows that were read for want of an index: a mistake wherever tables grow */
    char name[48];    /* for people: "shared.db" */
    int failed;       /* SQLite's code of the first failure since db_begin */
    char why[256];
    bool broken; /* a write or sync failed in the operating system: the file is not trusted until it is opened again */
};

struct database_setup {
    const char *directory, *name, *vfs;
    bool read_only, must_exist;
    struct duration busy;
};

struct migration {
    const char *sql;
};

MUST_USE enum code db_open(struct database *d, const struct database_setup *s, struct error *e);
void db_close(struct database *d);
/* Brings the file to the newest schema, one numbered step per transaction; refuses a file from a newer program. */
MUST_USE enum code db_migrate(struct database *d, const struct migration *steps, size_t count, bool read_only, struct error *e);

/* A transaction. Whatever fails inside makes the rest do nothing, and db_end rolls back and says what it was. */
void db_begin_read(struct database *d);
void db_begin_write(struct database *d);
void db_look(struct database *d); /* one statement that reads, and is its own transaction */
MUST_USE enum code db_end(struct database *d, struct error *e);
void db_abandon(struct database *d); /* rolls back */
MUST_USE enum code db_failure(const struct database *d, struct error *e);
void db_lazy(struct database *d, bool lazy); /* lazy commits may be lost in a power cut, never torn; outside transactions */
bool db_is_inside(const struct database *d); /* a transaction is open */
MUST_USE enum code db_forget_log(struct database *d, struct error *e); /* no old page stays in the log */

/* A statement being bound and read: q_int and friends bind in order; q_row steps; q_end is always called (q_run does both). */
struct query {
    struct database *db;
    sqlite3_stmt *stmt;
    int bound;
};
struct query q_of(struct database *d, const char *sql);
void q_int(struct query *q, int64_t n);
void q_id(struct query *q, uint64_t n);
void q_text(struct query *q, struct slice s);
void q_blob(struct query *q, struct slice s); /* an empty slice binds NULL */
bool q_row(struct query *q);
void q_end(struct query *q);
void q_run(struct query *q);
int64_t q_get_int(const struct query *q, int column);
uint64_t q_get_id(const struct query *q, int column);
struct slice q_get(const struct query *q, int column, struct arena *a); /* text or blob, copied */
bool q_is_null(const struct query *q, int column);
uint64_t db_changes(const struct database *d);
uint64_t db_last_id(const struct database *d);

#endif
