/* `parley sim`, for the composition root. */
#ifndef PARLEY_SIM_COMMANDS_H
#define PARLEY_SIM_COMMANDS_H

#include <parley/command.h>

extern const struct command_table sim_commands;

#endif
