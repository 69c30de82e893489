/* The subcommands of judge/, for the composition root. */
#ifndef PARLEY_JUDGE_COMMANDS_H
#define PARLEY_JUDGE_COMMANDS_H

#include <parley/command.h>

extern const struct command_table judge_commands;

#endif
