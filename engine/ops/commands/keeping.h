/* What the commands on a durable store share: where it is and the key that opens it. */
#ifndef PARLEY_KEEPING_H
#define PARLEY_KEEPING_H

#include <parley/command.h>
#include <parley/plugged.h>

enum keeping { KEEPING_LOOK, KEEPING_CHANGE, KEEPING_MAKE }; /* read only; changes what is there; makes it if it is missing */

#define KEEPING_OPTIONS(type)                                                                                                    \
    {"store", 's', OPTION_TEXT, "DIR", offsetof(type, store), NULL, 0, 0, NULL, "the directory of the store"},                   \
    {                                                                                                                            \
        "key", 0, OPTION_TEXT, "FILE", offsetof(type, key), NULL, 0, 0, NULL,                                                    \
            "the store's master key, 64 hexadecimal characters; default DIR/master.key, made with a new store"                   \
    }

/* Prints what is wrong; an exit status. */
int keeping_open(struct store **out, struct audit_key *master, const struct invocation *in, struct slice where, struct slice key,
                 enum keeping how);

#endif
