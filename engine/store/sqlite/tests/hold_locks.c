/* Stands for another process that has the store and does not let go: opens a transaction that writes in each database that it is
 * given, says so, and keeps them until its input ends. For tests of the real program (ci/cmake/serve_process). */
#include <sqlite3.h>
#include <stdio.h>

int main(int count, char **paths)
{
    for (int i = 1; i < count; i++) {
        sqlite3 *db = NULL;
        if (sqlite3_open_v2(paths[i], &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
            sqlite3_busy_timeout(db, 10000) != SQLITE_OK || sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
            fprintf(stderr, "%s: %s\n", paths[i], sqlite3_errmsg(db));
            return 1;
        }
    }
    puts("held");
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    return 0; /* the operating system gives the locks back */
}
