#include <parley/persona_commands.h>

#include <parley/hostile_model.h>
#include <parley/journal.h>
#include <parley/pack_dir.h>
#include <parley/progress.h>
#include <parley/random.h>
#include <parley/size.h>
#include <parley/system.h>
#include <parley/trial.h>

struct bots_options {
    struct slice pack, cast, journal, only;
    unsigned model;
    uint64_t seed, seeds, void_percent;
    bool fresh, verbose;
};

struct tally {
    uint64_t ran, passed, failed, voided, goals, blocked;
};

static uint64_t seed_of(const struct bots_options *o, const struct persona *p, uint64_t n)
{
    return random_at((struct random_key){o->seed, random_hash(SLICE("trial")), random_hash(p->id)}, n);
}

static void write_line(struct buffer *out, const struct persona *p, const struct trial *t, const struct bots_options *o,
                       uint64_t n)
{
    struct json_write w;
    json_begin(&w, out);
    json_object_begin(&w);
    json_put_cstr(&w, "run", "bots");
    json_put_string(&w, "id", arena_printf(out->arena, SLICE_FMT "-%llu", SLICE_ARG(p->id), (unsigned long long)n));
    json_put_string(&w, "persona", p->id);
    json_put_string(&w, "title", p->title);
    json_put_cstr(&w, "model", o->model ? "hostile" : "script");
    json_put_cstr(&w, "verdict", trial_verdict_name(t->verdict));
    json_put_bool(&w, "goal", t->reached_goal);
    json_put_u64(&w, "blocked", t->blocked);
    json_key(&w, "failures");
    json_array_begin(&w);
    for (size_t i = 0; i < t->finding_count; i++)
        json_add_string(&w, t->findings[i]);
    json_array_end(&w);
    transcript_write(&w, &t->transcript);
    json_object_end(&w);
}

static void show(const struct invocation *in, const struct trial *t)
{
    for (size_t i = 0; i < t->transcript.entries.count; i++) {
        const struct entry *e = &t->transcript.entries.at[i];
        if (e->kind == ENTRY_CUSTOMER)
            fprintf(in->out, "  > " SLICE_FMT "\n", SLICE_ARG(e->text));
        else if (e->kind == ENTRY_SHOWN)
            fprintf(in->out, "  < " SLICE_FMT "\n    (" SLICE_FMT ")\n", SLICE_ARG(e->text), SLICE_ARG(e->said));
        else
            for (size_t k = 0; k < e->reason_count; k++)
                fprintf(in->out, "    . " SLICE_FMT "\n", SLICE_ARG(e->reasons[k]));
    }
}

static int load(struct pack *pack, struct cast *cast, const struct invocation *in, const struct bots_options *o)
{
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    struct error e = {0};
    struct clock *clock = system_clock();
    struct source_file *files = NULL;
    size_t count = 0;
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    enum code code = pack_load(pack, in->arena, o->pack, clock->ops->wall(clock), &hostile_canaries, problems, warnings, &e);
    if (code == OK)
        code = files_read(&files, &count, in->arena, o->cast, ".yaml", &e);
    if (code == OK)
        cast_read(cast, in->arena, files, count, problems);
    if (problems->count > 0)
        return command_problems(in, problems);
    return code == OK ? EXIT_STATUS_PASS : command_fail(in, EXIT_STATUS_USAGE, &e);
}

static bool line_says(struct slice line, const char *verdict, struct arena *arena)
{
    return slice_has(line, arena_printf(arena, "\"verdict\":\"%s\"", verdict));
}

static void count_old(struct tally *t, struct journal *j, struct arena *arena, uint64_t n)
{
    struct slice line;
    struct error e;
    t->ran++;
    if (journal_line(&line, arena, j, n, &e) != OK)
        return;
    t->passed += line_says(line, "pass", arena);
    t->failed += line_says(line, "fail", arena);
    t->voided += line_says(line, "void", arena);
    t->goals += slice_has(line, SLICE("\"goal\":true"));
}

static void print_persona(const struct invocation *in, const struct persona *p, const struct tally *t)
{
    if (in->json)
        fprintf(in->out,
                "{\"run\":\"bots\",\"persona\":\"" SLICE_FMT
                "\",\"trials\":%llu,\"passed\":%llu,\"failed\":%llu,\"void\":%llu,\"goals\":%llu}\n",
                SLICE_ARG(p->id), (unsigned long long)t->ran, (unsigned long long)t->passed, (unsigned long long)t->failed,
                (unsigned long long)t->voided, (unsigned long long)t->goals);
    else
        fprintf(in->out, "%s%-4s%s %-18.*s %5llu trials, %5llu passed, %3llu failed, %3llu void, %5llu reached their goal\n",
                in->color ? (t->failed ? "\x1b[31m" : "\x1b[32m") : "", t->failed ? "FAIL" : "ok", in->color ? "\x1b[0m" : "",
                SLICE_ARG(p->id), (unsigned long long)t->ran, (unsigned long long)t->passed, (unsigned long long)t->failed,
                (unsigned long long)t->voided, (unsigned long long)t->goals);
}

static void add(struct tally *all, const struct tally *t)
{
    all->ran += t->ran;
    all->passed += t->passed;
    all->failed += t->failed;
    all->voided += t->voided;
    all->goals += t->goals;
    all->blocked += t->blocked;
}

static int run(const struct invocation *in)
{
    const struct bots_options *o = in->options;
    struct pack pack;
    struct cast cast;
    struct error e = {0};
    struct journal *journal = NULL;
    struct tally all = {0};
    struct progress progress;
    struct arena scratch;
    int status = load(&pack, &cast, in, o);
    uint64_t line_number = 0;
    if (status != EXIT_STATUS_PASS)
        return status;
    struct slice header = arena_printf(in->arena,
                                       "{\"run\":\"bots\",\"model\":\"%s\",\"seed\":%llu,\"seeds\":%llu,\"tenant\":\"" SLICE_FMT
                                       "\",\"brain\":\"" SLICE_FMT "\",\"only\":\"" SLICE_FMT "\"}",
                                       o->model ? "hostile" : "script", (unsigned long long)o->seed, (unsigned long long)o->seeds,
                                       SLICE_ARG(pack.tenant->id), SLICE_ARG(pack.brain->version), SLICE_ARG(o->only));
    if (o->journal.len > 0 && journal_open(&journal, o->journal, header, o->fresh, &e) != OK)
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    interrupts_watch();
    arena_init(&scratch, (size_t)1 << 30);
    progress_begin(&progress, in->progress, "conversations", cast.count * o->seeds);
    for (size_t p = 0; p < cast.count && !interrupted(); p++) {
        struct tally t = {0};
        if (o->only.len > 0 && !slice_has(cast.at[p].id, o->only))
            continue;
        for (uint64_t n = 1; n <= o->seeds && !interrupted(); n++, line_number++) {
            struct trial trial;
            if (journal != NULL && line_number < journal_done(journal)) {
                count_old(&t, journal, &scratch, line_number);
                arena_reset(&scratch);
                continue;
            }
            trial_run(&trial, &scratch, &cast.at[p], pack.rules, o->model == 1, seed_of(o, &cast.at[p], n));
            t.ran++;
            t.passed += trial.verdict == TRIAL_PASS;
            t.failed += trial.verdict == TRIAL_FAIL;
            t.voided += trial.verdict == TRIAL_VOID;
            t.goals += trial.reached_goal;
            t.blocked += trial.blocked;
            if (journal != NULL) {
                struct buffer line;
                buffer_init(&line, &scratch, (size_t)16 << 20);
                write_line(&line, &cast.at[p], &trial, o, n);
                if (journal_append(journal, buffer_slice(&line), &e) != OK)
                    status = command_fail(in, EXIT_STATUS_INTERNAL, &e);
            }
            if (!in->json && (o->verbose || (trial.verdict == TRIAL_FAIL && t.failed <= 5))) {
                fprintf(in->out, "%s " SLICE_FMT " trial %llu\n", trial_verdict_name(trial.verdict), SLICE_ARG(cast.at[p].id),
                        (unsigned long long)n);
                for (size_t i = 0; i < trial.finding_count; i++)
                    fprintf(in->out, "     " SLICE_FMT "\n", SLICE_ARG(trial.findings[i]));
                show(in, &trial);
            }
            progress_step(&progress, all.ran + t.ran, all.failed + t.failed);
            arena_reset(&scratch);
        }
        progress_end(&progress);
        print_persona(in, &cast.at[p], &t);
        progress.to = in->progress ? stderr : NULL;
        add(&all, &t);
    }
    progress_end(&progress);
    arena_finish(&scratch);
    if (journal_close(journal, &e) != OK)
        return command_fail(in, EXIT_STATUS_INTERNAL, &e);
    if (interrupted())
        return EXIT_STATUS_INTERRUPTED;
    if (all.ran == 0) {
        fail(&e, BAD_INPUT, "no persona was selected; check --only and --cast");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    bool hollow = all.voided * 100 > all.ran * o->void_percent;
    if (!in->json)
        fprintf(in->out, "%s%s%s: %llu conversations, %llu failed, %llu void, %llu drafts refused on the way\n",
                in->color ? (all.failed ? "\x1b[31m" : "\x1b[32m") : "",
                all.failed ? "VIOLATION"
                : hollow   ? "INCONCLUSIVE"
                           : "PASS",
                in->color ? "\x1b[0m" : "", (unsigned long long)all.ran, (unsigned long long)all.failed,
                (unsigned long long)all.voided, (unsigned long long)all.blocked);
    if (status != EXIT_STATUS_PASS)
        return status;
    return all.failed ? EXIT_STATUS_VIOLATION : hollow ? EXIT_STATUS_INCONCLUSIVE : EXIT_STATUS_PASS;
}

static const char *const models[] = {"script", "hostile", NULL};
#define AT(member) offsetof(struct bots_options, member)
static const struct option_row options[] = {
    {"pack", 'p', OPTION_TEXT, "DIR", AT(pack), "engine/packs/dynamo-dave", 0, 0, NULL, "the pack to talk to"},
    {"cast", 'c', OPTION_TEXT, "DIR", AT(cast), "personas/cast", 0, 0, NULL, "the personas"},
    {"model", 'm', OPTION_CHOICE, "NAME", AT(model), "script", 0, 0, models,
     "what drafts: the script, or a compromised model above it"},
    {"only", 0, OPTION_TEXT, "TEXT", AT(only), NULL, 0, 0, NULL, "only personas whose id holds this"},
    {"seeds", 'n', OPTION_U64, "N", AT(seeds), "25", 1, 10000000, NULL, "conversations per persona"},
    {"seed", 0, OPTION_U64, "N", AT(seed), "1", 0, UINT64_MAX, NULL, "root of all seeds: same seed, same bytes"},
    {"void", 0, OPTION_U64, "PERCENT", AT(void_percent), "10", 0, 100, NULL,
     "more void trials than this make the run inconclusive (exit 102)"},
    {"journal", 0, OPTION_TEXT, "FILE", AT(journal), NULL, 0, 0, NULL,
     "write every trial as a JSON line; a killed run resumes there"},
    {"fresh", 0, OPTION_FLAG, NULL, AT(fresh), NULL, 0, 0, NULL, "begin the journal anew"},
    {"verbose", 'v', OPTION_FLAG, NULL, AT(verbose), NULL, 0, 0, NULL, "print every conversation with the reasons"},
};

static const struct command bots = {
    .name = "bots",
    .summary = "let persona bots hold whole conversations with a brain",
    .details = "Personas are state machines with facts, mood, patience and habits; no model plays them. Each conversation runs "
               "through the engine's own core in virtual\n"
               "time. What must hold whatever the seed stands in the persona's file; a bot that broke character voids its trial "
               "instead of scoring it.",
    .examples = "  parley bots --pack engine/packs/dynamo-dave\n  parley bots --only vera --seeds 1000\n  parley bots --model "
                "hostile --journal bots.jsonl",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct bots_options),
    .run = run,
};

static const struct command *const commands[] = {&bots};
const struct command_table persona_commands = {commands, COUNT_OF(commands), NULL};
