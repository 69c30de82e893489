/* The channel port: hand one approved text to the outside, once.
 *
 * Threads: a runtime calls its channels on its own thread, and hears `done` there. A channel that several runtimes share guards
 * itself and keeps to that. */
#ifndef PARLEY_CHANNEL_H
#define PARLEY_CHANNEL_H

#include <parley/store.h>

/* Called exactly once per transmit unless it was forgotten: during `transmit`, during `pump`, or later on the same thread. State:
 * ACCEPTED, REFUSED (known not sent; INTENT when it may be tried again) or UNKNOWN. A crash between is UNKNOWN too. A channel has
 * a deadline of its own (10 s) after which it answers UNKNOWN. */
typedef void channel_done(void *context, struct slice key, const struct send_result *result);

struct channel;
struct channel_ops {
    const char *name;
    /* `send` is borrowed until done. */
    void (*transmit)(struct channel *c, const struct send *send, channel_done *done, void *context);
    void (*forget)(struct channel *c, void *context); /* done will not be called any more for this context */
    struct instant (*pump)(struct channel *c);        /* does what is due; when to come back, INSTANT_NEVER: only on news */
    void (*close)(struct channel *c);
};
struct channel {
    const struct channel_ops *ops;
};

#endif
