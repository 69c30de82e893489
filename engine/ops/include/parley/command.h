/* Subcommands as tables. A table row says what a command is called, what it is for, its options, its operands and its
 * examples; the parser, `--help`, the completion scripts and the man pages read the same rows.
 *
 * Each top directory exports its commands as an array; engine/parley.c joins them into one program. */
#ifndef PARLEY_COMMAND_H
#define PARLEY_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include <parley/arena.h>
#include <parley/error.h>
#include <parley/schema.h>

/* Exit codes, DESIGN section 8. */
enum exit_status {
    EXIT_STATUS_PASS = 0,
    EXIT_STATUS_INTERNAL = 1,
    EXIT_STATUS_USAGE = 2, /* usage or invalid input */
    EXIT_STATUS_VIOLATION = 100,
    EXIT_STATUS_REGRESSION = 101,
    EXIT_STATUS_INCONCLUSIVE = 102,
    EXIT_STATUS_TARGET_DOWN = 103,
    EXIT_STATUS_BUDGET = 104,
    EXIT_STATUS_COVERAGE = 105,
    EXIT_STATUS_INTERRUPTED = 130
};
const char *exit_status_name(int status); /* pass internal usage violation ... */

enum option_type {
    OPTION_FLAG,  /* bool */
    OPTION_TEXT,  /* struct slice */
    OPTION_TEXTS, /* struct slice_list: may be given several times */
    OPTION_U64,   /* uint64_t, min to max */
    OPTION_CHOICE /* unsigned, index into names */
};

struct option_row {
    const char *name; /* long name without dashes */
    char letter;      /* 0: none */
    enum option_type type;
    const char *argument;     /* "DIR", "N"; NULL for a flag */
    size_t offset;            /* into the command's options struct */
    const char *default_text; /* as typed; NULL: zero */
    uint64_t min, max;
    const char *const *names; /* OPTION_CHOICE */
    const char *help;
};

struct command;
struct plugged;

struct invocation {
    const struct command *command;
    const struct plugged *plugged; /* plugged.h; NULL for commands that need no adapter */
    const void *options;           /* the command's own struct, filled */
    const bool *given;             /* of each option of the command: it was typed */
    const struct slice *operands;
    size_t operand_count;
    struct arena *arena; /* of the process: lives until exit */
    FILE *out, *err;
    bool json;     /* --json */
    bool quiet;    /* --quiet: no progress */
    bool color;    /* a terminal, and neither NO_COLOR nor --json */
    bool progress; /* not quiet */
};

struct command {
    const char *name;
    const char *summary;  /* one line */
    const char *operands; /* "FILE..." or NULL */
    size_t operand_min, operand_max;
    const char *details;  /* paragraphs for --help and the man page */
    const char *examples; /* "parley attack --pack DIR\n    what it does\n" lines */
    const struct option_row *options;
    size_t option_count;
    size_t options_size;
    int (*run)(const struct invocation *in); /* an exit status */
};

/* Every command takes --help, --json, --quiet and --man besides its own options. */
struct command_table {
    const struct command *const *commands; /* in the order of the help */
    size_t count;
    const struct plugged *plugged; /* given to every command of the table */
};

int command_main(const struct command_table *tables, size_t table_count, int argc, char **argv);

/* For the commands: "parley attack: text" on stderr, answers the status. */
int command_fail(const struct invocation *in, int status, const struct error *e);
int command_problems(const struct invocation *in, const struct problems *p); /* prints them; EXIT_STATUS_USAGE */

#endif
