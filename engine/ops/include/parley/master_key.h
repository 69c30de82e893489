/* The master key of a store, in a file that only its owner may read: 64 hexadecimal characters. */
#ifndef PARLEY_MASTER_KEY_H
#define PARLEY_MASTER_KEY_H

#include <parley/audit.h>
#include <parley/outside.h>

/* `path` empty: "<store>/master.key". Made with fresh bytes when it is missing and `make` says so. DENIED when others may read
 * it, BAD_INPUT when it holds something else, NOT_FOUND. */
MUST_USE enum code master_key_read(struct audit_key *out, struct arena *a, struct slice path, struct slice store, bool make,
                                   struct entropy *entropy, struct error *e);

#endif
