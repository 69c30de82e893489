/* The channel port: hand one approved text to the outside, once. */
#ifndef PARLEY_CHANNEL_H
#define PARLEY_CHANNEL_H

#include <parley/store.h>

/* Called exactly once per transmit, at once or later on the same thread. State: ACCEPTED, REFUSED (known not sent; INTENT when it
 * may be tried again) or UNKNOWN. A crash between is UNKNOWN too. */
typedef void channel_done(void *context, struct slice key, const struct send_result *result);

struct channel;
struct channel_ops {
    const char *name;
    void (*transmit)(struct channel *c, const struct send *send, channel_done *done, void *context);
    void (*close)(struct channel *c);
};
struct channel {
    const struct channel_ops *ops;
};

#endif
