/* The run journal: JSON Lines, one line per finished case in the order of the cases, each with its key, written through fsync.
 *
 * A killed run resumes: lines already there are kept, a torn last line is cut off, and the finished result is byte for byte
 * that of an uninterrupted run. The first line names the run (seed, versions, arguments); resuming a journal of another run is
 * refused with what differs. Appends must come in case order: a run with several workers buffers. */
#ifndef PARLEY_JOURNAL_H
#define PARLEY_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/slice.h>

struct journal;

/* `header` is a JSON object without newline. fresh: an existing file is replaced; otherwise it is resumed. */
MUST_USE enum code journal_open(struct journal **out, struct slice path, struct slice header, bool fresh, struct error *e);
/* Lines after the header that were already there: the caller skips that many cases. */
uint64_t journal_done(const struct journal *j);
/* Line `n` of those already there (0-based), in `arena`. */
MUST_USE enum code journal_line(struct slice *out, struct arena *arena, const struct journal *j, uint64_t n, struct error *e);
/* One JSON object without newline. Written at once; synced at least every 64 lines or 200 ms, and at close. */
MUST_USE enum code journal_append(struct journal *j, struct slice line, struct error *e);
MUST_USE enum code journal_close(struct journal *j, struct error *e); /* NULL is fine */

#endif
