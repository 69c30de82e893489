/* Stands for another process that has the store and does not let go: opens a transaction that writes in each database that it is
 * given, says so, and keeps them until its input ends. For tests of the real program (ci/cmake/serve_process). */
#include <sqlite3.h>
#include <stdio.h>

enum { FILES_MAX = 16 };
static sqlite3 *held[FILES_MAX]; /* in sight to the end, so that none is called a leak */

int main(int count, char **paths)
{
    for (int i = 1; i < count && i < FILES_MAX; i++)
        if (sqlite3_open_v2(paths[i], &held[i], SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
            sqlite3_busy_timeout(held[i], 10000) != SQLITE_OK ||
            sqlite3_exec(held[i], "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
            fprintf(stderr, "%s: %s\n", paths[i], sqlite3_errmsg(held[i]));
            return 1;
        }
    puts("held");
    fflush(stdout);
    while (getchar() != EOF)
        continue;
    return 0; /* the operating system gives the locks back */
}
