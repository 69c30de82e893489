/* struct arena: memory with one lifetime. Everything in it goes at once, at reset or finish.
 *
 * An arena has a ceiling in bytes that its creator states. Running past it, or out of system memory, is not
 * an error that callers handle: inputs are bounded at the door, so it is a `must`, and the process stops with
 * nothing lost (docs/adr/0003). Allocations are zeroed and aligned for any type.
 *
 * Clean-up hooks free foreign objects; they run in reverse order at reset. */
#ifndef PARLEY_ARENA_H
#define PARLEY_ARENA_H

#include <stddef.h>

#include <parley/must.h>
#include <parley/slice.h>

struct arena_block;
struct arena_hook;

/* Hears of every allocation before it is made: whoever counts them can say at which one a process dies. And keeps count of the
 * bytes that all arenas with this watch have handed out and not taken back. Either may be NULL. */
struct arena_watch {
    void (*allocates)(void *context);
    void *context;
    size_t *held;
};

struct arena {
    struct arena_block *blocks; /* newest first */
    struct arena_hook *hooks;
    size_t used, ceiling;            /* bytes handed out, and the most that may be */
    const struct arena_watch *watch; /* borrowed; NULL: nobody; stays over a reset */
};

enum { ARENA_TURN_MAX = 64 << 20, ARENA_PACK_MAX = 256 << 20 };

void arena_init(struct arena *a, size_t ceiling);
void arena_reset(struct arena *a);  /* keeps one block for the next round */
void arena_finish(struct arena *a); /* accepts a zeroed arena */

void *arena_alloc(struct arena *a, size_t size);                                   /* never NULL */
void *arena_array(struct arena *a, size_t count, size_t size);                     /* checked product */
struct slice arena_copy(struct arena *a, struct slice s);                          /* the copy also has a NUL behind it */
const char *arena_cstr(struct arena *a, struct slice s);                           /* NUL-terminated copy */
struct slice arena_join(struct arena *a, struct slice first, struct slice second); /* a copy of both, with a NUL too */
struct slice arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
void arena_hook(struct arena *a, void (*run)(void *), void *object);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_NEW_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

/* Growable arrays in an arena: `struct { type *at; size_t count, room; }`. Old storage stays behind until the
 * arena is reset. ARRAY_ADD gives a pointer to the new, zeroed element. */
void *array_grow(struct arena *a, void *at, size_t *room, size_t count, size_t size);

#define ARRAY_OF(type)                                                                                                           \
    struct {                                                                                                                     \
        type *at;                                                                                                                \
        size_t count, room;                                                                                                      \
    }
#define ARRAY_ADD(arena, array)                                                                                                  \
    ((array)->at = array_grow((arena), (array)->at, &(array)->room, (array)->count, sizeof *(array)->at),                        \
     &(array)->at[(array)->count++])

#endif
