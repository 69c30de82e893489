/* JSON as data from outside: one value parsed with jansson (strict: duplicate keys refused, 64 levels at most), as a
 * read-only tree in an arena. For JSON Lines the place counts lines of the stream. */
#ifndef PARLEY_JSON_LINES_H
#define PARLEY_JSON_LINES_H

#include <parley/arena.h>
#include <parley/document.h>
#include <parley/error.h>

enum json_kind {
    JSON_KIND_NULL,
    JSON_KIND_BOOL,
    JSON_KIND_INTEGER,
    JSON_KIND_REAL,
    JSON_KIND_STRING,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT
};

struct json {
    enum json_kind kind;
    bool truth;
    int64_t integer;
    double real; /* only for what is passed through, never decided on */
    struct slice text;
    struct slice key; /* this member's key in its object */
    struct json *child, *next;
    size_t count;
};

enum { JSON_LINE_MAX = 4 << 20 };

/* BAD_INPUT reads `file:line:col: what is wrong; what would be right`. */
MUST_USE enum code json_read(struct json **out, struct arena *arena, struct slice bytes, struct place at, struct error *e);
const struct json *json_get(const struct json *object, const char *key); /* NULL when absent or not an object */
struct slice json_text(const struct json *value);                        /* empty when not a string */
uint64_t json_u64(const struct json *value);                             /* 0 when not a whole number, or below 0 */

/* The members that an object must or may have. An integer is never below 0. Members that no row names may be there. */
struct json_member {
    const char *key;
    enum json_kind kind;
    bool required;
};
/* BAD_INPUT names the first member that is missing or of another kind, and the object as `what`. */
MUST_USE enum code json_expect(const struct json *object, const char *what, const struct json_member *members, size_t count,
                               struct place at, struct error *e);

#endif
