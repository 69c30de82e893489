/* Token buckets by key, in a table of fixed size: a crowd of keys pushes the oldest out, and memory does not grow. */
#ifndef PARLEY_API_LIMITER_H
#define PARLEY_API_LIMITER_H

#include <parley/slice.h>
#include <parley/units.h>

struct limiter;
struct limiter *limiter_create(void);
void limiter_destroy(struct limiter *l);
/* 0: go on; else the seconds after which one more is allowed. `per_minute` at once and as many a minute. */
uint64_t limiter_take(struct limiter *l, struct slice what, struct slice key, uint64_t per_minute, struct instant now);

#endif
