#include <parley/sim_commands.h>

#include "modes.h"
#include "stage_load.h"

#include <parley/size.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(struct sim_mode *m);
    bool stands_alone; /* needs no tenants and nobody's words, or loads its own */
    bool takes_files;
} modes[] = {{"run", sim_run, false, false},         {"swarm", sim_swarm, false, false},   {"sweep", sim_sweep, false, false},
             {"explore", sim_explore, false, false}, {"shrink", sim_shrink, false, false}, {"replay", sim_replay, true, true},
             {"story", sim_story, true, true},       {"probes", sim_probes, true, false}};

/* What a mode does not heed is refused: who asks `run` for a thousand seeds would take one for all of them. */
static const struct {
    const char *option, *modes;
} heeded[] = {{"seed", "run swarm shrink"},
              {"seeds", "swarm"},
              {"until", "swarm"},
              {"jobs", "swarm sweep explore"},
              {"pack", "run swarm sweep explore shrink"},
              {"replay", "run swarm shrink"},
              {"nodes", "run swarm shrink"},
              {"customers", "run swarm shrink"},
              {"messages", "run swarm shrink"},
              {"store", "run swarm sweep shrink"},
              {"script", "sweep"},
              {"pairs", "sweep"},
              {"stride", "sweep explore"},
              {"at", "sweep explore"},
              {"fate", "sweep"},
              {"only-invariant", "shrink"},
              {"out", "shrink"},
              {"update", "story"},
              {"occasions", "replay"}};

static enum code check_heeded(const struct invocation *in, const char *mode, struct error *e)
{
    for (size_t i = 0; i < in->command->option_count; i++)
        for (size_t k = 0; in->given[i] && k < COUNT_OF(heeded); k++) {
            struct slice rest = slice_from(heeded[k].modes), one;
            bool heeds = strcmp(heeded[k].option, in->command->options[i].name) != 0;
            while (!heeds && slice_next(&one, &rest, ' '))
                heeds = slice_eq(one, slice_from(mode));
            if (!heeds)
                return fail(e, BAD_INPUT, "--%s says nothing to %s; it is for %s", heeded[k].option, mode, heeded[k].modes);
        }
    return OK;
}

static struct slice default_packs[] = {SLICE_INIT("engine/packs/dynamo-dave"), SLICE_INIT("engine/packs/nocturn-hotel")};

static int run(const struct invocation *in)
{
    struct sim_options o = *(const struct sim_options *)in->options;
    struct sim_mode m = {.in = in, .options = &o};
    struct error e;
    if (o.packs.count == 0)
        o.packs = (struct slice_list){default_packs, COUNT_OF(default_packs)};
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        if (!slice_eq(in->operands[0], slice_from(modes[i].name)))
            continue;
        if (in->operand_count > 1 && !modes[i].takes_files) {
            fail(&e, BAD_INPUT, "%s takes no files, and here is " SLICE_FMT, modes[i].name, SLICE_ARG(in->operands[1]));
            return command_fail(in, EXIT_STATUS_USAGE, &e);
        }
        if (check_heeded(in, modes[i].name, &e) != OK)
            return command_fail(in, EXIT_STATUS_USAGE, &e);
        int status = EXIT_STATUS_PASS;
        if (!modes[i].stands_alone)
            status = stage_load(&m.stage, in, &(struct stage_sources){o.packs, o.cast, o.replay});
        return status == EXIT_STATUS_PASS ? modes[i].run(&m) : status;
    }
    fail(&e, BAD_INPUT, "\"" SLICE_FMT "\" is not a mode; run, swarm, sweep, explore, shrink, replay, story or probes",
         SLICE_ARG(in->operands[0]));
    return command_fail(in, EXIT_STATUS_USAGE, &e);
}

static const char *const store_names[] = {"memory", "disk", NULL};
#define AT(member) offsetof(struct sim_options, member)
static const struct option_row options[] = {
    {"seed", 's', OPTION_U64, "N", AT(seed), "1", 0, UINT64_MAX, NULL, "the seed; of a swarm the first one"},
    {"seeds", 'n', OPTION_U64, "N", AT(seeds), "1000", 1, UINT64_C(1000000000), NULL, "how many a swarm runs"},
    {"until", 'u', OPTION_U64, "N", AT(until), "0", 0, UINT64_MAX, NULL, "end a swarm at its Nth failure; 0: run them all"},
    {"jobs", 'j', OPTION_U64, "N", AT(jobs), "0", 0, 64, NULL, "threads; 0: one per processor; the result is the same"},
    {"pack", 'p', OPTION_TEXTS, "DIR", AT(packs), NULL, 0, 0, NULL, "a tenant's pack; may be given several times (two examples)"},
    {"cast", 'c', OPTION_TEXT, "DIR", AT(cast), "personas/cast", 0, 0, NULL, "personas whose words the customers use"},
    {"replay", 0, OPTION_TEXTS, "FILE", AT(replay), NULL, 0, 0, NULL,
     "run, swarm, shrink: the customers of a journal (parley-journal(5)) write instead of personas; may be given several times"},
    {"nodes", 0, OPTION_U64, "N", AT(nodes), "2", 1, SIM_NODES_MAX, NULL, "processes of the engine on one store"},
    {"customers", 0, OPTION_U64, "N", AT(customers), "12", 1, 100000, NULL, "customers of all tenants together"},
    {"messages", 0, OPTION_U64, "N", AT(messages), "6", 1, 1000, NULL, "messages of a customer, on average"},
    {"store", 0, OPTION_CHOICE, "NAME", AT(store), "memory", 0, 0, store_names,
     "what is under the nodes: the store in memory, or SQLite on a simulated disk"},
    {"script", 0, OPTION_TEXT, "NAME", AT(script), "all", 0, 0, NULL, "of a sweep: one scripted conversation, or all"},
    {"pairs", 0, OPTION_FLAG, NULL, AT(pairs), NULL, 0, 0, NULL,
     "of a sweep: also every two faults, for the two shortest scripts"},
    {"stride", 0, OPTION_U64, "N", AT(stride), "1", 1, 1000000, NULL,
     "of a sweep: every Nth allocation; of an exploration: every Nth state"},
    {"at", 0, OPTION_TEXT, "K", AT(at), "", 0, 0, NULL,
     "of a sweep: this point only, K,K2 for a pair; of an exploration: this state only"},
    {"fate", 0, OPTION_TEXT, "FATE", AT(fate), "", 0, 0, NULL,
     "of a sweep, with --at: fails, dies-before, dies-after, dies-allocating; with --store disk also disk-fails, disk-torn, "
     "sync-fails, disk-full, cut-before, cut-after, dies-during; FATE,FATE2 for a pair"},
    {"only-invariant", 0, OPTION_TEXT, "NAME", AT(only_invariant), NULL, 0, 0, NULL,
     "shrink: which violation, such as I2 (the first)"},
    {"out", 'o', OPTION_TEXT, "FILE", AT(out), NULL, 0, 0, NULL, "shrink: the story to write (seed-N-INVARIANT.yaml)"},
    {"update", 0, OPTION_FLAG, NULL, AT(update), NULL, 0, 0, NULL, "story: write down what happens now as what is expected"},
    {"occasions", 0, OPTION_TEXT, "FAULT", AT(occasions), NULL, 0, 0, NULL,
     "replay: print when and where this fault could strike"},
    {"verbose", 'v', OPTION_FLAG, NULL, AT(verbose), NULL, 0, 0, NULL, "print everything that happens"},
};

static const struct command sim = {
    .name = "sim",
    .summary = "years of bad luck against the production engine, from one seed",
    .operands = "run|swarm|sweep|explore|shrink|replay|story|probes [FILE...]",
    .operand_min = 1,
    .operand_max = 1000,
    .details = "run     one seed; with --verbose its timeline.\n"
               "swarm   many seeds; one in twenty twice, to prove that a seed gives one result.\n"
               "sweep   scripted conversations, once for every durable write that could fail or kill, and every allocation.\n"
               "explore every combination of up, slow and down of the store, the models, the checker and the numbers.\n"
               "shrink  the smallest run that still breaks what a seed breaks, as a story.\n"
               "replay  stories (parley-story(5)), each with its timeline.\n"
               "story   all stories of a directory (simulator/stories), compared with the traces they expect.\n"
               "probes  the faults there are.",
    .examples = "  parley sim run --seed 7 --verbose\n  parley sim swarm --seeds 100000\n"
                "  parley sim sweep --script burst --at 12 --fate dies-after -v\n  parley sim story simulator/stories",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct sim_options),
    .run = run,
};

static const struct command *const commands[] = {&sim};
const struct command_table sim_commands = {commands, COUNT_OF(commands), NULL};
