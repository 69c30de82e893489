/* struct buffer: text built up piece by piece in an arena, with a ceiling. Past the ceiling the buffer stops
 * growing and `cut` is set; what was written stays valid. */
#ifndef PARLEY_BUFFER_H
#define PARLEY_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <parley/arena.h>
#include <parley/slice.h>

struct buffer {
    struct arena *arena;
    char *at;
    size_t len, room, ceiling;
    bool cut;
};

void buffer_init(struct buffer *b, struct arena *arena, size_t ceiling);
void buffer_add(struct buffer *b, struct slice s);
void buffer_byte(struct buffer *b, char c);
void buffer_printf(struct buffer *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buffer_u64(struct buffer *b, uint64_t n);
struct slice buffer_slice(const struct buffer *b); /* borrowed; valid until the next addition */

#endif
