/* A connection over the loopback to the process under test, with a bad line in the middle: bytes wait, come in slices, come
 * slowly, stop, or are thrown away with a reset. What the line has swallowed neither side ever learns. */
#ifndef PARLEY_CHAOS_LINK_H
#define PARLEY_CHAOS_LINK_H

#include <parley/slice.h>
#include <parley/units.h>

#include <stdbool.h>

struct toxics {
    uint32_t latency_ms, jitter_ms;
    uint32_t slice_max;                    /* bytes at once; 0: as they come */
    uint32_t bytes_per_ms;                 /* 0: no limit */
    uint64_t cut_from_after, cut_to_after; /* the line goes dead after so many bytes in that direction; 0: never */
    bool reset;                            /* when it goes dead: with a reset instead of an end */
};

struct chunk {
    struct instant due;
    size_t len, done;
    char *bytes;
};

struct flow {
    struct chunk *at;
    size_t first, count, room;
    struct instant last_due;
    uint64_t bytes;
};

struct link {
    int fd; /* -1: closed */
    struct toxics toxics;
    struct flow to, from;
    bool ended; /* the process closed its side, or was killed */
    bool cut;   /* the line went dead */
    bool hangs_up;
    uint64_t seed, slices;
};

/* The other end is for the process; false when the loopback has no room. */
MUST_USE bool link_make(struct link *l, int *other_end, const struct toxics *toxics, uint64_t seed);
void link_say(struct link *l, struct slice bytes, struct instant now);
void link_move(struct link *l, struct instant now);                          /* whatever can be moved now */
size_t link_take(struct link *l, char *to, size_t room, struct instant now); /* what has arrived */
bool link_is_empty(const struct link *l);                                    /* nothing from the process is on its way */
void link_hang_up(struct link *l); /* once what was said has left: no more input for the process */
void link_close(struct link *l, bool reset);

#endif
