/* A document a person wrote, YAML 1.2 (read with libfyaml) or JSON, as a tree in which every value still knows its
 * place. No types are guessed: a scalar is text until a schema asks for a number. Anchors, aliases, tags, duplicate
 * keys and several documents in one file are refused. Bounded: 4 MiB, 64 levels, 200,000 nodes.
 *
 * Mistakes are gathered in struct problems, so that one pass reports as many as it can find, each as
 * `file:line:col: field: what is wrong; what would be right`. */
#ifndef PARLEY_DOCUMENT_H
#define PARLEY_DOCUMENT_H

#include <parley/arena.h>
#include <parley/buffer.h>
#include <parley/error.h>
#include <parley/slice.h>
#include <parley/units.h>

struct problem {
    struct place at;
    struct slice text; /* "field: what is wrong; what would be right" */
};

enum { PROBLEMS_MAX = 100 }; /* more are counted, not kept */

struct problems {
    struct arena *arena; /* texts live here */
    struct problem list[PROBLEMS_MAX];
    size_t count; /* all of them, also those not kept */
};

void problems_init(struct problems *p, struct arena *arena);
void problem_add(struct problems *p, struct place at, const char *format, ...) PRINTF_LIKE(3, 4);
/* One line each, in order of file, line and column; ends by saying how many there were. */
void problems_print(const struct problems *p, struct buffer *out);

enum node_kind { NODE_NULL, NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    struct place at;
    struct slice text; /* a scalar's text */
    bool is_quoted;    /* quoted or block scalar: never null, never a number by accident */
    struct slice key;  /* this node's key in its map, else empty */
    struct place key_at;
    struct node *child; /* first item or value */
    struct node *next;  /* the next of the same parent */
    size_t count;       /* children */
    bool seen;          /* a schema or node_get asked for it; what stays unseen is an unknown field */
    bool read;          /* a typed reader took its value, or told why not; what stays unread has a shape nobody expected */
};

/* A file given to the house: the core never opens one itself. */
struct source_file {
    struct slice path; /* as the person would write it, relative to the pack */
    struct slice bytes;
};

/* NULL when the document cannot be read at all; the reasons are in `problems`. An empty file is NODE_NULL. */
struct node *document_read(struct arena *arena, const struct source_file *file, struct problems *problems);

const struct node *node_get(const struct node *map, const char *key); /* NULL when absent; marks it seen */
/* After everybody has read: tells, recursively, fields that nobody asked for and values that nobody took because they have the
 * wrong shape ("never: money" where a list belongs). Nothing a person wrote is passed over in silence. */
void node_report_unread(const struct node *root, struct problems *problems);

/* Typed reading: false, and a problem with the field's name, when the text is not of that type or out of bounds.
 * `what` names the field in messages, e.g. "quiet_hours.start". */
struct slice node_scalar(const struct node *n); /* whatever stands there, also nothing; empty for a list or a map */
bool node_text(struct slice *out, const struct node *n, const char *what, struct problems *p);
bool node_u64(uint64_t *out, const struct node *n, const char *what, uint64_t min, uint64_t max, struct problems *p);
bool node_bool(bool *out, const struct node *n, const char *what, struct problems *p);        /* true false */
bool node_minutes(uint32_t *out, const struct node *n, const char *what, struct problems *p); /* HH:MM, to minutes */
bool node_duration(struct duration *out, const struct node *n, const char *what, struct duration min, struct duration max,
                   struct problems *p);                                                         /* 1500ms 30s 5m 24h 7d */
bool node_money(struct money *out, const struct node *n, const char *what, struct problems *p); /* GBP 12.50 */
bool node_date(struct wall *out, const struct node *n, const char *what, struct problems *p);   /* YYYY-MM-DD, UTC midnight */
/* One of `names` (NULL-terminated); the message lists them and proposes the nearest. */
bool node_choice(unsigned *out, const struct node *n, const char *what, const char *const *names, struct problems *p);

/* "did you mean": the nearest of names by edit distance, or NULL when none is near. */
const char *nearest_name(struct slice word, const char *const *names);

#endif
