#ifndef PARLEY_HTTP_UPGRADE_H
#define PARLEY_HTTP_UPGRADE_H

#include <parley/http.h>

enum { UPGRADE_ACCEPT_MAX = 32 };

void upgrade_accept(char out[UPGRADE_ACCEPT_MAX], struct slice key); /* a key of 24 characters; ends with NUL */
/* Sends 101, or answers why not and says false. */
bool upgrade_answer(struct http_exchange *x, struct slice subprotocol);

#endif
