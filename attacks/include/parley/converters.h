/* Converters: disguises that attackers put on words, and that a compromised model puts on its replies. Each rewrites a text; most
 * have an inverse, so that a disguised reply is judged for what it says. A stack "rot13+base64" applies from left to right.
 * Deterministic by seed. Source: the converter lists of red-team tools, DESIGN section 3 (attacks/converters). */
#ifndef PARLEY_CONVERTERS_H
#define PARLEY_CONVERTERS_H

#include <parley/buffer.h>
#include <parley/error.h>

struct converter {
    const char *name, *family, *summary;
    void (*apply)(struct buffer *out, struct slice text, const struct converter *c, uint64_t seed);
    void (*undo)(struct buffer *out, struct slice text, const struct converter *c); /* NULL: a reader undoes it, or nobody can */
    const void *table;                                                              /* for families that share their code */
};

const struct converter *converters(size_t *count);

enum { STACK_MAX = 4 };
struct disguise {
    struct slice name; /* as it was written: "rot13+base64" */
    const struct converter *stack[STACK_MAX];
    size_t count;
};

/* BAD_INPUT names the converter that does not exist, with one that is near. */
MUST_USE enum code disguise_parse(struct disguise *out, struct slice name, struct error *e);
/* The text in the arena; bounded by 64 KiB, what is more is cut. */
struct slice disguise_apply(struct arena *arena, const struct disguise *d, struct slice text, uint64_t seed);
/* False when a converter of the stack has no inverse. */
bool disguise_undo(struct slice *out, struct arena *arena, const struct disguise *d, struct slice text);

#endif
