/* The subcommands of simulator/fakes, for the composition root. */
#ifndef PARLEY_FAKES_COMMANDS_H
#define PARLEY_FAKES_COMMANDS_H

#include <parley/command.h>

extern const struct command_table fakes_commands; /* parley fakes */

#endif
