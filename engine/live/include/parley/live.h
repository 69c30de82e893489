/* A serving process: the HTTP front, lanes, channels and models of every tenant, from one file of configuration. */
#ifndef PARLEY_LIVE_H
#define PARLEY_LIVE_H

#include <parley/command.h>

/* An exit status. `twin`: started as a rehearsal; a file of the other kind is refused, both ways. */
int live_serve(const struct invocation *in, struct slice config, bool twin);

extern const struct command_table live_commands; /* parley twin */

#endif
