#include "limiter.h"

#include <parley/must.h>
#include <parley/random.h>

#include <stdlib.h>

enum { SLOTS = 16384, PROBES = 8 };

struct bucket {
    uint64_t key; /* 0: free */
    uint64_t ns;  /* up to when the tokens are used: a minute's worth may lie ahead of now */
};

struct limiter {
    struct bucket at[SLOTS];
};

struct limiter *limiter_create(void)
{
    struct limiter *l = calloc(1, sizeof *l);
    must(l != NULL);
    return l;
}

void limiter_destroy(struct limiter *l)
{
    free(l);
}

static struct bucket *bucket_of(struct limiter *l, uint64_t key)
{
    struct bucket *oldest = &l->at[key % SLOTS];
    for (size_t i = 0; i < PROBES; i++) {
        struct bucket *b = &l->at[(key + i) % SLOTS];
        if (b->key == key)
            return b;
        oldest = b->ns < oldest->ns ? b : oldest;
    }
    *oldest = (struct bucket){key, 0};
    return oldest;
}

uint64_t limiter_take(struct limiter *l, struct slice what, struct slice key, uint64_t per_minute, struct instant now)
{
    const uint64_t minute = UINT64_C(60000000000), each = minute / per_minute;
    struct bucket *b = bucket_of(l, random_hash(what) * UINT64_C(0x9E3779B97F4A7C15) ^ random_hash(key) ^ 1);
    uint64_t from = b->ns > now.ns ? b->ns : now.ns;
    if (from + each > now.ns + minute)
        return (from + each - now.ns - minute) / UINT64_C(1000000000) + 1;
    b->ns = from + each;
    return 0;
}
