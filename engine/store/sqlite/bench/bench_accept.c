/* A batch of 64 inbound messages accepted and durable, beside the bare group commit of 64 rows of the same size on the same disk.
 */
#define _POSIX_C_SOURCE 200809L

#include <parley/sqlite_store.h>

#include <parley/size.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../tests/store_place.h"

enum { BATCH = 64, ROUNDS = 150, BODY = 160 };

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

static uint64_t ours(struct store_place *place)
{
    struct store *s = place_open(place);
    struct error e;
    struct tenant_id tenant;
    struct inbound batch[BATCH];
    enum accept_result results[BATCH];
    static char ids[BATCH][32], text[BODY];
    memset(text, 'x', sizeof text);
    must(s->ops->tenant_put(s, &tenant, SLICE("bench"), NULL, &e) == OK);
    uint64_t from = now_ns();
    for (size_t r = 0; r < ROUNDS; r++) {
        for (size_t i = 0; i < BATCH; i++) {
            int len = snprintf(ids[i], sizeof ids[i], "m%zu", r * BATCH + i);
            batch[i] = (struct inbound){.tenant = tenant,
                                        .channel = CHANNEL_WHATSAPP,
                                        .provider_id = {ids[i], (size_t)len},
                                        .address = private_hide(SLICE("+447700900001")),
                                        .text = private_hide((struct slice){text, sizeof text})};
        }
        must(s->ops->accept(s, batch, BATCH, results, &e) == OK);
    }
    uint64_t took = now_ns() - from;
    s->ops->close(s);
    return took / ROUNDS;
}

static void run(sqlite3 *db, const char *sql)
{
    must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static uint64_t bare(const char *directory)
{
    char path[200];
    sqlite3 *db;
    sqlite3_stmt *insert;
    static char body[BODY + 80];
    snprintf(path, sizeof path, "%s/bare.db", directory);
    must(sqlite3_open(path, &db) == SQLITE_OK);
    run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row(id INTEGER PRIMARY KEY, body BLOB)");
    must(sqlite3_prepare_v2(db, "INSERT INTO row(body) VALUES(?)", -1, &insert, NULL) == SQLITE_OK);
    uint64_t from = now_ns();
    for (size_t r = 0; r < ROUNDS; r++) {
        run(db, "BEGIN IMMEDIATE");
        for (size_t i = 0; i < BATCH; i++) {
            must(sqlite3_bind_blob(insert, 1, body, sizeof body, SQLITE_STATIC) == SQLITE_OK);
            must(sqlite3_step(insert) == SQLITE_DONE);
            sqlite3_reset(insert);
        }
        run(db, "COMMIT");
    }
    uint64_t took = now_ns() - from;
    sqlite3_finalize(insert);
    sqlite3_close(db);
    return took / ROUNDS;
}

int main(void)
{
    struct store_place place;
    place_make(&place);
    uint64_t one = bare(place.directory), two = ours(&place);
    printf("{\"name\":\"bare SQLite group commit of 64 rows\",\"mean_ns\":%llu}\n", (unsigned long long)one);
    printf("{\"name\":\"64 messages accepted, sealed and "
           "durable\",\"mean_ns\":%llu,\"target_p50_ns\":%llu,\"target_p99_ns\":%llu}\n",
           (unsigned long long)two, (unsigned long long)(one * 10 / 8), (unsigned long long)(one * 10 / 8));
    place_remove(&place);
    return 0;
}
