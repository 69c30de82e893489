/* The yardstick that ci/bench lays beside every row: SHA-256 of 4 KiB on this machine, in this run. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <parley/digest.h>

enum { ROUNDS = 20000, SIZE = 4096 };

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int main(void)
{
    static int64_t took[ROUNDS];
    static char bytes[SIZE];
    unsigned kept = 0;
    for (int i = 0; i < ROUNDS; i++) {
        bytes[i % SIZE]++;
        int64_t before = now_ns();
        kept += digest_of((struct slice){bytes, SIZE}).bytes[0];
        took[i] = now_ns() - before;
    }
    qsort(took, ROUNDS, sizeof took[0], by_value);
    printf("{\"name\":\"yardstick: SHA-256 of 4 KiB\",\"count\":%d,\"kept\":%u,\"p50_ns\":%lld,\"p99_ns\":%lld}\n", ROUNDS, kept,
           (long long)took[ROUNDS / 2], (long long)took[ROUNDS * 99 / 100]);
    return 0;
}
