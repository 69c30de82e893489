/* The engine's own subcommands. */
#ifndef PARLEY_COMMANDS_H
#define PARLEY_COMMANDS_H

#include <parley/command.h>

extern const struct command command_facts, command_guard, command_pii, command_search, command_doctor, command_version,
    command_serve, command_audit;

#endif
