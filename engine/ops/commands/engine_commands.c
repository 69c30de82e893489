#include <parley/engine_commands.h>

#include <parley/size.h>

#include "commands.h"

static const struct command *const commands[] = {&command_facts,  &command_guard,  &command_pii,
                                                 &command_search, &command_doctor, &command_version};
const struct command_table engine_commands = {commands, COUNT_OF(commands), NULL};

static const struct command *const keeping[] = {&command_serve, &command_audit};
const struct command_table keeping_commands = {keeping, COUNT_OF(keeping), NULL};
