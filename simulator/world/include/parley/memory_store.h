/* A store in memory behind the store port: for rehearsals and the simulator, fast and deterministic. Same contract as the durable
 * ones, except that nothing survives the process. Threads: one handle, one thread. */
#ifndef PARLEY_MEMORY_STORE_H
#define PARLEY_MEMORY_STORE_H

#include <parley/outside.h>
#include <parley/store.h>

struct store *memory_store_create(struct entropy *entropy); /* borrowed */

#endif
