#include <parley/attack_commands.h>

#include <parley/attack_run.h>
#include <parley/crew.h>
#include <parley/hostile_model.h>
#include <parley/journal.h>
#include <parley/pack_dir.h>
#include <parley/progress.h>
#include <parley/run_header.h>
#include <parley/size.h>
#include <parley/system.h>

struct attack_options {
    struct slice pack, journal, only;
    struct slice_list suites;
    unsigned model; /* 0 script, 1 hostile */
    uint64_t seed, jobs;
    bool fresh, verbose;
};

struct attack_totals {
    uint64_t ran, failed, blocked;
};

static void write_line(struct buffer *out, const struct attack *a, const struct attack_result *r, const struct attack_options *o)
{
    struct json_write w;
    json_begin(&w, out);
    json_object_begin(&w);
    json_put_cstr(&w, "run", "attack");
    json_put_string(&w, "id", a->id);
    json_put_string(&w, "kind", a->kind);
    json_put_cstr(&w, "model", o->model ? "hostile" : "script");
    json_put_cstr(&w, "verdict", r->pass ? "pass" : "fail");
    json_put_u64(&w, "blocked", r->blocked);
    json_key(&w, "keeps");
    json_array_begin(&w);
    for (size_t i = 0; i < a->keeps.count; i++)
        json_add_string(&w, a->keeps.at[i]);
    json_array_end(&w);
    json_key(&w, "failures");
    json_array_begin(&w);
    for (size_t i = 0; i < r->failure_count; i++)
        json_add_string(&w, r->failures[i]);
    json_array_end(&w);
    json_put_string(&w, "file", a->at.file);
    json_put_u64(&w, "line", a->at.line);
    transcript_write(&w, &r->transcript);
    json_object_end(&w);
}

static void print_failure(const struct invocation *in, const struct attack *a, const struct attack_result *r)
{
    fprintf(in->out, "%sFAIL%s " SLICE_FMT " (" SLICE_FMT ":%u)\n", in->color ? "\x1b[31m" : "", in->color ? "\x1b[0m" : "",
            SLICE_ARG(a->id), SLICE_ARG(a->at.file), a->at.line);
    for (size_t i = 0; i < r->failure_count; i++)
        fprintf(in->out, "     " SLICE_FMT "\n", SLICE_ARG(r->failures[i]));
}

static void print_transcript(const struct invocation *in, const struct transcript *t)
{
    for (size_t i = 0; i < t->entries.count; i++) {
        const struct entry *e = &t->entries.at[i];
        if (e->kind == ENTRY_CUSTOMER)
            fprintf(in->out, "  > " SLICE_FMT "\n", SLICE_ARG(e->text));
        else if (e->kind == ENTRY_SHOWN)
            fprintf(in->out, "  < " SLICE_FMT "\n    (" SLICE_FMT ")\n", SLICE_ARG(e->text), SLICE_ARG(e->said));
        else
            for (size_t k = 0; k < e->reason_count; k++)
                fprintf(in->out, "    . " SLICE_FMT "\n", SLICE_ARG(e->reasons[k]));
    }
}

static int load(struct pack *pack, struct attacks *attacks, const struct invocation *in, const struct attack_options *o)
{
    struct problems *problems = ARENA_NEW(in->arena, struct problems), *warnings = ARENA_NEW(in->arena, struct problems);
    struct error e = {0};
    struct clock *clock = system_clock();
    problems_init(problems, in->arena);
    problems_init(warnings, in->arena);
    if (pack_load(pack, in->arena, o->pack, clock->ops->wall(clock), &hostile_canaries, problems, warnings, &e) != OK) {
        if (problems->count > 0)
            command_problems(in, problems);
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    struct source_file *files = ARENA_NEW_ARRAY(in->arena, struct source_file, pack->attack_count + 1000);
    size_t count = 0;
    for (size_t i = 0; i < pack->attack_count; i++)
        files[count++] = pack->attacks[i];
    for (size_t i = 0; i < o->suites.count; i++) {
        struct source_file *more = NULL;
        size_t n = 0;
        if (files_read(&more, &n, in->arena, o->suites.at[i], ".yaml", &e) != OK)
            return command_fail(in, EXIT_STATUS_USAGE, &e);
        for (size_t k = 0; k < n && count < pack->attack_count + 1000; k++)
            files[count++] = more[k];
    }
    attacks_read(attacks, in->arena, files, count, problems);
    return problems->count > 0 ? command_problems(in, problems) : EXIT_STATUS_PASS;
}

static void summary(const struct invocation *in, const struct attack_options *o, const struct attack_totals *t)
{
    const char *model = o->model ? "hostile" : "script";
    if (in->json)
        fprintf(in->out,
                "{\"run\":\"attack\",\"model\":\"%s\",\"attacks\":%llu,\"failed\":%llu,\"blocked\":%llu,\"verdict\":\"%s\"}\n",
                model, (unsigned long long)t->ran, (unsigned long long)t->failed, (unsigned long long)t->blocked,
                t->failed ? "violation" : "pass");
    else
        fprintf(in->out, "%s%s%s: %llu attacks, %s model: %llu passed, %llu failed; %llu drafts refused on the way\n",
                in->color ? (t->failed ? "\x1b[31m" : "\x1b[32m") : "", t->failed ? "VIOLATION" : "PASS",
                in->color ? "\x1b[0m" : "", (unsigned long long)t->ran, model, (unsigned long long)(t->ran - t->failed),
                (unsigned long long)t->failed, (unsigned long long)t->blocked);
}

static bool failed_before(struct journal *j, struct arena *arena, uint64_t n)
{
    struct slice line;
    struct error e;
    return journal_line(&line, arena, j, n, &e) == OK && slice_has(line, SLICE("\"verdict\":\"fail\""));
}

struct attack_shift {
    const struct invocation *in;
    const struct attack_options *options;
    const struct rules *rules;
    const struct attack *const *chosen;
    struct journal *journal;
    struct progress progress;
    struct attack_totals totals;
    struct error error; /* of the journal */
};

static void *work(void *context, struct arena *arena, uint64_t number)
{
    struct attack_shift *s = context;
    struct attack_result *r = ARENA_NEW(arena, struct attack_result);
    attack_run(r, arena, s->chosen[number], s->rules, s->options->model == 1, s->options->seed);
    return r;
}

static bool take(void *context, struct arena *arena, uint64_t number, void *result)
{
    struct attack_shift *s = context;
    const struct attack *a = s->chosen[number];
    const struct attack_result *r = result;
    s->totals.ran++;
    s->totals.failed += !r->pass;
    s->totals.blocked += r->blocked;
    if (s->journal != NULL) {
        struct buffer line;
        buffer_init(&line, arena, (size_t)16 << 20);
        write_line(&line, a, r, s->options);
        if (journal_append(s->journal, buffer_slice(&line), &s->error) != OK)
            return false;
    }
    progress_step(&s->progress, s->totals.ran, s->totals.failed);
    if (!s->in->json && !r->pass)
        print_failure(s->in, a, r);
    if (!s->in->json && s->options->verbose)
        print_transcript(s->in, &r->transcript);
    return !interrupted();
}

/* The cases that a killed run had finished count as they stand in its journal. */
static uint64_t count_done(struct attack_shift *s, uint64_t count)
{
    uint64_t done = s->journal != NULL ? journal_done(s->journal) : 0;
    struct arena scratch;
    done = done < count ? done : count;
    arena_init(&scratch, (size_t)1 << 26);
    for (uint64_t n = 0; n < done; n++) {
        s->totals.failed += failed_before(s->journal, &scratch, n);
        arena_reset(&scratch);
    }
    s->totals.ran = done;
    arena_finish(&scratch);
    return done;
}

static size_t choose(const struct attack ***out, const struct invocation *in, const struct attacks *attacks, struct slice only)
{
    size_t count = 0;
    *out = ARENA_NEW_ARRAY(in->arena, const struct attack *, attacks->count + 1);
    for (size_t i = 0; i < attacks->count; i++)
        if (only.len == 0 || slice_has(attacks->at[i].id, only))
            (*out)[count++] = &attacks->at[i];
    return count;
}

static int play(struct attack_shift *s, uint64_t count)
{
    interrupts_watch();
    progress_begin(&s->progress, s->in->progress, "attacks", count);
    struct crew crew = {(unsigned)s->options->jobs, count_done(s, count), count, (size_t)1 << 30, s, work, take};
    (void)crew_run(&crew);
    progress_end(&s->progress);
    if (s->error.text[0] != '\0' || journal_close(s->journal, &s->error) != OK)
        return command_fail(s->in, EXIT_STATUS_INTERNAL, &s->error);
    if (interrupted())
        return EXIT_STATUS_INTERRUPTED;
    summary(s->in, s->options, &s->totals);
    return s->totals.failed ? EXIT_STATUS_VIOLATION : EXIT_STATUS_PASS;
}

static int run(const struct invocation *in)
{
    const struct attack_options *o = in->options;
    struct attack_shift s = {.in = in, .options = o};
    struct pack pack;
    struct attacks attacks;
    struct error e = {0};
    const struct attack **chosen;
    int status = load(&pack, &attacks, in, o);
    if (status != EXIT_STATUS_PASS)
        return status;
    size_t count = choose(&chosen, in, &attacks, o->only);
    if (count == 0) {
        fail(&e, BAD_INPUT, "no attack was selected; check --only and the attacks/ of the pack");
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    }
    s.rules = pack.rules;
    s.chosen = chosen;
    struct run_plan plan = {"attack", o->model ? "hostile" : "script", o->seed, 0, count, o->only};
    struct slice header = run_header_write(in->arena, &plan, pack.rules);
    if (o->journal.len > 0 && journal_open(&s.journal, o->journal, header, o->fresh, &e) != OK)
        return command_fail(in, EXIT_STATUS_USAGE, &e);
    return play(&s, count);
}

static const char *const models[] = {"script", "hostile", NULL};
#define AT(member) offsetof(struct attack_options, member)
static const struct option_row options[] = {
    {"pack", 'p', OPTION_TEXT, "DIR", AT(pack), "engine/packs/dynamo-dave", 0, 0, NULL, "the pack to attack"},
    {"suite", 's', OPTION_TEXTS, "DIR", AT(suites), NULL, 0, 0, NULL,
     "further suites, attacks/suites for the shared ones; may be given several times"},
    {"model", 'm', OPTION_CHOICE, "NAME", AT(model), "script", 0, 0, models,
     "what drafts: the script, or a compromised model above it"},
    {"only", 0, OPTION_TEXT, "TEXT", AT(only), NULL, 0, 0, NULL, "only attacks whose id holds this"},
    {"seed", 0, OPTION_U64, "N", AT(seed), "1", 0, UINT64_MAX, NULL, "same seed, same bytes"},
    {"jobs", 'j', OPTION_U64, "N", AT(jobs), "0", 0, CREW_MAX, NULL, "threads; 0: one per processor; the result is the same"},
    {"journal", 0, OPTION_TEXT, "FILE", AT(journal), NULL, 0, 0, NULL,
     "write every case as a JSON line; a killed run resumes there"},
    {"fresh", 0, OPTION_FLAG, NULL, AT(fresh), NULL, 0, 0, NULL, "begin the journal anew"},
    {"verbose", 'v', OPTION_FLAG, NULL, AT(verbose), NULL, 0, 0, NULL, "print every conversation with the reasons"},
};

static const struct command attack = {
    .name = "attack",
    .summary = "let scripted attacks loose on a brain, through the real engine core",
    .details = "Each attack is a conversation in a world of its own: the engine's own turn, runtime and gate, a store in memory, "
               "a phone that shows what left.\n"
               "The oracle judges only what reached the phone. One failing attack fails the run (exit 100).",
    .examples = "  parley attack --pack engine/packs/dynamo-dave\n  parley attack --model hostile --suite attacks/suites "
                "--journal hostile.jsonl\n  parley attack --only inj-003 --model hostile --verbose",
    .options = options,
    .option_count = COUNT_OF(options),
    .options_size = sizeof(struct attack_options),
    .run = run,
};

static const struct command *const commands[] = {&attack};
const struct command_table attack_commands = {commands, COUNT_OF(commands), NULL};
