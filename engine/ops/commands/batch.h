/* What the JSON Lines commands share: the brain they run under, texts that come with a line, offsets in code points. */
#ifndef PARLEY_BATCH_H
#define PARLEY_BATCH_H

#include <parley/guardrail.h>
#include <parley/json_stream.h>
#include <parley/pack_dir.h>

/* Loads --brain when one is given; *out stays zeroed otherwise. Prints what is wrong; 0 or an exit status. */
int batch_brain(struct pack *out, const struct invocation *in, struct slice directory);

/* "claims": [{"id", "says", "values"?, "paraphrases"?}] as known texts behind `count` earlier ones. BAD_INPUT names the item. */
MUST_USE enum code batch_claims(struct known_text **out, size_t *count, const struct json *in, struct arena *arena,
                                struct place at, struct error *e);

/* "history": [{"role": "user|customer|contact|assistant|bot|...", "text" or "content"}], oldest first. */
MUST_USE enum code batch_history(struct said **out, size_t *count, const struct json *in, struct arena *arena, struct place at,
                                 struct error *e);

/* "start", "end" in code points; `points` is of the text that the spans are of, one for all of them. */
void batch_put_span(struct json_write *out, struct point_counter *points, struct span span);

#endif
