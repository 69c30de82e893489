/* The subcommands of simulator/fakes, for the composition root. */
#ifndef PARLEY_FAKES_COMMANDS_H
#define PARLEY_FAKES_COMMANDS_H

#include <parley/command.h>

struct fakes_event;

/* plugged.with_fakes: starts the providers on a thread of their own, serves the twin, ends them. Without `config` it makes one,
 * and a store, for the packs in a scratch directory. An exit status. */
int fakes_twin(const struct invocation *in, struct slice config, const struct slice_list *packs);
/* One event as a line: for a person, or JSON. */
void fakes_print(const struct invocation *in, const struct fakes_event *e);

extern const struct command_table fakes_commands; /* parley fakes */

#endif
