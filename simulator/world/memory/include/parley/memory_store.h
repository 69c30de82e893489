/* A store in memory behind the store port: for rehearsals and the simulator, fast and deterministic. Same contract as the durable
 * ones, except that nothing survives the process.
 *
 * The data and the handles on it are two things, as with a database: every simulated node opens a handle of its own, a node that
 * dies closes it, and what was accepted is there for the next one. A handle marks the sends that it began, so that a node's start
 * calls into doubt what others had on their way and never its own.
 *
 * Every operation costs at most the logarithm of what is stored, times what it hands out. Nothing is given back before
 * memory_data_destroy: a message with its answer, its send and one audit record takes about 1.1 KiB, every further audit record
 * 0.3 KiB, a contact with a conversation 1.2 KiB (bench/bench_turns.c measures it).
 *
 * Threads: the data and all its handles belong to one thread. */
#ifndef PARLEY_MEMORY_STORE_H
#define PARLEY_MEMORY_STORE_H

#include <parley/outside.h>
#include <parley/store.h>

struct memory_data;

struct memory_data *memory_data_create(struct entropy *entropy); /* borrowed */
void memory_data_destroy(struct memory_data *m);                 /* after the last handle was closed; accepts NULL */
size_t memory_data_size(const struct memory_data *m);            /* bytes handed out for rows, words and indexes */

struct store *memory_store_open(struct memory_data *m);
struct store *memory_store_create(struct entropy *entropy); /* data of its own, which goes with the handle */

#endif
