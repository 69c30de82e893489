/* Writes JSON into a buffer, byte for byte the same every time: keys in the order given, no white space, no
 * floating point. Strings must be UTF-8; bytes that are not become U+FFFD. Ratios print as decimals with a
 * fixed number of places, made from integers.
 *
 * Commas and nesting are kept by the writer; unbalanced use is a `must`. At most 64 levels. */
#ifndef PARLEY_JSON_WRITE_H
#define PARLEY_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include <parley/buffer.h>
#include <parley/units.h>

struct json_write {
    struct buffer *out;
    unsigned depth;
    uint64_t has_items; /* a bit per level */
    uint64_t is_object;
    bool after_key;
};

void json_begin(struct json_write *w, struct buffer *out);
void json_object_begin(struct json_write *w);
void json_object_end(struct json_write *w);
void json_array_begin(struct json_write *w);
void json_array_end(struct json_write *w);
void json_key(struct json_write *w, const char *key);
void json_add_string(struct json_write *w, struct slice s);
void json_add_u64(struct json_write *w, uint64_t n);
void json_add_i64(struct json_write *w, int64_t n);
void json_add_bool(struct json_write *w, bool b);
void json_add_null(struct json_write *w);
void json_add_ratio(struct json_write *w, struct ratio_ppm r); /* 0.000000 to 1.000000 */

/* "key": value in one call */
void json_put_string(struct json_write *w, const char *key, struct slice s);
void json_put_cstr(struct json_write *w, const char *key, const char *s);
void json_put_u64(struct json_write *w, const char *key, uint64_t n);
void json_put_i64(struct json_write *w, const char *key, int64_t n);
void json_put_bool(struct json_write *w, const char *key, bool b);
void json_put_ratio(struct json_write *w, const char *key, struct ratio_ppm r);

#endif
