/* A store behind the store port that lets the world look and interfere.
 *
 * Before each call the world decides its fate: done, not done (UNAVAILABLE, as the port allows: known not done), or the node dies
 * before or after it. After a call that was done, the world hears what became durable, even when the node no longer does.
 * Once a node has died, its handle answers IO_FAILED to everything until it is closed. */
#ifndef PARLEY_OBSERVED_STORE_H
#define PARLEY_OBSERVED_STORE_H

#include <parley/store.h>

enum store_call {
    CALL_TENANT_PUT,
    CALL_ACCEPT,
    CALL_OPEN,
    CALL_CLAIM,
    CALL_RELOAD,
    CALL_MARK,
    CALL_RELEASE,
    CALL_COMMIT,
    CALL_SEND_BEGAN,
    CALL_SEND_ENDED,
    CALL_SENDS_RECOVER,
    CALL_SEND_FIND,
    CALL_TICKETS_DUE,
    CALL_TICKET_MOVE,
    CALL_KILL,
    CALL_CONSENT,
    CALL_CONTACT_FIND,
    CALL_ERASE,
    CALL_READ, /* audit, keys, messages, counts */
    STORE_CALL_COUNT
};
const char *store_call_name(enum store_call call);
bool store_call_writes(enum store_call call); /* makes something durable */

enum store_fate { FATE_DONE, FATE_NOT_DONE, FATE_DIES_BEFORE, FATE_DIES_AFTER };

/* Any of the hooks but `fate` may be NULL. They run only when the call was done and answered OK. */
struct store_eyes {
    void *context;
    enum store_fate (*fate)(void *context, enum store_call call);
    void (*died)(void *context); /* the node that made the call dies with it */
    void (*accepted)(void *context, const struct inbound *batch, size_t count, const enum accept_result *results);
    void (*claimed)(void *context, const struct work *w);
    void (*looked)(void *context); /* a claim was answered, whether or not anything waits */
    void (*reloaded)(void *context, const struct work *w);
    void (*released)(void *context, const struct work *w, struct wall not_before, struct money spent);
    void (*lease_doubtful)(void *context); /* a node failed inside a claim or a release */
    void (*marked)(void *context, const struct work *w, bool begins);
    void (*committed)(void *context, const struct commit *c);
    void (*began)(void *context, const struct send *s);
    /* The call failed inside, and whether it became durable is not known yet. */
    void (*doubtful)(void *context, const struct commit *c);
    void (*accept_doubtful)(void *context, const struct inbound *batch, size_t count);
    void (*claim_doubtful)(void *context);
    void (*ended)(void *context, struct slice key, const struct send_result *r);
    /* The node failed inside the call: perhaps it is written down. */
    void (*end_doubtful)(void *context, struct slice key, const struct send_result *r);
};

/* `inner` is borrowed: closing this leaves it open. */
struct store *observed_store_create(struct store *inner, const struct store_eyes *eyes);

#endif
