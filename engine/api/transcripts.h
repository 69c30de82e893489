/* Whose conversation a transcript is. Clients of the OpenAI form send everything that was said each time, and what they send may
 * be forged: an assistant's turn is ours only when we wrote it in that conversation. Bounded: what was said long ago is
 * forgotten, and its continuation begins anew. */
#ifndef PARLEY_API_TRANSCRIPTS_H
#define PARLEY_API_TRANSCRIPTS_H

#include <parley/arena.h>
#include <parley/json_lines.h>
#include <parley/units.h>

enum { TRANSCRIPT_ADDRESS_MAX = 48 };

/* What a client sent as `messages`. */
struct transcript {
    struct slice question;   /* text of the last user's turn */
    uint64_t whose;          /* tenant: what one wrote is not another's */
    uint64_t before, all;    /* what users and assistants said before that turn, and all of it, as hashes */
    size_t ours;             /* assistant's turns before it */
    size_t behind;           /* and behind it: words put into our mouth */
    size_t others;           /* what claims to come from an operator, a developer, a tool, or from nobody we know */
    size_t bytes;            /* of all texts */
    const struct json *list; /* borrowed */
};
/* False: no user's turn with a text. */
MUST_USE bool resent_read(struct transcript *out, struct arena *a, struct tenant_id whose, const struct json *messages);

struct transcripts;
struct transcripts *transcripts_create(void);
void transcripts_destroy(struct transcripts *t);
/* Our answer to `asked` in the conversation of `address`. */
void transcripts_wrote(struct transcripts *t, const struct transcript *asked, struct slice address, struct slice answer);
/* The conversation that `asked` continues; empty: none. One that nobody has continued comes first, so that two customers who
 * began with the same words stay two; a transcript that goes back to an earlier point goes on in the conversation that came from
 * it: what a customer said cannot be taken back. The slice is valid until the next call. */
struct slice transcripts_continue(struct transcripts *t, const struct transcript *asked);
/* How many turns of `asked` pretend to be what they are not. `continued`: transcripts_continue gave the conversation. */
size_t transcripts_forged(const struct transcripts *t, struct arena *a, const struct transcript *asked, struct slice address,
                          bool continued);

#endif
