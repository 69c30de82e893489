/* Command line to options struct, by the command's table; every mistake in one pass. */
#ifndef PARLEY_COMMAND_PARSE_H
#define PARLEY_COMMAND_PARSE_H

#include <parley/command.h>

enum asked { ASKED_RUN, ASKED_HELP, ASKED_MAN };

void command_parse(struct invocation *in, enum asked *asked, int argc, char **argv, struct problems *problems);

#endif
