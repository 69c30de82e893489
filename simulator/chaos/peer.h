/* One process of a run, from its first moment to its last word. */
#ifndef PARLEY_CHAOS_PEER_H
#define PARLEY_CHAOS_PEER_H

#include "run.h"

struct peer {
    struct program program;
    struct link link;
    struct peer_ear ear;
    uint64_t number;
    bool may_end;    /* something was done to it that may end it */
    bool sick;       /* a disk fault was there in its life */
    bool slept;      /* was stopped for longer than its leases */
    unsigned deaths; /* by poison, before its life */
};

struct instant run_now(void);
uint64_t run_draw(const struct run *r, const char *what, uint64_t life, uint64_t limit);

MUST_USE enum code peer_begin(struct run *r, struct peer *p, const struct toxics *toxics, const char *how, struct error *e);
void peer_strike(struct run *r, struct peer *p, int number, const char *what);
MUST_USE enum code peer_hear(struct run *r, struct peer *p, struct error *e);
/* The process is gone, or goes: what it wrote still arrives, unless the line is dead. */
MUST_USE enum code peer_end(struct run *r, struct peer *p, struct error *e);
/* What the last life left without an answer, now and then in another order. */
void peer_say_again(struct run *r, struct peer *p, struct instant now);
/* New messages, up to the window; now and then one that was accepted long ago, as a provider does; what was put off. */
void peer_say_more(struct run *r, struct peer *p, uint64_t *allowed, struct instant now);

#endif
