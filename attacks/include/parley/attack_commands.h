/* The subcommands of attacks/, for the composition root. */
#ifndef PARLEY_ATTACK_COMMANDS_H
#define PARLEY_ATTACK_COMMANDS_H

#include <parley/command.h>

extern const struct command_table attack_commands;

#endif
