/* The subcommands of personas/, for the composition root. */
#ifndef PARLEY_PERSONA_COMMANDS_H
#define PARLEY_PERSONA_COMMANDS_H

#include <parley/command.h>

extern const struct command_table persona_commands;

#endif
