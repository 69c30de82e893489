/* The JSON Lines contract of the batch tools: one object in, one out, in order, unknown keys ignored. A line that cannot be read
 * is reported as file:line:col on stderr and answered with {"error": ...} in its place, and the exit status is 2 at the end:
 * nothing is lost, nothing shifts. */
#ifndef PARLEY_JSON_STREAM_H
#define PARLEY_JSON_STREAM_H

#include <parley/command.h>
#include <parley/json_lines.h>
#include <parley/json_write.h>

/* Answers one object; called on several threads at once, so `context` is only read. `arena` is emptied after each line.
 * BAD_INPUT: the text becomes the line's error. */
typedef enum code json_answer(void *context, const struct json *in, struct place at, struct json_write *out, struct arena *arena,
                              struct error *e);

/* Reads `path` ("-" or empty: stdin) and writes to in->out in the order of the lines. What can be read at once is answered at
 * once and flushed, so that it can be used as a coprocess; many lines are shared among the processors. A line is 4 MiB at most.
 */
int json_stream_run(const struct invocation *in, struct slice path, json_answer *answer, void *context);

/* The id of an object as it came (string or number), for the answer. */
void json_put_id(struct json_write *out, const struct json *in);
/* A required string member; BAD_INPUT names it. */
MUST_USE enum code json_need_text(struct slice *out, const struct json *in, const char *key, struct place at, struct error *e);

#endif
