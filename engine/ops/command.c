#include <parley/command.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <parley/size.h>

#include "command_help.h"
#include "command_parse.h"

const char *exit_status_name(int status)
{
    switch (status) {
    case EXIT_STATUS_PASS: return "pass";
    case EXIT_STATUS_INTERNAL: return "internal";
    case EXIT_STATUS_USAGE: return "usage";
    case EXIT_STATUS_VIOLATION: return "violation";
    case EXIT_STATUS_REGRESSION: return "regression";
    case EXIT_STATUS_INCONCLUSIVE: return "inconclusive";
    case EXIT_STATUS_TARGET_DOWN: return "target_down";
    case EXIT_STATUS_BUDGET: return "budget";
    case EXIT_STATUS_COVERAGE: return "coverage";
    case EXIT_STATUS_INTERRUPTED: return "interrupted";
    default: return "unknown";
    }
}

int command_fail(const struct invocation *in, int status, const struct error *e)
{
    fflush(in->out);
    fprintf(in->err, "parley %s: %s\n", in->command->name, e->text);
    return status;
}

int command_problems(const struct invocation *in, const struct problems *p)
{
    struct buffer text;
    buffer_init(&text, in->arena, 1 << 20);
    problems_print(p, &text);
    struct slice s = buffer_slice(&text);
    fflush(in->out);
    fwrite(s.at, 1, s.len, in->err);
    return EXIT_STATUS_USAGE;
}

static const struct command *find(const struct plugged **plugged, const struct command_table *tables, size_t count,
                                  struct slice name)
{
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < tables[t].count; i++)
            if (slice_eq(slice_from(tables[t].commands[i]->name), name)) {
                *plugged = tables[t].plugged;
                return tables[t].commands[i];
            }
    return NULL;
}

static const char *nearest_command(const struct command_table *tables, size_t count, struct slice name)
{
    const char *names[64];
    size_t n = 0;
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < tables[t].count && n + 1 < COUNT_OF(names); i++)
            names[n++] = tables[t].commands[i]->name;
    names[n] = NULL;
    return nearest_name(name, names);
}

static int run(const struct command *command, const struct plugged *plugged, int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, (size_t)2 << 30);
    struct invocation in = {.command = command, .plugged = plugged, .arena = &arena, .out = stdout, .err = stderr};
    struct problems problems;
    problems_init(&problems, &arena);
    enum asked asked = ASKED_RUN;
    command_parse(&in, &asked, argc, argv, &problems);
    bool colors = getenv("NO_COLOR") == NULL;
    in.color = colors && !in.json && isatty(STDOUT_FILENO) != 0;
    in.progress = !in.quiet;

    int status = EXIT_STATUS_PASS;
    if (asked == ASKED_HELP)
        command_help(stdout, command);
    else if (asked == ASKED_MAN)
        command_man(stdout, command);
    else if (problems.count > 0) {
        for (size_t i = 0; i < problems.count && i < PROBLEMS_MAX; i++)
            fprintf(stderr, "parley %s: " SLICE_FMT "\n", command->name, SLICE_ARG(problems.list[i].text));
        fprintf(stderr, "try: parley %s --help\n", command->name);
        status = EXIT_STATUS_USAGE;
    } else
        status = command->run(&in);

    if (fflush(stdout) != 0 && status == EXIT_STATUS_PASS) {
        fprintf(stderr, "parley %s: could not write the result to standard output\n", command->name);
        status = EXIT_STATUS_INTERNAL;
    }
    arena_finish(&arena);
    return status;
}

int command_main(const struct command_table *tables, size_t table_count, int argc, char **argv)
{
    struct slice name = slice_from(argc > 1 ? argv[1] : NULL);
    if (name.len == 0 || slice_eq(name, SLICE("--help")) || slice_eq(name, SLICE("-h")) ||
        (slice_eq(name, SLICE("help")) && argc == 2)) {
        command_overview(name.len == 0 ? stderr : stdout, tables, table_count);
        return name.len == 0 ? EXIT_STATUS_USAGE : EXIT_STATUS_PASS;
    }
    if (slice_eq(name, SLICE("--version")))
        name = SLICE("version");
    if (slice_eq(name, SLICE("completion"))) {
        command_completion(stdout, tables, table_count);
        return EXIT_STATUS_PASS;
    }
    bool help = slice_eq(name, SLICE("help"));
    if (help)
        name = slice_from(argv[2]);
    const struct plugged *plugged = NULL;
    const struct command *command = find(&plugged, tables, table_count, name);
    if (command == NULL) {
        const char *near = nearest_command(tables, table_count, name);
        fprintf(stderr, "parley: \"" SLICE_FMT "\" is not a command; ", SLICE_ARG(name));
        if (near != NULL)
            fprintf(stderr, "did you mean \"%s\"? ", near);
        fputs("parley --help lists them\n", stderr);
        return EXIT_STATUS_USAGE;
    }
    if (help) {
        command_help(stdout, command);
        return EXIT_STATUS_PASS;
    }
    return run(command, plugged, argc - 2, argv + 2);
}
