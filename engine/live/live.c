#define _POSIX_C_SOURCE 200809L

#include "parts.h"

#include <parley/master_key.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

static int open_store(struct store **out, struct live *l)
{
    struct error e = {0};
    const char *path = arena_cstr(l->in->arena, l->config.store);
    umask(077);
    bool made = mkdir(path, 0700) == 0;
    if (!made && errno != EEXIST) {
        fail(&e, IO_FAILED, "store: could not make %s: %s", path, strerror(errno));
        return command_fail(l->in, EXIT_STATUS_USAGE, &e);
    }
    if (master_key_read(&l->master, l->in->arena, l->config.master_key, l->config.store, made, system_entropy(), &e) != OK)
        return command_fail(l->in, EXIT_STATUS_USAGE, &e);
    *out = l->in->plugged->store_open(l->config.store, &l->master, false, &e);
    return *out != NULL ? EXIT_STATUS_PASS : command_fail(l->in, EXIT_STATUS_INTERNAL, &e);
}

/* A file written for one kind of process never runs as the other. */
static int check_kind(struct live *l, struct slice path, bool twin)
{
    struct error e;
    bool is_twin = l->config.environment == ENVIRONMENT_TWIN;
    if (is_twin == twin)
        return EXIT_STATUS_PASS;
    fail(&e, BAD_INPUT, SLICE_FMT ": environment: is %s; %s", SLICE_ARG(path), is_twin ? "twin" : "production",
         is_twin ? "start it with parley twin" : "parley twin never opens production; write another file");
    return command_fail(l->in, EXIT_STATUS_USAGE, &e);
}

int live_serve(const struct invocation *in, struct slice path, bool twin)
{
    struct live *l = calloc(1, sizeof *l);
    struct problems *problems = ARENA_NEW(in->arena, struct problems);
    struct store *s = NULL;
    struct error e = {0};
    must(l != NULL);
    l->in = in;
    problems_init(problems, in->arena);
    signal(SIGPIPE, SIG_IGN);
    int status = EXIT_STATUS_PASS;
    if (live_config_read(&l->config, in->arena, path, problems, &e) != OK) {
        command_problems(in, problems);
        status = problems->count > 0 ? EXIT_STATUS_USAGE : command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    if (status == EXIT_STATUS_PASS)
        status = check_kind(l, path, twin);
    if (status == EXIT_STATUS_PASS)
        status = open_store(&s, l);
    if (status == EXIT_STATUS_PASS)
        status = live_tenants(l, s);
    if (status == EXIT_STATUS_PASS)
        status = live_front(l, s);
    whatsapp_numbers_destroy(l->whatsapp);
    if (s != NULL)
        s->ops->close(s);
    bytes_wipe(&l->master, sizeof l->master);
    free(l);
    return status;
}

/* -- parley twin
 * --------------------------------------------------------------------------------------------------------------------- */

struct twin_options {
    struct slice config;
    struct slice_list packs;
    bool fakes;
};

static int twin(const struct invocation *in)
{
    const struct twin_options *o = in->options;
    struct error e;
    if (o->packs.count > 0 && (!o->fakes || o->config.len > 0)) {
        fail(&e, BAD_INPUT, "--pack: is for --fakes without --config; with a file, its tenants name their packs");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    if (o->fakes)
        return in->plugged->with_fakes(in, o->config, &o->packs);
    if (o->config.len > 0)
        return live_serve(in, o->config, true);
    fail(&e, BAD_INPUT, "--config: is missing; docs/twin.yaml is one to begin with, or try --fakes --pack DIR");
    return command_fail(in, EXIT_STATUS_USAGE, &e);
}

static const struct option_row options[] = {
    {"config", 'c', OPTION_TEXT, "FILE", offsetof(struct twin_options, config), NULL, 0, 0, NULL,
     "the file of configuration (YAML)"},
    {"fakes", 0, OPTION_FLAG, NULL, offsetof(struct twin_options, fakes), NULL, 0, 0, NULL,
     "with providers of its own beside it: WhatsApp with phones, and models (see parley fakes)"},
    {"pack", 'p', OPTION_TEXTS, "DIR", offsetof(struct twin_options, packs), NULL, 0, 0, NULL,
     "with --fakes: serve this pack from a scratch store; may be given several times"},
};

static const struct command command_twin = {
    .name = "twin",
    .summary = "the serving process as a rehearsal: same engine, no way to a customer",
    .details = "Serves what `parley serve --config` serves, and /v1/chat/completions besides, for attack tools that speak to an "
               "OpenAI-compatible "
               "endpoint. Refuses a file whose environment is production, and numbers and providers that are not on this "
               "machine; `parley serve` "
               "refuses a twin's file.",
    .examples = "  parley twin --fakes --pack engine/packs/dynamo-dave\n"
                "  parley twin --config docs/twin.yaml\n",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct twin_options),
    .run = twin,
};

static const struct command *const commands[] = {&command_twin};
const struct command_table live_commands = {commands, COUNT_OF(commands), NULL};
