/* What people read about commands, all from the same tables: --help, man pages, completion. */
#ifndef PARLEY_COMMAND_HELP_H
#define PARLEY_COMMAND_HELP_H

#include <parley/command.h>

void command_overview(FILE *out, const struct command_table *tables, size_t table_count);
void command_help(FILE *out, const struct command *command);
void command_man(FILE *out, const struct command *command);                                 /* man(7) source */
void command_completion(FILE *out, const struct command_table *tables, size_t table_count); /* bash */

#endif
