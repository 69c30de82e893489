/* A run: the program lives, is struck, and lives again, until every message is accepted and every strike was made; then all is
 * well, and it must come to rest. */
#ifndef PARLEY_CHAOS_RUN_H
#define PARLEY_CHAOS_RUN_H

#include "control.h"
#include "phone.h"
#include "traffic.h"
#include "program.h"

enum strike {
    STRIKE_KILL,      /* SIGKILL after some progress */
    STRIKE_YOUNG,     /* SIGKILL in its first moments */
    STRIKE_PAUSE,     /* SIGSTOP longer than a lease, another process takes over, and it wakes */
    STRIKE_RESET,     /* the line goes dead with a reset */
    STRIKE_TRUNCATE,  /* the line goes dead in the middle of something */
    STRIKE_HANG_UP,   /* the input ends; it drains */
    STRIKE_TERMINATE, /* SIGTERM */
    STRIKE_COUNT
};
const char *strike_name(enum strike strike);
const char *disk_fault_name(enum disk_fault fault);

struct figures {
    uint64_t lives, strikes[STRIKE_COUNT], disk[DISK_FAULT_COUNT], clock_steps, alone; /* alone: ended by itself under a fault */
    uint64_t killed, lines_cut;
    uint64_t woken_deaths; /* by poison, of processes that had slept */
};

struct run {
    struct traffic traffic;
    struct ledger *ledger;
    struct phone phone;
    struct program_setup program;
    struct chaos_control *control;
    uint64_t seed, kills; /* to be made */
    uint64_t slow;        /* waits are so many times longer */
    size_t next;          /* message of the plan that was not said yet */
    struct figures figures;
    struct sqlite3 *watch; /* the tenant's file, looked at while the program runs; NULL: not there yet */
    uint64_t open;         /* messages and sends that have not ended, when it was looked at last */
    struct instant look_due;
    bool progress;
    bool rested; /* it came to its end; else the store is in the middle of something, and is not judged */
};

/* INTERNAL errors of the driver or the environment answer IO_FAILED; what the program did wrong is in the ledger. */
MUST_USE enum code run_all(struct run *r, struct error *e);

#endif
