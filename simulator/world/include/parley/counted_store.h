/* A store that counts its durable calls and lets its owner break them: it wraps any store behind the port, asks before each
 * durable call whether it may happen and tells afterwards that it did. A sweep runs a script once to learn which numbers there
 * are, and then once more for every number and every fault.
 *
 *   before   GO_ON         the call is made
 *            UNAVAILABLE   it is not made, and the caller is told so: the store is away, its disk full (fault rows 12 and 14)
 *            CRASH         it is not made, and the process dies (row 10)
 *   after    GO_ON         the caller hears the answer
 *            CRASH         it was made and is durable, the process dies before it hears (row 10)
 *
 * After a CRASH every call, reading too, answers IO_FAILED until the store is closed: whatever the dead process still tries
 * changes nothing. Its owner closes it with the process and opens another handle on the same data for the next one. There is no
 * UNAVAILABLE after: the port says that it means not done. A slow store is a hook that lets its owner's clock go on before it
 * answers.
 *
 * Stale reads (row 14, a replica that is behind). The port forbids them for whatever a decision rests on: claim and reload answer
 * with what is committed, and commit compares fence and versions with what is committed, in its own transaction. Were that
 * comparison made with a replica, a reply would leave after an opt-out or a kill switch that was acknowledged (RULE-CONSENT-2,
 * I8, I9, I13). `stale` therefore makes readings old and never a comparison: reload leaves the caller with the snapshot it had
 * and does not notice a lost lease, contacts and sends are not there yet, no ticket is due yet. A run with it must lose time and
 * nothing else. A hook says yes to a reading a bounded number of times: a turn that meets a conflict reads again until it reads
 * the truth.
 *
 * Threads: as the store inside. */
#ifndef PARLEY_COUNTED_STORE_H
#define PARLEY_COUNTED_STORE_H

#include <parley/store.h>

enum counted_call {
    COUNTED_TENANT_PUT,
    COUNTED_ACCEPT,
    COUNTED_OPEN,
    COUNTED_CLAIM,
    COUNTED_RELEASE,
    COUNTED_COMMIT,
    COUNTED_SEND_BEGAN,
    COUNTED_SEND_ENDED,
    COUNTED_SENDS_RECOVER,
    COUNTED_TICKET_MOVE,
    COUNTED_KILL,
    COUNTED_CONSENT,
    COUNTED_ERASE,
    COUNTED_CALL_COUNT
};
const char *counted_call_name(enum counted_call call); /* "tenant_put", as in the port */

enum counted_read { COUNTED_RELOAD, COUNTED_TICKETS_DUE, COUNTED_CONTACT_FIND, COUNTED_SEND_FIND };

enum counted_answer { COUNTED_GO_ON, COUNTED_UNAVAILABLE, COUNTED_CRASH };

struct counted_point {
    enum counted_call call;
    uint64_t number;  /* k: durable calls of this store before this one, whatever became of them */
    uint64_t of_call; /* those of the same name */
};

struct counted_hooks { /* a hook that is NULL says GO_ON, or no */
    void *context;
    enum counted_answer (*before)(void *context, const struct counted_point *at);
    /* `wrote`: something changed. A claim that found nothing did not, and no fault need be tried there. */
    enum counted_answer (*after)(void *context, const struct counted_point *at, enum code code, bool wrote);
    bool (*stale)(void *context, enum counted_read read);
};

/* Takes `inner` and closes it with itself; `hooks` is borrowed and asked afresh each time. */
struct store *counted_store_create(struct store *inner, const struct counted_hooks *hooks);
uint64_t counted_store_calls(const struct store *s); /* the number that the next call will have */
bool counted_store_crashed(const struct store *s);

#endif
