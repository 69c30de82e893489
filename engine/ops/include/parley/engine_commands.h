/* The engine's subcommands, as a table for the composition root. */
#ifndef PARLEY_ENGINE_COMMANDS_H
#define PARLEY_ENGINE_COMMANDS_H

#include <parley/command.h>

extern const struct command_table engine_commands;
extern const struct command_table keeping_commands; /* on a durable store: need `plugged` */

#endif
