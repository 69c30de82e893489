#include "commands.h"

#include <parley/size.h>

static int run(const struct invocation *in)
{
    if (in->json)
        fprintf(in->out, "{\"version\":\"%s\"}\n", PARLEY_VERSION);
    else
        fprintf(in->out, "parley %s\n", PARLEY_VERSION);
    return EXIT_STATUS_PASS;
}

const struct command command_version = {
    .name = "version",
    .summary = "print the version",
    .details = "Prints the version of this program.",
    .examples = "  parley version --json",
    .run = run,
};
