/* What a provider tells later about a send, by the opaque key that every send carries: sent, delivered, read or failed, in any
 * order, several times, before the response of the send too. Evidence only ever adds (docs/adr/0019):
 *
 *   sent delivered read   settle a doubt as accepted; what is settled stays
 *   failed                settles a doubt as refused; after an acceptance a person is told, once */
#ifndef PARLEY_RECEIPT_H
#define PARLEY_RECEIPT_H

#include <parley/store.h>

enum receipt { RECEIPT_SENT, RECEIPT_DELIVERED, RECEIPT_READ, RECEIPT_FAILED };
const char *receipt_name(enum receipt r);
MUST_USE bool receipt_parse(enum receipt *out, struct slice name);

/* OK when it is durable or changes nothing; NOT_FOUND for a key that was never sent; UNAVAILABLE: the provider must repeat it. */
MUST_USE enum code receipt_take(struct store *s, struct slice key, enum receipt r, struct wall now, struct error *e);

#endif
