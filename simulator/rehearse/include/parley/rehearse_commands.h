/* The subcommands of simulator/, for the composition root. */
#ifndef PARLEY_REHEARSE_COMMANDS_H
#define PARLEY_REHEARSE_COMMANDS_H

#include <parley/command.h>

extern const struct command_table rehearse_commands;

#endif
