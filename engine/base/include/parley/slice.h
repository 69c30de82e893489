/* struct slice: a borrowed run of bytes, normally valid UTF-8, never NUL-terminated by promise.
 *
 * The empty slice may have a NULL `at`. Text from or about a contact travels as struct private_slice, which
 * the logger does not accept; private_reveal is the only way in and names its reason. */
#ifndef PARLEY_SLICE_H
#define PARLEY_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <parley/must.h>

struct slice {
    const char *at;
    size_t len;
};

#define SLICE(literal) ((struct slice){"" literal, sizeof(literal) - 1})
#define SLICE_INIT(literal)                                                                                                      \
    {                                                                                                                            \
        "" literal, sizeof(literal) - 1                                                                                          \
    } /* for static tables */
#define SLICE_NONE ((struct slice){NULL, 0})
#define SLICE_FMT "%.*s"
#define SLICE_ARG(s) (int)(s).len, (s).len ? (s).at : ""

struct slice slice_from(const char *text); /* a NUL-terminated string; NULL gives the empty slice */
static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.len) == 0));
}
bool slice_eq_fold(struct slice a, struct slice b); /* ASCII case does not matter */
int slice_compare(struct slice a, struct slice b);  /* bytewise, then by length: a total order */
bool slice_starts(struct slice s, struct slice prefix);
bool slice_ends(struct slice s, struct slice suffix);
bool slice_find(size_t *where, struct slice s, struct slice needle); /* first place; false when absent */
bool slice_has(struct slice s, struct slice needle);
/* Clamped to s. */
static inline struct slice slice_sub(struct slice s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return s.at ? (struct slice){s.at + from, to - from} : SLICE_NONE;
}

struct slice slice_after(struct slice s, size_t from);
struct slice slice_trim(struct slice s); /* ASCII white space off both ends */

/* Takes the next piece up to `separator` off the front of *rest. False when *rest is used up. */
bool slice_next(struct slice *piece, struct slice *rest, char separator);

/* Whole decimal number without sign, spaces or overflow. */
MUST_USE bool slice_to_u64(uint64_t *out, struct slice s);
MUST_USE bool slice_to_i64(int64_t *out, struct slice s); /* an optional leading minus */

/* Text from or about a contact. */
struct private_slice {
    struct slice hidden;
};

enum reveal_reason {
    REVEAL_SCREENING, /* guardrails and facts read it */
    REVEAL_PROMPT,    /* the model reads it */
    REVEAL_STORE,     /* the store seals it */
    REVEAL_CHANNEL,   /* it goes to the contact it belongs to */
    REVEAL_STAFF,     /* a person with the right to see it */
    REVEAL_REPORT     /* a report over synthetic conversations, or redacted before it is written */
};

static inline struct private_slice private_hide(struct slice s)
{
    return (struct private_slice){s};
}

static inline struct slice private_reveal(struct private_slice p, enum reveal_reason why)
{
    (void)why;
    return p.hidden;
}

#endif
