#include <parley/arena.h>
#include <parley/size.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_MIN = 32 * 1024, BLOCK_MAX = 1 << 20 };

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    max_align_t bytes[];
};

struct arena_hook {
    struct arena_hook *next;
    void (*run)(void *);
    void *object;
};

void arena_init(struct arena *a, size_t ceiling)
{
    *a = (struct arena){.ceiling = ceiling};
}

static void run_hooks(struct arena *a)
{
    while (a->hooks != NULL) {
        struct arena_hook *hook = a->hooks;
        a->hooks = hook->next;
        hook->run(hook->object);
    }
}

/* All of it goes. */
static void take_back(struct arena *a)
{
    run_hooks(a);
    if (a->watch != NULL && a->watch->held != NULL)
        *a->watch->held -= a->used;
    a->used = 0;
}

void arena_reset(struct arena *a)
{
    take_back(a);
    struct arena_block *keep = NULL;
    while (a->blocks != NULL) {
        struct arena_block *block = a->blocks;
        a->blocks = block->next;
        if (keep == NULL && block->size <= BLOCK_MAX)
            keep = block;
        else
            free(block);
    }
    if (keep != NULL) {
        keep->next = NULL;
        keep->used = 0;
    }
    a->blocks = keep;
}

void arena_finish(struct arena *a)
{
    take_back(a);
    while (a->blocks != NULL) {
        struct arena_block *block = a->blocks;
        a->blocks = block->next;
        free(block);
    }
}

static struct arena_block *block_for(struct arena *a, size_t size)
{
    struct arena_block *block = a->blocks;
    if (block != NULL && block->size - block->used >= size)
        return block;
    size_t room = block ? block->size * 2 : BLOCK_MIN, whole;
    if (room > BLOCK_MAX)
        room = BLOCK_MAX;
    if (room < size)
        room = size;
    must(size_add(&whole, room, sizeof *block));
    block = malloc(whole);
    must(block != NULL);
    *block = (struct arena_block){.next = a->blocks, .size = room};
    a->blocks = block;
    return block;
}

/* Not zeroed: the caller fills the first `filled` bytes, and only what is behind them is cleared here. */
static void *take(struct arena *a, size_t size, size_t filled)
{
    size_t padded;
    must(size_add(&padded, size, sizeof(max_align_t) - 1));
    padded -= padded % sizeof(max_align_t);
    if (padded == 0)
        padded = sizeof(max_align_t);
    must(padded <= a->ceiling - a->used);
    if (a->watch != NULL && a->watch->allocates != NULL)
        a->watch->allocates(a->watch->context);
    struct arena_block *block = block_for(a, padded);
    void *at = (unsigned char *)block->bytes + block->used;
    block->used += padded;
    a->used += padded;
    if (a->watch != NULL && a->watch->held != NULL)
        *a->watch->held += padded;
    memset((unsigned char *)at + filled, 0, padded - filled);
    return at;
}

void *arena_alloc(struct arena *a, size_t size)
{
    return take(a, size, 0);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t whole;
    must(size_mul(&whole, count, size));
    return arena_alloc(a, whole);
}

struct slice arena_copy(struct arena *a, struct slice s)
{
    char *at = take(a, s.len + 1, s.len);
    if (s.len > 0)
        memcpy(at, s.at, s.len);
    return (struct slice){at, s.len};
}

struct slice arena_join(struct arena *a, struct slice first, struct slice second)
{
    size_t len;
    must(size_add(&len, first.len, second.len));
    char *at = take(a, len + 1, len);
    if (first.len > 0)
        memcpy(at, first.at, first.len);
    if (second.len > 0)
        memcpy(at + first.len, second.at, second.len);
    return (struct slice){at, len};
}

const char *arena_cstr(struct arena *a, struct slice s)
{
    return arena_copy(a, s).at;
}

struct slice arena_printf(struct arena *a, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    must(len >= 0);
    char *at = take(a, (size_t)len + 1, (size_t)len);
    if ((size_t)len < sizeof small)
        memcpy(at, small, (size_t)len);
    else
        vsnprintf(at, (size_t)len + 1, format, again);
    va_end(again);
    return (struct slice){at, (size_t)len};
}

void arena_hook(struct arena *a, void (*run)(void *), void *object)
{
    struct arena_hook *hook = arena_alloc(a, sizeof *hook);
    *hook = (struct arena_hook){a->hooks, run, object};
    a->hooks = hook;
}

void *array_grow(struct arena *a, void *at, size_t *room, size_t count, size_t size)
{
    if (count < *room)
        return at;
    size_t more = *room ? *room * 2 : 8, whole;
    must(size_mul(&whole, more, size));
    void *grown = take(a, whole, count * size);
    if (count > 0)
        memcpy(grown, at, count * size);
    *room = more;
    return grown;
}
